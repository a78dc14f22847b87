//! Signing of upload forms. The string to sign is the base64-encoded policy document.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html>

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use super::{document::PolicyDocument, policy::PostPolicy, presigned_post::PresignedPost};
use crate::{
    credentials::Credentials,
    error::Error,
    presign::{Expiry, Signer, base_url},
    request::Request,
    sigv4::{HexDigest, Scope},
    wire::names::AWS4_HMAC_SHA256,
};

impl Signer<'_> {
    /// Returns a form that uploads an object from a browser ([`POST Object`]).
    ///
    /// [`POST Object`]: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get), and if a field of the policy is invalid, the content length range
    /// is empty, the fields exceed 20 KB, or the store does not support POST forms.
    pub fn post(
        &self,
        policy: &PostPolicy<'_>,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedPost, Error> {
        policy.check()?;
        let request = Request::form(policy.bucket());
        let prepared = self.prepare(&request, expiry.into())?;

        let mut fields = authentication_fields(prepared.credentials(), prepared.scope());
        let expires_at = prepared.validity().expires_at();
        let document = PolicyDocument { policy, expires_at, authentication: &fields };
        let encoded_policy = BASE64.encode(document.to_json());
        let signature = prepared.with_key(|key| key.key.sign(encoded_policy.as_bytes()));
        fields.push((String::from("policy"), encoded_policy));
        fields.push((String::from("x-amz-signature"), HexDigest::encode(&signature).to_string()));
        let url = base_url(prepared.address());
        let post = PresignedPost::new(url, policy, fields, prepared.validity());
        post.check_size()?;
        Ok(post)
    }
}

/// Signing a form at the current time.
#[cfg(all(feature = "std", not(all(target_arch = "wasm32", target_os = "unknown"))))]
impl crate::presign::Presigner {
    /// Returns a form that uploads an object from a browser ([`POST Object`]).
    ///
    /// [`POST Object`]: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get), and if a field of the policy is invalid, the content length range
    /// is empty, the fields exceed 20 KB, or the store does not support POST forms.
    pub fn post(
        &self,
        policy: &PostPolicy<'_>,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedPost, Error> {
        self.now().post(policy, expiry)
    }
}

/// The fields of algorithm, credential, date and session token.
fn authentication_fields(credentials: &Credentials, scope: &Scope<'_>) -> Vec<(String, String)> {
    let credential = [credentials.access_key_id(), "/", &scope.to_string()].concat();
    let mut fields = Vec::from([
        (String::from("x-amz-algorithm"), String::from(AWS4_HMAC_SHA256)),
        (String::from("x-amz-credential"), credential),
        (String::from("x-amz-date"), String::from(scope.amz_date())),
    ]);
    if let Some(token) = credentials.session_token() {
        fields.push((String::from("x-amz-security-token"), token.into_owned()));
    }
    fields
}
