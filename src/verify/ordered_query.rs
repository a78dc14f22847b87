//! The query of an incoming request in the form in which most signers write it.

use crate::{
    sigv4::{HexDigest, sha256::DIGEST_BYTES},
    wire::{
        credential::RawCredential,
        encode::split_encoded,
        names::{X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN, X_AMZ_SIGNED_HEADERS, delimited},
        timestamp::{AmzDate, Timestamp},
    },
};

/// A query that is canonical up to the signature at its end, as most signers write it: each parameter occurs once, in
/// sorted order, and is encoded as in the canonical query. So it was signed as it was received.
///
/// [`Query::parse`](super::query::Query::parse) finds the same in it. Parsing it by its order instead saves a sixth of
/// the instructions of a verification.
pub(super) struct OrderedQuery<'a> {
    /// The text up to the signature.
    pub(super) canonical_text: &'a str,
    pub(super) credential: RawCredential<'a>,
    pub(super) amz_date: AmzDate,
    pub(super) signed_at: Timestamp,
    /// The values of the following, as they were received.
    pub(super) content_sha256: Option<&'a str>,
    pub(super) expires: &'a str,
    /// The name of the parameter and its value.
    pub(super) session_token: Option<(&'static str, &'a str)>,
    pub(super) signed_headers: &'a str,
    /// The parameters that do not belong to the signature, at most 90.
    pub(super) others: &'a str,
    pub(super) signature: [u8; DIGEST_BYTES],
}

impl<'a> OrderedQuery<'a> {
    /// `None` for any other query, valid or not.
    #[inline]
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let rest = text.strip_prefix("X-Amz-Algorithm=AWS4-HMAC-SHA256")?;
        let (content_sha256, rest) = optional(rest, "&X-Amz-Content-Sha256=");
        let rest = rest.strip_prefix(delimited::CREDENTIAL)?;
        let (credential, rest) = RawCredential::split_encoded(rest)?;
        let rest = rest.strip_prefix(delimited::DATE)?;
        let (date, rest) = rest.split_at_checked("YYYYMMDDThhmmssZ".len())?;
        let (amz_date, signed_at) = AmzDate::parse(date)?;
        let rest = rest.strip_prefix(delimited::EXPIRES)?;
        let (expires, rest) = rest.split_at(rest.bytes().position(|byte| !byte.is_ascii_digit())?);
        let (s3session_token, rest) = optional(rest, delimited::S3SESSION_TOKEN);
        let s3session_token = s3session_token.map(|token| (X_AMZ_S3SESSION_TOKEN, token));
        let (security_token, rest) = optional(rest, delimited::SECURITY_TOKEN);
        let security_token = security_token.map(|token| (X_AMZ_SECURITY_TOKEN, token));
        let (signed_headers, rest) = split_encoded(rest.strip_prefix(delimited::SIGNED_HEADERS)?);
        let (others, rest) = rest.split_at(others_bytes(rest)?);
        let canonical_text = &text[..text.len() - rest.len()];
        let signature = HexDigest::parse(rest.strip_prefix(delimited::SIGNATURE)?)?.to_bytes();
        if credential.access_key_id.is_empty() || !amz_date.is_on(credential.scope.day) {
            return None;
        }
        Some(Self {
            canonical_text,
            credential,
            amz_date,
            signed_at,
            content_sha256,
            expires,
            session_token: security_token.or(s3session_token),
            signed_headers,
            others,
            signature,
        })
    }
}

/// The value of a parameter, if it is the next one, and the rest of the query.
#[inline]
fn optional<'a>(text: &'a str, delimited_name: &str) -> (Option<&'a str>, &'a str) {
    match text.strip_prefix(delimited_name) {
        Some(rest) => {
            let (value, rest) = split_encoded(rest);
            (Some(value), rest)
        }
        None => (None, text),
    }
}

