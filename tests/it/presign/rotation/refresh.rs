//! Credentials refreshed from a provider, most of them under a paused clock.

use std::{
    cell::Cell,
    error::Error as _,
    fmt,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use aws_credential_types::{
    Credentials as SdkCredentials,
    provider::{self, ProvideCredentials, error::CredentialsError, future},
};
use presigner::{
    Credentials, Error, ErrorKind, Expiry, ExpiryPolicy, Limit, Presigner, RefreshError,
    RotatingPresigner, Timestamp,
};
use tokio::{
    runtime::Builder,
    time::{Instant, sleep},
};

use super::{IDENTITIES, check_urls};

#[test]
fn every_url_is_signed_with_the_credentials_of_one_refresh() {
    let calls = AtomicUsize::new(0);
    let provider = Provider(move || {
        let identity = calls.fetch_add(1, Relaxed) % IDENTITIES;
        Ok(SdkCredentials::new(
            format!("id-{identity}"),
            format!("secret-{identity}"),
            None,
            None,
            "test",
        ))
    });
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    let shared = runtime.block_on(RotatingPresigner::fetch(&provider, "eu-central-1"));
    let shared = shared.expect("valid credentials");
    check_urls(&shared, |_| {
        runtime.block_on(shared.refresh(&provider)).expect("valid credentials");
    });
}

#[test]
fn no_url_is_limited_by_credentials_if_the_provider_issues_new_ones() {
    const URLS_PER_LIFE: u32 = 3600;
    for (life, policy, lifetime) in [
        (HOUR, ExpiryPolicy::ClampTo(Duration::from_secs(900)), 900),
        (HOUR, ExpiryPolicy::Strict, 1800),
        (12 * HOUR, ExpiryPolicy::ClampTo(Duration::from_secs(6 * HOUR)), 6 * HOUR),
        (300, ExpiryPolicy::Clamp, 150),
    ] {
        run(async {
            let calls = Arc::new(AtomicUsize::new(0));
            let provider = issuing(life, Arc::clone(&calls));
            let presigner = refreshed(provider, policy).await;
            for _ in 0..4 * URLS_PER_LIFE {
                let url =
                    presigner.load().at(now()).get("bucket", "key", Duration::from_secs(lifetime));
                let validity = url.expect("valid credentials").validity();
                assert_eq!(validity.limited_by(), None, "at {}", now());
                sleep(Duration::from_secs(life) / URLS_PER_LIFE).await;
            }
            let calls = calls.load(Relaxed);
            assert!((4..=10).contains(&calls), "{calls} calls");
        });
    }
}

#[test]
fn new_credentials_of_a_caching_provider_are_used_within_a_minute() {
    const LIFE: u64 = 6 * HOUR;
    /// As an instance profile: new credentials replace the old ones this long before they expire.
    const OVERLAP: u64 = 600;
    run(async {
        let begin = now();
        let generation = move || seconds_since(begin) / (LIFE - OVERLAP);
        let expiration = move || later(begin, generation() * (LIFE - OVERLAP) + LIFE);
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        let provider = Provider(move || {
            counted.fetch_add(1, Relaxed);
            Ok(sdk_credentials(&format!("id-{}", generation()), expiration()))
        });
        let policy = ExpiryPolicy::ClampTo(Duration::from_secs(HOUR));
        let presigner = refreshed(provider, policy).await;
        for _ in 0..LIFE {
            let url = presigner.load().at(now()).get("bucket", "key", Expiry::hours(1));
            let url = url.expect("credentials that have not expired");
            let age = seconds_since(begin) % (LIFE - OVERLAP);
            if age > 60 {
                let newest = format!("Credential=id-{}%2F", generation());
                assert!(url.as_str().contains(&newest), "{newest} at {}: {url}", now());
            }
            sleep(4 * A_SECOND).await;
        }
        // In each period an hour before the expiration, and from then on at least every minute.
        let calls = calls.load(Relaxed);
        assert!((4 * 50..4 * 60).contains(&calls), "{calls} calls");
    });
}

#[test]
fn a_failed_refresh_keeps_the_credentials_and_is_retried() {
    const OUTAGE: [u64; 2] = [1200, 3000];
    run(async {
        let begin = now();
        let failures = Arc::new(Mutex::new(Vec::new()));
        let provider = Provider(move || {
            let is_down = (OUTAGE[0]..OUTAGE[1]).contains(&seconds_since(begin));
            if is_down {
                return Err(CredentialsError::provider_error("the service is unavailable"));
            }
            Ok(sdk_credentials(&format!("id-{}", seconds_since(begin)), later(now(), HOUR)))
        });
        let presigner =
            Arc::new(presigner(provider.0().expect("credentials"), ExpiryPolicy::Clamp));
        let (shared, log) = (Arc::clone(&presigner), Arc::clone(&failures));
        let refreshing = tokio::spawn(async move {
            loop {
                let wait = shared.refresh(&provider).await.unwrap_or_else(|error| {
                    let retry_in = error.retry_in();
                    log.lock().expect("no panic").push((seconds_since(begin), error));
                    retry_in
                });
                sleep(wait).await;
            }
        });
        for second in 0..HOUR {
            let url = presigner.load().at(now()).get("bucket", "key", Expiry::minutes(1));
            let url = url.expect("credentials that have not expired");
            let expected =
                if second <= OUTAGE[1] + 60 { "Credential=id-0%2F" } else { "Credential=id-30" };
            let is_retried = (OUTAGE[1]..=OUTAGE[1] + 60).contains(&second);
            assert!(is_retried || url.as_str().contains(expected), "{url}");
            sleep(A_SECOND).await;
        }
        refreshing.abort();
        let failures = failures.lock().expect("no panic");
        let waits: Vec<_> = failures.iter().map(|(_, error)| error.retry_in().as_secs()).collect();
        // At half the life, and then after each of the waits.
        assert_eq!(failures[0].0, 1800);
        assert_eq!(waits[..8], [1, 2, 4, 8, 16, 32, 60, 60]);
        assert!(waits[8..].iter().all(|wait| *wait == 60), "{waits:?}");
        let error = &failures[3].1;
        assert_eq!(
            error.to_string(),
            "credentials cannot be refreshed; the current ones are kept, retry in 8 s"
        );
        let source = error.source().and_then(|source| source.source()).map(ToString::to_string);
        assert_eq!(source.as_deref(), Some("the service is unavailable"));
    });
}

#[test]
fn the_backoff_begins_anew_after_a_success() {
    run(async {
        let is_down = Arc::new(Mutex::new(true));
        let down = Arc::clone(&is_down);
        let provider = Provider(move || {
            if *down.lock().expect("no panic") {
                return Err(CredentialsError::not_loaded_no_source());
            }
            Ok(sdk_credentials("id", later(now(), HOUR)))
        });
        let presigner = presigner(sdk_credentials("id", later(now(), 60)), ExpiryPolicy::Clamp);
        let set_down = |value| *is_down.lock().expect("no panic") = value;
        assert_eq!(retry_seconds(presigner.refresh(&provider).await), 1);
        assert_eq!(retry_seconds(presigner.refresh(&provider).await), 2);
        set_down(false);
        let wait = presigner.refresh(&provider).await;
        assert_eq!(wait.ok(), Some(Duration::from_secs(1800)));
        set_down(true);
        assert_eq!(retry_seconds(presigner.refresh(&provider).await), 1);
    });
}

#[test]
fn the_same_credentials_keep_their_time() {
    run(async {
        let credentials = sdk_credentials("id", later(now(), HOUR));
        let presigner = presigner(credentials.clone(), ExpiryPolicy::Clamp);
        let refresh_at = presigner.refresh_at(Duration::MAX);
        let mut waits = Vec::new();
        while seconds_since(NOON) < 1900 {
            let wait = presigner.refresh(&credentials).await.expect("valid credentials");
            waits.push(wait.as_secs());
            sleep(wait).await;
        }
        assert_eq!(waits[..8], [1800, 1, 2, 4, 8, 16, 32, 60]);
        assert_eq!(presigner.refresh_at(Duration::MAX), refresh_at);
    });
}

#[test]
fn another_id_or_expiration_means_new_credentials() {
    for (id, expire_in, wait) in [("id", 2 * HOUR, 3300), ("other", HOUR, 1500), ("id", HOUR, 1200)]
    {
        run(async {
            let begin = now();
            let credentials = sdk_credentials("id", later(begin, HOUR));
            let presigner = presigner(credentials, ExpiryPolicy::Clamp);
            sleep(600 * A_SECOND).await;
            let provided = sdk_credentials(id, later(begin, expire_in));
            let actual = presigner.refresh(&provided).await;
            assert_eq!(actual.ok(), Some(Duration::from_secs(wait)), "{id}, {expire_in}");
        });
    }
}

#[test]
fn credentials_without_an_expiration_are_fetched_again_after_an_hour() {
    run(async {
        let presigner = presigner(sdk_credentials("id", later(now(), HOUR)), ExpiryPolicy::Clamp);
        let long_lived = SdkCredentials::new("AKIA", "secret", None, None, "test");
        for _ in 0..2 {
            let wait = presigner.refresh(&long_lived).await;
            assert_eq!(wait.ok(), Some(Duration::from_secs(HOUR)));
        }
        assert_eq!(presigner.refresh_at(Duration::MAX), None);
    });
}

/// Such as after the clock was at 1970, and then set.
#[test]
fn the_longest_sleep_is_a_day() {
    run(async {
        let presigner = presigner(sdk_credentials("id", later(now(), HOUR)), ExpiryPolicy::Clamp);
        for (life, wait) in
            [(47 * HOUR, 47 * HOUR / 2), (49 * HOUR, 24 * HOUR), (1 << 38, 24 * HOUR)]
        {
            let provided = sdk_credentials("id", later(now(), life));
            let actual = presigner.refresh(&provided).await;
            assert_eq!(actual.ok(), Some(Duration::from_secs(wait)), "{life}");
        }
    });
}

#[test]
fn settings_are_kept_after_a_refresh() {
    run(async {
        let policy = ExpiryPolicy::ClampTo(Duration::from_secs(60));
        let presigner = presigner(sdk_credentials("id-1", later(now(), HOUR)), policy);
        let new = sdk_credentials("id-2", later(now(), HOUR));
        presigner.refresh(&new).await.expect("valid credentials");
        let url = presigner.load().at(now()).get("bucket", "key", Expiry::hours(1));
        let url = url.expect("a valid request");
        assert!(url.as_str().contains("Credential=id-2%2F"), "{url}");
        assert_eq!(url.validity().limited_by(), Some(Limit::Policy));
    });
}

#[test]
fn unusable_credentials_are_not_taken() {
    run(async {
        let presigner = presigner(sdk_credentials("id", later(now(), HOUR)), ExpiryPolicy::Clamp);
        for (unusable, is_expected) in [
            (
                sdk_credentials("new", now()),
                (|error| matches!(error, Error::CredentialsExpired { .. })) as fn(&Error) -> bool,
            ),
            (sdk_credentials("", later(now(), HOUR)), |error| *error == Error::EmptyAccessKeyId),
            (sdk_credentials("new\n", later(now(), HOUR)), |error| {
                matches!(error, Error::InvalidCredentials { .. })
            }),
        ] {
            let error = presigner.refresh(&unusable).await.expect_err("unusable credentials");
            let error = error.source().and_then(|source| source.source());
            let error = error
                .and_then(|error| error.downcast_ref::<Error>())
                .expect("an error of the crate");
            assert!(is_expected(error), "{error:?}");
            assert_eq!(error.kind(), ErrorKind::Credentials);
            let url = presigner.load().at(now()).get("bucket", "key", Expiry::minutes(1));
            assert!(url.expect("the old credentials").as_str().contains("Credential=id%2F"));
        }
    });
}

#[test]
fn a_presigner_of_unusable_credentials_is_not_created() {
    run(async {
        let long_ago = Timestamp::from_unix_seconds(1_000_000_000);
        for unusable in
            [sdk_credentials("id", long_ago), sdk_credentials(" ", later(now(), 1_000 * 24 * HOUR))]
        {
            let error = RotatingPresigner::fetch(&unusable, "eu-central-1").await;
            let error = error.expect_err("unusable credentials");
            assert!(error.source().is_some_and(<dyn std::error::Error>::is::<Error>), "{error:?}");
        }
        let failing = Provider(|| Err(CredentialsError::not_loaded_no_source()));
        let error = RotatingPresigner::fetch(&failing, "eu-central-1").await;
        assert!(matches!(error, Err(CredentialsError::CredentialsNotLoaded(_))), "{error:?}");
    });
}

#[test]
fn any_provider_can_be_fetched_from() {
    run(async {
        let shared = provider::SharedCredentialsProvider::new(SdkCredentials::new(
            "id", "secret", None, None, "test",
        ));
        let by_reference: &dyn ProvideCredentials = &shared;
        for presigner in [
            RotatingPresigner::fetch(&shared, "eu-central-1").await,
            RotatingPresigner::fetch(by_reference, String::from("eu-central-1")).await,
        ] {
            let url = presigner.expect("credentials").load().get("bucket", "key", Expiry::hours(1));
            let url = url.expect("a valid request");
            assert!(url.as_str().contains("Credential=id%2F"), "{url}");
            assert!(url.as_str().contains("%2Feu-central-1%2Fs3%2F"), "{url}");
        }
    });
}

/// Issues credentials at each call, like STS, and counts the calls.
fn issuing(life: u64, calls: Arc<AtomicUsize>) -> impl ProvideCredentials + 'static {
    Provider(move || {
        let call = calls.fetch_add(1, Relaxed);
        Ok(sdk_credentials(&format!("id-{call}"), later(now(), life)))
    })
}

