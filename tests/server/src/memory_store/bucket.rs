//! A bucket: its objects by key, and its multipart uploads in progress.

use std::collections::BTreeMap;

use s3s::dto::{ETagCondition, ListObjectsV2Input, ListObjectsV2Output};
use s3s::{S3Result, s3_error};

use super::listing;
use super::object::Object;
use super::upload::Upload;

/// An in-memory bucket. A key is a string; no part of it is a directory.
#[derive(Debug, Default)]
pub(crate) struct Bucket {
    objects: BTreeMap<String, Object>,
    uploads: BTreeMap<String, Upload>,
    uploads_begun: u32,
}

impl Bucket {
    pub(crate) fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    pub(crate) fn object(&self, key: &str) -> S3Result<&Object> {
        self.objects.get(key).ok_or_else(|| s3_error!(NoSuchKey))
    }

    /// Checks `If-Match` and `If-None-Match` against the current object, if any.
    pub(crate) fn check(
        &self,
        key: &str,
        if_match: Option<&ETagCondition>,
        if_none_match: Option<&ETagCondition>,
    ) -> S3Result<()> {
        let meets = |condition: &ETagCondition| {
            let object = self.objects.get(key);
            object.is_some_and(|object| condition.as_etag().is_none_or(|tag| *tag == object.e_tag))
        };
        if if_match.is_some_and(|condition| !meets(condition)) || if_none_match.is_some_and(meets) {
            return Err(s3_error!(PreconditionFailed));
        }
        Ok(())
    }

    pub(crate) fn list(&self, input: ListObjectsV2Input) -> ListObjectsV2Output {
        listing::page(&self.objects, input)
    }

    pub(crate) fn put(&mut self, key: String, object: Object) {
        self.objects.insert(key, object);
    }

    pub(crate) fn delete(&mut self, key: &str) {
        self.objects.remove(key);
    }

    /// Creates a multipart upload. Its id contains characters that must be percent-encoded in a query.
    pub(crate) fn begin_upload(&mut self, upload: Upload) -> String {
        self.uploads_begun += 1;
        let id = format!("upload/{}+==", self.uploads_begun);
        self.uploads.insert(id.clone(), upload);
        id
    }

    pub(crate) fn upload(&mut self, key: &str, id: &str) -> S3Result<&mut Upload> {
        let upload = self.uploads.get_mut(id).filter(|upload| upload.key == key);
        upload.ok_or_else(|| s3_error!(NoSuchUpload))
    }

    pub(crate) fn end_upload(&mut self, id: &str) {
        self.uploads.remove(id);
    }
}
