//! Invalid upload forms, and valid ones that resemble them.

pub(crate) mod forms;

use std::ops::RangeInclusive;

use presigner::{Credentials, Endpoint, Error, PostPolicy, PresignedPost, Presigner};

use self::forms::{refuse, refuse_at};
use crate::error::refusal::{self, EXPIRY, NOON, Refusal};

#[test]
fn an_empty_content_length_range_is_refused() {
    let reversed = |min, max| form().content_length_range(RangeInclusive::new(min, max));
    check([
        (reversed(2, 1), "content length range from 2 to 1 bytes is empty; swap its bounds".into()),
        (
            reversed(u64::MAX, 0),
            format!("content length range from {} to 0 bytes is empty; swap its bounds", u64::MAX),
        ),
    ]);
    for range in [0..=0, 1..=1, 0..=u64::MAX, u64::MAX..=u64::MAX] {
        assert_signed(&form().content_length_range(range));
    }
}

/// Takes a second. Comparing each field with all others would take minutes.
#[test]
fn a_repeated_field_among_100_000_is_found() {
    let policy =
        (0..100_000).fold(form(), |policy, number| policy.metadata(&format!("a{number}"), ""));
    let problem = "is given more than once; give it once";
    check([(policy.metadata("A99999", ""), about_field("x-amz-meta-A99999", problem))]);
}

/// S3's limit is on form data and boundaries, without the file:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html>
#[test]
fn a_form_of_more_than_20_kilobytes_is_refused() {
    let policy = |length| form().metadata("note", "a".repeat(length));
    let too_long = (8_000..9_000).find(|length| sign(&presigner(), &policy(*length)).is_err());
    let too_long = too_long.expect("a form that is refused");

    let longest = sign(&presigner(), &policy(too_long - 1)).expect("a form that is signed");
    let bytes = multipart(&longest).len();
    assert!((20_470..=20_480).contains(&bytes), "{bytes} bytes");
    check([(
        policy(20_480),
        "fields of the form have at least 48720 bytes, and S3 accepts 20480 before the file; \
         leave fields out or shorten their values"
            .into(),
    )]);
}

/// The fields in `multipart/form-data` with the shortest boundary.
fn multipart(post: &PresignedPost) -> String {
    let part = |(name, value): &(String, String)| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    post.fields().iter().map(part).collect()
}

#[test]
fn a_prefix_for_a_field_without_starts_with_is_refused() {
    let problem = "does not support `starts-with`; give an exact value";
    let names = [
        "success_action_status",
        "x-amz-storage-class",
        "X-Amz-Server-Side-Encryption",
        "x-amz-checksum-sha256",
        "x-amz-meta",
        "tagging",
        "Content-Language",
        "anything",
    ];
    check(names.map(|name| (form().field_prefix(name, "a"), about_field(name, problem))));
    for name in ["Acl", "EXPIRES", "cache-control", "redirect", "X-Amz-Meta-A", "x-amz-meta-"] {
        assert_signed(&form().field_prefix(name, "a"));
        assert_signed(&form().field_prefix(name, ""));
    }
}

/// S3 compares the prefix with each value of a comma-separated list:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html#sigv4-ConditionMatching>
#[test]
fn a_comma_in_the_prefix_of_a_content_type_is_refused() {
    let problem = "has a comma in its prefix, which S3 compares with each value of a comma-separated \
                   list; give one prefix, such as `image/`";
    for prefix in ["image/png,image/gif", "image/,", ","] {
        check([
            (form().content_type_prefix(prefix), about_field("Content-Type", problem)),
            (form().field_prefix("content-type", prefix), about_field("content-type", problem)),
        ]);
    }
    assert_signed(&form().content_type("image/png,image/gif"));
    assert_signed(&form().field_prefix("Cache-Control", "no-cache,"));
}

