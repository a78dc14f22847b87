//! `Signer`: a presigner at a fixed signing time.

use alloc::string::String;

use super::{
    expiry::{Expiry, Validity},
    prepared_request::{PreparedRequest, max_url_len},
    presigned_url::PresignedUrl,
    settings::Settings,
};
use crate::{
    error::Error, redact::Explanation, request::Request, sigv4::scope_key::ScopeKey,
    wire::timestamp::Timestamp,
};

/// A [`Presigner`](crate::Presigner) at a fixed signing time, returned by
/// [`Presigner::at`](crate::Presigner::at).
///
/// It reads no clock, so its URLs are reproducible in tests. It has its own signing key, which it
/// uses for all general purpose buckets in its region. A signer for another day does not replace
/// the key that the presigner caches for today.
///
/// ```
/// use presigner::{Credentials, Endpoint, Expiry, Presigner, Timestamp};
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let presigner =
///     Presigner::new(credentials, "us-east-1").with_endpoint(Endpoint::aws().legacy_global());
///
/// // The example in the AWS documentation.
/// let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
/// let url = signer.get("examplebucket", "test.txt", Expiry::days(1))?;
/// assert!(url.as_str().ends_with(
///     "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
/// ));
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Debug)]
pub struct Signer<'p> {
    settings: &'p Settings,
    now: Timestamp,
    /// The scope and signing key of general purpose buckets.
    scope_key: Result<ScopeKey<'p>, Error>,
}

impl<'p> Signer<'p> {
    #[inline]
    pub(super) const fn new(
        settings: &'p Settings,
        now: Timestamp,
        scope_key: Result<ScopeKey<'p>, Error>,
    ) -> Self {
        Self { settings, now, scope_key }
    }

    /// Returns a URL that downloads an object (`GetObject`).
    ///
    /// # Errors
    ///
    /// An [`Error`] if the credentials, region, endpoint, bucket, key, expiry or signing time is
    /// invalid, or if they cannot be combined.
    pub fn get(
        &self,
        bucket: &str,
        key: &str,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        self.presign(&Request::get(bucket, key), expiry)
    }

    /// Returns a URL that uploads an object (`PutObject`).
    ///
    /// It accepts content of any type and size, up to the 5 GB that S3 allows, any number of times
    /// until it expires. To limit it, sign [`content_type`](Request::content_type) and
    /// [`content_length`](Request::content_length) with [`presign`](Self::presign). For a maximum
    /// size, use a form ([`PostPolicy`](crate::PostPolicy)).
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

    /// Returns a URL that retrieves the headers of an object (`HeadObject`). A URL from
    /// [`get`](Self::get) does not work for HEAD, because the method is signed.
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

    /// Returns a URL that deletes an object (`DeleteObject`).
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

    /// Returns a URL for a [`Request`] with any method, parameters and headers.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get), and if a parameter or header of the request is invalid.
    pub fn presign(
        &self,
        request: &Request<'_>,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        let capacity =
            max_url_len(self.settings, request).saturating_add(request.header_lines_len());
        // Allocating before the checks saves 12 ns per URL. The limit keeps a key that is too long
        // from allocating memory before it is refused.
        let mut url = String::with_capacity(capacity.min(MAX_EARLY_CAPACITY));
        let prepared = self.prepare(request, expiry.into())?;
        url.reserve(capacity);
        prepared.push_url(&mut url);
        Ok(PresignedUrl::new(url, request, prepared.validity()))
    }

    /// Appends the URL for a [`Request`] to `url`, and returns its validity. On error, `url` is
    /// unchanged. Reuse one buffer to create many URLs without an allocation for each.
    ///
    /// The headers to send are those of `request`, in canonical form: lower-case names, and values
    /// as [`Request::header`] describes.
    ///
    /// This reserves capacity for the longest URL that the request can have. If `url` already has
    /// it, as after a similar request, nothing is allocated. The exception is an endpoint with a
    /// [`display_url`](crate::Endpoint::display_url), for which the signed host and path are
    /// allocated, and a Multi-Region Access Point, for which the signed texts are.
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
        let prepared = self.prepare(request, expiry.into())?;
        url.reserve(max_url_len(self.settings, request));
        prepared.push_url(url);
        Ok(prepared.validity())
    }

    /// Returns the canonical request, the string to sign and the credential scope of a request, to
    /// compare them with those in the error response of a server.
    ///
    /// # Errors
    ///
    /// As for [`presign`](Self::presign).
    pub fn explain(
        &self,
        request: &Request<'_>,
        expiry: impl Into<Expiry>,
    ) -> Result<Explanation, Error> {
        let prepared = self.prepare(request, expiry.into())?;
        let mut url = String::with_capacity(max_url_len(self.settings, request));
        Ok(prepared.explain(&mut url))
    }

    /// Checks a request and resolves its address and validity.
    #[inline]
    pub(crate) fn prepare<'a>(
        &'a self,
        request: &'a Request<'a>,
        expiry: Expiry,
    ) -> Result<PreparedRequest<'a>, Error> {
        PreparedRequest::new(self.settings, request, expiry, self.now, &self.scope_key)
    }
}

/// Enough for any URL that S3 accepts, in bytes.
const MAX_EARLY_CAPACITY: usize = 16 * 1024;
