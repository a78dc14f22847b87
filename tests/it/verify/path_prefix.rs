//! Endpoints with a path, which is a prefix of the signed path.

use std::time::Duration;

use presigner::{
    Credentials, Endpoint, Expiry, Presigner, Request,
    sigv4::{PathEncoding, PathNormalization, PayloadHash, QuerySigner},
    verify::{Claim, Rules},
};

use super::NOW;

const HOST: &str = "files.example.com";

#[test]
fn finds_bucket_and_key_below_the_path_of_the_endpoint() {
    for (endpoint, prefix) in [
        ("https://files.example.com/files", "/files"),
        ("https://files.example.com/files", "/files/"),
        ("https://files.example.com/files", "files"),
        ("https://files.example.com/files/", "/files"),
        ("https://files.example.com/files//", "files//"),
        ("https://files.example.com/a/files", "/a/files"),
        ("https://files.example.com//files", "//files"),
        ("https://files.example.com/docs", "/docs"),
        ("https://files.example.com", ""),
        ("https://files.example.com", "/"),
    ] {
        let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1")
            .with_endpoint(Endpoint::custom(endpoint).expect("a good URL"));
        for (request, expected) in [
            (Request::get("docs", "a b/ü"), (Some("docs"), Some("a b/ü"))),
            (Request::get("docs", "/a//"), (Some("docs"), Some("/a//"))),
            (Request::list_objects_v2("docs"), (Some("docs"), None)),
            (Request::list_buckets(), (None, None)),
        ] {
            let url = presigner.at(NOW).presign(&request, Expiry::minutes(15)).expect("a URL");
            let target = url.as_str().strip_prefix("https://files.example.com").expect("the host");
            let rules = Rules::s3(NOW).path_prefix(prefix);
            assert_eq!(located(HOST, target, rules), Ok(owned(expected)), "{endpoint} {target}");
        }
    }
}

#[test]
fn finds_the_key_below_the_prefix_if_the_bucket_is_in_the_host() {
    let endpoint = Endpoint::custom("https://files.example.com/files").expect("a good URL");
    let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1")
        .with_endpoint(endpoint.virtual_hosted());
    let url = presigner.at(NOW).get("docs", "a/b", Expiry::minutes(15)).expect("a URL");
    let target = url.as_str().strip_prefix("https://docs.files.example.com").expect("the host");
    let rules = Rules::s3(NOW).base_domain(HOST);
    let host = "docs.files.example.com";
    let with_prefix = located(host, target, rules.path_prefix("/files"));
    assert_eq!(with_prefix, Ok(owned((Some("docs"), Some("a/b")))));
    assert_eq!(located(host, target, rules), Ok(owned((Some("docs"), Some("files/a/b")))));
}

#[test]
fn refuses_paths_that_are_not_below_the_prefix() {
    let credentials = Credentials::new("id", "secret");
    for (path, prefix, expected) in [
        ("/files", "/files", Ok((None, None))),
        ("/files/", "/files", Ok((None, None))),
        ("/files/docs", "/files", Ok((Some("docs"), None))),
        ("/files/files/files", "/files", Ok((Some("files"), Some("files")))),
        ("/a%20b/docs/x", "/a%20b", Ok((Some("docs"), Some("x")))),
        ("/a%2Fb/docs/x", "/a%2Fb", Ok((Some("docs"), Some("x")))),
        ("/", "/files", Err("path `/` is not below the path prefix of this server")),
        ("/docs/x", "/files", Err("path `/docs/x` is not below the path prefix of this server")),
        (
            "/filesystem/docs/x",
            "/files",
            Err("path `/filesystem/docs/x` is not below the path prefix of this server"),
        ),
        ("/file", "/files", Err("path `/file` is not below the path prefix of this server")),
        (
            "/%66iles/docs/x",
            "/files",
            Err("path `/%66iles/docs/x` is not below the path prefix of this server"),
        ),
        (
            "/Files/docs/x",
            "/files",
            Err("path `/Files/docs/x` is not below the path prefix of this server"),
        ),
        (
            "/files%2Fdocs/x",
            "/files",
            Err("path `/files%2Fdocs/x` is not below the path prefix of this server"),
        ),
        (
            "/a%2fb/docs/x",
            "/a%2Fb",
            Err("path `/a%2fb/docs/x` is not below the path prefix of this server"),
        ),
        (
            "//files/docs/x",
            "/files",
            Err("path `//files/docs/x` is not below the path prefix of this server"),
        ),
        (
            "/x/../files/docs/x",
            "/files",
            Err("path `/x/../files/docs/x` is not below the path prefix of this server"),
        ),
        ("/files//x", "/files", Err("path has a key and no bucket")),
        (
            "/files/../docs/x",
            "/files",
            Err("path has a bucket that is `.` or `..`, or contains a `/`"),
        ),
    ] {
        let query_signer = QuerySigner::new(&credentials, "eu-central-1", "s3")
            .path_encoding(PathEncoding::Single)
            .path_normalization(PathNormalization::Keep)
            .payload_hash(PayloadHash::Unsigned);
        let target = signed(query_signer, path);
        let made = located(HOST, &target, Rules::s3(NOW).path_prefix(prefix));
        let expected = expected.map(owned).map_err(String::from);
        assert_eq!(made, expected, "{path} below {prefix}");
    }
}

