//! What signing returns.

use alloc::string::String;
use core::fmt;

use super::{
    curl::Command,
    expiry::Validity,
    headers::{Headers, push_lines},
};
use crate::wire::url::path_index;
use crate::{
    redact::Redacted,
    request::{Method, Request},
};

/// A presigned URL, with the method and the headers that it was signed for.
///
/// Whoever has it can send that one request until it expires: treat it as a secret, and log
/// [`redacted`](Self::redacted). `Display` shows it whole, `Debug` without signature and session token.
#[derive(Clone, Eq, PartialEq)]
pub struct PresignedUrl {
    /// The URL, and behind it the lines of the headers: one text is one allocation.
    text: String,
    url_len: usize,
    method: Method,
    validity: Validity,
}

impl PresignedUrl {
    pub(crate) fn new(url: String, request: &Request<'_>, validity: Validity) -> Self {
        let (url_len, mut text) = (url.len(), url);
        push_lines(&mut text, request.headers());
        Self { text, url_len, method: request.method(), validity }
    }

    /// The URL. It holds only characters that URL parsers leave alone.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text[..self.url_len]
    }

    /// The URL, without copying it. It was made in one `String` with the lines of the headers, which are cut
    /// off; their room stays allocated.
    #[must_use]
    pub fn into_string(mut self) -> String {
        self.text.truncate(self.url_len);
        self.text
    }

    /// The method that the request must have.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The headers that the request must have beside `host`, which every client sends.
    #[must_use]
    pub fn headers(&self) -> Headers<'_> {
        Headers::of(&self.text[self.url_len..])
    }

    /// From when until when the URL is valid, and what limited it.
    #[must_use]
    pub const fn validity(&self) -> Validity {
        self.validity
    }

    /// The request as a command for `curl`, quoted for a POSIX shell, with the headers that it must have.
    ///
    /// An upload is `-T file`: put the name of your file there. A signed `content-length` is left to
    /// `curl`, which sends the file's.
    ///
    /// ```
    /// # use presigner::{Credentials, Expiry, Presigner, Request};
    /// # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
    /// let request = Request::put("my-bucket", "cat.jpg").content_type("image/jpeg");
    /// let url = presigner.presign(&request, Expiry::minutes(5))?;
    /// assert_eq!(url.to_curl(), format!("curl -T file -H 'content-type: image/jpeg' '{url}'"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn to_curl(&self) -> String {
        let mut command = Command::curl();
        command = match self.method {
            Method::Get => command,
            Method::Head => command.word("--head"),
            // Without a body, `curl` sends no length, and S3 wants one.
            Method::Put if self.is_copy() => command.word("-X PUT -H 'content-length: 0'"),
            Method::Put => command.word("-T file"),
            Method::Post => command.word("-X POST"),
            Method::Delete => command.word("-X DELETE"),
        };
        if self.has_dot_segments() {
            command = command.word("--path-as-is");
        }
        for (name, value) in self.headers() {
            command = match (name, value) {
                ("content-length", _) if self.method == Method::Put => command,
                // With nothing after a colon, `curl` would leave the header out.
                (_, "") => command.word("-H").quoted(&[name, ";"].concat()),
                _ => command.word("-H").quoted(&[name, ": ", value].concat()),
            };
        }
        if self.method == Method::Put && self.path().ends_with('/') {
            // `curl -T` would append the name of the file.
            command = command.word("--request-target").quoted(&self.as_str()[self.path_index()..]);
        }
        command.quoted(self.as_str()).into_string()
    }

    /// Whether following the URL as a link does what it was made for: it is a GET, wants no headers, and
    /// has no dot segments, which browsers would resolve.
    #[must_use]
    pub fn opens_in_browser(&self) -> bool {
        self.method == Method::Get && self.headers().is_empty() && !self.has_dot_segments()
    }

    /// The URL for logs: signature and session token replaced by `REDACTED`.
    #[must_use]
    pub fn redacted(&self) -> impl fmt::Display + '_ {
        Redacted(self.as_str())
    }

    fn is_copy(&self) -> bool {
        self.headers().get("x-amz-copy-source").is_some()
    }

    fn has_dot_segments(&self) -> bool {
        self.path().split('/').any(|segment| matches!(segment, "." | ".."))
    }

    /// The path, percent-encoded.
    fn path(&self) -> &str {
        self.as_str()[self.path_index()..].split('?').next().unwrap_or_default()
    }

    fn path_index(&self) -> usize {
        path_index(self.as_str())
    }
}

impl fmt::Display for PresignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[expect(clippy::missing_fields_in_debug, reason = "the text is shown, as URL and headers")]
impl fmt::Debug for PresignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedUrl")
            .field("url", &format_args!("{}", self.redacted()))
            .field("method", &self.method)
            .field("headers", &self.headers())
            .field("validity", &self.validity)
            .finish()
    }
}

impl From<PresignedUrl> for String {
    fn from(url: PresignedUrl) -> Self {
        url.into_string()
    }
}
