//! Any endpoint, region and bucket or ARN.

use presigner::{Credentials, Endpoint, Expiry, Presigner, Request, Timestamp};
use url::Url;

use crate::{NOON, parts::Parts};

/// Takes four lines: a base URL or account id, a region, a bucket or ARN, and a display host. A base URL is
/// parsed as a browser would, and a browser does not change the signed URL.
pub fn endpoint(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.split('\n');
    let [store, region, bucket, shown] = std::array::from_fn(|_| lines.next().unwrap_or_default());
    check_base(store);
    for endpoint in endpoints(store).into_iter().flatten() {
        for variant in variants(&endpoint, shown) {
            check_signed(variant, region, bucket);
        }
    }
}

/// An accepted base URL has the scheme, host and port that a browser parses from it.
fn check_base(base: &str) {
    let (custom, domain) = (Endpoint::custom(base), Endpoint::bucket_domain(base));
    assert_eq!(custom.is_ok(), domain.is_ok());
    let Ok(custom) = custom else { return };
    let signed = presigner(custom, "us-east-1").at(noon()).get("My_Bucket", "k", EXPIRY);
    let signed = signed.expect("a valid request");
    if is_international(signed.as_str()) {
        return;
    }
    let parsed = Url::parse(base).expect("a URL to a browser");
    let signed = Url::parse(signed.as_str()).expect("a URL");
    let origin = |url: &Url| {
        let host = url.host_str().map(str::to_owned);
        (url.scheme().to_owned(), host, url.port_or_known_default())
    };
    assert_eq!(origin(&signed), origin(&parsed), "{base:?}");
}

fn check_signed(endpoint: Endpoint, region: &str, bucket: &str) {
    let presigner = presigner(endpoint, region);
    let signer = presigner.at(noon());
    for request in [Request::get(bucket, "photos/cat.jpg"), Request::head_bucket(bucket)] {
        match signer.presign(&request, EXPIRY) {
            Ok(signed) => {
                check_unchanged_by_browsers(signed.as_str());
                check_scope(signed.as_str(), bucket);
            }
            Err(error) => {
                let _ = (error.to_string(), format!("{error:?}"));
            }
        }
    }
    let _ = signer.presign(&Request::list_buckets(), EXPIRY).map(|signed| signed.to_curl());
}

fn check_unchanged_by_browsers(signed: &str) {
    match Url::parse(signed) {
        Ok(parsed) => assert_eq!(parsed.as_str(), signed),
        Err(error) => assert!(is_international(signed), "{signed}: {error}"),
    }
}

/// Browsers validate such labels by decoding them; a base URL is not checked for that.
fn is_international(url: &str) -> bool {
    Parts::of(url).host.split('.').any(|label| label.starts_with("xn--"))
}

/// An ARN is signed for its own region and service.
fn check_scope(signed: &str, bucket: &str) {
    let credential = Parts::of(signed).parameter("X-Amz-Credential");
    let parts: Vec<_> = credential.split('/').collect();
    let (region, service) = match parts[..] {
        ["id", "20240315", region, service, "aws4_request"] => (region, service),
        // A Multi-Region Access Point, whose ARN has no region.
        ["id", "20240315", service, "aws4_request"] => ("", service),
        _ => panic!("{credential}"),
    };
    assert!(
        matches!(service, "s3" | "s3-object-lambda" | "s3-outposts" | "s3express"),
        "{service}"
    );
    if let Some(arn) = bucket.strip_prefix("arn:") {
        let parts: Vec<_> = arn.split(':').collect();
        assert_eq!((service, region), (parts[1], parts[2]), "{bucket}");
    }
}

fn endpoints(store: &str) -> [Option<Endpoint>; 4] {
    [
        Some(Endpoint::aws()),
        Some(Endpoint::r2(store)),
        Endpoint::custom(store).ok(),
        Endpoint::bucket_domain(store).ok(),
    ]
}

fn variants(endpoint: &Endpoint, shown: &str) -> [Endpoint; 10] {
    let plain = || endpoint.clone();
    [
        plain(),
        plain().dual_stack(),
        plain().fips(),
        plain().dual_stack().fips(),
        plain().accelerate(),
        plain().path_style(),
        plain().virtual_hosted(),
        plain().legacy_global(),
        plain().same_region_only(),
        plain().display_host(shown),
    ]
}

fn presigner(endpoint: Endpoint, region: &str) -> Presigner {
    Presigner::new(Credentials::new("id", "secret"), region).with_endpoint(endpoint)
}

fn noon() -> Timestamp {
    Timestamp::from_unix_seconds(NOON)
}

const EXPIRY: Expiry = Expiry::minutes(15);
