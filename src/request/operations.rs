//! Named constructors for operations other than get, put, head and delete of an object.

use super::{CopySource, Method, Request, Target, copy_source::COPY_SOURCE};

impl<'a> Request<'a> {
    /// Creates a `CopyObject` request to `key` of `bucket`. The source is
    /// `("other-bucket", "its/key")`, or a [`CopySource`] for one version of it.
    ///
    /// The source is a signed header, so the sender must send it.
    #[must_use]
    pub fn copy_object(bucket: &'a str, key: &'a str, source: impl Into<CopySource<'a>>) -> Self {
        Self::put(bucket, key).copy_source(source)
    }

    /// Creates a `CreateMultipartUpload` request. Its response contains the upload id for the
    /// requests below.
    ///
    /// Type, metadata, storage class and encryption of the object are set here, not on the parts.
    #[must_use]
    pub fn create_multipart_upload(bucket: &'a str, key: &'a str) -> Self {
        Self::new(Method::Post, bucket, key).query("uploads", "")
    }

    /// Creates an `UploadPart` request for a part number from 1 to 10 000; another number is an
    /// error when signing. Every part except the last must have at least 5 MiB. Completing the
    /// upload requires the `ETag` of each response.
    #[must_use]
    pub fn upload_part(
        bucket: &'a str,
        key: &'a str,
        upload_id: &'a str,
        part_number: u32,
    ) -> Self {
        Self::put(bucket, key).upload_id(upload_id).part_number(part_number)
    }

    /// Creates a `CompleteMultipartUpload` request. Its body is the XML list of part numbers and
    /// `ETag`s; neither the body nor its content type is signed.
    #[must_use]
    pub fn complete_multipart_upload(bucket: &'a str, key: &'a str, upload_id: &'a str) -> Self {
        Self::new(Method::Post, bucket, key).upload_id(upload_id)
    }

    /// Creates an `AbortMultipartUpload` request, which deletes the parts uploaded so far.
    #[must_use]
    pub fn abort_multipart_upload(bucket: &'a str, key: &'a str, upload_id: &'a str) -> Self {
        Self::delete(bucket, key).upload_id(upload_id)
    }

    /// Creates a `ListParts` request for the parts uploaded so far.
    #[must_use]
    pub fn list_parts(bucket: &'a str, key: &'a str, upload_id: &'a str) -> Self {
        Self::get(bucket, key).upload_id(upload_id)
    }

    /// Creates a `ListObjectsV2` request, for up to 1 000 objects. Further parameters are added
    /// with [`query`](Self::query), such as `.query("prefix", "photos/")`.
    #[must_use]
    pub fn list_objects_v2(bucket: &'a str) -> Self {
        Self::on_bucket(Method::Get, bucket).query("list-type", "2")
    }

    /// Creates a `ListObjectVersions` request, for up to 1 000 versions.
    #[must_use]
    pub fn list_object_versions(bucket: &'a str) -> Self {
        Self::on_bucket(Method::Get, bucket).query("versions", "")
    }

    /// Creates a `HeadBucket` request, which tells whether a bucket exists and in which region.
    #[must_use]
    pub const fn head_bucket(bucket: &'a str) -> Self {
        Self::on_bucket(Method::Head, bucket)
    }

    /// Creates a `DeleteObjects` request, which deletes up to 1 000 objects.
    ///
    /// Its body is XML, which lists the keys. S3 requires a checksum of it: sign one with
    /// [`checksum`](Self::checksum) or [`content_md5`](Self::content_md5), which also limits the
    /// URL to this list, or let the sender add `content-md5`.
    ///
    /// ```
    /// # use presigner::{Checksum, Request};
    /// // <Delete><Object><Key>a.jpg</Key></Object><Object><Key>b.jpg</Key></Object></Delete>
    /// let request = Request::delete_objects("my-bucket").checksum(Checksum::Crc32(0x1647_6b08));
    /// # let _ = request;
    /// ```
    #[must_use]
    pub fn delete_objects(bucket: &'a str) -> Self {
        Self::on_bucket(Method::Post, bucket).query("delete", "")
    }

    /// The operation, if S3 does not accept the session token of `CreateSession` for it although it
    /// is one of the zonal endpoint.
    ///
    /// These are the operations with `DisableS3ExpressSessionAuth` in the model of S3.
    #[cold]
    pub(crate) fn iam_only_operation(&self) -> Option<&'static str> {
        let has = |name| self.parameters().iter().any(|parameter| parameter.name == name);
        if self.headers().iter().any(|header| header.name == COPY_SOURCE) {
            return Some(if has("partNumber") { "UploadPartCopy" } else { "CopyObject" });
        }
        let is_on_bucket = matches!(self.target(), Target::Bucket(_));
        (is_on_bucket && self.method() == Method::Get && has("session")).then_some("CreateSession")
    }

    fn upload_id(self, upload_id: &'a str) -> Self {
        self.query("uploadId", upload_id)
    }
}