#[test]
fn a_reserved_field_is_refused_in_any_case() {
    let reserved = "is added when signing or contains the file; leave it out";
    for (name, problem) in [
        ("AWSAccessKeyId", reserved),
        ("bucket", reserved),
        ("file", reserved),
        ("key", "is set by `PostPolicy::new` or `with_key_prefix`; leave it out"),
        ("policy", reserved),
        ("signature", reserved),
        ("x-amz-algorithm", reserved),
        ("x-amz-credential", reserved),
        ("x-amz-date", reserved),
        ("x-amz-security-token", reserved),
        ("x-amz-signature", reserved),
    ] {
        for name in [name, &name.to_uppercase(), &name.to_lowercase()] {
            let sentence = about_field(name, problem);
            check([
                (form().field(name, "a"), sentence.clone()),
                (form().field_prefix(name, ""), sentence),
            ]);
        }
    }
    for name in ["x-amz-dates", "buckets", "x-ignore", "AWSAccessKey"] {
        assert_signed(&form().field(name, "a"));
    }
}

#[test]
fn a_field_that_s3_ignores_is_refused_in_any_case() {
    let problem = "is ignored by S3 and needs no condition; leave it out, the sender may add it";
    for name in ["x-ignore-note", "x-ignore-", "X-Ignore-File"] {
        check([
            (form().field(name, "a"), about_field(name, problem)),
            (form().field_prefix(name, ""), about_field(name, problem)),
        ]);
    }
}

#[test]
fn a_field_that_is_given_twice_is_refused_in_any_case() {
    let typed = || form().content_type("image/png");
    let twice = [
        (form().field("a", "1").field("a", "1"), "a"),
        (form().field("a", "1").field("b", "1").field("A", "2"), "A"),
        (form().field("acl", "private").field_prefix("ACL", ""), "ACL"),
        (form().field_prefix("acl", "").acl("private"), "acl"),
        (typed().content_type_prefix("image/"), "Content-Type"),
        (typed().field("content-type", "image/png"), "content-type"),
        (form().content_type_prefix("a").content_type_prefix("b"), "Content-Type"),
        (form().metadata("A", "1").metadata("a", "1"), "x-amz-meta-a"),
        (form().success_status(201).success_status(200), "success_action_status"),
    ];
    let problem = "is given more than once; give it once";
    check(twice.map(|(policy, name)| (policy, about_field(name, problem))));
    assert_signed(&form().field("a", "1").field("b", "1").field("x-amz-meta-a", "1"));
}

#[test]
fn the_filename_variable_in_the_key_is_refused() {
    let problem = "contains `${filename}`, which S3 replaces before it checks the policy; \
                   pass the part before it to `PostPolicy::with_key_prefix`";
    for key in ["${filename}", "a/${filename}", "a/${filename}/b", "$${filename}"] {
        check([
            (PostPolicy::new("bucket", key), format!("form key `{key}` {problem}")),
            (PostPolicy::with_key_prefix("bucket", key), format!("form key `{key}` {problem}")),
        ]);
    }
    for key in ["${Filename}", "${filename", "$filename", "{filename}", "${file}name}"] {
        assert_signed(&PostPolicy::new("bucket", key));
        assert_signed(&PostPolicy::with_key_prefix("bucket", key));
    }
}

#[test]
fn dot_segments_in_the_key_are_refused_unless_allowed() {
    for (key, segment, byte) in [
        (".", ".", 0),
        ("..", "..", 0),
        ("../cats/", "..", 0),
        ("cats/./a", ".", 5),
        ("é/../a", "..", 3),
        ("a//..", "..", 3),
    ] {
        let sentence = format!(
            "object key `{key}` has the segment `{segment}` at byte {byte}, which browsers and URL \
             libraries rewrite; rename the object, or allow it with `allow_dot_segments`"
        );
        for policy in [PostPolicy::new("bucket", key), PostPolicy::with_key_prefix("bucket", key)] {
            check([(policy.clone(), sentence.clone())]);
            assert_signed(&policy.allow_dot_segments());
        }
    }
    for key in ["..a", "a..", "...", "a/.../b", "%2e%2e", "/", "a//b"] {
        assert_signed(&PostPolicy::new("bucket", key));
        assert_signed(&PostPolicy::with_key_prefix("bucket", key));
    }
}

