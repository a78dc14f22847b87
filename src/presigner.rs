//! `Presigner`, which reads the clock, and `Signer`, which makes URLs at one signing time.

use alloc::{
    borrow::Cow,
    string::{String, ToString},
    sync::Arc,
};
use core::time::Duration;

use crate::{
    credentials::{Credentials, TokenKind},
    endpoint::{Address, Endpoint},
    error::Error,
    expiry::{Expiry, ExpiryPolicy, ExpiryRules, StableWindow, Validity},
    presigned_url::PresignedUrl,
    region::Region,
    request::Request,
    sigv4::{
        CanonicalRequest, PayloadHash, Scope, SigningKey, Timestamp,
        headers::push_value,
        hex_digest,
        key_cache::KeyCache,
        pair::Pair,
        percent,
        query::{Authentication, SIGNATURE},
        signing_key::Message,
    },
};

/// Makes presigned URLs: credentials, a region, and how URLs are to look and to live.
///
/// Make one at start-up and share it: it is `Send` and `Sync`, does no I/O, and remembers the signing key
/// of the day. A setting that cannot work is an [`Error`] at the first URL, not a panic here.
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
    credentials: Arc<Credentials>,
    region: Region,
    endpoint: Endpoint,
    expiry_policy: ExpiryPolicy,
    stable_window: Option<StableWindow>,
    key_cache: KeyCache,
}

impl Presigner {
    /// A presigner for S3 in `region`.
    pub fn new(credentials: Credentials, region: impl Into<Region>) -> Self {
        let (region, endpoint) = (region.into(), Endpoint::aws());
        Self {
            key_cache: KeyCache::new(endpoint.home_region(&region), "s3"),
            credentials: Arc::new(credentials),
            region,
            endpoint,
            expiry_policy: ExpiryPolicy::default(),
            stable_window: None,
        }
    }

    /// Replaces where requests go.
    #[must_use]
    pub fn with_endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = endpoint;
        self.forget_key();
        self
    }

    /// Replaces what happens to URLs that are asked to live longer than they can.
    #[must_use]
    pub const fn with_expiry_policy(mut self, policy: ExpiryPolicy) -> Self {
        self.expiry_policy = policy;
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
        self.stable_window = Some(StableWindow::new(window));
        self
    }

    /// Replaces the credentials, and forgets the signing key of the old ones.
    #[must_use]
    pub fn with_credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Arc::new(credentials);
        self.forget_key();
        self
    }

    /// This presigner at one signing time: for a page of links, and for tests.
    pub fn at(&self, signing_time: impl Into<Timestamp>) -> Signer<'_> {
        Signer::new(self, signing_time.into())
    }

    fn forget_key(&mut self) {
        self.key_cache = KeyCache::new(self.home_region(), "s3");
    }

    fn home_region(&self) -> &str {
        self.endpoint.home_region(&self.region)
    }

    fn expiry_rules(&self) -> ExpiryRules {
        ExpiryRules {
            policy: self.expiry_policy,
            stable_window: self.stable_window,
            credentials_expiration: self.credentials.expiration(),
        }
    }
}

/// The verbs that read the clock. `wasm32-unknown-unknown` has none: pass the time to [`Presigner::at`].
#[cfg(all(feature = "std", not(all(target_arch = "wasm32", target_os = "unknown"))))]
impl Presigner {
    /// A URL that downloads an object.
    ///
    /// # Errors
    ///
    /// An [`Error`] that names what cannot be signed: credentials, region, endpoint, bucket, key or expiry.
    pub fn get(
        &self,
        bucket: &str,
        key: &str,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        self.presign(&Request::get(bucket, key), expiry)
    }

    /// A URL that uploads an object.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub fn put(
        &self,
        bucket: &str,
        key: &str,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        self.presign(&Request::put(bucket, key), expiry)
    }

    /// A URL that asks for an object's headers. One made by [`get`](Self::get) does not.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub fn head(
        &self,
        bucket: &str,
        key: &str,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        self.presign(&Request::head(bucket, key), expiry)
    }

    /// A URL that deletes an object.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub fn delete(
        &self,
        bucket: &str,
        key: &str,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        self.presign(&Request::delete(bucket, key), expiry)
    }

    /// A URL for any request.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get), and for a parameter or header of the request that cannot be signed.
    pub fn presign(
        &self,
        request: &Request<'_>,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        let signer = self.at(std::time::SystemTime::now());
        signer.publish_key();
        signer.presign(request, expiry)
    }
}

