//! Conversion into a request of the crate `http`.

use alloc::string::ToString;

use http::{HeaderValue, header::CONTENT_LENGTH};

use super::presigned_url::PresignedUrl;
use crate::{error::Error, redact::is_secret};

/// Converts into a request with the method, the URL and the headers to send except `content-length`,
/// and without a body, which `map` adds (feature `http`):
///
/// ```
/// # use presigner::{Credentials, Expiry, Presigner, Request};
/// # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
/// let request = Request::put("my-bucket", "cat.jpg").content_type("image/jpeg");
/// let url = presigner.presign(&request, Expiry::minutes(5))?;
/// let upload = http::Request::try_from(&url)?.map(|()| b"the image".to_vec());
/// assert_eq!(upload.method(), http::Method::PUT);
/// assert_eq!(upload.uri(), url.as_str());
/// assert_eq!(upload.headers()["content-type"], "image/jpeg");
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// The `Uri` is the URL, byte for byte. The client adds the header `host`, and from the length of the
/// body `content-length`, so that the server refuses a body of another length than a signed one. If
/// the request had the header, clients such as `hyper` and `reqwest` would send only that many bytes
/// of a longer body, without an error. For a body that is streamed, whose length the client does not
/// know, insert the header.
///
/// Headers with customer-provided encryption keys are marked as sensitive. `Debug` of an
/// `http::Request` shows the whole URL, with its signature.
///
/// Clients that convert the `Uri` into a `url::Url`, such as `reqwest`, rewrite a key with dot
/// segments (`Request::allow_dot_segments`), so that the server refuses the request.
///
/// A URL of more than 65 534 bytes, the maximum of an `http::Uri`, is an
/// [`Error::UnsupportedHttpRequest`].
impl TryFrom<&PresignedUrl> for http::Request<()> {
    type Error = Error;

    fn try_from(url: &PresignedUrl) -> Result<Self, Error> {
        let request = request(url).map_err(|_| {
            unsupported("its URL has more than 65534 bytes, or `http` rejects it; shorten it")
        })?;
        // Not `==`, which ignores the case of the host.
        let sent = request.uri().to_string();
        if sent != url.as_str() {
            return Err(unsupported("`http::Uri` changes its URL; send the URL as text"));
        }
        Ok(request)
    }
}

fn request(url: &PresignedUrl) -> Result<http::Request<()>, http::Error> {
    let mut request = http::Request::builder().method(url.method()).uri(url.as_str());
    for (name, value) in url.headers().into_iter().filter(|(name, _)| *name != CONTENT_LENGTH) {
        let mut value = HeaderValue::from_str(value)?;
        value.set_sensitive(is_secret(name));
        request = request.header(name, value);
    }
    request.body(())
}

const fn unsupported(problem: &'static str) -> Error {
    Error::UnsupportedHttpRequest { problem }
}
