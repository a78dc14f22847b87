//! The XML documents of S3.

use quick_xml::{DeError, de::from_str};
use serde::{Deserialize, Serialize};

use crate::names::PREFIX;

/// A file in the bucket.
#[derive(Debug, Serialize)]
pub(crate) struct File {
    /// The name with its folders, such as `photos/cat.jpg`.
    pub(crate) name: String,
    bytes: u64,
    /// RFC 3339.
    modified: String,
}

/// The files of the bucket.
#[derive(Debug, Serialize)]
pub(crate) struct Files {
    pub(crate) files: Vec<File>,
    /// Whether there are more.
    pub(crate) truncated: bool,
}

/// A page of a listing.
pub(crate) struct Page {
    pub(crate) files: Vec<File>,
    /// The continuation token of the next page.
    pub(crate) continuation: Option<String>,
}

/// The files of a page, without the empty objects that stand for folders.
pub(crate) fn page(xml: &str) -> Result<Page, DeError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Listing {
        #[serde(default)]
        contents: Vec<Object>,
        // Mandatory in every listing, so that no other document is taken for an empty listing.
        is_truncated: bool,
        next_continuation_token: Option<String>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Object {
        key: String,
        size: u64,
        last_modified: String,
    }
    let listing: Listing = from_str(xml)?;
    let file = |object: Object| {
        let name = object
            .key
            .strip_prefix(PREFIX)
            .filter(|name| !name.is_empty() && !name.ends_with('/'))?;
        Some(File { name: name.to_owned(), bytes: object.size, modified: object.last_modified })
    };
    Ok(Page {
        files: listing.contents.into_iter().filter_map(file).collect(),
        continuation: listing.next_continuation_token.filter(|_| listing.is_truncated),
    })
}

/// The code of an error, which `CompleteMultipartUpload` may return with the status 200.
pub(crate) fn error_code(xml: &str) -> Option<String> {
    #[derive(Deserialize)]
    #[serde(rename = "Error", rename_all = "PascalCase")]
    struct StoreError {
        code: String,
    }
    from_str::<StoreError>(xml).ok().map(|error| error.code)
}

#[cfg(test)]
mod tests {
    use super::{error_code, page};

    #[test]
    fn a_page_contains_the_files_that_can_be_shared() {
        let object = |key, day| {
            format!(
                "<Contents><Key>{key}</Key><LastModified>2026-01-0{day}T00:00:00.000Z</LastModified>\
                 <Size>4</Size></Contents>"
            )
        };
        let objects = [
            object("files/", 1),
            object("files/a &amp; b", 1),
            object("files/ spaced ", 3),
            object("files/folder/", 1),
            object("files/folder/c", 1),
            object("others/d", 1),
            object("files/back\\slash", 1),
            object("files/b", 2),
        ];
        let xml = format!(
            "<ListBucketResult><IsTruncated>true</IsTruncated>{}\
             <NextContinuationToken>1/+=</NextContinuationToken></ListBucketResult>",
            objects.concat()
        );
        let parsed = page(&xml).expect("a page");
        let names: Vec<_> = parsed.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["a & b", " spaced ", "folder/c", "back\\slash", "b"]);
        assert_eq!(parsed.continuation.as_deref(), Some("1/+="));

        let empty = "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>";
        let empty = page(empty).expect("a page");
        assert!(empty.files.is_empty());
        assert_eq!(empty.continuation, None);
        assert!(page("<html><body>Welcome</body></html>").is_err());
    }

    #[test]
    fn an_error_code_is_found_in_any_error_document() {
        let error = "<?xml version=\"1.0\"?>\n   <Error><Code>SlowDown</Code><Message/></Error>";
        assert_eq!(error_code(error).as_deref(), Some("SlowDown"));
        assert_eq!(error_code("<CompleteMultipartUploadResult/>"), None);
        assert_eq!(error_code(""), None);
    }
}
