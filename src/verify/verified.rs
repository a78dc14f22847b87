//! The parts of a request that a valid signature authenticates.

use alloc::{borrow::Cow, vec::Vec};
use core::fmt;

use super::{
    query::decode,
    rejection::Rejection,
    rules::{Rules, Services},
};
use crate::{
    error::excerpt,
    redact::shown_value,
    sigv4::{PayloadHash, headers::split_at_host, name_value::NameValue},
    wire::{
        find_byte::find_byte, host::HostPort, names::HOST, query::split_once, timestamp::Timestamp,
    },
};

/// The parts of a request that the holder of the secret signed. Use only these; do not parse the request
/// again. The body is not among them, see [what is not verified](super#what-is-not-verified).
///
/// `Debug` redacts customer-provided encryption keys.
#[derive(Clone, Eq, PartialEq)]
pub struct Verified<'a> {
    pub(super) method: Cow<'a, str>,
    pub(super) host: Cow<'a, str>,
    pub(super) path: Cow<'a, str>,
    pub(super) object: Object<'a>,
    pub(super) parameters: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// The signed headers other than `host`, sorted by name.
    pub(super) other_headers: Vec<NameValue<'a>>,
    pub(super) payload_hash: PayloadHash,
    pub(super) signed_at: Timestamp,
    pub(super) expires_at: Timestamp,
}

impl<'a> Verified<'a> {
    /// The method, as it was received.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The signed host, in lower case: the received one, possibly without a default port, or one of
    /// [`Rules::host_candidates`](super::Rules::host_candidates).
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The signed path, percent-encoded: as it was received, or normalized if the rules say so. Route by this
    /// path, not by that of the request line.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The bucket: the labels of the host below the [base domain](super::Rules::base_domain), or else the first
    /// segment of the path below the [path prefix](super::Rules::path_prefix). If the links are for an endpoint with a
    /// path, such as `https://files.example.com/files`, and the rules do not name it, this is `files`: nothing in the
    /// request distinguishes a prefix from a bucket.
    ///
    /// `None` if the path has no such segment, as in a request to list all buckets.
    #[must_use]
    pub fn bucket(&self) -> Option<&str> {
        self.object.bucket.as_deref()
    }

    /// The object key, percent-decoded once: the path after the bucket, or below the prefix if the bucket is in the
    /// host. It may contain `..` and any other text: it is a name, not a file system path.
    ///
    /// `None` if it is empty, as in a request for a bucket.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.object.key.as_deref()
    }

    /// The query parameters that do not belong to the signature, percent-decoded, in the order received.
    ///
    /// They select the operation (`acl`, `uploadId`, …) and change the response (`response-content-type`, …): refuse
    /// those that the server does not implement. AWS SDKs add `x-id`, which has no effect, and some move `x-amz-*`
    /// headers into the query, such as `x-amz-acl`, which take effect there too.
    #[must_use]
    pub fn parameters(&self) -> &[(Cow<'a, str>, Cow<'a, str>)] {
        &self.parameters
    }

    /// The value of one of [`parameters`](Self::parameters), such as `versionId`. Names are case-sensitive.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(other, _)| other == name).map(|(_, value)| &**value)
    }

    /// The signed headers, those of `X-Amz-SignedHeaders`, as pairs of name and value, sorted by name. Names are
    /// in lower case. Values are in the form in which they are signed: trimmed, each run of white space as one
    /// space, the values of a repeated header joined with commas.
    ///
    /// `host` is always among them, with the value of [`host`](Self::host).
    ///
    /// The signer chose them, and headers such as `x-amz-copy-source` and `x-amz-acl` change the operation: refuse
    /// those that the server does not implement. Uploads usually have `content-type`, `content-length`,
    /// `if-none-match`, `x-amz-content-sha256` and `x-amz-checksum-…`, downloads none or `range`.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let (before, after) = split_at_host(&self.other_headers);
        let pair = |header| {
            let NameValue { name, value }: &NameValue<'_> = header;
            (&**name, &**value)
        };
        before.iter().map(pair).chain([(HOST, self.host())]).chain(after.iter().map(pair))
    }

    /// The value of one of [`headers`](Self::headers), whose name is in any case. `None` if the header is not
    /// signed, even if it was sent: whoever sends the request chooses its value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The signed payload hash. The caller must compare a [`PayloadHash::Sha256`] with that of the body, which may be
    /// empty. [`PayloadHash::Unsigned`] allows any body. [`PayloadHash::Empty`] occurs only with rules that set it, for
    /// other services than S3; the body must then be empty.
    ///
    /// A header `x-amz-content-sha256` that is neither a hash in lower-case hex nor `UNSIGNED-PAYLOAD`, such as
    /// `STREAMING-…`, is [`Rejection::Malformed`].
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

    /// Copies what it borrows from the request, so that it can be kept, for example in the extensions of a request
    /// of the crate `http`.
    #[must_use]
    pub fn into_owned(self) -> Verified<'static> {
        let parameters = self.parameters.into_iter();
        let headers = self.other_headers.into_iter();
        Verified {
            method: owned(self.method),
            host: owned(self.host),
            path: owned(self.path),
            object: self.object.into_owned(),
            parameters: parameters.map(|(name, value)| (owned(name), owned(value))).collect(),
            other_headers: headers
                .map(|NameValue { name, value }| NameValue {
                    name: owned(name),
                    value: owned(value),
                })
                .collect(),
            payload_hash: self.payload_hash,
            signed_at: self.signed_at,
            expires_at: self.expires_at,
        }
    }
}

