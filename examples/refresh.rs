//! A task refreshes the credentials in time, while the service signs.
//!
//! ```sh
//! cargo run --example refresh --features rotation,aws-credential-types
//! ```
//!
//! The clock of the runtime is paused, so twelve hours take less than a second. A service creates the presigner
//! by `RotatingPresigner::fetch`, with a provider of `aws-config`, and needs no clock of its own.

#![expect(clippy::print_stderr, clippy::print_stdout, reason = "an example prints its results")]

use std::{
    error::Error,
    sync::{Arc, LazyLock},
    time::Duration,
};

use aws_credential_types::{
    Credentials,
    provider::{ProvideCredentials, future},
};
use presigner::{Expiry, ExpiryPolicy, Presigner, RotatingPresigner, Timestamp};
use tokio::{
    runtime::Builder,
    time::{Instant, sleep},
};

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build()?;
    runtime.block_on(sign_for_half_a_day())
}

async fn sign_for_half_a_day() -> Result<(), Box<dyn Error>> {
    let credentials = FakeProvider.provide_credentials().await?;
    let presigner = Presigner::new(credentials.into(), "eu-central-1")
        .with_expiry_policy(ExpiryPolicy::ClampTo(Duration::from_secs(900)));
    let presigner = Arc::new(RotatingPresigner::new(presigner).with_clock(now));

    let refreshed = Arc::clone(&presigner);
    tokio::spawn(async move {
        loop {
            let wait = match refreshed.refresh(&FakeProvider).await {
                Ok(wait) => wait,
                Err(error) => {
                    eprintln!("{error:?}");
                    error.retry_in()
                }
            };
            sleep(wait).await;
        }
    });

    // The credentials are valid for one hour, and each URL for fifteen minutes.
    for minute in 0..720 {
        let url =
            presigner.load().at(now()).get("my-bucket", "photos/cat.jpg", Expiry::minutes(15))?;
        assert_eq!(url.validity().limited_by(), None);
        if minute % 60 == 0 {
            println!("{url}");
        }
        sleep(Duration::from_secs(60)).await;
    }
    Ok(())
}

/// Stands in for a provider of `aws-config`. Its credentials are valid for one hour.
#[derive(Debug)]
struct FakeProvider;

impl ProvideCredentials for FakeProvider {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let expiration = now() + Duration::from_secs(3600);
        let id = format!("ASIAEXAMPLE{}", now().unix_seconds());
        let token = Some(String::from("token"));
        let credentials = Credentials::new(id, "secret", token, Some(expiration.into()), "fake");
        future::ProvideCredentials::ready(Ok(credentials))
    }
}

/// The time of the paused clock, which begins at 2024-03-15T12:00:00Z.
fn now() -> Timestamp {
    static BEGIN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let seconds = i64::try_from(BEGIN.elapsed().as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_unix_seconds(1_710_504_000 + seconds)
}
