//! Signature Version 4A: the test suite of AWS, requests of S3 by another implementation, and forged
//! signatures.

use presigner::{
    Credentials, Error, Timestamp,
    sigv4::{
        EcdsaSigningKey, PathEncoding, PathNormalization, PayloadHash, PresignedQuery, QuerySigner,
        VerifyingKey,
    },
};
use proptest::prelude::*;

use super::aws_suite::with_settings;
use crate::table::{
    self, Row, same,
    signer::{check_texts, sorted},
};

#[test]
fn the_aws_test_suite_matches_at_every_step() {
    let rows = table::read("aws_suite_v4a.txt");
    assert_eq!(rows.len(), 38);
    table::check(&rows, |row| check(row, with_settings));
}

#[test]
fn requests_of_s3_match_at_every_step() {
    let rows = table::read("v4a_requests.txt");
    assert_eq!(rows.len(), 21);
    table::check(&rows, |row| check(row, |_, signer| with_s3_settings(signer)));
}

#[test]
fn the_same_request_has_the_same_signature() {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    let presign = || presign(&credentials, "https://example.com/?a=1").expect("a valid request");
    assert_eq!(presign().as_str(), presign().as_str());
}

#[test]
fn the_region_set_is_required_and_set_by_signing_alone() {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    let named = presign(&credentials, "https://example.com/?x-amz-region-SET=%2A");
    assert_eq!(
        named.expect_err("a reserved name").to_string(),
        "query parameter `x-amz-region-SET` is reserved for the signature; remove it"
    );
    let signer = QuerySigner::new(&credentials, "us-east-1", "sts");
    let at = Timestamp::from_unix_seconds(1_710_506_096);
    let presign = |signer: QuerySigner<'_>, headers: &[(&str, &str)]| {
        signer.presign("GET", "https://example.com/", headers, HOUR, at)
    };
    let header = [("X-Amz-Region-Set", "*")];
    assert!(matches!(
        presign(signer.region_set("*"), &header),
        Err(Error::ReservedHeader { name }) if name == "x-amz-region-set"
    ));
    assert!(matches!(presign(signer.region_set(""), &[]), Err(Error::InvalidRegion { .. })));
    assert!(presign(signer, &header).is_ok(), "Signature Version 4 has no such parameter");
}

/// The order `n` of the curve: a signature with `n − s` in place of `s` is valid too.
#[test]
fn high_and_low_s_are_accepted() {
    let order: [u8; 32] = hex::decode(ORDER).expect("hex").try_into().expect("32 bytes");
    let key = key();
    for text in 0..20_u8 {
        let signature = key.sign(&[text]);
        let (r, s) = integers(signature.as_der());
        let flipped = der(&r, &subtract(&order, &s));
        assert_ne!(flipped, signature.as_der());
        assert!(key.verify(&[text], &flipped), "{text}");
        assert!(key.verifying_key().verify(&[text], &flipped), "{text}");
    }
}

#[test]
fn only_strict_der_is_accepted() {
    let key = key();
    let signature = key.sign(b"text");
    let (r, s) = integers(signature.as_der());
    assert_eq!(der(&r, &s), signature.as_der());
    let (zero, order) = (vec![0], hex::decode(ORDER).expect("hex"));
    let padded = |integer: &[u8]| [&[0, 0], integer].concat();
    let raw = |r: &[u8], s: &[u8]| {
        let body = [&[2, len(r)], r, &[2, len(s)], s].concat();
        [&[0x30, len(&body)], &body[..]].concat()
    };
    let trailing = [signature.as_der(), &[0]].concat();
    let long_form = [&[0x30, 0x81], &signature.as_der()[1..]].concat();
    for (why, forged) in [
        ("empty", vec![]),
        ("cut", signature.as_der()[..signature.as_der().len() - 1].into()),
        ("followed by a byte", trailing),
        ("with a length of two bytes", long_form),
        ("with a padded integer", raw(&padded(&r), &padded(&s))),
        ("of r = 0", der(&zero, &s)),
        ("of s = 0", der(&r, &zero)),
        ("of r = n", der(&order, &s)),
        ("of s = n", der(&r, &order)),
        ("not in DER", [r.clone(), s.clone()].concat()),
    ] {
        assert!(!key.verify(b"text", &forged), "{why}");
        assert!(!key.verifying_key().verify(b"text", &forged), "{why}");
    }
}

