//! What a verified signature authenticates.

use alloc::{borrow::Cow, string::String, vec::Vec};

use crate::sigv4::{PayloadHash, Timestamp};

/// What the holder of the secret signed: act on this, and on nothing that is parsed anew.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Verified<'a> {
    pub(super) method: &'a str,
    pub(super) host: String,
    pub(super) path: &'a str,
    pub(super) bucket: Option<String>,
    pub(super) key: Option<String>,
    pub(super) parameters: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    pub(super) payload_hash: PayloadHash,
    pub(super) signed_at: Timestamp,
    pub(super) expires_at: Timestamp,
}

impl<'a> Verified<'a> {
    /// The method, as it was received.
    #[must_use]
    pub const fn method(&self) -> &'a str {
        self.method
    }

    /// The host, in lower case.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The path, as it was received: percent-encoded.
    #[must_use]
    pub const fn path(&self) -> &'a str {
        self.path
    }

    /// The bucket by S3's rules: from the host below [`Rules::base_domain`](super::Rules::base_domain), else the first segment of the
    /// path.
    #[must_use]
    pub fn bucket(&self) -> Option<&str> {
        self.bucket.as_deref()
    }

    /// The object key by S3's rules, percent-decoded, once. It may hold `..` and anything else: it is a
    /// name, not a path of a file system.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The operation's own query parameters, percent-decoded, in the order in which they came.
    #[must_use]
    pub fn parameters(&self) -> &[(Cow<'a, str>, Cow<'a, str>)] {
        &self.parameters
    }

    /// What was signed for the payload; with a hash, the body is yours to compare.
    #[must_use]
    pub const fn payload_hash(&self) -> PayloadHash {
        self.payload_hash
    }

    /// `X-Amz-Date`.
    #[must_use]
    pub const fn signed_at(&self) -> Timestamp {
        self.signed_at
    }

    /// `X-Amz-Date` plus `X-Amz-Expires`.
    #[must_use]
    pub const fn expires_at(&self) -> Timestamp {
        self.expires_at
    }
}

/// Bucket and key, still encoded.
pub(super) fn object<'p>(
    host: &'p str,
    path: &'p str,
    base_domain: Option<&str>,
) -> (Option<&'p str>, Option<&'p str>) {
    let path = path.strip_prefix('/').unwrap_or(path);
    let host_bucket = base_domain
        .and_then(|domain| host.strip_suffix(domain))
        .and_then(|host| host.strip_suffix('.'))
        .filter(|bucket| !bucket.is_empty());
    let non_empty = |text: &'p str| Some(text).filter(|text| !text.is_empty());
    match (host_bucket, path.split_once('/')) {
        (Some(bucket), _) => (Some(bucket), non_empty(path)),
        (None, Some((bucket, key))) => (non_empty(bucket), non_empty(key)),
        (None, None) => (non_empty(path), None),
    }
}
