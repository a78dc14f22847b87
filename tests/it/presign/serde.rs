//! Presigned URLs serialized as JSON.

use presigner::{Credentials, Expiry, PresignedUrl, Presigner, Request, Timestamp};
use serde_json::json;

#[test]
fn a_url_is_serialized_with_what_is_needed_to_send_it() {
    let request = Request::put("bucket", "photos/é.jpg")
        .header("X-Amz-Meta-Quoted", "\"\\ <&>")
        .content_type("image/jpeg")
        .metadata("empty", "");
    let url = presign(&request);
    assert_eq!(
        serde_json::to_value(&url).expect("text is JSON"),
        json!({
            "method": "PUT",
            "url": url.as_str(),
            "headers": {
                "content-type": "image/jpeg",
                "x-amz-meta-empty": "",
                "x-amz-meta-quoted": "\"\\ <&>",
            },
            "expires_at": "2024-03-15T12:49:56Z",
        })
    );
}

#[test]
fn the_members_are_in_the_documented_order() {
    let url = presign(&Request::get("bucket", "key"));
    assert_eq!(
        serde_json::to_string(&url).expect("text is JSON"),
        format!(
            r#"{{"method":"GET","url":"{url}","headers":{{}},"expires_at":"2024-03-15T12:49:56Z"}}"#
        )
    );
}

/// Signs at 2024-03-15T12:34:56Z.
fn presign(request: &Request<'_>) -> PresignedUrl {
    Presigner::new(Credentials::new("id", "secret").with_session_token("token"), "us-east-1")
        .at(Timestamp::from_unix_seconds(1_710_506_096))
        .presign(request, Expiry::minutes(15))
        .expect("a valid request")
}
