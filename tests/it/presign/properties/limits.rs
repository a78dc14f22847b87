//! The validity of URLs under generated limits.

use std::time::Duration;

use presigner::{ExpiryPolicy, PresignedUrl, Presigner, Timestamp};
use proptest::{option, prelude::*, test_runner::TestCaseResult};

use super::{
    config, credentials, fail,
    inputs::{NOON, duration, expiry, policy, time},
    parts::Parts,
};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_url_is_valid_within_all_limits_or_refused(
        (requested, now, policy) in (expiry(), time(), policy()),
        expiration in option::of(time()),
        window in option::of(duration()),
    ) {
        let presigner = limited(policy, expiration, window);
        if let Ok(signed) = presigner.at(now).get("bucket", "key", requested) {
            check_limits(&signed, now, policy, expiration)?;
        }
    }

    #[test]
    fn an_expiry_within_the_limits_is_not_refused(
        seconds in 1_u64..=604_800,
        window in option::of(1_u64..=604_800),
        offset in -900_000_i64..900_000,
    ) {
        let now = Timestamp::from_unix_seconds(NOON + offset);
        let window_seconds = window.unwrap_or(0);
        let presigner = limited(ExpiryPolicy::Clamp, None, window.map(Duration::from_secs));
        let signed = presigner.at(now).get("bucket", "key", Duration::from_secs(seconds));
        let signed = signed.map_err(fail)?;
        check_limits(&signed, now, ExpiryPolicy::Clamp, None)?;
        let remaining = signed.validity().expires_at().unix_seconds() - now.unix_seconds();
        if seconds + window_seconds <= 604_800 {
            prop_assert!(remaining.unsigned_abs() >= seconds, "{} s of {} s", remaining, seconds);
            prop_assert_eq!(signed.validity().limited_by(), None);
        }
        let signed_at = signed.validity().signed_at();
        prop_assert_eq!(signed_at.unix_seconds() % i64::try_from(window_seconds.max(1))?, 0);
    }
}

pub(crate) fn limited(
    policy: ExpiryPolicy,
    expiration: Option<Timestamp>,
    window: Option<Duration>,
) -> Presigner {
    let credentials = match expiration {
        Some(expiration) => credentials().with_expiration(expiration),
        None => credentials(),
    };
    let presigner = Presigner::new(credentials, "us-east-1").with_expiry_policy(policy);
    match window {
        Some(window) => presigner.with_stable_window(window),
        None => presigner,
    }
}

fn check_limits(
    signed: &PresignedUrl,
    now: Timestamp,
    policy: ExpiryPolicy,
    expiration: Option<Timestamp>,
) -> TestCaseResult {
    let validity = signed.validity();
    let (signed_at, expires_at) = (validity.signed_at(), validity.expires_at());
    let seconds: i64 = Parts::of(signed.as_str()).parameter("X-Amz-Expires").parse()?;
    prop_assert!((1..=604_800).contains(&seconds), "{} seconds", seconds);
    prop_assert_eq!(expires_at.unix_seconds() - signed_at.unix_seconds(), seconds);
    prop_assert!(signed_at <= now && now < expires_at, "{:?} at {}", validity, now);
    prop_assert!(expiration.is_none_or(|expiration| expires_at <= expiration), "{:?}", validity);
    match policy {
        ExpiryPolicy::ClampTo(cap) | ExpiryPolicy::StrictTo(cap) => {
            prop_assert!(seconds.unsigned_abs() <= cap.as_secs(), "{} seconds", seconds);
        }
        _ => {}
    }
    if matches!(policy, ExpiryPolicy::Strict | ExpiryPolicy::StrictTo(_)) {
        prop_assert_eq!(validity.limited_by(), None);
    }
    Ok(())
}
