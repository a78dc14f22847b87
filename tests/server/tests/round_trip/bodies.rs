//! Signed headers that restrict the body of an upload, or what it may overwrite.

use presigner::{Checksum, Request};

use crate::fixture::{BUCKET, Fixture, assert_refused};

/// Presigns an upload with a digest of `meow`, and sends `woof`, then `meow`, with the same URL.
#[track_caller]
fn assert_accepts_only_meow(digest: impl FnOnce(Request<'static>) -> Request<'static>) {
    let fixture = Fixture::in_memory();
    let link = fixture.presign(&digest(Request::put(BUCKET, "cat")));
    assert_refused(&fixture.follow(&link, "woof"), 400, "BadDigest");
    assert_eq!(fixture.follow(&link, "meow").status(), 200);
    assert_eq!(fixture.server.stored(BUCKET, "cat").unwrap(), "meow");
}

#[test]
fn a_signed_md5_accepts_only_the_matching_body() {
    let digest = [
        0x4a, 0x4b, 0xe4, 0x0c, 0x96, 0xac, 0x63, 0x14, 0xe9, 0x1d, 0x93, 0xf3, 0x80, 0x43, 0xa6,
        0x34,
    ];
    assert_accepts_only_meow(|put| put.content_md5(digest));
}

#[test]
fn a_signed_sha256_checksum_accepts_only_the_matching_body() {
    let digest = [
        0x40, 0x4c, 0xdd, 0x7b, 0xc1, 0x09, 0xc4, 0x32, 0xf8, 0xcc, 0x24, 0x43, 0xb4, 0x5b, 0xcf,
        0xe9, 0x59, 0x80, 0xf5, 0x10, 0x72, 0x15, 0xc6, 0x45, 0x23, 0x6e, 0x57, 0x79, 0x29, 0xac,
        0x3e, 0x52,
    ];
    assert_accepts_only_meow(|put| put.checksum(Checksum::Sha256(digest)));
}

#[test]
fn a_signed_crc32_checksum_accepts_only_the_matching_body() {
    assert_accepts_only_meow(|put| put.checksum(Checksum::Crc32(0x8a10_6afe)));
}

#[test]
fn a_signed_length_refuses_a_longer_body() {
    let fixture = Fixture::in_memory();
    let link = fixture.presign(&Request::put(BUCKET, "cat").content_length(4));
    let response = fixture.server.client().send("PUT", link.as_str(), &[], "meow meow").unwrap();
    assert_refused(&response, 403, "SignatureDoesNotMatch");
    assert_eq!(fixture.follow(&link, "meow").status(), 200);
}

#[test]
fn create_only_does_not_overwrite() {
    let fixture = Fixture::in_memory();
    let link = fixture.presign(&Request::put(BUCKET, "cat").create_only());
    assert_eq!(fixture.follow(&link, "meow").status(), 200);
    assert_refused(&fixture.follow(&link, "woof"), 412, "PreconditionFailed");
    assert_eq!(fixture.server.stored(BUCKET, "cat").unwrap(), "meow");
}
