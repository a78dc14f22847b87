//! Any upload form.

use std::collections::BTreeSet;

use arbitrary::{Arbitrary, Unstructured};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use presigner::{Credentials, Endpoint, Expiry, PostPolicy, PresignedPost, Presigner, Timestamp};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::NOON;

/// Signs the form that the bytes describe. If it can be signed, its policy is JSON with one condition for each
/// field and no others, and its signature is the HMAC of RFC 2104.
pub fn post_policy(data: &[u8]) {
    let Ok(input) = Input::arbitrary_take_rest(Unstructured::new(data)) else { return };
    let policy = input.policy();
    let mut credentials = Credentials::new("id", SECRET);
    if let Some(token) = input.session_token {
        credentials = credentials.with_session_token(token);
    }
    let mut presigner = Presigner::new(credentials, "eu-central-1");
    if input.is_path_style {
        presigner = presigner.with_endpoint(Endpoint::aws().path_style());
    }
    let signer = presigner.at(Timestamp::from_unix_seconds(NOON));
    match signer.post(&policy, Expiry::seconds(input.seconds)) {
        Ok(post) => {
            check_conditions(&input, &post);
            check_signature(&post);
            let _ = (post.to_html_form(), post.to_curl(input.key), format!("{post:?}"));
        }
        Err(error) => {
            let _ = (error.to_string(), format!("{error:?} {policy:?}"));
        }
    }
}

fn check_conditions(input: &Input<'_>, post: &PresignedPost) {
    let document = BASE64.decode(field(post, "policy")).expect("base64");
    assert!(document.is_ascii());
    let document: Value = serde_json::from_slice(&document).expect("JSON");
    let expiration = document["expiration"].as_str().expect("a time");
    assert_eq!(expiration, post.validity().expires_at().to_string());

    let mut expected = vec![json!({"bucket": input.bucket()})];
    for (name, value) in post.fields() {
        match name.as_str() {
            "policy" | "x-amz-signature" => {}
            "key" if input.is_prefix => {
                assert_eq!(*value, [input.key, "${filename}"].concat());
                expected.push(json!(["starts-with", "$key", input.key]));
            }
            _ => expected.push(json!({name: value})),
        }
    }
    for (name, prefix) in post.open_fields() {
        expected.push(json!(["starts-with", format!("${name}"), prefix]));
    }
    if let Some((min, max)) = input.length_range {
        expected.push(json!(["content-length-range", min, max]));
    }
    let as_set = |conditions: &[Value]| -> BTreeSet<String> {
        conditions.iter().map(Value::to_string).collect()
    };
    let conditions = document["conditions"].as_array().expect("a list");
    assert_eq!(as_set(conditions), as_set(&expected));
    assert_eq!(conditions.len(), expected.len());
}

fn check_signature(post: &PresignedPost) {
    let key = ["20240315", "eu-central-1", "s3", "aws4_request"]
        .iter()
        .fold(format!("AWS4{SECRET}").into_bytes(), |key, part| hmac(&key, part));
    let signature = hmac(&key, field(post, "policy"));
    assert_eq!(field(post, "x-amz-signature"), hex::encode(signature));
    assert_eq!(field(post, "x-amz-credential"), "id/20240315/eu-central-1/s3/aws4_request");
}

fn hmac(key: &[u8], message: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn field<'p>(post: &'p PresignedPost, name: &str) -> &'p str {
    let mut fields = post.fields().iter().filter(|field| field.0 == name);
    let value = fields.next().map(|field| field.1.as_str()).expect("the field");
    assert!(fields.next().is_none(), "{name} twice");
    value
}

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    key: &'a str,
    is_prefix: bool,
    allows_dot_segments: bool,
    is_path_style: bool,
    bucket: Option<&'a str>,
    fields: Vec<(Name<'a>, bool, &'a str)>,
    tags: Option<Vec<(&'a str, &'a str)>>,
    length_range: Option<(u64, u64)>,
    session_token: Option<&'a str>,
    seconds: u32,
}

#[derive(Arbitrary, Debug)]
enum Name<'a> {
    Acl,
    ContentType,
    Metadata(&'a str),
    Other(&'a str),
    SuccessRedirect,
}

impl<'a> Input<'a> {
    fn policy(&self) -> PostPolicy<'a> {
        let mut policy = if self.is_prefix {
            PostPolicy::with_key_prefix(self.bucket(), self.key)
        } else {
            PostPolicy::new(self.bucket(), self.key)
        };
        for (name, is_prefix, value) in &self.fields {
            policy = match (name.text(), is_prefix) {
                (name, true) => policy.field_prefix(name, *value),
                (name, false) => policy.field(name, *value),
            };
        }
        if let Some(tags) = &self.tags {
            policy = policy.tagging(tags.iter().copied());
        }
        if let Some((min, max)) = self.length_range {
            policy = policy.content_length_range(min..=max);
        }
        if self.allows_dot_segments { policy.allow_dot_segments() } else { policy }
    }

    fn bucket(&self) -> &'a str {
        self.bucket.unwrap_or("my-bucket")
    }
}

impl Name<'_> {
    fn text(&self) -> String {
        match self {
            Self::Acl => String::from("acl"),
            Self::ContentType => String::from("Content-Type"),
            Self::Metadata(name) => format!("x-amz-meta-{name}"),
            Self::Other(name) => String::from(*name),
            Self::SuccessRedirect => String::from("success_action_redirect"),
        }
    }
}

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
