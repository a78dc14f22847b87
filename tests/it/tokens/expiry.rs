//! When tokens expire, and what they show of themselves.

use presigner::{Credentials, Expiry, Timestamp, tokens};

use crate::error::refusal::{NOON, credentials};

#[test]
fn a_token_expires_with_the_credentials_and_is_otherwise_the_same() {
    let seconds_after_noon = |seconds| Timestamp::from_unix_seconds(NOON.unix_seconds() + seconds);
    for (credentials_seconds, token_seconds) in
        [(1, [1; 4]), (840, [840; 4]), (900, [900, 840, 900, 900]), (901, [900, 840, 901, 901])]
    {
        let expiring = credentials().with_expiration(seconds_after_noon(credentials_seconds));
        for ((name, sign), seconds) in SERVICES.into_iter().zip(token_seconds) {
            let token = sign(&expiring);
            assert_eq!(token.expires_at(), seconds_after_noon(seconds), "{name}");
            assert_eq!(token.as_str(), sign(&credentials()).as_str(), "{name}");
        }
    }
}

#[test]
fn an_expiry_can_be_a_deadline() {
    let deadline = Timestamp::from_unix_seconds(NOON.unix_seconds() + 60);
    let credentials = credentials();
    let token = tokens::dsql_admin(&credentials, "us-east-1", "peccy.dsql.us-east-1.on.aws")
        .expiry(Expiry::until(deadline))
        .at(NOON)
        .expect("a valid request");
    assert_eq!(token.expires_at(), deadline);
    assert!(token.as_str().contains("&X-Amz-Expires=60&"));
}

#[test]
fn debug_shows_no_secret() {
    let credentials = credentials().with_session_token("IQoJb3JpZ2luX2VjEXAMPLE");
    let request = tokens::memorydb(&credentials, "us-east-1", "my-cluster", "iam-user-01");
    let token = request.at(NOON).expect("a valid request");
    assert_eq!(format!("{token:?}"), "Token { expires_at: Timestamp(2024-03-15T12:15:00Z), .. }");
    let shown = format!("{request:?}");
    assert!(!shown.contains("wJalr") && !shown.contains("IQoJ"), "{shown}");
}

#[cfg(feature = "std")]
#[test]
fn now_is_the_current_time() {
    let credentials = credentials();
    let before = Timestamp::from(std::time::SystemTime::now());
    let token = tokens::msk(&credentials, "us-east-1").now().expect("a valid request");
    let key = tokens::bedrock(&credentials, "us-east-1").now().expect("a valid request");
    let age = |token: &tokens::Token, lifetime| {
        token.expires_at().unix_seconds() - lifetime - before.unix_seconds()
    };
    assert!((0..60).contains(&age(&token, 900)), "{token:?}");
    assert!((0..60).contains(&age(&key, 43_200)), "{key:?}");
}

type Sign = fn(&Credentials) -> tokens::Token;

const SERVICES: [(&str, Sign); 4] = [
    ("rds", |credentials| {
        let host = "db.123456789012.us-west-2.rds.amazonaws.com";
        let request = tokens::rds(credentials, "us-west-2", host, 5432, "jane_doe");
        request.at(NOON).expect("a valid request")
    }),
    ("eks", |credentials| {
        tokens::eks(credentials, "us-east-1", "my-cluster").at(NOON).expect("a valid request")
    }),
    ("dsql", |credentials| {
        let request = tokens::dsql(credentials, "us-east-1", "peccy.dsql.us-east-1.on.aws");
        request.expiry(Expiry::days(7)).at(NOON).expect("a valid request")
    }),
    ("bedrock", |credentials| {
        tokens::bedrock(credentials, "us-east-1").at(NOON).expect("a valid request")
    }),
];
