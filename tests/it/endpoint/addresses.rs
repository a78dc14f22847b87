//! Addresses and scopes that the test cases of the AWS endpoint rule set do not cover.

use std::time::Duration;

use presigner::{Credentials, Endpoint, Method, PresignedUrl, Presigner, Request, Timestamp};

#[test]
fn custom_endpoints_have_the_expected_url_and_scope() {
    let bucket = || Request::get("films", "key");
    check([
        (custom("http://127.0.0.1:9000"), bucket(), "http://127.0.0.1:9000/films/key", US_EAST_1),
        (
            custom("https://Store.example:443/s3/"),
            bucket(),
            "https://store.example/s3/films/key",
            US_EAST_1,
        ),
        (Endpoint::r2("id"), bucket(), "https://id.r2.cloudflarestorage.com/films/key", "auto/s3"),
        (
            Endpoint::r2("id").virtual_hosted(),
            bucket(),
            "https://films.id.r2.cloudflarestorage.com/key",
            "auto/s3",
        ),
        (
            Endpoint::r2("id"),
            Request::list_buckets(),
            "https://id.r2.cloudflarestorage.com/",
            "auto/s3",
        ),
        // The addressing style does not affect requests without a bucket.
        (
            custom("http://127.0.0.1:9000"),
            Request::list_directory_buckets(),
            "http://127.0.0.1:9000/",
            "us-east-1/s3express",
        ),
        (
            custom("https://store.example").path_style(),
            Request::list_directory_buckets(),
            "https://store.example/",
            "us-east-1/s3express",
        ),
        (bucket_domain("http://files.example"), bucket(), "http://files.example/key", US_EAST_1),
        (
            bucket_domain("https://files.example/base"),
            Request::get("My.Films", "key"),
            "https://files.example/base/key",
            US_EAST_1,
        ),
    ]);
}

/// [Regional and zonal
/// operations](https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-APIs.html)
#[test]
fn directory_buckets_have_zonal_and_regional_operations() {
    let bucket = |method| Request::on_bucket(method, DIRECTORY);
    let zonal = [
        Request::list_objects_v2(DIRECTORY),
        Request::list_objects_v2(DIRECTORY).query("prefix", "a"),
        Request::head_bucket(DIRECTORY),
        bucket(Method::Get).query("session", ""),
        bucket(Method::Get).query("uploads", ""),
        bucket(Method::Post).query("delete", ""),
    ];
    let regional = [
        bucket(Method::Get).query("policy", ""),
        bucket(Method::Get).query("lifecycle", ""),
        bucket(Method::Put),
        bucket(Method::Put).query("encryption", ""),
        bucket(Method::Delete),
        bucket(Method::Delete).query("policy", ""),
    ];
    let zone = "https://films--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/";
    let control = "https://s3express-control.us-east-1.amazonaws.com/films--use1-az4--x-s3";
    check(zonal.map(|request| (Endpoint::aws(), request, zone, "us-east-1/s3express")));
    // Regional operations are path style anyway.
    for endpoint in [Endpoint::aws(), Endpoint::aws().path_style()] {
        let row = |request| (endpoint.clone(), request, control, "us-east-1/s3express");
        check(regional.clone().map(row));
    }
}

#[test]
fn a_display_host_is_in_the_url_while_the_host_of_the_store_is_signed() {
    for (endpoint, signed, display) in [
        (Endpoint::aws(), "https://films.s3.us-east-1.amazonaws.com/", "https://cdn.example/"),
        (custom("https://store.example/s3"), "https://store.example/", "https://cdn.example:8443/"),
        (custom("http://127.0.0.1:9000"), "http://127.0.0.1:9000/", "http://cdn.example/"),
        // The default port is that of the store's scheme.
        (custom("http://store.example"), "http://store.example/", "http://cdn.example:443/"),
    ] {
        let (_, host) = display.trim_end_matches('/').split_once("//").expect("a scheme");
        let request = Request::get("films", "key");
        let plain = presign(&endpoint, &request);
        assert!(plain.as_str().starts_with(signed), "{plain}");
        let shown = presign(&endpoint.display_host(host), &request);
        assert_eq!(shown.as_str(), plain.as_str().replacen(signed, display, 1));
    }
}

#[test]
fn an_endpoint_is_displayed_as_its_url() {
    for (endpoint, shown) in [
        (Endpoint::aws(), "AWS"),
        (custom("HTTP://Store.example:80/s3/"), "http://store.example/s3"),
        (bucket_domain("https://files.example:8443"), "https://files.example:8443"),
        (Endpoint::r2("id"), "https://id.r2.cloudflarestorage.com"),
        (Endpoint::r2("no.id"), "invalid"),
    ] {
        assert_eq!(endpoint.to_string(), shown);
    }
}

/// Checks every row: the endpoint, the request, the URL before the query, and region and service of
/// the scope.
#[track_caller]
fn check(rows: impl IntoIterator<Item = (Endpoint, Request<'static>, &'static str, &'static str)>) {
    for (endpoint, request, expected_base, expected_scope) in rows {
        let url = presign(&endpoint, &request);
        let (base, query) = url.as_str().split_once('?').expect("a query");
        assert_eq!(base, expected_base, "{request:?} at {endpoint}");
        let (_, credential) = query.split_once("X-Amz-Credential=").expect("a credential");
        let scope = credential.split('&').next().unwrap_or_default().replace("%2F", "/");
        let expected_scope = format!("id/20240315/{expected_scope}/aws4_request");
        assert_eq!(scope, expected_scope, "{request:?} at {endpoint}");
    }
}

#[track_caller]
fn presign(endpoint: &Endpoint, request: &Request<'_>) -> PresignedUrl {
    Presigner::new(Credentials::new("id", "secret"), "us-east-1")
        .with_endpoint(endpoint.clone())
        .at(Timestamp::from_unix_seconds(1_710_504_000))
        .presign(request, Duration::from_secs(900))
        .unwrap_or_else(|error| panic!("{request:?} at {endpoint}: {error}"))
}

fn custom(url: &str) -> Endpoint {
    Endpoint::custom(url).expect("a valid URL")
}

fn bucket_domain(url: &str) -> Endpoint {
    Endpoint::bucket_domain(url).expect("a valid URL")
}

const DIRECTORY: &str = "films--use1-az4--x-s3";

const US_EAST_1: &str = "us-east-1/s3";
