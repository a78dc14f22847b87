//! What the server answered.

use bytes::Bytes;
use hyper::http::response::Parts;

/// A response read to its end.
#[derive(Clone, Debug)]
pub struct Response {
    head: Parts,
    body: Bytes,
}

impl Response {
    pub(crate) fn new(head: Parts, body: Bytes) -> Self {
        Self { head, body }
    }

    /// Returns the status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.head.status.as_u16()
    }

    /// Returns the value of the header `name`, when it is there and is ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name)?.to_str().ok()
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the body as text, or `""` when it is not UTF-8.
    #[must_use]
    pub fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap_or_default()
    }

    /// Returns the `Code` of an S3 error: `SignatureDoesNotMatch`, `AccessDenied`, ….
    ///
    /// The answer to a `HEAD` has no body, hence no code.
    #[must_use]
    pub fn error_code(&self) -> Option<&str> {
        self.element("Error").and_then(|_| self.element("Code"))
    }

    /// Returns the text of the first XML element `name`, unescaped as it stands.
    #[must_use]
    pub fn element(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.text().split_once(&format!("<{name}>"))?;
        let (text, _) = rest.split_once(&format!("</{name}>"))?;
        Some(text)
    }
}
