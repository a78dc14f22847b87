//! Claims and forms from the requests of the crate `http`, which hyper, axum and tower use.

use alloc::vec::Vec;
use core::str;

use http::{HeaderValue, StatusCode, request::Parts, uri::Authority};

#[cfg(feature = "json")]
use super::form::Form;
use super::{
    claim::{Claim, malformed},
    rejection::Rejection,
};
use crate::wire::names::HOST;

impl<'a> Claim<'a> {
    /// Parses the head of an incoming request of the crate `http`, like [`parse`](Self::parse) (feature `http`).
    ///
    /// The host is the header `Host`, or the authority of the URI if there is none, as over HTTP/2. If there are
    /// both, which also HTTP/1.1 allows, they must be equal except for case
    /// ([RFC 9113, section 8.3.1](https://www.rfc-editor.org/rfc/rfc9113#section-8.3.1)).
    ///
    /// The URI must be the received one, see [routers and proxies](super#routers-and-proxies): below
    /// `Router::nest` of axum, put the URI of the extractor `OriginalUri` into `parts.uri` first.
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Expiry, Presigner, Timestamp};
    /// use presigner::verify::{Claim, Rules};
    ///
    /// # let now = Timestamp::from_unix_seconds(1_700_000_000);
    /// # let presigner = Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"), "us-east-1")
    /// #     .with_endpoint(Endpoint::custom("https://s3.example.com")?);
    /// # let url = presigner.at(now).get("my-bucket", "cat.jpg", Expiry::hours(1))?;
    /// // As over HTTP/2, where the URI has the host.
    /// let request = http::Request::get(url.as_str()).body(())?;
    /// let (parts, _body) = request.into_parts();
    /// let verified = Claim::from_parts(&parts)?.verify("secret", &Rules::s3(now))?;
    /// assert_eq!(verified.host(), "s3.example.com");
    /// assert_eq!(verified.key(), Some("cat.jpg"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`parse`](Self::parse), and [`Rejection::Malformed`] if the authority of the URI differs from the
    /// header `Host` or has user info, or if a signed header is not UTF-8. Other headers may have any bytes.
    pub fn from_parts(parts: &'a Parts) -> Result<Self, Rejection> {
        let headers = parts.headers.iter();
        // Of a header that is not signed only the name counts.
        let mut headers: Vec<_> =
            headers.map(|(name, value)| (name.as_str(), text(value).unwrap_or_default())).collect();
        if let Some(authority) = parts.uri.authority() {
            add_authority(&mut headers, authority)?;
        }
        let query = parts.uri.query().unwrap_or_default();
        let headers = &mut headers.into_iter();
        let claim = Self::from_raw(parts.method.as_str(), parts.uri.path(), query, headers)?;
        let is_text = |name| parts.headers.get_all(name).iter().all(|value| text(value).is_some());
        if !claim.signed_headers.split(';').all(is_text) {
            return malformed("header value", "of a signed header is not UTF-8");
        }
        Ok(claim)
    }
}

/// The status of [`Rejection::http_status`] (feature `http`).
impl From<&Rejection> for StatusCode {
    fn from(rejection: &Rejection) -> Self {
        match rejection.http_status() {
            403 => Self::FORBIDDEN,
            _ => Self::BAD_REQUEST,
        }
    }
}

#[cfg(feature = "json")]
impl<'a> Form<'a> {
    /// Parses an incoming form, like [`parse`](Self::parse), with the URL of the head of a request of the crate `http`
    /// (features `http` and `json`).
    ///
    /// The host is determined as by [`Claim::from_parts`], and the URI must be the received one too.
    ///
    /// # Errors
    ///
    /// As for [`parse`](Self::parse), and [`Rejection::Malformed`] if there is no host or more than one, or if the
    /// authority of the URI differs from the header `Host` or has user info.
    pub fn from_parts<N: AsRef<str>, V: AsRef<str>>(
        parts: &'a Parts,
        fields: &'a [(N, V)],
    ) -> Result<Self, Rejection> {
        let hosts = parts.headers.get_all(HOST).iter();
        let mut hosts: Vec<_> =
            hosts.map(|value| (HOST, text(value).unwrap_or_default())).collect();
        if let Some(authority) = parts.uri.authority() {
            add_authority(&mut hosts, authority)?;
        }
        match (&hosts[..], parts.uri.path_and_query()) {
            ([(_, host)], Some(path_and_query)) => {
                Self::from_raw(host, path_and_query.as_str(), fields)
            }
            ([], _) => malformed("header `host`", "is missing"),
            ([_], None) => malformed("path", "is missing"),
            _ => malformed("header `host`", "occurs more than once"),
        }
    }
}

fn text(value: &HeaderValue) -> Option<&str> {
    str::from_utf8(value.as_bytes()).ok()
}

/// Adds the authority as `host` if there is no such header.
fn add_authority<'a>(
    headers: &mut Vec<(&'a str, &'a str)>,
    authority: &'a Authority,
) -> Result<(), Rejection> {
    let authority = authority.as_str();
    if authority.contains('@') {
        return malformed("URI", "has user info before its host");
    }
    let mut hosts = headers.iter().filter(|(name, _)| *name == HOST).peekable();
    if hosts.peek().is_none() {
        headers.push((HOST, authority));
    } else if !hosts.all(|(_, host)| host.trim_ascii().eq_ignore_ascii_case(authority)) {
        return malformed("header `host`", "differs from the authority of the URI");
    }
    Ok(())
}
