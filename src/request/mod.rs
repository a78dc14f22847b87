//! Requests to presign, as plain data.

// First, in the order of their methods on the page of `Request`.
mod constructors;
mod operations;
mod parameters;

mod checksum;
mod copy_source;
mod disposition;
mod encryption;
mod headers;
#[cfg(feature = "http")]
mod http;
mod method;
mod multipart;
pub(crate) mod object_key;
mod object_lock;

use alloc::{borrow::Cow, boxed::Box, string::String, vec::Vec};
use core::fmt;

use self::{
    checksum::check_digest_header,
    multipart::{MAX_PART_NUMBER, MIN_PART_NUMBER},
    object_key::DotSegments,
    parameters::check_response_override,
};
use crate::{
    error::{Error, excerpt},
    redact::shown_value,
    sigv4::{
        HexDigest, PayloadHash,
        headers::{PRINTABLE, canonical_name, canonical_value, check_header_name, is_canonical},
        name_value::{NameValue, header_index, insert_parameter},
    },
    wire::names::{
        RESERVED_HEADERS, RESERVED_PARAMETERS, V2_ACCESS_KEY_ID, V2_SIGNATURE,
        X_AMZ_CONTENT_SHA256, X_AMZ_REGION_SET, is_amz_header, is_one_of,
    },
};

pub(crate) use self::checksum::check_digest;

pub use self::{
    checksum::{Checksum, ChecksumAlgorithm, ChecksumType},
    copy_source::CopySource,
    disposition::ContentDisposition,
    encryption::ServerSideEncryption,
    method::Method,
    multipart::{CompletedParts, CompletedUpload, MultipartUpload},
    object_lock::ObjectLockMode,
};

/// A request to presign: method, bucket, key, query parameters and headers.
///
/// All text is raw: bucket, key, names and values are percent-encoded once, when signing. No method
/// of this type fails; for an invalid value, [`Presigner::presign`](crate::Presigner::presign)
/// returns an [`Error`].
///
/// The constructors select the operation. Each other method adds one of these:
///
/// - A query parameter, which is part of the URL. A GET request with parameters still works as a
///   plain link. These are [`query`](Self::query), [`version_id`](Self::version_id),
///   [`part_number`](Self::part_number), [`attachment`](Self::attachment),
///   [`inline`](Self::inline), [`request_payer`](Self::request_payer) and those that begin with
///   `response_`.
/// - A header: all other methods, except [`allow_dot_segments`](Self::allow_dot_segments). Headers
///   are signed, so the client must send them with exactly these values.
///   [`PresignedUrl::headers`](crate::PresignedUrl::headers) lists them.
///
/// ```
/// use presigner::{Method, Request};
///
/// let download = Request::get("my-bucket", "7f3a.jpg").attachment("cat.jpg");
/// let upload = Request::put("my-bucket", "photos/cat.jpg").content_type("image/jpeg");
/// let tags = Request::new(Method::Get, "my-bucket", "photos/cat.jpg").query("tagging", "");
/// let policy = Request::on_bucket(Method::Get, "my-bucket").query("policy", "");
/// # let _ = (download, upload, tags, policy);
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct Request<'a> {
    method: Method,
    target: Target<'a>,
    /// In canonical order.
    parameters: Vec<NameValue<'a>>,
    /// In canonical form, sorted by name.
    headers: Vec<NameValue<'a>>,
    /// The error of the first invalid header, returned when signing.
    header_error: Option<Box<Error>>,
    /// Whether the payload hash is that of the header `x-amz-content-sha256`.
    signs_payload: bool,
    dot_segments: DotSegments,
}

