//! Presigned URLs and methods as those of the crate `http`.

use presigner::{
    Credentials, Endpoint, Error, Expiry, Method, PresignedUrl, Presigner, Request,
    ServerSideEncryption, Timestamp,
};
use proptest::{prelude::*, test_runner::TestCaseResult};

use super::properties::inputs::{
    bucket, endpoint_with_display_host, headers, key, parameters, with,
};

#[test]
fn a_request_has_the_method_the_url_and_the_headers() {
    let request = Request::put("bucket", "photos/cat.jpg")
        .content_type("image/jpeg")
        .metadata("empty", "")
        .create_only();
    let url = presign(&Endpoint::aws(), &request);
    let sent = http::Request::try_from(&url).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(sent.method(), http::Method::PUT);
    assert_eq!(sent.uri().to_string(), url.as_str());
    for (name, value) in
        [("content-type", "image/jpeg"), ("if-none-match", "*"), ("x-amz-meta-empty", "")]
    {
        assert_eq!(sent.headers()[name], value);
    }
    assert_eq!(sent.headers().len(), 3);
}

/// Otherwise hyper sends only that many bytes of a longer body.
#[test]
fn the_client_sets_the_length_of_the_body() {
    let request = Request::put("bucket", "key").content_length(5).content_type("text/plain");
    let url = presign(&Endpoint::aws(), &request);
    assert_eq!(url.headers().get("content-length"), Some("5"));
    let sent = http::Request::try_from(&url).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        sent.headers().keys().map(http::HeaderName::as_str).collect::<Vec<_>>(),
        ["content-type"]
    );
}

#[test]
fn keys_and_hosts_are_kept_byte_for_byte() {
    const STORES: [&str; 4] = [
        "http://[2001:db8::1]:9000",
        "http://[::1]",
        "https://store_1.example.com:8443/base//path",
        "http://127.0.0.1:80",
    ];
    const KEYS: [&str; 9] =
        ["a/../b", "./a", "..", "//", "/", "%2E/%2e", "é", "a b+c?#[]\\^{|}\"<>", "a/"];
    for store in STORES {
        let store = Endpoint::custom(store).unwrap_or_else(|error| panic!("{error}"));
        for key in KEYS {
            let url = presign(&store, &Request::get("bucket", key).allow_dot_segments());
            let sent = http::Request::try_from(&url).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(sent.uri().to_string(), url.as_str());
        }
    }
}

#[test]
fn customer_keys_are_marked_as_sensitive() {
    let url = presign(
        &Endpoint::aws(),
        &Request::put("bucket", "key")
            .content_type("text/plain")
            .server_side_encryption(ServerSideEncryption::CustomerKeyMd5([7; 16]))
            .header("x-amz-server-side-encryption-customer-key", "a secret"),
    );
    let sent = http::Request::try_from(&url).unwrap_or_else(|error| panic!("{error}"));
    let marked: Vec<_> = sent
        .headers()
        .iter()
        .filter(|(_, value)| value.is_sensitive())
        .map(|(name, _)| name.as_str())
        .collect();
    assert!(marked.contains(&"x-amz-server-side-encryption-customer-key"), "{marked:?}");
    assert!(!marked.contains(&"content-type"), "{marked:?}");
    assert!(!format!("{:?}", sent.headers()).contains("a secret"));
}

#[test]
fn a_url_that_http_cannot_represent_is_an_error() {
    const SENTENCE: &str = "presigned request cannot be converted into an `http::Request`: \
                            its URL has more than 65534 bytes, or `http` rejects it; shorten it";
    // The `SignedHeaders` of the URL limit the names of headers too.
    let names: Vec<_> = (0..16_384).map(|number| format!("{number:x}")).collect();
    let many = names.iter().fold(get(), |request, name| request.header(name, ""));
    let long = |bytes| "a".repeat(bytes);
    let added_bytes = presign(&Endpoint::aws(), &get().query("a", "")).as_str().len();
    let (longest, too_long) = (long(65_534 - added_bytes), long(65_535 - added_bytes));
    for (request, sentence) in [
        (get().query("a", &longest), None),
        (get().query("a", &too_long), Some(SENTENCE)),
        (get().header(&too_long, ""), Some(SENTENCE)),
        (many, Some(SENTENCE)),
    ] {
        let result = http::Request::try_from(&presign(&Endpoint::aws(), &request));
        assert_eq!(result.err().map(|error| error.to_string()).as_deref(), sentence);
    }
}

#[test]
fn methods_convert_both_ways() {
    for name in ["DELETE", "GET", "HEAD", "POST", "PUT"] {
        let method: Method = name.parse().unwrap_or_else(|error| panic!("{error}"));
        let converted = http::Method::from(method);
        assert_eq!(converted.as_str(), name);
        assert_eq!(Method::try_from(&converted), Ok(method));
    }
    for name in ["get", "Put", "PATCH", "OPTIONS", "GETS"] {
        let method =
            http::Method::from_bytes(name.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        let error = Method::try_from(&method);
        assert!(
            matches!(&error, Err(Error::InvalidMethod { method, .. }) if method == name),
            "{error:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_uri_is_the_url_and_the_headers_are_those_to_send(
        (endpoint, bucket, key) in (endpoint_with_display_host(), bucket(), key()),
        (parameters, headers) in (parameters(), headers()),
    ) {
        for bucket in ["bucket", &bucket] {
            let request = Request::put(bucket, &key).allow_dot_segments();
            let request = with(request, &parameters, &headers);
            if let Ok(url) = presigner(&endpoint).at(NOON).presign(&request, EXPIRY) {
                check(&url)?;
            }
        }
        let request = with(Request::put("bucket", &key).allow_dot_segments(), &parameters, &headers);
        check(&presign(&Endpoint::aws(), &request))?;
    }
}

fn check(url: &PresignedUrl) -> TestCaseResult {
    let sent =
        http::Request::try_from(url).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(sent.uri().to_string(), url.as_str());
    let sent = sent.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    let expected = url.headers().into_iter().map(|(name, value)| (name, value.as_bytes()));
    prop_assert!(sent.eq(expected), "{:?}", url.headers());
    Ok(())
}

fn get() -> Request<'static> {
    Request::get("bucket", "key")
}

fn presign(endpoint: &Endpoint, request: &Request<'_>) -> PresignedUrl {
    presigner(endpoint).at(NOON).presign(request, EXPIRY).unwrap_or_else(|error| panic!("{error}"))
}

fn presigner(endpoint: &Endpoint) -> Presigner {
    Presigner::new(Credentials::new("id", "secret"), "us-east-1").with_endpoint(endpoint.clone())
}

const NOON: Timestamp = Timestamp::from_unix_seconds(1_710_504_000);
const EXPIRY: Expiry = Expiry::minutes(15);
