//! A multipart upload in which each step is a presigned URL.

use presigner::Request;
use presigner_server::Response;

use crate::fixture::{BUCKET, Fixture, assert_body, assert_refused};

const KEY: &str = "film/2024 cut.mov";

fn begin(fixture: &Fixture) -> String {
    let create = Request::create_multipart_upload(BUCKET, KEY).content_type("video/quicktime");
    let response = fixture.send(&create, "");
    response.element("UploadId").expect("an upload has an id").to_owned()
}

fn upload_part(fixture: &Fixture, upload_id: &str, number: u32, body: &'static str) -> Response {
    fixture.send(&Request::upload_part(BUCKET, KEY, upload_id, number), body)
}

fn complete(fixture: &Fixture, upload_id: &str) -> Response {
    fixture.send(
        &Request::complete_multipart_upload(BUCKET, KEY, upload_id),
        "<CompleteMultipartUpload>\
         <Part><PartNumber>1</PartNumber></Part>\
         <Part><PartNumber>2</PartNumber></Part>\
         <Part><PartNumber>3</PartNumber></Part>\
         </CompleteMultipartUpload>",
    )
}

#[test]
fn three_parts_are_joined_in_the_order_of_their_numbers() {
    let fixture = Fixture::in_memory();
    let upload_id = begin(&fixture);
    for (number, body) in [(3, "!"), (1, "hello "), (2, "world")] {
        assert_eq!(upload_part(&fixture, &upload_id, number, body).status(), 200);
    }

    let listed = fixture.send(&Request::list_parts(BUCKET, KEY, &upload_id), "");
    assert_eq!(listed.text().matches("<PartNumber>").count(), 3, "{}", listed.text());

    let completed = complete(&fixture, &upload_id);
    assert_eq!(completed.status(), 200, "{}", completed.text());
    assert!(completed.element("ETag").unwrap().contains("-3"));
    let response = fixture.send(&Request::get(BUCKET, KEY), "");
    assert_body(&response, "hello world!");
    assert_eq!(response.header("content-type"), Some("video/quicktime"));
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
