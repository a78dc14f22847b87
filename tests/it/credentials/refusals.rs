//! Credentials that cannot sign.

use std::fmt::Display;

use presigner::{Credentials, Error, PostPolicy, Presigner, sigv4::QuerySigner};

use crate::error::refusal::{EXPIRY, NOON, Refusal, check, credentials};

#[test]
fn invalid_credentials_are_rejected_when_signing() {
    check(invalid_credentials());
}

pub(crate) fn invalid_credentials() -> Vec<Refusal> {
    let rows = [
        (
            "an empty id",
            Credentials::new("", "secret"),
            "access key id is empty; pass the id that belongs to the secret access key",
        ),
        (
            "an empty secret",
            Credentials::new("id", ""),
            "secret access key is empty; pass the secret that belongs to the access key id",
        ),
        (
            "expired credentials",
            credentials().with_expiration(NOON),
            "credentials expired at 2024-03-15T12:00:00Z (the time is 2024-03-15T12:00:00Z); \
             fetch new ones",
        ),
    ];
    let rows = rows.map(|(what, credentials, sentence)| {
        let made = Presigner::new(credentials, "us-east-1").at(NOON).get("bucket", "key", EXPIRY);
        Refusal::new(what, made, sentence)
    });
    rows.into_iter().chain(pasted()).collect()
}

/// Every part of the credentials, by every way to sign.
fn pasted() -> Vec<Refusal> {
    let token = |token: &str| credentials().with_session_token(token);
    let rows = [
        (Credentials::new("AKIAIOSFODNN7EXAMPLE\r", "hush"), "access key id", CONTROL, 20),
        (Credentials::new("\u{feff}AKIAIOSFODNN7EXAMPLE", "hush"), "access key id", BLANK, 0),
        (Credentials::new("id ", "hush\n"), "access key id", BLANK, 2),
        (Credentials::new("id", "hush\n"), "secret access key", CONTROL, 4),
        (Credentials::new("id", " hush"), "secret access key", BLANK, 0),
        (Credentials::new("id", "hu\tsh "), "secret access key", CONTROL, 2),
        (Credentials::new("\"AKIAIOSFODNN7EXAMPLE\"", "hush"), "access key id", QUOTE, 0),
        (Credentials::new("AKIAIOSFODNN7EXAMPLE # key", "hush"), "access key id", BLANK, 20),
        (Credentials::new("id", "'hush/hush+hush/hush'"), "secret access key", QUOTE, 0),
        (token("\"hush+hush/hush+hush==\""), "session token", QUOTE, 0),
        (token("hush\r\n"), "session token", CONTROL, 4),
        (token("\u{a0}hush"), "session token", BLANK, 0),
        (token("hush").with_s3_express_session_token("hush "), "session token", BLANK, 4),
        (
            Credentials::new("id", "hush ").with_session_token("hush "),
            "secret access key",
            BLANK,
            4,
        ),
    ];
    let signed = rows.into_iter().flat_map(|(credentials, part, character, index)| {
        let sentence =
            format!("{part} has {character} at byte {index}; remove it, as it was probably pasted");
        signatures(&credentials).map(|made| Refusal::new(&*sentence, made, &*sentence))
    });
    signed.collect()
}

/// A URL, a form and a URL of another service.
fn signatures(credentials: &Credentials) -> [Result<impl Display, Error>; 3] {
    let presigner = Presigner::new(credentials.clone(), "us-east-1");
    let signer = presigner.at(NOON);
    let url = signer.get("bucket", "key", EXPIRY).map(|_| "a URL");
    let form = signer.post(&PostPolicy::new("bucket", "key"), EXPIRY).map(|_| "a form");
    let other = QuerySigner::new(credentials, "us-east-1", "execute-api");
    let other = other.presign("GET", "https://example.com/", &[], EXPIRY, NOON);
    [url, form, other.map(|_| "a URL of another service")]
}

#[test]
fn a_valid_token_replaces_a_pasted_one() {
    let replaced = credentials().with_session_token("hush\n").with_session_token("hush");
    assert!(signatures(&replaced).into_iter().all(|made| made.is_ok()));
    let removed = credentials().with_session_token("\n").with_session_token("");
    assert!(signatures(&removed).into_iter().all(|made| made.is_ok()));
}

const CONTROL: &str = "a control character";
const BLANK: &str = "white space";
const QUOTE: &str = "a quotation mark";
