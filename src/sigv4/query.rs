//! The canonical query: the operation's own parameters and those of the signature, in one sorted row.

use alloc::string::String;
use core::cmp::Ordering;

use super::{
    headers,
    pair::{Pair, compare_encoded},
    scope::Scope,
};
use crate::{
    credentials::TokenParameter,
    wire::{
        encode,
        names::{AWS4_HMAC_SHA256, HOST, name, prefix},
        timestamp::day_of,
    },
};

/// What the `X-Amz-…` parameters say, all but the signature.
#[derive(Clone, Copy)]
pub(crate) struct AuthenticationParameters<'a> {
    /// Percent-encoded.
    pub(crate) access_key_id: &'a str,
    /// With its names percent-encoded, as those of regions and services are anyhow.
    pub(crate) scope: Scope<'a>,
    pub(crate) expires_seconds: u32,
    pub(crate) token: Option<TokenParameter<'a>>,
    /// Those beside `host`, sorted by name.
    pub(crate) headers: &'a [Pair<'a>],
}

impl AuthenticationParameters<'_> {
    /// Appends the canonical query. `operation` is in canonical order already.
    pub(crate) fn push_query(&self, url: &mut String, operation: &[Pair<'_>]) {
        let amz_date = self.scope.amz_date();
        let mut row = Row { begin: url.len(), url, operation };
        row.push(prefix::ALGORITHM, |url| url.push_str(AWS4_HMAC_SHA256));
        row.push(prefix::CREDENTIAL, |url| self.push_credential(url, day_of(amz_date)));
        row.push(prefix::DATE, |url| url.push_str(amz_date));
        row.push(prefix::EXPIRES, |url| push_decimal(url, self.expires_seconds));
        if let Some(TokenParameter { kind, value }) = self.token {
            row.push(kind.prefix(), |url| url.push_str(value));
        }
        row.push(prefix::SIGNED_HEADERS, |url| self.push_signed_headers(url));
        row.push_operation();
    }

    fn push_signed_headers(&self, url: &mut String) {
        let (before, after) = headers::around_host(self.headers);
        for header in before {
            encode::push_query(url, &header.name);
            url.push_str("%3B");
        }
        url.push_str(HOST);
        for header in after {
            url.push_str("%3B");
            encode::push_query(url, &header.name);
        }
    }

    fn push_credential(&self, url: &mut String, day: &str) {
        url.push_str(self.access_key_id);
        url.push_str("%2F");
        url.push_str(day);
        url.push_str("%2F");
        url.push_str(self.scope.region());
        url.push_str("%2F");
        url.push_str(self.scope.service());
        url.push_str("%2Faws4_request");
    }
}

/// A query that is being written, and the operation's parameters that are still to come.
struct Row<'u, 'o> {
    url: &'u mut String,
    /// Where the query begins.
    begin: usize,
    operation: &'o [Pair<'o>],
}

impl Row<'_, '_> {
    /// Appends a parameter of the signature, and before it those of the operation that sort before it.
    #[inline]
    fn push(&mut self, prefix: &'static str, push_value: impl FnOnce(&mut String)) {
        while let [first, rest @ ..] = self.operation
            && compare_encoded(&first.name, name(prefix)) == Ordering::Less
        {
            self.push_pair(first);
            self.operation = rest;
        }
        let is_first = self.url.len() == self.begin;
        self.url.push_str(if is_first { &prefix["&".len()..] } else { prefix });
        push_value(self.url);
    }

    fn push_operation(&mut self) {
        for pair in self.operation {
            self.push_pair(pair);
        }
    }

    fn push_pair(&mut self, pair: &Pair<'_>) {
        if self.url.len() > self.begin {
            self.url.push('&');
        }
        encode::push_query(self.url, &pair.name);
        self.url.push('=');
        encode::push_query(self.url, &pair.value);
    }
}

fn push_decimal(url: &mut String, number: u32) {
    if number >= 10 {
        push_decimal(url, number / 10);
    }
    url.push(char::from_digit(number % 10, 10).unwrap_or_default());
}
