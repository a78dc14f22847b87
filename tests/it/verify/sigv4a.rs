//! Signature Version 4A, which the rules must accept.

use presigner::{
    Credentials, Error, Timestamp,
    sigv4::{
        EcdsaSigningKey, PathEncoding, PathNormalization, PayloadHash, QuerySigner, Scope,
        SigningKey, VerifyingKey,
    },
    verify::{Claim, Rejection, Rules},
};

use super::NOW;
use crate::table;

#[test]
fn requests_of_another_implementation_verify_with_the_secret_and_with_the_public_key() {
    let rows = table::read("v4a_requests.txt");
    assert_eq!(rows.len(), 21);
    table::check(&rows, |row| {
        let url = row.text("signed_url");
        let (_, rest) = url.split_once("://").ok_or("no scheme")?;
        let (host, target) = rest.split_at(rest.find('/').ok_or("no path")?);
        let (method, headers) = (row.text("method"), [("host", host)]);
        let claim = Claim::parse(&method, target, &headers).map_err(|it| it.to_string())?;
        let rules = Rules::s3(row.at()).accept_sigv4a();
        let verified = claim.verify(&row.text("secret_access_key"), &rules);
        let public =
            VerifyingKey::from_sec1_bytes(&hex::decode(row.text("public_key")).expect("hex"));
        let public = public.ok_or("no public key")?;
        let by_public_key = claim.verify_with_verifying_key(&public, &rules);
        if verified.is_err() || verified != by_public_key {
            return Err(format!("{verified:?} {by_public_key:?}"));
        }
        table::same("region set", claim.region(), &row.text("region"))?;
        let explained = claim.explain(&rules).map_err(|it| it.to_string())?;
        table::same("string to sign", explained.string_to_sign(), &row.text("string_to_sign"))?;
        let refused = [
            (claim.verify("another", &rules), Rejection::BadSignature),
            (claim.verify("", &rules), Rejection::EmptySecretAccessKey),
            (claim.verify_with_verifying_key(&key("another"), &rules), Rejection::BadSignature),
        ];
        for (outcome, expected) in refused {
            table::same(
                "rejection",
                &format!("{:?}", outcome.err()),
                &format!("{:?}", Some(expected)),
            )?;
        }
        Ok(())
    });
}

#[test]
fn is_refused_unless_the_rules_accept_it() {
    let target = target("*").expect("a valid request");
    let claim = Claim::parse("GET", &target, HOST).expect("a presigned request");
    let unknown =
        Rejection::Malformed { part: "X-Amz-Algorithm", problem: "is not AWS4-HMAC-SHA256" };
    assert_eq!(claim.verify(SECRET, &Rules::s3(NOW)), Err(unknown.clone()));
    assert_eq!(claim.verify_with_verifying_key(&key(SECRET), &Rules::s3(NOW)), Err(unknown));
    assert!(claim.verify(SECRET, &rules()).is_ok());
}

#[test]
fn keys_of_the_other_version_are_refused() {
    let target = target("*").expect("a valid request");
    let claim = Claim::parse("GET", &target, HOST).expect("a presigned request");
    assert_eq!(claim.scope().to_string(), "20240315/s3/aws4_request");
    for scope in [claim.scope(), Scope::new(NOW, "", "s3").expect("a year")] {
        let key = SigningKey::derive(SECRET, &scope);
        assert_eq!(claim.verify_with_key(&key, &rules()), Err(Rejection::BadSignature));
    }
    let plain = super::presigner("id", "https://s3.example.com");
    let plain =
        plain.at(NOW).get("bucket", "key", std::time::Duration::from_secs(60)).expect("valid");
    let (_, plain) = plain.as_str().split_once("s3.example.com").expect("the host");
    let claim = Claim::parse("GET", plain, HOST).expect("a presigned request");
    let outcome = claim.verify_with_verifying_key(&key("secret"), &rules());
    assert_eq!(outcome, Err(Rejection::BadSignature));
    assert!(claim.verify("secret", &rules()).is_ok());
}

#[test]
fn a_region_of_the_rules_must_be_in_the_set() {
    for (set, region, is_accepted) in [
        ("*", "eu-west-1", true),
        ("us-east-1,eu-west-1", "eu-west-1", true),
        ("us-east-1,eu-*", "eu-west-1", true),
        ("us-east-1", "eu-west-1", false),
        ("eu-west-10", "eu-west-1", false),
    ] {
        let target = target(set).expect("a valid request");
        let claim = Claim::parse("GET", &target, HOST).expect("a presigned request");
        let outcome = claim.verify(SECRET, &rules().region(region));
        assert_eq!(outcome.is_ok(), is_accepted, "{set} {region}: {outcome:?}");
        let is_wrong_region = matches!(outcome, Err(Rejection::WrongRegion { .. }));
        assert_eq!(is_wrong_region, !is_accepted, "{set} {region}");
    }
}

