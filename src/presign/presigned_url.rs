//! Presigned URLs.

use alloc::string::String;
use core::fmt;

use super::{
    curl::Command,
    expiry::Validity,
    headers::{Headers, push_lines},
};
use crate::{
    redact::Redacted,
    request::{Method, Request},
    wire::url::path_index,
};

/// A presigned URL, and the method and headers that it was signed for.
///
/// Anyone who has the URL can send this request, any number of times, until it expires. Treat it as
/// a secret, and log [`redacted`](Self::redacted) instead. `Display` writes the whole URL; `Debug`
/// redacts signature, session token and customer-provided encryption keys.
///
/// With the `serde` feature it serializes, for a front end or another service, as:
///
/// ```json
/// {
///   "method": "PUT",
///   "url": "https://my-bucket.s3.eu-central-1.amazonaws.com/cat.jpg?X-Amz-Algorithm=…",
///   "headers": {"content-type": "image/jpeg"},
///   "expires_at": "2024-03-15T12:49:56Z"
/// }
/// ```
///
/// `headers` are those of [`headers`](Self::headers), `{}` if there are none, and `expires_at` is
/// the time, in RFC 3339, at which the URL expires. In JavaScript:
///
/// ```js
/// await fetch(link.url, { method: link.method, headers: link.headers, body: file });
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct PresignedUrl {
    /// The URL, followed by the lines of the headers, in one allocation.
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

    /// Returns the URL. It is ASCII. URL parsers do not change it, unless its key has dot segments.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text[..self.url_len]
    }

    /// Returns the URL without copying it. The `String` has spare capacity.
    #[must_use]
    pub fn into_string(mut self) -> String {
        self.text.truncate(self.url_len);
        self.text
    }

    /// Returns the method to send the request with.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// Returns the headers to send, exactly as they are, in addition to `host`, which HTTP clients
    /// send themselves. Most of them also set a signed [`content-length`](crate::Request::content_length)
    /// themselves.
    #[must_use]
    pub fn headers(&self) -> Headers<'_> {
        Headers::new(&self.text[self.url_len..])
    }

    /// Returns the signing time and the expiry time of the URL, and the limit that shortened its
    /// validity.
    #[must_use]
    pub const fn validity(&self) -> Validity {
        self.validity
    }

    /// Returns the request as a `curl` command, quoted for a POSIX shell, with the headers to send.
    ///
    /// The command for an upload contains `-T file`; replace `file` by the name of the file. It
    /// does not contain a signed `content-length`, because `curl` sends the length of the file.
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
        if let Some(options) = self.curl_method() {
            command = command.word(options);
        }
        if self.has_dot_segments() {
            command = command.word("--path-as-is");
        }
        for (name, value) in self.headers() {
            command = match (name, value) {
                ("content-length", _) if self.method == Method::Put => command,
                // `curl` omits a header with nothing after the colon.
                (_, "") => command.word("-H").quoted(&[name, ";"].concat()),
                _ => command.word("-H").quoted(&[name, ": ", value].concat()),
            };
        }
        if self.method == Method::Put && self.path().ends_with('/') {
            // `curl -T` appends the name of the file to such a path.
            command = command.word("--request-target").quoted(&self.as_str()[self.path_index()..]);
        }
        command.quoted(self.as_str()).into_string()
    }

    /// Returns whether the URL works as a link in a browser: its method is GET, it requires no
    /// headers, and its path has no dot segments, which browsers remove.
    #[must_use]
    pub fn opens_in_browser(&self) -> bool {
        self.method == Method::Get && self.headers().is_empty() && !self.has_dot_segments()
    }

    /// Returns the URL for logs, with `REDACTED` in place of signature, session token and
    /// customer-provided encryption keys.
    #[must_use]
    pub fn redacted(&self) -> impl fmt::Display + '_ {
        Redacted(self.as_str())
    }

    /// The options of `curl` for method and body.
    fn curl_method(&self) -> Option<&'static str> {
        match self.method {
            Method::Get => None,
            Method::Head => Some("--head"),
            // Without a body, `curl` sends no length, which S3 requires.
            Method::Put if self.is_copy() => Some("-X PUT -H 'content-length: 0'"),
            Method::Put => Some("-T file"),
            Method::Post => Some("-X POST"),
            Method::Delete => Some("-X DELETE"),
        }
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

/// `{"method": …, "url": …, "headers": {…}, "expires_at": …}`, the headers sorted by name.
#[cfg(feature = "serde")]
impl serde::Serialize for PresignedUrl {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        struct HeaderMap<'a>(Headers<'a>);

        impl serde::Serialize for HeaderMap<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0)
            }
        }

        let mut url = serializer.serialize_struct("PresignedUrl", 4)?;
        url.serialize_field("method", self.method.as_str())?;
        url.serialize_field("url", self.as_str())?;
        url.serialize_field("headers", &HeaderMap(self.headers()))?;
        url.serialize_field("expires_at", &format_args!("{}", self.validity.expires_at()))?;
        url.end()
    }
}
