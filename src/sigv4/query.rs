//! The canonical query string: the parameters of the operation merged with those of the signature.

use alloc::string::String;
use core::cmp::Ordering;

use super::{
    headers,
    name_value::{NameValue, compare_encoded},
    scope::Scope,
};
use crate::{
    credentials::TokenParameter,
    wire::{
        encode,
        names::{HOST, MAX_EXPIRES_SECONDS, X_AMZ_ALGORITHM, delimited, name},
        timestamp::day_of,
    },
};

/// The values of the `X-Amz-…` authentication parameters, except `X-Amz-Signature`.
#[derive(Clone, Copy)]
pub(crate) struct AuthenticationParameters<'a> {
    /// Percent-encoded.
    pub(crate) access_key_id: &'a str,
    /// Region and service must be percent-encoded; a valid name equals its encoding.
    pub(crate) scope: Scope<'a>,
    /// Percent-encoded; for Signature Version 4A, whose scope has no region.
    pub(crate) region_set: Option<&'a str>,
    pub(crate) expires_seconds: u32,
    pub(crate) token: Option<TokenParameter<'a>>,
    /// The signed headers other than `host`, sorted by name.
    pub(crate) headers: &'a [NameValue<'a>],
}

impl AuthenticationParameters<'_> {
    /// Appends the canonical query string. `operation_parameters` must be in canonical order.
    pub(crate) fn push_query(&self, url: &mut String, operation_parameters: &[NameValue<'_>]) {
        let amz_date = self.scope.amz_date();
        let mut query = CanonicalQuery { begin: url.len(), url, operation_parameters };
        query.push_algorithm(match self.region_set {
            None => delimited::AWS4_HMAC_SHA256,
            Some(_) => delimited::AWS4_ECDSA_P256_SHA256,
        });
        query.push(delimited::CREDENTIAL, |url| self.push_credential(url, day_of(amz_date)));
        query.push(delimited::DATE, |url| url.push_str(amz_date));
        query.push(delimited::EXPIRES, |url| push_seconds(url, self.expires_seconds));
        if let Some(region_set) = self.region_set {
            query.push(delimited::REGION_SET, |url| url.push_str(region_set));
        }
        if let Some(TokenParameter { kind, value }) = self.token {
            query.push(kind.prefix(), |url| url.push_str(value));
        }
        query.push(delimited::SIGNED_HEADERS, |url| self.push_signed_headers(url));
        query.push_operation();
    }

    fn push_signed_headers(&self, url: &mut String) {
        let (before, after) = headers::split_at_host(self.headers);
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
        if let Some(region) = self.scope.region() {
            url.push_str(region);
            url.push_str("%2F");
        }
        url.push_str(self.scope.service());
        url.push_str(ENCODED_TERMINATOR);
    }
}

/// Writes a canonical query string, merging two sorted sequences of parameters.
struct CanonicalQuery<'u, 'o> {
    url: &'u mut String,
    /// The index of the query in `url`.
    begin: usize,
    /// The operation's parameters that are not written yet.
    operation_parameters: &'o [NameValue<'o>],
}

impl CanonicalQuery<'_, '_> {
    /// Appends the algorithm, the only authentication parameter that can be the first parameter.
    #[inline]
    fn push_algorithm(&mut self, parameter: &'static str) {
        self.push_operation_before(X_AMZ_ALGORITHM);
        let is_first = self.url.len() == self.begin;
        self.url.push_str(if is_first { &parameter["&".len()..] } else { parameter });
    }

    /// Appends another authentication parameter, and before it the operation's parameters that sort
    /// before it.
    #[inline]
    fn push(&mut self, prefix: &'static str, push_value: impl FnOnce(&mut String)) {
        self.push_operation_before(name(prefix));
        self.url.push_str(prefix);
        push_value(self.url);
    }

    #[inline]
    fn push_operation_before(&mut self, name: &str) {
        while let [first, rest @ ..] = self.operation_parameters
            && compare_encoded(&first.name, name) == Ordering::Less
        {
            self.push_pair(first);
            self.operation_parameters = rest;
        }
    }

    fn push_operation(&mut self) {
        for pair in self.operation_parameters {
            self.push_pair(pair);
        }
    }

    fn push_pair(&mut self, pair: &NameValue<'_>) {
        if self.url.len() > self.begin {
            self.url.push('&');
        }
        encode::push_query(self.url, &pair.name);
        self.url.push('=');
        encode::push_query(self.url, &pair.value);
    }
}

/// Appends a number of seconds, at most [`MAX_EXPIRES_SECONDS`]. A recursion takes twice as many instructions.
fn push_seconds(url: &mut String, seconds: u32) {
    const { assert!(MAX_EXPIRES_SECONDS < 1_000_000) };
    for power in [100_000, 10_000, 1_000, 100, 10, 1] {
        if seconds >= power || power == 1 {
            url.push(char::from_digit(seconds / power % 10, 10).unwrap_or_default());
        }
    }
}

/// The end of a credential, `/aws4_request`, percent-encoded.
pub(crate) const ENCODED_TERMINATOR: &str = "%2Faws4_request";

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::wire::names::AWS4_REQUEST;

    #[test]
    fn a_credential_ends_with_the_terminator_of_its_scope() {
        assert_eq!(ENCODED_TERMINATOR, encode::query(&["/", AWS4_REQUEST].concat()));
    }

    #[test]
    fn every_expiry_is_written_as_by_the_standard_library() {
        let mut written = String::new();
        for seconds in 0..=MAX_EXPIRES_SECONDS {
            written.clear();
            push_seconds(&mut written, seconds);
            assert_eq!(written, seconds.to_string());
        }
    }
}
