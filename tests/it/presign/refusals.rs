//! Invalid expiries, windows and times.

use std::time::Duration;

use presigner::{Expiry, ExpiryPolicy, Presigner, Request, Timestamp, sigv4::Scope};

use crate::error::refusal::{EXPIRY, NOON, Refusal, check, credentials};

#[test]
fn invalid_times_are_refused() {
    check(times());
}

/// A selection; the tables in `expiry` are complete.
pub(crate) fn times() -> Vec<Refusal> {
    let presigner = || Presigner::new(credentials(), "us-east-1");
    let an_hour = Expiry::hours(1);
    let strict_to_half = ExpiryPolicy::StrictTo(Duration::from_secs(1800));
    let far = Timestamp::from_unix_seconds(1_710_504_000_000);
    let rows = [
        (
            "zero seconds",
            presigner(),
            Expiry::seconds(0),
            "expiry is less than one second; pass 1 to 604800 seconds",
        ),
        (
            "less than a second",
            presigner(),
            Duration::from_millis(999).into(),
            "expiry is less than one second; pass 1 to 604800 seconds",
        ),
        (
            "a past deadline",
            presigner(),
            Expiry::until(NOON),
            "expiry time 2024-03-15T12:00:00Z is not in the future (the time is 2024-03-15T12:00:00Z); \
             pass a later one",
        ),
        (
            "more than the policy allows",
            presigner().with_expiry_policy(strict_to_half),
            an_hour,
            "expiry of 3600 seconds exceeds the cap of the expiry policy; request at most 1800",
        ),
        (
            "more than seven days",
            presigner().with_expiry_policy(ExpiryPolicy::Strict),
            Expiry::days(8),
            "expiry of 691200 seconds exceeds the seven-day limit of Signature Version 4; \
             request at most 604800",
        ),
        (
            "a policy that allows less than a second",
            presigner().with_expiry_policy(ExpiryPolicy::ClampTo(Duration::from_millis(999))),
            an_hour,
            "cap of the expiry policy is less than one second; raise it",
        ),
        (
            "a cap shorter than the elapsed part of the window",
            presigner()
                .with_expiry_policy(ExpiryPolicy::ClampTo(Duration::from_secs(60)))
                .with_stable_window(Duration::from_secs(86_400)),
            an_hour,
            "cap of the expiry policy is shorter than the stable window, \
             so the URL would already have expired; raise the cap or shorten the window",
        ),
        (
            "a window as long as the longest expiry",
            presigner()
                .with_expiry_policy(ExpiryPolicy::Strict)
                .with_stable_window(Duration::from_secs(604_800)),
            an_hour,
            "stable window of 604800 seconds is not shorter than the seven-day limit of \
             Signature Version 4; shorten the window, or use `Expiry::until`",
        ),
        (
            "a window of zero seconds",
            presigner().with_stable_window(Duration::ZERO),
            an_hour,
            "stable window of 0 seconds is out of range; pass 1 to 604800 seconds",
        ),
        (
            "a deadline in milliseconds",
            presigner(),
            Expiry::until(far),
            "expiry time is outside the years 0 to 9999 (Unix time 1710504000000); \
             pass seconds, not milliseconds",
        ),
    ];
    let at_noon = rows.map(|(what, presigner, expiry, sentence)| {
        Refusal::new(what, presigner.at(NOON).get("bucket", "key", expiry), sentence)
    });
    let sentence = "signing time is outside the years 0 to 9999 \
                    (Unix time 1710504000000); pass seconds, not milliseconds";
    let in_milliseconds = presigner();
    let signing_times = [
        Refusal::new(
            "a signing time in milliseconds",
            in_milliseconds.at(far).presign(&Request::get("bucket", "key"), EXPIRY),
            sentence,
        ),
        Refusal::new("a scope in milliseconds", Scope::new(far, "us-east-1", "s3"), sentence),
    ];
    at_noon.into_iter().chain(signing_times).collect()
}