/// A presigner that a task refreshes until the runtime is dropped.
async fn refreshed(
    provider: impl ProvideCredentials + 'static,
    policy: ExpiryPolicy,
) -> Arc<RotatingPresigner> {
    let credentials = provider.provide_credentials().await.expect("credentials");
    let presigner = Arc::new(presigner(credentials, policy));
    let shared = Arc::clone(&presigner);
    tokio::spawn(async move {
        loop {
            sleep(shared.refresh(&provider).await.expect("credentials")).await;
        }
    });
    presigner
}

fn presigner(credentials: SdkCredentials, policy: ExpiryPolicy) -> RotatingPresigner {
    let presigner = Presigner::new(Credentials::from(credentials), "us-east-1");
    RotatingPresigner::new(presigner.with_expiry_policy(policy)).with_clock(now)
}

fn sdk_credentials(id: &str, expiration: Timestamp) -> SdkCredentials {
    SdkCredentials::new(id, "secret", Some("token".into()), Some(expiration.into()), "test")
}

fn retry_seconds(result: Result<Duration, RefreshError>) -> u64 {
    result.expect_err("the provider is down").retry_in().as_secs()
}

struct Provider<F>(F);

impl<F: Fn() -> provider::Result + Send + Sync> ProvideCredentials for Provider<F> {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready((self.0)())
    }
}

impl<F> fmt::Debug for Provider<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Provider")
    }
}

/// Runs a test under a paused clock, which begins at noon, and jumps to the end of each sleep.
fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime").block_on(async {
        BEGIN.set(Some(Instant::now()));
        test.await
    })
}

/// The time of the paused clock.
fn now() -> Timestamp {
    later(NOON, BEGIN.get().expect("called by `run`").elapsed().as_secs())
}

fn seconds_since(time: Timestamp) -> u64 {
    now().unix_seconds().abs_diff(time.unix_seconds())
}

fn later(time: Timestamp, seconds: u64) -> Timestamp {
    time + Duration::from_secs(seconds)
}

thread_local! {
    static BEGIN: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// 2024-03-15T12:00:00Z
const NOON: Timestamp = Timestamp::from_unix_seconds(1_710_504_000);
const HOUR: u64 = 3600;
const A_SECOND: Duration = Duration::from_secs(1);