/// A [`Presigner`] at one signing time. It owns its signing key, so any number of them, for whatever
/// days, get along without touching the presigner's own.
///
/// ```
/// use presigner::{Credentials, Endpoint, Expiry, Presigner, Timestamp};
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let presigner =
///     Presigner::new(credentials, "us-east-1").with_endpoint(Endpoint::aws().legacy_global());
///
/// // The example of the AWS documentation.
/// let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
/// let url = signer.get("examplebucket", "test.txt", Expiry::days(1))?;
/// assert!(url.as_str().ends_with(
///     "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
/// ));
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Debug)]
pub struct Signer<'p> {
    presigner: &'p Presigner,
    now: Timestamp,
    home: Result<ScopeKey<'p>, Error>,
}

/// A scope with its key, and what every string to sign of the scope begins with, hashed.
#[derive(Debug)]
struct ScopeKey<'a> {
    scope: Scope<'a>,
    key: SigningKey,
    string_to_sign: Message,
    origin: KeyOrigin,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum KeyOrigin {
    Cached,
    Derived,
}

impl<'p> Signer<'p> {
    fn new(presigner: &'p Presigner, now: Timestamp) -> Self {
        let signed_at = presigner.expiry_rules().signing_time(now);
        let home =
            Scope::new(signed_at, presigner.home_region(), "s3").map(|scope| {
                match presigner.key_cache.key(&scope) {
                    Some(key) => ScopeKey::new(scope, key, KeyOrigin::Cached),
                    None => ScopeKey::derive(scope, &presigner.credentials),
                }
            });
        Self { presigner, now, home }
    }

    /// A URL that downloads an object.
    ///
    /// # Errors
    ///
    /// An [`Error`] that names what cannot be signed: credentials, region, endpoint, bucket, key, expiry or
    /// signing time.
    pub fn get(
        &self,
        bucket: &str,
        key: &str,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        self.presign(&Request::get(bucket, key), expiry)
    }

    /// A URL that uploads an object.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub fn put(
        &self,
        bucket: &str,
        key: &str,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        self.presign(&Request::put(bucket, key), expiry)
    }

    /// A URL that asks for an object's headers. One made by [`get`](Self::get) does not.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub fn head(
        &self,
        bucket: &str,
        key: &str,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        self.presign(&Request::head(bucket, key), expiry)
    }

    /// A URL that deletes an object.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub fn delete(
        &self,
        bucket: &str,
        key: &str,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        self.presign(&Request::delete(bucket, key), expiry)
    }

    /// A URL for any request.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get), and for a parameter or header of the request that cannot be signed.
    pub fn presign(
        &self,
        request: &Request<'_>,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        let mut url = String::new();
        let validity = self.presign_into(request, expiry, &mut url)?;
        let headers = request.headers().iter().map(header_to_send).collect();
        Ok(PresignedUrl { url, method: request.method(), headers, validity })
    }

    /// Appends the URL to `url`, which is left as it was if there is an error. Nothing is allocated once
    /// `url` is large enough.
    ///
    /// # Errors
    ///
    /// As for [`presign`](Self::presign).
    pub fn presign_into(
        &self,
        request: &Request<'_>,
        expiry: impl Into<Expiry>,
        url: &mut String,
    ) -> Result<Validity, Error> {
        let Presigner { credentials, region, endpoint, .. } = self.presigner;
        credentials.check()?;
        request.check()?;
        let validity = self.presigner.expiry_rules().validity(expiry.into(), self.now)?;
        let address = endpoint.address(region, request)?;
        check_token(credentials, &address)?;
        let display_authority = endpoint.display_authority()?;
        let home = self.home.as_ref().map_err(Error::clone)?;
        let scope = home.scope.of(address.region, address.service);

        let start = url.len();
        url.reserve(longest_url(&address, display_authority, request, credentials));
        url.push_str(address.scheme);
        let host_at = url.len();
        match display_authority {
            None => address.host.push_to(url),
            Some(authority) => url.push_str(authority),
        }
        let path_at = url.len();
        push_path(url, &address, request.key());
        let path_end = url.len();
        url.push('?');
        Authentication {
            access_key_id: credentials.encoded_access_key_id(),
            scope: &scope,
            expires_seconds: validity.expires_seconds(),
            token: credentials.token_parameter(),
            headers: request.headers(),
        }
        .push_query(url, request.parameters());

        let host = match display_authority {
            None => Cow::Borrowed(&url[host_at..path_at]),
            Some(_) => Cow::Owned(address.host.to_string()),
        };
        let (path, query) = (&url[path_at..path_end], &url[path_end + 1..]);
        let canonical = CanonicalRequest::new(request.method().as_str(), &host, path, query)
            .sorted_headers(request.headers())
            .payload_hash(PayloadHash::Unsigned);
        let signature = if scope == home.scope {
            home.sign(&canonical)
        } else {
            ScopeKey::derive(scope, credentials).sign(&canonical)
        };
        url.extend(["&", SIGNATURE, "="]);
        url.push_str(hex_digest(&signature, &mut [0; 64]));
        debug_assert!(
            url.len() - start <= longest_url(&address, display_authority, request, credentials)
        );
        Ok(validity)
    }

    /// Keeps the key for the next call, if it is new. Only signers of the current time do this: keys of
    /// days that callers name would drive out the one that the clock needs.
    #[cfg_attr(
        not(all(feature = "std", not(all(target_arch = "wasm32", target_os = "unknown")))),
        expect(dead_code, reason = "there is no clock")
    )]
    fn publish_key(&self) {
        if let Ok(ScopeKey { scope, key, origin: KeyOrigin::Derived, .. }) = &self.home {
            self.presigner.key_cache.publish(scope, key);
        }
    }
}

