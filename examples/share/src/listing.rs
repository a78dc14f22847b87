//! What the store answers, as XML.

use quick_xml::{DeError, de::from_str};
use serde::{Deserialize, Serialize};

use crate::links::PREFIX;

/// A file in the bucket.
#[derive(Debug, Serialize)]
pub(crate) struct File {
    pub(crate) name: String,
    bytes: u64,
    /// RFC 3339.
    modified: String,
}

/// The files of a listing, the newest first.
pub(crate) fn files(xml: &str) -> Result<Vec<File>, DeError> {
    #[derive(Deserialize)]
    struct Listing {
        #[serde(default, rename = "Contents")]
        contents: Vec<Object>,
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
        let name = object.key.strip_prefix(PREFIX)?.to_owned();
        Some(File { name, bytes: object.size, modified: object.last_modified })
    };
    let mut files: Vec<_> = listing.contents.into_iter().filter_map(file).collect();
    files.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| a.name.cmp(&b.name)));
    Ok(files)
}

/// The id in the answer to the begin of an upload in parts.
pub(crate) fn upload_id(xml: &str) -> Result<String, DeError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Begun {
        upload_id: String,
    }
    from_str::<Begun>(xml).map(|begun| begun.upload_id)
}

/// The code of an error, which S3 may send with the status 200 when it puts parts together.
pub(crate) fn error_code(xml: &str) -> Option<String> {
    #[derive(Deserialize)]
    #[serde(rename = "Error", rename_all = "PascalCase")]
    struct StoreError {
        code: String,
    }
    from_str::<StoreError>(xml).ok().map(|error| error.code)
}

/// The body that puts the parts together, in their order.
pub(crate) fn completion(etags: &[String]) -> Result<String, quick_xml::SeError> {
    #[derive(Serialize)]
    #[serde(rename = "CompleteMultipartUpload")]
    struct Completion<'a> {
        #[serde(rename = "Part")]
        parts: Vec<Part<'a>>,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Part<'a> {
        part_number: usize,
        #[serde(rename = "ETag")]
        etag: &'a str,
    }
    let part = |(index, etag)| Part { part_number: index + 1, etag };
    quick_xml::se::to_string(&Completion {
        parts: etags.iter().map(String::as_str).enumerate().map(part).collect(),
    })
}
