//! The canonical query: the operation's own parameters and those of the signature, in one sorted row.

use alloc::string::String;
use core::cmp::Ordering;

use super::{
    headers,
    pair::{Pair, compare_encoded},
    percent,
    scope::Scope,
    timestamp::day_of,
};

/// What the `X-Amz-…` parameters say, all but the signature.
#[derive(Clone, Copy)]
pub(crate) struct Authentication<'a> {
    /// Percent-encoded.
    pub(crate) access_key_id: &'a str,
    /// With its names percent-encoded, as those of regions and services are anyhow.
    pub(crate) scope: Scope<'a>,
    pub(crate) expires_seconds: u32,
    pub(crate) token: Option<TokenParameter<'a>>,
    /// Those beside `host`, sorted by name.
    pub(crate) headers: &'a [Pair<'a>],
}

/// A session token as a parameter: which name it goes by, and its percent-encoded value.
#[derive(Clone, Copy)]
pub(crate) struct TokenParameter<'a> {
    pub(crate) name: &'static str,
    pub(crate) value: &'a str,
}

impl Authentication<'_> {
    /// Appends the canonical query. `operation` is in canonical order already.
    pub(crate) fn push_query(&self, url: &mut String, operation: &[Pair<'_>]) {
        let amz_date = self.scope.amz_date();
        let mut row = Row { begin: url.len(), url, operation };
        row.push_operation_before("X-Amz-Algorithm");
        row.separate();
        row.url.push_str("X-Amz-Algorithm=AWS4-HMAC-SHA256");
        row.push("&X-Amz-Credential=", |url| self.push_credential(url, day_of(amz_date)));
        row.push("&X-Amz-Date=", |url| url.push_str(amz_date));
        row.push("&X-Amz-Expires=", |url| push_decimal(url, self.expires_seconds));
        match self.token {
            Some(TokenParameter { name: SECURITY_TOKEN, value }) => {
                row.push("&X-Amz-Security-Token=", |url| url.push_str(value));
            }
            Some(TokenParameter { value, .. }) => {
                row.push("&X-Amz-S3session-Token=", |url| url.push_str(value));
            }
            None => {}
        }
        row.push("&X-Amz-SignedHeaders=", |url| self.push_signed_headers(url));
        row.push_operation();
    }

    fn push_signed_headers(&self, url: &mut String) {
        let (before, after) = headers::around_host(self.headers);
        for header in before {
            percent::push_query(url, &header.name);
            url.push_str("%3B");
        }
        url.push_str(headers::HOST);
        for header in after {
            url.push_str("%3B");
            percent::push_query(url, &header.name);
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
    /// Appends a parameter of the signature, and before it all of the operation that sort before it.
    /// `name` has its separators with it: every push by itself costs a few nanoseconds.
    #[inline]
    fn push(&mut self, name: &'static str, push_value: impl FnOnce(&mut String)) {
        self.push_operation_before(&name[1..name.len() - 1]);
        self.url.push_str(name);
        push_value(self.url);
    }

    #[inline]
    fn push_operation_before(&mut self, name: &'static str) {
        while let [first, rest @ ..] = self.operation
            && compare_encoded(&first.name, name) == Ordering::Less
        {
            self.push_pair(first);
            self.operation = rest;
        }
    }

    fn push_operation(&mut self) {
        for pair in self.operation {
            self.push_pair(pair);
        }
    }

    fn push_pair(&mut self, pair: &Pair<'_>) {
        self.separate();
        percent::push_query(self.url, &pair.name);
        self.url.push('=');
        percent::push_query(self.url, &pair.value);
    }

    fn separate(&mut self) {
        if self.url.len() > self.begin {
            self.url.push('&');
        }
    }
}

fn push_decimal(url: &mut String, number: u32) {
    if number >= 10 {
        push_decimal(url, number / 10);
    }
    url.push(char::from_digit(number % 10, 10).unwrap_or_default());
}

/// The parameters whose values are not for logs.
pub(crate) const SECRET_PARAMETERS: [&str; 4] =
    [SIGNATURE, SECURITY_TOKEN, S3SESSION_TOKEN, SIGNATURE_OF_VERSION_2];

/// The parameters that only signing may add, on either floor.
pub(crate) const RESERVED_PARAMETERS: [&str; 8] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    SECURITY_TOKEN,
    S3SESSION_TOKEN,
    "X-Amz-SignedHeaders",
    SIGNATURE,
];

/// Appended last, after everything that it signs.
pub(crate) const SIGNATURE: &str = "X-Amz-Signature";
pub(crate) const SECURITY_TOKEN: &str = "X-Amz-Security-Token";
/// The other kind of session token.
pub(crate) const S3SESSION_TOKEN: &str = "X-Amz-S3session-Token";
/// Never written; foreign URLs have it.
const SIGNATURE_OF_VERSION_2: &str = "Signature";
