//! The operations that people presign beside get, put, head and delete of an object.

use super::{CopySource, Method, Request};

impl<'a> Request<'a> {
    /// Copies an object to `key` of `bucket`, without a download: `("other-bucket", "its/key")`, or a
    /// [`CopySource`] for one version of it.
    ///
    /// The source is a header, so the sender must send it.
    #[must_use]
    pub fn copy_object(bucket: &'a str, key: &'a str, source: impl Into<CopySource<'a>>) -> Self {
        Self::put(bucket, key).copy_source(source)
    }

    /// Begins an upload in parts; the answer holds the upload id for the requests below.
    ///
    /// Type, metadata, storage class and encryption of the object go here, not on the parts.
    #[must_use]
    pub fn create_multipart_upload(bucket: &'a str, key: &'a str) -> Self {
        Self::new(Method::Post, bucket, key).query("uploads", "")
    }

    /// Uploads a part, number 1 to 10 000. All but the last have at least 5 MiB; the `ETag` of each answer
    /// is wanted at the end.
    #[must_use]
    pub fn upload_part(
        bucket: &'a str,
        key: &'a str,
        upload_id: &'a str,
        part_number: u32,
    ) -> Self {
        Self::put(bucket, key).upload_id(upload_id).part_number(part_number)
    }

    /// Puts the parts together. The sender's body is the XML list of part numbers and `ETag`s; neither it
    /// nor its content type is signed.
    #[must_use]
    pub fn complete_multipart_upload(bucket: &'a str, key: &'a str, upload_id: &'a str) -> Self {
        Self::new(Method::Post, bucket, key).upload_id(upload_id)
    }

    /// Gives an upload in parts up, and frees what was stored for it.
    #[must_use]
    pub fn abort_multipart_upload(bucket: &'a str, key: &'a str, upload_id: &'a str) -> Self {
        Self::delete(bucket, key).upload_id(upload_id)
    }

    /// Lists the parts that have arrived.
    #[must_use]
    pub fn list_parts(bucket: &'a str, key: &'a str, upload_id: &'a str) -> Self {
        Self::get(bucket, key).upload_id(upload_id)
    }

    /// Lists the objects of a bucket, up to a thousand; `.query("prefix", "photos/")` and its like narrow
    /// it down.
    #[must_use]
    pub fn list_objects_v2(bucket: &'a str) -> Self {
        Self::on_bucket(Method::Get, bucket).query("list-type", "2")
    }

    /// Lists the versions of a bucket's objects, up to a thousand.
    #[must_use]
    pub fn list_object_versions(bucket: &'a str) -> Self {
        Self::on_bucket(Method::Get, bucket).query("versions", "")
    }

    /// Asks whether a bucket is there, and in which region.
    #[must_use]
    pub const fn head_bucket(bucket: &'a str) -> Self {
        Self::on_bucket(Method::Head, bucket)
    }

    fn upload_id(self, upload_id: &'a str) -> Self {
        self.query("uploadId", upload_id)
    }
}
