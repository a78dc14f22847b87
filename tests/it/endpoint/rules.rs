//! The test cases of the AWS endpoint rule set for S3.

use std::time::Duration;

use presigner::{
    Credentials, Endpoint, Error, Method, PresignedUrl, Presigner, Request, Timestamp,
};

use crate::table::{self, Row, same};

#[test]
fn every_case_has_the_expected_url_and_scope_or_error() {
    let rows = table::read("endpoint_rules.txt");
    assert_eq!(rows.len() + LEFT_OUT.len(), 235);
    let signed = rows.iter().filter(|row| row.find("url").is_some()).count();
    assert_eq!(signed, 157, "the others are errors");
    for (case, why) in LEFT_OUT {
        let absent = rows.iter().all(|row| row.number::<u16>("case") != case);
        assert!(absent, "case {case} is left out: {why}");
    }
    table::check(&rows, check);
}

/// The rule set has no test case for these partitions; the hosts are those that botocore 1.43.11 makes of its
/// rules.
#[cfg(feature = "sigv4a")]
#[test]
fn a_multi_region_access_point_has_a_host_in_every_partition() {
    for (partition, region, suffix) in [
        ("aws", "us-east-1", "amazonaws.com"),
        ("aws", "aws-global", "amazonaws.com"),
        ("aws-cn", "cn-north-1", "amazonaws.com.cn"),
        ("aws-us-gov", "us-gov-west-1", "amazonaws.com"),
        ("aws-eusc", "eusc-de-east-1", "amazonaws.eu"),
        ("aws-iso", "us-iso-east-1", "c2s.ic.gov"),
        ("aws-iso-b", "us-isob-east-1", "sc2s.sgov.gov"),
        ("aws-iso-e", "eu-isoe-west-1", "cloud.adc-e.uk"),
        ("aws-iso-f", "us-isof-south-1", "csp.hci.ic.gov"),
    ] {
        let arn = format!("arn:{partition}:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap");
        let base = format!("https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.{suffix}/key");
        let request = Request::get(&arn, "key");
        for endpoint in [Endpoint::aws(), Endpoint::aws().legacy_global()] {
            check_base_in(region, &endpoint, &request, &base);
        }
    }
}

/// The rule set has these branches, but no test case for them.
#[test]
fn a_malformed_outposts_alias_is_a_general_purpose_bucket() {
    let short = format!("{}--op-s3", "0".repeat(42));
    let hosted = format!("https://{short}.s3.us-west-2.amazonaws.com/key");
    for (bucket, base) in [
        ("films--op-s3", "https://films--op-s3.s3.us-west-2.amazonaws.com/key"),
        (&short, &hosted),
        ("my.films--op-s3", "https://s3.us-west-2.amazonaws.com/my.films--op-s3/key"),
    ] {
        check_base(&Endpoint::aws(), &Request::get(bucket, "key"), base);
    }
}

/// The rule set has a branch for the control endpoint only for `--x-s3`.
#[test]
fn an_access_point_of_a_directory_bucket_always_has_a_zonal_host() {
    let (bucket, access_point) = ("films--usw2-az1--x-s3", "films--usw2-az1--xa-s3");
    let policy = |bucket| Request::on_bucket(Method::Get, bucket).query("policy", "");
    let control = format!("https://s3express-control.us-west-2.amazonaws.com/{bucket}");
    check_base(&Endpoint::aws(), &policy(bucket), &control);
    let zone = format!("https://{access_point}.s3express-usw2-az1.us-west-2.amazonaws.com/");
    check_base(&Endpoint::aws(), &policy(access_point), &zone);
}

/// A bucket name has at least three characters, each of its labels at least one.
#[test]
fn a_bucket_with_dots_is_in_the_host_only_over_http() {
    let minio = |url| Endpoint::custom(url).expect("a valid URL").virtual_hosted();
    for (endpoint, bucket, base) in [
        ("http://minio.local", "my.bucket", "http://my.bucket.minio.local/key"),
        ("http://minio.local:9000", "a.b", "http://a.b.minio.local:9000/key"),
        ("http://minio.local", "ab", "http://minio.local/ab/key"),
        ("http://minio.local", "a..b", "http://minio.local/a..b/key"),
        ("http://minio.local", "a.-b", "http://minio.local/a.-b/key"),
        ("http://minio.local", "10.0.0.1", "http://minio.local/10.0.0.1/key"),
        ("https://minio.local", "my.bucket", "https://minio.local/my.bucket/key"),
    ] {
        check_base(&minio(endpoint), &Request::get(bucket, "key"), base);
    }
}

