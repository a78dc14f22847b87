//! Where the bucket stands in the URL: in the path, or in the host.

use presigner::{Endpoint, Expiry, Presigner, Request};

use crate::fixture::{BUCKET, Fixture, REGION, assert_body, assert_refused, credentials};

/// Puts and gets by URLs that begin with `start`.
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
fn a_custom_endpoint_takes_the_bucket_in_the_path() {
    for fixture in [Fixture::in_memory(), Fixture::on_disk()] {
        let (url, host_url) = (fixture.server.url(), fixture.server.host_url());
        assert_addressed(&fixture.presigner, &fixture, BUCKET, &format!("{url}/photos"));
        let endpoint = Endpoint::custom(&host_url).unwrap();
        assert_endpoint(fixture, endpoint, BUCKET, &format!("{host_url}/photos"));
    }
}

#[test]
fn a_custom_endpoint_takes_the_bucket_in_the_host() {
    for fixture in [Fixture::in_memory(), Fixture::on_disk()] {
        let url = fixture.server.host_url();
        let endpoint = Endpoint::custom(&url).unwrap().virtual_hosted();
        assert_endpoint(fixture, endpoint, BUCKET, &url.replace("localhost", "photos.localhost"));
    }
}

#[test]
fn an_ip_address_takes_no_bucket_in_the_host() {
    let fixture = Fixture::in_memory();
    let url = fixture.server.url();
    let endpoint = Endpoint::custom(&url).unwrap().virtual_hosted();
    assert_endpoint(fixture, endpoint, BUCKET, &format!("{url}/photos"));
}

#[test]
fn the_hosts_of_aws_are_signed_as_a_server_there_reads_them() {
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
fn a_host_named_in_capitals_is_signed_as_it_is_sent() {
    let fixture = Fixture::in_memory();
    let url = fixture.server.host_url();
    let endpoint = Endpoint::custom(&url.replace("localhost", "LocalHost")).unwrap();
    assert_endpoint(fixture, endpoint, BUCKET, &format!("{url}/photos"));
}

#[test]
fn a_region_of_any_name_is_signed() {
    for region in [REGION, "auto", "garage"] {
        let fixture = Fixture::in_memory();
        let url = fixture.server.url();
        let presigner =
            Presigner::new(credentials(), region).with_endpoint(Endpoint::custom(&url).unwrap());
        assert_addressed(&presigner, &fixture, BUCKET, &format!("{url}/photos"));
    }
}

#[test]
fn a_domain_may_be_the_bucket() {
    let fixture = Fixture::in_memory();
    fixture.server.create_bucket("files.example.com").unwrap();
    let endpoint = Endpoint::bucket_domain("http://files.example.com").unwrap();
    assert_endpoint(fixture, endpoint, "files.example.com", "http://files.example.com");
}

#[test]
fn a_link_may_show_another_host_than_the_one_it_is_signed_for() {
    let fixture = Fixture::in_memory();
    fixture.put("cat", "meow");
    let url = fixture.server.host_url();
    let endpoint = Endpoint::custom(&url).unwrap().display_host("cdn.example.com");
    let fixture = fixture.with_endpoint(endpoint);
    let link = fixture.presign(&Request::get(BUCKET, "cat"));
    assert!(link.as_str().starts_with("http://cdn.example.com/photos/cat?"), "{link}");
    // What the proxy behind that host does.
    let origin = link.as_str().replace("http://cdn.example.com", &url);
    assert_body(&fixture.get(&origin), "meow");
    assert_refused(&fixture.follow(&link, ""), 403, "SignatureDoesNotMatch");
}