/// The resource that a request operates on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Target<'a> {
    /// The general purpose buckets of the account.
    Buckets,
    /// The directory buckets of the account, which are listed at another host.
    DirectoryBuckets,
    Bucket(&'a str),
    /// An upload form for a bucket.
    Form(&'a str),
    Object {
        bucket: &'a str,
        key: &'a str,
    },
}

/// Methods for any query parameter and any header.
impl<'a> Request<'a> {
    /// Adds a query parameter, name and value as raw text: `.query("tagging", "")`,
    /// `.query("x-user", "jane doe")`.
    ///
    /// It is signed, so the holder of the URL cannot change it. When signing, an empty name is an
    /// [`Error::EmptyParameterName`], a name reserved for the signature, such as `X-Amz-Expires` or
    /// `X-Amz-S3session-Token`, an [`Error::ReservedParameter`], and a repeated name an
    /// [`Error::DuplicateParameter`].
    #[must_use]
    #[inline]
    pub fn query(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        insert_parameter(&mut self.parameters, NameValue::new(name, value));
        self
    }

    /// Adds a header, which is signed, so that the client must send it with exactly this value. The
    /// name may be in any case. The value is printable ASCII; it is trimmed, and consecutive spaces
    /// in it become one.
    ///
    /// When signing, `host` (which is always signed), `authorization` and names reserved for the
    /// signature are an [`Error::ReservedHeader`], and a repeated name is an
    /// [`Error::DuplicateHeader`]. The value of `x-amz-content-sha256` must be 64 lower-case hex
    /// digits; see [`payload_sha256`](Self::payload_sha256). That of `content-md5` and other
    /// digests must be base64, otherwise it is an [`Error::InvalidDigest`].
    #[must_use]
    #[inline]
    pub fn header(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        if let Err(error) = self.insert_header(name.into(), value.into()) {
            self.keep_header_error(error);
        }
        self
    }

    /// Allows a key with a segment `.` or `..`, which is an [`Error::DotSegment`] otherwise.
    ///
    /// Browsers, `curl` without `--path-as-is` and most URL libraries remove dot segments, as [RFC
    /// 3986] describes: they send `b` instead of `a/../b`, even if the dots are percent-encoded. S3
    /// then refuses the request, because another path was signed. Allow such keys only if you
    /// control the client.
    ///
    /// [RFC 3986]: https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4
    #[must_use]
    pub const fn allow_dot_segments(mut self) -> Self {
        self.dot_segments = DotSegments::Allowed;
        self
    }

    /// The request that an upload form sends to its bucket.
    pub(crate) const fn form(bucket: &'a str) -> Self {
        Self::on_target(Method::Post, Target::Form(bucket))
    }

    pub(crate) const fn method(&self) -> Method {
        self.method
    }

    pub(crate) const fn target(&self) -> Target<'a> {
        self.target
    }

    #[inline]
    pub(crate) const fn key(&self) -> Option<&'a str> {
        match self.target {
            Target::Object { key, .. } => Some(key),
            Target::Buckets | Target::DirectoryBuckets | Target::Bucket(_) | Target::Form(_) => {
                None
            }
        }
    }

    /// In canonical order.
    #[inline]
    pub(crate) fn parameters(&self) -> &[NameValue<'a>] {
        &self.parameters
    }

    /// In canonical form, sorted by name.
    #[inline]
    pub(crate) fn headers(&self) -> &[NameValue<'a>] {
        &self.headers
    }

    /// The payload hash of the canonical request.
    #[inline]
    pub(crate) fn payload_hash(&self) -> PayloadHash {
        if !self.signs_payload {
            return PayloadHash::Unsigned;
        }
        let header = self.headers.iter().find(|header| header.name == CONTENT_SHA256);
        let hash = header.and_then(|header| parse_payload_hash(&header.value).ok());
        hash.expect("the header was parsed when it was added")
    }

    /// The number of bytes that it adds to the URL, before percent-encoding.
    #[inline]
    pub(crate) fn url_len(&self) -> usize {
        let target = match self.target {
            Target::Buckets | Target::DirectoryBuckets => 0,
            Target::Bucket(bucket) | Target::Form(bucket) => bucket.len(),
            Target::Object { bucket, key } => bucket.len() + key.len(),
        };
        // As sums of iterators, these loops take five times as many instructions.
        let mut bytes = target;
        for parameter in &self.parameters {
            bytes += parameter.name.len() + parameter.value.len() + "&=".len();
        }
        for header in &self.headers {
            bytes += header.name.len() + ";".len();
        }
        bytes
    }

    /// The length in bytes of its headers, one line each.
    pub(crate) fn header_lines_len(&self) -> usize {
        let mut bytes = 0;
        for header in &self.headers {
            bytes += header.name.len() + header.value.len() + ":\n".len();
        }
        bytes
    }

    /// Refuses keys, parameters and headers that S3 would refuse or misinterpret.
    #[inline]
    pub(crate) fn check(&self) -> Result<(), Error> {
        if let Some(key) = self.key() {
            self.dot_segments.check_key(key)?;
        }
        self.check_parameters()?;
        if let Some(error) = self.header_error.as_deref() {
            return Err(error.clone());
        }
        self.check_operation()
    }

    /// Stores an error that signing returns, unless it already has one.
    fn keep_header_error(&mut self, error: Error) {
        self.header_error.get_or_insert_with(|| Box::new(error));
    }

    fn insert_header(
        &mut self,
        mut name: Cow<'a, str>,
        mut value: Cow<'a, str>,
    ) -> Result<(), Error> {
        if !is_canonical(&name, &value) {
            name = canonical_name(name);
            check_header_name(&name)?;
            check_header_value(&name, &value)?;
            value = canonical_value(value);
        }
        if is_reserved(&name) || is_one_of(&name, &RESERVED_HEADERS) {
            return Err(Error::ReservedHeader { name: excerpt(&name) });
        }
        let is_payload_hash = name == CONTENT_SHA256;
        if is_payload_hash {
            parse_payload_hash(&value)?;
        }
        check_digest_header(&name, &value)?;
        if self.headers.capacity() == 0 {
            // A list that grows gets the same capacity, and takes 20 ns more.
            self.headers = Vec::with_capacity(4);
        }
        let Err(index) = header_index(&self.headers, &name) else {
            return Err(Error::DuplicateHeader { name: excerpt(&name) });
        };
        self.headers.insert(index, NameValue { name, value });
        self.signs_payload |= is_payload_hash;
        Ok(())
    }

    const fn on_target(method: Method, target: Target<'a>) -> Self {
        Self {
            method,
            target,
            parameters: Vec::new(),
            headers: Vec::new(),
            header_error: None,
            signs_payload: false,
            dot_segments: DotSegments::Refused,
        }
    }

    #[inline]
    fn check_parameters(&self) -> Result<(), Error> {
        for (index, parameter) in self.parameters.iter().enumerate() {
            let name = &*parameter.name;
            if name.is_empty() {
                return Err(Error::EmptyParameterName);
            }
            if is_reserved(name) || is_one_of(name, &OTHER_RESERVED_PARAMETERS) {
                return Err(Error::ReservedParameter { name: excerpt(name) });
            }
            check_parameter_value(name, &parameter.value)?;
            if name.starts_with("response-") {
                check_response_override(self, parameter)?;
            }
            // In effect, it is a header.
            if is_amz_header(name) {
                check_digest(name, &parameter.value)?;
            }
            if index > 0 && self.parameters[index - 1].name == name {
                return Err(Error::DuplicateParameter { name: excerpt(name) });
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |pairs: &'_ [NameValue<'_>]| -> Vec<(String, String)> {
            let shown = |pair: &NameValue<'_>| {
                let value = shown_value(&pair.name, &pair.value);
                (String::from(&*pair.name), String::from(value))
            };
            pairs.iter().map(shown).collect()
        };
        let mut shown_request = f.debug_struct("Request");
        shown_request
            .field("method", &self.method)
            .field("target", &self.target)
            .field("query", &shown(&self.parameters))
            .field("headers", &shown(&self.headers))
            .field("dot_segments", &self.dot_segments);
        if let Some(error) = &self.header_error {
            shown_request.field("header_error", error);
        }
        shown_request.finish()
    }
}

