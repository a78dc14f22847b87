//! Writes a URL into one buffer. Slices of it form the canonical request.

use alloc::string::{String, ToString};

use crate::{
    endpoint::Address,
    request::Request,
    sigv4::query::AuthenticationParameters,
    wire::{
        encode,
        names::{AWS4_HMAC_SHA256, prefix},
    },
};

/// A URL without its signature, at the end of a buffer, with the byte indexes of its parts.
pub(super) struct UrlWriter<'u> {
    url: &'u mut String,
    host_index: usize,
    path_index: usize,
    query_index: usize,
    /// The signed host, if the URL shows another.
    hidden_host: Option<String>,
}

impl<'u> UrlWriter<'u> {
    /// Appends the URL without the signature to `url`, whose capacity the caller has reserved.
    /// `display_authority` is written instead of the signed host.
    #[inline]
    pub(super) fn write(
        url: &'u mut String,
        address: &Address<'_>,
        display_authority: Option<&str>,
        request: &Request<'_>,
        authentication: &AuthenticationParameters<'_>,
    ) -> Self {
        url.push_str(address.scheme());
        let host_index = url.len();
        push_authority(url, address, display_authority);
        let path_index = url.len();
        push_path(url, address, request.key());
        url.push('?');
        let query_index = url.len();
        authentication.push_query(url, request.parameters());
        let hidden_host = display_authority.map(|_| address.host().to_string());
        Self { url, host_index, path_index, query_index, hidden_host }
    }

    /// The signed host.
    pub(super) fn host(&self) -> &str {
        match &self.hidden_host {
            None => &self.url[self.host_index..self.path_index],
            Some(host) => host,
        }
    }

    /// The path, percent-encoded.
    pub(super) fn path(&self) -> &str {
        &self.url[self.path_index..self.query_index - "?".len()]
    }

    /// The canonical query.
    pub(super) fn query(&self) -> &str {
        &self.url[self.query_index..]
    }

    /// Appends the signature parameter, which completes the URL.
    pub(super) fn push_signature(self, signature: &str) {
        self.url.push_str(prefix::SIGNATURE);
        self.url.push_str(signature);
    }
}

/// Returns the URL of a bucket, without a query.
pub(crate) fn base_url(address: &Address<'_>, display_authority: Option<&str>) -> String {
    let mut url = String::from(address.scheme());
    push_authority(&mut url, address, display_authority);
    push_path(&mut url, address, None);
    url
}

fn push_authority(url: &mut String, address: &Address<'_>, display_authority: Option<&str>) {
    match display_authority {
        None => address.host().push_to(&mut |piece| url.push_str(piece)),
        Some(authority) => url.push_str(authority),
    }
}

/// Appends the path that is signed and sent: percent-encoded once, never normalised, never empty.
fn push_path(url: &mut String, address: &Address<'_>, key: Option<&str>) {
    let path_index = url.len();
    url.push_str(address.base_path());
    if let Some(bucket) = address.path_bucket() {
        url.push('/');
        encode::push_query(url, bucket);
    }
    if let Some(key) = key {
        url.push('/');
        encode::push_path(url, key);
    }
    if url.len() == path_index {
        url.push('/');
    }
}

/// The length in bytes of the parts that do not depend on the request: scheme, slashes, the
/// signature and the names of its parameters.
pub(super) const FIXED_LEN: usize = "https:////?".len()
    + prefix::ALGORITHM.len()
    + AWS4_HMAC_SHA256.len()
    + prefix::CREDENTIAL.len()
    + "%2FYYYYMMDD%2F%2F%2Faws4_request".len()
    + prefix::DATE.len()
    + "YYYYMMDDThhmmssZ".len()
    + prefix::EXPIRES.len()
    + "604800".len()
    + prefix::S3SESSION_TOKEN.len()
    + prefix::SIGNED_HEADERS.len()
    + "host".len()
    + prefix::SIGNATURE.len()
    + 64;
