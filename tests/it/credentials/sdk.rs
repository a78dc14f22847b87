//! Conversion of AWS SDK credentials.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials as SdkCredentials;
use presigner::{Credentials, Expiry, Limit, Presigner, Timestamp};

const ID: &str = "ASIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "FwoGZXIvYXdz/EXAMPLE+TOKEN==";
const EXPIRATION: Timestamp = Timestamp::from_unix_seconds(1_700_003_600);

#[test]
fn long_term_credentials_are_converted() {
    let sdk = SdkCredentials::new(ID, SECRET, None, None, "test");
    let expected = Credentials::new(ID, SECRET);
    assert_eq!(Credentials::from(sdk.clone()).expiration(), None);
    assert_eq!(signed_with(sdk), signed_with(expected));
}

#[test]
fn temporary_credentials_are_converted_with_token_and_expiry() {
    let half_a_second = Duration::from_millis(500);
    for expiry in [EXPIRATION.into(), SystemTime::from(EXPIRATION) + half_a_second] {
        let sdk = SdkCredentials::new(ID, SECRET, Some(TOKEN.into()), Some(expiry), "test");
        let expected =
            Credentials::new(ID, SECRET).with_session_token(TOKEN).with_expiration(EXPIRATION);
        let (url, limit) = signed_with(sdk);
        assert_eq!(limit, Some(Limit::Credentials));
        assert_eq!(url, signed_with(expected).0);
    }
}

fn signed_with(credentials: impl Into<Credentials>) -> (String, Option<Limit>) {
    let url = Presigner::new(credentials.into(), "us-east-1")
        .at(Timestamp::from_unix_seconds(1_700_000_000))
        .get("bucket", "key", Expiry::days(1))
        .unwrap_or_else(|error| panic!("{error}"));
    let limit = url.validity().limited_by();
    (url.into_string(), limit)
}