#[test]
fn a_key_that_is_empty_or_too_long_is_refused() {
    let (longest, too_long) = ("é".repeat(512), "é".repeat(512) + "a");
    let too_many = "object key has 1025 bytes; shorten it to 1024 bytes of UTF-8";
    check([
        (
            PostPolicy::new("bucket", ""),
            "object key is empty; name the object, or use `Request::on_bucket` or \
             `PostPolicy::with_key_prefix`"
                .into(),
        ),
        (PostPolicy::new("bucket", &too_long), too_many.into()),
        (PostPolicy::with_key_prefix("bucket", &too_long), too_many.into()),
        (PostPolicy::new("bucket", &too_long).allow_dot_segments(), too_many.into()),
    ]);
    assert_signed(&PostPolicy::with_key_prefix("bucket", ""));
    assert_signed(&PostPolicy::with_key_prefix("bucket", &longest));
    assert_signed(&PostPolicy::new("bucket", &longest));
}

#[test]
fn an_unsupported_success_status_is_refused() {
    let problem = "has a value other than 200, 201 and 204; use one of these";
    for status in [0, 100, 202, 299, 303, u16::MAX] {
        let sentence = about_field("success_action_status", problem);
        check([(form().success_status(status), sentence)]);
    }
    for status in ["", "0200", "+201", " 204", "OK"] {
        let name = "Success_Action_Status";
        check([(form().field(name, status), about_field(name, problem))]);
    }
}

#[test]
fn control_characters_in_a_field_are_refused() {
    let problem = "has a control character in its value; remove it";
    for value in ["\0", "a\nb", "a\r", "\t", "\u{1b}[0m", "\u{7f}", "\u{85}"] {
        check([
            (form().metadata("a", value), about_field("x-amz-meta-a", problem)),
            (form().content_type_prefix(value), about_field("Content-Type", problem)),
        ]);
    }
    check([(form().tagging([("a", "\0")]), about_field("tagging", problem))]);
    for value in ["", " ", "é😀", "\u{2028}", "\u{202e}", "\"\\$<>&'"] {
        assert_signed(&form().metadata("a", value).content_type_prefix(value));
    }
}

#[test]
fn an_invalid_field_name_is_refused() {
    let problem = "is not a valid field name; use letters, digits and `-`";
    for (name, shown) in [
        ("", ""),
        (" ", " "),
        ("a b", "a b"),
        ("a\"b", "a\\\"b"),
        ("é", "é"),
        ("a\r\nb", "a\\r\\nb"),
        ("\0", "\\0"),
        ("\u{7f}", "\\u{7f}"),
    ] {
        check([
            (form().field(name, "a"), about_field(shown, problem)),
            (form().field_prefix(name, ""), about_field(shown, problem)),
        ]);
    }
    let long = "é".repeat(65);
    let cut = "é".repeat(64) + "…";
    check([
        (form().field(long, "a"), about_field(&cut, problem)),
        (form().metadata("a b", ""), about_field("x-amz-meta-a b", problem)),
    ]);
    for name in ["a", "A_b.c~d", "x-amz-meta-", "!#$%&'*+-.^_`|~"] {
        assert_signed(&form().field(name, "a"));
    }
}

