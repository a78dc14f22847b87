//! A multipart upload in which each step is a presigned URL.

use presigner::{Checksum, CompletedParts, CompletedUpload, Error, MultipartUpload, Request};
use presigner_server::Response;
use s3s::crypto::{Checksum as _, Crc32, Sha256};

use crate::fixture::{BUCKET, Fixture, assert_body, assert_refused};

const KEY: &str = "film/2024 cut.mov";

fn begin(fixture: &Fixture) -> String {
    let create = Request::create_multipart_upload(BUCKET, KEY).content_type("video/quicktime");
    upload_id(&fixture.send(&create, ""))
}

fn begin_with(fixture: &Fixture, algorithm: &'static str) -> String {
    let create = Request::create_multipart_upload(BUCKET, KEY)
        .header("x-amz-checksum-algorithm", algorithm)
        .header("x-amz-checksum-type", "COMPOSITE");
    upload_id(&fixture.send(&create, ""))
}

#[track_caller]
fn upload_id(response: &Response) -> String {
    MultipartUpload::from_xml(response.text()).expect("an upload has an id").id().to_owned()
}

fn upload_part(fixture: &Fixture, upload_id: &str, number: u32, body: &'static str) -> Response {
    fixture.send(&Request::upload_part(BUCKET, KEY, upload_id, number), body)
}

#[track_caller]
fn etag(response: &Response) -> String {
    assert_eq!(response.status(), 200, "{}", response.text());
    response.header("etag").expect("an uploaded part has an ETag").to_owned()
}

fn complete(fixture: &Fixture, upload_id: &str, parts: &CompletedParts) -> Response {
    let request = Request::complete_multipart_upload(BUCKET, KEY, upload_id);
    fixture.send_bytes(&request, parts.to_xml().expect("valid parts").into_bytes())
}

#[test]
fn three_parts_are_joined_in_the_order_of_their_numbers() {
    let fixture = Fixture::in_memory();
    let upload_id = begin(&fixture);
    let mut parts = CompletedParts::new();
    for (number, body) in [(3, "!"), (1, "hello "), (2, "world")] {
        parts = parts.part(number, etag(&upload_part(&fixture, &upload_id, number, body)));
    }

    let listed = fixture.send(&Request::list_parts(BUCKET, KEY, &upload_id), "");
    assert_eq!(listed.text().matches("<PartNumber>").count(), 3, "{}", listed.text());

    let completed = complete(&fixture, &upload_id, &parts);
    assert_eq!(completed.status(), 200, "{}", completed.text());
    let completed = CompletedUpload::from_xml(completed.text()).unwrap();
    assert!(completed.etag().ends_with("-3\""), "{}", completed.etag());
    let response = fixture.send(&Request::get(BUCKET, KEY), "");
    assert_body(&response, "hello world!");
    assert_eq!(response.header("content-type"), Some("video/quicktime"));
}

const PARTS: [&str; 2] = ["hello ", "world"];

#[test]
fn sha256_checksums_are_verified_from_the_first_part_to_the_last_request() {
    assert_checksums_verified("SHA256", |body| Checksum::Sha256(Sha256::checksum(body.as_bytes())));
}

#[test]
fn crc32_checksums_are_verified_from_the_first_part_to_the_last_request() {
    assert_checksums_verified("CRC32", |body| {
        Checksum::Crc32(Crc32::checksum_u32(body.as_bytes()))
    });
}

#[track_caller]
fn assert_checksums_verified(algorithm: &'static str, checksum: fn(&str) -> Checksum) {
    let fixture = Fixture::in_memory();
    let upload_id = begin_with(&fixture, algorithm);
    let (mut parts, mut without, mut others) =
        (CompletedParts::new(), CompletedParts::new(), CompletedParts::new());
    for (number, body) in (1..).zip(PARTS) {
        let part = Request::upload_part(BUCKET, KEY, &upload_id, number).checksum(checksum(body));
        let link = fixture.presign(&part);
        assert_refused(&fixture.follow(&link, "HELLO!"), 400, "BadDigest");
        let etag = etag(&fixture.follow(&link, body));
        parts = parts.part_with_checksum(number, etag.clone(), checksum(body));
        without = without.part(number, etag.clone());
        others = others.part_with_checksum(number, etag, checksum("other"));
    }
    assert_refused(&complete(&fixture, &upload_id, &without), 400, "InvalidRequest");
    assert_refused(&complete(&fixture, &upload_id, &others), 400, "InvalidPart");
    let completed = complete(&fixture, &upload_id, &parts);
    assert_eq!(completed.status(), 200, "{}", completed.text());
    assert_body(&fixture.send(&Request::get(BUCKET, KEY), ""), "hello world");
}

#[test]
fn an_error_of_the_server_is_named() {
    let fixture = Fixture::in_memory();
    let upload_id = begin(&fixture);
    let no_such_bucket = fixture.send(&Request::create_multipart_upload("videos", KEY), "");
    let code = |error| match error {
        Error::ServerError { code } => code,
        other => panic!("{other}"),
    };
    let error = MultipartUpload::from_xml(no_such_bucket.text()).unwrap_err();
    assert_eq!(code(error), "NoSuchBucket");
    let missing = CompletedParts::new().part(1, "a54357aff0632cce46d942af68356b38");
    let error = CompletedUpload::from_xml(complete(&fixture, &upload_id, &missing).text());
    assert_eq!(code(error.unwrap_err()), "InvalidPart");
}

#[test]
fn an_aborted_upload_accepts_no_more_parts() {
    let fixture = Fixture::in_memory();
    let upload_id = begin(&fixture);
    let abort = Request::abort_multipart_upload(BUCKET, KEY, &upload_id);
    assert_eq!(fixture.send(&abort, "").status(), 204);
    assert_refused(&upload_part(&fixture, &upload_id, 1, "late"), 404, "NoSuchUpload");
}

#[test]
fn the_url_of_a_part_does_not_accept_another_part() {
    let fixture = Fixture::in_memory();
    let upload_id = begin(&fixture);
    let link = fixture.presign(&Request::upload_part(BUCKET, KEY, &upload_id, 1));
    let url = link.as_str().replace("partNumber=1", "partNumber=2");
    let response = fixture.server.client().send("PUT", &url, &[], "part").unwrap();
    assert_refused(&response, 403, "SignatureDoesNotMatch");
}
