//! Credentials: an access key, and for temporary ones a session token and an expiration.

mod characters;
#[cfg(feature = "std")]
mod environment;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "profile")]
mod profile;
#[cfg(feature = "aws-credential-types")]
mod sdk;
#[cfg(feature = "std")]
mod settings;

use alloc::{boxed::Box, string::String};
use core::fmt;

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use crate::{
    error::Error,
    wire::{encode, names::delimited, timestamp::Timestamp},
};

#[cfg(feature = "profile")]
pub use self::profile::{Profile, SharedConfig};
#[cfg(feature = "std")]
pub(crate) use self::settings::{AddressingStyle, Setting, SourceSettings, Sources};

/// AWS credentials: an access key id and a secret access key, and for temporary credentials a
/// session token and an expiration.
///
/// The secret access key and the session token are wiped from memory when dropped, and are not
/// shown by `Debug`. There is no `PartialEq`, because a comparison that does not take constant time
/// can reveal a secret.
///
/// ```
/// use presigner::{Credentials, Timestamp};
///
/// let long_lived = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let temporary = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
///     .with_session_token("FwoGZXIvYXdzEXAMPLE")
///     .with_expiration(Timestamp::from_unix_seconds(1_700_000_000));
/// assert!(!format!("{temporary:?}").contains("FwoGZXIvYXdzEXAMPLE"));
/// # let _ = long_lived;
/// ```
#[derive(Clone)]
pub struct Credentials {
    access_key_id: String,
    /// Percent-encoded here, so that it need not be encoded for each URL.
    encoded_access_key_id: String,
    secret_access_key: Zeroizing<String>,
    /// What is wrong with the id or the secret, so that they need not be checked for each URL.
    key_error: Option<Box<Error>>,
    session_token: Option<SessionToken>,
    /// What is wrong with the session token.
    token_error: Option<Box<Error>>,
    expiration: Option<Timestamp>,
}

/// The kind of a session token, which decides the name of its query parameter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum TokenKind {
    /// From STS, directly or through an instance profile or single sign-on, for example.
    Sts,
    /// From S3's `CreateSession`, valid for one directory bucket.
    S3Express,
}

impl TokenKind {
    /// `&name=` of the query parameter.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Sts => delimited::SECURITY_TOKEN,
            Self::S3Express => delimited::S3SESSION_TOKEN,
        }
    }
}

/// The query parameter of a session token.
#[derive(Clone, Copy)]
pub(crate) struct TokenParameter<'a> {
    pub(crate) kind: TokenKind,
    /// Percent-encoded.
    pub(crate) value: &'a str,
}

#[derive(Clone)]
struct SessionToken {
    kind: TokenKind,
    /// Percent-encoded, so that it need not be encoded for each URL: tokens are over a kilobyte
    /// long.
    encoded: Zeroizing<String>,
}

impl SessionToken {
    fn raw(&self) -> String {
        percent_decode_str(&self.encoded).decode_utf8_lossy().into_owned()
    }
}

impl Credentials {
    /// Creates long-term credentials.
    ///
    /// When signing, an empty access key id is an [`Error::EmptyAccessKeyId`], and an empty secret
    /// access key an [`Error::EmptySecretAccessKey`]. A control character, or white space at either
    /// end, such as the line break at the end of a file, is an [`Error::InvalidCredentials`].
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

    /// Returns the access key id. It is not a secret: every URL contains it.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// Returns the session token, raw, to compare with that of a request: every URL contains it.
    #[must_use]
    pub fn session_token(&self) -> Option<String> {
        self.session_token.as_ref().map(SessionToken::raw)
    }

    /// Returns the time when the credentials expire, if it was set.
    #[must_use]
    pub const fn expiration(&self) -> Option<Timestamp> {
        self.expiration
    }

    /// Rejects credentials that cannot sign.
    #[inline]
    pub(crate) fn check(&self) -> Result<(), Error> {
        let error = self.key_error.as_deref().or(self.token_error.as_deref());
        error.map_or(Ok(()), |error| Err(error.clone()))
    }

    pub(crate) fn encoded_access_key_id(&self) -> &str {
        &self.encoded_access_key_id
    }

    pub(crate) fn secret_access_key(&self) -> &str {
        &self.secret_access_key
    }

    /// The percent-encoded length of the access key id and session token, in bytes.
    #[inline]
    pub(crate) fn encoded_len(&self) -> usize {
        let token = self.session_token.as_ref().map_or(0, |token| token.encoded.len());
        self.encoded_access_key_id.len() + token
    }

    #[inline]
    pub(crate) fn token_kind(&self) -> Option<TokenKind> {
        self.session_token.as_ref().map(|token| token.kind)
    }

    #[inline]
    pub(crate) fn token_parameter(&self) -> Option<TokenParameter<'_>> {
        self.session_token
            .as_ref()
            .map(|token| TokenParameter { kind: token.kind, value: &token.encoded })
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

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .field("session_token", &self.token_kind())
            .field("expiration", &self.expiration)
            .finish_non_exhaustive()
    }
}

fn key_error(access_key_id: &str, secret_access_key: &str) -> Option<Error> {
    if access_key_id.is_empty() {
        return Some(Error::EmptyAccessKeyId);
    }
    if secret_access_key.is_empty() {
        return Some(Error::EmptySecretAccessKey);
    }
    characters::error("access key id", access_key_id)
        .or_else(|| characters::error("secret access key", secret_access_key))
}
