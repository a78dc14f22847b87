//! What a verified signature authenticates.

use alloc::{borrow::Cow, vec::Vec};

use super::{parameter::decode, rejection::Rejection};
use crate::sigv4::{PayloadHash, Timestamp};

/// What the holder of the secret signed: act on this, and on nothing that is parsed anew.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Verified<'a> {
    pub(super) method: &'a str,
    pub(super) host: Cow<'a, str>,
    pub(super) path: &'a str,
    pub(super) object: Object<'a>,
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
        self.object.bucket.as_deref()
    }

    /// The object key by S3's rules, percent-decoded, once. It may hold `..` and anything else: it is a
    /// name, not a path of a file system.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.object.key.as_deref()
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

/// Bucket and key, percent-decoded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Object<'a> {
    bucket: Option<Cow<'a, str>>,
    key: Option<Cow<'a, str>>,
}

impl<'a> Object<'a> {
    /// What S3 takes a host and a path for.
    pub(super) fn of(
        host: &Cow<'a, str>,
        path: &'a str,
        base_domain: Option<&str>,
    ) -> Result<Self, Rejection> {
        let decoded = |text: &'a str| {
            if text.is_empty() { Ok(None) } else { decode("path", text).map(Some) }
        };
        let path = path.strip_prefix('/').unwrap_or(path);
        if let Some(bucket) = base_domain.and_then(|domain| host_bucket(host, domain)) {
            return Ok(Self { bucket: Some(bucket), key: decoded(path)? });
        }
        let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
        Ok(Self { bucket: decoded(bucket)?, key: decoded(key)? })
    }
}

/// The labels before the base domain.
fn host_bucket<'a>(host: &Cow<'a, str>, base_domain: &str) -> Option<Cow<'a, str>> {
    let bucket = host.strip_suffix(base_domain)?.strip_suffix('.')?;
    if bucket.is_empty() {
        return None;
    }
    Some(match host {
        Cow::Borrowed(host) => Cow::Borrowed(&host[..bucket.len()]),
        Cow::Owned(_) => Cow::Owned(bucket.into()),
    })
}
