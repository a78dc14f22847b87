//! What a signed header says of an upload's body or of the object it replaces.

use presigner::Request;

use crate::fixture::{BUCKET, Fixture, assert_refused};

/// Presigns `PUT` with one header, and sends `meow`, then `woof`, by the same link.
#[track_caller]
fn assert_takes_meow_only(name: &'static str, value: &'static str) {
    let fixture = Fixture::in_memory();
    let link = fixture.presign(&Request::put(BUCKET, "cat").header(name, value));
    assert_refused(&fixture.follow(&link, "woof"), 400, "BadDigest");
    assert_eq!(fixture.follow(&link, "meow").status(), 200);
    assert_eq!(fixture.server.stored(BUCKET, "cat").unwrap(), "meow");
}

#[test]
fn a_signed_md5_admits_one_body() {
    assert_takes_meow_only("content-md5", "SkvkDJasYxTpHZPzgEOmNA==");
}

#[test]
fn a_signed_sha256_checksum_admits_one_body() {
    assert_takes_meow_only("x-amz-checksum-sha256", "QEzde8EJxDL4zCRDtFvP6VmA9RByFcZFI25XeSmsPlI=");
}

#[test]
fn a_signed_crc32_checksum_admits_one_body() {
    assert_takes_meow_only("x-amz-checksum-crc32", "ihBq/g==");
}

#[test]
fn a_signed_length_admits_no_longer_body() {
    let fixture = Fixture::in_memory();
    let link = fixture.presign(&Request::put(BUCKET, "cat").header("content-length", "4"));
    let response = fixture.server.client().send("PUT", link.as_str(), &[], "meow meow").unwrap();
    assert_refused(&response, 403, "SignatureDoesNotMatch");
    assert_eq!(fixture.follow(&link, "meow").status(), 200);
}

#[test]
fn a_link_that_only_creates_does_not_overwrite() {
    let fixture = Fixture::in_memory();
    let link = fixture.presign(&Request::put(BUCKET, "cat").header("if-none-match", "*"));
    assert_eq!(fixture.follow(&link, "meow").status(), 200);
    assert_refused(&fixture.follow(&link, "woof"), 412, "PreconditionFailed");
    assert_eq!(fixture.server.stored(BUCKET, "cat").unwrap(), "meow");
}
