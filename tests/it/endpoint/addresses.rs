//! Addresses and scopes that the test cases of the AWS endpoint rule set do not cover.

use std::time::Duration;

use presigner::{
    Credentials, Endpoint, Method, PostPolicy, PresignedUrl, Presigner, Request, Timestamp,
};

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
        (
            Endpoint::r2("id.eu"),
            bucket(),
            "https://id.eu.r2.cloudflarestorage.com/films/key",
            "auto/s3",
        ),
        (
            Endpoint::r2("id.fedramp").virtual_hosted(),
            bucket(),
            "https://films.id.fedramp.r2.cloudflarestorage.com/key",
            "auto/s3",
        ),
        (Endpoint::r2("id"), bucket(), "https://id.r2.cloudflarestorage.com/films/key", "auto/s3"),
        (
            Endpoint::r2("id").virtual_hosted(),
            bucket(),
            "https://films.id.r2.cloudflarestorage.com/key",
            "auto/s3",
        ),
        // cyberduck#16377
        (
            custom("https://id.r2.cloudflarestorage.com"),
            bucket(),
            "https://id.r2.cloudflarestorage.com/films/key",
            "auto/s3",
        ),
        (
            custom("https://id.EU.r2.cloudflarestorage.com:443/").virtual_hosted(),
            bucket(),
            "https://films.id.eu.r2.cloudflarestorage.com/key",
            "auto/s3",
        ),
        (
            Endpoint::bucket_domain("https://films.id.r2.cloudflarestorage.com").expect("a URL"),
            bucket(),
            "https://films.id.r2.cloudflarestorage.com/key",
            "auto/s3",
        ),
        (
            custom("https://r2.cloudflarestorage.com.example"),
            bucket(),
            "https://r2.cloudflarestorage.com.example/films/key",
            US_EAST_1,
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

/// These stores respond to path style with an error, such as `SecondLevelDomainForbidden` of Alibaba Cloud OSS.
#[test]
fn stores_that_refuse_path_style_are_virtual_hosted_unless_it_is_set() {
    let bucket = || Request::get("films", "key");
    check([
        (
            custom("https://oss-cn-hangzhou.aliyuncs.com"),
            bucket(),
            "https://films.oss-cn-hangzhou.aliyuncs.com/key",
            US_EAST_1,
        ),
        (
            custom("https://s3.oss-cn-hangzhou-internal.aliyuncs.com:443/"),
            bucket(),
            "https://films.s3.oss-cn-hangzhou-internal.aliyuncs.com/key",
            US_EAST_1,
        ),
        (
            custom("http://OSS-accelerate.aliyuncs.com:8080"),
            bucket(),
            "http://films.oss-accelerate.aliyuncs.com:8080/key",
            US_EAST_1,
        ),
        (
            custom("https://cos.ap-beijing.myqcloud.com"),
            Request::get("films-1250000000", "key"),
            "https://films-1250000000.cos.ap-beijing.myqcloud.com/key",
            US_EAST_1,
        ),
        (
            custom("https://obs.eu-west-101.myhuaweicloud.eu"),
            bucket(),
            "https://films.obs.eu-west-101.myhuaweicloud.eu/key",
            US_EAST_1,
        ),
        (
            custom("https://tos-s3-cn-beijing.volces.com"),
            bucket(),
            "https://films.tos-s3-cn-beijing.volces.com/key",
            US_EAST_1,
        ),
        (
            custom("https://oss-cn-hangzhou.aliyuncs.com").path_style(),
            bucket(),
            "https://oss-cn-hangzhou.aliyuncs.com/films/key",
            US_EAST_1,
        ),
        (
            custom("https://oss-cn-hangzhou.aliyuncs.com"),
            Request::list_buckets(),
            "https://oss-cn-hangzhou.aliyuncs.com/",
            US_EAST_1,
        ),
        (
            bucket_domain("https://films.oss-cn-hangzhou.aliyuncs.com"),
            bucket(),
            "https://films.oss-cn-hangzhou.aliyuncs.com/key",
            US_EAST_1,
        ),
        (
            custom("https://ecs.cn-hangzhou.aliyuncs.com"),
            bucket(),
            "https://ecs.cn-hangzhou.aliyuncs.com/films/key",
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
fn a_display_url_replaces_scheme_host_and_base_path_while_those_of_the_store_are_signed() {
    let (object, listing) = (Request::get("films", "a b//c"), Request::list_buckets());
    let hosted = custom("https://store.example/s3").virtual_hosted();
    for (endpoint, request, display, shown, signed) in [
        (
            custom("http://minio:9000"),
            &object,
            "https://Files.example:443/upload/",
            "https://files.example/upload/films/a%20b//c",
            "http://minio:9000/films/a%20b//c",
        ),
        (
            custom("https://store.example/s3"),
            &object,
            "http://files.example:8080",
            "http://files.example:8080/films/a%20b//c",
            "https://store.example/s3/films/a%20b//c",
        ),
        (
            hosted,
            &object,
            "https://files.example/a/b",
            "https://files.example/a/b/a%20b//c",
            "https://films.store.example/s3/a%20b//c",
        ),
        (
            Endpoint::aws(),
            &object,
            "https://files.example/films",
            "https://files.example/films/a%20b//c",
            "https://films.s3.us-east-1.amazonaws.com/a%20b//c",
        ),
        // Without bucket and key, the path below the store is `/`, or empty if the store has a path.
        (
            custom("http://minio:9000"),
            &listing,
            "https://files.example/upload",
            "https://files.example/upload/",
            "http://minio:9000/",
        ),
        (
            custom("https://store.example/s3"),
            &listing,
            "https://files.example/upload",
            "https://files.example/upload",
            "https://store.example/s3",
        ),
    ] {
        let plain = presign(&endpoint, request);
        assert!(plain.as_str().starts_with(&format!("{signed}?")), "{plain}");
        let displayed = presign(&endpoint.display_url(display), request);
        assert_eq!(displayed.as_str(), plain.as_str().replacen(signed, shown, 1));
    }
}

#[test]
fn the_last_display_setting_applies() {
    let store = || custom("http://store.example/s3").display_url("https://files.example/upload");
    for (endpoint, base) in [
        (store().display_host("cdn.example"), "http://cdn.example/s3/films/key?"),
        (
            store().display_host("cdn.example").display_url("https://a.example"),
            "https://a.example/films/key?",
        ),
    ] {
        let url = presign(&endpoint, &Request::get("films", "key"));
        assert!(url.as_str().starts_with(base), "{url}");
    }
}

#[test]
fn every_text_of_a_displayed_request_has_the_display_url() {
    let endpoint = custom("http://minio:9000").display_url("https://files.example/upload");
    let put = presign(&endpoint, &Request::put("films", "folder/"));
    let base = "https://files.example/upload/films/folder/?";
    assert_eq!(
        put.to_curl(),
        format!(
            "curl -T file --request-target '{}' '{put}'",
            put.as_str().trim_start_matches("https://files.example")
        )
    );
    let (debug, redacted) = (format!("{put:?}"), put.redacted().to_string());
    for text in [debug, redacted] {
        assert!(text.contains(base) && text.contains("X-Amz-Signature=REDACTED"), "{text}");
    }

    let form = presigner(&endpoint)
        .at(Timestamp::from_unix_seconds(1_710_504_000))
        .post(&PostPolicy::new("films", "key"), Duration::from_secs(900))
        .expect("a valid policy");
    assert_eq!(form.url(), "https://files.example/upload/films");

    let explanation = presigner(&endpoint)
        .at(Timestamp::from_unix_seconds(1_710_504_000))
        .explain(&Request::put("films", "folder/"), Duration::from_secs(900))
        .expect("a valid request");
    let canonical = explanation.canonical_request();
    assert!(canonical.starts_with("PUT\n/films/folder/\n"), "{canonical}");
    assert!(canonical.contains("\nhost:minio:9000\n"), "{canonical}");
}

/// A host that begins with the name of the bucket is not always the host of the bucket.
#[test]
fn a_store_whose_host_begins_with_the_bucket_is_accepted() {
    for (endpoint, bucket, base) in [
        ("http://minio:9000", "minio", "http://minio:9000/minio/key"),
        (
            "http://minio.s3.svc.cluster.local",
            "minio",
            "http://minio.s3.svc.cluster.local/minio/key",
        ),
        ("https://media.example.com", "media", "https://media.example.com/media/key"),
        ("https://storage.googleapis.com", "storage", "https://storage.googleapis.com/storage/key"),
        (
            "https://bucket.vpce-1a2b-3c4d.s3.us-east-1.vpce.amazonaws.com",
            "bucket",
            "https://bucket.vpce-1a2b-3c4d.s3.us-east-1.vpce.amazonaws.com/bucket/key",
        ),
        // The first label only begins with the bucket.
        (
            "https://films-eu.s3.us-east-1.amazonaws.com",
            "films",
            "https://films-eu.s3.us-east-1.amazonaws.com/films/key",
        ),
    ] {
        let url = presign(&custom(endpoint), &Request::get(bucket, "key"));
        assert!(url.as_str().starts_with(&format!("{base}?")), "{url}");
    }
    let domain = bucket_domain("https://films.s3.us-east-1.amazonaws.com");
    let url = presign(&domain, &Request::get("films", "key"));
    assert!(url.as_str().starts_with("https://films.s3.us-east-1.amazonaws.com/key?"), "{url}");
}

/// A path before the bucket may have the name of a bucket, if the host is not that of a known store.
#[test]
fn a_path_with_the_name_of_the_bucket_is_accepted_at_other_hosts() {
    let r2 = "0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com";
    let url_of = |endpoint| presign(&endpoint, &Request::get("films", "key"));
    for (endpoint, base) in [
        (custom("https://proxy.example/films"), "https://proxy.example/films/films/key"),
        (custom("http://127.0.0.1:9000/films"), "http://127.0.0.1:9000/films/films/key"),
        (custom(&format!("https://{r2}/a/films")), &*format!("https://{r2}/a/films/films/key")),
        (custom(&format!("https://{r2}/films-eu")), &format!("https://{r2}/films-eu/films/key")),
    ] {
        let url = url_of(endpoint);
        assert!(url.as_str().starts_with(&format!("{base}?")), "{url}");
    }
}

#[test]
fn an_endpoint_is_displayed_as_its_url() {
    for (endpoint, shown) in [
        (Endpoint::aws(), "AWS"),
        (custom("HTTP://Store.example:80/s3/"), "http://store.example/s3"),
        (bucket_domain("https://files.example:8443"), "https://files.example:8443"),
        (Endpoint::r2("id"), "https://id.r2.cloudflarestorage.com"),
        (Endpoint::r2("id.eu"), "https://id.eu.r2.cloudflarestorage.com"),
        (Endpoint::r2("no_id"), "invalid"),
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
    presigner(endpoint)
        .at(Timestamp::from_unix_seconds(1_710_504_000))
        .presign(request, Duration::from_secs(900))
        .unwrap_or_else(|error| panic!("{request:?} at {endpoint}: {error}"))
}

fn presigner(endpoint: &Endpoint) -> Presigner {
    Presigner::new(Credentials::new("id", "secret"), "us-east-1").with_endpoint(endpoint.clone())
}

fn custom(url: &str) -> Endpoint {
    Endpoint::custom(url).expect("a valid URL")
}

fn bucket_domain(url: &str) -> Endpoint {
    Endpoint::bucket_domain(url).expect("a valid URL")
}

const DIRECTORY: &str = "films--use1-az4--x-s3";

const US_EAST_1: &str = "us-east-1/s3";
