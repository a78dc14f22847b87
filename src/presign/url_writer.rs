//! Writes a URL into one buffer. Slices of it form the canonical request.

use alloc::string::{String, ToString};

use crate::{
    endpoint::Address,
    request::Request,
    sigv4::query::{AuthenticationParameters, ENCODED_TERMINATOR},
    wire::{
        encode,
        names::{AWS4_HMAC_SHA256, delimited},
    },
};

/// A URL without its signature, at the end of a buffer, with the byte indexes of its parts.
pub(super) struct UrlWriter<'u> {
    url: &'u mut String,
    host_index: usize,
    path_index: usize,
    query_index: usize,
    /// The signed host and path, if the URL shows others.
    signed: Option<SignedLocation>,
}

/// A host and the path after it, in one text.
struct SignedLocation {
    text: String,
    path_index: usize,
}

impl<'u> UrlWriter<'u> {
    /// Appends the URL without the signature to `url`, whose capacity the caller has reserved.
    #[inline]
    pub(super) fn write(
        url: &'u mut String,
        address: &Address<'_>,
        request: &Request<'_>,
        authentication: &AuthenticationParameters<'_>,
    ) -> Self {
        let key = request.key();
        let signed = address.display().map(|_| SignedLocation::new(address, key));
        let (host_index, path_index) = push_base(url, address);
        push_path(url, address, key, path_index);
        url.push('?');
        let query_index = url.len();
        authentication.push_query(url, request.parameters());
        Self { url, host_index, path_index, query_index, signed }
    }

    /// The signed host.
    #[inline]
    pub(super) fn host(&self) -> &str {
        match &self.signed {
            None => &self.url[self.host_index..self.path_index],
            Some(signed) => &signed.text[..signed.path_index],
        }
    }

    /// The signed path, percent-encoded.
    #[inline]
    pub(super) fn path(&self) -> &str {
        match &self.signed {
            None => &self.url[self.path_index..self.query_index - "?".len()],
            Some(signed) => &signed.text[signed.path_index..],
        }
    }

    /// The canonical query.
    #[inline]
    pub(super) fn query(&self) -> &str {
        &self.url[self.query_index..]
    }

    /// Appends the signature parameter, which completes the URL.
    #[inline]
    pub(super) fn push_signature(self, signature: &str) {
        self.url.push_str(delimited::SIGNATURE);
        self.url.push_str(signature);
    }
}

impl SignedLocation {
    fn new(address: &Address<'_>, key: Option<&str>) -> Self {
        let mut text = address.host().to_string();
        let path_index = text.len();
        text.push_str(address.base_path());
        push_path(&mut text, address, key, path_index);
        Self { text, path_index }
    }
}

/// Returns the URL of a bucket, without a query.
pub(crate) fn base_url(address: &Address<'_>) -> String {
    let mut url = String::new();
    let (_, path_index) = push_base(&mut url, address);
    push_path(&mut url, address, None, path_index);
    url
}

/// Appends scheme, host and base path as clients see them, and returns the indexes of host and path.
#[inline]
fn push_base(url: &mut String, address: &Address<'_>) -> (usize, usize) {
    let Some(base) = address.display() else {
        url.push_str(address.scheme());
        let host_index = url.len();
        address.host().push_to(&mut |piece| url.push_str(piece));
        let path_index = url.len();
        url.push_str(address.base_path());
        return (host_index, path_index);
    };
    url.push_str(base.scheme());
    let host_index = url.len();
    url.push_str(base.authority());
    let path_index = url.len();
    url.push_str(base.path());
    (host_index, path_index)
}

/// Appends bucket and key to a path: percent-encoded once, never normalized. The path is never empty,
/// and what follows the base path is the same in the URL and in the signature.
#[inline]
fn push_path(url: &mut String, address: &Address<'_>, key: Option<&str>, path_index: usize) {
    if let Some(bucket) = address.path_bucket() {
        url.push('/');
        encode::push_query(url, bucket);
    }
    if let Some(key) = key {
        url.push('/');
        encode::push_path(url, key);
    }
    if key.is_none() && address.path_bucket().is_none() && address.base_path().is_empty()
        || url.len() == path_index
    {
        url.push('/');
    }
}

/// The length in bytes of the parts that do not depend on the request: scheme, slashes, the
/// signature and the names of its parameters.
pub(super) const FIXED_LEN: usize = "https:////?".len()
    + delimited::ALGORITHM.len()
    + AWS4_HMAC_SHA256.len()
    + delimited::CREDENTIAL.len()
    + "%2FYYYYMMDD%2F%2F".len()
    + ENCODED_TERMINATOR.len()
    + delimited::DATE.len()
    + "YYYYMMDDThhmmssZ".len()
    + delimited::EXPIRES.len()
    + "604800".len()
    + delimited::S3SESSION_TOKEN.len()
    + delimited::SIGNED_HEADERS.len()
    + "host".len()
    + delimited::SIGNATURE.len()
    + 64;
