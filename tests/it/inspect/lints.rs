//! The lints of URLs by this crate and by others.

use std::collections::BTreeMap;

use presigner::{
    Credentials, Endpoint, Expiry, Presigner, Request,
    inspect::{InspectedUrl, Lint, Status},
};
use proptest::prelude::*;

use super::{SIGNED, config, now, parse};
use crate::table::{self, same};

#[test]
fn finds_the_lints_of_urls_by_eleven_implementations() {
    let rows = table::read("foreign_urls.txt");
    table::check(&rows, |row| {
        let text = row.text("url");
        let mut names: Vec<_> = parse(&text)?.lints().iter().map(Lint::name).collect();
        let mut expected = row.pairs("lint");
        names.sort_unstable();
        expected.sort();
        let expected: Vec<_> = expected.iter().map(|(name, _)| &**name).collect();
        same("lints", &names.join(" "), &expected.join(" "))
    });
}

#[test]
fn the_table_has_every_lint() {
    let rows = table::read("inspected_urls.txt");
    let names: BTreeMap<_, _> = rows.iter().flat_map(|row| row.pairs("lint")).collect();
    assert_eq!(names.len(), 33, "{names:#?}");
}

#[test]
fn own_urls_have_only_lints_that_the_request_implies() {
    let rows = table::read("s3_corpus.txt");
    assert_eq!(rows.len(), 287);
    table::check(&rows, |row| {
        let text = [&row.text("url"), "&X-Amz-Signature=", &row.text("signature")].concat();
        let is_expected = |name: &str| match name {
            "longer_than_998" => text.len() > 998,
            "plain_http" => text.starts_with("http://"),
            "dot_segment" => row.find("dot_segments").is_some(),
            "double_encoded_path" => row.text("key").contains('%'),
            "object_lock_without_checksum" => text.contains("x-amz-object-lock-"),
            "response_header_not_latin_1" => text.contains("response-content-disposition="),
            "double_slash" => row.text("key").starts_with('/'),
            "whitespace_in_access_key_id" => row.text("access_key_id").contains(' '),
            _ => false,
        };
        let lints = parse(&text)?.lints();
        let mut names = lints.iter().map(Lint::name);
        same("lint", names.find(|name| !is_expected(name)).unwrap_or_default(), "")
    });
}

#[test]
fn own_urls_of_every_resource_and_endpoint_have_no_lints() {
    let credentials =
        Credentials::new("ASIAIOSFODNN7EXAMPLE", "secret").with_session_token("token");
    for (region, endpoint) in [
        ("us-west-2", Endpoint::aws()),
        ("us-west-2", Endpoint::aws().dual_stack()),
        ("us-west-2", Endpoint::aws().fips()),
        ("us-west-2", Endpoint::aws().accelerate()),
        ("us-east-1", Endpoint::aws().legacy_global()),
        ("aws-global", Endpoint::aws()),
        ("eu-west-1", Endpoint::aws().legacy_global()),
        ("cn-north-1", Endpoint::aws().dual_stack()),
        ("us-gov-west-1", Endpoint::aws().fips()),
        ("eusc-de-east-1", Endpoint::aws()),
        ("us-isof-south-1", Endpoint::aws()),
        ("auto", Endpoint::r2("0123456789abcdef0123456789abcdef")),
    ] {
        let presigner = Presigner::new(credentials.clone(), region).with_endpoint(endpoint);
        for bucket in [
            "bucket",
            "my.bucket",
            "My_Bucket",
            "films--usw2-az1--x-s3",
            "arn:aws:s3:us-west-2:123456789012:accesspoint/films",
            "arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/films",
            "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/accesspoint/films",
        ] {
            let signer = presigner.at(now());
            let Ok(url) = signer.get(bucket, "a b+c/%2", Expiry::days(30)) else { continue };
            let inspected = InspectedUrl::parse(url.as_str()).expect("a presigned URL");
            assert_eq!(inspected.lints(), [], "{url}");
            assert_eq!(inspected.status(now()), Status::Valid { remaining_seconds: 604_800 });
        }
    }
}

#[test]
fn no_lint_shows_a_secret_that_is_part_of_a_name() {
    let name = "X-Amz-Security-Token%3DSECRET";
    let text = format!("{SIGNED}&{name}=+&{name}");
    let lints = InspectedUrl::parse(&text).expect("a presigned URL").lints();
    let duplicate = Lint::DuplicateParameter { parameter: "x-amz-security-token=REDACTED".into() };
    assert!(lints.contains(&duplicate), "{lints:?}");
    assert!(!format!("{lints:?}").contains("SECRET"), "{lints:?}");
}

proptest! {
    #![proptest_config(config(4_000))]

    #[test]
    fn own_urls_have_no_lints(key in "[^%/][^%]{0,39}", days in 1_u32..30) {
        let presigner = Presigner::new(Credentials::new("id", "secret"), "us-west-2");
        let request = Request::get("bucket", &key).query("prefix", &key);
        if let Ok(url) = presigner.at(now()).presign(&request, Expiry::days(days)) {
            let lints = InspectedUrl::parse(url.as_str()).map(|url| url.lints());
            prop_assert_eq!(lints, Ok(vec![]), "{}", url);
        }
    }
}