impl fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameters = self.parameters.iter();
        let parameters = parameters.map(|(name, value)| (&**name, shown_value(name, value)));
        let headers = self.headers().map(|(name, value)| (name, shown_value(name, value)));
        f.debug_struct("Verified")
            .field("method", &self.method)
            .field("host", &self.host)
            .field("path", &self.path)
            .field("object", &self.object)
            .field("parameters", &parameters.collect::<Vec<_>>())
            .field("headers", &headers.collect::<Vec<_>>())
            .field("payload_hash", &self.payload_hash)
            .field("signed_at", &self.signed_at)
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// Bucket and key, percent-decoded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Object<'a> {
    pub(super) bucket: Option<Cow<'a, str>>,
    pub(super) key: Option<Cow<'a, str>>,
}

impl<'a> Object<'a> {
    /// Bucket and key of a host and a path, by S3's rules.
    pub(super) fn locate(
        host: &Cow<'a, str>,
        path: &Cow<'a, str>,
        rules: &Rules<'_>,
    ) -> Result<Self, Rejection> {
        let bytes = match rules.base_domain {
            Some(domain) => host_bucket_bytes(host, domain)?,
            None => 0,
        };
        let host_bucket = (bytes > 0).then(|| match host {
            Cow::Borrowed(host) => Cow::Borrowed(&host[..bytes]),
            Cow::Owned(host) => Cow::Owned(host[..bytes].into()),
        });
        let object = match path {
            Cow::Borrowed(path) => Self::in_path(below_prefix(path, rules)?, host_bucket)?,
            Cow::Owned(path) => {
                Object::in_path(below_prefix(path, rules)?, host_bucket)?.into_owned()
            }
        };
        if rules.services == Services::S3 {
            object.check(path)?;
        }
        Ok(object)
    }

    /// Refuses paths that servers parse differently: one without a leading slash, a key without a bucket,
    /// whose first segment could be taken for the bucket, and a bucket that is a dot segment or contains a slash.
    pub(super) fn check(&self, path: &str) -> Result<(), Rejection> {
        let problem = match (path.starts_with('/'), &self.bucket, &self.key) {
            (false, ..) => "does not begin with `/`",
            (true, None, Some(_)) => "has a key and no bucket",
            (true, Some(bucket), _) if matches!(&**bucket, "." | "..") || bucket.contains('/') => {
                "has a bucket that is `.` or `..`, or contains a `/`"
            }
            _ => return Ok(()),
        };
        Err(Rejection::Malformed { part: "path", problem })
    }

    fn in_path(path: &'a str, host_bucket: Option<Cow<'a, str>>) -> Result<Self, Rejection> {
        // Searching each part takes 4 % more instructions for a verification.
        let has_escapes = find_byte::<b'%'>(path.as_bytes()).is_some();
        let decoded = |text: &'a str| match text {
            "" => Ok(None),
            _ if has_escapes => decode("path", text).map(Some),
            _ => Ok(Some(Cow::Borrowed(text))),
        };
        let path = path.strip_prefix('/').unwrap_or(path);
        if host_bucket.is_some() {
            return Ok(Self { bucket: host_bucket, key: decoded(path)? });
        }
        let (bucket, key) = split_once::<b'/'>(path);
        Ok(Self { bucket: decoded(bucket)?, key: decoded(key.unwrap_or_default())? })
    }

    fn into_owned<'o>(self) -> Object<'o> {
        Object { bucket: self.bucket.map(owned), key: self.key.map(owned) }
    }
}

fn owned<'o>(text: Cow<'_, str>) -> Cow<'o, str> {
    Cow::Owned(text.into_owned())
}

/// The path below the prefix of the rules, which consists of whole segments.
fn below_prefix<'p>(path: &'p str, rules: &Rules<'_>) -> Result<&'p str, Rejection> {
    let prefix = rules.path_prefix.trim_end_matches('/');
    if prefix.is_empty() {
        return Ok(path);
    }
    let prefix = prefix.strip_prefix('/').unwrap_or(prefix);
    path.strip_prefix('/')
        .and_then(|path| path.strip_prefix(prefix))
        .filter(|below| below.is_empty() || below.starts_with('/'))
        .ok_or_else(|| Rejection::WrongPath { path: excerpt(path) })
}

/// The length of the bucket in the host; 0 at the base domain itself. Any other host is refused: parsing its
/// path for a bucket would let a client that chooses the key choose the bucket.
fn host_bucket_bytes(host: &str, base_domain: &str) -> Result<usize, Rejection> {
    let base_domain = base_domain.trim_start_matches('.');
    let name = if base_domain.contains(':') { host } else { HostPort::split(host).name };
    let wrong_host = || Rejection::WrongHost { host: excerpt(host) };
    let split_at = name.len().checked_sub(base_domain.len()).ok_or_else(wrong_host)?;
    let (before, domain) = name.split_at_checked(split_at).ok_or_else(wrong_host)?;
    let is_in_label = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    match before.strip_suffix('.') {
        _ if !domain.eq_ignore_ascii_case(base_domain) => Err(wrong_host()),
        None if before.is_empty() => Ok(0),
        Some(bucket) if !bucket.is_empty() && bucket.bytes().all(is_in_label) => Ok(bucket.len()),
        _ => Err(wrong_host()),
    }
}
