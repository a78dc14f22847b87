//! Credentials fetched from a provider of the AWS SDK.

use core::{
    fmt,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    time::Duration,
};

use aws_credential_types::provider::{ProvideCredentials, error::CredentialsError};

use super::{Current, Presigner, RotatingPresigner, system_clock};
use crate::{credentials::Credentials, region::Region, wire::timestamp::Timestamp};

/// Methods that fetch credentials from a provider of `aws-config` (feature `aws-credential-types`). They work
/// on any async runtime.
impl RotatingPresigner {
    /// Fetches credentials from `provider` (feature `aws-credential-types`), and creates a presigner for Amazon
    /// S3 in `region`, with [`ExpiryPolicy::Clamp`](crate::ExpiryPolicy::Clamp).
    ///
    /// For other settings, fetch the credentials, and pass a [`Presigner`] to [`new`](Self::new):
    /// `Presigner::new(provider.provide_credentials().await?.into(), region)`.
    ///
    /// Whether the credentials have expired is determined with the system clock. A test with a fixed time also uses
    /// [`new`](Self::new), followed by [`with_clock`](Self::with_clock); the
    /// [cookbook](crate::guide::cookbook#with-rotation) shows one.
    ///
    /// # Errors
    ///
    /// The error of the provider; `CredentialsError::ProviderError` with an [`Error`](crate::Error) as its source if the
    /// provider returns credentials that are malformed or have expired.
    pub async fn fetch(
        provider: &(impl ProvideCredentials + ?Sized),
        region: impl Into<Region>,
    ) -> Result<Self, CredentialsError> {
        let credentials = fetch_credentials(provider, &system_clock).await?;
        Ok(Self::new(Presigner::new(credentials, region)))
    }

    /// Fetches credentials from `provider` (feature `aws-credential-types`), replaces the current ones, and
    /// returns how long to sleep until the next call.
    ///
    /// A task that runs as long as the service calls it in a loop. The first call of the loop, directly after
    /// [`fetch`](Self::fetch), fetches credentials a second time, because it returns how long to sleep:
    ///
    /// ```
    /// use std::sync::Arc;
    /// use aws_credential_types::provider::{ProvideCredentials, error::CredentialsError};
    /// use presigner::RotatingPresigner;
    ///
    /// async fn start(
    ///     // Such as `aws_config::default_provider::credentials::default_provider().await`.
    ///     provider: impl ProvideCredentials + 'static,
    /// ) -> Result<Arc<RotatingPresigner>, CredentialsError> {
    ///     let presigner = Arc::new(RotatingPresigner::fetch(&provider, "eu-central-1").await?);
    ///     let refreshed = Arc::clone(&presigner);
    ///     tokio::spawn(async move {
    ///         loop {
    ///             let wait = match refreshed.refresh(&provider).await {
    ///                 Ok(wait) => wait,
    ///                 Err(error) => {
    ///                     eprintln!("{error:?}"); // or `tracing::error!(?error)`
    ///                     error.retry_in()
    ///                 }
    ///             };
    ///             tokio::time::sleep(wait).await;
    ///         }
    ///     });
    ///     Ok(presigner)
    /// }
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    /// # let provider = aws_credential_types::Credentials::new("id", "secret", None, None, "example");
    /// # runtime.block_on(start(provider))?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// How long to sleep:
    ///
    /// - until [`refresh_at`](Self::refresh_at) for the longest URLs that the presigner's expiry policy
    ///   permits. With `ExpiryPolicy::ClampTo` an hour, this is an hour before the credentials expire, but not before
    ///   half their life has passed: after half an hour for credentials that are valid for one hour. With a policy
    ///   without a cap, it is after half their life. At most a day, because the clock may be set in the meantime;
    /// - one hour, if the credentials have no expiration, because the provider may return others later;
    /// - one second, and twice as long after each further call up to a minute, if this time has already come.
    ///   This occurs if the provider caches its credentials and returns the current ones again.
    ///
    /// It has no timeout of its own. The providers of `aws-config` have one; for others, use that of the runtime,
    /// such as `tokio::time::timeout`.
    ///
    /// # Errors
    ///
    /// A [`RefreshError`] if the provider fails, or returns credentials that are malformed or have expired.
    /// The current credentials are kept. [`retry_in`](RefreshError::retry_in) is one second, and twice as
    /// long after each further failure, up to a minute.
    pub async fn refresh(
        &self,
        provider: &(impl ProvideCredentials + ?Sized),
    ) -> Result<Duration, RefreshError> {
        match fetch_credentials(provider, &**self.clock).await {
            Ok(credentials) => Ok(self.replace(credentials)),
            Err(source) => Err(RefreshError { source, retry_in: self.backoff.next() }),
        }
    }

