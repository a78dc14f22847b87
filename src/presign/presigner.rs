//! `Presigner`: how to sign.

use alloc::sync::Arc;
use core::time::Duration;

use super::{
    expiry::{ExpiryPolicy, ExpiryRules, StableWindow},
    signer::Signer,
};
use crate::{
    credentials::Credentials,
    endpoint::{Endpoint, ResolvedEndpoint},
    error::Error,
    region::Region,
    sigv4::{key_cache::KeyCache, scope_key::ScopeKey},
    wire::{names::S3, timestamp::Timestamp},
};

/// Makes presigned URLs: credentials, a region, and how URLs are to look and to live.
///
/// Make one at start-up and share it: it is `Send` and `Sync`, does no I/O, and remembers the signing key
/// of the day. A setting that cannot work is an [`Error`](crate::Error) at the first URL, not a panic here.
///
/// ```
/// use std::time::Duration;
/// use presigner::{Credentials, Presigner};
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let presigner = Presigner::new(credentials, "eu-central-1");
///
/// let url = presigner.get("my-bucket", "photos/cat.jpg", Duration::from_secs(900))?;
/// assert!(url.as_str().starts_with("https://my-bucket.s3.eu-central-1.amazonaws.com/photos/cat.jpg?"));
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Presigner {
    settings: Settings,
    key_cache: KeyCache,
}

/// What a presigner was given.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) credentials: Arc<Credentials>,
    pub(super) endpoint: ResolvedEndpoint,
    expiry_policy: ExpiryPolicy,
    stable_window: Option<StableWindow>,
}

impl Settings {
    #[inline]
    pub(super) fn expiry_rules(&self) -> ExpiryRules {
        ExpiryRules {
            policy: self.expiry_policy,
            stable_window: self.stable_window,
            credentials_expiration: self.credentials.expiration(),
        }
    }
}

impl Presigner {
    /// A presigner for S3 in `region`.
    pub fn new(credentials: Credentials, region: impl Into<Region>) -> Self {
        Self::with_settings(Settings {
            credentials: Arc::new(credentials),
            endpoint: Endpoint::aws().resolve(region.into()),
            expiry_policy: ExpiryPolicy::default(),
            stable_window: None,
        })
    }

    /// Replaces where requests go.
    #[must_use]
    pub fn with_endpoint(mut self, endpoint: Endpoint) -> Self {
        self.settings.endpoint = endpoint.resolve(self.settings.endpoint.into_region());
        Self::with_settings(self.settings)
    }

    /// Replaces what happens to URLs that are asked to live longer than they can.
    #[must_use]
    pub const fn with_expiry_policy(mut self, policy: ExpiryPolicy) -> Self {
        self.settings.expiry_policy = policy;
        self
    }

    /// Makes all URLs of one `window` byte-identical, so that browsers and CDNs can cache what they point
    /// to. Whole seconds, one second to seven days.
    ///
    /// The signing time is rounded down to a multiple of `window`, and a duration is lengthened by it, so
    /// that each URL still lives at least as long as asked; a deadline stays as it is. Seven days remain
    /// the limit. New credentials make new URLs, and a bucket policy on `s3:signatureAge` sees the rounded
    /// time.
    #[must_use]
    pub const fn with_stable_window(mut self, window: Duration) -> Self {
        self.settings.stable_window = Some(StableWindow::new(window));
        self
    }

    /// Replaces the credentials, and forgets the signing key of the old ones.
    #[must_use]
    pub fn with_credentials(mut self, credentials: Credentials) -> Self {
        self.settings.credentials = Arc::new(credentials);
        Self::with_settings(self.settings)
    }

    /// This presigner at one signing time: for a page of links, and for tests.
    ///
    /// The signer takes the day's signing key from the presigner if `get` or another verb that reads the clock
    /// has left it there today. Otherwise it derives one, in about a microsecond, and keeps it to itself: make
    /// one signer for many links.
    pub fn at(&self, signing_time: impl Into<Timestamp>) -> Signer<'_> {
        self.signer(signing_time.into(), KeyCache::get)
    }

    /// A signer with the key that `get_key` takes from the cache.
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

    /// Begins without a signing key: the old one may be another's.
    fn with_settings(settings: Settings) -> Self {
        let key_cache = KeyCache::new(settings.endpoint.signing_region(), S3);
        Self { settings, key_cache }
    }
}
