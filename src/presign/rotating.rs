//! A presigner whose credentials can be replaced while other threads sign.

mod backoff;
#[cfg(feature = "aws-credential-types")]
mod refresh;

use alloc::sync::Arc;
use core::{fmt, ops::Deref, panic::AssertUnwindSafe, time::Duration};

use arc_swap::{ArcSwap, Guard};

use self::backoff::Backoff;
use super::presigner::Presigner;
use crate::{credentials::Credentials, error::Error, wire::timestamp::Timestamp};

#[cfg(feature = "aws-credential-types")]
pub use self::refresh::RefreshError;

/// A [`Presigner`] whose credentials any thread can replace at any time (feature `rotation`).
///
/// Temporary credentials are typically valid for an hour, and a service fetches new ones before
/// they expire. Threads share a `RotatingPresigner` and sign with the current presigner, which
/// [`load`](Self::load) returns:
///
/// ```
/// use presigner::{Credentials, Expiry, Presigner, RotatingPresigner};
///
/// let presigner = RotatingPresigner::new(Presigner::new(Credentials::new("id-1", "secret-1"), "eu-central-1"));
/// assert!(presigner.load().get("my-bucket", "cat.jpg", Expiry::hours(1))?.as_str().contains("id-1"));
///
/// presigner.rotate(Credentials::new("id-2", "secret-2"));
/// assert!(presigner.load().get("my-bucket", "cat.jpg", Expiry::hours(1))?.as_str().contains("id-2"));
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// [`try_rotate`](Self::try_rotate) checks the new credentials, and returns when to fetch the next ones. With the
/// feature `aws-credential-types`, `RotatingPresigner::refresh` fetches them from a provider of the AWS SDK.
///
/// Each URL is signed with one set of credentials. Loading takes no lock, and readers do not block
/// each other; `cargo bench --features rotation --bench rotation` measures it. The old secret is
/// wiped when the last loaded presigner that uses it is dropped.
pub struct RotatingPresigner {
    current: ArcSwap<Current>,
    clock: Clock,
    backoff: Backoff,
}

/// A clock that panics causes no partial change, because its time is read before anything is stored.
type Clock = AssertUnwindSafe<Arc<dyn Fn() -> Timestamp + Send + Sync>>;

/// The current presigner.
struct Current {
    presigner: Presigner,
    /// When its credentials were taken.
    taken_at: Timestamp,
}

impl RotatingPresigner {
    /// Creates a rotating presigner from `presigner`. Its settings are kept when the credentials
    /// are replaced.
    #[must_use]
    pub fn new(presigner: Presigner) -> Self {
        Self::with_presigner(presigner, system_clock)
    }

    /// Replaces the clock that determines when to refresh the credentials, and whether credentials
    /// that `refresh` fetches have expired: for tests, and for `wasm32-unknown-unknown`, which has no
    /// system clock. The current credentials count as taken at the time of the new clock.
    ///
    /// It is not the clock of the presigners that [`load`](Self::load) returns: pass a time to their
    /// [`at`](Presigner::at). The [cookbook](crate::guide::cookbook#with-rotation) shows both in a
    /// test.
    #[must_use]
    pub fn with_clock(self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self::with_presigner(Presigner::clone(&self.load()), clock)
    }

    /// Replaces the credentials without a check: malformed or expired ones are an error when signing. A presigner
    /// loaded before keeps the old ones.
    pub fn rotate(&self, credentials: Credentials) {
        self.store(credentials, (self.clock)());
    }

    /// Replaces the credentials, unless they are malformed or have expired, and returns how long to sleep until new
    /// ones have to be fetched. A presigner loaded before keeps the old ones.
    ///
    /// ```
    /// use std::time::Duration;
    /// use presigner::{Credentials, Error, Presigner, RotatingPresigner, Timestamp};
    ///
    /// # let now = Timestamp::from_unix_seconds(1_700_000_000);
    /// # let presigner = Presigner::new(Credentials::new("id", "secret").with_expiration(now), "eu-central-1");
    /// # let presigner = RotatingPresigner::new(presigner).with_clock(move || now);
    /// let an_hour = Duration::from_secs(3600);
    /// let valid = Credentials::new("id-2", "secret-2").with_session_token("token-2").with_expiration(now + an_hour);
    /// assert_eq!(presigner.try_rotate(valid)?, an_hour / 2);
    ///
    /// // The current credentials are kept.
    /// let expired = Credentials::new("id-1", "secret-1").with_session_token("token-1").with_expiration(now);
    /// assert!(matches!(presigner.try_rotate(expired), Err(Error::CredentialsExpired { .. })));
    /// assert_eq!(presigner.load().credentials().access_key_id(), "id-2");
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// How long to sleep:
    ///
    /// - until [`refresh_at`](Self::refresh_at) for the longest URLs that the presigner's expiry policy
    ///   permits. With `ExpiryPolicy::ClampTo` an hour, this is an hour before the credentials expire, but not before
    ///   half their life has passed: after half an hour for credentials that are valid for one hour. With a policy
    ///   without a cap, it is after half their life. At most a day, because the clock may be set in the meantime;
    /// - one hour, if the credentials have no expiration, because the next ones may have one;
    /// - one second, and twice as long after each further call up to a minute, if this time has already come.
    ///   This occurs if the source of the credentials caches them and returns the current ones again.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyAccessKeyId`], [`Error::EmptySecretAccessKey`], [`Error::InvalidCredentials`] or
    /// [`Error::CredentialsExpired`]. The current credentials are kept.
    pub fn try_rotate(&self, credentials: Credentials) -> Result<Duration, Error> {
        let now = (self.clock)();
        check(&credentials, now)?;
        let current = self.current.load();
        let taken_at = if current.has(&credentials) { current.taken_at } else { now };
        self.store(credentials, taken_at);
        let sleep = match self.refresh_at(Duration::MAX) {
            None => SLEEP_WITHOUT_EXPIRATION,
            Some(at) => at.saturating_duration_since(now).min(MAX_SLEEP),
        };
        if sleep.is_zero() {
            return Ok(self.backoff.next());
        }
        self.backoff.reset();
        Ok(sleep)
    }

