//! The clock, and the methods of `Presigner` that read it.

use std::time::SystemTime;

use super::{expiry::Expiry, presigned_url::PresignedUrl, presigner::Presigner, signer::Signer};
use crate::{error::Error, request::Request, sigv4::key_cache::KeyCache};

/// Methods that sign at the current time. `wasm32-unknown-unknown` has no clock; there, pass the
/// time to [`Presigner::at`].
impl Presigner {
    /// Returns a URL that downloads an object (`GetObject`).
    ///
    /// # Errors
    ///
    /// An [`Error`] if the credentials, region, endpoint, bucket, key or expiry is invalid, or if
    /// they cannot be combined.
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
        self.now().presign(request, expiry)
    }

    /// Returns a signer at the current time, and caches its key.
    #[inline]
    pub(crate) fn now(&self) -> Signer<'_> {
        self.signer(SystemTime::now().into(), KeyCache::get_or_insert)
    }
}
