//! The request as it was sent, as far as it is known.

use alloc::{borrow::Cow, collections::BTreeMap, string::String, vec::Vec};

use percent_encoding::percent_decode_str;

use super::{
    canonical::{Canonical, parse_query, unescaped},
    transcript::PrintedRequest,
};
use crate::{
    inspect::{InspectedUrl, NotPresigned, SignatureVersion},
    request::Method,
    sigv4::{PathEncoding, PathNormalization, headers::canonical_value, path::canonical_path},
    wire::{
        names::{
            HOST, UNSIGNED_PAYLOAD, X_AMZ_CONTENT_SHA256, X_AMZ_SIGNED_HEADERS, is_amz_header,
            is_s3_service,
        },
        query,
        url::Url,
    },
};

/// A URL with the method and headers that were sent.
#[derive(Clone)]
pub(super) struct SentRequest<'a> {
    authority: String,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) inspected: Result<InspectedUrl<'a>, NotPresigned>,
    pub(super) method: Option<Method>,
    pub(super) headers: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> SentRequest<'a> {
    pub(super) fn new(url: &'a str) -> Result<Self, NotPresigned> {
        let inspected = InspectedUrl::parse(url);
        let url = url.split('#').next().unwrap_or(url);
        let url = Url::parse(url).map_err(|problem| NotPresigned::invalid_url(url, problem))?;
        Ok(Self {
            path: if url.path.is_empty() { "/" } else { url.path },
            query: url.query.unwrap_or_default(),
            authority: url.authority,
            inspected,
            method: None,
            headers: Vec::new(),
        })
    }

    /// Takes method and headers of a printed request where the caller has not set them.
    pub(super) fn completed_by(mut self, printed: &'a PrintedRequest) -> Self {
        self.method = self.method.or_else(|| printed.method.parse().ok());
        if self.headers.is_empty() {
            let headers = printed.headers.iter();
            self.headers.extend(headers.map(|(name, value)| (name.into(), value.into())));
        }
        self
    }

    /// The URL, if it is presigned with version 4.
    pub(super) fn presigned(&self) -> Option<&InspectedUrl<'a>> {
        let inspected = self.inspected.as_ref().ok()?;
        (inspected.signature_version() != SignatureVersion::V2).then_some(inspected)
    }

    pub(super) fn host(&self) -> Cow<'_, str> {
        self.header(HOST).unwrap_or(Cow::Borrowed(&self.authority))
    }

    /// The value of a header that was sent, in canonical form.
    pub(super) fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        let named = self.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        let values: Vec<_> =
            named.map(|(_, value)| canonical_value(Cow::Borrowed(value))).collect();
        (!values.is_empty()).then(|| Cow::Owned(values.join(",")))
    }

    /// The first value of a parameter, percent-decoded; its name in any case.
    pub(super) fn parameter(&self, name: &str) -> Option<Cow<'a, str>> {
        Some(percent_decode_str(self.raw_parameter(name)?).decode_utf8_lossy())
    }

    /// The first value of a parameter, percent-encoded as in the URL; its name in any case.
    pub(super) fn raw_parameter(&self, name: &str) -> Option<&'a str> {
        let is_named =
            |other| percent_decode_str(other).decode_utf8_lossy().eq_ignore_ascii_case(name);
        query::pairs(self.query).find(|(other, _)| is_named(other)).map(|(_, value)| value)
    }

    /// The first parameter whose separator was escaped for HTML.
    pub(super) fn html_escaped_name(&self) -> Option<&'a str> {
        let mut names = query::pairs(self.query).map(|(name, _)| name);
        names.find(|name| unescaped(name).is_some())
    }

    /// The `x-amz-` headers that are sent but not signed, which S3 refuses. It accepts the hash of a
    /// payload that is not streamed.
    pub(super) fn unsigned_headers(&self) -> impl Iterator<Item = &str> {
        let signed = self.signed_names();
        let is_hash = |name: &str, value: &str| {
            name.trim().eq_ignore_ascii_case(X_AMZ_CONTENT_SHA256)
                && !value.trim().starts_with("STREAMING-")
        };
        let headers = self.headers.iter().filter(move |(name, value)| !is_hash(name, value));
        headers.map(|(name, _)| &**name).filter(move |name| {
            is_amz_header(name) && !signed.iter().any(|signed| signed.eq_ignore_ascii_case(name))
        })
    }

    /// The canonical request of a signer that takes path and query as they are in the URL.
    pub(super) fn canonical(&self) -> Canonical<'_> {
        Canonical {
            method: self.method.map(|method| Cow::Borrowed(method.as_str())),
            path: Cow::Borrowed(self.path),
            parameters: parse_query(self.query),
            headers: self.signed_headers(),
            payload_hash: self.payload_hash(),
        }
    }

    /// The same canonical request with the path and query that were sent instead.
    pub(super) fn canonical_of<'r>(&'r self, printed: &'r PrintedRequest) -> Canonical<'r> {
        Canonical {
            path: Cow::Borrowed(&printed.path),
            parameters: parse_query(&printed.query),
            ..self.canonical()
        }
    }

    /// The same canonical request with the host of the URL, in place of a `Host` that was sent.
    pub(super) fn with_host_of_url<'r>(&'r self, sent: &Canonical<'r>) -> Canonical<'r> {
        let mut canonical = sent.clone();
        if let Some(host) = canonical.headers.get_mut(HOST) {
            *host = Some(Cow::Borrowed(&self.authority));
        }
        canonical
    }

    /// The canonical request of a server that receives this request.
    pub(super) fn received_canonical(&self) -> Canonical<'_> {
        let mut canonical = self.canonical().reencoded();
        if !self.is_s3() {
            let (normal, again) = (PathNormalization::Normalize, PathEncoding::Double);
            canonical.path = canonical_path(self.path, normal, again);
        }
        canonical
    }

    /// The signed headers with the values that were sent. If the caller gives no headers, only
    /// `host` is known.
    fn signed_headers(&self) -> BTreeMap<Cow<'_, str>, Option<Cow<'_, str>>> {
        let value = |name: &str| match self.header(name) {
            Some(value) => Some(value),
            None if name == HOST => Some(self.host()),
            // Clients add it themselves.
            None if self.headers.is_empty() || name == "content-length" => None,
            None => Some(Cow::Borrowed("")),
        };
        let names = self.signed_names().into_iter();
        names.map(|name| (value(&name), name)).map(|(value, name)| (name.into(), value)).collect()
    }

    /// The names of the signed headers.
    pub(super) fn signed_names(&self) -> Vec<String> {
        let names = self.parameter(X_AMZ_SIGNED_HEADERS).unwrap_or_default();
        names.split(';').filter(|name| !name.is_empty()).map(String::from).collect()
    }

    /// S3 takes the payload hash from a parameter or header; the one of other services is unknown.
    fn payload_hash(&self) -> Option<Cow<'_, str>> {
        let said = self.parameter(X_AMZ_CONTENT_SHA256);
        let said = said.or_else(|| self.header(X_AMZ_CONTENT_SHA256));
        said.or_else(|| self.is_s3().then_some(Cow::Borrowed(UNSIGNED_PAYLOAD)))
    }

    fn is_s3(&self) -> bool {
        self.presigned().is_none_or(|url| is_s3_service(url.service()))
    }
}
