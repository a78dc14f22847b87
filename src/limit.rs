//! What can shorten the life of a URL.

use core::fmt;

/// What made a URL expire sooner than it was asked to.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Limit {
    /// Signature Version 4 itself: `X-Amz-Expires` is at most seven days (604 800 seconds).
    SevenDays,
    /// The credentials, which die before the URL would have.
    Credentials,
    /// The cap of the presigner's own [`ExpiryPolicy`](crate::ExpiryPolicy).
    Policy,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SevenDays => "the seven days that Signature Version 4 allows",
            Self::Credentials => "the expiration of the credentials",
            Self::Policy => "the cap of the expiry policy",
        })
    }
}
