//! Requests of the crate `http`.

use ::http::{HeaderName, HeaderValue, Request, request::Parts};
use presigner::{
    Expiry, Method, Request as S3Request, Timestamp,
    verify::{Claim, Rejection, Rules},
};
#[cfg(feature = "json")]
use presigner::{PostPolicy, verify::Form};

use super::{NOW, presigner};
use crate::table;

/// The same as from the raw request.
#[test]
fn parts_are_read_as_the_raw_request_is() {
    let mut count = 0;
    for row in table::read("received_requests.txt") {
        let (method, target) = (row.text("method"), row.text("target"));
        let headers = row.pairs("header");
        let mut request = Request::builder().method(&*method).uri(&*target);
        for (name, value) in &headers {
            request = request.header(name, value.trim());
        }
        // Not every target is one that `http` accepts.
        let Ok(request) = request.body(()) else { continue };
        let (parts, ()) = request.into_parts();
        let (made, expected) =
            (Claim::from_parts(&parts), Claim::parse(&method, &target, &headers));
        let secret = row.text("secret_access_key");
        let rules = Rules::s3(Timestamp::from_unix_seconds(row.number("at")));
        let made = made.and_then(|claim| claim.verify(&secret, &rules));
        let expected = expected.and_then(|claim| claim.verify(&secret, &rules));
        // Header names are in lower case.
        let lower = |rejection: Rejection| rejection.to_string().to_ascii_lowercase();
        assert_eq!(made.map_err(lower), expected.map_err(lower), "{row}");
        count += 1;
    }
    assert!(count > 50, "{count} rows");
}

#[test]
fn the_host_is_the_header_or_the_authority() {
    let signed = signed();
    let url = |authority: &str| format!("https://{authority}{signed}");
    for (uri, hosts, expected) in [
        // HTTP/1.1
        (signed.clone(), &["s3.example.com"][..], ACCEPTED),
        (signed.clone(), &["S3.example.com"], ACCEPTED),
        // HTTP/2
        (url("s3.example.com"), &[], ACCEPTED),
        (url("S3.EXAMPLE.com"), &[], ACCEPTED),
        // HTTP/1.1 with the absolute form, or HTTP/2 behind a proxy that adds `Host`
        (url("s3.example.com"), &["s3.example.com"], ACCEPTED),
        (url("s3.example.com"), &["S3.example.com"], ACCEPTED),
        (url("evil.example"), &["s3.example.com"], DIFFERS),
        (url("s3.example.com"), &["evil.example"], DIFFERS),
        (url("s3.example.com"), &[""], DIFFERS),
        (url("s3.example.com:443"), &["s3.example.com"], DIFFERS),
        (url("s3.example.com"), &["s3.example.com", "evil.example"], DIFFERS),
        (
            url("s3.example.com"),
            &["s3.example.com", "s3.example.com"],
            "header `host` occurs more than once",
        ),
        (url("evil.example"), &[], MISMATCH),
        (url("a@s3.example.com"), &[], "URI has user info before its host"),
        (signed.clone(), &[], "header `host` is signed but was not sent"),
    ] {
        let headers = hosts.iter().map(|host| ("host", host.as_bytes()));
        let parts = parts("GET", &uri, headers);
        assert_eq!(outcome(&parts), expected, "{uri} {hosts:?}");
    }
}

/// An unsigned header may have any bytes, unless it begins with `x-amz-`: a server that ignored its name would let
/// it take effect.
#[test]
fn headers_that_are_not_utf_8_are_ignored_unless_they_matter() {
    let host = ("host", &b"s3.example.com"[..]);
    for (name, expected) in [
        ("user-agent", ACCEPTED),
        (
            "x-amz-copy-source",
            "header `x-amz-copy-source` is not signed; sign it or do not send it",
        ),
        (
            "x-amz-content-sha256",
            "X-Amz-Content-Sha256 is neither UNSIGNED-PAYLOAD nor 64 lower-case hex digits",
        ),
        (
            "authorization",
            "header `authorization` was sent with a presigned request; send only one of the two",
        ),
    ] {
        let parts = parts("GET", &signed(), [host, (name, b"\xff")]);
        assert_eq!(outcome(&parts), expected, "{name}");
    }
    let not_utf_8 = "header value of a signed header is not UTF-8";
    let parts_without_host = parts("GET", &signed(), [("host", &b"\xff"[..])]);
    assert_eq!(outcome(&parts_without_host), not_utf_8);

    let presigner = presigner("id", "https://s3.example.com");
    let request = S3Request::new(Method::Put, "b", "k").header("x-amz-meta-a", "b");
    let url = presigner.at(NOW).presign(&request, Expiry::minutes(15)).expect("a good request");
    let target = url.as_str().strip_prefix("https://s3.example.com").expect("the host");
    for (values, expected) in [
        (&[&b"b"[..]][..], ACCEPTED),
        (&[b"\xff"], not_utf_8),
        (&[b"b", b"\xff"], not_utf_8),
        (&["ü".as_bytes()], MISMATCH),
    ] {
        let headers = values.iter().map(|value| ("x-amz-meta-a", *value));
        let parts = parts("PUT", target, headers.chain([host]));
        assert_eq!(outcome(&parts), expected, "{values:?}");
    }
}

