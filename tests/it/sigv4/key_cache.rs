//! A presigner caches the signing key of the day. Its URLs equal those of a new presigner, whatever
//! it signed before.

use std::{thread, time::Duration};

use presigner::{Credentials, Endpoint, Presigner, Timestamp};

const DAY_SECONDS: i64 = 86_400;

/// 2024-03-16T00:00:00Z
const MIDNIGHT: i64 = 1_710_547_200;

const EXPIRY: Duration = Duration::from_secs(900);

const BUCKET: &str = "bucket";

/// Buckets in other regions or services than those of the presigner: each needs its own signing
/// key.
const OTHER_SCOPES: [&str; 4] = [
    "arn:aws:s3:eu-west-1:123456789012:accesspoint/films",
    "arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/films",
    "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-0123/accesspoint/films",
    "films--use1-az4--x-s3",
];

#[test]
fn midnight_changes_the_key_in_both_directions() {
    let presigner = warm();
    for seconds in [-1, 0, 1, 0, -1, -DAY_SECONDS, DAY_SECONDS - 1, DAY_SECONDS, -1] {
        assert_as_fresh(&presigner, BUCKET, MIDNIGHT + seconds);
    }
}

#[test]
fn alternating_days_use_the_right_key() {
    let presigner = warm();
    let today = now();
    for _ in 0..3 {
        assert_as_fresh(&presigner, BUCKET, MIDNIGHT);
        assert_as_fresh(&presigner, BUCKET, MIDNIGHT + 400 * DAY_SECONDS);
        assert_as_fresh(&presigner, BUCKET, today);
        assert_clock_as_fresh(&presigner, BUCKET);
    }
}

#[test]
fn every_region_and_service_has_its_own_key() {
    let presigner = warm();
    let today = now();
    for other in OTHER_SCOPES.into_iter().chain(OTHER_SCOPES.into_iter().rev()) {
        for bucket in [other, BUCKET, other] {
            assert_as_fresh(&presigner, bucket, today);
            assert_as_fresh(&presigner, bucket, MIDNIGHT);
            assert_clock_as_fresh(&presigner, bucket);
        }
    }
}

#[test]
fn one_signer_signs_for_its_own_scope_and_for_others() {
    let presigner = warm();
    let signer = presigner.at(Timestamp::from_unix_seconds(MIDNIGHT));
    for other in OTHER_SCOPES {
        for bucket in [BUCKET, other, BUCKET] {
            let url = signer.get(bucket, "key", EXPIRY).expect("a valid request");
            assert_eq!(url.as_str(), fresh(bucket, MIDNIGHT));
        }
    }
}

#[test]
fn a_signer_keeps_its_day_while_the_presigner_signs_on_another() {
    let presigner = warm();
    let signer = presigner.at(Timestamp::from_unix_seconds(MIDNIGHT));
    assert_clock_as_fresh(&presigner, BUCKET);
    assert_as_fresh(&presigner, BUCKET, MIDNIGHT + DAY_SECONDS);
    let url = signer.get(BUCKET, "key", EXPIRY).expect("a valid request");
    assert_eq!(url.as_str(), fresh(BUCKET, MIDNIGHT));
}

#[test]
fn a_clone_signs_like_the_original_in_any_order() {
    let cold = cold();
    let clone_of_cold = cold.clone();
    let original = warm();
    let clone_of_warm = original.clone();
    for presigner in [&clone_of_cold, &cold, &clone_of_warm, &original, &clone_of_cold] {
        assert_clock_as_fresh(presigner, BUCKET);
        assert_as_fresh(presigner, BUCKET, MIDNIGHT);
        assert_as_fresh(presigner, BUCKET, now());
    }
    drop(original);
    assert_clock_as_fresh(&clone_of_warm, BUCKET);
}

#[test]
fn new_credentials_discard_the_cached_key() {
    let others = || Credentials::new("AKIDOTHER", "another secret").with_session_token("token");
    let (warm, today) = (warm(), now());
    let rotated = warm.clone().with_credentials(others());
    let expected = Presigner::new(others(), "us-east-1");
    for presigner in [&rotated, &rotated.clone()] {
        for seconds in [today, MIDNIGHT, today] {
            assert_eq!(at(presigner, BUCKET, seconds), at(&expected, BUCKET, seconds));
        }
        let url = presigner.get(BUCKET, "key", EXPIRY).expect("a valid request");
        let signed_at = url.validity().signed_at().unix_seconds();
        assert_eq!(url.as_str(), at(&expected, BUCKET, signed_at));
    }
    assert_as_fresh(&warm, BUCKET, today);
}