/// Where signers normalize the path, the received one may be any that normalizes to it.
#[test]
fn the_prefix_is_that_of_the_normalized_path() {
    let credentials = Credentials::new("id", "secret");
    let target =
        signed(QuerySigner::new(&credentials, "us-east-1", "execute-api"), "/files/docs/x");
    let query = target.strip_prefix("/files/docs/x").expect("the path");
    for path in ["/files/docs/x", "/a/../files//docs/./x", "//files/docs/x"] {
        let rules = Rules::service(NOW, "execute-api").path_prefix("/files");
        let made = located(HOST, &format!("{path}{query}"), rules);
        assert_eq!(made, Ok(owned((Some("docs"), Some("x")))), "{path}");
    }
    let rules = Rules::service(NOW, "execute-api").path_prefix("/a/../files");
    let sentence = "path `/files/docs/x` is not below the path prefix of this server";
    assert_eq!(located(HOST, &target, rules), Err(sentence.into()));
}

/// A proxy that removes the prefix changes the signed path: no rule makes up for that.
#[test]
fn refuses_requests_whose_prefix_was_removed() {
    let endpoint = Endpoint::custom("https://files.example.com/files").expect("a good URL");
    let presigner =
        Presigner::new(Credentials::new("id", "secret"), "eu-central-1").with_endpoint(endpoint);
    let url = presigner.at(NOW).get("docs", "x", Expiry::minutes(15)).expect("a URL");
    let target = url.as_str().strip_prefix("https://files.example.com/files").expect("the prefix");
    let sentence = "signature does not match; the request was changed, for example its path by \
    a router or a proxy, or signed with another secret";
    assert_eq!(located(HOST, target, Rules::s3(NOW)), Err(sentence.into()));
    let sentence = "path `/docs/x` is not below the path prefix of this server";
    assert_eq!(located(HOST, target, Rules::s3(NOW).path_prefix("/files")), Err(sentence.into()));
}

/// The same for a host candidate: the prefix does not depend on the host.
#[test]
fn the_prefix_applies_to_host_candidates() {
    let endpoint = Endpoint::custom("https://files.example.com/files").expect("a good URL");
    let presigner =
        Presigner::new(Credentials::new("id", "secret"), "eu-central-1").with_endpoint(endpoint);
    let url = presigner.at(NOW).get("docs", "x", Expiry::minutes(15)).expect("a URL");
    let target = url.as_str().strip_prefix("https://files.example.com").expect("the host");
    let rules = Rules::s3(NOW).host_candidates(&[HOST]);
    let made = located("proxied:9000", target, rules.path_prefix("/files"));
    assert_eq!(made, Ok(owned((Some("docs"), Some("x")))));
    let sentence = "path `/files/docs/x` is not below the path prefix of this server";
    assert_eq!(located("proxied:9000", target, rules.path_prefix("/f")), Err(sentence.into()));
}

type BucketAndKey = (Option<String>, Option<String>);

/// Bucket and key of a request, or the rejection.
fn located(host: &str, target: &str, rules: Rules<'_>) -> Result<BucketAndKey, String> {
    let headers = [("host", host)];
    let claim = Claim::parse("GET", target, &headers).expect("a presigned request");
    let verified = claim.verify("secret", &rules).map_err(|rejection| rejection.to_string())?;
    Ok(owned((verified.bucket(), verified.key())))
}

fn owned((bucket, key): (Option<&str>, Option<&str>)) -> BucketAndKey {
    (bucket.map(String::from), key.map(String::from))
}

/// The path and query of a signed request.
fn signed(query_signer: QuerySigner<'_>, path: &str) -> String {
    let url = format!("https://{HOST}{path}");
    let signed = query_signer.presign("GET", &url, &[], Duration::from_secs(900), NOW);
    let signed = signed.expect("a good request").into_string();
    signed.strip_prefix("https://files.example.com").expect("the host").into()
}
