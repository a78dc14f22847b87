//! Path-style and virtual-hosted-style URLs.

use presigner::{Endpoint, Expiry, Presigner, Request};

use crate::fixture::{BUCKET, Fixture, REGION, assert_body, assert_refused, credentials};

/// Uploads and downloads with URLs that start with `start`.
#[track_caller]
fn assert_addressed(presigner: &Presigner, fixture: &Fixture, bucket: &str, start: &str) {
    let put = presigner.put(bucket, "a/cat.jpg", Expiry::hours(1)).unwrap();
    assert!(put.as_str().starts_with(&format!("{start}/a/cat.jpg?")), "{}", put.as_str());
    assert_eq!(fixture.follow(&put, "meow").status(), 200);
    assert_eq!(fixture.server.stored(bucket, "a/cat.jpg").unwrap(), "meow");
    let get = presigner.get(bucket, "a/cat.jpg", Expiry::hours(1)).unwrap();
    assert_body(&fixture.follow(&get, ""), "meow");
}

#[track_caller]
fn assert_endpoint(fixture: Fixture, endpoint: Endpoint, bucket: &str, start: &str) {
    let fixture = fixture.with_endpoint(endpoint);
    assert_addressed(&fixture.presigner, &fixture, bucket, start);
}

#[test]
fn a_custom_endpoint_supports_path_style() {
    for fixture in [Fixture::in_memory(), Fixture::on_disk()] {
        let (url, host_url) = (fixture.server.url(), fixture.server.host_url());
        assert_addressed(&fixture.presigner, &fixture, BUCKET, &format!("{url}/photos"));
        let endpoint = Endpoint::custom(&host_url).unwrap();
        assert_endpoint(fixture, endpoint, BUCKET, &format!("{host_url}/photos"));
    }
}

#[test]
fn a_custom_endpoint_supports_virtual_hosted_style() {
    for fixture in [Fixture::in_memory(), Fixture::on_disk()] {
        let url = fixture.server.host_url();
        let endpoint = Endpoint::custom(&url).unwrap().virtual_hosted();
        assert_endpoint(fixture, endpoint, BUCKET, &url.replace("localhost", "photos.localhost"));
    }
}

#[test]
fn an_ip_address_falls_back_to_path_style() {
    let fixture = Fixture::in_memory();
    let url = fixture.server.url();
    let endpoint = Endpoint::custom(&url).unwrap().virtual_hosted();
    assert_endpoint(fixture, endpoint, BUCKET, &format!("{url}/photos"));
}

#[test]
fn urls_for_aws_hosts_are_accepted() {
    let table = [
        ("us-east-1", Endpoint::aws(), "https://photos.s3.us-east-1.amazonaws.com"),
        ("us-east-1", Endpoint::aws().legacy_global(), "https://photos.s3.amazonaws.com"),
        ("eu-central-1", Endpoint::aws(), "https://photos.s3.eu-central-1.amazonaws.com"),
        (
            "eu-central-1",
            Endpoint::aws().path_style(),
            "https://s3.eu-central-1.amazonaws.com/photos",
        ),
        (
            "eu-central-1",
            Endpoint::aws().dual_stack(),
            "https://photos.s3.dualstack.eu-central-1.amazonaws.com",
        ),
        (
            "eu-central-1",
            Endpoint::aws().accelerate(),
            "https://photos.s3-accelerate.amazonaws.com",
        ),
    ];
    for (region, endpoint, start) in table {
        let presigner = Presigner::new(credentials(), region).with_endpoint(endpoint);
        assert_addressed(&presigner, &Fixture::in_memory(), BUCKET, start);
    }
}

#[test]
fn an_upper_case_host_is_signed_as_sent() {
    let fixture = Fixture::in_memory();
    let url = fixture.server.host_url();
    let endpoint = Endpoint::custom(&url.replace("localhost", "LocalHost")).unwrap();
    assert_endpoint(fixture, endpoint, BUCKET, &format!("{url}/photos"));
}

#[test]
fn any_region_name_is_accepted() {
    for region in [REGION, "auto", "garage"] {
        let fixture = Fixture::in_memory();
        let url = fixture.server.url();
        let presigner =
            Presigner::new(credentials(), region).with_endpoint(Endpoint::custom(&url).unwrap());
        assert_addressed(&presigner, &fixture, BUCKET, &format!("{url}/photos"));
    }
}

#[test]
fn a_bucket_domain_is_accepted() {
    let fixture = Fixture::in_memory();
    fixture.server.create_bucket("files.example.com").unwrap();
    let endpoint = Endpoint::bucket_domain("http://files.example.com").unwrap();
    assert_endpoint(fixture, endpoint, "files.example.com", "http://files.example.com");
}

#[test]
fn a_display_host_may_differ_from_the_signed_host() {
    let fixture = Fixture::in_memory();
    fixture.put("cat", "meow");
    let url = fixture.server.host_url();
    let endpoint = Endpoint::custom(&url).unwrap().display_host("cdn.example.com");
    let fixture = fixture.with_endpoint(endpoint);
    let link = fixture.presign(&Request::get(BUCKET, "cat"));
    assert!(link.as_str().starts_with("http://cdn.example.com/photos/cat?"), "{link}");
    // A proxy behind the display host restores the signed host.
    let origin = link.as_str().replace("http://cdn.example.com", &url);
    assert_body(&fixture.get(&origin), "meow");
    assert_refused(&fixture.follow(&link, ""), 403, "SignatureDoesNotMatch");
}
