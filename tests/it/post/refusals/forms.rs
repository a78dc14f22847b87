//! Upload forms that S3 would refuse.

use std::ops::RangeInclusive;

use presigner::{Endpoint, PostPolicy, Presigner};

use crate::error::refusal::{EXPIRY, NOON, Refusal, about, about_digest, check, credentials};

#[test]
fn forms_that_s3_would_refuse_are_refused() {
    check(forms());
}

pub(crate) fn forms() -> Vec<Refusal> {
    let form = || PostPolicy::new("bucket", "key");
    let exact = FIELDS.map(|(name, value, problem)| {
        refuse(&form().field(name, value), about(FIELD, name, problem))
    });
    let prefixes = ["Content-MD5", "success_action_status", "x-amz-storage-class"].map(|name| {
        let problem = "does not support `starts-with`; give an exact value";
        refuse(&form().field_prefix(name, ""), about(FIELD, name, problem))
    });
    let others = [
        (
            form().field("acl", "private").field_prefix("ACL", ""),
            about(FIELD, "ACL", "is given more than once; give it once"),
        ),
        (
            form().content_length_range(RangeInclusive::new(2, 1)),
            "content length range from 2 to 1 bytes is empty; swap its bounds".into(),
        ),
        (
            form().metadata("a", "b".repeat(20_480)),
            "fields of the form have at least 48713 bytes, and S3 accepts 20480 before the file; \
             leave fields out or shorten their values"
                .into(),
        ),
        // localstack#1396
        (
            form().field("Content-MD5", "32c295626872e465b3d0b590eb8e88a7"),
            about_digest("content-md5", 16),
        ),
        (form().field("X-Amz-Checksum-CRC32", "cbf43926"), about_digest("x-amz-checksum-crc32", 4)),
        (PostPolicy::new("bucket", "../cat.jpg"), about("object key", "../cat.jpg", DOT_SEGMENT)),
        (
            PostPolicy::with_key_prefix("bucket", "../cats/"),
            about("object key", "../cats/", DOT_SEGMENT),
        ),
        (PostPolicy::new("bucket", "a/${filename}"), about("form key", "a/${filename}", FILENAME)),
        (
            PostPolicy::with_key_prefix("bucket", "a/${filename}"),
            about("form key", "a/${filename}", FILENAME),
        ),
        (
            PostPolicy::new("bucket", ""),
            "object key is empty; name the object, or use `Request::on_bucket` or \
             `PostPolicy::with_key_prefix`"
                .into(),
        ),
        (PostPolicy::new("", "key"), about("bucket name", "", "is empty; name the bucket")),
    ];
    let others = others.map(|(form, sentence)| refuse(&form, sentence));
    exact.into_iter().chain(prefixes).chain(others).chain(unsupported()).collect()
}

/// Stores and buckets that do not support forms.
fn unsupported() -> impl Iterator<Item = Refusal> {
    let rows = [
        (
            Endpoint::r2("account"),
            "films",
            "Cloudflare R2 does not support POST forms; presign a PUT",
        ),
        (
            Endpoint::aws(),
            "films--use1-az4--x-s3",
            "directory buckets do not support POST forms; presign a PUT",
        ),
        (
            Endpoint::aws(),
            "arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/films",
            "Object Lambda does not support uploads; use the bucket or its access point",
        ),
        #[cfg(feature = "sigv4a")]
        (
            Endpoint::aws(),
            "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
            "Multi-Region Access Points do not support POST forms; presign a PUT",
        ),
    ];
    rows.into_iter().map(|(endpoint, bucket, sentence)| {
        refuse_at(endpoint, &PostPolicy::new(bucket, "key"), sentence.into())
    })
}

pub(crate) fn refuse(form: &PostPolicy<'_>, sentence: String) -> Refusal {
    refuse_at(Endpoint::aws(), form, sentence)
}

pub(crate) fn refuse_at(endpoint: Endpoint, form: &PostPolicy<'_>, sentence: String) -> Refusal {
    let what = format!("{form:?} at {endpoint:?}");
    let presigner = Presigner::new(credentials(), "us-east-1").with_endpoint(endpoint);
    let result = presigner.at(NOON).post(form, EXPIRY).map(|post| post.to_curl("file"));
    Refusal::new(what, result, sentence)
}

const FIELD: &str = "form field";

const DOT_SEGMENT: &str = "has the segment `..` at byte 0, which browsers and URL libraries \
                           rewrite; rename the object, or allow it with `allow_dot_segments`";

const FILENAME: &str = "contains `${filename}`, which S3 replaces before it checks the policy; \
                        pass the part before it to `PostPolicy::with_key_prefix`";

const FIELDS: [(&str, &str, &str); 17] = [
    ("", "x", "is not a valid field name; use letters, digits and `-`"),
    ("a b", "x", "is not a valid field name; use letters, digits and `-`"),
    ("a\"", "x", "is not a valid field name; use letters, digits and `-`"),
    ("é", "x", "is not a valid field name; use letters, digits and `-`"),
    ("Policy", "x", "is added when signing or contains the file; leave it out"),
    ("key", "x", "is set by `PostPolicy::new` or `with_key_prefix`; leave it out"),
    ("file", "x", "is added when signing or contains the file; leave it out"),
    ("X-Amz-Signature", "x", "is added when signing or contains the file; leave it out"),
    ("x-amz-security-token", "x", "is added when signing or contains the file; leave it out"),
    ("x-amz-meta-a", "x\ny", "has a control character in its value; remove it"),
    ("acl", "\u{7f}", "has a control character in its value; remove it"),
    (
        "x-amz-meta-name",
        "${filename}",
        "contains `${filename}`, which S3 replaces before it checks the policy; let the sender fill it in",
    ),
    // aws-sdk-js#2649, aws-sdk-js-v3#7154
    (
        "X-Amz-Content-Sha256",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "is not compared with the file by S3; use a checksum such as `x-amz-checksum-sha256`",
    ),
    (
        "x-amz-tagging",
        "tag1=abcd&tag2=efgh",
        "is ignored by S3 in a form; use `tagging`, whose value is XML",
    ),
    // aws-sdk-ruby#2919
    (
        "Tagging",
        "tag1=abcd&tag2=efgh",
        "has a value that is not XML; write it as `<Tagging><TagSet>…</TagSet></Tagging>`",
    ),
    (
        "x-ignore-note",
        "x",
        "is ignored by S3 and needs no condition; leave it out, the sender may add it",
    ),
    ("success_action_status", "302", "has a value other than 200, 201 and 204; use one of these"),
];
