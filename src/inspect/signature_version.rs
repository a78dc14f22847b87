//! Which of AWS's signatures a URL has.

use core::fmt;

/// The version of a signature.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum SignatureVersion {
    /// Version 2 (`AWSAccessKeyId`, `Signature`, `Expires`), which only the oldest regions of S3
    /// and some other stores accept.
    V2,
    /// Version 4 (`AWS4-HMAC-SHA256`), for one region.
    V4,
    /// Version 4A (`AWS4-ECDSA-P256-SHA256`), for a set of regions.
    V4a,
}

/// `SigV2`, `SigV4` or `SigV4A`, as AWS calls them.
impl fmt::Display for SignatureVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::V2 => "SigV2",
            Self::V4 => "SigV4",
            Self::V4a => "SigV4A",
        })
    }
}
