//! The response of a server.

use bytes::Bytes;
use hyper::http::response::Parts;

/// A complete response.
#[derive(Clone, Debug)]
pub struct Response {
    head: Parts,
    body: Bytes,
}

impl Response {
    pub(crate) fn new(head: Parts, body: Bytes) -> Self {
        Self { head, body }
    }

    pub(crate) fn into_parts(self) -> (Parts, Bytes) {
        (self.head, self.body)
    }

    /// Returns the status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.head.status.as_u16()
    }

    /// Returns the value of the header `name`, if it is present and ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name)?.to_str().ok()
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the body as text, or `""` if it is not UTF-8.
    #[must_use]
    pub fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap_or_default()
    }

    /// Returns the `Code` of an S3 error: `SignatureDoesNotMatch`, `AccessDenied`, ….
    ///
    /// The response to `HEAD` has no body, and so no code.
    #[must_use]
    pub fn error_code(&self) -> Option<&str> {
        self.element("Error").and_then(|_| self.element("Code"))
    }

    /// Returns the text of the first XML element `name`, without unescaping it.
    #[must_use]
    pub fn element(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.text().split_once(&format!("<{name}>"))?;
        let (text, _) = rest.split_once(&format!("</{name}>"))?;
        Some(text)
    }
}
