//! The bodies of multipart uploads.

use presigner::{Checksum, CompletedParts, CompletedUpload, MultipartUpload};

use crate::error::refusal::{Refusal, check};

/// The sample request of [CompleteMultipartUpload], without white space.
///
/// [CompleteMultipartUpload]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
const DOCUMENTED: &str = "<CompleteMultipartUpload>\
     <Part><PartNumber>1</PartNumber><ETag>\"a54357aff0632cce46d942af68356b38\"</ETag></Part>\
     <Part><PartNumber>2</PartNumber><ETag>\"0c78aef83f66abc1fa1e8477f296d394\"</ETag></Part>\
     <Part><PartNumber>3</PartNumber><ETag>\"acbd18db4cc2f85cedef654fccc4a4d8\"</ETag></Part>\
     </CompleteMultipartUpload>";

const ETAGS: [&str; 3] = [
    "a54357aff0632cce46d942af68356b38",
    "0c78aef83f66abc1fa1e8477f296d394",
    "acbd18db4cc2f85cedef654fccc4a4d8",
];

#[track_caller]
fn xml(parts: &CompletedParts<'_>) -> String {
    let xml = parts.to_xml().unwrap_or_else(|error| panic!("{parts:?}: {error}"));
    let namespace = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
    assert!(xml.contains(namespace), "{xml}");
    xml.replacen(namespace, "", 1)
}

#[test]
fn the_documented_body_is_made_in_any_order_and_with_any_quotes() {
    let [one, two, three] = ETAGS;
    for (one, two, three) in [
        (one.to_string(), two.to_string(), three.to_string()),
        (format!("\"{one}\""), format!(" \"{two}\" "), format!("W/\"{three}\"")),
    ] {
        for parts in [
            CompletedParts::new().part(1, &one).part(2, &two).part(3, &three),
            CompletedParts::new().part(3, &three).part(1, &one).part(2, &two),
        ] {
            assert_eq!(xml(&parts), DOCUMENTED);
        }
    }
}

/// The elements of [CompletedPart], with the checksums of `123456789` in the [catalogue of CRCs] and
/// of the empty text in the standards of SHA.
///
/// [CompletedPart]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompletedPart.html
/// [catalogue of CRCs]: https://reveng.sourceforge.io/crc-catalogue/all.htm
#[test]
fn a_checksum_is_the_element_of_its_algorithm() {
    let sha1 = [
        0xda, 0x39, 0xa3, 0xee, 0x5e, 0x6b, 0x4b, 0x0d, 0x32, 0x55, 0xbf, 0xef, 0x95, 0x60, 0x18,
        0x90, 0xaf, 0xd8, 0x07, 0x09,
    ];
    for (checksum, element) in [
        (Checksum::Crc32(0xcbf4_3926), "<ChecksumCRC32>y/Q5Jg==</ChecksumCRC32>"),
        (Checksum::Crc32c(0xe306_9283), "<ChecksumCRC32C>4waSgw==</ChecksumCRC32C>"),
        (
            Checksum::Crc64Nvme(0xae8b_1486_0a79_9888),
            "<ChecksumCRC64NVME>rosUhgp5mIg=</ChecksumCRC64NVME>",
        ),
        (Checksum::Sha1(sha1), "<ChecksumSHA1>2jmj7l5rSw0yVb/vlWAYkK/YBwk=</ChecksumSHA1>"),
        (
            Checksum::Sha256([0; 32]),
            "<ChecksumSHA256>AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=</ChecksumSHA256>",
        ),
    ] {
        let parts = CompletedParts::new().part_with_checksum(10_000, "a", checksum);
        let part =
            format!("<Part><PartNumber>10000</PartNumber><ETag>\"a\"</ETag>{element}</Part>");
        assert_eq!(
            xml(&parts),
            format!("<CompleteMultipartUpload>{part}</CompleteMultipartUpload>")
        );
    }
}

#[test]
fn an_etag_is_escaped() {
    let body = xml(&CompletedParts::new().part(1, "</ETag>&amp;"));
    assert!(body.contains("<ETag>\"&lt;/ETag&gt;&amp;amp;\"</ETag>"), "{body}");
}

#[test]
fn invalid_parts_are_refused() {
    check(refused_parts());
}

