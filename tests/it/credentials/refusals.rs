//! Credentials that cannot sign.

use presigner::{Credentials, Presigner};

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
    rows.map(|(what, credentials, sentence)| {
        let made = Presigner::new(credentials, "us-east-1").at(NOON).get("bucket", "key", EXPIRY);
        Refusal::new(what, made, sentence)
    })
    .into()
}
