//! AWS's own tests of its S3 endpoint rules.

use std::time::Duration;

use presigner::{
    Credentials, Endpoint, Error, Method, PresignedUrl, Presigner, Request, Timestamp,
};

use crate::table::{self, Row, same};

#[test]
fn every_rule_has_its_host_scope_or_refusal() {
    let rows = table::read("endpoint_rules.txt");
    assert_eq!(rows.len() + LEFT_OUT.len(), 235);
    for (case, why) in LEFT_OUT {
        let absent = rows.iter().all(|row| row.number::<u16>("case") != case);
        assert!(absent, "case {case} is left out: {why}");
    }
    table::check(&rows, check);
}

/// The rules name these cases, and no test of theirs does.
#[test]
fn what_only_ends_like_a_special_name_is_an_ordinary_bucket() {
    let short = format!("{}--op-s3", "0".repeat(42));
    let hosted = format!("https://{short}.s3.us-west-2.amazonaws.com/key");
    for (bucket, base) in [
        ("films--op-s3", "https://films--op-s3.s3.us-west-2.amazonaws.com/key"),
        (&short, &hosted),
        ("my.films--op-s3", "https://s3.us-west-2.amazonaws.com/my.films--op-s3/key"),
    ] {
        addressed(&Endpoint::aws(), &Request::get(bucket, "key"), base);
    }
}

/// Only `--x-s3` has a branch for the control endpoint.
#[test]
fn an_access_point_of_a_directory_bucket_is_always_asked_in_its_zone() {
    let (bucket, access_point) = ("films--usw2-az1--x-s3", "films--usw2-az1--xa-s3");
    let policy = |bucket| Request::on_bucket(Method::Get, bucket).query("policy", "");
    let control = format!("https://s3express-control.us-west-2.amazonaws.com/{bucket}");
    addressed(&Endpoint::aws(), &policy(bucket), &control);
    let zone = format!("https://{access_point}.s3express-usw2-az1.us-west-2.amazonaws.com/");
    addressed(&Endpoint::aws(), &policy(access_point), &zone);
}

/// A name has three characters, its labels have one each.
#[test]
fn a_bucket_with_dots_stands_in_a_host_without_certificate() {
    let minio = |url| Endpoint::custom(url).expect("a good URL").virtual_hosted();
    for (endpoint, bucket, base) in [
        ("http://minio.local", "my.bucket", "http://my.bucket.minio.local/key"),
        ("http://minio.local:9000", "a.b", "http://a.b.minio.local:9000/key"),
        ("http://minio.local", "ab", "http://minio.local/ab/key"),
        ("http://minio.local", "a..b", "http://minio.local/a..b/key"),
        ("http://minio.local", "a.-b", "http://minio.local/a.-b/key"),
        ("http://minio.local", "10.0.0.1", "http://minio.local/10.0.0.1/key"),
        ("https://minio.local", "my.bucket", "https://minio.local/my.bucket/key"),
    ] {
        addressed(&minio(endpoint), &Request::get(bucket, "key"), base);
    }
}

#[track_caller]
fn addressed(endpoint: &Endpoint, request: &Request<'_>, expected: &str) {
    let presigner = Presigner::new(Credentials::new("id", "secret"), "us-west-2");
    let signer = presigner.with_endpoint(endpoint.clone());
    let signer = signer.at(Timestamp::from_unix_seconds(1_710_506_096));
    let url = signer.presign(request, Duration::from_secs(60)).expect("a good request");
    let (base, _) = url.as_str().split_once('?').expect("a query");
    assert_eq!(base, expected);
}

fn check(row: &Row) -> Result<(), String> {
    if let [(variant, why)] = &row.pairs("error")[..] {
        return check_refusal(row, variant, why);
    }
    let auth = row.text("auth");
    if auth == "sigv4a" {
        return check_refusal(row, "InvalidArn", "SigV4A");
    }
    let url = presign(row).map_err(|error| format!("signing fails: {error}"))?;
    let (base, query) = url.as_str().split_once('?').ok_or("the URL has no query")?;
    same("URL", base.trim_end_matches('/'), &expected_url(row))?;
    let (region, service) = row.pairs("scope").remove(0);
    let credential =
        format!("X-Amz-Credential=id%2F20240315%2F{region}%2F{service}%2Faws4_request");
    same("scope", parameter(query, "X-Amz-Credential"), &credential)?;
    let token = if auth == "session" { "X-Amz-S3session-Token=token" } else { "" };
    same("session token", parameter(query, "X-Amz-S3session-Token"), token)?;
    same("security token", parameter(query, "X-Amz-Security-Token"), "")
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

/// The rules end before the key, and without a slash at the end.
fn expected_url(row: &Row) -> String {
    let with_key = row.find("bucket").is_some() && row.find("control").is_none();
    let key = if with_key { "/key" } else { "" };
    row.text("url") + key
}

fn parameter<'q>(query: &'q str, name: &str) -> &'q str {
    let is_named = |pair: &&str| pair.split('=').next() == Some(name);
    query.split('&').find(is_named).unwrap_or_default()
}

/// The cases that a presigner has no use for: they set switches of an SDK's own configuration.
const LEFT_OUT: [(u16, &str); 9] = [
    (9, "access points switched off"),
    (10, "access points switched off"),
    (18, "multi-region access points switched off"),
    (39, "no region, which a presigner always has"),
    (254, "an endpoint for Object Lambda responses"),
    (256, "an endpoint for Object Lambda responses"),
    (257, "an endpoint for Object Lambda responses"),
    (259, "an endpoint for Object Lambda responses"),
    (260, "an endpoint for Object Lambda responses"),
];
