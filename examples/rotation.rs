//! A background thread renews credentials before they expire, while other threads sign.
//!
//! ```sh
//! cargo run --example rotation --features rotation
//! ```

#![expect(clippy::print_stdout, reason = "an example prints its results")]

use std::{
    error::Error,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, SystemTime},
};

use presigner::{Credentials, Expiry, Limit, Presigner, RotatingPresigner};

/// How long before their expiration credentials are renewed; SDKs use minutes.
const BUFFER: Duration = Duration::from_secs(2);

fn main() -> Result<(), Box<dyn Error>> {
    let (credentials, renew_in) = fetch_credentials(0);
    let presigner = RotatingPresigner::new(Presigner::new(credentials, "eu-central-1"));

    thread::scope(|threads| {
        let (stop, stopped) = channel();
        let renewed = &presigner;
        threads.spawn(move || keep_renewing(renewed, renew_in, &stopped));

        // Each URL is signed with the current credentials, and its validity ends with theirs.
        let first = presigner.load().get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
        assert!(first.as_str().contains("ASIAEXAMPLE0"));
        assert_eq!(first.validity().limited_by(), Some(Limit::Credentials));
        println!("{first}");

        thread::sleep(Duration::from_millis(1500));
        let later = presigner.load().get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
        assert!(!later.as_str().contains("ASIAEXAMPLE0"));
        println!("{later}");
        drop(stop);
        Ok(())
    })
}

/// Renews the credentials until the sender of `stopped` is dropped.
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

/// Stands in for a credentials provider, such as STS, an instance profile or `aws-config`. The credentials
/// expire after three seconds.
fn fetch_credentials(generation: u32) -> (Credentials, Duration) {
    let lifetime = Duration::from_secs(3);
    let credentials = Credentials::new(format!("ASIAEXAMPLE{generation}"), "secret")
        .with_session_token("token")
        .with_expiration(SystemTime::now() + lifetime);
    (credentials, lifetime.saturating_sub(BUFFER))
}
