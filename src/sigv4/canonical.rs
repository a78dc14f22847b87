//! The canonical request, which client and server both hash.

use alloc::{borrow::Cow, vec::Vec};
use core::fmt;

use super::{
    headers,
    hex_digest::HexDigest,
    name_value::{NameValue, add_header},
    sha256::{DIGEST_BYTES, Sha256},
};
use crate::wire::names::{HOST, UNSIGNED_PAYLOAD};

/// A request in canonical form. Its `Display` *is* the canonical request; [`hash`](Self::hash)
/// hashes that text without allocating it.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>
///
/// ```
/// use presigner::sigv4::{CanonicalRequest, PayloadHash};
///
/// let request = CanonicalRequest::new("GET", "examplebucket.s3.amazonaws.com", "/", "lifecycle=")
///     .header("X-Amz-Date", "20130524T000000Z")
///     .payload_hash(PayloadHash::Unsigned);
/// assert_eq!(
///     request.to_string(),
///     "GET\n/\nlifecycle=\n\
///      host:examplebucket.s3.amazonaws.com\nx-amz-date:20130524T000000Z\n\n\
///      host;x-amz-date\nUNSIGNED-PAYLOAD"
/// );
/// ```
#[derive(Clone)]
pub struct CanonicalRequest<'a> {
    pub(crate) method: &'a str,
    pub(crate) host: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    /// The headers other than `host`, in canonical form and sorted by name.
    pub(crate) headers: Cow<'a, [NameValue<'a>]>,
    pub(crate) payload_hash: PayloadHash,
}

impl<'a> CanonicalRequest<'a> {
    /// Creates a request with `host` as its only header and an empty payload.
    ///
    /// `path` and `query` are used as they are, so they must be canonical: percent-encoded as the
    /// service requires, the parameters sorted by encoded name, each with an `=`.
    #[must_use]
    pub const fn new(method: &'a str, host: &'a str, path: &'a str, query: &'a str) -> Self {
        let headers = Cow::Borrowed([].as_slice());
        Self { method, host, path, query, headers, payload_hash: PayloadHash::Empty }
    }

    /// Adds a header. Its name is converted to lower case and inserted in sorted order; its value
    /// is trimmed and each run of white space becomes one space. Values of the same name are joined
    /// with commas.
    #[must_use]
    pub fn header(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        add_header(self.headers.to_mut(), headers::canonical_header(name, value));
        self
    }

    /// Sets the payload hash, the last line of the canonical request.
    #[must_use]
    pub const fn payload_hash(mut self, payload_hash: PayloadHash) -> Self {
        self.payload_hash = payload_hash;
        self
    }

    /// The SHA-256 of the canonical request. The string to sign has it in lower-case hex.
    #[must_use]
    #[inline]
    pub fn hash(&self) -> [u8; DIGEST_BYTES] {
        let mut hash = Sha256::<HASH_BUFFER_BYTES>::new();
        self.push_pieces(&mut |piece| hash.update(piece.as_bytes()));
        hash.finish()
    }

    /// Replaces the headers other than `host`, which must be canonical and sorted by name.
    pub(crate) fn sorted_headers(mut self, headers: &'a [NameValue<'a>]) -> Self {
        self.headers = Cow::Borrowed(headers);
        self
    }

    /// Pushes the canonical request piece by piece, for both `Display` and `hash`.
    #[inline]
    fn push_pieces(&self, push: &mut impl FnMut(&str)) {
        push(self.method);
        push("\n");
        push(self.path);
        push("\n");
        push(self.query);
        push("\n");
        if self.headers.is_empty() {
            // The same as below for most requests, in fewer pieces.
            push("host:");
            push(self.host);
            push("\n\nhost\n");
        } else {
            self.push_headers(push);
        }
        self.payload_hash.push_to(push);
    }

    /// Pushes `CanonicalHeaders` and `SignedHeaders`.
    fn push_headers(&self, push: &mut impl FnMut(&str)) {
        let (before, after) = headers::split_at_host(&self.headers);
        headers::push_lines(before, push);
        push("host:");
        push(self.host);
        push("\n");
        headers::push_lines(after, push);
        push("\n");
        for header in before {
            push(&header.name);
            push(";");
        }
        push(HOST);
        for header in after {
            push(";");
            push(&header.name);
        }
        push("\n");
    }
}

impl fmt::Display for CanonicalRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut result = Ok(());
        self.push_pieces(&mut |piece| result = result.and_then(|()| f.write_str(piece)));
        result
    }
}

/// Omits the query, which may contain a session token, and the header values.
impl fmt::Debug for CanonicalRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|header| &header.name).collect();
        f.debug_struct("CanonicalRequest")
            .field("method", &self.method)
            .field("host", &self.host)
            .field("path", &self.path)
            .field("headers", &names)
            .field("payload_hash", &self.payload_hash)
            .finish_non_exhaustive()
    }
}

/// The payload hash at the end of the canonical request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PayloadHash {
    /// `UNSIGNED-PAYLOAD`: the body is not signed, so any is accepted. S3 expects this in a
    /// presigned URL.
    Unsigned,
    /// The SHA-256 of an empty body. Most other services expect this in a presigned URL.
    Empty,
    /// The SHA-256 of the body.
    Sha256([u8; DIGEST_BYTES]),
}

impl PayloadHash {
    #[inline]
    fn push_to(self, push: &mut impl FnMut(&str)) {
        match self {
            Self::Unsigned => push(UNSIGNED_PAYLOAD),
            Self::Empty => push(EMPTY_SHA256),
            Self::Sha256(digest) => push(&HexDigest::encode(&digest)),
        }
    }
}

/// Fits the canonical request of most URLs.
const HASH_BUFFER_BYTES: usize = 640;

const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use sha2::Digest;

    use super::*;

    #[test]
    fn the_hash_is_the_sha256_of_the_displayed_text() {
        let requests = [
            CanonicalRequest::new("GET", "example.com", "/", ""),
            CanonicalRequest::new("PUT", "example.com", "/a%20b", "a=1&b=2")
                .header("X-B", " x   y ")
                .header("accept", "*/*")
                .payload_hash(PayloadHash::Sha256([0xab; DIGEST_BYTES])),
            CanonicalRequest::new("GET", "example.com", "/", "")
                .payload_hash(PayloadHash::Unsigned),
        ];
        for request in requests {
            let text = request.to_string();
            assert_eq!(request.hash(), *sha2::Sha256::digest(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn the_empty_payload_hash_is_the_sha256_of_no_bytes() {
        assert_eq!(EMPTY_SHA256, &*HexDigest::encode(&sha2::Sha256::digest([]).into()));
    }
}