#[cfg(feature = "json")]
#[test]
fn a_form_has_the_url_of_the_parts() {
    let policy = PostPolicy::new("bucket", "key");
    let presigner = presigner("id", "https://s3.example.com");
    let post = presigner.at(NOW).post(&policy, Expiry::minutes(15)).expect("a good policy");
    let outcome = |parts: &Parts| {
        let form = Form::from_parts(parts, post.fields());
        let verified = form.and_then(|form| form.verify("secret", &Rules::s3(NOW)));
        verified.map_or_else(|rejection| rejection.to_string(), |form| form.bucket().into())
    };
    let host = ("host", &b"s3.example.com"[..]);
    for (uri, headers, expected) in [
        ("/bucket", &[host][..], "bucket"),
        ("https://s3.example.com/bucket", &[], "bucket"),
        ("https://S3.example.com/bucket", &[host], "bucket"),
        ("https://evil.example/bucket", &[host], DIFFERS),
        ("https://a@s3.example.com/bucket", &[], "URI has user info before its host"),
        ("/bucket", &[], "header `host` is missing"),
        ("/bucket", &[host, host], "header `host` occurs more than once"),
        ("s3.example.com:443", &[], "path is missing"),
        ("https://s3.example.com", &[], "path has no bucket"),
        (
            "/bucket?acl",
            &[host],
            "query is not empty, so S3 would perform another operation than an upload",
        ),
    ] {
        assert_eq!(outcome(&parts("POST", uri, headers.iter().copied())), expected, "{uri}");
    }
}

#[test]
fn other_methods_and_targets_are_refused() {
    let host = ("host", &b"s3.example.com"[..]);
    assert_eq!(outcome(&parts("HEAD", &signed(), [host])), MISMATCH);
    for target in ["*", "/", "/b/k", "s3.example.com"] {
        let rejection = outcome(&parts("GET", target, [host]));
        assert!(rejection.starts_with("query parameter `X-Amz-Algorithm` is missing"), "{target}");
    }
}

fn parts<'h>(
    method: &str,
    uri: &str,
    headers: impl IntoIterator<Item = (&'h str, &'h [u8])>,
) -> Parts {
    let mut request = Request::builder().method(method).uri(uri).body(()).expect("a request");
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
        request.headers_mut().append(name, HeaderValue::from_bytes(value).expect("a value"));
    }
    request.into_parts().0
}

/// The rejection, or `accepted`.
fn outcome(parts: &Parts) -> String {
    let verified = Claim::from_parts(parts).and_then(|claim| {
        let verified = claim.verify("secret", &Rules::s3(NOW))?;
        Ok::<_, Rejection>(verified.key().map(String::from))
    });
    match verified {
        Ok(key) => {
            assert_eq!(key.as_deref(), Some("k"));
            ACCEPTED.into()
        }
        Err(rejection) => rejection.to_string(),
    }
}

/// The path and query of a request that is signed.
fn signed() -> String {
    let presigner = presigner("id", "https://s3.example.com");
    let url = presigner.at(NOW).get("b", "k", Expiry::minutes(15)).expect("a good request");
    url.as_str().strip_prefix("https://s3.example.com").expect("the host").into()
}

const ACCEPTED: &str = "accepted";
const DIFFERS: &str = "header `host` differs from the authority of the URI";
const MISMATCH: &str = "signature does not match; the request was changed, for example its path by \
    a router or a proxy, or signed with another secret";
