//! Properties of every presigned URL.

pub(super) mod inputs;
mod limits;
mod panics;
mod parts;

use std::{collections::BTreeMap, fmt::Display, sync::LazyLock, time::SystemTime};

use percent_encoding::percent_decode_str;
use presigner::{
    Credentials, Endpoint, Error, Expiry, PresignedUrl, Presigner, Request, Timestamp,
    sigv4::{CanonicalRequest, PayloadHash, Scope, SigningKey},
};
use proptest::{prelude::*, sample::select, test_runner::TestCaseResult};

use self::{
    inputs::{
        NOON, bucket, endpoint, endpoint_with_display_host, expiry, headers, key, parameters,
        region, text, with,
    },
    parts::{Parts, decode},
};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_decoded_path_is_the_key(key in key()) {
        for (endpoint, before_key) in endpoints() {
            let request = Request::get("bucket", &key).allow_dot_segments();
            let signed = presign(&endpoint, &request)?;
            let path = Parts::of(signed.as_str()).path;
            let encoded = path.strip_prefix(before_key);
            let encoded = encoded.ok_or_else(|| fail(format!("{path} after {before_key}")))?;
            let decoded: Vec<u8> = percent_decode_str(encoded).collect();
            prop_assert_eq!(&decoded, key.as_bytes());
            prop_assert_eq!(encoded, naive_path(&key));
        }
    }

    #[test]
    fn the_host_does_not_depend_on_the_key(key in key()) {
        for (endpoint, _) in endpoints() {
            let signed = presign(&endpoint, &Request::get("bucket", &key).allow_dot_segments())?;
            let other = presign(&endpoint, &Request::get("bucket", "key"))?;
            let (parts, others) = (Parts::of(signed.as_str()), Parts::of(other.as_str()));
            prop_assert_eq!((parts.scheme, parts.host), (others.scheme, others.host));
        }
    }

    #[test]
    fn parameters_are_sorted_and_decode_to_the_input(
        parameters in parameters(),
        headers in headers(),
    ) {
        let request = with(Request::get("bucket", "key"), &parameters, &headers);
        let signed = presign(&Endpoint::aws(), &request)?;
        let mut pairs = Parts::of(signed.as_str()).pairs();
        let (last, _) = pairs.pop().unwrap_or_default();
        prop_assert_eq!(last, "X-Amz-Signature");
        // Compared as pairs, because as text `a-=` would sort before `a=`.
        prop_assert!(pairs.is_sorted(), "{:?}", pairs);

        let mut decoded: BTreeMap<_, _> =
            pairs.iter().map(|(name, value)| (decode(name), decode(value))).collect();
        prop_assert_eq!(decoded.len(), pairs.len());
        for name in ["Algorithm", "Credential", "Date", "Expires", "SignedHeaders"] {
            prop_assert!(decoded.remove(&format!("X-Amz-{name}")).is_some(), "no {}", name);
        }
        prop_assert_eq!(decoded, parameters);
    }

    #[test]
    fn url_libraries_do_not_rewrite_keys_parameters_and_headers(
        key in key(),
        parameters in parameters(),
        headers in headers(),
    ) {
        for (endpoint, _) in endpoints() {
            let request = with(Request::put("bucket", &key), &parameters, &headers);
            match presigner_at(&endpoint, "us-east-1").at(noon()).presign(&request, EXPIRY) {
                Ok(signed) => check_not_rewritten(&signed)?,
                Err(Error::DotSegment { .. }) => {}
                Err(error) => return Err(fail(error)),
            }
        }
    }

    #[test]
    fn url_libraries_do_not_rewrite_buckets(bucket in bucket()) {
        for (endpoint, _) in endpoints() {
            check_not_rewritten_if_signed(&endpoint, "us-east-1", &bucket)?;
        }
    }

    #[test]
    fn url_libraries_do_not_rewrite_hosts(endpoint in endpoint_with_display_host(), bucket in bucket()) {
        check_not_rewritten_if_signed(&endpoint, "us-east-1", "bucket")?;
        check_not_rewritten_if_signed(&endpoint, "us-east-1", &bucket)?;
    }

    #[test]
    fn url_libraries_do_not_rewrite_regions(region in region()) {
        check_not_rewritten_if_signed(&Endpoint::aws(), &region, "bucket")?;
    }

    #[test]
    fn what_is_sent_is_what_was_signed(
        (endpoint, bucket, key) in (endpoint(), bucket(), key()),
        (parameters, headers) in (parameters(), headers()),
    ) {
        for bucket in ["bucket", &bucket] {
            let request = Request::put(bucket, &key).allow_dot_segments();
            let request = with(request, &parameters, &headers);
            let signed = presigner_at(&endpoint, "us-east-1").at(noon()).presign(&request, EXPIRY);
            if let Ok(signed) = signed {
                check_signature(&signed)?;
            }
        }
        let request = with(Request::put("bucket", &key), &parameters, &headers);
        check_signature(&presign(&Endpoint::aws(), &request.allow_dot_segments())?)?;
    }

    #[test]
    fn a_warm_presigner_signs_like_a_new_one(
        bucket in select(&["bucket", "My_Bucket", EXPRESS, ACCESS_POINT][..]),
        key in key(),
        offset in -200_000_i64..200_000,
    ) {
        static WARM: LazyLock<Presigner> =
            LazyLock::new(|| presigner_at(&Endpoint::aws(), "us-east-1"));
        let request = Request::get(bucket, &key).allow_dot_segments();
        let now = Timestamp::from(SystemTime::now()).unix_seconds() + offset;
        let by_clock = WARM.presign(&request, EXPIRY).map_err(fail)?;
        let by_caller =
            WARM.at(Timestamp::from_unix_seconds(now)).presign(&request, EXPIRY).map_err(fail)?;
        for warm in [by_clock, by_caller] {
            let new = presigner_at(&Endpoint::aws(), "us-east-1");
            let cold = new.at(warm.validity().signed_at()).presign(&request, EXPIRY);
            let cold = cold.map_err(fail)?;
            prop_assert_eq!(warm.as_str(), cold.as_str());
        }
    }

    #[test]
    fn presign_into_appends_the_url_or_leaves_the_buffer_unchanged(
        (before, endpoint, bucket, key) in (text(), endpoint_with_display_host(), bucket(), text()),
        (parameters, headers, expiry) in (parameters(), headers(), expiry()),
    ) {
        let presigner = presigner_at(&endpoint, "us-east-1");
        for bucket in ["bucket", &bucket] {
            let request = with(Request::get(bucket, &key), &parameters, &headers);
            let mut buffer = before.clone();
            let appended = presigner.at(noon()).presign_into(&request, expiry, &mut buffer);
            match presigner.at(noon()).presign(&request, expiry) {
                Ok(signed) => {
                    prop_assert_eq!(buffer, before.clone() + signed.as_str());
                    prop_assert_eq!(appended, Ok(signed.validity()));
                }
                Err(error) => {
                    prop_assert_eq!(&buffer, &before);
                    prop_assert_eq!(appended, Err(error));
                }
            }
        }
    }

}

