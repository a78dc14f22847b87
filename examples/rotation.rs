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

fn main() -> Result<(), Box<dyn Error>> {
    let presigner = RotatingPresigner::new(Presigner::new(fetch_credentials(0), "eu-central-1"));

    thread::scope(|threads| {
        // Each URL is signed with the current credentials, and its validity ends with theirs.
        let first = presigner.load().get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
        assert!(first.as_str().contains("ASIAEXAMPLE0"));
        assert_eq!(first.validity().limited_by(), Some(Limit::Credentials));
        println!("{first}");

        let (stop, stopped) = channel();
        let renewed = &presigner;
        threads.spawn(move || keep_renewing(renewed, &stopped));

        thread::sleep(Duration::from_secs(2));
        let later = presigner.load().get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
        assert!(!later.as_str().contains("ASIAEXAMPLE0"));
        println!("{later}");
        drop(stop);
        Ok(())
    })
}

/// Renews the credentials until the sender of `stopped` is dropped.
fn keep_renewing(presigner: &RotatingPresigner, stopped: &Receiver<()>) {
    for generation in 1.. {
        let wait = presigner.try_rotate(fetch_credentials(generation)).unwrap_or_else(|error| {
            // The current credentials are kept.
            println!("{error}");
            Duration::from_secs(10)
        });
        if stopped.recv_timeout(wait) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

/// Stands in for a credentials provider, such as STS or an instance profile. The credentials expire after
/// three seconds.
fn fetch_credentials(generation: u32) -> Credentials {
    Credentials::new(format!("ASIAEXAMPLE{generation}"), "secret")
        .with_session_token("token")
        .with_expiration(SystemTime::now() + Duration::from_secs(3))
}
