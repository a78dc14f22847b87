//! Invalid keys, buckets, parameters, headers and methods.

use presigner::{
    Checksum, Method, ObjectLockMode, Presigner, Request, ServerSideEncryption, Timestamp,
};

use crate::error::refusal::{
    EXPIRY, NOON, Refusal, about, about_digest, check, credentials, presign,
};

#[test]
fn invalid_keys_are_refused() {
    check(keys());
}

#[test]
fn keys_that_resemble_invalid_ones_are_signed() {
    let longest = "é".repeat(512);
    for key in ["..a", "a..", "...", "a/.../b", "a/..b", "%2e%2e", "/", "//", "a\\..\\b", &longest]
    {
        presign(&Request::get("bucket", key)).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn allowed_dot_segments_are_signed() {
    for (key, ..) in DOT_SEGMENTS {
        let request = Request::get("bucket", key).allow_dot_segments();
        let url = presign(&request).unwrap_or_else(|error| panic!("{error}"));
        let path = url.as_str().split_once(".com/").expect("a path").1;
        assert!(path.starts_with(&(key.replace('é', "%C3%A9") + "?")), "{key}: {url}");
    }
}

#[test]
fn invalid_buckets_are_refused() {
    check(buckets());
}

#[test]
fn buckets_that_resemble_invalid_ones_are_signed() {
    let longest = "b".repeat(255);
    for bucket in ["My_Bucket", "tenant:bucket", "...", "a..b", "a", "%2F", "-a-", &longest] {
        presign(&Request::get(bucket, "key")).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn buckets_that_are_not_host_labels_are_addressed_path_style() {
    for bucket in ["xn--a", "xn--films-0ra", "My_Bucket", "my.bucket", "ab"] {
        let url = presign(&Request::get(bucket, "key")).unwrap_or_else(|error| panic!("{error}"));
        let begin = format!("https://s3.us-east-1.amazonaws.com/{bucket}/key?");
        assert!(url.as_str().starts_with(&begin), "{url}");
    }
}

#[test]
fn reserved_and_repeated_parameters_are_refused() {
    check(parameters());
}

#[test]
fn reserved_repeated_and_malformed_headers_are_refused() {
    check(headers());
}

/// Otherwise two requests that are not equal would have the same `Debug` output.
#[test]
fn debug_shows_the_error_of_a_refused_header() {
    let plain = Request::get("bucket", "key");
    for refused in [plain.clone().header("host", "x"), plain.clone().header("ä", "x")] {
        assert_ne!(refused, plain);
        let error = presign(&refused).expect_err("a header that is refused");
        assert!(format!("{refused:?}").contains(&format!("{error:?}")), "{refused:?}");
    }
    let twice = plain.header("a", "1").header("A", "2").header("host", "x");
    let first = presign(&twice).expect_err("two headers that are refused");
    assert_eq!(first.to_string(), "header `a` is given more than once; join the values into one");
}

#[test]
fn parameters_and_headers_that_resemble_reserved_ones_are_signed() {
    let request = Request::get("bucket", "key")
        .query("X-Amz-Dates", "")
        .query("Expires", "1")
        .query("x-amz-acl", "private")
        .query("a", "1")
        .query("A", "1")
        .query("host", "1")
        .query("authorization", "1")
        .query("partNumber", "10000")
        .query("\0", "\n")
        .header("x-amz-acl", "private")
        .header("Signature", "1")
        .header("AWSAccessKeyId", "1")
        .header("partNumber", "0")
        .header("empty", "");
    presign(&request).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn digests_in_base64_are_signed() {
    for (name, value) in [
        ("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
        ("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        // Of two parts.
        ("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=-2"),
        ("x-amz-checksum-crc32", "y/Q5Jg=="),
        ("x-amz-checksum-crc128", "an algorithm to come"),
        ("x-amz-meta-content-md5", "d41d8cd98f00b204e9800998ecf8427e"),
    ] {
        let url = presign(&Request::put("bucket", "key").header(name, value));
        url.unwrap_or_else(|error| panic!("{name}: {value}: {error}"));
    }
}

#[test]
fn encryption_of_a_new_object_and_a_key_for_an_existing_one_are_signed() {
    let (kms, key) = (ServerSideEncryption::Kms, ServerSideEncryption::CustomerKeyMd5([0; 16]));
    for request in [
        Request::put("bucket", "key").server_side_encryption(kms),
        Request::copy_object("bucket", "key", ("a", "b")).server_side_encryption(kms),
        Request::create_multipart_upload("bucket", "key").server_side_encryption(kms),
        // <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html>
        Request::on_bucket(Method::Get, DIRECTORY).query("session", "").server_side_encryption(kms),
        Request::get("bucket", "key").server_side_encryption(key),
        Request::upload_part("bucket", "key", "id", 1).server_side_encryption(key),
    ] {
        presign(&request).unwrap_or_else(|error| panic!("{request:?}: {error}"));
    }
}

#[test]
fn header_names_are_percent_encoded_in_signed_headers() {
    let request = Request::get("bucket", "key").header("A%26", "1").header("&", "1");
    let url = presign(&request).unwrap_or_else(|error| panic!("{error}"));
    assert!(url.as_str().contains("&X-Amz-SignedHeaders=%26%3Ba%2526%3Bhost&"), "{url}");
}

#[test]
fn operations_that_require_iam_credentials_refuse_express_sessions() {
    check(iam_only_operations());
}

#[test]
fn operations_that_resemble_those_accept_express_sessions() {
    for request in [
        Request::put(DIRECTORY, "key"),
        Request::put(DIRECTORY, "key").metadata("x-amz-copy-source", "a/b"),
        Request::get(DIRECTORY, "key").query("session", ""),
        Request::upload_part(DIRECTORY, "key", "id", 1),
        Request::list_objects_v2(DIRECTORY),
        Request::head(DIRECTORY, "key"),
        Request::delete_objects(DIRECTORY),
    ] {
        let result = with_express_session().at(NOON).presign(&request, EXPIRY);
        result.unwrap_or_else(|error| panic!("{request:?}: {error}"));
    }
}

#[test]
fn response_overrides_in_iso_8859_1_are_signed() {
    for value in ["", "no-cache", "attachment; filename=\"é\u{a0}ÿ.pdf\""] {
        for request in [Request::get("bucket", "key"), Request::head("bucket", "key")] {
            let request = request.response_content_disposition(value).response_expires(value);
            presign(&request).unwrap_or_else(|error| panic!("{error}"));
        }
    }
    for request in [
        Request::get("bucket", "key").attachment("1976–2016 😀\r\n.md"),
        Request::get("bucket", "key").query("Response-Content-Type", "😀"),
        Request::get("bucket", "key").query("response-x", "😀"),
        Request::put("bucket", "key").query("response-x", ""),
    ] {
        presign(&request).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn unsupported_methods_are_refused() {
    check(methods());
}

pub(crate) fn keys() -> Vec<Refusal> {
    let (long, wide) = ("k".repeat(1025), "é".repeat(512) + "k");
    let too_long = "object key has 1025 bytes; shorten it to 1024 bytes of UTF-8";
    let empty = "object key is empty; name the object, or use `Request::on_bucket` or \
                 `PostPolicy::with_key_prefix`";
    let rows = [("", empty), (long.as_str(), too_long), (wide.as_str(), too_long)];
    let refusal = |(key, sentence)| Refusal::of_request(&Request::get("bucket", key), sentence);
    rows.into_iter().map(refusal).chain(dot_segments()).collect()
}

fn dot_segments() -> impl Iterator<Item = Refusal> {
    DOT_SEGMENTS.into_iter().map(|(key, segment, byte)| {
        let problem = format!(
            "has the segment `{segment}` at byte {byte}, which browsers and URL libraries rewrite; \
             rename the object, or allow it with `allow_dot_segments`"
        );
        Refusal::of_request(&Request::put("bucket", key), about("object key", key, &problem))
    })
}

pub(crate) fn buckets() -> Vec<Refusal> {
    let long = "b".repeat(256);
    let alias = format!("films-x{}--op-s3", "0".repeat(42));
    let dotted = format!("my.films-o{}--op-s3", "0".repeat(42));
    let rows = BUCKETS.into_iter().chain([
        (long.as_str(), "has 256 bytes; shorten it to 255"),
        (&alias, "is an Outposts alias with an unknown hardware type; copy the alias unchanged"),
        (&dotted, "has the suffix of an Outposts alias but is not a valid host label; copy the alias unchanged"),
    ]);
    let refusal = |(bucket, problem)| {
        let sentence = about("bucket name", bucket, problem);
        [Request::get(bucket, "key"), Request::get(bucket, "key").allow_dot_segments()]
            .map(|request| Refusal::of_request(&request, sentence.clone()))
    };
    rows.flat_map(refusal).collect()
}

pub(crate) fn parameters() -> Vec<Refusal> {
    let get = || Request::get("bucket", "key");
    let parameters = ["X-Amz-Content-Sha256", "AWSAccessKeyId", "Signature"];
    let reserved = in_any_case(RESERVED.into_iter().chain(parameters)).map(|name| {
        let problem = "is reserved for the signature; remove it";
        let sentence = about("query parameter", &name, problem);
        Refusal::of_request(&get().query(name, "x"), sentence)
    });
    let part_numbers =
        ["", "0", "10001", "+1", "-1", "1.0", "one", "１", "99999999999"].map(|number| {
            let problem = "is not an integer from 1 to 10000; number parts from 1";
            let sentence = about("part number", number, problem);
            Refusal::of_request(&get().query("partNumber", number), sentence)
        });
    let others = [
        (get().query("", "x"), "query parameter has an empty name; give it one"),
        (get().query("a", "").query("", ""), "query parameter has an empty name; give it one"),
        (
            get().query("é\n", "1").query("a", "").query("é\n", "2"),
            "query parameter `é\\n` is given more than once; give it once",
        ),
        (
            get().query("a", "1").query("a", "1"),
            "query parameter `a` is given more than once; give it once",
        ),
        (
            Request::upload_part("bucket", "key", "", 1),
            "upload id is empty; pass the one that `create_multipart_upload` returned",
        ),
        // versitygw#2381, minio-java#1692
        (
            get().version_id(""),
            "version id is empty; pass one, or leave it out for the current version",
        ),
        (
            Request::put("bucket", "key").part_number(1),
            "query parameter `partNumber` of a PUT requires `uploadId`; add it",
        ),
        (
            Request::put("bucket", "key").query("uploadId", "id"),
            "query parameter `uploadId` of a PUT requires `partNumber`; add it",
        ),
        (
            Request::upload_part("bucket", "key", "id", 0),
            "part number `0` is not an integer from 1 to 10000; number parts from 1",
        ),
    ];
    let others = others.map(|(request, sentence)| Refusal::of_request(&request, sentence));
    reserved.chain(part_numbers).chain(others).chain(response_overrides()).collect()
}

/// Values that S3 refuses with "Header value cannot be represented using ISO-8859-1", and
/// overrides of requests that do not return an object.
fn response_overrides() -> impl Iterator<Item = Refusal> {
    let get = || Request::get("bucket", "key");
    let sentence = |name: &str, character: &str, byte: usize, remedy: &str| {
        let problem = "is not a printable character of ISO-8859-1";
        format!(
            "value of query parameter `{name}` has `{character}` at byte {byte}, which {problem}; \
             {remedy}"
        )
    };
    let values = [
        ("1976–2016.md", "–", 4),
        ("é€", "€", 2),
        ("a\tb", "\\t", 1),
        ("\r\nx-injected: 1", "\\r", 0),
        ("a\0", "\\0", 1),
        ("ab\u{7f}", "\\u{7f}", 2),
        ("é\u{85}", "\\u{85}", 2),
        ("\u{100}", "Ā", 0),
    ];
    let disposition = "response-content-disposition";
    let dispositions = values.map(|(value, character, byte)| {
        let remedy = "pass the file name to `attachment` or `inline`, which encode it";
        (get().response_content_disposition(value), sentence(disposition, character, byte, remedy))
    });
    let others = [
        "response-cache-control",
        "response-content-encoding",
        "response-content-language",
        "response-content-type",
        "response-expires",
    ];
    let others = others.map(|name| {
        let request = Request::head("bucket", "key").query(name, "a😀");
        (request, sentence(name, "😀", 1, "remove or replace it"))
    });
    let put = || Request::put("bucket", "key");
    let header = "`content_disposition`";
    let uses = [
        (put().attachment("cat.jpg"), disposition, header),
        (put().inline("cat.jpg"), disposition, header),
        (put().query(disposition, "inline"), disposition, header),
        // Not the error of the value.
        (put().query(disposition, "Ā"), disposition, header),
        (Request::delete("bucket", "key").attachment("cat.jpg"), disposition, header),
        (
            Request::create_multipart_upload("bucket", "key").attachment("cat.jpg"),
            disposition,
            header,
        ),
        (Request::list_objects_v2("bucket").attachment("cat.jpg"), disposition, header),
        (Request::list_buckets().attachment("cat.jpg"), disposition, header),
        (put().response_content_type("image/png"), "response-content-type", "`content_type`"),
        (put().response_cache_control("no-store"), "response-cache-control", "`cache_control`"),
        (
            put().response_content_encoding("gzip"),
            "response-content-encoding",
            "`content_encoding`",
        ),
        (
            put().response_content_language("de"),
            "response-content-language",
            "the header `content-language`",
        ),
        (
            Request::delete("bucket", "key").response_expires("0"),
            "response-expires",
            "the header `expires`",
        ),
        (
            Request::head_bucket("bucket").response_content_type("a/b"),
            "response-content-type",
            "`content_type`",
        ),
    ];
    let uses = uses.map(|(request, name, setting)| {
        let sentence = format!(
            "query parameter `{name}` applies only to GET and HEAD of an object; for an upload, \
             set {setting}"
        );
        (request, sentence)
    });
    let rows = dispositions.into_iter().chain(others).chain(uses);
    rows.map(|(request, sentence)| Refusal::of_request(&request, sentence))
}

/// Messages show header names in lower case, as they are signed.
pub(crate) fn headers() -> Vec<Refusal> {
    let put = || Request::put("bucket", "key");
    let reserved = in_any_case(RESERVED.into_iter().chain(["Host", "Authorization"])).map(|name| {
        let problem = "cannot be added to a presigned request; leave it out";
        let sentence = about("header", &name.to_ascii_lowercase(), problem);
        Refusal::of_request(&put().header(name, "x"), sentence)
    });
    let names = HEADER_NAMES.map(|(name, problem)| {
        Refusal::of_request(&put().header(name, "x"), about("header name", name, problem))
    });
    let values = HEADER_VALUES.into_iter().flat_map(|(value, character, byte)| {
        ["content-type", "x-amz-server-side-encryption-customer-key"].map(|name| {
            let sentence = format!(
                "value of header `{name}` has {character} at byte {byte}; \
                 remove or encode it, because only printable ASCII reaches the server unchanged"
            );
            Refusal::of_request(&put().header(name, value), sentence)
        })
    });
    // s3cmd#276, botocore#732, ClickHouse#64570
    let sse = ServerSideEncryption::Aes256;
    let without_object = [
        Request::get("bucket", "key").server_side_encryption(sse),
        Request::head("bucket", "key").server_side_encryption(ServerSideEncryption::KmsKey("id")),
        Request::delete("bucket", "key").server_side_encryption(sse),
        Request::upload_part("bucket", "key", "id", 1).server_side_encryption(sse),
        Request::complete_multipart_upload("bucket", "key", "id").server_side_encryption(sse),
    ];
    let without_object = without_object.map(|request| {
        let sentence = "header `x-amz-server-side-encryption` applies only to requests that create an object; \
                        leave it out, or for the parts of a multipart upload, set it when the upload is created";
        Refusal::of_request(&request, sentence)
    });
    let repeated = [
        (put().header("a", "1").header("a", "2"), "a"),
        (put().header("Accept", "1").header("b", "").header("aCCEPT", "1"), "accept"),
    ];
    let repeated = repeated.map(|(request, name)| {
        let problem = "is given more than once; join the values into one";
        Refusal::of_request(&request, about("header", name, problem))
    });
    let all = reserved.chain(names).chain(values).chain(repeated).chain(without_object);
    all.chain(payload_hashes()).chain(digests()).chain(object_locks()).collect()
}

/// Digests that S3 refuses with `InvalidDigest`.
fn digests() -> impl Iterator<Item = Refusal> {
    // Of the empty text.
    let (md5, sha256) = (
        "d41d8cd98f00b204e9800998ecf8427e",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
    [
        ("content-md5", md5, 16),
        ("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg", 16),
        ("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==-", 16),
        ("content-md5", "", 16),
        ("x-amz-checksum-md5", md5, 16),
        ("x-amz-checksum-sha256", sha256, 32),
        ("x-amz-checksum-sha256", "1B2M2Y8AsgTpgAmY7PhCfg==", 32),
        ("x-amz-checksum-sha1", "da39a3ee5e6b4b0d3255bfef95601890afd80709", 20),
        ("x-amz-checksum-sha512", &sha256.repeat(2), 64),
        ("x-amz-checksum-crc32", "cbf43926", 4),
        ("x-amz-checksum-crc32c", "3421780262", 4),
        ("x-amz-checksum-crc64nvme", "ae8b14860a799888", 8),
        ("x-amz-checksum-xxhash3", "2d06800538d394c2", 8),
        ("x-amz-checksum-xxhash64", "ef46db3751d8e999", 8),
        ("x-amz-checksum-xxhash128", "99aa06d3014798d86001c324468d497f", 16),
        ("x-amz-server-side-encryption-customer-key-md5", md5, 16),
        ("x-amz-copy-source-server-side-encryption-customer-key-md5", md5, 16),
    ]
    .map(|(name, value, bytes)| {
        let sentence = about_digest(&name.to_ascii_lowercase(), bytes);
        let put = || Request::put("bucket", "key");
        let header = Refusal::of_request(&put().header(name, value), sentence.clone());
        // In effect, such a parameter is a header.
        let parameter = name.starts_with("x-amz-").then(|| {
            let request = put().query(name.replace("x-amz", "X-Amz"), value);
            Refusal::of_request(&request, sentence)
        });
        [Some(header), parameter].into_iter().flatten()
    })
    .into_iter()
    .flatten()
}

fn payload_hashes() -> impl Iterator<Item = Refusal> {
    let digits = "0123456789abcdef".repeat(4);
    let values = [
        "",
        "UNSIGNED-PAYLOAD",
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        &digits.to_uppercase(),
        &digits[1..],
        &[&digits, "0"].concat(),
        &digits.replace('f', "g"),
    ];
    values.map(|value| {
        let sentence = format!(
            "{} of header `x-amz-content-sha256` is not 64 lower-case hex digits; pass the SHA-256 \
             of the body to `payload_sha256`, or leave it out to accept any body",
            about("value", value, "").trim_end()
        );
        let request = Request::put("bucket", "key").header("X-Amz-Content-SHA256", value);
        Refusal::of_request(&request, sentence)
    })
    .into_iter()
}

fn object_locks() -> impl Iterator<Item = Refusal> {
    let out_of_range = |unix_seconds: i64| {
        format!(
            "retention time is outside the years 0 to 9999 (Unix time {unix_seconds}); \
             pass seconds, not milliseconds"
        )
    };
    let put = || Request::put("bucket", "key");
    let locked = |until| {
        let until = Timestamp::from_unix_seconds(until);
        put().object_lock(ObjectLockMode::Governance, until)
    };
    let rows = [
        (locked(1_893_553_445_000), out_of_range(1_893_553_445_000)),
        (locked(i64::MIN).checksum(Checksum::Crc32(0)), out_of_range(i64::MIN)),
    ];
    rows.into_iter().map(|(request, sentence)| Refusal::of_request(&request, sentence))
}

/// The operations of directory buckets that the service model of S3 marks with
/// `DisableS3ExpressSessionAuth`, and [`HeadBucket`], whose page requires IAM credentials.
///
/// [`HeadBucket`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
pub(crate) fn iam_only_operations() -> Vec<Refusal> {
    let source = (DIRECTORY, "other");
    let rows = [
        (Request::copy_object(DIRECTORY, "key", source), "CopyObject"),
        (Request::put(DIRECTORY, "key").header("X-Amz-Copy-Source", "a/b"), "CopyObject"),
        (Request::upload_part(DIRECTORY, "key", "id", 1).copy_source(source), "UploadPartCopy"),
        (Request::on_bucket(Method::Get, DIRECTORY).query("session", ""), "CreateSession"),
        (Request::head_bucket(DIRECTORY), "HeadBucket"),
    ];
    let refusal = |(request, operation)| {
        let sentence = format!(
            "session token of `CreateSession` is not valid for {operation}, which requires IAM \
             credentials; sign with the credentials that created the session"
        );
        let result = with_express_session().at(NOON).presign(&request, EXPIRY);
        Refusal::new(format!("a session token for {request:?}"), result, sentence)
    };
    rows.into_iter().map(refusal).collect()
}

fn with_express_session() -> Presigner {
    Presigner::new(credentials().with_s3_express_session_token("token"), "us-east-1")
}

/// Each name as it is, in lower case and in upper case.
fn in_any_case(names: impl Iterator<Item = &'static str>) -> impl Iterator<Item = String> {
    names.flat_map(|name| [name.into(), name.to_ascii_lowercase(), name.to_ascii_uppercase()])
}

pub(crate) fn methods() -> Vec<Refusal> {
    let problem = "is not supported by S3; use DELETE, GET, HEAD, POST or PUT";
    ["", "PATCH", "get ", "GET\r\n"]
        .map(|text| Refusal::new(text, text.parse::<Method>(), about("method", text, problem)))
        .into()
}

const DIRECTORY: &str = "films--use1-az4--x-s3";

/// A key, its first dot segment, and the byte index of that.
const DOT_SEGMENTS: [(&str, &str, usize); 12] = [
    (".", ".", 0),
    ("..", "..", 0),
    ("./a", ".", 0),
    ("../a", "..", 0),
    ("a/./b", ".", 2),
    ("a/../b", "..", 2),
    ("a/.", ".", 2),
    ("a/..", "..", 2),
    ("/..", "..", 1),
    ("a//../b", "..", 3),
    ("é/../b", "..", 3),
    ("..a/./..", ".", 4),
];

const BUCKETS: [(&str, &str); 18] = [
    ("", "is empty; name the bucket"),
    (".", "is a dot segment, which URL libraries remove; name the bucket"),
    ("..", "is a dot segment, which URL libraries remove; name the bucket"),
    ("/", "has `/` at byte 0; pass only the bucket name, and the rest as the key"),
    ("a/b", "has `/` at byte 1; pass only the bucket name, and the rest as the key"),
    ("a\\b", "has `\\\\` at byte 1, which bucket names do not allow; check the name"),
    ("a b", "has ` ` at byte 1, which bucket names do not allow; check the name"),
    ("ab\t", "has `\\t` at byte 2, which bucket names do not allow; check the name"),
    ("a\r\n", "has `\\r` at byte 1, which bucket names do not allow; check the name"),
    ("\0", "has `\\0` at byte 0, which bucket names do not allow; check the name"),
    ("a\u{7f}", "has `\\u{7f}` at byte 1, which bucket names do not allow; check the name"),
    ("é", "has `é` at byte 0, which bucket names do not allow; check the name"),
    ("b\u{a0}", "has `\\u{a0}` at byte 1, which bucket names do not allow; check the name"),
    (
        "films--x-s3",
        "has the suffix of a directory bucket but no zone; write `name--usw2-az1--x-s3`",
    ),
    (
        "films--az1--x-s3",
        "has the suffix of a directory bucket but no zone; write `name--usw2-az1--x-s3`",
    ),
    (
        "--usw2-az1--xa-s3",
        "has the suffix of a directory bucket but is not 3 to 63 lower-case letters, digits and `-`; \
         copy it unchanged",
    ),
    (
        "Films--usw2-az1--x-s3",
        "has the suffix of a directory bucket but is not 3 to 63 lower-case letters, digits and `-`; \
         copy it unchanged",
    ),
    (
        "my.films--usw2-az1--x-s3",
        "has the suffix of a directory bucket but is not 3 to 63 lower-case letters, digits and `-`; \
         copy it unchanged",
    ),
];

/// S3 treats each of these parameters and headers as part of the signature.
const RESERVED: [&str; 9] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
    "X-Amz-Security-Token",
    "X-Amz-S3session-Token",
    "X-Amz-Region-Set",
];

const HEADER_NAMES: [(&str, &str); 8] = [
    ("", "is empty; give the header a name"),
    (" ", "has a character at byte 0 that HTTP does not allow there; use letters, digits and `-`"),
    (
        "a b",
        "has a character at byte 1 that HTTP does not allow there; use letters, digits and `-`",
    ),
    (
        "ab:",
        "has a character at byte 2 that HTTP does not allow there; use letters, digits and `-`",
    ),
    ("é", "has a character at byte 0 that HTTP does not allow there; use letters, digits and `-`"),
    (
        "a\n",
        "has a character at byte 1 that HTTP does not allow there; use letters, digits and `-`",
    ),
    (
        "a/b",
        "has a character at byte 1 that HTTP does not allow there; use letters, digits and `-`",
    ),
    (
        "(a)",
        "has a character at byte 0 that HTTP does not allow there; use letters, digits and `-`",
    ),
];

const HEADER_VALUES: [(&str, &str, usize); 8] = [
    ("a\nb", "a control character", 1),
    ("\r\nX-Injected: 1", "a control character", 0),
    ("a\tb", "a control character", 1),
    ("\0", "a control character", 0),
    ("ab\u{7f}", "a control character", 2),
    ("é", "a non-ASCII character", 0),
    ("ab\u{a0}", "a non-ASCII character", 2),
    ("😀", "a non-ASCII character", 0),
];
