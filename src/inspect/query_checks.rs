//! The checks of the query.

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::str;

use percent_encoding::percent_decode_str;

use super::{
    InspectedUrl, Lint, SignatureVersion,
    escapes::{double_encoded, is_escape, is_forbidden_in_urls},
    parameters::decode,
};
use crate::{
    redact::shown_name,
    wire::{
        encode,
        names::{
            OF_SIGNATURES, X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN, X_AMZ_SIGNED_HEADERS,
            is_amz_header,
        },
    },
};

impl InspectedUrl<'_> {
    pub(super) fn object_lock_without_checksum(&self) -> Option<Lint> {
        // Some SDKs sign headers as parameters.
        let parameters = self.parameters.pairs().map(|(name, _)| canonical_name(name));
        let names: Vec<_> = parameters.chain(self.signed_headers()).collect();
        let has_lock = names.iter().any(|name| name.starts_with("x-amz-object-lock-"));
        // An algorithm alone is no checksum. With a copy or at the beginning of a multipart upload
        // there is no body.
        let has_checksum = names.iter().any(|name| {
            ["content-md5", "x-amz-trailer", "x-amz-copy-source", "uploads"].contains(&&**name)
                || name.starts_with("x-amz-checksum-")
        });
        (has_lock && !has_checksum).then_some(Lint::ObjectLockWithoutChecksum)
    }

    pub(super) fn name_in_other_case(&self) -> Option<Lint> {
        if self.signature_version() == SignatureVersion::V2 {
            return None;
        }
        OF_SIGNATURES.into_iter().find_map(|name| {
            let names = || self.parameters.pairs().map(|(name, _)| (name, decode(name)));
            let is_there = names().any(|(_, decoded)| decoded == name);
            let (parameter, _) = names().find(|(_, it)| it.eq_ignore_ascii_case(name))?;
            let parameter = shown_name(parameter);
            (!is_there).then_some(Lint::NameInOtherCase { parameter, name })
        })
    }

    /// Only parameters of the signature are checked: the value of another, such as an encoded file
    /// name, may contain `%`.
    pub(super) fn double_encoded_parameters(&self) -> impl Iterator<Item = Lint> {
        let of_signature = [X_AMZ_SIGNED_HEADERS, X_AMZ_SECURITY_TOKEN, X_AMZ_S3SESSION_TOKEN];
        of_signature.into_iter().filter_map(|name| {
            let escape = double_encoded(self.parameters.find(name)?)?;
            Some(Lint::DoubleEncodedParameter { parameter: name.into(), escape: escape.into() })
        })
    }

    pub(super) fn non_canonical_parameters(&self) -> impl Iterator<Item = Lint> {
        // In `SigV2` the query is not signed as it is written.
        let is_v2 = self.signature_version() == SignatureVersion::V2;
        let pairs = self.parameters.pairs().filter(move |_| !is_v2);
        pairs.filter_map(|(name, value)| {
            let (found, signed) = non_canonical(name).or_else(|| non_canonical(value))?;
            Some(Lint::NonCanonicalParameter { parameter: shown_name(name), found, signed })
        })
    }

    pub(super) fn plus_in_query(&self) -> impl Iterator<Item = Lint> {
        let has_plus = |pair: &(&str, &str)| pair.0.contains('+') || pair.1.contains('+');
        let pairs = self.parameters.pairs().filter(has_plus);
        pairs.map(|(name, _)| Lint::PlusInQuery { parameter: shown_name(name) })
    }

    pub(super) fn response_headers_not_latin_1(&self) -> impl Iterator<Item = Lint> {
        self.parameters.pairs().filter_map(|(name, value)| {
            let value = percent_decode_str(value).decode_utf8().ok()?;
            let character = value.chars().find(|character| *character > '\u{ff}')?;
            let is_response_header = decode(name).starts_with("response-");
            let parameter = shown_name(name);
            is_response_header.then_some(Lint::ResponseHeaderNotLatin1 { parameter, character })
        })
    }

    pub(super) fn duplicate_parameters(&self) -> Vec<Lint> {
        let names = self.parameters.pairs().map(|(name, _)| canonical_name(name));
        let mut names: Vec<_> = names.collect();
        names.sort_unstable();
        names
            .chunk_by(|name, next| name == next)
            .filter(|names| names.len() > 1)
            .map(|names| Lint::DuplicateParameter { parameter: shown_name(&names[0]) })
            .collect()
    }

    pub(super) fn empty_body_checksums(&self) -> impl Iterator<Item = Lint> {
        let checksums = self.parameters.pairs().filter(|(name, value)| {
            let (name, value) = (canonical_name(name), decode(value));
            EMPTY_BODY_CHECKSUMS.contains(&(&name, &value))
        });
        checksums.map(|(name, _)| Lint::EmptyBodyChecksum { parameter: shown_name(name) })
    }
}

/// The first character or escape that is different in the canonical query, and its canonical form. A `+` and
/// the characters that no URL may contain have lints of their own.
fn non_canonical(text: &str) -> Option<(String, String)> {
    let is_reserved = |c: char| !c.is_ascii_alphanumeric() && !"-._~".contains(c);
    let mut rest = text;
    while let Some(index) = rest.find(is_reserved) {
        rest = &rest[index..];
        let first = rest.chars().next()?;
        let (found, after) = rest.split_at(if is_escape(rest) { 3 } else { first.len_utf8() });
        let decoded: Vec<u8> = percent_decode_str(found).collect();
        let canonical = match str::from_utf8(&decoded) {
            Ok(_) if first == '+' || is_forbidden_in_urls(first) => found.into(),
            Ok(decoded) => encode::query(decoded),
            // A byte of a longer character.
            Err(_) => found.to_ascii_uppercase(),
        };
        if found != canonical {
            return Some((found.into(), canonical));
        }
        rest = after;
    }
    None
}

/// The name as servers compare it.
fn canonical_name(name: &str) -> Cow<'_, str> {
    let name = decode(name);
    if is_amz_header(&name) { Cow::Owned(name.to_ascii_lowercase()) } else { name }
}

/// Checksum parameters, each with its value for an empty body.
const EMPTY_BODY_CHECKSUMS: &[(&str, &str)] = &[
    ("x-amz-checksum-crc32", "AAAAAA=="),
    ("x-amz-checksum-crc32c", "AAAAAA=="),
    ("x-amz-checksum-crc64nvme", "AAAAAAAAAAA="),
    ("x-amz-checksum-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
    ("x-amz-checksum-sha1", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
    ("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    (
        "x-amz-checksum-sha512",
        "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
    ),
    ("x-amz-checksum-xxhash128", "maoG0wFHmNhgAcMkRo1Jfw=="),
    ("x-amz-checksum-xxhash3", "LQaABTjTlMI="),
    ("x-amz-checksum-xxhash64", "70bbN1HY6Zk="),
];
