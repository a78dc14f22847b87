//! Credentials that a background thread renews before they expire, while others sign.
//!
//! ```sh
//! cargo run --example rotation --features rotation
//! ```

use std::{
    error::Error,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, SystemTime},
};

use presigner::{Credentials, Expiry, Limit, Presigner, RotatingPresigner};

/// Credentials are renewed this long before they expire; SDKs take minutes.
const BUFFER: Duration = Duration::from_secs(2);

fn main() -> Result<(), Box<dyn Error>> {
    let (credentials, renew_in) = fetch_credentials(0);
    let presigner = RotatingPresigner::new(Presigner::new(credentials, "eu-central-1"));

    thread::scope(|threads| {
        let (stop, stopped) = channel();
        let renewed = &presigner;
        threads.spawn(move || keep_renewing(renewed, renew_in, &stopped));

        // The service: every link is signed with the credentials of the moment, and none outlives them.
        let first = presigner.load().get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
        assert!(first.as_str().contains("ASIAEXAMPLE0"));
        assert_eq!(first.validity().limited_by(), Some(Limit::Credentials));

        thread::sleep(Duration::from_millis(1500));
        let later = presigner.load().get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
        assert!(!later.as_str().contains("ASIAEXAMPLE0"));
        drop(stop);
        Ok(())
    })
}

/// Until the other end of `stopped` is dropped.
fn keep_renewing(presigner: &RotatingPresigner, mut renew_in: Duration, stopped: &Receiver<()>) {
    for generation in 1.. {
        if stopped.recv_timeout(renew_in) != Err(RecvTimeoutError::Timeout) {
            return;
        }
        let (credentials, next) = fetch_credentials(generation);
        presigner.rotate(credentials);
        renew_in = next;
    }
}

/// What a credentials provider does: STS, an instance profile, `aws-config` … Here they live for three
/// seconds.
fn fetch_credentials(generation: u32) -> (Credentials, Duration) {
    let lifetime = Duration::from_secs(3);
    let credentials = Credentials::new(format!("ASIAEXAMPLE{generation}"), "secret")
        .with_session_token("token")
        .with_expiration(SystemTime::now() + lifetime);
    (credentials, lifetime.saturating_sub(BUFFER))
}