/// The length of the other parameters, which are after those of the signature in sorted order.
#[inline]
fn others_bytes(text: &str) -> Option<usize> {
    let (mut rest, mut last_name, mut count) = (text, X_AMZ_SIGNED_HEADERS, 0);
    while !rest.starts_with(delimited::SIGNATURE) {
        let (name, after) = split_encoded(rest.strip_prefix('&')?);
        let (_, after) = split_encoded(after.strip_prefix('=')?);
        if name <= last_name || count == MAX_OTHERS {
            return None;
        }
        (rest, last_name, count) = (after, name, count + 1);
    }
    Some(text.len() - rest.len())
}

/// With those of the signature fewer than `Query` accepts.
const MAX_OTHERS: usize = 90;

#[cfg(test)]
mod tests {
    use alloc::{
        format,
        string::{String, ToString},
        vec::Vec,
    };

    use super::*;
    use crate::{
        verify::query::{Query, SignatureParameter, parse_others},
        wire::names::AWS4_HMAC_SHA256,
    };

    const SIGNATURE: &str = "&X-Amz-Signature=\
         0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// Whether a query is in the form of this file. If it is, `Query` must find the same in it.
    #[track_caller]
    fn is_ordered(text: &str) -> bool {
        let Some(ordered) = OrderedQuery::parse(text) else { return false };
        let others = parse_others(ordered.others);
        let (query, values) = match Query::parse(text) {
            Ok(parsed) => parsed,
            Err(rejection) => {
                assert_eq!(others, Err(rejection), "{text:?}");
                return false;
            }
        };
        assert_eq!(others, Ok(query.others.clone()), "{text:?}");
        assert_eq!(query.canonical(&[]).as_deref(), Ok(ordered.canonical_text), "{text:?}");
        assert_eq!(ordered.content_sha256, query.content_sha256, "{text:?}");

        let value = |parameter| values.find(parameter);
        assert_eq!(value(SignatureParameter::Algorithm), Some(AWS4_HMAC_SHA256), "{text:?}");
        let credential = value(SignatureParameter::Credential).and_then(RawCredential::parse);
        assert_eq!(credential, Some(ordered.credential), "{text:?}");
        let (amz_date, signed_at) = (ordered.amz_date, ordered.signed_at);
        let date = value(SignatureParameter::Date).and_then(AmzDate::parse);
        assert_eq!(date, Some((amz_date, signed_at)), "{text:?}");
        assert_eq!(amz_date.day(), ordered.credential.scope.day, "{text:?}");
        assert_ne!(ordered.credential.access_key_id, "", "{text:?}");
        assert_eq!(value(SignatureParameter::Expires), Some(ordered.expires), "{text:?}");
        let security = value(SignatureParameter::SecurityToken)
            .map(|token| (SignatureParameter::SecurityToken.name(), token));
        let s3session = value(SignatureParameter::S3sessionToken)
            .map(|token| (SignatureParameter::S3sessionToken.name(), token));
        assert_eq!(security.or(s3session), ordered.session_token, "{text:?}");
        let signed_headers = value(SignatureParameter::SignedHeaders);
        assert_eq!(signed_headers, Some(ordered.signed_headers), "{text:?}");
        let signature = value(SignatureParameter::Signature).and_then(HexDigest::parse);
        let signature = signature.map(HexDigest::to_bytes);
        assert_eq!(signature, Some(ordered.signature), "{text:?}");
        true
    }

    /// Queries without the signature.
    fn ordered_queries() -> [String; 5] {
        let query = |[content_sha256, session_tokens, signed_headers, others]: [&str; 4]| {
            format!(
                "X-Amz-Algorithm=AWS4-HMAC-SHA256{content_sha256}\
                 &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20240315%2Feu-central-1%2Fs3%2Faws4_request\
                 &X-Amz-Date=20240315T123456Z&X-Amz-Expires=900{session_tokens}\
                 &X-Amz-SignedHeaders={signed_headers}{others}"
            )
        };
        [
            query(["", "", "host", ""]),
            query(["&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD", "", "host", ""]),
            query(["", "&X-Amz-Security-Token=IQoJ%2F%2F%2B%3D", "host", "&versionId=a.b~c"]),
            query(["", "&X-Amz-S3session-Token=a&X-Amz-Security-Token=b", "host", ""]),
            query(["", "", "content-type%3Bhost", "&response-content-type=a%2Fb&x-id=GetObject"]),
        ]
    }

