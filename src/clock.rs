//! The only reader of the clock: the verbs of `Presigner`.

use std::time::SystemTime;

use crate::{
    error::Error,
    expiry::Expiry,
    post::{PostPolicy, PresignedPost},
    presigned_url::PresignedUrl,
    presigner::Presigner,
    request::Request,
    signer::Signer,
};

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

    /// A form that uploads from a browser.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get), and for a policy that S3 would refuse, or a store that has no such forms.
    pub fn post(
        &self,
        policy: &PostPolicy<'_>,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedPost, Error> {
        self.now().post(policy, expiry)
    }

    /// A signer at the current time, whose key is kept for the next one. No other's is: keys of times that
    /// callers name would drive out the one that the clock needs.
    fn now(&self) -> Signer<'_> {
        let signer = self.at(SystemTime::now());
        if let Some((signed_at, scope_key)) = signer.news() {
            self.key_cache.publish(signed_at, scope_key);
        }
        signer
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::{credentials::Credentials, sigv4::Timestamp};

    #[test]
    fn the_next_signer_of_the_second_finds_what_the_first_has_made() {
        let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
        let signer = presigner.at(NOON);
        let (signed_at, made) = signer.news().expect("nothing was kept before");
        assert_eq!(made.scope.to_string(), "20240315/eu-central-1/s3/aws4_request");
        assert_eq!(signed_at, NOON);
        presigner.key_cache.publish(signed_at, made);
        assert!(presigner.at(NOON).news().is_none(), "the same second");
        let next = Timestamp::from_unix_seconds(NOON.unix_seconds() + 1);
        assert!(presigner.at(next).news().is_some(), "the next second");
    }

    const NOON: Timestamp = Timestamp::from_unix_seconds(1_710_504_000);
}
