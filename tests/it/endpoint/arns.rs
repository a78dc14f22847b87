//! ARNs in place of a bucket that lead nowhere.

use presigner::{Endpoint, Request};

use crate::error::refusal::{Refusal, about, check, presign, presign_at, shown};

#[test]
fn arns_without_an_address_are_refused() {
    check(without_address());
}

pub(crate) fn without_address() -> Vec<Refusal> {
    let wrong = ARNS.into_iter().map(|(arn, problem)| {
        let sentence = about("bucket ARN", arn, problem);
        Refusal::new(arn, presign(&Request::get(arn, "key")), sentence)
    });
    let elsewhere = [
        (
            Endpoint::aws(),
            "cn-north-1",
            "bucket ARN is of region `us-east-1`, which is not in the partition `aws-cn` of the \
             presigner's region `cn-north-1`; make a presigner there",
        ),
        (
            Endpoint::aws().same_region_only(),
            "eu-central-1",
            "bucket ARN is of region `us-east-1`, which is not the presigner's region \
             `eu-central-1`; drop `same_region_only` to sign for the ARN's",
        ),
    ];
    let elsewhere = elsewhere.map(|(endpoint, region, sentence)| {
        let made = presign_at(&endpoint, region, &Request::get(ACCESS_POINT, "key"));
        Refusal::new(format!("{ACCESS_POINT} in {region}"), made, sentence)
    });
    wrong.chain(elsewhere).collect()
}

/// Text of the caller's within a sentence is cut wherever it comes from.
pub(crate) fn with_long_parts() -> Vec<Refusal> {
    let long = "x".repeat(100);
    let partition = format!("arn:{long}:s3:us-east-1:123456789012:accesspoint/films");
    let kind = format!("arn:aws:s3:us-east-1:123456789012:{long}/films");
    let service = format!("arn:aws:{long}:us-east-1:123456789012:accesspoint/films");
    let rows = [
        (&partition, format!("has the partition `{}`; copy it as it is", shown(&long))),
        (
            &kind,
            format!(
                "is of the kind `{}`; presign through an access point, or pass the bucket name",
                shown(&long)
            ),
        ),
        (
            &service,
            format!(
                "is of the service `{}`; only s3, s3-object-lambda and s3-outposts hold objects",
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

const ARNS: [(&str, &str); 29] = [
    ("arn:", "has too few parts; copy it as it is"),
    ("arn:aws:s3", "has too few parts; copy it as it is"),
    ("arn:aws:s3:us-east-1:123456789012", "has too few parts; copy it as it is"),
    ("arn::s3:us-east-1:123456789012:accesspoint/films", "has the partition ``; copy it as it is"),
    (
        "arn:minio:s3:us-east-1:123456789012:accesspoint/films",
        "has the partition `minio`; copy it as it is",
    ),
    (
        "arn:aws:s3:::films",
        "is of the kind `films`; presign through an access point, or pass the bucket name",
    ),
    (
        "arn:aws:s3:us-east-1:123456789012:job/films",
        "is of the kind `job`; presign through an access point, or pass the bucket name",
    ),
    (
        "arn:aws:s3-object-lambda:us-east-1:123456789012:",
        "is of the kind ``; presign through an access point, or pass the bucket name",
    ),
    (
        "arn:aws:s3-outposts:us-east-1:123456789012:accesspoint/films",
        "is of the kind `accesspoint`; presign through an access point, or pass the bucket name",
    ),
    (
        "arn:aws:dynamodb:us-east-1:123456789012:table/films",
        "is of the service `dynamodb`; only s3, s3-object-lambda and s3-outposts hold objects",
    ),
    (
        "arn:aws::us-east-1:123456789012:accesspoint/films",
        "is of the service ``; only s3, s3-object-lambda and s3-outposts hold objects",
    ),
    (
        "arn:aws:s3::123456789012:accesspoint/films.mrap",
        "is of a multi-region access point, which needs Signature Version 4A; \
         pass an access point of one region",
    ),
    ("arn:aws:s3:us-east-1:123456789012:accesspoint", "has no access point name; append it"),
    (
        "arn:aws:s3:us-east-1:123456789012:accesspoint/films/cat.jpg",
        "goes on after the access point name; pass the object's path as the key",
    ),
    (
        "arn:aws:s3:us-east-1:123456789012:accesspoint/",
        "has access point name ``, which is empty; copy it as it is",
    ),
    (
        "arn:aws:s3:us-east-1:123456789012:accesspoint/my.films",
        "has access point name `my.films`, which has `.` at byte 2, \
         where only letters, digits and `-` are allowed; copy it as it is",
    ),
    (
        "arn:aws:s3:us-east-1:123456789012:accesspoint/Films",
        "has an upper-case letter in its access point name; copy it as it is",
    ),
    (
        "arn:aws:s3:us-east-1:123456789012:accesspoint/xn--films",
        "has access point name `xn--films`, which begins with `xn--`, \
         which is reserved for international names; copy it as it is",
    ),
    (
        "arn:aws:s3:us-east-1::accesspoint/films",
        "has account id ``, which is not 12 digits; copy it as it is",
    ),
    (
        "arn:aws:s3:us-east-1:1234_5678:accesspoint/films",
        "has account id `1234_5678`, which is not 12 digits; copy it as it is",
    ),
    (
        "arn:aws:s3:us-west-2:evil-123456789012:accesspoint:ap",
        "has account id `evil-123456789012`, which is not 12 digits; copy it as it is",
    ),
    (
        "arn:aws:s3-outposts:us-east-1:12345678901x:outpost/op-01/accesspoint/films",
        "has account id `12345678901x`, which is not 12 digits; copy it as it is",
    ),
    (
        "arn:aws:s3-object-lambda:us-east-1:1234567890123:accesspoint/films",
        "has account id `1234567890123`, which is not 12 digits; copy it as it is",
    ),
    (
        "arn:aws:s3:us-east-1:123456789012:accesspoint/a-name-of-one-and-fifty-bytes-and-so-one-too-many-x",
        "has an access point name of 51 bytes, and a host has room for 50 beside the account id; \
         copy it as it is",
    ),
    (
        "arn:aws:s3:us_east_1:123456789012:accesspoint/films",
        "has region `us_east_1`, which has `_` at byte 2, \
         where only letters, digits and `-` are allowed; copy it as it is",
    ),
    (
        "arn:aws:s3-object-lambda::123456789012:accesspoint/films",
        "has region ``, which is empty; copy it as it is",
    ),
    (
        "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01",
        "has no access point name; append it",
    ),
    (
        "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01/bucket/films",
        "names no access point of the outpost; append it",
    ),
    (
        "arn:aws:s3-outposts:us-east-1:123456789012:outpost//accesspoint/films",
        "has outpost ``, which is empty; copy it as it is",
    ),
];
