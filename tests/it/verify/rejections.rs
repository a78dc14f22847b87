//! Each rejection, by its sentence.

use std::time::Duration;

use presigner::{
    Credentials, Timestamp,
    sigv4::{PathEncoding, PathNormalization, PayloadHash, QuerySigner},
    verify::{Claim, Rejection, Rules, Verified},
};

#[test]
fn every_rejection_names_the_problem() {
    let failures: Vec<_> = ROWS
        .into_iter()
        .filter_map(|(what, change, expected)| {
            let made = change.outcome();
            (made != expected).then(|| format!("{what}\n  made     {made}\n  expected {expected}"))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn uses_the_payload_hash_of_the_request() {
    let credentials = Credentials::new("id", "secret");
    let digest = [0xab; 32];
    let signed = signer(&credentials)
        .payload_hash(PayloadHash::Sha256(digest))
        .presign(
            "PUT",
            &format!("https://{HOST}/key?X-Amz-Content-Sha256={}", "ab".repeat(32)),
            &[],
            Duration::from_secs(900),
            NOW,
        )
        .expect("a good request");
    let path_and_query = signed.as_str().strip_prefix("https://s3.example.com").expect("the host");
    let headers = [("host", HOST)];
    let claim = Claim::parse("PUT", path_and_query, &headers).expect("a presigned request");
    let verified = claim.verify("secret", &Rules::s3(NOW)).expect("a good signature");
    assert_eq!(verified.payload_hash(), PayloadHash::Sha256(digest));
}

/// For S3's own services only: `Signature` may be a parameter of another service.
#[test]
fn signed_parameters_of_signature_version_2_are_refused_by_the_rules_of_s3() {
    let credentials = Credentials::new("id", "secret");
    let url = format!("https://{HOST}/bucket/key?Signature=b");
    let signed = signer(&credentials).presign("GET", &url, &[], Duration::from_secs(900), NOW);
    let signed = signed.expect("a good request");
    let path_and_query = signed.as_str().strip_prefix("https://s3.example.com").expect("the host");
    let headers = [("host", HOST)];
    let claim = Claim::parse("GET", path_and_query, &headers).expect("a presigned request");
    let name = "Signature";
    assert_eq!(claim.verify("secret", &Rules::s3(NOW)), Err(Rejection::SignatureVersion2 { name }));
    let rules = Rules::service(NOW, "s3").payload_hash(PayloadHash::Unsigned);
    let verified = claim.verify("secret", &rules).expect("a good signature");
    assert_eq!(verified.parameters(), [(name.into(), "b".into())]);
}

/// A change to a valid request, or to the rules.
enum Change {
    None,
    Path(&'static str),
    Query(fn(String) -> String),
    Headers(&'static [(&'static str, &'static str)]),
    Rules(fn(Rules<'static>) -> Rules<'static>),
    Now(i64),
}

impl Change {
    /// The rejection, or `accepted`.
    fn outcome(&self) -> String {
        let credentials = Credentials::new("id", "secret");
        let signed = signer(&credentials)
            .presign(
                "GET",
                &format!("https://{HOST}/bucket/key?acl=&prefix=a%20b"),
                &[("x-amz-acl", "private")],
                Duration::from_secs(900),
                NOW,
            )
            .expect("a good request");
        let (_, query) = signed.as_str().split_once('?').expect("a query");
        let query = match self {
            Self::Query(change) => change(query.into()),
            _ => query.into(),
        };
        let headers = match self {
            Self::Headers(headers) => headers,
            _ => &[("host", HOST), ("x-amz-acl", "private")][..],
        };
        let rules = match self {
            Self::Rules(change) => change(Rules::s3(NOW)),
            Self::Now(seconds) => aged(*seconds),
            _ => Rules::s3(NOW),
        };
        let path = match self {
            Self::Path(path) => path,
            _ => "/bucket/key",
        };
        let path_and_query = format!("{path}?{query}");
        let outcome = Claim::parse("GET", &path_and_query, headers)
            .and_then(|claim| claim.verify("secret", &rules).map(|_: Verified<'_>| ()));
        outcome.map_or_else(|rejection| rejection.to_string(), |()| String::from("accepted"))
    }
}

/// The rules at so many seconds after signing.
fn aged(seconds: i64) -> Rules<'static> {
    Rules::s3(Timestamp::from_unix_seconds(NOW.unix_seconds() + seconds))
}

fn signer(credentials: &Credentials) -> QuerySigner<'_> {
    QuerySigner::new(credentials, "eu-central-1", "s3")
        .path_encoding(PathEncoding::Single)
        .path_normalization(PathNormalization::Keep)
        .payload_hash(PayloadHash::Unsigned)
}

/// Description, change and result.
const ROWS: [(&str, Change, &str); 63] = [
    ("nothing", Change::None, "accepted"),
    ("no query", Change::Query(|_| String::new()), MISSING),
    ("SigV2", Change::Query(|_| "AWSAccessKeyId=a&Signature=b&Expires=1".into()), MISSING),
    (
        "another algorithm",
        Change::Query(|query| query.replace("AWS4-HMAC", "AWS4-ECDSA")),
        "X-Amz-Algorithm is not AWS4-HMAC-SHA256",
    ),
    (
        "half a credential",
        Change::Query(|query| query.replace("%2Faws4_request", "")),
        "X-Amz-Credential is not `id/day/region/service/aws4_request`",
    ),
    (
        "another terminator of the credential",
        Change::Query(|query| query.replace("aws4_request", "aws5_request")),
        "X-Amz-Credential is not `id/day/region/service/aws4_request`",
    ),
    (
        "no access key id",
        Change::Query(|query| query.replace("Credential=id", "Credential=")),
        "X-Amz-Credential is not `id/day/region/service/aws4_request`",
    ),
    ("raw slashes in the credential", Change::Query(|query| query.replace("%2F", "/")), "accepted"),
    (
        "another day in the credential",
        Change::Query(|query| query.replace("%2F20240315%2F", "%2F20240316%2F")),
        "X-Amz-Credential has a different date than X-Amz-Date",
    ),
    (
        "an invalid date",
        Change::Query(|query| query.replace("20240315T123456Z", "20240315T126056Z")),
        "X-Amz-Date is not a time like 20130524T000000Z",
    ),
    (
        "a negative expiry",
        Change::Query(|query| query.replace("Expires=900", "Expires=-9")),
        "X-Amz-Expires is not a number of seconds",
    ),
    (
        "an expiry of zero",
        Change::Query(|query| query.replace("Expires=900", "Expires=0")),
        "X-Amz-Expires is 0, so the request is never valid",
    ),
    (
        "an expiry of zero in more digits",
        Change::Query(|query| query.replace("Expires=900", "Expires=000")),
        "X-Amz-Expires is 0, so the request is never valid",
    ),
    (
        "a session token that is not UTF-8",
        Change::Query(|query| query + "&X-Amz-Security-Token=%FF"),
        "X-Amz-Security-Token is not percent-encoded UTF-8",
    ),
    (
        "an expiry with a sign",
        Change::Query(|query| query.replace("Expires=900", "Expires=+900")),
        "X-Amz-Expires is not a number of seconds",
    ),
    (
        "no expiry",
        Change::Query(|query| query.replace("Expires=900", "Expires=")),
        "X-Amz-Expires is not a number of seconds",
    ),
    (
        "headers out of order",
        Change::Query(|query| query.replace("host%3Bx-amz-acl", "x-amz-acl%3Bhost")),
        BAD_SIGNATURE,
    ),
    (
        "a signed header twice",
        Change::Query(|query| query.replace("host%3B", "host%3Bhost%3B")),
        "X-Amz-SignedHeaders is not a list of distinct lower-case header names",
    ),
    (
        "a signed header in upper case",
        Change::Query(|query| query.replace("host%3B", "Host%3B")),
        "X-Amz-SignedHeaders is not a list of distinct lower-case header names",
    ),
    (
        "a signed header with a space",
        Change::Query(|query| query.replace("x-amz-acl", "x-amz%20acl")),
        "X-Amz-SignedHeaders is not a list of distinct lower-case header names",
    ),
    (
        "an upper-case signature",
        Change::Query(|query| query.replace("Signature=", "Signature=F")),
        "X-Amz-Signature is not 64 lower-case hex digits",
    ),
    (
        "a parameter twice",
        Change::Query(|query| query + "&X-Amz-Date=20240315T123456Z"),
        "query parameter `X-Amz-Date` occurs more than once",
    ),
    ("a parameter more", Change::Query(|query| query + "&versionId=1"), BAD_SIGNATURE),
    (
        "a parameter twice, once percent-encoded",
        Change::Query(|query| query + "&%61=1&a=2"),
        "query parameter `a` occurs more than once",
    ),
    (
        "the same in the other order",
        Change::Query(|query| query + "&a=1&%61=2"),
        "query parameter `a` occurs more than once",
    ),
    (
        "a parameter twice, in two ways percent-encoded",
        Change::Query(|query| query + "&%c3%a9=1&%C3%A9=2"),
        "query parameter `é` occurs more than once",
    ),
    (
        "a parameter with another name once decoded",
        Change::Query(|query| query + "&%2561=1&%61=2"),
        BAD_SIGNATURE,
    ),
    ("the same in the other order", Change::Query(|query| query + "&%61=1&%2561=2"), BAD_SIGNATURE),
    (
        "another date, percent-encoded",
        Change::Query(|query| query + "&%58-Amz-Date=20240315T123456Z"),
        "X-Amz-Date has its name in another case or percent-encoded",
    ),
    (
        "a session token in lower case",
        Change::Query(|query| query + "&x-amz-security-token=t"),
        "X-Amz-Security-Token has its name in another case or percent-encoded",
    ),
    ("a path without a slash", Change::Path("bucket/key"), "path does not begin with `/`"),
    // S3 responds to them with `InvalidURI`.
    (
        "an escape of no hex digits",
        Change::Path("/bucket/%zz"),
        "path is not percent-encoded UTF-8",
    ),
    ("half an escape", Change::Path("/bucket/100%2"), "path is not percent-encoded UTF-8"),
    ("a percent sign in the bucket", Change::Path("/%/key"), "path is not percent-encoded UTF-8"),
    ("a key that is not UTF-8", Change::Path("/bucket/%FF"), "path is not percent-encoded UTF-8"),
    ("a key without a bucket", Change::Path("//bucket/key"), "path has a key and no bucket"),
    ("a parameter more", Change::Query(|query| query + "&versionId=1"), BAD_SIGNATURE),
    (
        "a parameter without its `=`",
        Change::Query(|query| query.replace("acl=&", "acl&")),
        "accepted",
    ),
    (
        "a plus sign for a space",
        Change::Query(|query| query.replace("a%20b", "a+b")),
        BAD_SIGNATURE,
    ),
    (
        "no header",
        Change::Headers(&[("host", HOST)]),
        "header `x-amz-acl` is signed but was not sent",
    ),
    (
        "no host",
        Change::Headers(&[("x-amz-acl", "private")]),
        "header `host` is signed but was not sent",
    ),
    (
        "two hosts",
        Change::Headers(&[("host", HOST), ("Host", HOST), ("x-amz-acl", "private")]),
        "header `host` occurs more than once",
    ),
    (
        "a header that was not signed",
        Change::Headers(&[("host", HOST), ("x-amz-acl", "private"), ("X-Amz-Tagging", "a=b")]),
        "header `X-Amz-Tagging` is not signed; sign it or do not send it",
    ),
    (
        "an authorization header",
        Change::Headers(&[("host", HOST), ("x-amz-acl", "private"), ("Authorization", "Bearer x")]),
        "header `authorization` was sent with a presigned request; send only one of the two",
    ),
    // S3: "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query
    // string parameter or the Authorization header should be specified".
    (
        "a signature of Signature Version 2",
        Change::Query(|query| query + "&Signature=b"),
        "query parameter `Signature` belongs to Signature Version 2; \
         sign with Signature Version 4 alone",
    ),
    (
        "the access key id of Signature Version 2, percent-encoded",
        Change::Query(|query| query + "&AWS%41ccessKeyId=a"),
        "query parameter `AWSAccessKeyId` belongs to Signature Version 2; \
         sign with Signature Version 4 alone",
    ),
    ("names in another case", Change::Query(|query| query + "&signature=b"), BAD_SIGNATURE),
    ("an expiry without a signature", Change::Query(|query| query + "&Expires=1"), BAD_SIGNATURE),
    ("an empty part of the query", Change::Query(|query| query.replacen('&', "&&", 1)), "accepted"),
    ("an empty part before the query", Change::Query(|query| format!("&{query}")), "accepted"),
    ("an empty part after the query", Change::Query(|query| query + "&"), "accepted"),
    ("an empty name and value", Change::Query(|query| query + "&="), BAD_SIGNATURE),
    (
        "a parameter twice with an empty part between",
        Change::Query(|query| query + "&&acl="),
        "query parameter `acl` occurs more than once",
    ),
    (
        "the host not signed",
        Change::Query(|query| query.replace("host%3Bx-amz-acl", "x-amz-acl")),
        "header `host` is not signed",
    ),
    (
        "another region",
        Change::Rules(|rules| rules.region("us-east-1")),
        "signature is for region `eu-central-1`, which this server does not accept",
    ),
    (
        "another service",
        Change::Rules(|_| Rules::service(NOW, "sts")),
        "signature is for service `s3`, which this server does not accept",
    ),
    (
        "a clock that is behind",
        Change::Now(-901),
        "request was signed at 2024-03-15T12:34:56Z and it is now 2024-03-15T12:19:55Z; \
         one of the clocks is wrong",
    ),
    ("a clock that is behind within the skew", Change::Now(-900), "accepted"),
    (
        "an expired URL",
        Change::Now(900),
        "request expired at 2024-03-15T12:49:56Z and it is now 2024-03-15T12:49:56Z",
    ),
    (
        "a lower maximum",
        Change::Rules(|rules| rules.max_expiry(Duration::from_secs(899))),
        "expiry of 900 seconds exceeds the maximum of 899",
    ),
    (
        "the expiry as the maximum",
        Change::Rules(|rules| rules.max_expiry(Duration::from_secs(900))),
        "accepted",
    ),
    (
        "an age at the maximum",
        Change::Rules(|_| aged(60).max_age(Duration::from_secs(60))),
        "accepted",
    ),
    (
        "a greater age",
        Change::Rules(|_| aged(61).max_age(Duration::from_secs(60))),
        "signature is 61 seconds old, which exceeds the maximum of 60",
    ),
];

const BAD_SIGNATURE: &str = "signature does not match; the request was changed, for example its \
    path by a router or a proxy, or signed with another secret";
const HOST: &str = "s3.example.com";
const MISSING: &str =
    "query parameter `X-Amz-Algorithm` is missing; the request is not presigned with SigV4";
const NOW: Timestamp = Timestamp::from_unix_seconds(1_710_506_096);