    /// Replaces the credentials, and returns how long to sleep until the next refresh.
    fn replace(&self, credentials: Credentials) -> Duration {
        let now = (self.clock)();
        let current = self.current.load();
        let taken_at = if current.has(&credentials) { current.taken_at } else { now };
        self.store(credentials, taken_at);
        let sleep = match self.refresh_at(Duration::MAX) {
            None => Some(SLEEP_WITHOUT_EXPIRATION),
            Some(at) => sleep_until(at, now).map(|sleep| sleep.min(MAX_SLEEP)),
        };
        sleep.inspect(|_| self.backoff.reset()).unwrap_or_else(|| self.backoff.next())
    }
}

impl Current {
    /// Whether these are the current credentials.
    fn has(&self, credentials: &Credentials) -> bool {
        let current = self.presigner.credentials();
        current.access_key_id() == credentials.access_key_id()
            && current.expiration() == credentials.expiration()
    }
}

/// The error of [`RotatingPresigner::refresh`] (feature `aws-credential-types`). The current credentials are kept.
///
/// [`retry_in`](Self::retry_in) returns when to try again. The cause is the
/// [`source`](core::error::Error::source), which `Display` does not include: log the `Debug` output, or the chain
/// of sources.
#[derive(Debug)]
pub struct RefreshError {
    source: CredentialsError,
    retry_in: Duration,
}

impl RefreshError {
    /// How long to sleep until the next call, from one second to one minute.
    #[must_use]
    pub const fn retry_in(&self) -> Duration {
        self.retry_in
    }
}

impl fmt::Display for RefreshError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.retry_in.as_secs();
        write!(
            f,
            "credentials cannot be refreshed; the current ones are kept, retry in {seconds} s"
        )
    }
}

impl core::error::Error for RefreshError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Counts consecutive calls that have failed, or after which the credentials still have to be refreshed.
#[derive(Default)]
pub(super) struct Backoff {
    calls: AtomicU32,
}

impl Backoff {
    /// Counts a call, and returns how long to sleep after it.
    fn next(&self) -> Duration {
        let doublings = self.calls.fetch_add(1, Relaxed).min(MAX_BACKOFF.as_secs().ilog2() + 1);
        Duration::from_secs(1 << doublings).min(MAX_BACKOFF)
    }

    fn reset(&self) {
        self.calls.store(0, Relaxed);
    }
}

/// Fetches credentials that can sign now.
async fn fetch_credentials(
    provider: &(impl ProvideCredentials + ?Sized),
    clock: &(dyn Fn() -> Timestamp + Sync),
) -> Result<Credentials, CredentialsError> {
    let credentials = Credentials::from(provider.provide_credentials().await?);
    credentials.check().map_err(CredentialsError::provider_error)?;
    credentials.check_expiration(clock()).map_err(CredentialsError::provider_error)?;
    Ok(credentials)
}

/// The time until `at`; `None` if that is not in the future.
fn sleep_until(at: Timestamp, now: Timestamp) -> Option<Duration> {
    Some(at.saturating_duration_since(now)).filter(|wait| !wait.is_zero())
}

const MAX_SLEEP: Duration = Duration::from_secs(24 * 3600);
const SLEEP_WITHOUT_EXPIRATION: Duration = Duration::from_secs(3600);
const MAX_BACKOFF: Duration = Duration::from_secs(60);
