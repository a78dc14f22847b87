//! Browser upload forms: what a signed policy allows, and what it refuses.
//!
//! This server does not replace `${filename}`, so the tests do. If a form violates its policy, S3 itself
//! returns `AccessDenied`, not `InvalidPolicyDocument`.

use std::time::{Duration, SystemTime};

use base64_simd::STANDARD as BASE64;
use presigner::{
    Checksum, Credentials, Endpoint, Expiry, PostPolicy, PresignedPost, Presigner, Request,
};
use presigner_server::{AccessKey, Form, Response, Server};

use crate::fixture::{ACCESS_KEY_ID, BUCKET, Fixture, REGION, assert_body, assert_refused};

/// A form to be filled in, or tampered with, before it is sent.
#[derive(Clone)]
struct Upload {
    url: String,
    fields: Vec<(String, String)>,
}

impl Upload {
    fn of(post: &PresignedPost) -> Self {
        Self { url: post.url().to_owned(), fields: post.fields().to_vec() }
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    fn without(mut self, name: &str) -> Self {
        let before = self.fields.len();
        self.fields.retain(|(other, _)| other != name);
        assert_eq!(self.fields.len() + 1, before, "{name}");
        self
    }

    /// Replaces text in the field `name`, which must contain it.
    fn edit(self, name: &str, from: &str, to: &str) -> Self {
        self.change(name, |value| {
            assert!(value.contains(from), "no {from} in {value}");
            value.replacen(from, to, 1)
        })
    }

    fn change(mut self, name: &str, to: impl FnOnce(&str) -> String) -> Self {
        let field = self.fields.iter_mut().find(|(other, _)| other == name).expect(name);
        field.1 = to(&field.1);
        self
    }

    fn send(&self, fixture: &Fixture, file: &str) -> Response {
        let form = Form::new(self.fields.clone()).with_file("cat.jpg", file.as_bytes());
        fixture.server.client().submit(&self.url, form).expect("the server responds")
    }
}

fn sign(fixture: &Fixture, policy: &PostPolicy) -> Upload {
    let post = fixture.presigner.post(policy, Expiry::hours(1));
    Upload::of(&post.expect("the policy can be signed"))
}

/// Allows images of 4 to 8 bytes under `jane/`, with metadata.
fn pictures<'a>() -> PostPolicy<'a> {
    PostPolicy::with_key_prefix(BUCKET, "jane/")
        .content_type_prefix("image/")
        .content_length_range(4..=8)
        .metadata("owner", "jane")
}

/// A valid form for [`pictures`].
fn filled_in(fixture: &Fixture) -> Upload {
    sign(fixture, &pictures())
        .edit("key", "${filename}", KEY_REST)
        .with("Content-Type", "image/png")
}

/// Checks that a valid form is refused after `tamper` and accepted without it.
#[track_caller]
fn assert_tampering_refused(tamper: impl FnOnce(Upload) -> Upload, status: u16, code: &str) {
    let fixture = Fixture::in_memory();
    let good = filled_in(&fixture);
    let tampered = tamper(good.clone());
    assert_refused(&tampered.send(&fixture, "meow"), status, code);
    assert!(fixture.server.stored(BUCKET, KEY).is_none());
    assert_eq!(good.send(&fixture, "meow").status(), 204);
    assert_eq!(fixture.server.stored(BUCKET, KEY).unwrap(), "meow");
}

#[test]
fn a_form_within_its_limits_is_stored() {
    for fixture in in_all_styles() {
        for file in ["meow", "meowmeow"] {
            let response = filled_in(&fixture).send(&fixture, file);
            assert_eq!(response.status(), 204, "{}", response.text());
            let stored = fixture.send(&Request::get(BUCKET, KEY), "");
            assert_body(&stored, file);
            assert_eq!(stored.header("content-type"), Some("image/png"));
            assert_eq!(stored.header("x-amz-meta-owner"), Some("jane"));
        }
    }
}

#[test]
fn a_form_with_an_exact_key_is_stored_under_that_key() {
    for fixture in in_all_styles() {
        for key in ["cat.jpg", "a b+c&d%20\"\\$é/\u{1f408}", "a/../b", "/", " "] {
            let policy = PostPolicy::new(BUCKET, key).allow_dot_segments();
            let response = sign(&fixture, &policy).send(&fixture, "meow");
            assert_eq!(response.status(), 204, "{key}: {}", response.text());
            assert_eq!(fixture.server.stored(BUCKET, key).as_deref(), Some(&b"meow"[..]), "{key}");
        }
    }
}

#[test]
fn the_headers_of_a_form_are_stored_with_the_object() {
    let fixture = Fixture::in_memory();
    let policy = PostPolicy::new(BUCKET, "cat")
        .content_type("text/plain")
        .content_disposition("attachment; filename=\"cat.txt\"")
        .content_encoding("identity")
        .cache_control("max-age=60")
        .acl("private")
        .storage_class("STANDARD");
    assert_eq!(sign(&fixture, &policy).send(&fixture, "meow").status(), 204);
    let stored = fixture.send(&Request::get(BUCKET, "cat"), "");
    for (name, value) in [
        ("content-type", "text/plain"),
        ("content-disposition", "attachment; filename=\"cat.txt\""),
        ("content-encoding", "identity"),
        ("cache-control", "max-age=60"),
    ] {
        assert_eq!(stored.header(name), Some(value), "{name}");
    }
}

#[test]
fn a_form_sets_the_response_to_a_successful_upload() {
    let fixture = Fixture::in_memory();
    let policy = || PostPolicy::new(BUCKET, "cat");
    for status in [200, 201, 204] {
        let response = sign(&fixture, &policy().success_status(status)).send(&fixture, "meow");
        assert_eq!(response.status(), status);
        assert_eq!(response.element("Key"), (status == 201).then_some("cat"));
    }
    let redirect = policy().success_redirect("https://example.com/done?a=b");
    let response = sign(&fixture, &redirect).send(&fixture, "meow");
    assert_eq!(response.status(), 303);
    let location = response.header("location").unwrap();
    assert!(
        location.starts_with("https://example.com/done?a=b&bucket=photos&key=cat"),
        "{location}"
    );
}

#[test]
fn a_form_with_a_checksum_accepts_only_the_matching_file() {
    let fixture = Fixture::in_memory();
    let policy = PostPolicy::new(BUCKET, "cat").checksum(Checksum::Crc32(0x8a10_6afe));
    let upload = sign(&fixture, &policy);
    assert_refused(&upload.send(&fixture, "woof"), 400, "BadDigest");
    assert_eq!(upload.send(&fixture, "meow").status(), 204);
}

#[test]
fn a_file_of_another_size_is_refused() {
    let fixture = Fixture::in_memory();
    let upload = filled_in(&fixture);
    assert_refused(&upload.send(&fixture, "123456789"), 400, "EntityTooLarge");
    assert_refused(&upload.send(&fixture, "123"), 400, "EntityTooSmall");
    assert!(fixture.server.stored(BUCKET, KEY).is_none());

    let nothing = sign(&fixture, &PostPolicy::new(BUCKET, "none").content_length_range(0..=0));
    assert_refused(&nothing.send(&fixture, "1"), 400, "EntityTooLarge");
    assert_eq!(nothing.send(&fixture, "").status(), 204);
}

#[test]
fn a_field_with_another_prefix_is_refused() {
    for (name, from, to) in [
        ("key", "jane/", "joan/"),
        ("key", "jane/", "/jane/"),
        ("key", "jane/", ""),
        ("Content-Type", "image/", "text/"),
        ("Content-Type", "image/", "Image/"),
    ] {
        let edited = |upload: Upload| upload.edit(name, from, to);
        assert_tampering_refused(edited, 400, "InvalidPolicyDocument");
    }
}

#[test]
fn a_field_with_another_value_is_refused() {
    let edited = |upload: Upload| upload.edit("x-amz-meta-owner", "jane", "joan");
    assert_tampering_refused(edited, 400, "InvalidPolicyDocument");

    let fixture = Fixture::in_memory();
    let exact = sign(&fixture, &PostPolicy::new(BUCKET, "cat").content_type("image/png"));
    for (name, from, to) in [("key", "cat", "cats"), ("Content-Type", "png", "jpeg")] {
        let edited = exact.clone().edit(name, from, to);
        assert_refused(&edited.send(&fixture, "meow"), 400, "InvalidPolicyDocument");
    }
}

#[test]
fn a_form_without_one_of_its_fields_is_refused() {
    for (name, status, code) in [
        ("key", 400, "InvalidPolicyDocument"),
        ("Content-Type", 400, "InvalidPolicyDocument"),
        ("x-amz-meta-owner", 400, "InvalidPolicyDocument"),
        ("x-amz-algorithm", 400, "InvalidRequest"),
        ("x-amz-credential", 400, "InvalidRequest"),
        ("x-amz-date", 400, "InvalidRequest"),
        ("policy", 400, "InvalidRequest"),
        ("x-amz-signature", 403, "AccessDenied"),
    ] {
        assert_tampering_refused(|upload| upload.without(name), status, code);
    }
}

#[test]
fn a_form_with_an_additional_field_is_refused() {
    for name in ["acl", "x-amz-meta-other", "x-amz-storage-class", "anything"] {
        assert_tampering_refused(|upload| upload.with(name, "jane"), 403, "AccessDenied");
    }
    let fixture = Fixture::in_memory();
    let ignored = filled_in(&fixture).with("x-ignore-me", "1");
    assert_eq!(ignored.send(&fixture, "meow").status(), 204);
}

#[test]
fn a_form_for_another_bucket_is_refused() {
    let fixture = Fixture::in_memory();
    fixture.server.create_bucket("videos").unwrap();
    let mut upload = filled_in(&fixture);
    upload.url = upload.url.replace("/photos", "/videos");
    assert_refused(&upload.send(&fixture, "meow"), 400, "InvalidPolicyDocument");
    assert!(fixture.server.stored("videos", KEY).is_none());
}

#[test]
fn a_modified_policy_or_signature_is_refused() {
    let widened = |upload: Upload| {
        upload.change("policy", |policy| {
            let policy = String::from_utf8(BASE64.decode_to_vec(policy).unwrap()).unwrap();
            assert!(policy.contains(",4,8]"), "{policy}");
            BASE64.encode_to_string(policy.replace(",4,8]", ",0,80]"))
        })
    };
    assert_tampering_refused(widened, 403, "SignatureDoesNotMatch");

    let flipped = |upload: Upload| {
        upload.change("x-amz-signature", |signature| {
            let other = if signature.starts_with('0') { "1" } else { "0" };
            other.to_owned() + &signature[1..]
        })
    };
    assert_tampering_refused(flipped, 403, "SignatureDoesNotMatch");
}

#[test]
fn a_form_signed_with_a_wrong_secret_is_refused() {
    let mut fixture = Fixture::in_memory();
    let wrong = Credentials::new(ACCESS_KEY_ID, "wrong");
    fixture.presigner = fixture.presigner.with_credentials(wrong);
    let response = filled_in(&fixture).send(&fixture, "meow");
    assert_refused(&response, 403, "SignatureDoesNotMatch");
}

#[test]
fn an_expired_form_is_refused() {
    let fixture = Fixture::in_memory();
    let signed_ago = |seconds| {
        let signer = fixture.presigner.at(SystemTime::now() - Duration::from_secs(seconds));
        let post = signer.post(&PostPolicy::new(BUCKET, "cat"), Expiry::minutes(10)).unwrap();
        Upload::of(&post).send(&fixture, "meow")
    };
    let response = signed_ago(600 + 60);
    assert_refused(&response, 403, "AccessDenied");
    assert_eq!(response.element("Message"), Some("Request has expired"));
    assert_eq!(signed_ago(600 - 60).status(), 204);
}

#[test]
fn a_form_with_temporary_credentials_requires_its_token() {
    let key = AccessKey::new("ASIAIOSFODNN7EXAMPLE", "secret").with_session_token(TOKEN);
    let server = Server::in_memory([key]).unwrap();
    server.create_bucket(BUCKET).unwrap();
    let endpoint = Endpoint::custom(&server.url()).unwrap();
    let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "secret").with_session_token(TOKEN);
    let presigner = Presigner::new(credentials, REGION).with_endpoint(endpoint);
    let fixture = Fixture { server, presigner };

