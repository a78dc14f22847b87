//! Credentials from their parts.

use alloc::{boxed::Box, string::String};

use zeroize::Zeroizing;

use super::{Credentials, SessionToken, TokenKind, characters};
use crate::{
    error::Error,
    wire::{encode, timestamp::Timestamp},
};

// In the first module, because rustdoc lists methods in the order of the modules.
impl Credentials {
    /// Creates long-term credentials.
    ///
    /// When signing, an empty access key id is an [`Error::EmptyAccessKeyId`], and an empty secret
    /// access key an [`Error::EmptySecretAccessKey`]. A control character, white space at either
    /// end, such as the line break at the end of a file, quotation marks around it, or a comment
    /// after the access key id is an [`Error::InvalidCredentials`].
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        let access_key_id = access_key_id.into();
        let secret_access_key = Zeroizing::new(secret_access_key.into());
        Self {
            encoded_access_key_id: encode::query(&access_key_id),
            key_error: key_error(&access_key_id, &secret_access_key).map(Box::new),
            access_key_id,
            secret_access_key,
            session_token: None,
            token_error: None,
            expiration: None,
        }
    }

    /// Adds the session token of temporary credentials, raw text. Every URL contains it, in the
    /// query parameter `X-Amz-Security-Token`. It replaces an earlier token; an empty one removes
    /// it.
    #[must_use]
    pub fn with_session_token(self, session_token: impl Into<String>) -> Self {
        self.with_token(TokenKind::Sts, session_token.into())
    }

    /// Adds the session token that [`CreateSession`] returned for a directory bucket (S3 Express
    /// One Zone), raw text. Every URL contains it, in the query parameter `X-Amz-S3session-Token`.
    /// It replaces an earlier token; an empty one removes it.
    ///
    /// Such credentials are valid for five minutes, and only for that bucket. Signing for a bucket
    /// that is not a directory bucket is an [`Error::ExpressSessionNotAllowed`], and signing an
    /// operation that requires IAM credentials, such as `CopyObject`, an
    /// [`Error::IamCredentialsRequired`].
    ///
    /// [`CreateSession`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
    #[must_use]
    pub fn with_s3_express_session_token(self, session_token: impl Into<String>) -> Self {
        self.with_token(TokenKind::S3Express, session_token.into())
    }

    /// Sets the time when the credentials expire, which limits the validity of URLs (see
    /// [`ExpiryPolicy`](crate::ExpiryPolicy)).
    ///
    /// A URL stops working when the credentials that signed it expire, even if its `X-Amz-Expires`
    /// is longer. Credentials are valid for these times after they are issued:
    ///
    /// | credentials | valid for | maximum validity of a URL |
    /// |---|---|---|
    /// | access key of an IAM user | until deactivated or deleted | 7 days, the limit of Signature Version 4 |
    /// | [`GetSessionToken`][session], `GetFederationToken` | 12 hours by default, at most 36 | 36 hours |
    /// | the same, requested with an access key of the root user | 1 hour | 1 hour |
    /// | [`AssumeRole`][role] and its variants | 1 hour by default, at most the role's maximum, up to 12 | 12 hours |
    /// | the same, requested with a role's credentials (role chaining) | 1 hour | 1 hour |
    /// | IAM Identity Center (SSO) | the permission set's session duration, at most 12 hours | 12 hours |
    /// | instance profile, task role | about 6 hours, rotated before they expire | the rest of their validity |
    /// | [`CreateSession`][express] of a directory bucket | 5 minutes | 5 minutes |
    ///
    /// [session]: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
    /// [role]: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    /// [express]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
    #[must_use]
    pub fn with_expiration(mut self, expiration: impl Into<Timestamp>) -> Self {
        self.expiration = Some(expiration.into());
        self
    }

    fn with_token(mut self, kind: TokenKind, token: String) -> Self {
        let token = Zeroizing::new(token);
        // The capacity is enough for the whole token, because a reallocation would leave a copy
        // that is not wiped.
        let mut encoded =
            Zeroizing::new(String::with_capacity(encode::max_encoded_len(token.len())));
        encode::push_query(&mut encoded, &token);
        self.token_error = characters::error("session token", &token).map(Box::new);
        self.session_token = (!token.is_empty()).then_some(SessionToken { kind, encoded });
        self
    }
}

fn key_error(access_key_id: &str, secret_access_key: &str) -> Option<Error> {
    if access_key_id.is_empty() {
        return Some(Error::EmptyAccessKeyId);
    }
    if secret_access_key.is_empty() {
        return Some(Error::EmptySecretAccessKey);
    }
    characters::access_key_id_error(access_key_id)
        .or_else(|| characters::error("secret access key", secret_access_key))
}
