//! Keys that URL libraries, file systems and incorrect encoders change.

use presigner::{Endpoint, Request};

use crate::fixture::{BUCKET, Fixture, assert_body};

const KEYS: [&str; 25] = [
    "a//b",
    "/lead",
    "//lead",
    "trail/",
    "trail//",
    "/",
    "a b+c&d=e?f#g%20h",
    "%",
    "%2F",
    "%2e%2e",
    "+",
    " ",
    "=&;,@:$!*'()",
    "~-_.",
    "\"<>\\^`{|}[]",
    "..a",
    "a..",
    "...",
    ".hidden/.../x",
    "?X-Amz-Signature=0",
    "caf\u{e9}",
    "cafe\u{301}",
    "\u{1f408}\u{200d}\u{2b1b}/\u{732b}",
    "tab\there\nand\r\u{1}\u{7f}",
    "http://example.com:80/a",
];

const DOT_SEGMENTS: [&str; 7] = [".", "..", "./a", "a/.", "a/../b", "../photos/a", "/.."];

/// Uploads, downloads, checks and deletes an object, and compares its key in the store.
#[track_caller]
fn assert_round_trip(fixture: &Fixture, key: &str) {
    fixture.put(key, "meow");
    assert_eq!(fixture.server.stored(BUCKET, key).as_deref(), Some(&b"meow"[..]), "{key:?}");
    let get = Request::get(BUCKET, key).allow_dot_segments();
    assert_body(&fixture.send(&get, ""), "meow");
    let head = Request::head(BUCKET, key).allow_dot_segments();
    assert_eq!(fixture.send(&head, "").status(), 200, "{key:?}");
    let delete = Request::delete(BUCKET, key).allow_dot_segments();
    assert_eq!(fixture.send(&delete, "").status(), 204, "{key:?}");
    assert_eq!(fixture.server.stored(BUCKET, key), None, "{key:?}");
}

fn in_both_styles() -> [Fixture; 2] {
    let hosted = Fixture::in_memory();
    let endpoint = Endpoint::custom(&hosted.server.host_url()).unwrap().virtual_hosted();
    [Fixture::in_memory(), hosted.with_endpoint(endpoint)]
}

#[test]
fn an_unusual_key_is_stored_unchanged() {
    for fixture in in_both_styles() {
        for key in KEYS {
            assert_round_trip(&fixture, key);
        }
    }
}

#[test]
fn a_key_with_dot_segments_is_stored_unchanged() {
    for fixture in in_both_styles() {
        for key in DOT_SEGMENTS {
            assert_round_trip(&fixture, key);
        }
    }
}

#[test]
fn a_key_may_be_1024_bytes_long() {
    for fixture in in_both_styles() {
        assert_round_trip(&fixture, &"k".repeat(1024));
        assert_round_trip(&fixture, &("\u{20ac}".repeat(341) + "/"));
    }
}

#[test]
fn every_ascii_character_in_a_key_is_stored_unchanged() {
    let fixture = Fixture::in_memory();
    for byte in 0..=0x7f_u8 {
        assert_round_trip(&fixture, &format!("a{}b", char::from(byte)));
    }
}

#[test]
fn composed_and_decomposed_characters_are_different_keys() {
    let fixture = Fixture::in_memory();
    fixture.put("caf\u{e9}", "composed");
    fixture.put("cafe\u{301}", "decomposed");
    assert_body(&fixture.send(&Request::get(BUCKET, "caf\u{e9}"), ""), "composed");
    assert_body(&fixture.send(&Request::get(BUCKET, "cafe\u{301}"), ""), "decomposed");
}
