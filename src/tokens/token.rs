//! A login token.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

use crate::wire::timestamp::Timestamp;

/// A login token, which is a password.
///
/// It is wiped from memory when dropped, and omitted from `Debug`. Copies of it, such as those of a
/// driver, are not wiped.
#[derive(Clone)]
pub struct Token {
    text: Zeroizing<String>,
    expires_at: Timestamp,
}

impl Token {
    pub(super) const fn new(text: Zeroizing<String>, expires_at: Timestamp) -> Self {
        Self { text, expires_at }
    }

    /// The token, in ASCII. With temporary credentials, a token is one to two kilobytes long.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The time when the service stops accepting the token, or when the credentials that signed it
    /// expire if that is earlier.
    ///
    /// The expiration of the credentials is known if it was set with
    /// [`Credentials::with_expiration`](crate::Credentials::with_expiration), which the sources of
    /// credentials do.
    #[must_use]
    pub const fn expires_at(&self) -> Timestamp {
        self.expires_at
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}