#[test]
fn stores_without_form_support_are_refused() {
    let custom = |url| Endpoint::custom(url).expect("a valid URL");
    let account = "0123456789abcdef0123456789abcdef";
    let r2 = "Cloudflare R2 does not support POST forms; presign a PUT";
    let b2 = "Backblaze B2 does not support POST forms; presign a PUT";
    let domain = "https://films.0123.r2.cloudflarestorage.com";
    check_at([
        (Endpoint::r2(account), "films", r2),
        (Endpoint::r2(account).virtual_hosted(), "films", r2),
        (Endpoint::r2(account).display_host("files.example.com"), "films", r2),
        (custom("https://0123.r2.cloudflarestorage.com"), "films", r2),
        (custom("https://0123.eu.r2.cloudflarestorage.com"), "films", r2),
        (custom("https://0123.R2.CloudflareStorage.com/"), "films", r2),
        (custom("https://0123.r2.cloudflarestorage.com:443"), "films", r2),
        (custom("https://0123.r2.cloudflarestorage.com:8443"), "films", r2),
        (custom("https://0123.r2.cloudflarestorage.com/").virtual_hosted(), "films", r2),
        (Endpoint::bucket_domain(domain).expect("a valid URL"), "films", r2),
        (custom("https://s3.us-west-004.backblazeb2.com"), "films", b2),
        (custom("https://s3.us-west-004.backblazeb2.com").virtual_hosted(), "films", b2),
    ]);
    for url in [
        "https://r2.example.com",
        "https://r2.cloudflarestorage.com.example.com",
        "https://backblazeb2.com.example.com",
    ] {
        let post = sign(&presigner().with_endpoint(custom(url)), &form());
        post.unwrap_or_else(|error| panic!("{url}: {error}"));
    }
}

#[test]
fn buckets_without_form_support_are_refused() {
    let directory = "directory buckets do not support POST forms; presign a PUT";
    let object_lambda =
        "Object Lambda does not support uploads; use the bucket or its access point";
    let custom = Endpoint::custom("https://store.example.com").expect("a valid URL");
    let lambda = "arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/films";
    check_at([
        (Endpoint::aws(), "films--use1-az4--x-s3", directory),
        (Endpoint::aws().path_style(), "films--use1-az4--x-s3", directory),
        (Endpoint::aws(), "films--use1-az4--xa-s3", directory),
        (Endpoint::aws(), lambda, object_lambda),
        (custom, lambda, object_lambda),
    ]);
    assert_signed(&PostPolicy::new("arn:aws:s3:us-east-1:123456789012:accesspoint/films", "key"));
}

#[test]
fn an_express_session_token_is_refused() {
    let session = Credentials::new("id", "secret").with_s3_express_session_token("token");
    let presigner = presigner().with_credentials(session);
    let not_allowed = "session token of `CreateSession` is valid only for objects of a directory bucket; \
                     sign with the credentials that created the session";
    let no_forms = "directory buckets do not support POST forms; presign a PUT";
    for (bucket, sentence) in [("bucket", not_allowed), ("films--use1-az4--x-s3", no_forms)] {
        let result =
            sign(&presigner, &PostPolicy::new(bucket, "key")).map(|post| post.to_curl("file"));
        refusal::check([Refusal::new(bucket, result, sentence)]);
    }
}

fn form() -> PostPolicy<'static> {
    PostPolicy::new("bucket", "key")
}

fn about_field(name: &str, problem: &str) -> String {
    format!("form field `{name}` {problem}")
}

#[track_caller]
fn check<const N: usize>(rows: [(PostPolicy<'_>, String); N]) {
    refusal::check(rows.map(|(policy, sentence)| refuse(&policy, sentence)));
}

#[track_caller]
fn check_at<const N: usize>(rows: [(Endpoint, &str, &str); N]) {
    refusal::check(rows.map(|(endpoint, bucket, sentence)| {
        refuse_at(endpoint, &PostPolicy::new(bucket, "key"), sentence.into())
    }));
}

#[track_caller]
fn assert_signed(policy: &PostPolicy<'_>) {
    if let Err(error) = sign(&presigner(), policy) {
        panic!("{policy:?} is refused: {error}");
    }
}

fn sign(presigner: &Presigner, policy: &PostPolicy<'_>) -> Result<PresignedPost, Error> {
    presigner.at(NOON).post(policy, EXPIRY)
}

fn presigner() -> Presigner {
    Presigner::new(Credentials::new("id", "secret"), "us-east-1")
}
