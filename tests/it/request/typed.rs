//! The named constructors and methods of `Request`, compared with what botocore signs for the same
//! operation.

use presigner::{
    Checksum, ChecksumAlgorithm, ChecksumType, ContentDisposition, CopySource, Expiry, Method,
    ObjectLockMode, PostPolicy, Presigner, Request, ServerSideEncryption, Timestamp,
    sigv4::PayloadHash,
    verify::{Claim, Rules},
};

use crate::{
    error::refusal::credentials,
    table::{self, same},
};

#[test]
fn every_named_request_is_signed_as_botocore_signs_it() {
    let rows = table::read("s3_corpus.txt");
    let typed = [operations(), parameters(), headers()].concat();
    for (case, _) in &typed {
        assert!(rows.iter().any(|row| row.text("case") == *case), "no case {case}");
    }
    table::check(&rows, |row| {
        let Some((_, request)) = typed.iter().find(|(case, _)| *case == row.text("case")) else {
            return Ok(());
        };
        let url = row.presign(request).map_err(|error| format!("signing fails: {error}"))?;
        let (unsigned, signature) =
            url.as_str().split_once("&X-Amz-Signature=").ok_or("the URL has no signature")?;
        same("URL", unsigned, &row.text("url"))?;
        let mut headers = row.pairs("header");
        headers.sort();
        let sent: Vec<_> = url.headers().iter().collect();
        same("headers", &format!("{sent:?}"), &format!("{headers:?}"))?;
        same("signature", signature, &row.text("signature"))
    });
}

type Case = (&'static str, Request<'static>);

fn operations() -> Vec<Case> {
    let object = |constructor: fn(&'static str, &'static str) -> Request<'static>| {
        constructor(BUCKET, "path/to/object.bin")
    };
    vec![
        ("op-put-virtual", object(Request::put)),
        ("op-head-path", object(Request::head)),
        ("op-head-bucket-path", Request::head_bucket(BUCKET)),
        ("op-delete-bucket-virtual", Request::on_bucket(Method::Delete, BUCKET)),
        ("op-list-buckets", Request::list_buckets()),
        (
            "op-copy-object",
            Request::copy_object(BUCKET, "path/to/object.bin", ("src-bucket", "src/key.txt")),
        ),
        (
            "op-copy-object-nasty",
            Request::copy_object(
                BUCKET,
                "path/to/object.bin",
                CopySource::new("src-bucket", "src é+key.txt"),
            ),
        ),
        ("op-create-multipart-virtual", object(Request::create_multipart_upload)),
        (
            "op-create-multipart-headers",
            object(Request::create_multipart_upload)
                .content_type("video/mp4")
                .acl("private")
                .metadata("a", "1"),
        ),
        (
            "op-upload-part-virtual",
            Request::upload_part(BUCKET, "path/to/object.bin", "abc.def_ghi-123", 1),
        ),
        (
            "op-upload-part-10000",
            Request::upload_part(BUCKET, "path/to/object.bin", "VXBsb2FkSUQ+test/value==", 10_000),
        ),
        (
            "op-upload-part-sum",
            Request::upload_part(BUCKET, "path/to/object.bin", "u", 1)
                .checksum(Checksum::Sha256(EMPTY_SHA256)),
        ),
        (
            "op-complete-virtual",
            Request::complete_multipart_upload(BUCKET, "path/to/object.bin", "abc.def_ghi-123"),
        ),
        (
            "op-abort-uploadid-nasty",
            Request::abort_multipart_upload(BUCKET, "a b+c", "VXBsb2FkSUQ+test/value=="),
        ),
        (
            "op-list-parts",
            Request::list_parts(BUCKET, "path/to/object.bin", "u1")
                .query("max-parts", "5")
                .query("part-number-marker", "3"),
        ),
        ("op-list-v2-path", Request::list_objects_v2(BUCKET).query("encoding-type", "url")),
        (
            "op-list-versions",
            Request::list_object_versions(BUCKET)
                .query("key-marker", "a b")
                .query("version-id-marker", "v+1")
                .query("encoding-type", "url"),
        ),
        ("op-delete-objects", Request::delete_objects(BUCKET)),
    ]
}