impl<'a> ScopeKey<'a> {
    fn derive(scope: Scope<'a>, credentials: &Credentials) -> Self {
        let key = SigningKey::derive(credentials.secret_access_key(), &scope);
        Self::new(scope, key, KeyOrigin::Derived)
    }

    fn new(scope: Scope<'a>, key: SigningKey, origin: KeyOrigin) -> Self {
        let mut string_to_sign = key.message();
        scope.push_string_to_sign(&mut |piece| string_to_sign.update(piece.as_bytes()));
        Self { scope, key, string_to_sign, origin }
    }

    fn sign(&self, canonical: &CanonicalRequest<'_>) -> [u8; 32] {
        let mut string_to_sign = self.string_to_sign.clone();
        string_to_sign.update(hex_digest(&canonical.hash(), &mut [0; 64]).as_bytes());
        string_to_sign.sign(&self.key)
    }
}

fn check_token(credentials: &Credentials, address: &Address<'_>) -> Result<(), Error> {
    match credentials.token_kind() {
        Some(TokenKind::S3Express) if !address.takes_express_session => {
            Err(Error::ExpressSessionElsewhere)
        }
        _ => Ok(()),
    }
}

/// Appends the path as it is signed and sent: encoded once, never normalised, never empty.
fn push_path(url: &mut String, address: &Address<'_>, key: Option<&str>) {
    let path_at = url.len();
    url.push_str(address.base_path);
    if let Some(bucket) = address.path_bucket {
        url.push('/');
        percent::push_query(url, bucket);
    }
    if let Some(key) = key {
        url.push('/');
        percent::push_path(url, key);
    }
    if url.len() == path_at {
        url.push('/');
    }
}

/// An upper bound of the URL's length in bytes, so that the buffer grows once at most.
fn longest_url(
    address: &Address<'_>,
    display_authority: Option<&str>,
    request: &Request<'_>,
    credentials: &Credentials,
) -> usize {
    let path = address.path_bucket.map_or(0, str::len) + request.key().map_or(0, str::len);
    let parameters = request.parameters().iter().map(|p| p.name.len() + p.value.len() + "&=".len());
    let names = request.headers().iter().map(|header| header.name.len() + ";".len());
    let token = credentials.token_parameter().map_or(0, |token| token.value.len());
    let scope = address.region.len() + address.service.len();
    FIXED_BYTES
        + display_authority.map_or(address.host.len(), str::len)
        + address.base_path.len()
        + credentials.encoded_access_key_id().len()
        + token
        + percent::longest(path + parameters.sum::<usize>() + names.sum::<usize>() + scope)
}

fn header_to_send(header: &Pair<'_>) -> (String, String) {
    let mut value = String::with_capacity(header.value.len());
    push_value(&header.value, &mut |piece| value.push_str(piece));
    (header.name.to_ascii_lowercase(), value)
}

/// What is the same in every URL: scheme, slashes, the signature and the names of its parameters.
const FIXED_BYTES: usize = "https:////?".len()
    + "X-Amz-Algorithm=AWS4-HMAC-SHA256".len()
    + "&X-Amz-Credential=%2FYYYYMMDD%2F%2F%2Faws4_request".len()
    + "&X-Amz-Date=YYYYMMDDThhmmssZ".len()
    + "&X-Amz-Expires=604800".len()
    + "&X-Amz-S3session-Token=".len()
    + "&X-Amz-SignedHeaders=host".len()
    + "&X-Amz-Signature=".len()
    + 64;
