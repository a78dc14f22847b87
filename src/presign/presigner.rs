//! `Presigner`: credentials, endpoint and expiry rules.

use alloc::sync::Arc;
use core::time::Duration;

use super::{
    expiry::{ExpiryPolicy, StableWindow},
    settings::Settings,
    signer::Signer,
};
use crate::{
    credentials::Credentials,
    endpoint::Endpoint,
    error::Error,
    region::Region,
    sigv4::{key_cache::KeyCache, scope_key::ScopeKey},
    wire::{names::S3, timestamp::Timestamp},
};

/// Creates presigned URLs from credentials, a region, an endpoint and an expiry policy.
///
/// Create one at start-up and share it between threads: it is `Send` and `Sync` and does no I/O. It
/// caches today's signing key for general purpose buckets in its region. For directory buckets, and
/// for ARNs of another service or region, a key is derived for each URL. [`new`](Self::new) and the
/// `with_…` methods do not fail; an invalid setting is an [`Error`](crate::Error) when signing. For
/// credentials that expire while the service runs, share a `RotatingPresigner` (feature `rotation`).
/// With the feature `sigv4a`, the ARN of a Multi-Region Access Point is accepted too, see
/// [`sigv4`](crate::sigv4#signature-version-4a).
///
/// ```
/// use presigner::{Credentials, Expiry, Presigner};
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let presigner = Presigner::new(credentials, "eu-central-1");
///
/// let url = presigner.get("my-bucket", "photos/cat.jpg", Expiry::minutes(15))?;
/// assert!(url.as_str().starts_with("https://my-bucket.s3.eu-central-1.amazonaws.com/photos/cat.jpg?"));
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Presigner {
    settings: Settings,
    key_cache: KeyCache,
}

impl Presigner {
    /// Creates a presigner for Amazon S3 in `region`, with [`ExpiryPolicy::Clamp`].
    ///
    /// An invalid region is an [`Error::InvalidRegion`](crate::Error::InvalidRegion) when signing.
    pub fn new(credentials: Credentials, region: impl Into<Region>) -> Self {
        Self::with_settings(Settings {
            credentials: Arc::new(credentials),
            endpoint: Endpoint::aws().resolve(region.into()),
            expiry_policy: ExpiryPolicy::default(),
            stable_window: None,
        })
    }

    /// Replaces the endpoint, which is [`Endpoint::aws`] by default.
    #[must_use]
    pub fn with_endpoint(mut self, endpoint: Endpoint) -> Self {
        self.settings.endpoint = endpoint.resolve(self.settings.endpoint.into_region());
        Self::with_settings(self.settings)
    }

    /// Replaces the expiry policy, which determines what happens if a requested expiry exceeds a
    /// limit. The default is [`ExpiryPolicy::Clamp`].
    #[must_use]
    pub const fn with_expiry_policy(mut self, policy: ExpiryPolicy) -> Self {
        self.settings.expiry_policy = policy;
        self
    }

    /// Makes all URLs for the same request within one `window` of time byte-identical, so that
    /// browsers and CDNs can cache the response. The window is one second to seven days long;
    /// fractions of a second are dropped.
    ///
    /// The signing time is rounded down to a multiple of `window`, counted from
    /// 1970-01-01T00:00:00Z. A requested duration is extended by `window`, so that each URL is
    /// valid for at least that duration, unless a limit applies (see [`ExpiryPolicy`]). A deadline
    /// ([`Expiry::until`](crate::Expiry::until), [`no_later_than`](crate::Expiry::no_later_than)) is
    /// not changed. The URLs change when the credentials change. The condition [`s3:signatureAge`] of a bucket policy
    /// compares the rounded time.
    ///
    /// [`s3:signatureAge`]: https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
    ///
    /// A window of another length is an
    /// [`Error::InvalidStableWindow`](crate::Error::InvalidStableWindow) when signing.
    #[must_use]
    pub const fn with_stable_window(mut self, window: Duration) -> Self {
        self.settings.stable_window = Some(StableWindow::new(window));
        self
    }

    /// Replaces the credentials and drops the cached signing key.
    #[must_use]
    pub fn with_credentials(mut self, credentials: Credentials) -> Self {
        self.settings.credentials = Arc::new(credentials);
        Self::with_settings(self.settings)
    }

    /// Returns the credentials, to sign something else with them, such as a
    /// [login token](crate::tokens).
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.settings.credentials
    }

    /// Returns a signer at a fixed signing time: to create many URLs at once, for tests, and where
    /// there is no clock.
    ///
    /// The signer copies the cached signing key if that is valid for the day of `signing_time`.
    /// Otherwise it derives a key, which takes about a microsecond on a processor with SHA
    /// extensions, and does not add it to the cache: only the methods that read the clock do. So
    /// create one signer for many URLs.
    ///
    /// ```
    /// # use presigner::{Credentials, Expiry, Presigner, Timestamp};
    /// # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
    /// // All links of a page have the same signing time. In production: `SystemTime::now()`.
    /// let signer = presigner.at(Timestamp::from_unix_seconds(1_700_000_000));
    /// for key in ["a.jpg", "b.jpg"] {
    ///     let url = signer.get("my-bucket", key, Expiry::hours(1))?;
    ///     assert!(url.as_str().contains("X-Amz-Date=20231114T221320Z"));
    /// }
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn at(&self, signing_time: impl Into<Timestamp>) -> Signer<'_> {
        self.signer(signing_time.into(), KeyCache::get)
    }

    /// Returns a signer with the key that `get_key` gets from the cache.
    #[inline]
    pub(super) fn signer<'p>(
        &'p self,
        now: Timestamp,
        get_key: impl FnOnce(&'p KeyCache, Timestamp, &str) -> Result<ScopeKey<'p>, Error>,
    ) -> Signer<'p> {
        let signed_at = self.settings.expiry_rules().signing_time(now);
        let secret_access_key = self.settings.credentials.secret_access_key();
        Signer::new(&self.settings, now, get_key(&self.key_cache, signed_at, secret_access_key))
    }

    #[cfg(feature = "rotation")]
    pub(super) fn expiry_rules(&self) -> super::ExpiryRules {
        self.settings.expiry_rules()
    }

    /// Creates a presigner without a cached signing key, which may belong to other credentials.
    fn with_settings(settings: Settings) -> Self {
        let key_cache = KeyCache::new(settings.endpoint.signing_region(), S3);
        Self { settings, key_cache }
    }
}
