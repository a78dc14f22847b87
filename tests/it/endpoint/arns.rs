//! ARNs that are malformed or not supported.

use presigner::{Endpoint, Request};

use crate::error::refusal::{Refusal, about, check, presign, presign_at, shown};

#[test]
fn invalid_arns_are_refused() {
    check(invalid());
}

pub(crate) fn invalid() -> Vec<Refusal> {
    let invalid = ARNS.into_iter().map(|(arn, problem)| {
        let sentence = about("bucket ARN", arn, problem);
        Refusal::new(arn, presign(&Request::get(arn, "key")), sentence)
    });
    let mismatches = [
        (
            Endpoint::aws(),
            "cn-north-1",
            "bucket ARN has region `us-east-1`, which is not in partition `aws-cn` of the \
             presigner's region `cn-north-1`; create a presigner for that region",
        ),
        (
            Endpoint::aws().same_region_only(),
            "eu-central-1",
            "bucket ARN has region `us-east-1`, which is not the presigner's region \
             `eu-central-1`; remove `same_region_only` to sign for the region of the ARN",
        ),
    ];
    let mismatches = mismatches.map(|(endpoint, region, sentence)| {
        let result = presign_at(&endpoint, region, &Request::get(ACCESS_POINT, "key"));
        Refusal::new(format!("{ACCESS_POINT} in {region}"), result, sentence)
    });
    invalid.chain(mismatches).chain(multi_region()).collect()
}

#[cfg(not(feature = "sigv4a"))]
fn multi_region() -> Vec<Refusal> {
    let problem = "is a Multi-Region Access Point, which requires Signature Version 4A; \
                   enable the feature `sigv4a`, or pass an access point of one Region";
    let result = presign(&Request::get(MULTI_REGION, "key"));
    vec![Refusal::new(MULTI_REGION, result, about("bucket ARN", MULTI_REGION, problem))]
}

#[cfg(feature = "sigv4a")]
fn multi_region() -> Vec<Refusal> {
    let malformed = [
        (
            "arn:aws:s3::123456789012:accesspoint/films",
            "has no region, and `films` is not the alias of a Multi-Region Access Point; \
             pass the alias, which ends with `.mrap`",
        ),
        (
            "arn:aws:s3::123456789012:accesspoint/.mrap",
            "has alias ``, which is empty; copy it unchanged",
        ),
        (
            "arn:aws:s3::123456789012:accesspoint/a.b.mrap",
            "has alias `a.b`, which has `.` at byte 1, \
             where only letters, digits and `-` are allowed; copy it unchanged",
        ),
        (
            "arn:aws:s3::123456789012:accesspoint/MFZ.mrap",
            "has an upper-case letter in its alias; copy it unchanged",
        ),
        (
            "arn:aws:s3:::accesspoint/mfzwi23gnjvgw.mrap",
            "has account id ``, which is not 12 digits; copy it unchanged",
        ),
        (
            "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap/cat.jpg",
            "continues after the access point name; pass the rest as the key",
        ),
    ];
    let malformed = malformed.map(|(arn, problem)| {
        let result = presign(&Request::get(arn, "key"));
        Refusal::new(arn, result, about("bucket ARN", arn, problem))
    });
    let excluded = [
        (
            Endpoint::aws(),
            "cn-north-1",
            "is of partition `aws`, and the presigner's region `cn-north-1` is in `aws-cn`; \
             create a presigner for a region of the ARN's partition",
        ),
        (
            Endpoint::aws().same_region_only(),
            "us-east-1",
            "is a Multi-Region Access Point, which is not limited to the presigner's region \
             `us-east-1`; remove `same_region_only` to sign for all regions",
        ),
    ];
    let excluded = excluded.map(|(endpoint, region, problem)| {
        let result = presign_at(&endpoint, region, &Request::get(MULTI_REGION, "key"));
        let sentence = about("bucket ARN", MULTI_REGION, problem);
        Refusal::new(format!("{MULTI_REGION} in {region}"), result, sentence)
    });
    malformed.into_iter().chain(excluded).collect()
}

/// Components of an ARN are truncated in messages, like the ARN itself.
pub(crate) fn with_long_components() -> Vec<Refusal> {
    let long = "x".repeat(100);
    let partition = format!("arn:{long}:s3:us-east-1:123456789012:accesspoint/films");
    let kind = format!("arn:aws:s3:us-east-1:123456789012:{long}/films");
    let service = format!("arn:aws:{long}:us-east-1:123456789012:accesspoint/films");
    let rows = [
        (&partition, format!("has unknown partition `{}`; copy it unchanged", shown(&long))),
        (
            &kind,
            format!(
                "has unsupported resource type `{}`; pass an access point or the bucket name",
                shown(&long)
            ),
        ),
        (
            &service,
            format!(
                "has service `{}`; pass an ARN of s3, s3-object-lambda or s3-outposts",
                shown(&long)
            ),
        ),
    ];
    rows.map(|(arn, problem)| {
        let sentence = about("bucket ARN", arn, &problem);
        Refusal::new(arn, presign(&Request::get(arn, "key")), sentence)
    })
    .into()
}

