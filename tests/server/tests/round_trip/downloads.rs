//! Response parameters of downloads.

use presigner::{ContentDisposition, Request};

use crate::fixture::{BUCKET, Fixture, assert_body};

#[test]
fn an_attachment_may_have_any_file_name() {
    let fixture = Fixture::in_memory();
    fixture.put("7f3a", "meow");
    for (filename, expected) in [
        ("cat.jpg", r#"attachment; filename="cat.jpg""#),
        (
            "Übersicht \"2024\" – 猫.pdf",
            "attachment; filename=\"_bersicht _2024_ _ _.pdf\"; \
             filename*=UTF-8''%C3%9Cbersicht%20%222024%22%20%E2%80%93%20%E7%8C%AB.pdf",
        ),
        ("a\r\nb: c", r#"attachment; filename="a__b: c""#),
    ] {
        let response = fixture.send(&Request::get(BUCKET, "7f3a").attachment(filename), "");
        assert_body(&response, "meow");
        assert_eq!(response.header("content-disposition"), Some(expected), "{filename:?}");
    }
}

#[test]
fn an_upload_stores_its_disposition() {
    let fixture = Fixture::in_memory();
    let put = Request::put(BUCKET, "7f3a")
        .content_disposition(ContentDisposition::attachment("Übersicht  2024.pdf"));
    assert_eq!(fixture.send(&put, "meow").status(), 200);
    let response = fixture.send(&Request::get(BUCKET, "7f3a"), "");
    assert_eq!(
        response.header("content-disposition"),
        Some(
            "attachment; filename=\"_bersicht _2024.pdf\"; \
             filename*=UTF-8''%C3%9Cbersicht%20%202024.pdf"
        )
    );
}

#[test]
fn a_download_may_be_inline() {
    let fixture = Fixture::in_memory();
    fixture.put("7f3a", "meow");
    let request =
        Request::get(BUCKET, "7f3a").inline("cat.txt").response_content_type("text/plain");
    let response = fixture.send(&request, "");
    assert_eq!(response.header("content-disposition"), Some(r#"inline; filename="cat.txt""#));
    assert_eq!(response.header("content-type"), Some("text/plain"));
}

#[test]
fn a_range_is_downloaded() {
    let fixture = Fixture::in_memory();
    fixture.put("cat", "0123456789");
    let response = fixture.send(&Request::get(BUCKET, "cat").range("bytes=2-4"), "");
    assert_eq!((response.status(), response.text()), (206, "234"));
}
