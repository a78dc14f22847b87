//! What a server refuses: requests that differ from the signed one, or are sent outside its validity.

use std::time::{Duration, SystemTime};

use presigner::{Credentials, Expiry, PresignedUrl, Request, Timestamp};

use crate::fixture::{
    ACCESS_KEY_ID, BUCKET, Fixture, SECRET_ACCESS_KEY, assert_body, assert_refused,
};

const KEY: &str = "cat.jpg";

fn fixture_and_link() -> (Fixture, PresignedUrl) {
    let fixture = Fixture::in_memory();
    fixture.put(KEY, "meow");
    fixture.put("dog.jpg", "woof");
    let link = fixture.presign(&Request::get(BUCKET, KEY));
    assert_body(&fixture.follow(&link, ""), "meow");
    (fixture, link)
}

/// Signs a valid URL, edits it, and checks that the server refuses it.
#[track_caller]
fn assert_edit_refused(request: &Request, from: &str, to: &str, status: u16, code: &str) {
    let (fixture, _) = fixture_and_link();
    let link = fixture.presign(request);
    assert_body(&fixture.follow(&link, ""), "meow");
    assert!(link.as_str().contains(from), "no {from} in {}", link.as_str());
    let edited = link.as_str().replacen(from, to, 1);
    assert_refused(&fixture.get(&edited), status, code);
}

#[test]
fn changing_any_character_of_the_signature_is_refused() {
    let (fixture, link) = fixture_and_link();
    let (unsigned, signature) = link.as_str().split_once("&X-Amz-Signature=").unwrap();
    assert_eq!(signature.len(), 64);
    for position in 0..signature.len() {
        let mut flipped = signature.to_owned();
        let other = if flipped[position..].starts_with('0') { "1" } else { "0" };
        flipped.replace_range(position..=position, other);
        let response = fixture.get(&format!("{unsigned}&X-Amz-Signature={flipped}"));
        assert_refused(&response, 403, "SignatureDoesNotMatch");
    }
}

#[test]
fn changing_any_character_of_the_url_is_refused() {
    let (fixture, link) = fixture_and_link();
    let url = link.as_str();
    let path = url.find("/photos/").unwrap() + 1;
    for position in path..url.len() {
        let other = if url[position..].starts_with('7') { "8" } else { "7" };
        let mut replaced = url.to_owned();
        replaced.replace_range(position..=position, other);
        let status = fixture.get(&replaced).status();
        assert!(matches!(status, 400 | 403 | 501), "{status} for {replaced}");
    }
}

#[test]
fn another_key_is_refused() {
    let get = Request::get(BUCKET, KEY);
    assert_edit_refused(&get, "cat.jpg", "dog.jpg", 403, "SignatureDoesNotMatch");
}

#[test]
fn another_bucket_is_refused() {
    let get = Request::get(BUCKET, KEY);
    assert_edit_refused(&get, "/photos/", "/videos/", 403, "SignatureDoesNotMatch");
}

#[test]
fn a_longer_expiry_is_refused() {
    let get = Request::get(BUCKET, KEY);
    assert_edit_refused(&get, "Expires=3600", "Expires=3601", 403, "SignatureDoesNotMatch");
}

#[test]
fn another_region_is_refused() {
    let get = Request::get(BUCKET, KEY);
    assert_edit_refused(&get, "us-east-1", "us-east-2", 403, "SignatureDoesNotMatch");
}

#[test]
fn another_host_is_refused() {
    let get = Request::get(BUCKET, KEY);
    assert_edit_refused(&get, "//127.0.0.1", "//127.0.0.2", 403, "SignatureDoesNotMatch");
}

#[test]
fn another_parameter_value_is_refused() {
    let get = Request::get(BUCKET, KEY).query("response-content-type", "image/jpeg");
    assert_edit_refused(&get, "image%2Fjpeg", "text%2Fhtml", 403, "SignatureDoesNotMatch");
}

#[test]
fn an_additional_parameter_is_refused() {
    let get = Request::get(BUCKET, KEY);
    let added = "&response-content-type=text%2Fhtml&X-Amz-Signature";
    assert_edit_refused(&get, "&X-Amz-Signature", added, 403, "SignatureDoesNotMatch");
}

