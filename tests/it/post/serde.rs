//! Upload forms serialised as JSON.

use presigner::{Credentials, Expiry, PostPolicy, PresignedPost, Presigner, Timestamp};
use serde_json::{Map, Value};

#[test]
fn a_form_is_serialised_with_its_fields_in_order() {
    let policy = PostPolicy::new("bucket", "photos/cat.jpg")
        .content_type_prefix("image/")
        .field("x-amz-meta-b", "1")
        .field_prefix("Cache-Control", "")
        .acl("private");
    let post = post(&policy);
    let names: Vec<_> = post.fields().iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..3], ["key", "x-amz-meta-b", "acl"]);

    let fields = post.fields().iter().map(|(name, value)| format!("\"{name}\":\"{value}\""));
    let fields = fields.collect::<Vec<_>>().join(",");
    assert_eq!(
        serde_json::to_string(&post).expect("text is JSON"),
        format!(
            "{{\"url\":\"https://bucket.s3.us-east-1.amazonaws.com/\",\"fields\":{{{fields}}},\
             \"open_fields\":{{\"Content-Type\":\"image/\",\"Cache-Control\":\"\"}},\
             \"expires_at\":\"2024-03-15T12:49:56Z\"}}"
        )
    );
}

/// Clients need not ask whether there are any.
#[test]
fn open_fields_are_an_object_even_if_there_are_none() {
    for policy in [PostPolicy::new("bucket", "k"), PostPolicy::with_key_prefix("bucket", "k")] {
        let json = serde_json::to_value(post(&policy)).expect("text is JSON");
        assert_eq!(json["open_fields"], Value::Object(Map::new()), "{json}");
    }
}

#[test]
fn special_characters_are_escaped() {
    let value = "\"\\/$é😀\u{2028}<&>'";
    let post = post(&PostPolicy::with_key_prefix("bucket", "a\n\0").field("x-amz-meta-`|~", value));
    let json = serde_json::to_string(&post).expect("text is JSON");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let fields = json["fields"].as_object().into_iter().flatten();
    let fields: Vec<_> = fields
        .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().into()))
        .collect();
    assert_eq!(fields, post.fields());
    assert_eq!(json["fields"]["key"], "a\n\0${filename}");
    assert_eq!(json["fields"]["x-amz-meta-`|~"], value);
}

fn post(policy: &PostPolicy<'_>) -> PresignedPost {
    Presigner::new(Credentials::new("id", "secret").with_session_token("token"), "us-east-1")
        .at(Timestamp::from_unix_seconds(1_710_506_096))
        .post(policy, Expiry::minutes(15))
        .expect("a valid policy")
}
