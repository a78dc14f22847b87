//! A multipart upload of which every step is a presigned URL.

use presigner::{Method, Request};
use presigner_server::Response;

use crate::fixture::{BUCKET, Fixture, assert_body, assert_refused};

const KEY: &str = "film/2024 cut.mov";

fn begin(fixture: &Fixture) -> String {
    let create = Request::new(Method::Post, BUCKET, KEY)
        .query("uploads", "")
        .header("content-type", "video/quicktime");
    let response = fixture.send(&create, "");
    response.element("UploadId").expect("an upload has an id").to_owned()
}

fn upload_part(fixture: &Fixture, upload_id: &str, number: &str, body: &'static str) -> Response {
    let part = Request::put(BUCKET, KEY)
        .query("partNumber", number.to_owned())
        .query("uploadId", upload_id.to_owned());
    fixture.send(&part, body)
}

fn complete(fixture: &Fixture, upload_id: &str) -> Response {
    let request = Request::new(Method::Post, BUCKET, KEY).query("uploadId", upload_id.to_owned());
    fixture.send(
        &request,
        "<CompleteMultipartUpload>\
         <Part><PartNumber>1</PartNumber></Part>\
         <Part><PartNumber>2</PartNumber></Part>\
         </CompleteMultipartUpload>",
    )
}

#[test]
fn the_parts_are_joined_in_the_order_of_their_numbers() {
    let fixture = Fixture::in_memory();
    let upload_id = begin(&fixture);
    assert_eq!(upload_part(&fixture, &upload_id, "2", "world").status(), 200);
    assert_eq!(upload_part(&fixture, &upload_id, "1", "hello ").status(), 200);

    let list = Request::get(BUCKET, KEY).query("uploadId", upload_id.clone());
    let listed = fixture.send(&list, "");
    assert_eq!(listed.text().matches("<PartNumber>").count(), 2, "{}", listed.text());

    let completed = complete(&fixture, &upload_id);
    assert_eq!(completed.status(), 200, "{}", completed.text());
    assert!(completed.element("ETag").unwrap().contains("-2"));
    let response = fixture.send(&Request::get(BUCKET, KEY), "");
    assert_body(&response, "hello world");
    assert_eq!(response.header("content-type"), Some("video/quicktime"));
}

#[test]
fn an_aborted_upload_takes_no_more_parts() {
    let fixture = Fixture::in_memory();
    let upload_id = begin(&fixture);
    let abort = Request::delete(BUCKET, KEY).query("uploadId", upload_id.clone());
    assert_eq!(fixture.send(&abort, "").status(), 204);
    assert_refused(&upload_part(&fixture, &upload_id, "1", "late"), 404, "NoSuchUpload");
}

#[test]
fn the_link_of_one_part_does_not_take_another() {
    let fixture = Fixture::in_memory();
    let upload_id = begin(&fixture);
    let part = Request::put(BUCKET, KEY).query("partNumber", "1").query("uploadId", upload_id);
    let link = fixture.presign(&part);
    let url = link.as_str().replace("partNumber=1", "partNumber=2");
    let response = fixture.server.client().send("PUT", &url, link.headers(), "part").unwrap();
    assert_refused(&response, 403, "SignatureDoesNotMatch");
}
