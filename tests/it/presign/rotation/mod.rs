//! Credentials that are replaced while other threads sign.

#[cfg(feature = "aws-credential-types")]
mod refresh;
mod refresh_at;

use std::{
    collections::HashMap,
    env,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
    time::{Duration, Instant},
};

use presigner::{Credentials, Expiry, Presigner, RotatingPresigner, Timestamp};

const THREADS: usize = 4;

/// The number of URLs in each test: 40 000, or that of the environment variable `ROTATION_URLS`.
fn urls() -> usize {
    env::var("ROTATION_URLS").map_or(40_000, |urls| urls.parse().expect("a number of URLs"))
}

const EXPIRY: Expiry = Expiry::minutes(15);

#[test]
fn every_url_is_signed_with_exactly_one_set_of_credentials() {
    let shared = RotatingPresigner::new(presigner(0));
    check_urls(&shared, |rotations| shared.rotate(credentials(rotations % IDENTITIES)));
}

/// Signs on several threads while `rotate` replaces the credentials; it is called with the number of the
/// call.
fn check_urls(shared: &RotatingPresigner, rotate: impl Fn(usize) + Sync) {
    let is_done = AtomicBool::new(false);
    thread::scope(|threads| {
        let rotation = threads.spawn(|| {
            let mut rotations = 0;
            while !is_done.load(Relaxed) {
                rotations += 1;
                rotate(rotations);
            }
            rotations
        });
        let signers: Vec<_> =
            (0..THREADS).map(|_| threads.spawn(|| sign_and_check(shared))).collect();
        let seen: Vec<_> =
            signers.into_iter().map(|signer| signer.join().expect("no panic")).collect();
        is_done.store(true, Relaxed);
        let rotations = rotation.join().expect("no panic");
        assert!(rotations > IDENTITIES, "only {rotations} rotations");
        assert!(seen.iter().all(|identities| *identities == IDENTITIES), "{seen:?}");
    });
}

/// Signs the URLs of one thread, and returns the number of identities it signed with. It continues until it has
/// signed with each, because a thread can sign all URLs before the one that rotates is scheduled.
fn sign_and_check(shared: &RotatingPresigner) -> usize {
    // The URL of each identity at each second. Any other URL would mix two sets of credentials.
    let mut expected = HashMap::new();
    let begin = Instant::now();
    let mut signed_urls = 0;
    while signed_urls < urls() / THREADS
        || (identities(&expected) < IDENTITIES && begin.elapsed() < MAX_WAIT)
    {
        signed_urls += 1;
        let url =
            shared.load().get("my-bucket", "photos/cat.jpg", EXPIRY).expect("a valid request");
        let (_, rest) = url.as_str().split_once("Credential=id-").expect("a credential");
        let identity: usize = rest[..1].parse().expect("a digit");
        let at = url.validity().signed_at();
        let signed = expected.entry((identity, at)).or_insert_with(|| sign_at(identity, at));
        assert_eq!(url.as_str(), signed);
    }
    identities(&expected)
}

fn identities(expected: &HashMap<(usize, Timestamp), String>) -> usize {
    (0..IDENTITIES).filter(|identity| expected.keys().any(|(seen, _)| seen == identity)).count()
}

fn sign_at(identity: usize, at: Timestamp) -> String {
    let url = presigner(identity).at(at).get("my-bucket", "photos/cat.jpg", EXPIRY);
    url.expect("a valid request").into_string()
}

#[test]
fn a_loaded_presigner_keeps_its_credentials() {
    let shared = RotatingPresigner::new(presigner(0));
    let before = shared.load();
    shared.rotate(credentials(1));
    let signed_by = |presigner: &Presigner| {
        let url = presigner.get("my-bucket", "cat.jpg", EXPIRY).expect("a valid request");
        url.as_str().contains("Credential=id-1")
    };
    assert!(!signed_by(&before));
    assert!(signed_by(&shared.load()));
}

#[test]
fn settings_are_kept_after_a_rotation() {
    let presigner = presigner(0).with_stable_window(Duration::from_secs(3600));
    let shared = RotatingPresigner::new(presigner);
    shared.rotate(credentials(1));
    let url = shared.load().get("my-bucket", "cat.jpg", EXPIRY).expect("a valid request");
    assert_eq!(url.validity().signed_at().unix_seconds() % 3600, 0);
}

#[test]
fn debug_shows_no_secret() {
    let shared = RotatingPresigner::new(presigner(0));
    shared.rotate(credentials(1));
    let shown = format!("{shared:?}");
    assert!(shown.contains("id-1") && !shown.contains("secret-"), "{shown}");
}

const IDENTITIES: usize = 3;

/// Much longer than any thread waits to be scheduled.
const MAX_WAIT: Duration = Duration::from_secs(60);

fn presigner(identity: usize) -> Presigner {
    Presigner::new(credentials(identity), "eu-central-1")
}

fn credentials(identity: usize) -> Credentials {
    Credentials::new(format!("id-{identity}"), format!("secret-{identity}"))
}
