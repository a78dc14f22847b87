//! A URL while it is being written: one buffer, slices of which are signed.

use alloc::string::{String, ToString};

use crate::{
    endpoint::Address,
    request::Request,
    sigv4::{percent, query::Authentication},
};

/// Everything of a URL but its signature, at the end of a buffer, and where its parts begin.
pub(crate) struct UrlDraft<'u> {
    url: &'u mut String,
    host_at: usize,
    path_at: usize,
    query_at: usize,
    /// The host that is signed, where the URL shows another.
    hidden_host: Option<String>,
}

impl<'u> UrlDraft<'u> {
    /// Appends it to `url`, where the caller has made room. `display_authority` is what it shows instead of
    /// the host that is signed.
    #[inline]
    pub(crate) fn write(
        url: &'u mut String,
        address: &Address<'_>,
        display_authority: Option<&str>,
        request: &Request<'_>,
        authentication: &Authentication<'_>,
    ) -> Self {
        url.push_str(address.scheme());
        let host_at = url.len();
        push_authority(url, address, display_authority);
        let path_at = url.len();
        push_path(url, address, request.key());
        url.push('?');
        let query_at = url.len();
        authentication.push_query(url, request.parameters());
        let hidden_host = display_authority.map(|_| address.host().to_string());
        Self { url, host_at, path_at, query_at, hidden_host }
    }

    /// The host as it is signed.
    pub(crate) fn host(&self) -> &str {
        match &self.hidden_host {
            None => &self.url[self.host_at..self.path_at],
            Some(host) => host,
        }
    }

    pub(crate) fn path(&self) -> &str {
        &self.url[self.path_at..self.query_at - "?".len()]
    }

    /// The canonical query.
    pub(crate) fn query(&self) -> &str {
        &self.url[self.query_at..]
    }

    /// Makes a presigned URL of it.
    pub(crate) fn push_signature(self, signature: &str) {
        self.url.push_str("&X-Amz-Signature=");
        self.url.push_str(signature);
    }
}

/// The URL of a bucket, without a query.
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

/// Appends the path as it is signed and sent: encoded once, never normalised, never empty.
fn push_path(url: &mut String, address: &Address<'_>, key: Option<&str>) {
    let path_at = url.len();
    url.push_str(address.base_path());
    if let Some(bucket) = address.path_bucket() {
        url.push('/');
        percent::push_query(url, bucket);
    }
    if let Some(key) = key {
        url.push('/');
        percent::push_path(url, key);
    }
    if url.len() == path_at {
        url.push('/');
    }
}

/// What is the same in every URL: scheme, slashes, the signature and the names of its parameters.
pub(crate) const FIXED_BYTES: usize = "https:////?".len()
    + "X-Amz-Algorithm=AWS4-HMAC-SHA256".len()
    + "&X-Amz-Credential=%2FYYYYMMDD%2F%2F%2Faws4_request".len()
    + "&X-Amz-Date=YYYYMMDDThhmmssZ".len()
    + "&X-Amz-Expires=604800".len()
    + "&X-Amz-S3session-Token=".len()
    + "&X-Amz-SignedHeaders=host".len()
    + "&X-Amz-Signature=".len()
    + 64;