/// Computes the signature from the URL and the headers to send.
fn check_signature(signed: &PresignedUrl) -> TestCaseResult {
    let parts = Parts::of(signed.as_str());
    let (query, signature) = parts.query.split_once("&X-Amz-Signature=").unwrap_or_default();
    let mut canonical =
        CanonicalRequest::new(signed.method().as_str(), parts.host, parts.path, query)
            .payload_hash(PayloadHash::Unsigned);
    for (name, value) in signed.headers() {
        let words: Vec<_> = value.split_ascii_whitespace().collect();
        prop_assert_eq!(words.join(" "), value, "{} may be changed in transit", name);
        canonical = canonical.header(name, value);
    }
    let mut names: Vec<_> = signed.headers().iter().map(|(name, _)| name).collect();
    prop_assert!(names.is_sorted(), "{:?}", names);
    names.push("host");
    names.sort_unstable();
    prop_assert_eq!(parts.parameter("X-Amz-SignedHeaders"), names.join(";"));

    let credential = parts.parameter("X-Amz-Credential");
    let (_, scope) = credential.split_once('/').unwrap_or_default();
    let [_, region, service] = scope.splitn(3, '/').collect::<Vec<_>>()[..] else {
        return Err(fail(credential));
    };
    let service = service.trim_end_matches("/aws4_request");
    let signed_at = signed.validity().signed_at();
    let key = Scope::new(signed_at, region, service).map_err(fail)?;
    let key = SigningKey::derive(SECRET_ACCESS_KEY, &key);
    let date = parts.parameter("X-Amz-Date");
    let hash = hex::encode(canonical.hash());
    let string_to_sign = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{hash}");
    prop_assert_eq!(hex::encode(key.sign(string_to_sign.as_bytes())), signature, "{}", canonical);
    Ok(())
}

fn check_not_rewritten_if_signed(
    endpoint: &Endpoint,
    region: &str,
    bucket: &str,
) -> TestCaseResult {
    let request = Request::get(bucket, "photos/cat.jpg");
    match presigner_at(endpoint, region).at(noon()).presign(&request, EXPIRY) {
        Ok(signed) => check_not_rewritten(&signed),
        Err(_) => Ok(()),
    }
}

fn check_not_rewritten(signed: &PresignedUrl) -> TestCaseResult {
    match url::Url::parse(signed.as_str()) {
        Ok(parsed) => prop_assert_eq!(parsed.as_str(), signed.as_str()),
        Err(error) => return Err(fail(format!("{error}: {signed}"))),
    }
    Ok(())
}

/// The encoding that AWS documents, byte by byte.
fn naive_path(key: &str) -> String {
    key.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// Endpoints of each kind, with the path before the key of an object in `bucket`.
fn endpoints() -> [(Endpoint, &'static str); 6] {
    let custom = |url| Endpoint::custom(url).expect("a valid URL");
    let domain = Endpoint::bucket_domain("https://files.example.com/base");
    [
        (Endpoint::aws(), "/"),
        (Endpoint::aws().path_style(), "/bucket/"),
        (custom("http://127.0.0.1:9000"), "/bucket/"),
        (custom("https://example.com/a/base/path/"), "/a/base/path/bucket/"),
        (custom("http://example.com/base").virtual_hosted(), "/base/"),
        (domain.expect("a valid URL"), "/base/"),
    ]
}

fn presign(endpoint: &Endpoint, request: &Request<'_>) -> Result<PresignedUrl, TestCaseError> {
    presigner_at(endpoint, "us-east-1").at(noon()).presign(request, EXPIRY).map_err(fail)
}

fn presigner_at(endpoint: &Endpoint, region: &str) -> Presigner {
    Presigner::new(credentials(), region).with_endpoint(endpoint.clone())
}

fn credentials() -> Credentials {
    Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET_ACCESS_KEY)
}

fn noon() -> Timestamp {
    Timestamp::from_unix_seconds(NOON)
}

fn fail(reason: impl Display) -> TestCaseError {
    TestCaseError::fail(format!("{reason}"))
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() }
}

const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const EXPRESS: &str = "films--use1-az4--x-s3";
const ACCESS_POINT: &str = "arn:aws:s3:eu-west-1:123456789012:accesspoint/films";
const EXPIRY: Expiry = Expiry::minutes(15);