fn parameters() -> Vec<Case> {
    let get = || Request::get(BUCKET, "file.bin");
    vec![
        ("resp-ct", get().response_content_type("text/plain; charset=utf-8")),
        ("resp-cc", get().response_cache_control("no-cache, max-age=0")),
        ("resp-ce", get().response_content_encoding("gzip")),
        ("resp-cl", get().response_content_language("de-DE, en;q=0.5")),
        ("ver-null", get().version_id("null")),
        ("ver-delete", Request::delete(BUCKET, "file.bin").version_id("a b")),
        ("part-1", get().part_number(1)),
    ]
}

fn headers() -> Vec<Case> {
    let get = || Request::get(BUCKET, "file.bin");
    let put = || Request::put(BUCKET, "upload/file.bin");
    let put_with_token = || Request::put(BUCKET, "upload/a b+c.bin");
    vec![
        ("hdr-get-range", get().range("bytes=0-1023")),
        ("hdr-get-range-resp", get().range("bytes=-500").response_content_type("text/plain")),
        ("hdr-get-owner", get().expected_bucket_owner("111122223333")),
        ("hdr-put-content-type", put().content_type("image/jpeg")),
        ("hdr-put-content-length", put().content_length(1_048_576)),
        ("hdr-put-content-md5", put().content_md5(EMPTY_MD5)),
        ("hdr-put-acl", put().acl("public-read")),
        ("hdr-put-meta-case", put().metadata("MiXeD-Case", "VaLuE")),
        ("hdr-put-sum-crc32", put().checksum(Checksum::Crc32(0))),
        ("hdr-put-sum-crc64", put().checksum(Checksum::Crc64Nvme(0))),
        ("hdr-put-sum-sha1", put().checksum(Checksum::Sha1(EMPTY_SHA1))),
        ("hdr-put-if-none-match", put().create_only()),
        ("hdr-put-if-match", put().if_match("\"etag\"")),
        (
            "hdr-put-lock",
            put()
                .object_lock(
                    ObjectLockMode::Governance,
                    Timestamp::from_unix_seconds(1_927_857_906),
                )
                .legal_hold(),
        ),
        ("hdr-put-owner", put().expected_bucket_owner("111122223333")),
        ("hdr-put-sse-dsse", put().server_side_encryption(ServerSideEncryption::KmsDsse)),
        (
            "hdr-put-token-path-sse-kms",
            put_with_token()
                .server_side_encryption(ServerSideEncryption::KmsKey(
                    "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                ))
                .header("x-amz-server-side-encryption-bucket-key-enabled", "true")
                .header("x-amz-server-side-encryption-context", "eyJhIjoiYiJ9"),
        ),
        (
            "hdr-put-token-path-sse-c",
            put_with_token()
                .server_side_encryption(ServerSideEncryption::CustomerKeyMd5(CUSTOMER_KEY_MD5))
                .header(
                    "x-amz-server-side-encryption-customer-key",
                    "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
                ),
        ),
        (
            "hdr-put-token-path-kitchen-sink",
            put_with_token()
                .content_type("application/json")
                .content_length(17)
                .acl("bucket-owner-full-control")
                .metadata("b", "2")
                .metadata("a", "1")
                .server_side_encryption(ServerSideEncryption::Aes256)
                .storage_class("STANDARD_IA")
                .tagging([("a", "b")])
                .expected_bucket_owner("111122223333")
                .header("cache-control", "no-cache"),
        ),
    ]
}

#[test]
fn checksums_are_encoded_big_endian() {
    for (checksum, name, value) in [
        // The check values in the catalogue of CRC algorithms, for "123456789".
        (Checksum::Crc32(0xCBF4_3926), "x-amz-checksum-crc32", "y/Q5Jg=="),
        (Checksum::Crc32c(0xE306_9283), "x-amz-checksum-crc32c", "4waSgw=="),
        (Checksum::Crc64Nvme(0xAE8B_1486_0A79_9888), "x-amz-checksum-crc64nvme", "rosUhgp5mIg="),
        // The digests of no bytes, as by `md5sum`, `sha512sum` and `xxhsum`, in base64.
        (Checksum::Md5(EMPTY_MD5), "x-amz-checksum-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
        (
            Checksum::Sha512(EMPTY_SHA512),
            "x-amz-checksum-sha512",
            "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
        ),
        (Checksum::XxHash64(0xEF46_DB37_51D8_E999), "x-amz-checksum-xxhash64", "70bbN1HY6Zk="),
        (Checksum::XxHash3(0x2D06_8005_38D3_94C2), "x-amz-checksum-xxhash3", "LQaABTjTlMI="),
        (
            Checksum::XxHash128(0x99AA_06D3_0147_98D8_6001_C324_468D_497F),
            "x-amz-checksum-xxhash128",
            "maoG0wFHmNhgAcMkRo1Jfw==",
        ),
    ] {
        let expected = Request::put(BUCKET, "key").header(name, value);
        assert_eq!(Request::put(BUCKET, "key").checksum(checksum), expected);
    }
}

/// The names and values in the service model of S3, as botocore serializes them.
#[test]
fn settings_are_the_headers_and_parameters_of_the_service_model() {
    let put = || Request::put(BUCKET, "key");
    let create = || Request::create_multipart_upload(BUCKET, "key");
    let until = Timestamp::from_unix_seconds(1_893_553_445);
    for (typed, expected) in [
        (
            put().object_lock(ObjectLockMode::Governance, until),
            put()
                .header("x-amz-object-lock-mode", "GOVERNANCE")
                .header("x-amz-object-lock-retain-until-date", "2030-01-02T03:04:05Z"),
        ),
        (
            put().object_lock(ObjectLockMode::Compliance, until),
            put()
                .header("x-amz-object-lock-mode", "COMPLIANCE")
                .header("x-amz-object-lock-retain-until-date", "2030-01-02T03:04:05Z"),
        ),
        (put().legal_hold(), put().header("x-amz-object-lock-legal-hold", "ON")),
        (
            put().content_disposition("inline").content_encoding("gzip").cache_control("no-cache"),
            put()
                .header("Content-Disposition", "inline")
                .header("Content-Encoding", "gzip")
                .header("Cache-Control", "no-cache"),
        ),
        (
            create().checksum_type(ChecksumType::FullObject),
            create().header("x-amz-checksum-type", "FULL_OBJECT"),
        ),
        (
            create().checksum_type(ChecksumType::Composite),
            create().header("x-amz-checksum-type", "COMPOSITE"),
        ),
        (
            Request::head(BUCKET, "key").checksum_mode(),
            Request::head(BUCKET, "key").header("x-amz-checksum-mode", "ENABLED"),
        ),
    ] {
        assert_eq!(typed, expected);
    }
    for (algorithm, name) in [
        (ChecksumAlgorithm::Crc32, "CRC32"),
        (ChecksumAlgorithm::Crc32c, "CRC32C"),
        (ChecksumAlgorithm::Crc64Nvme, "CRC64NVME"),
        (ChecksumAlgorithm::Md5, "MD5"),
        (ChecksumAlgorithm::Sha1, "SHA1"),
        (ChecksumAlgorithm::Sha256, "SHA256"),
        (ChecksumAlgorithm::Sha512, "SHA512"),
        (ChecksumAlgorithm::XxHash128, "XXHASH128"),
        (ChecksumAlgorithm::XxHash3, "XXHASH3"),
        (ChecksumAlgorithm::XxHash64, "XXHASH64"),
    ] {
        let expected = create().header("x-amz-checksum-algorithm", name);
        assert_eq!(create().checksum_algorithm(algorithm), expected);
    }
}

#[test]
fn a_disposition_is_a_header_a_parameter_or_a_form_field() {
    let value = "inline; filename=\"_.pdf\"; filename*=UTF-8''%C3%9C.pdf";
    let disposition = || ContentDisposition::inline("Ü.pdf");
    assert_eq!(
        Request::put(BUCKET, "key").content_disposition(disposition()),
        Request::put(BUCKET, "key").header("content-disposition", value)
    );
    assert_eq!(
        Request::get(BUCKET, "key").response_content_disposition(disposition()),
        Request::get(BUCKET, "key").query("response-content-disposition", value)
    );
    let form = || PostPolicy::new(BUCKET, "key");
    assert!(
        form().content_disposition(disposition()) == form().field("Content-Disposition", value)
    );
}

/// Signed by botocore 1.43.11 (`S3SigV4QueryAuth` for a request with this header).
#[test]
fn a_payload_hash_is_a_signed_header_and_ends_the_canonical_request() {
    const URL: &str = "https://examplebucket.s3.us-west-2.amazonaws.com/upload/file.bin\
         ?X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20240315%2Fus-west-2%2Fs3%2Faws4_request\
         &X-Amz-Date=20240315T123456Z&X-Amz-Expires=900\
         &X-Amz-SignedHeaders=host%3Bx-amz-content-sha256\
         &X-Amz-Signature=2c753d307b2a5107108a29131daea7d4cfeeab568619cc10501aeea5be48699c";
    let hash = "404cdd7bc109c432f8cc2443b45bcfe95980f5107215c645236e577929ac3e52";
    let put = || Request::put(BUCKET, "upload/file.bin");
    let presigner = Presigner::new(credentials(), "us-west-2");
    let signer = presigner.at(Timestamp::from_unix_seconds(1_710_506_096));
    let expiry = Expiry::minutes(15);
    for request in [
        put().payload_sha256(MEOW_SHA256),
        put().header("x-amz-content-sha256", hash),
        put().header("X-Amz-Content-Sha256", format!(" {hash} ")),
    ] {
        let url = signer.presign(&request, expiry).expect("a valid request");
        assert_eq!(url.as_str(), URL);
        assert!(url.headers().iter().eq([("x-amz-content-sha256", hash)]));
        let curl = format!("curl -T file -H 'x-amz-content-sha256: {hash}' '{URL}'");
        assert_eq!(url.to_curl(), curl);

        let mut appended = String::new();
        signer.presign_into(&request, expiry, &mut appended).expect("a valid request");
        assert_eq!(appended, URL);
        let explanation = signer.explain(&request, expiry).expect("a valid request");
        let end = format!("\nhost;x-amz-content-sha256\n{hash}");
        assert!(explanation.canonical_request().ends_with(&end), "{explanation}");
    }
    let refused = put().payload_sha256(MEOW_SHA256).payload_sha256(EMPTY_SHA256);
    signer.presign(&refused, expiry).expect_err("two hashes");
}

#[test]
fn a_server_accepts_a_payload_hash_only_unchanged() {
    let presigner = Presigner::new(credentials(), "us-west-2");
    let now = Timestamp::from_unix_seconds(1_710_506_096);
    let request = Request::put(BUCKET, "key").payload_sha256(MEOW_SHA256);
    let url = presigner.at(now).presign(&request, Expiry::minutes(15)).expect("a valid request");
    let host = "examplebucket.s3.us-west-2.amazonaws.com";
    let path_and_query = url.as_str().split_once(host).expect("the host").1;
    let verify = |hash| {
        let headers = [("host", host), ("x-amz-content-sha256", hash)];
        let claim = Claim::parse("PUT", path_and_query, &headers).expect("a presigned request");
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        claim.verify(secret, &Rules::s3(now)).map(|verified| verified.payload_hash())
    };
    let signed = url.headers().get("x-amz-content-sha256").expect("the header");
    assert_eq!(verify(signed), Ok(PayloadHash::Sha256(MEOW_SHA256)));
    for other in ["UNSIGNED-PAYLOAD", &"ab".repeat(32)] {
        verify(other).expect_err("another hash");
    }
}

#[test]
fn tag_keys_and_values_are_encoded_separately() {
    let tagged = Request::put(BUCKET, "key").tagging([("a&b", "c=d"), ("é", ""), ("x y", "+")]);
    let expected = "a%26b=c%3Dd&%C3%A9=&x%20y=%2B";
    assert_eq!(tagged, Request::put(BUCKET, "key").header("x-amz-tagging", expected));
}

#[test]
fn request_payer_is_a_parameter() {
    let expected = Request::get(BUCKET, "key").query("x-amz-request-payer", "requester");
    assert_eq!(Request::get(BUCKET, "key").request_payer(), expected);
}

#[test]
fn a_copy_source_may_have_an_access_point_arn_and_a_version() {
    let arn = "arn:aws:s3:us-west-2:123456789012:accesspoint/mine";
    for (source, expected) in [
        (CopySource::new(arn, "a b"), format!("{arn}/object/a%20b")),
        (
            CopySource::new("b", "k?versionId=x").version_id("v+1"),
            "b/k%3FversionId%3Dx?versionId=v%2B1".into(),
        ),
    ] {
        assert_eq!(source.to_string(), expected);
    }
}

const BUCKET: &str = "examplebucket";

/// The SHA-256 of `meow`.
const MEOW_SHA256: [u8; 32] = [
    0x40, 0x4c, 0xdd, 0x7b, 0xc1, 0x09, 0xc4, 0x32, 0xf8, 0xcc, 0x24, 0x43, 0xb4, 0x5b, 0xcf, 0xe9,
    0x59, 0x80, 0xf5, 0x10, 0x72, 0x15, 0xc6, 0x45, 0x23, 0x6e, 0x57, 0x79, 0x29, 0xac, 0x3e, 0x52,
];

const EMPTY_SHA256: [u8; 32] = [
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
];

const EMPTY_SHA512: [u8; 64] = [
    0xcf, 0x83, 0xe1, 0x35, 0x7e, 0xef, 0xb8, 0xbd, 0xf1, 0x54, 0x28, 0x50, 0xd6, 0x6d, 0x80, 0x07,
    0xd6, 0x20, 0xe4, 0x05, 0x0b, 0x57, 0x15, 0xdc, 0x83, 0xf4, 0xa9, 0x21, 0xd3, 0x6c, 0xe9, 0xce,
    0x47, 0xd0, 0xd1, 0x3c, 0x5d, 0x85, 0xf2, 0xb0, 0xff, 0x83, 0x18, 0xd2, 0x87, 0x7e, 0xec, 0x2f,
    0x63, 0xb9, 0x31, 0xbd, 0x47, 0x41, 0x7a, 0x81, 0xa5, 0x38, 0x32, 0x7a, 0xf9, 0x27, 0xda, 0x3e,
];

const EMPTY_SHA1: [u8; 20] = [
    0xda, 0x39, 0xa3, 0xee, 0x5e, 0x6b, 0x4b, 0x0d, 0x32, 0x55, 0xbf, 0xef, 0x95, 0x60, 0x18, 0x90,
    0xaf, 0xd8, 0x07, 0x09,
];

const EMPTY_MD5: [u8; 16] = [
    0xd4, 0x1d, 0x8c, 0xd9, 0x8f, 0x00, 0xb2, 0x04, 0xe9, 0x80, 0x09, 0x98, 0xec, 0xf8, 0x42, 0x7e,
];

/// The MD5 of `0123456789abcdef0123456789abcdef`.
const CUSTOMER_KEY_MD5: [u8; 16] = [
    0x85, 0x16, 0xac, 0x99, 0xdc, 0x60, 0x60, 0x32, 0x95, 0xde, 0x7b, 0xdb, 0x6a, 0x15, 0x35, 0x30,
];