const ACCESS_POINT: &str = "arn:aws:s3:us-east-1:123456789012:accesspoint/films";

const MULTI_REGION: &str = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";

const ARNS: [(&str, &str); 28] = [
    ("arn:", "has too few components; copy it unchanged"),
    ("arn:aws:s3", "has too few components; copy it unchanged"),
    ("arn:aws:s3:us-east-1:123456789012", "has too few components; copy it unchanged"),
    (
        "arn::s3:us-east-1:123456789012:accesspoint/films",
        "has unknown partition ``; copy it unchanged",
    ),
    (
        "arn:minio:s3:us-east-1:123456789012:accesspoint/films",
        "has unknown partition `minio`; copy it unchanged",
    ),
    (
        "arn:aws:s3:::films",
        "has unsupported resource type `films`; pass an access point or the bucket name",
    ),
    (
        "arn:aws:s3:us-east-1:123456789012:job/films",
        "has unsupported resource type `job`; pass an access point or the bucket name",
    ),
    (
        "arn:aws:s3-object-lambda:us-east-1:123456789012:",
        "has unsupported resource type ``; pass an access point or the bucket name",
    ),
    (
        "arn:aws:s3-outposts:us-east-1:123456789012:accesspoint/films",
        "has unsupported resource type `accesspoint`; pass an access point or the bucket name",
    ),
    (
        "arn:aws:dynamodb:us-east-1:123456789012:table/films",
        "has service `dynamodb`; pass an ARN of s3, s3-object-lambda or s3-outposts",
    ),
    (
        "arn:aws::us-east-1:123456789012:accesspoint/films",
        "has service ``; pass an ARN of s3, s3-object-lambda or s3-outposts",
    ),
    ("arn:aws:s3:us-east-1:123456789012:accesspoint", "has no access point name; append it"),
    (
        "arn:aws:s3:us-east-1:123456789012:accesspoint/films/cat.jpg",
        "continues after the access point name; pass the rest as the key",
    ),
    (
        "arn:aws:s3:us-east-1:123456789012:accesspoint/",
        "has access point name ``, which is empty; copy it unchanged",
    ),
    (
        "arn:aws:s3:us-east-1:123456789012:accesspoint/my.films",
        "has access point name `my.films`, which has `.` at byte 2, \
         where only letters, digits and `-` are allowed; copy it unchanged",
    ),
    (
        "arn:aws:s3:us-east-1:123456789012:accesspoint/Films",
        "has an upper-case letter in its access point name; copy it unchanged",
    ),
    (
        "arn:aws:s3:us-east-1:123456789012:accesspoint/xn--films",
        "has access point name `xn--films`, which begins with `xn--`, \
         which is reserved for international names; copy it unchanged",
    ),
    (
        "arn:aws:s3:us-east-1::accesspoint/films",
        "has account id ``, which is not 12 digits; copy it unchanged",
    ),
    (
        "arn:aws:s3:us-east-1:1234_5678:accesspoint/films",
        "has account id `1234_5678`, which is not 12 digits; copy it unchanged",
    ),
    (
        "arn:aws:s3:us-west-2:evil-123456789012:accesspoint:ap",
        "has account id `evil-123456789012`, which is not 12 digits; copy it unchanged",
    ),
    (
        "arn:aws:s3-outposts:us-east-1:12345678901x:outpost/op-01/accesspoint/films",
        "has account id `12345678901x`, which is not 12 digits; copy it unchanged",
    ),
    (
        "arn:aws:s3-object-lambda:us-east-1:1234567890123:accesspoint/films",
        "has account id `1234567890123`, which is not 12 digits; copy it unchanged",
    ),
    (
        "arn:aws:s3:us-east-1:123456789012:accesspoint/a-name-of-one-and-fifty-bytes-and-so-one-too-many-x",
        "has an access point name of 51 bytes, and the host label fits 50 beside the account id; \
         copy it unchanged",
    ),
    (
        "arn:aws:s3:us_east_1:123456789012:accesspoint/films",
        "has region `us_east_1`, which has `_` at byte 2, \
         where only letters, digits and `-` are allowed; copy it unchanged",
    ),
    (
        "arn:aws:s3-object-lambda::123456789012:accesspoint/films",
        "has region ``, which is empty; copy it unchanged",
    ),
    (
        "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01",
        "has no access point name; append it",
    ),
    (
        "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01/bucket/films",
        "lacks `accesspoint/<name>` after the outpost id; append it",
    ),
    (
        "arn:aws:s3-outposts:us-east-1:123456789012:outpost//accesspoint/films",
        "has outpost ``, which is empty; copy it unchanged",
    ),
];