#[test]
fn any_changed_byte_is_refused() {
    let target = target("us-east-1,eu-west-1").expect("a valid request");
    for index in 0..target.len() {
        for replacement in ['0', 'B'] {
            let mut changed = target.clone();
            changed.replace_range(index..=index, &replacement.to_string());
            if changed == target {
                continue;
            }
            let Ok(claim) = Claim::parse("GET", &changed, HOST) else { continue };
            let outcome = claim.verify(SECRET, &rules());
            assert!(outcome.is_err(), "{changed}");
        }
    }
}

#[test]
fn malformed_parts_are_refused() {
    let target = target("*").expect("a valid request");
    for (from, to, sentence) in [
        (
            "&X-Amz-Region-Set=%2A",
            "",
            "query parameter `X-Amz-Region-Set` is missing; the request is not presigned with SigV4",
        ),
        (
            "%2F20240315%2Fs3%2F",
            "%2F20240315%2Fus-east-1%2F",
            "signature is for service `us-east-1`, which this server does not accept",
        ),
        ("%2F20240315%2Fs3", "", "X-Amz-Credential is not `id/day/service/aws4_request`"),
        (
            "X-Amz-Signature=30",
            "X-Amz-Signature=31",
            "X-Amz-Signature is not an ECDSA signature in DER, in lower-case hex digits",
        ),
        (
            "AWS4-ECDSA-P256-SHA256",
            "AWS4-HMAC-SHA256",
            "X-Amz-Signature is not 64 lower-case hex digits",
        ),
    ] {
        assert!(target.contains(from), "{from}");
        let changed = target.replacen(from, to, 1);
        let outcome = Claim::parse("GET", &changed, HOST)
            .and_then(|claim| claim.verify(SECRET, &rules()).map(drop));
        assert_eq!(outcome.expect_err("refused").to_string(), sentence);
    }
    let upper = target.split_once("X-Amz-Signature=").expect("a signature");
    let upper = format!("{}X-Amz-Signature={}", upper.0, upper.1.to_uppercase());
    assert!(Claim::parse("GET", &upper, HOST).is_err(), "upper-case digits");
}

#[test]
fn an_unknown_access_key_id_has_the_response_to_a_wrong_secret() {
    let target = target("*").expect("a valid request");
    let claim = Claim::parse("GET", &target, HOST).expect("a presigned request");
    assert_eq!(claim.reject_unknown_key(&rules()), Rejection::UnknownAccessKey);
    let late = Rules::s3(Timestamp::from_unix_seconds(NOW.unix_seconds() + 1_000)).accept_sigv4a();
    assert!(matches!(claim.reject_unknown_key(&late), Rejection::Expired { .. }));
}

fn target(region_set: &str) -> Result<String, Error> {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET);
    let signed = QuerySigner::new(&credentials, "us-east-1", "s3")
        .region_set(region_set)
        .path_encoding(PathEncoding::Single)
        .path_normalization(PathNormalization::Keep)
        .payload_hash(PayloadHash::Unsigned)
        .presign("GET", "https://s3.example.com/bucket/a%20b", &[], MINUTE, NOW)?;
    Ok(signed.as_str().replacen("https://s3.example.com", "", 1))
}

#[test]
fn the_key_of_credentials_is_derived_from_them() {
    let of = |id, secret| EcdsaSigningKey::from_credentials(&Credentials::new(id, secret));
    let sec1 = |key: EcdsaSigningKey| key.verifying_key().to_sec1_bytes();
    let derived = sec1(EcdsaSigningKey::derive("AKID", SECRET));
    assert_eq!(of("AKID", SECRET).map(sec1), Ok(derived));
    assert_eq!(of("AKID", "").map(sec1), Err(Error::EmptySecretAccessKey));
    assert_eq!(of("", SECRET).map(sec1), Err(Error::EmptyAccessKeyId));
    assert!(of("AKID", "secret\n").is_err());
}

fn rules() -> Rules<'static> {
    Rules::s3(NOW).accept_sigv4a()
}

fn key(secret: &str) -> VerifyingKey {
    EcdsaSigningKey::derive("AKIAIOSFODNN7EXAMPLE", secret).verifying_key()
}

const HOST: &[(&str, &str)] = &[("host", "s3.example.com")];
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const MINUTE: std::time::Duration = std::time::Duration::from_secs(60);
