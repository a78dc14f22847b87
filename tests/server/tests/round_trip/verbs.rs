//! What presigned URLs do: each method, on both stores.

use presigner::{Expiry, Method, Request};

use crate::fixture::{BUCKET, Fixture, assert_body, assert_refused};

#[test]
fn put_get_head_and_delete_work() {
    for fixture in [Fixture::in_memory(), Fixture::on_disk()] {
        let Fixture { server, presigner } = &fixture;

        let put = presigner.put(BUCKET, "2024/cat.jpg", Expiry::minutes(15)).unwrap();
        assert_eq!(fixture.follow(&put, "meow").status(), 200);
        assert_eq!(server.stored(BUCKET, "2024/cat.jpg").unwrap(), "meow");

        let get = presigner.get(BUCKET, "2024/cat.jpg", Expiry::minutes(15)).unwrap();
        assert_body(&fixture.follow(&get, ""), "meow");

        let head = presigner.head(BUCKET, "2024/cat.jpg", Expiry::minutes(15)).unwrap();
        let response = fixture.follow(&head, "");
        assert_eq!(response.status(), 200);
        assert_eq!(response.header("content-length"), Some("4"));

        let delete = presigner.delete(BUCKET, "2024/cat.jpg", Expiry::minutes(15)).unwrap();
        assert_eq!(fixture.follow(&delete, "").status(), 204);
        assert_refused(&fixture.follow(&get, ""), 404, "NoSuchKey");
    }
}

#[test]
fn a_url_works_more_than_once() {
    let fixture = Fixture::in_memory();
    fixture.put("cat.jpg", "meow");
    let link = fixture.presign(&Request::get(BUCKET, "cat.jpg"));
    for _ in 0..3 {
        assert_body(&fixture.follow(&link, ""), "meow");
    }
}

#[test]
fn content_type_and_metadata_are_stored_as_signed() {
    let fixture = Fixture::in_memory();
    let put = Request::put(BUCKET, "note.txt")
        .header("Content-Type", "text/plain; charset=utf-8")
        .header("x-amz-meta-Author", "  Ada   Lovelace ");
    assert_eq!(fixture.send(&put, "hello").status(), 200);

    let response = fixture.send(&Request::get(BUCKET, "note.txt"), "");
    assert_body(&response, "hello");
    assert_eq!(response.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(response.header("x-amz-meta-author"), Some("Ada Lovelace"));
}

#[test]
fn response_parameters_set_the_headers_of_the_response() {
    let fixture = Fixture::in_memory();
    fixture.put("cat.jpg", "meow");
    let disposition = "attachment; filename=\"a cat & more+.jpg\"; filename*=UTF-8''%E2%82%AC.jpg";
    let get = Request::get(BUCKET, "cat.jpg")
        .query("response-content-type", "image/jpeg")
        .query("response-content-disposition", disposition)
        .query("response-cache-control", "no-store");

    let response = fixture.send(&get, "");
    assert_body(&response, "meow");
    assert_eq!(response.header("content-type"), Some("image/jpeg"));
    assert_eq!(response.header("content-disposition"), Some(disposition));
    assert_eq!(response.header("cache-control"), Some("no-store"));
}

#[test]
fn a_client_may_send_any_range_unless_it_is_signed() {
    let fixture = Fixture::in_memory();
    fixture.put("cat.jpg", "meow");
    let link = fixture.presign(&Request::get(BUCKET, "cat.jpg"));
    let range = [("range".to_owned(), "bytes=1-2".to_owned())];
    let client = fixture.server.client();
    let response = client.send("GET", link.as_str(), &range, "").unwrap();
    assert_eq!((response.status(), response.text()), (206, "eo"));

    let signed = fixture.presign(&Request::get(BUCKET, "cat.jpg").header("range", "bytes=0-0"));
    assert_eq!(fixture.follow(&signed, "").text(), "m");
    let other = client.send("GET", signed.as_str(), &range, "").unwrap();
    assert_refused(&other, 403, "SignatureDoesNotMatch");
}

#[test]
fn copy_object_copies_from_the_signed_source() {
    let fixture = Fixture::in_memory();
    fixture.put("a cat+.jpg", "meow");
    let copy = Request::copy_object(BUCKET, "copy.jpg", (BUCKET, "a cat+.jpg"));
    assert_eq!(fixture.send(&copy, "").status(), 200);
    assert_body(&fixture.send(&Request::get(BUCKET, "copy.jpg"), ""), "meow");
}

#[test]
fn a_bucket_is_created_listed_and_removed() {
    let fixture = Fixture::in_memory();
    assert_eq!(fixture.send(&Request::on_bucket(Method::Put, "albums"), "").status(), 200);
    assert_eq!(fixture.send(&Request::on_bucket(Method::Head, "albums"), "").status(), 200);
    let response = fixture.send(&Request::list_buckets(), "");
    assert!(response.text().contains("<Name>albums</Name>"), "{}", response.text());
    let again = fixture.send(&Request::on_bucket(Method::Put, "albums"), "");
    assert_refused(&again, 409, "BucketAlreadyOwnedByYou");
    assert_eq!(fixture.send(&Request::on_bucket(Method::Delete, "albums"), "").status(), 204);
    assert_eq!(fixture.send(&Request::on_bucket(Method::Head, "albums"), "").status(), 404);
}

#[test]
fn a_listing_accepts_a_prefix_with_special_characters() {
    let fixture = Fixture::in_memory();
    for key in ["a b+c&d=e/1", "a b+c&d=e/2/3", "other"] {
        fixture.put(key, "");
    }
    let list = Request::on_bucket(Method::Get, BUCKET)
        .query("list-type", "2")
        .query("prefix", "a b+c&d=e/")
        .query("delimiter", "/");
    let response = fixture.send(&list, "");
    assert_eq!(response.element("KeyCount"), Some("2"), "{}", response.text());
    assert_eq!(response.element("Key"), Some("a b+c&amp;d=e/1"));
    let common = response.element("CommonPrefixes").unwrap();
    assert_eq!(common, "<Prefix>a b+c&amp;d=e/2/</Prefix>");
}

#[test]
fn a_listing_continues_with_the_continuation_token() {
    let fixture = Fixture::in_memory();
    for key in ["1", "2", "3"] {
        fixture.put(key, "");
    }
    let list =
        Request::on_bucket(Method::Get, BUCKET).query("list-type", "2").query("max-keys", "2");
    let first = fixture.send(&list, "");
    let token = first.element("NextContinuationToken").unwrap();
    let second = fixture.send(&list.query("continuation-token", token), "");
    assert_eq!(second.element("Key"), Some("3"));
    assert_eq!(second.element("NextContinuationToken"), None);
}
