//! Credentials fetched from a provider of the AWS SDK.

use core::{fmt, time::Duration};

use aws_credential_types::provider::{ProvideCredentials, error::CredentialsError};

use super::{Presigner, RotatingPresigner, check, system_clock};
use crate::{credentials::Credentials, region::Region};

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
    /// The error of the provider; `CredentialsError::ProviderError` with an [`Error`](crate::Error) as its source if
    /// the provider returns credentials that are malformed or have expired.
    pub async fn fetch(
        provider: &(impl ProvideCredentials + ?Sized),
        region: impl Into<Region>,
    ) -> Result<Self, CredentialsError> {
        let credentials = Credentials::from(provider.provide_credentials().await?);
        check(&credentials, system_clock()).map_err(CredentialsError::provider_error)?;
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
    /// How long to sleep is that of [`try_rotate`](Self::try_rotate).
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
        let fetched = provider.provide_credentials().await;
        let wait = fetched.and_then(|credentials| {
            self.try_rotate(credentials.into()).map_err(CredentialsError::provider_error)
        });
        wait.map_err(|source| RefreshError { source, retry_in: self.backoff.next() })
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
