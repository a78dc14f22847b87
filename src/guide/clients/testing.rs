use std::{sync::Arc, time::Duration};

use aws_credential_types::{
    Credentials,
    provider::{ProvideCredentials, error::CredentialsError, future},
};
use presigner::{Error, Expiry, PresignedUrl, Presigner, RotatingPresigner, Timestamp};

/// The code under test. In production, `clock` is `|| SystemTime::now().into()`.
struct Links {
    presigner: Arc<RotatingPresigner>,
    clock: fn() -> Timestamp,
}

impl Links {
    fn download(&self, key: &str) -> Result<PresignedUrl, Error> {
        let presigner = self.presigner.load();
        let signer = presigner.at((self.clock)());
        signer.get("my-bucket", key, Expiry::minutes(15))
    }
}

/// 2024-03-15T12:00:00Z.
fn clock() -> Timestamp {
    Timestamp::from_unix_seconds(1_710_504_000)
}

/// Returns credentials that expire one hour after `clock()`.
#[derive(Debug)]
struct FakeProvider;

impl ProvideCredentials for FakeProvider {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let expiration = clock() + Duration::from_secs(3600);
        let token = Some("token".to_owned());
        let credentials =
            Credentials::new("ASIAEXAMPLE", "secret", token, Some(expiration.into()), "fake");
        future::ProvideCredentials::ready(Ok(credentials))
    }
}

/// Not with `RotatingPresigner::fetch`: these credentials have expired by the system clock.
async fn presigner() -> Result<RotatingPresigner, CredentialsError> {
    let credentials = FakeProvider.provide_credentials().await?;
    let presigner = Presigner::new(credentials.into(), "eu-central-1");
    Ok(RotatingPresigner::new(presigner).with_clock(clock))
}

#[tokio::test]
async fn links_are_valid_for_fifteen_minutes() {
    let presigner = Arc::new(presigner().await.expect("credentials"));
    let links = Links { presigner: Arc::clone(&presigner), clock };

    let link = links.download("photos/cat.jpg").expect("a link");
    assert_eq!(link.validity().signed_at(), clock());
    assert_eq!(link.validity().limited_by(), None);

    // The credentials are to be refreshed after half their life.
    let sleep = presigner.refresh(&FakeProvider).await.expect("credentials");
    assert_eq!(sleep, Duration::from_secs(1800));
    assert_eq!(links.download("photos/cat.jpg").expect("a link"), link);
}
