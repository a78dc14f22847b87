//! A store behind a reverse proxy.

use presigner::{Checksum, Endpoint, Expiry, PostPolicy, PresignedUrl, Request};
use presigner_server::{Form, Proxy, Response};
use s3s::crypto::{Checksum as _, Sha256};

use crate::fixture::{BUCKET, Fixture, assert_body, assert_refused};

/// What clients see. The client of the proxy connects to it whatever the host.
const BASE: &str = "https://files.example.com/upload";

/// Bytes that a proxy changes if it decodes the path.
const KEY: &str = "a b//c+%2F'é/";

/// A proxy that removes the path of [`BASE`] and sends the host of the store, and a presigner that
/// shows [`BASE`].
fn fixture() -> (Fixture, Proxy) {
    let fixture = Fixture::in_memory();
    let store = fixture.server.url();
    let proxy = Proxy::below(&fixture.server, "/upload", store.trim_start_matches("http://"));
    let endpoint = Endpoint::custom(&store).unwrap().display_url(BASE);
    (fixture.with_endpoint(endpoint), proxy.unwrap())
}

#[track_caller]
fn follow(proxy: &Proxy, link: &PresignedUrl, body: &'static str) -> Response {
    assert!(link.as_str().starts_with(&format!("{BASE}/")), "{link}");
    proxy.client().follow(link, body).unwrap()
}

#[test]
fn a_displayed_url_uploads_lists_and_downloads_through_the_proxy() {
    let (fixture, proxy) = fixture();
    let put = fixture.presign(&Request::put(BUCKET, KEY).content_type("text/plain"));
    assert_eq!(follow(&proxy, &put, "meow").status(), 200);
    assert_eq!(fixture.server.stored(BUCKET, KEY).unwrap(), "meow");

    let get = fixture.presign(&Request::get(BUCKET, KEY));
    let response = follow(&proxy, &get, "");
    assert_body(&response, "meow");
    assert_eq!(response.header("content-type"), Some("text/plain"));

    let objects = fixture.presign(&Request::list_objects_v2(BUCKET));
    assert_eq!(follow(&proxy, &objects, "").element("KeyCount"), Some("1"));
    let buckets = fixture.presign(&Request::list_buckets());
    assert_eq!(follow(&proxy, &buckets, "").element("Name"), Some(BUCKET));
}

#[test]
fn another_key_or_prefix_is_refused() {
    let (fixture, proxy) = fixture();
    fixture.server.create_bucket("videos").unwrap();
    let link = fixture.presign(&Request::get(BUCKET, "cat"));
    for (from, to) in [("/photos/cat", "/photos/dog"), ("/photos/", "/videos/")] {
        let edited = link.as_str().replacen(from, to, 1);
        let response = proxy.client().send("GET", &edited, &[], "").unwrap();
        assert_refused(&response, 403, "SignatureDoesNotMatch");
    }
    // The store itself does not know the prefix.
    let response = fixture.get(link.as_str());
    assert_refused(&response, 403, "SignatureDoesNotMatch");
}

#[test]
fn a_changed_body_with_a_signed_checksum_is_refused_through_the_proxy() {
    let (fixture, proxy) = fixture();
    let digest = Sha256::checksum(b"meow");
    let link = fixture.presign(&Request::put(BUCKET, KEY).checksum(Checksum::Sha256(digest)));
    assert_refused(&follow(&proxy, &link, "woof"), 400, "BadDigest");
    assert!(fixture.server.stored(BUCKET, KEY).is_none());
    assert_eq!(follow(&proxy, &link, "meow").status(), 200);
    assert_eq!(fixture.server.stored(BUCKET, KEY).unwrap(), "meow");
}

/// Why the display URL exists: the signature covers the host and path that the store receives.
#[test]
fn a_url_signed_for_the_public_base_is_refused() {
    let (fixture, proxy) = fixture();
    let fixture = fixture.with_endpoint(Endpoint::custom(BASE).unwrap());
    let link = fixture.presign(&Request::get(BUCKET, "cat"));
    assert_refused(&follow(&proxy, &link, ""), 403, "SignatureDoesNotMatch");
}

#[test]
fn a_form_uploads_through_the_proxy() {
    let (fixture, proxy) = fixture();
    let form = fixture.presigner.post(&PostPolicy::new(BUCKET, KEY), Expiry::hours(1)).unwrap();
    assert_eq!(form.url(), format!("{BASE}/photos"));
    let body = Form::new(form.fields().to_vec()).with_file("cat.jpg", b"meow");
    let response = proxy.client().submit(form.url(), body).unwrap();
    assert_eq!(response.status(), 204, "{}", response.text());
    assert_eq!(fixture.server.stored(BUCKET, KEY).unwrap(), "meow");
}

#[test]
fn a_prefix_may_stand_for_one_virtual_hosted_bucket() {
    let fixture = Fixture::in_memory();
    let store = fixture.server.host_url();
    let host = store.replace("http://", "photos.");
    let proxy = Proxy::below(&fixture.server, "/upload", &host).unwrap();
    let endpoint = Endpoint::custom(&store).unwrap().virtual_hosted().display_url(BASE);
    let fixture = fixture.with_endpoint(endpoint);
    let put = fixture.presign(&Request::put(BUCKET, "cat"));
    assert!(put.as_str().starts_with(&format!("{BASE}/cat?")), "{put}");
    assert_eq!(follow(&proxy, &put, "meow").status(), 200);
    assert_eq!(fixture.server.stored(BUCKET, "cat").unwrap(), "meow");
}

#[test]
fn a_proxy_that_forwards_host_and_path_needs_no_display_url() {
    let fixture = Fixture::in_memory();
    let proxy = Proxy::transparent(&fixture.server).unwrap();
    let fixture = fixture.with_endpoint(Endpoint::custom(&proxy.url()).unwrap());
    let put = fixture.presign(&Request::put(BUCKET, KEY));
    assert_eq!(proxy.client().follow(&put, "meow").unwrap().status(), 200);
    assert_eq!(fixture.server.stored(BUCKET, KEY).unwrap(), "meow");
}
