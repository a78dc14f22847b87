//! Buckets and keys in hosts and paths.

use std::time::Duration;

use presigner::{
    Credentials, Endpoint, Expiry,
    sigv4::{PathEncoding, PathNormalization, PayloadHash, QuerySigner},
    verify::{Claim, Rules},
};

use super::{NOW, presigner};

#[test]
fn finds_the_bucket_in_the_host() {
    for (endpoint, host) in [
        ("https://s3.example.com", "my-bucket.s3.example.com"),
        ("http://s3.example.com:9000", "my-bucket.s3.example.com:9000"),
    ] {
        let endpoint = Endpoint::custom(endpoint).expect("a good URL").virtual_hosted();
        let presigner = presigner("id", "https://unused").with_endpoint(endpoint);
        let url = presigner.at(NOW).get("my-bucket", "a/b", Expiry::minutes(15));
        let url = url.expect("a good request").into_string();
        let path_and_query = &url[url.find("/a/b").expect("the key")..];
        let headers = [("host", host)];
        let claim = Claim::parse("GET", path_and_query, &headers).expect("a presigned request");
        let rules =
            Rules::s3(NOW).base_domain(host.strip_prefix("my-bucket.").expect("the bucket"));
        let verified = claim.verify("secret", &rules).expect("a good signature");
        assert_eq!((verified.bucket(), verified.key()), (Some("my-bucket"), Some("a/b")));
    }
}

/// A client can send a link to any host name, and may have chosen the key.
#[test]
fn rejects_hosts_outside_the_base_domain() {
    let rows = [
        ("uploads.s3.example.com", "s3.example.com", Some("uploads")),
        ("uploads.s3.example.com:9000", "s3.example.com", Some("uploads")),
        ("uploads.s3.example.com:9000", "s3.example.com:9000", Some("uploads")),
        ("uploads.s3.example.com", "S3.Example.com", Some("uploads")),
        ("uploads.s3.example.com", ".s3.example.com", Some("uploads")),
        ("s3.example.com", "s3.example.com", Some("private-bucket")),
        ("uploads.s3.example.com:9000", "s3.example.com:9001", None),
        ("s3.example.com.", "s3.example.com", None),
        (".s3.example.com", "s3.example.com", None),
        ("a/b.s3.example.com", "s3.example.com", None),
        ("a%2fb.s3.example.com", "s3.example.com", None),
        ("a b.s3.example.com", "s3.example.com", None),
        ("é.s3.example.com", "s3.example.com", None),
        ("xs3.example.com", "s3.example.com", None),
        ("example.com", "s3.example.com", None),
        ("evil.example", "s3.example.com", None),
    ];
    for (host, base_domain, bucket) in rows {
        let credentials = Credentials::new("id", "secret");
        let signed = QuerySigner::new(&credentials, "eu-central-1", "s3")
            .path_encoding(PathEncoding::Single)
            .path_normalization(PathNormalization::Keep)
            .payload_hash(PayloadHash::Unsigned);
        // A host outside the base domain is refused before the signature is checked.
        let signed_host = if bucket.is_some() { host } else { "s3.example.com" };
        let url = format!("https://{signed_host}/private-bucket/x");
        let signed = signed.presign("PUT", &url, &[], Duration::from_secs(900), NOW);
        let signed = signed.expect("a good request");
        let path_and_query = &signed.as_str()[url.len() - "/private-bucket/x".len()..];
        let headers = [("host", host)];
        let claim = Claim::parse("PUT", path_and_query, &headers).expect("a presigned request");
        let verified = claim.verify("secret", &Rules::s3(NOW).base_domain(base_domain));
        match (verified, bucket) {
            (Ok(verified), Some(bucket)) => assert_eq!(verified.bucket(), Some(bucket), "{host}"),
            (Err(rejection), None) => {
                let sentence = format!("host `{host}` is not a host of this server");
                assert_eq!(rejection.to_string(), sentence, "{host} at {base_domain}");
            }
            (made, _) => panic!("{host} at {base_domain}: {made:?}"),
        }
    }
}

/// Many paths normalize to the signed one; only the signed one is authenticated.
#[test]
fn returns_the_normalized_path_that_was_signed() {
    let credentials = Credentials::new("id", "secret");
    let url = "https://example.com/public/report";
    let signed = QuerySigner::new(&credentials, "us-east-1", "execute-api")
        .presign("GET", url, &[], Duration::from_secs(900), NOW)
        .expect("a good request");
    let query = signed.as_str().strip_prefix(url).expect("the query");
    for sent in ["/public/report", "/admin/delete/../../public/report", "//public/./report"] {
        let path_and_query = format!("{sent}{query}");
        let headers = [("host", "example.com")];
        let claim = Claim::parse("GET", &path_and_query, &headers).expect("a presigned request");
        let verified = claim.verify("secret", &Rules::service(NOW, "execute-api"));
        let verified = verified.expect("a good signature");
        assert_eq!(verified.path(), "/public/report", "{sent}");
        assert_eq!((verified.bucket(), verified.key()), (Some("public"), Some("report")), "{sent}");
    }
}