pub(crate) fn refused_parts() -> Vec<Refusal> {
    let parts = CompletedParts::new;
    let empty = "is empty; pass the `ETag` header of the response to the upload";
    let character = "has a space, a quote or a character that is not printable ASCII; \
                     pass the `ETag` header of the response unchanged";
    let etags = [
        ("", empty),
        (" ", empty),
        ("\"\"", empty),
        ("W/\"\"", empty),
        ("a b", character),
        ("\"a", character),
        ("a\nb", character),
        ("é", character),
        ("a\"b", character),
    ];
    let number = |number| {
        format!("part number `{number}` is not an integer from 1 to 10000; number parts from 1")
    };
    let twice = "part 2 is listed twice; list it once, with the `ETag` of its last upload";
    let rows = [
        (parts(), "list of completed parts is empty; add the parts, or abort the upload".into()),
        (parts().part(0, "a"), number(0)),
        (parts().part(1, "a").part(10_001, "b"), number(10_001)),
        (parts().part(2, "a").part(1, "b").part(2, "c"), twice.into()),
    ];
    let etags = etags.map(|(etag, problem)| {
        (parts().part(7, etag), format!("part 7 has an `ETag` that {problem}"))
    });
    let refusal = |(parts, sentence): (CompletedParts<'_>, String)| {
        Refusal::new(format!("{parts:?}"), parts.to_xml(), sentence)
    };
    rows.into_iter().chain(etags).map(refusal).collect()
}

#[test]
fn the_upload_id_and_the_etag_are_found_in_responses() {
    // The sample responses of the AWS documentation; Ceph and Garage have no XML declaration.
    let created = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <InitiateMultipartUploadResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\n  \
        <Bucket>example-bucket</Bucket>\n  <Key>example-object</Key>\n  \
        <UploadId>VXBsb2FkIElEIGZvciA2aWWpbmcncyBteS1tb3ZpZS5tMnRzIHVwbG9hZA</UploadId>\n\
        </InitiateMultipartUploadResult>";
    let upload = MultipartUpload::from_xml(created).expect("an upload id");
    assert_eq!(upload.id(), "VXBsb2FkIElEIGZvciA2aWWpbmcncyBteS1tb3ZpZS5tMnRzIHVwbG9hZA");
    let escaped = "<s3:UploadId xmlns:s3=\"a\">\n a&amp;b/+=~ \n</s3:UploadId>";
    assert_eq!(MultipartUpload::from_xml(escaped).expect("an upload id").id(), "a&b/+=~");

    // White space keeps the connection alive while S3 joins the parts.
    let completed = "\n  \n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <CompleteMultipartUploadResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
        <Location>http://Example-Bucket.s3.amazonaws.com/Example-Object</Location>\
        <Bucket>Example-Bucket</Bucket><Key>Example-Object</Key>\
        <ETag>&quot;3858f62230ac3c915f300c664312c11f-9&quot;</ETag>\
        </CompleteMultipartUploadResult>";
    let completed = CompletedUpload::from_xml(completed).expect("an ETag");
    assert_eq!(completed.etag(), "\"3858f62230ac3c915f300c664312c11f-9\"");
}

#[test]
fn errors_and_other_responses_are_refused() {
    check(refused_responses());
}

pub(crate) fn refused_responses() -> Vec<Refusal> {
    let server = |code: &str| {
        format!(
            "server returned the error `{code}`; fix the request, or send it again if the code is \
             `InternalError` or `SlowDown`"
        )
    };
    let other = |element: &str, operation: &str| {
        format!(
            "response to `{operation}` has no `{element}`; check its status, and pass the whole body"
        )
    };
    // Errors contain elements of the request.
    let created = [
        ("<Error><UploadId>id</UploadId><Code>NoSuchUpload</Code></Error>", server("NoSuchUpload")),
        (
            "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>",
            server("AccessDenied"),
        ),
        ("<Error><Code>a&#10;b</Code></Error>", server("a\\nb")),
        ("", other("UploadId", "CreateMultipartUpload")),
        ("{\"UploadId\": \"a\"}", other("UploadId", "CreateMultipartUpload")),
        ("<UploadId> </UploadId>", other("UploadId", "CreateMultipartUpload")),
    ];
    let completed = [
        (
            "<Error><Code>InvalidPart</Code><PartNumber>1</PartNumber><ETag>a</ETag></Error>",
            server("InvalidPart"),
        ),
        (
            "  \n<?xml version=\"1.0\"?><Error><Code>InternalError</Code></Error>",
            server("InternalError"),
        ),
        ("<html>Bad Gateway</html>", other("ETag", "CompleteMultipartUpload")),
    ];
    let created = created.map(|(body, sentence)| {
        let upload = MultipartUpload::from_xml(body);
        Refusal::new(body, upload.map(|upload| upload.id().to_owned()), sentence)
    });
    let completed = completed.map(|(body, sentence)| {
        let upload = CompletedUpload::from_xml(body);
        Refusal::new(body, upload.map(|upload| upload.etag().to_owned()), sentence)
    });
    created.into_iter().chain(completed).collect()
}
