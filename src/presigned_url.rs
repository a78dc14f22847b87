//! What signing returns.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::{expiry::Validity, method::Method, request::is_customer_key, sigv4::redact::Redacted};

/// A presigned URL, with the method and the headers that it was signed for.
///
/// Whoever has it can send that one request until it expires: treat it as a secret, and log
/// [`redacted`](Self::redacted). `Display` shows it whole, `Debug` without signature and session token.
#[derive(Clone, Eq, PartialEq)]
pub struct PresignedUrl {
    pub(crate) url: String,
    pub(crate) method: Method,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) validity: Validity,
}

impl PresignedUrl {
    /// The URL. It holds only characters that URL parsers leave alone.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// The URL, without copying it.
    #[must_use]
    pub fn into_string(self) -> String {
        self.url
    }

    /// The method that the request must have.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The headers that the request must have beside `host`, which every client sends: lower-case names
    /// in sorted order with exactly the values to send.
    #[must_use]
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// From when until when the URL is valid, and what limited it.
    #[must_use]
    pub const fn validity(&self) -> Validity {
        self.validity
    }

    /// The URL for logs: signature and session token replaced by `REDACTED`.
    #[must_use]
    pub fn redacted(&self) -> impl fmt::Display + '_ {
        Redacted(&self.url)
    }
}

impl fmt::Display for PresignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

impl fmt::Debug for PresignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.headers.iter().map(|(name, value)| {
            (name.as_str(), if is_customer_key(name) { "REDACTED" } else { value })
        });
        f.debug_struct("PresignedUrl")
            .field("url", &format_args!("{}", self.redacted()))
            .field("method", &self.method)
            .field("headers", &headers.collect::<Vec<_>>())
            .field("validity", &self.validity)
            .finish()
    }
}

impl From<PresignedUrl> for String {
    fn from(url: PresignedUrl) -> Self {
        url.url
    }
}