    #[test]
    fn queries_of_most_signers_are_ordered() {
        for query in ordered_queries() {
            assert!(is_ordered(&(query + SIGNATURE)));
        }
    }

    #[test]
    fn another_order_or_spelling_is_not_ordered() {
        let [query, ..] = ordered_queries();
        for (part, other) in [
            ("X-Amz-Algorithm", "&X-Amz-Algorithm"),
            ("X-Amz-Algorithm", "A=1&X-Amz-Algorithm"),
            ("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"),
            ("AWS4-HMAC-SHA256", "AWS4%2DHMAC-SHA256"),
            ("%2F", "/"),
            ("%2F", "%2f"),
            ("AKIAIOSFODNN7EXAMPLE", ""),
            ("AKIAIOSFODNN7EXAMPLE", "A%2FB"),
            ("20240315%2F", "20240314%2F"),
            ("X-Amz-Date", "x-amz-date"),
            ("20240315T123456Z", "20240315T123460Z"),
            ("20240315T123456Z", "20240315T12345%36Z"),
            ("900", "%39"),
            ("900", "9+"),
            ("=900", ""),
            ("&X-Amz-Expires=900", ""),
            ("&X-Amz-Expires=900", "&X-Amz-Expires=900&X-Amz-Expires=900"),
            ("host", "host;x"),
            ("host", "host&"),
            ("host", "host&a"),
            ("host", "host&=a"),
            ("host", "host&b=1&a=1"),
            ("host", "host&a=1&a=2"),
            ("host", "host&a=/"),
            ("host", "host&%61=1"),
            ("host", "host&a=%61"),
            ("host", "host&%FF=1"),
            ("host", "host&x-amz-signature=1"),
            ("host", "host&x-amz-DATE=20240315T123456Z"),
            ("host", "host&X-Amz-SignedHeaders=host"),
            ("host", "host&X-Amz-SignedHeaders2=é"),
        ] {
            let text = query.replacen(part, other, 1) + SIGNATURE;
            assert!(!is_ordered(&text), "{text:?}");
        }
        for signature in ["", "&X-Amz-Signature=", &SIGNATURE.to_uppercase(), &SIGNATURE[1..]] {
            assert!(!is_ordered(&[&query, signature].concat()), "{signature:?}");
        }
        for after in ["&", "0", "&a=1", SIGNATURE] {
            assert!(!is_ordered(&[&query, SIGNATURE, after].concat()), "{after:?}");
        }
    }

    #[test]
    fn a_query_with_more_parameters_than_are_accepted_is_not_ordered() {
        let [query, ..] = ordered_queries();
        let others = (100..200).map(|number| ["&a", &number.to_string(), "="].concat());
        let others = others.collect::<Vec<_>>().concat();
        for count in 0..=100 {
            let text = [&query, &others[.."&a100=".len() * count], SIGNATURE].concat();
            assert_eq!(is_ordered(&text), count <= MAX_OTHERS, "{count}");
        }
    }

    /// Every byte removed, replaced and doubled.
    #[test]
    fn every_small_change_is_ordered_only_if_it_is_so_in_query() {
        const BYTES: &str = "&=%+/- 2aFS\n";
        let (mut ordered, mut other) = (0, 0);
        for query in ordered_queries() {
            let query = query + SIGNATURE;
            for index in 0..query.len() {
                let (before, after) = query.split_at(index);
                let rest = &after[1..];
                for byte in BYTES.split("") {
                    for text in [[before, byte, rest].concat(), [before, byte, after].concat()] {
                        *if is_ordered(&text) { &mut ordered } else { &mut other } += 1;
                    }
                }
            }
        }
        assert!(ordered > 1_000 && other > 1_000, "{ordered} and {other}");
    }
}
