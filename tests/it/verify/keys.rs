//! Signing keys in place of secrets, and access key ids that are not known.

use std::time::{Duration, Instant};

use presigner::{
    Credentials, Error, Expiry, Timestamp,
    sigv4::{Scope, SigningKey},
    verify::{Claim, Rejection, Rules},
};

use super::{NOW, presigner};
use crate::table;

#[test]
fn a_signing_key_verifies_what_its_secret_does() {
    for row in table::read("foreign_urls.txt") {
        let received = super::Received::of(&row);
        let claim = Claim::parse(&received.method, &received.path_and_query, &received.headers);
        let claim = claim.expect("a presigned request");
        let rules = Rules::s3(claim.signed_at());
        let domain = received.base_domain.iter();
        let rules = domain.fold(rules, |rules, domain| rules.base_domain(domain));
        let secret = row.text("secret_access_key");
        let key = SigningKey::derive(&secret, &claim.scope());
        let verified = claim.verify_with_key(&key, &rules);
        assert!(verified.is_ok(), "{row}");
        assert_eq!(verified, claim.verify(&secret, &rules), "{row}");
        let credentials = Credentials::new(claim.access_key_id(), &secret);
        let of_credentials = SigningKey::from_credentials(&credentials, &claim.scope());
        match of_credentials {
            Ok(key) => assert_eq!(claim.verify_with_key(&key, &rules), verified, "{row}"),
            // White space at an end, with which credentials cannot sign.
            Err(error) => assert_ne!(secret.trim(), secret, "{row}: {error}"),
        }
        let other = SigningKey::derive("another", &claim.scope());
        assert_eq!(claim.verify_with_key(&other, &rules), Err(Rejection::BadSignature), "{row}");
    }
}

#[test]
fn refuses_the_signing_key_of_another_scope() {
    let target = target();
    let headers = [("host", "s3.example.com")];
    let claim = Claim::parse("GET", &target, &headers).expect("a presigned request");
    assert_eq!(claim.scope().to_string(), "20240315/eu-central-1/s3/aws4_request");
    let next_day = Timestamp::from_unix_seconds(NOW.unix_seconds() + 86_400);
    for (signed_at, region, service, is_accepted) in [
        (NOW, "eu-central-1", "s3", true),
        // A key lasts for the whole day.
        (Timestamp::from_unix_seconds(1_710_460_800), "eu-central-1", "s3", true),
        (next_day, "eu-central-1", "s3", false),
        (NOW, "eu-central-2", "s3", false),
        (NOW, "eu-central-1", "s3express", false),
    ] {
        let scope = Scope::new(signed_at, region, service).expect("a year that can be signed");
        let outcome = claim.verify_with_key(&SigningKey::derive("secret", &scope), &Rules::s3(NOW));
        let rejection = outcome.err();
        assert_eq!(rejection, (!is_accepted).then_some(Rejection::BadSignature), "{scope}");
    }
}

/// Anyone can sign with an empty secret.
#[test]
fn credentials_that_cannot_sign_have_no_key() {
    let scope = Scope::new(NOW, "eu-central-1", "s3").expect("a year that can be signed");
    for (id, secret, expected) in
        [("AKID", "", Error::EmptySecretAccessKey), ("", "secret", Error::EmptyAccessKeyId)]
    {
        let key = SigningKey::from_credentials(&Credentials::new(id, secret), &scope);
        assert_eq!(key.err(), Some(expected));
    }
    assert!(SigningKey::from_credentials(&Credentials::new("AKID", "secret\n"), &scope).is_err());
}

/// Otherwise one cached key could stand for two claims.
#[test]
fn the_parts_of_a_scope_contain_no_slash() {
    let query = target().split_once('?').expect("a query").1.to_owned();
    let headers = [("host", "s3.example.com")];
    for (region, expected) in [
        ("eu%2Fcentral", "20240315/central/s3/aws4_request"),
        ("eu%2fcentral", "20240315/central/s3/aws4_request"),
        ("eu%252Fcentral", "20240315/eu%2Fcentral/s3/aws4_request"),
    ] {
        let day = if region.contains("252F") { "20240315" } else { "x%2F20240315" };
        let region = region.replace("eu%2F", "").replace("eu%2f", "");
        let query = query.replace("20240315%2Feu-central-1", &format!("{day}%2F{region}"));
        let target = format!("/b/k?{query}");
        let claim = Claim::parse("GET", &target, &headers).expect("a presigned request");
        assert_eq!(claim.scope().to_string(), expected, "{target}");
        assert!(!claim.region().contains('/') && !claim.service().contains('/'), "{target}");
    }
}

/// Whatever else is wrong is told to both.
#[test]
fn an_unknown_access_key_is_refused_like_a_wrong_secret() {
    let target = target();
    let late = Timestamp::from_unix_seconds(NOW.unix_seconds() + 901);
    let hosts = ["a.example", "b.example"];
    for host in ["s3.example.com", "evil.example"] {
        let headers = [("host", host)];
        let claim = Claim::parse("GET", &target, &headers).expect("a presigned request");
        let s3 = Rules::s3(NOW);
        for rules in [
            s3,
            Rules::s3(late),
            s3.region("us-east-1"),
            s3.path_prefix("/files"),
            s3.base_domain("s3.example.com"),
            s3.base_domain("s3.example.com").host_candidates(&hosts),
            s3.host_candidates(&hosts),
        ] {
            let wrong_secret = claim.verify("another", &rules).expect_err("a wrong secret");
            for (rejection, reason) in [
                (claim.reject_unknown_key(&rules), Rejection::UnknownAccessKey),
                (claim.verify("", &rules).expect_err("no secret"), Rejection::EmptySecretAccessKey),
            ] {
                let expected = match &wrong_secret {
                    Rejection::BadSignature => reason,
                    other => other.clone(),
                };
                assert_eq!(rejection, expected, "{host} {rules:?}");
                assert_eq!(rejection.to_xml("1"), wrong_secret.to_xml("1"), "{host} {rules:?}");
            }
        }
    }
}

/// The same hashes: two derivations of the key take twice the time of one, and none a fraction. The fastest of many
/// runs is compared, and only by orders of magnitude.
#[test]
fn an_unknown_access_key_takes_as_long_as_a_wrong_secret() {
    let target = target();
    let headers = [("host", "s3.example.com")];
    let claim = Claim::parse("GET", &target, &headers).expect("a presigned request");
    let hosts = ["a.example"; 16];
    let rules = Rules::s3(NOW).host_candidates(&hosts);
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let outcomes: [&dyn Fn() -> Rejection; 3] = [
        &|| claim.verify(secret, &rules).expect_err("a wrong secret"),
        &|| claim.reject_unknown_key(&rules),
        &|| claim.verify("", &rules).expect_err("no secret"),
    ];
    let mut fastest = [Duration::MAX; 3];
    for _ in 0..300 {
        for (fastest, outcome) in fastest.iter_mut().zip(outcomes) {
            let start = Instant::now();
            std::hint::black_box(outcome());
            *fastest = start.elapsed().min(*fastest);
        }
    }
    let [wrong_secret, others @ ..] = fastest;
    for other in others {
        assert!(other > wrong_secret / 3 && other < wrong_secret * 3, "{fastest:?}");
    }
}

/// The path and query of a request signed with the secret `secret`.
fn target() -> String {
    let presigner = presigner("id", "https://s3.example.com");
    let url = presigner.at(NOW).get("b", "k", Expiry::minutes(15)).expect("a good request");
    url.as_str().strip_prefix("https://s3.example.com").expect("the host").into()
}
