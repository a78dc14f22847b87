//! `Signer`: a presigner at one signing time, and the steps to a URL.

use alloc::string::String;

use super::{
    expiry::{Expiry, Validity},
    explanation::Explanation,
    prepared_request::{PreparedRequest, max_url_len},
    presigned_url::PresignedUrl,
    presigner::Settings,
};
use crate::{
    error::Error, request::Request, sigv4::scope_key::ScopeKey, wire::timestamp::Timestamp,
};

/// A [`Presigner`](crate::Presigner) at one signing time. It has a signing key of its own, so making one for
/// another day does not replace the key that the presigner keeps for today.
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
    settings: &'p Settings,
    now: Timestamp,
    /// The scope and key of ordinary buckets.
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
        let capacity =
            max_url_len(self.settings, request).saturating_add(request.header_lines_len());
        // Allocated before the checks, it is ready when it is needed: 12 ns in a URL. A request that is refused
        // for its length must not allocate that length first.
        let mut url = String::with_capacity(capacity.min(MAX_EARLY_CAPACITY));
        let prepared = self.prepare(request, expiry.into())?;
        url.reserve(capacity);
        prepared.push_url(&mut url);
        Ok(PresignedUrl::new(url, request, prepared.validity()))
    }

    /// Appends the URL to `url`, which is left as it was if there is an error. The headers to send are those
    /// of `request`. Nothing is allocated once `url` is large enough, unless the endpoint has a
    /// [`display_host`](crate::Endpoint::display_host): then another host is signed than is shown, in a text
    /// of its own.
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

    /// What is hashed and signed for a request, text by text: to compare with what a server says.
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

    /// Checks a request.
    #[inline]
    pub(crate) fn prepare<'a>(
        &'a self,
        request: &'a Request<'a>,
        expiry: Expiry,
    ) -> Result<PreparedRequest<'a>, Error> {
        PreparedRequest::new(self.settings, request, expiry, self.now, &self.scope_key)
    }
}

/// Enough for any URL but those that are too long for S3, in bytes.
const MAX_EARLY_CAPACITY: usize = 16 * 1024;
