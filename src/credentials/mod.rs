//! Credentials: an access key, and for temporary ones a session token and an expiration.

mod characters;
mod constructors;
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

use alloc::{borrow::Cow, boxed::Box, string::String};
use core::fmt;

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use crate::{
    error::Error,
    wire::{names::delimited, timestamp::Timestamp},
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
    fn raw(&self) -> Cow<'_, str> {
        percent_decode_str(&self.encoded).decode_utf8_lossy()
    }
}

impl Credentials {
    /// Returns the access key id. It is not a secret: every URL contains it.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// Returns the session token, raw, to compare with that of a request: every URL contains it. The
    /// returned text is not wiped when it is dropped.
    #[must_use]
    pub fn session_token(&self) -> Option<Cow<'_, str>> {
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

    /// Rejects credentials that have expired.
    pub(crate) fn check_expiration(&self, now: Timestamp) -> Result<(), Error> {
        check_expiration(self.expiration, now)
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

pub(crate) fn check_expiration(expiration: Option<Timestamp>, now: Timestamp) -> Result<(), Error> {
    match expiration {
        Some(expiration) if expiration <= now => Err(Error::CredentialsExpired { expiration, now }),
        _ => Ok(()),
    }
}
