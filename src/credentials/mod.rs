//! Who signs: the access key, and for temporary credentials the session token and its expiration.

#[cfg(feature = "json")]
mod json;
#[cfg(feature = "profile")]
mod profile;
#[cfg(feature = "aws-credential-types")]
mod sdk;

use alloc::string::String;
use core::fmt;

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use crate::{
    error::Error,
    wire::{encode, names::prefix, timestamp::Timestamp},
};

#[cfg(feature = "profile")]
pub use self::profile::Profile;

/// AWS credentials: an access key id with its secret access key, and for temporary ones a session token
/// and the time when they expire.
///
/// Secret and token are wiped from memory when dropped, and `Debug` shows neither. There is no
/// `PartialEq`: comparing secrets invites timing attacks.
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
    /// Percent-encoded once, here, instead of in every URL.
    encoded_access_key_id: String,
    secret_access_key: Zeroizing<String>,
    session_token: Option<SessionToken>,
    expiration: Option<Timestamp>,
}

/// The two kinds of session token; each goes by a name of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum TokenKind {
    /// From STS, an instance profile, SSO …
    Sts,
    /// From S3's own `CreateSession`, good for one directory bucket.
    S3Express,
}

impl TokenKind {
    /// What stands before the token in a query.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Sts => prefix::SECURITY_TOKEN,
            Self::S3Express => prefix::S3SESSION_TOKEN,
        }
    }
}

/// A session token as a query parameter, its value percent-encoded.
#[derive(Clone, Copy)]
pub(crate) struct TokenParameter<'a> {
    pub(crate) kind: TokenKind,
    pub(crate) value: &'a str,
}

#[derive(Clone)]
struct SessionToken {
    kind: TokenKind,
    /// Percent-encoded once, here: it is over a kilobyte long.
    encoded: Zeroizing<String>,
}

impl SessionToken {
    fn raw(&self) -> String {
        percent_decode_str(&self.encoded).decode_utf8_lossy().into_owned()
    }
}

impl Credentials {
    /// Long-lived credentials. An empty id or secret is an [`Error`] when signing.
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        let access_key_id = access_key_id.into();
        Self {
            encoded_access_key_id: encode::query(&access_key_id),
            access_key_id,
            secret_access_key: Zeroizing::new(secret_access_key.into()),
            session_token: None,
            expiration: None,
        }
    }

    /// Adds the session token of temporary credentials; it goes into each URL as
    /// `X-Amz-Security-Token`. An empty token is none.
    #[must_use]
    pub fn with_session_token(self, session_token: impl Into<String>) -> Self {
        self.with_token(TokenKind::Sts, session_token.into())
    }

    /// Adds the session token that `CreateSession` returned for a directory bucket (S3 Express One
    /// Zone); it goes into each URL as `X-Amz-S3session-Token`. An empty token is none.
    ///
    /// Such credentials live five minutes and sign for that bucket alone; for any other they are an
    /// [`Error`].
    #[must_use]
    pub fn with_s3_express_session_token(self, session_token: impl Into<String>) -> Self {
        self.with_token(TokenKind::S3Express, session_token.into())
    }

    /// Sets when the credentials expire, so that no URL pretends to outlive them.
    ///
    /// A URL stops working with the credentials that signed it, whatever its `X-Amz-Expires` says. How
    /// long credentials live from when they are issued:
    ///
    /// | credentials | live | so a URL lives at most |
    /// |---|---|---|
    /// | access key of an IAM user | until it is deleted | 7 days, by Signature Version 4 |
    /// | [`GetSessionToken`][session], `GetFederationToken` | 12 hours unless asked, 36 at most | 36 hours |
    /// | the same, asked for with the key of the root user | 1 hour | 1 hour |
    /// | [`AssumeRole`][role] and its like | 1 hour unless asked, at most what the role allows, 12 | 12 hours |
    /// | the same, asked for with credentials of a role | 1 hour | 1 hour |
    /// | IAM Identity Center (SSO) | what the permission set says, 12 hours at most | 12 hours |
    /// | instance profile, task role | about 6 hours, replaced in time | what is left of them |
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

    /// Reads `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, if set, `AWS_SESSION_TOKEN`.
    /// A variable that is set to nothing counts as unset.
    ///
    /// # Errors
    ///
    /// [`Error::MissingEnvironmentVariable`] if one of the first two is unset or empty,
    /// [`Error::InvalidEnvironmentVariable`] if one of the three is not Unicode.
    #[cfg(feature = "std")]
    pub fn from_env() -> Result<Self, Error> {
        let required =
            |variable| environment(variable)?.ok_or(Error::MissingEnvironmentVariable { variable });
        let credentials =
            Self::new(required("AWS_ACCESS_KEY_ID")?, required("AWS_SECRET_ACCESS_KEY")?);
        Ok(match environment("AWS_SESSION_TOKEN")? {
            Some(session_token) => credentials.with_session_token(session_token),
            None => credentials,
        })
    }

    /// The access key id, which is no secret: it stands in every URL.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// When the credentials expire, if that is known.
    #[must_use]
    pub const fn expiration(&self) -> Option<Timestamp> {
        self.expiration
    }

    /// Refuses what cannot sign.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.access_key_id.is_empty() {
            return Err(Error::EmptyAccessKeyId);
        }
        if self.secret_access_key.is_empty() {
            return Err(Error::EmptySecretAccessKey);
        }
        Ok(())
    }

    /// The session token, raw.
    pub(crate) fn session_token(&self) -> Option<String> {
        self.session_token.as_ref().map(SessionToken::raw)
    }

    pub(crate) fn encoded_access_key_id(&self) -> &str {
        &self.encoded_access_key_id
    }

    pub(crate) fn secret_access_key(&self) -> &str {
        &self.secret_access_key
    }

    /// How long their text is that goes into a URL, in bytes.
    pub(crate) fn encoded_len(&self) -> usize {
        let token = self.session_token.as_ref().map_or(0, |token| token.encoded.len());
        self.encoded_access_key_id.len() + token
    }

    pub(crate) fn token_kind(&self) -> Option<TokenKind> {
        self.session_token.as_ref().map(|token| token.kind)
    }

    pub(crate) fn token_parameter(&self) -> Option<TokenParameter<'_>> {
        self.session_token
            .as_ref()
            .map(|token| TokenParameter { kind: token.kind, value: &token.encoded })
    }

    fn with_token(mut self, kind: TokenKind, token: String) -> Self {
        let token = Zeroizing::new(token);
        // Sized beforehand: a string that grows leaves copies of itself behind.
        let mut encoded =
            Zeroizing::new(String::with_capacity(encode::max_encoded_len(token.len())));
        encode::push_query(&mut encoded, &token);
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

/// The variable's value; `None` if it is unset or empty.
#[cfg(feature = "std")]
pub(crate) fn environment(variable: &'static str) -> Result<Option<String>, Error> {
    match std::env::var(variable) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => {
            Err(Error::InvalidEnvironmentVariable { variable })
        }
    }
}