#[test]
fn a_new_endpoint_uses_the_key_of_its_own_region() {
    let minio = Endpoint::custom("http://127.0.0.1:9000").expect("a valid URL");
    let mut presigner = warm();
    for endpoint in [minio, Endpoint::r2("account"), Endpoint::aws()] {
        presigner = presigner.with_endpoint(endpoint.clone());
        let fresh = cold().with_endpoint(endpoint);
        for _ in 0..2 {
            let url = presigner.get(BUCKET, "key", EXPIRY).expect("a valid request");
            let signed_at = url.validity().signed_at().unix_seconds();
            assert_eq!(url.as_str(), at(&fresh, BUCKET, signed_at));
            assert_eq!(at(&presigner, BUCKET, MIDNIGHT), at(&fresh, BUCKET, MIDNIGHT));
        }
    }
}

#[test]
fn a_stable_window_changes_the_day_of_the_key() {
    let window = Duration::from_secs(7 * 86_400);
    let (warm, cold) = (warm().with_stable_window(window), cold().with_stable_window(window));
    warm.get(BUCKET, "key", EXPIRY).expect("a valid request");
    for seconds in [now(), MIDNIGHT - 1, MIDNIGHT, now()] {
        assert_eq!(at(&warm, BUCKET, seconds), at(&cold, BUCKET, seconds));
    }
}

#[test]
fn threads_on_different_days_use_the_right_key() {
    let presigner = warm();
    let days = [-1, 0, DAY_SECONDS - 1, DAY_SECONDS].map(|seconds| MIDNIGHT + seconds);
    let expected = days.map(|seconds| fresh(BUCKET, seconds));
    in_threads(|thread, round| {
        let day = (thread + round) % days.len();
        assert_eq!(at(&presigner, BUCKET, days[day]), expected[day]);
    });
}

#[test]
fn threads_that_read_the_clock_and_threads_that_do_not_use_the_right_key() {
    let presigner = cold();
    let other_scope = fresh(OTHER_SCOPES[0], MIDNIGHT);
    let another_day = fresh(BUCKET, MIDNIGHT);
    in_threads(|thread, _| match thread {
        0 | 1 => assert_clock_as_fresh(&presigner, BUCKET),
        2 => assert_clock_as_fresh(&presigner, OTHER_SCOPES[1]),
        3 => assert_eq!(at(&presigner, OTHER_SCOPES[0], MIDNIGHT), other_scope),
        4 => assert_eq!(at(&presigner, BUCKET, MIDNIGHT), another_day),
        _ => assert_clock_as_fresh(&presigner.clone(), BUCKET),
    });
}

#[test]
fn presigners_of_different_regions_do_not_share_a_key() {
    let regions = ["us-east-1", "eu-west-1", "aws-global", "auto"];
    let today = now();
    let expected = regions.map(|region| at(&Presigner::new(credentials(), region), BUCKET, today));
    let presigners = regions.map(|region| Presigner::new(credentials(), region));
    in_threads(|thread, round| {
        let index = (thread + round) % regions.len();
        presigners[index].get(BUCKET, "key", EXPIRY).expect("a valid request");
        assert_eq!(at(&presigners[index], BUCKET, today), expected[index]);
    });
}

/// Runs `work` in several threads with the numbers of the thread and of the round.
fn in_threads(work: impl Fn(usize, usize) + Sync) {
    thread::scope(|scope| {
        for thread in 0..6 {
            let work = &work;
            scope.spawn(move || (0..200).for_each(|round| work(thread, round)));
        }
    });
}

#[track_caller]
fn assert_as_fresh(presigner: &Presigner, bucket: &str, unix_seconds: i64) {
    assert_eq!(at(presigner, bucket, unix_seconds), fresh(bucket, unix_seconds));
}

/// The same for the methods that read the clock; the URL contains the time that they read.
#[track_caller]
fn assert_clock_as_fresh(presigner: &Presigner, bucket: &str) {
    let url = presigner.get(bucket, "key", EXPIRY).expect("a valid request");
    assert_eq!(url.as_str(), fresh(bucket, url.validity().signed_at().unix_seconds()));
}

/// The URL of a new presigner.
fn fresh(bucket: &str, unix_seconds: i64) -> String {
    at(&cold(), bucket, unix_seconds)
}

#[track_caller]
fn at(presigner: &Presigner, bucket: &str, unix_seconds: i64) -> String {
    let signer = presigner.at(Timestamp::from_unix_seconds(unix_seconds));
    signer.get(bucket, "key", EXPIRY).expect("a valid request").into_string()
}

fn warm() -> Presigner {
    let presigner = cold();
    presigner.get(BUCKET, "key", EXPIRY).expect("a valid request");
    presigner
}

fn cold() -> Presigner {
    Presigner::new(credentials(), "us-east-1")
}

fn credentials() -> Credentials {
    Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
}

fn now() -> i64 {
    Timestamp::from(std::time::SystemTime::now()).unix_seconds()
}
