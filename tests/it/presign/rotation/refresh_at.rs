//! The time at which to fetch new credentials.

use std::{cell::Cell, time::Duration};

use presigner::{Credentials, Error, ExpiryPolicy, Presigner, RotatingPresigner, Timestamp};
use proptest::{option, prelude::*};

#[test]
fn credentials_are_refreshed_before_they_limit_a_url() {
    type Configure<'a> = &'a dyn Fn(Presigner) -> Presigner;

    let plain = |presigner: Presigner| presigner;
    let with_window = |presigner: Presigner| presigner.with_stable_window(seconds(HOUR));
    let with_cap = |presigner: Presigner| {
        presigner.with_expiry_policy(ExpiryPolicy::ClampTo(seconds(HOUR + 1)))
    };
    let with_both = |presigner| with_window(with_cap(presigner));
    let rows: [(&str, u64, Configure<'_>, Duration, u64); 14] = [
        ("an hour before", 6 * HOUR, &plain, seconds(HOUR), HOUR),
        ("fractions are dropped", 6 * HOUR, &plain, Duration::from_millis(3_600_999), HOUR),
        ("five minutes at least", 6 * HOUR, &plain, seconds(299), 300),
        ("one second more", 6 * HOUR, &plain, seconds(301), 301),
        ("no lifetime", 6 * HOUR, &plain, Duration::ZERO, 300),
        ("half the life at most", 6 * HOUR, &plain, seconds(3 * HOUR + 1), 3 * HOUR),
        ("the longest lifetime", 6 * HOUR, &plain, Duration::MAX, 3 * HOUR),
        ("a session for a directory bucket", 300, &plain, seconds(60), 150),
        ("an odd number of seconds", 301, &plain, seconds(HOUR), 150),
        ("one second", 1, &plain, seconds(HOUR), 0),
        ("a stable window", 6 * HOUR, &with_window, seconds(HOUR), 2 * HOUR),
        ("a cap", 6 * HOUR, &with_cap, seconds(2 * HOUR), HOUR + 1),
        ("a stable window and a cap", 6 * HOUR, &with_both, seconds(HOUR), HOUR + 1),
        ("seven days", 100 * 24 * HOUR, &plain, Duration::MAX, 7 * 24 * HOUR),
    ];
    for (what, life, configure, lifetime, early) in rows {
        set_clock(NOON);
        let rotating = rotating(configure(presigner(life)));
        assert_eq!(rotating.refresh_at(lifetime), Some(later(NOON, life - early)), "{what}");
    }
}

#[test]
fn credentials_without_an_expiration_are_not_refreshed() {
    let presigner = Presigner::new(Credentials::new("id", "secret"), "us-east-1");
    assert_eq!(RotatingPresigner::new(presigner).refresh_at(seconds(HOUR)), None);
}

#[test]
fn expired_credentials_are_refreshed_at_their_expiration() {
    set_clock(later(NOON, 1));
    assert_eq!(rotating(presigner(0)).refresh_at(seconds(HOUR)), Some(NOON));
}

#[test]
fn the_life_of_credentials_begins_when_they_are_stored() {
    set_clock(NOON);
    let rotating = rotating(presigner(HOUR));
    set_clock(later(NOON, 1800));
    assert_eq!(rotating.refresh_at(Duration::MAX), Some(later(NOON, 1800)));
    rotating.rotate(expiring(HOUR));
    assert_eq!(rotating.refresh_at(Duration::MAX), Some(later(NOON, 1800 + 900)));
}

#[test]
fn without_another_clock_the_life_is_measured_by_that_of_the_system() {
    let now = std::time::SystemTime::now();
    let credentials = Credentials::new("id", "secret").with_expiration(now + seconds(HOUR));
    let rotating = RotatingPresigner::new(Presigner::new(credentials, "us-east-1"));
    let at = rotating.refresh_at(Duration::MAX).expect("credentials with an expiration");
    let seconds = at.unix_seconds() - Timestamp::from(now).unix_seconds();
    assert!((1800..1860).contains(&seconds), "{seconds}");
}

#[test]
fn new_credentials_are_taken_unless_they_cannot_sign() {
    set_clock(NOON);
    let rotating = rotating(presigner(HOUR));
    for (credentials, error) in [
        (expiring(0), Error::CredentialsExpired { expiration: NOON, now: NOON }),
        (Credentials::new("", "secret"), Error::EmptyAccessKeyId),
        (Credentials::new("id", ""), Error::EmptySecretAccessKey),
    ] {
        assert_eq!(rotating.try_rotate(credentials), Err(error));
    }
    assert_eq!(rotating.load().credentials().expiration(), Some(later(NOON, HOUR)));
    // Until half their life has passed; for credentials without an expiration, an hour.
    assert_eq!(rotating.try_rotate(expiring(2 * HOUR)), Ok(seconds(HOUR)));
    assert_eq!(rotating.try_rotate(Credentials::new("id", "secret")), Ok(seconds(HOUR)));
    assert_eq!(rotating.load().credentials().expiration(), None);
    assert_eq!(rotating.try_rotate(expiring(10_000 * HOUR)), Ok(seconds(24 * HOUR)));
}

#[test]
fn while_the_same_credentials_are_returned_the_next_call_is_soon() {
    set_clock(NOON);
    let rotating = rotating(presigner(HOUR));
    set_clock(later(NOON, 1800));
    let waits = [1, 2, 4, 8, 16, 32, 60, 60].map(|wait| Ok(seconds(wait)));
    assert_eq!([(); 8].map(|()| rotating.try_rotate(expiring(HOUR))), waits);
    assert_eq!(rotating.try_rotate(expiring(2 * HOUR)), Ok(seconds(2700)));
    assert_eq!(rotating.try_rotate(expiring(1801)), Ok(seconds(1)));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_url_made_until_the_refresh_is_limited_by_the_credentials(
        life in 600..100_000_u64,
        lifetime in 1..50_000_u64,
        window in option::of(1..20_000_u64),
        taken_at in 0..100_000_u64,
        per_mille in 0..1000_u64,
    ) {
        set_clock(later(NOON, taken_at));
        let presigner = presigner(taken_at + life).with_expiry_policy(ExpiryPolicy::Strict);
        let presigner = match window {
            Some(window) => presigner.with_stable_window(seconds(window)),
            None => presigner,
        };
        let rotating = rotating(presigner);
        let refresh_at = rotating.refresh_at(seconds(lifetime)).expect("an expiration");
        let refresh_in = refresh_at.unix_seconds() - later(NOON, taken_at).unix_seconds();
        let refresh_in = u64::try_from(refresh_in).expect("a time after `taken_at`");
        prop_assert!(refresh_in >= life / 2, "more than half the life early");
        prop_assert!(refresh_in <= life - 300, "less than five minutes early");
        if lifetime + window.unwrap_or(0) <= life / 2 {
            let made = taken_at + refresh_in * per_mille / 1000;
            for made in [made, taken_at + refresh_in] {
                let signer = rotating.load();
                let signed = signer.at(later(NOON, made)).get("bucket", "key", seconds(lifetime));
                prop_assert!(signed.is_ok(), "{made}: {signed:?}");
            }
        }
    }
}

fn rotating(presigner: Presigner) -> RotatingPresigner {
    RotatingPresigner::new(presigner).with_clock(|| CLOCK.get())
}

fn set_clock(now: Timestamp) {
    CLOCK.set(now);
}

/// A presigner with credentials that expire this many seconds after noon.
fn presigner(expire_in: u64) -> Presigner {
    Presigner::new(expiring(expire_in), "us-east-1")
}

fn expiring(expire_in: u64) -> Credentials {
    Credentials::new("id", "secret").with_expiration(later(NOON, expire_in))
}

fn later(time: Timestamp, seconds: u64) -> Timestamp {
    time + Duration::from_secs(seconds)
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

thread_local! {
    static CLOCK: Cell<Timestamp> = const { Cell::new(NOON) };
}

/// 2024-03-15T12:00:00Z
const NOON: Timestamp = Timestamp::from_unix_seconds(1_710_504_000);
const HOUR: u64 = 3600;