    let upload = sign(&fixture, &PostPolicy::new(BUCKET, "cat"));
    for tampered in [
        upload.clone().without("x-amz-security-token"),
        upload.clone().edit("x-amz-security-token", "FwoG", "FwoH"),
    ] {
        assert_refused(&tampered.send(&fixture, "meow"), 400, "InvalidPolicyDocument");
    }
    assert_eq!(upload.send(&fixture, "meow").status(), 204);
}

#[test]
fn a_form_without_a_policy_is_refused() {
    let fixture = Fixture::in_memory();
    let url = format!("{}/{BUCKET}", fixture.server.url());
    let form = Form::new([("key", "cat.jpg")]).with_file("cat.jpg", b"meow");
    let response = fixture.server.client().submit(&url, form).unwrap();
    assert_refused(&response, 403, "AccessDenied");
    assert!(fixture.server.stored(BUCKET, "cat.jpg").is_none());
}

/// Path style, virtual-hosted style, and a host of AWS.
fn in_all_styles() -> [Fixture; 3] {
    let hosted = Fixture::in_memory();
    let endpoint = Endpoint::custom(&hosted.server.host_url()).unwrap().virtual_hosted();
    [
        Fixture::in_memory(),
        hosted.with_endpoint(endpoint),
        Fixture::in_memory().with_endpoint(Endpoint::aws()),
    ]
}

const KEY: &str = "jane/cat.jpg";
const KEY_REST: &str = "cat.jpg";
const TOKEN: &str = "FwoGZXIvYXdzEBYaDK+/a b&c=%2B==";
