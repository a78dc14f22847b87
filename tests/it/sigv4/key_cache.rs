//! A presigner keeps the signing key of the day. Whatever it did before, its URLs are those of one
//! that was made just now.

use std::{thread, time::Duration};

use presigner::{Credentials, Endpoint, Presigner, Timestamp};

const DAY_SECONDS: i64 = 86_400;

/// 2024-03-16T00:00:00Z
const MIDNIGHT: i64 = 1_710_547_200;

const EXPIRY: Duration = Duration::from_secs(900);

const BUCKET: &str = "bucket";

/// Of other regions and services than the presigner's own: each wants a key of its own.
const ELSEWHERE: [&str; 4] = [
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
fn two_days_in_turn_do_not_disturb_each_other() {
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
    for elsewhere in ELSEWHERE.into_iter().chain(ELSEWHERE.into_iter().rev()) {
        for bucket in [elsewhere, BUCKET, elsewhere] {
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
    for elsewhere in ELSEWHERE {
        for bucket in [BUCKET, elsewhere, BUCKET] {
            let url = signer.get(bucket, "key", EXPIRY).expect("a good request");
            assert_eq!(url.as_str(), fresh(bucket, MIDNIGHT));
        }
    }
}

#[test]
fn a_signer_keeps_its_day_while_the_presigner_goes_on() {
    let presigner = warm();
    let signer = presigner.at(Timestamp::from_unix_seconds(MIDNIGHT));
    assert_clock_as_fresh(&presigner, BUCKET);
    assert_as_fresh(&presigner, BUCKET, MIDNIGHT + DAY_SECONDS);
    let url = signer.get(BUCKET, "key", EXPIRY).expect("a good request");
    assert_eq!(url.as_str(), fresh(BUCKET, MIDNIGHT));
}

#[test]
fn a_clone_signs_as_the_original_whichever_came_first() {
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
fn other_credentials_forget_the_key_of_the_old_ones() {
    let others = || Credentials::new("AKIDOTHER", "another secret").with_session_token("token");
    let (warm, today) = (warm(), now());
    let rotated = warm.clone().with_credentials(others());
    let expected = Presigner::new(others(), "us-east-1");
    for presigner in [&rotated, &rotated.clone()] {
        for seconds in [today, MIDNIGHT, today] {
            assert_eq!(at(presigner, BUCKET, seconds), at(&expected, BUCKET, seconds));
        }
        let url = presigner.get(BUCKET, "key", EXPIRY).expect("a good request");
        let signed_at = url.validity().signed_at().unix_seconds();
        assert_eq!(url.as_str(), at(&expected, BUCKET, signed_at));
    }
    assert_as_fresh(&warm, BUCKET, today);
}

#[test]
fn another_endpoint_changes_the_key_if_it_has_a_region_of_its_own() {
    let minio = Endpoint::custom("http://127.0.0.1:9000").expect("a good URL");
    let mut presigner = warm();
    for endpoint in [minio, Endpoint::r2("account"), Endpoint::aws()] {
        presigner = presigner.with_endpoint(endpoint.clone());
        let fresh = cold().with_endpoint(endpoint);
        for _ in 0..2 {
            let url = presigner.get(BUCKET, "key", EXPIRY).expect("a good request");
            let signed_at = url.validity().signed_at().unix_seconds();
            assert_eq!(url.as_str(), at(&fresh, BUCKET, signed_at));
            assert_eq!(at(&presigner, BUCKET, MIDNIGHT), at(&fresh, BUCKET, MIDNIGHT));
        }
    }
}

#[test]
fn a_stable_window_decides_which_day_it_is() {
    let window = Duration::from_secs(7 * 86_400);
    let (warm, cold) = (warm().with_stable_window(window), cold().with_stable_window(window));
    warm.get(BUCKET, "key", EXPIRY).expect("a good request");
    for seconds in [now(), MIDNIGHT - 1, MIDNIGHT, now()] {
        assert_eq!(at(&warm, BUCKET, seconds), at(&cold, BUCKET, seconds));
    }
}

#[test]
fn threads_change_the_day_without_disturbing_each_other() {
    let presigner = warm();
    let days = [-1, 0, DAY_SECONDS - 1, DAY_SECONDS].map(|seconds| MIDNIGHT + seconds);
    let expected = days.map(|seconds| fresh(BUCKET, seconds));
    in_threads(|thread, round| {
        let day = (thread + round) % days.len();
        assert_eq!(at(&presigner, BUCKET, days[day]), expected[day]);
    });
}

#[test]
fn threads_that_read_the_clock_are_not_disturbed_by_those_that_do_not() {
    let presigner = cold();
    let elsewhere = fresh(ELSEWHERE[0], MIDNIGHT);
    let another_day = fresh(BUCKET, MIDNIGHT);
    in_threads(|thread, _| match thread {
        0 | 1 => assert_clock_as_fresh(&presigner, BUCKET),
        2 => assert_clock_as_fresh(&presigner, ELSEWHERE[1]),
        3 => assert_eq!(at(&presigner, ELSEWHERE[0], MIDNIGHT), elsewhere),
        4 => assert_eq!(at(&presigner, BUCKET, MIDNIGHT), another_day),
        _ => assert_clock_as_fresh(&presigner.clone(), BUCKET),
    });
}

#[test]
fn threads_that_share_no_region_do_not_share_a_key() {
    let regions = ["us-east-1", "eu-west-1", "aws-global", "auto"];
    let today = now();
    let expected = regions.map(|region| at(&Presigner::new(credentials(), region), BUCKET, today));
    let presigners = regions.map(|region| Presigner::new(credentials(), region));
    in_threads(|thread, round| {
        let which = (thread + round) % regions.len();
        presigners[which].get(BUCKET, "key", EXPIRY).expect("a good request");
        assert_eq!(at(&presigners[which], BUCKET, today), expected[which]);
    });
}

/// Runs `work` with the number of the thread and of the round.
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

/// The same for the verbs that read the clock: the URL says what it read.
#[track_caller]
fn assert_clock_as_fresh(presigner: &Presigner, bucket: &str) {
    let url = presigner.get(bucket, "key", EXPIRY).expect("a good request");
    assert_eq!(url.as_str(), fresh(bucket, url.validity().signed_at().unix_seconds()));
}

/// The URL of a presigner that has no past.
fn fresh(bucket: &str, unix_seconds: i64) -> String {
    at(&cold(), bucket, unix_seconds)
}

#[track_caller]
fn at(presigner: &Presigner, bucket: &str, unix_seconds: i64) -> String {
    let signer = presigner.at(Timestamp::from_unix_seconds(unix_seconds));
    signer.get(bucket, "key", EXPIRY).expect("a good request").into_string()
}

fn warm() -> Presigner {
    let presigner = cold();
    presigner.get(BUCKET, "key", EXPIRY).expect("a good request");
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
