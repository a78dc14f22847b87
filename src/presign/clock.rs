//! The only reader of the clock: the verbs of `Presigner`.

use std::time::SystemTime;

use super::{expiry::Expiry, presigned_url::PresignedUrl, presigner::Presigner, signer::Signer};
use crate::{error::Error, request::Request, sigv4::key_cache::KeyCache};

/// The verbs that read the clock. `wasm32-unknown-unknown` has none: pass the time to [`Presigner::at`].
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
        self.now().presign(request, expiry)
    }

    /// A signer at the current time, whose key is cached for the next one.
    #[inline]
    pub(crate) fn now(&self) -> Signer<'_> {
        self.signer(SystemTime::now().into(), KeyCache::get_or_insert)
    }
}