#[track_caller]
fn check_base(endpoint: &Endpoint, request: &Request<'_>, expected: &str) {
    check_base_in("us-west-2", endpoint, request, expected);
}

#[track_caller]
fn check_base_in(region: &str, endpoint: &Endpoint, request: &Request<'_>, expected: &str) {
    let presigner = Presigner::new(Credentials::new("id", "secret"), region);
    let signer = presigner.with_endpoint(endpoint.clone());
    let signer = signer.at(Timestamp::from_unix_seconds(1_710_506_096));
    let url = signer.presign(request, Duration::from_secs(60)).expect("a valid request");
    let (base, _) = url.as_str().split_once('?').expect("a query");
    assert_eq!(base, expected);
}

fn check(row: &Row) -> Result<(), String> {
    let is_multi_region = row.find("bucket").is_some_and(|bucket| bucket.contains(":s3::"));
    if is_multi_region && cfg!(not(feature = "sigv4a")) {
        return check_refusal(row, "InvalidArn", "the feature `sigv4a`");
    }
    if let [(variant, why)] = &row.pairs("error")[..] {
        return check_refusal(row, variant, why);
    }
    let auth = row.text("auth");
    let url = presign(row).map_err(|error| format!("signing fails: {error}"))?;
    let (base, query) = url.as_str().split_once('?').ok_or("the URL has no query")?;
    same("URL", base.trim_end_matches('/'), &expected_url(row))?;
    let (region, service) = row.pairs("scope").remove(0);
    let (algorithm, scope, region_set) = match &*auth {
        "sigv4a" => ("AWS4-ECDSA-P256-SHA256", service, region.replace('*', "%2A")),
        _ => ("AWS4-HMAC-SHA256", format!("{region}%2F{service}"), String::new()),
    };
    same("algorithm", value(query, "X-Amz-Algorithm"), algorithm)?;
    let credential = format!("id%2F20240315%2F{scope}%2Faws4_request");
    same("scope", value(query, "X-Amz-Credential"), &credential)?;
    same("region set", value(query, "X-Amz-Region-Set"), &region_set)?;
    let token = if auth == "session" { "token" } else { "" };
    same("session token", value(query, "X-Amz-S3session-Token"), token)?;
    same("security token", value(query, "X-Amz-Security-Token"), "")
}

fn check_refusal(row: &Row, variant: &str, why: &str) -> Result<(), String> {
    match presign(row) {
        Ok(url) => Err(format!("not refused ({why}): {url}")),
        Err(error) => {
            let debug = format!("{error:?}");
            same("error", debug.split(' ').next().unwrap_or_default(), variant)
        }
    }
}

fn presign(row: &Row) -> Result<PresignedUrl, Error> {
    let credentials = Credentials::new("id", "secret");
    let credentials = match row.find("auth").as_deref() {
        Some("session") => credentials.with_s3_express_session_token("token"),
        _ => credentials,
    };
    let control = row.find("control").is_some();
    let bucket = row.find("bucket");
    let request = match &bucket {
        Some(bucket) if control => Request::on_bucket(Method::Put, bucket),
        Some(bucket) => Request::get(bucket, "key"),
        None if control => Request::list_directory_buckets(),
        None => Request::list_buckets(),
    };
    Presigner::new(credentials, row.text("region").as_str())
        .with_endpoint(row.endpoint()?)
        .at(Timestamp::from_unix_seconds(1_710_506_096))
        .presign(&request, Duration::from_secs(60))
}

/// The URL of a case ends before the key, without a trailing slash.
fn expected_url(row: &Row) -> String {
    let with_key = row.find("bucket").is_some() && row.find("control").is_none();
    let key = if with_key { "/key" } else { "" };
    row.text("url") + key
}

/// The value of a parameter, empty if there is none.
fn value<'q>(query: &'q str, name: &str) -> &'q str {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(other, _)| *other == name).map_or("", |(_, value)| value)
}

/// Cases that do not apply to a presigner: they set options of SDK configuration.
const LEFT_OUT: [(u16, &str); 9] = [
    (9, "access points switched off"),
    (10, "access points switched off"),
    (18, "Multi-Region Access Points switched off"),
    (39, "no region, which a presigner always has"),
    (254, "an endpoint for Object Lambda responses"),
    (256, "an endpoint for Object Lambda responses"),
    (257, "an endpoint for Object Lambda responses"),
    (259, "an endpoint for Object Lambda responses"),
    (260, "an endpoint for Object Lambda responses"),
];