    /// Returns the current presigner. It does not change, and it keeps its credentials in memory
    /// until it is dropped: load it again for each request.
    ///
    /// The returned value is a guard, which is `Send`. A [`Signer`](crate::Signer) borrows from it, so
    /// keep the guard in a variable of its own:
    ///
    /// ```
    /// # use presigner::{Credentials, Expiry, Presigner, RotatingPresigner, Timestamp};
    /// # let now = Timestamp::from_unix_seconds(1_700_000_000);
    /// # let rotating = RotatingPresigner::new(Presigner::new(Credentials::new("id", "secret"), "eu-central-1"));
    /// let presigner = rotating.load();
    /// let signer = presigner.at(now); // `rotating.load().at(now)` does not compile here
    /// for key in ["a.jpg", "b.jpg"] {
    ///     println!("{}", signer.get("my-bucket", key, Expiry::minutes(15))?);
    /// }
    /// # fn is_send(_: impl Send) {}
    /// # is_send(rotating.load());
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn load(&self) -> impl Deref<Target = Presigner> {
        Loaded(self.current.load())
    }

    /// Returns the time at which to fetch new credentials, so that no URL with a requested validity
    /// of `lifetime` (whole seconds) ends earlier because its credentials do; `None` if the
    /// credentials have no expiration.
    ///
    /// This is `lifetime` before the credentials expire, plus the stable window of the presigner if
    /// it has one, and at least five minutes before, because the provider may be slow or unavailable.
    /// But it is at most half the life of the credentials before they expire: with credentials
    /// that are valid for one hour, URLs that are to be valid for more than half an hour may still be
    /// shortened. Their life is measured from the call of [`new`](Self::new) or
    /// [`rotate`](Self::rotate) that stored them, or from the first call of [`try_rotate`](Self::try_rotate) with them.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use presigner::{Credentials, Presigner, RotatingPresigner, Timestamp};
    ///
    /// let expiration = SystemTime::now() + Duration::from_secs(6 * 3600);
    /// let credentials = Credentials::new("id", "secret").with_session_token("token").with_expiration(expiration);
    /// let presigner = RotatingPresigner::new(Presigner::new(credentials, "eu-central-1"));
    ///
    /// let an_hour = Duration::from_secs(3600);
    /// assert_eq!(presigner.refresh_at(an_hour), Some(Timestamp::from(expiration - an_hour)));
    /// ```
    #[must_use]
    pub fn refresh_at(&self, lifetime: Duration) -> Option<Timestamp> {
        self.current.load().refresh_at(lifetime)
    }

    fn with_presigner(
        presigner: Presigner,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Self {
        Self {
            current: ArcSwap::from_pointee(Current { presigner, taken_at: clock() }),
            clock: AssertUnwindSafe(Arc::new(clock)),
            backoff: Backoff::default(),
        }
    }

    fn store(&self, credentials: Credentials, taken_at: Timestamp) {
        let presigner = Presigner::clone(&self.load()).with_credentials(credentials);
        self.current.store(Arc::new(Current { presigner, taken_at }));
    }
}

impl Current {
    /// Whether these are the current credentials.
    fn has(&self, credentials: &Credentials) -> bool {
        let current = self.presigner.credentials();
        current.access_key_id() == credentials.access_key_id()
            && current.expiration() == credentials.expiration()
    }

    fn refresh_at(&self, lifetime: Duration) -> Option<Timestamp> {
        let rules = self.presigner.expiry_rules();
        let expiration = rules.credentials_expiration?;
        let life_seconds = expiration.saturating_duration_since(self.taken_at).as_secs();
        let early_seconds = rules
            .seconds_without_credentials(lifetime.as_secs())
            .max(MIN_EARLY_SECONDS)
            .min(life_seconds / 2);
        Some(expiration.saturating_sub(early_seconds))
    }
}

impl fmt::Debug for RotatingPresigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RotatingPresigner").field(&*self.load()).finish()
    }
}

/// Dereferences to the presigner instead of the `Arc`.
struct Loaded(Guard<Arc<Current>>);

impl Deref for Loaded {
    type Target = Presigner;

    fn deref(&self) -> &Presigner {
        &self.0.presigner
    }
}

/// Refuses credentials that cannot sign now.
fn check(credentials: &Credentials, now: Timestamp) -> Result<(), Error> {
    credentials.check()?;
    credentials.check_expiration(now)
}

fn system_clock() -> Timestamp {
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
    return std::time::SystemTime::now().into();
    // As if the credentials had been taken so long ago that half their life is no limit.
    #[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
    return Timestamp::from_unix_seconds(i64::MIN);
}

/// Instance profiles, for example, have new credentials at least five minutes before the old ones expire:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html>
const MIN_EARLY_SECONDS: u64 = 300;
const MAX_SLEEP: Duration = Duration::from_secs(24 * 3600);
const SLEEP_WITHOUT_EXPIRATION: Duration = Duration::from_secs(3600);