#[test]
fn a_missing_parameter_is_refused() {
    let get = Request::get(BUCKET, KEY).query("versionId", "null");
    assert_edit_refused(&get, "&versionId=null", "", 403, "SignatureDoesNotMatch");
}

#[test]
fn a_missing_signature_is_refused() {
    let (fixture, link) = fixture_and_link();
    let (unsigned, _) = link.as_str().split_once("&X-Amz-Signature=").unwrap();
    assert_refused(&fixture.get(unsigned), 403, "AccessDenied");
}

#[test]
fn a_url_for_get_does_not_write_or_delete() {
    let (fixture, link) = fixture_and_link();
    for method in ["PUT", "DELETE", "POST"] {
        let response = fixture.server.client().send(method, link.as_str(), &[], "woof").unwrap();
        assert_refused(&response, 403, "SignatureDoesNotMatch");
    }
    let head = fixture.server.client().send("HEAD", link.as_str(), &[], "").unwrap();
    assert_eq!(head.status(), 403);
    assert_eq!(fixture.server.stored(BUCKET, KEY).unwrap(), "meow");
}

#[test]
fn a_signed_header_must_be_sent_as_it_was_signed() {
    let fixture = Fixture::in_memory();
    let put = Request::put(BUCKET, KEY).header("content-type", "image/jpeg");
    let link = fixture.presign(&put);
    let client = fixture.server.client();

    let html = [("content-type".to_owned(), "text/html".to_owned())];
    let changed = client.send("PUT", link.as_str(), &html, "meow").unwrap();
    assert_refused(&changed, 403, "SignatureDoesNotMatch");

    let missing = client.send("PUT", link.as_str(), &[], "meow").unwrap();
    assert_refused(&missing, 403, "SignatureDoesNotMatch");

    assert!(fixture.server.stored(BUCKET, KEY).is_none());
    assert_eq!(client.follow(&link, "meow").unwrap().status(), 200);
}

#[test]
fn an_expired_url_is_refused() {
    let (fixture, _) = fixture_and_link();
    let signer = fixture.presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
    let link = signer.get(BUCKET, KEY, Expiry::hours(1)).unwrap();
    let response = fixture.follow(&link, "");
    assert_refused(&response, 403, "AccessDenied");
    assert_eq!(response.element("Message"), Some("Request has expired"));
}

#[test]
fn a_url_works_until_it_expires() {
    let (fixture, _) = fixture_and_link();
    let signed_ago = |seconds| {
        let signer = fixture.presigner.at(SystemTime::now() - Duration::from_secs(seconds));
        fixture.follow(&signer.get(BUCKET, KEY, Expiry::hours(1)).unwrap(), "")
    };
    assert_body(&signed_ago(3600 - 60), "meow");
    assert_refused(&signed_ago(3600 + 60), 403, "AccessDenied");
}

#[test]
fn a_signing_time_in_the_future_is_refused() {
    let (fixture, _) = fixture_and_link();
    let signer = fixture.presigner.at(SystemTime::now() + Duration::from_hours(1));
    let link = signer.get(BUCKET, KEY, Expiry::hours(1)).unwrap();
    assert_refused(&fixture.follow(&link, ""), 403, "RequestTimeTooSkewed");
}

#[test]
fn a_wrong_secret_is_refused() {
    let (fixture, _) = fixture_and_link();
    let wrong = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY.to_lowercase());
    let presigner = fixture.presigner.clone().with_credentials(wrong);
    let link = presigner.get(BUCKET, KEY, Expiry::hours(1)).unwrap();
    assert_refused(&fixture.follow(&link, ""), 403, "SignatureDoesNotMatch");
}

#[test]
fn an_unknown_access_key_is_refused() {
    let (fixture, _) = fixture_and_link();
    let unknown = Credentials::new("AKIAUNKNOWN", SECRET_ACCESS_KEY);
    let presigner = fixture.presigner.clone().with_credentials(unknown);
    let link = presigner.get(BUCKET, KEY, Expiry::hours(1)).unwrap();
    // S3 itself returns `InvalidAccessKeyId`.
    assert_refused(&fixture.follow(&link, ""), 403, "NotSignedUp");
}