/// Whether a name is reserved both as a parameter and as a header, because signing adds it.
#[inline]
fn is_reserved(name: &str) -> bool {
    is_one_of(name, &RESERVED_PARAMETERS) || is_one_of(name, &[X_AMZ_REGION_SET])
}

/// Refuses values with which S3 would run a different operation, or none.
fn check_parameter_value(name: &str, value: &str) -> Result<(), Error> {
    let is_part_number = || {
        value.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(value.parse(), Ok(MIN_PART_NUMBER..=MAX_PART_NUMBER))
    };
    match name {
        "partNumber" if !is_part_number() => {
            Err(Error::InvalidPartNumber { number: excerpt(value) })
        }
        "uploadId" if value.is_empty() => Err(Error::EmptyUploadId),
        "versionId" if value.is_empty() => Err(Error::EmptyVersionId),
        _ => Ok(()),
    }
}

/// The payload hash in the value of `x-amz-content-sha256`.
fn parse_payload_hash(value: &str) -> Result<PayloadHash, Error> {
    match HexDigest::parse(value) {
        Some(digest) => Ok(PayloadHash::Sha256(digest.to_bytes())),
        None => Err(Error::InvalidPayloadHash { value: excerpt(value) }),
    }
}

/// Refuses characters other than printable ASCII: HTTP allows some of them, but clients and proxies
/// change, drop or refuse them.
fn check_header_value(name: &str, value: &str) -> Result<(), Error> {
    if PRINTABLE.contains_all(value) {
        return Ok(());
    }
    match value.bytes().enumerate().find(|(_, byte)| !PRINTABLE.contains(*byte)) {
        None => Ok(()),
        Some((index, byte)) => Err(Error::InvalidHeaderValue {
            name: excerpt(name),
            character: if byte.is_ascii() {
                "a control character"
            } else {
                "a non-ASCII character"
            },
            index,
        }),
    }
}

/// [`X_AMZ_CONTENT_SHA256`] in lower case.
const CONTENT_SHA256: &str = "x-amz-content-sha256";

/// The names that are reserved only as parameters: S3 treats these as part of the signature or of
/// its input. The last two make S3 treat a URL as signed with Signature Version 2.
const OTHER_RESERVED_PARAMETERS: [&str; 3] = [X_AMZ_CONTENT_SHA256, V2_ACCESS_KEY_ID, V2_SIGNATURE];
