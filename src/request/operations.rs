//! Named constructors for operations other than get, put, head and delete of an object.

use super::{CopySource, Method, Request, Target, copy_source::COPY_SOURCE, encryption::MODE};
use crate::error::Error;

impl<'a> Request<'a> {
    /// Creates a [`CopyObject`] request, which copies the object `source` to `key` of `bucket`. The
    /// source is `("other-bucket", "other/key")`, or a [`CopySource`] for a specific version.
    ///
    /// It is a signed header, so the client must send it.
    ///
    /// [`CopyObject`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
    #[must_use]
    pub fn copy_object(bucket: &'a str, key: &'a str, source: impl Into<CopySource<'a>>) -> Self {
        Self::put(bucket, key).copy_source(source)
    }

    /// Creates a [`CreateMultipartUpload`] request. The response contains the upload id for the
    /// requests below; [`MultipartUpload`](super::MultipartUpload) parses it.
    ///
    /// Content type, metadata, storage class and encryption of the object are set on this request,
    /// not on the parts. They are signed headers: send the
    /// [`headers`](crate::PresignedUrl::headers) of the URL.
    ///
    /// [`CreateMultipartUpload`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
    #[must_use]
    pub fn create_multipart_upload(bucket: &'a str, key: &'a str) -> Self {
        Self::new(Method::Post, bucket, key).query("uploads", "")
    }

    /// Creates an [`UploadPart`] request for a part number from 1 to 10 000; another number is an
    /// [`Error::InvalidPartNumber`](crate::Error::InvalidPartNumber) when signing. Every part
    /// except the last must have at least 5 MiB. To complete the upload, the `ETag` header of each
    /// response is required.
    ///
    /// [`UploadPart`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
    #[must_use]
    pub fn upload_part(
        bucket: &'a str,
        key: &'a str,
        upload_id: &'a str,
        part_number: u32,
    ) -> Self {
        Self::put(bucket, key).upload_id(upload_id).part_number(part_number)
    }

    /// Creates a [`CompleteMultipartUpload`] request. The body is an XML list of part numbers and
    /// `ETag`s, from [`CompletedParts`](super::CompletedParts). Neither the body nor its content
    /// type is signed.
    ///
    /// [`CompletedUpload`](super::CompletedUpload) parses the response, and lists the error codes of
    /// an invalid list.
    ///
    /// [`CompleteMultipartUpload`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
    #[must_use]
    pub fn complete_multipart_upload(bucket: &'a str, key: &'a str, upload_id: &'a str) -> Self {
        Self::new(Method::Post, bucket, key).upload_id(upload_id)
    }

    /// Creates an [`AbortMultipartUpload`] request, which deletes the parts uploaded so far.
    ///
    /// The response has the status 204 and no body, or is an error document, such as
    /// `NoSuchUpload` with the status 404 if the upload was already completed or aborted. A part
    /// whose upload was in progress may still be stored; abort again once it has ended.
    ///
    /// An empty upload id is an [`Error::EmptyUploadId`](crate::Error::EmptyUploadId) when signing,
    /// because the request would delete the object.
    ///
    /// [`AbortMultipartUpload`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
    #[must_use]
    pub fn abort_multipart_upload(bucket: &'a str, key: &'a str, upload_id: &'a str) -> Self {
        Self::delete(bucket, key).upload_id(upload_id)
    }

    /// Creates a [`ListParts`] request, which lists the parts uploaded so far.
    ///
    /// [`ListParts`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
    #[must_use]
    pub fn list_parts(bucket: &'a str, key: &'a str, upload_id: &'a str) -> Self {
        Self::get(bucket, key).upload_id(upload_id)
    }

    /// Creates a [`ListObjectsV2`] request, which returns up to 1000 objects. Add further
    /// parameters with [`query`](Self::query), such as `.query("prefix", "photos/")`.
    ///
    /// [`ListObjectsV2`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
    #[must_use]
    pub fn list_objects_v2(bucket: &'a str) -> Self {
        Self::on_bucket(Method::Get, bucket).query("list-type", "2")
    }

    /// Creates a [`ListObjectVersions`] request, which returns up to 1000 versions.
    ///
    /// [`ListObjectVersions`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
    #[must_use]
    pub fn list_object_versions(bucket: &'a str) -> Self {
        Self::on_bucket(Method::Get, bucket).query("versions", "")
    }

    /// Creates a [`HeadBucket`] request, which returns whether a bucket exists, and its region.
    ///
    /// [`HeadBucket`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
    #[must_use]
    pub const fn head_bucket(bucket: &'a str) -> Self {
        Self::on_bucket(Method::Head, bucket)
    }

    /// Creates a [`DeleteObjects`] request, which deletes up to 1000 objects.
    ///
    /// The body is an XML list of the keys. S3 requires a checksum of the body. Sign one with
    /// [`checksum`](Self::checksum) or [`content_md5`](Self::content_md5), or let the client send
    /// `content-md5`. A signed SHA-256 limits the URL to this list.
    ///
    /// [`DeleteObjects`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
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

    /// The operation, if S3 does not accept the session token of `CreateSession` for it, although
    /// it is sent to the zonal endpoint.
    ///
    /// These are the operations with `DisableS3ExpressSessionAuth` in the S3 service model of the
    /// SDKs, and [`HeadBucket`], whose page requires IAM credentials for directory buckets.
    ///
    /// [`HeadBucket`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
    #[cold]
    pub(crate) fn iam_only_operation(&self) -> Option<&'static str> {
        let has = |name| self.parameters().iter().any(|parameter| parameter.name == name);
        if self.headers().iter().any(|header| header.name == COPY_SOURCE) {
            return Some(if has("partNumber") { "UploadPartCopy" } else { "CopyObject" });
        }
        match (self.target(), self.method()) {
            (Target::Bucket(_), Method::Head) => Some("HeadBucket"),
            (Target::Bucket(_), Method::Get) if has("session") => Some("CreateSession"),
            _ => None,
        }
    }

    /// Refuses parameters and headers that S3 refuses for the operation. Other stores may run another operation.
    #[inline]
    pub(super) fn check_operation(&self) -> Result<(), Error> {
        match self.target() {
            Target::Object { .. }
                if !self.parameters().is_empty() || !self.headers().is_empty() =>
            {
                self.check_object_operation()
            }
            _ => Ok(()),
        }
    }

    fn check_object_operation(&self) -> Result<(), Error> {
        let has = |name| self.parameters().iter().any(|parameter| parameter.name == name);
        let creates_object = match (self.method(), has("partNumber"), has("uploadId")) {
            (Method::Put, true, false) => {
                return Err(Error::IncompletePart { given: "partNumber", missing: "uploadId" });
            }
            (Method::Put, false, true) => {
                return Err(Error::IncompletePart { given: "uploadId", missing: "partNumber" });
            }
            (Method::Put, false, false) => true,
            (Method::Post, ..) => has("uploads"),
            _ => false,
        };
        if !creates_object && self.headers().iter().any(|header| header.name == MODE) {
            return Err(Error::EncryptionWithoutObject { name: MODE });
        }
        Ok(())
    }

    fn upload_id(self, upload_id: &'a str) -> Self {
        self.query("uploadId", upload_id)
    }
}