#[test]
fn public_keys_are_points_of_the_curve() {
    let key = key().verifying_key();
    let point = key.to_sec1_bytes();
    assert_eq!(VerifyingKey::from_sec1_bytes(&point), Some(key.clone()));
    let compressed = [&[2 + point[64] % 2], &point[1..33]].concat();
    assert_eq!(VerifyingKey::from_sec1_bytes(&compressed), Some(key));

    let mut beside = point;
    beside[64] ^= 1;
    let hybrid = [&[6 + point[64] % 2], &point[1..]].concat();
    for (why, bytes) in [
        ("empty", &[][..]),
        ("infinity", &[0]),
        ("too short", &point[..64]),
        ("too long", &[&point[..], &[0]].concat()),
        ("not on the curve", &beside),
        ("hybrid", &hybrid),
        ("x out of range", &[&[2][..], &[0xff; 32]].concat()),
    ] {
        assert_eq!(VerifyingKey::from_sec1_bytes(bytes), None, "{why}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The private and the public key agree about every signature.
    #[test]
    fn what_is_signed_verifies_and_nothing_else(
        secret in "[!-~]{1,80}",
        id in "[!-~]{1,40}",
        text in prop::collection::vec(any::<u8>(), 1..200),
        at in any::<prop::sample::Index>(),
        flip in 1..=u8::MAX,
    ) {
        let key = EcdsaSigningKey::derive(&id, &secret);
        let public = key.verifying_key();
        let signature = key.sign(&text);
        prop_assert!(key.verify(&text, signature.as_der()));
        prop_assert!(public.verify(&text, signature.as_der()));

        let changed = |bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            let index = at.index(bytes.len());
            bytes[index] ^= flip;
            bytes
        };
        for (text, signature) in [
            (&changed(&text)[..], signature.as_der()),
            (&text, &changed(signature.as_der())),
        ] {
            prop_assert!(!key.verify(text, signature));
            prop_assert!(!public.verify(text, signature));
        }
        let other = EcdsaSigningKey::derive(&id, &format!("{secret}x"));
        prop_assert!(!other.verify(&text, signature.as_der()));
    }
}

fn check(
    row: &Row,
    settings: impl for<'a> Fn(&Row, QuerySigner<'a>) -> QuerySigner<'a>,
) -> Result<(), String> {
    let (credentials, set, service) = (row.credentials(), row.text("region"), row.text("service"));
    let signer = QuerySigner::new(&credentials, "replaced", &service).region_set(&set);
    check_signed(row, &check_texts(row, &settings(row, signer))?)
}

fn with_s3_settings(signer: QuerySigner<'_>) -> QuerySigner<'_> {
    signer
        .path_encoding(PathEncoding::Single)
        .path_normalization(PathNormalization::Keep)
        .payload_hash(PayloadHash::Unsigned)
}

/// Checks the signature of the row and ours under the row's public key and ours, and the rest of the URL.
fn check_signed(row: &Row, request: &PresignedQuery) -> Result<(), String> {
    let key = EcdsaSigningKey::derive(&row.text("access_key_id"), &row.text("secret_access_key"));
    let public = hex::decode(row.text("public_key")).map_err(|error| error.to_string())?;
    let public = VerifyingKey::from_sec1_bytes(&public).ok_or("the row has no public key")?;
    if key.verifying_key() != public {
        return Err(String::from("another public key"));
    }
    let (expected, text) = (row.text("signed_url"), request.string_to_sign().as_bytes());
    for signature in [&row.text("signature"), request.signature(), signature(&expected)] {
        let der = hex::decode(signature).map_err(|error| error.to_string())?;
        if !public.verify(text, &der) || !key.verify(text, &der) {
            return Err(format!("signature {signature} does not verify"));
        }
    }
    let unsigned = |url: &str| sorted(&url.replace(signature(url), ""));
    same("URL", &unsigned(request.as_str()), &unsigned(&expected))
}

fn signature(url: &str) -> &str {
    let (_, rest) = url.split_once("X-Amz-Signature=").unwrap_or_default();
    rest.split('&').next().unwrap_or_default()
}

fn presign(credentials: &Credentials, url: &str) -> Result<PresignedQuery, Error> {
    let signer = QuerySigner::new(credentials, "us-east-1", "service").region_set("*");
    signer.presign("GET", url, &[], HOUR, Timestamp::from_unix_seconds(1_710_506_096))
}

fn key() -> EcdsaSigningKey {
    EcdsaSigningKey::derive("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
}

/// The two integers of a signature, without padding.
fn integers(der: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let unpadded = |integer: &[u8]| integer[usize::from(integer[0] == 0)..].to_vec();
    let r_len = usize::from(der[3]);
    (unpadded(&der[4..4 + r_len]), unpadded(&der[4 + r_len + 2..]))
}

/// The encoding of a signature of two integers.
fn der(r: &[u8], s: &[u8]) -> Vec<u8> {
    let integer = |bytes: &[u8]| {
        let pad = vec![0; usize::from(bytes[0] >= 0x80)];
        [&[2, len(bytes) + len(&pad)], &pad[..], bytes].concat()
    };
    let body = [integer(r), integer(s)].concat();
    [&[0x30, len(&body)], &body[..]].concat()
}

fn len(bytes: &[u8]) -> u8 {
    bytes.len().try_into().expect("a short integer")
}

/// Subtracts big-endian numbers.
fn subtract(minuend: &[u8; 32], subtrahend: &[u8]) -> Vec<u8> {
    let mut difference = *minuend;
    let mut borrow = 0;
    for (index, byte) in difference.iter_mut().rev().enumerate() {
        let digit = subtrahend.iter().rev().nth(index).copied().unwrap_or_default();
        let (first, wraps) = byte.overflowing_sub(digit);
        let (second, wraps_again) = first.overflowing_sub(borrow);
        *byte = second;
        borrow = u8::from(wraps || wraps_again);
    }
    let zeros = difference.iter().take_while(|byte| **byte == 0).count();
    difference[zeros..].to_vec()
}

/// The order `n` of the curve.
const ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

const HOUR: std::time::Duration = std::time::Duration::from_secs(3600);
