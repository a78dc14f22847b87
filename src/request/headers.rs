//! Named headers: shorthand for [`Request::header`]. Each is signed, and the client must send it.

use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString},
};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use super::{
    CONTENT_SHA256, Checksum, ChecksumAlgorithm, ChecksumType, CopySource, ObjectLockMode, Request,
    ServerSideEncryption, copy_source::COPY_SOURCE,
};
use crate::{
    error::Error,
    sigv4::HexDigest,
    wire::{encode, timestamp::Timestamp},
};

/// Methods that add a signed header. The client must send it, so the URL does not work as a plain
/// link.
impl<'a> Request<'a> {
    /// Sets the `Content-Type` of the object, such as `image/jpeg`. Without it, the client may send
    /// any type.
    #[must_use]
    pub fn content_type(self, content_type: impl Into<Cow<'a, str>>) -> Self {
        self.header("content-type", content_type)
    }

    /// Sets the `Content-Disposition` of the object, which S3 returns with every download:
    /// [`ContentDisposition::attachment`](super::ContentDisposition::attachment) of a file name, or
    /// another value in ASCII.
    #[must_use]
    pub fn content_disposition(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.header("content-disposition", value)
    }

    /// Sets the `Content-Encoding` of the object, such as `gzip`. The client must send the body
    /// encoded.
    #[must_use]
    pub fn content_encoding(self, encoding: impl Into<Cow<'a, str>>) -> Self {
        self.header("content-encoding", encoding)
    }

    /// Sets the `Cache-Control` of the object, such as `max-age=3600`.
    #[must_use]
    pub fn cache_control(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.header("cache-control", value)
    }

    /// Sets the exact length of the body in bytes. This is the only way to limit the size of a
    /// presigned PUT; for a range of sizes, use a [`PostPolicy`](crate::PostPolicy).
    ///
    /// HTTP clients set the header `content-length` from the body. If it is set to this length for a
    /// longer body, clients such as `reqwest` send only the first bytes of the body, without an error.
    #[must_use]
    pub fn content_length(self, bytes: u64) -> Self {
        self.header("content-length", bytes.to_string())
    }

    /// Sets the MD5 digest of the body (`Content-MD5`), which S3 verifies on upload.
    #[must_use]
    pub fn content_md5(self, digest: [u8; 16]) -> Self {
        self.header("content-md5", BASE64.encode(digest))
    }

    /// Sets the checksum of the object (a header such as `x-amz-checksum-sha256`), which S3 verifies on
    /// upload and stores with the object.
    ///
    /// A SHA-256 or SHA-512 limits the URL to one content. The other algorithms only detect
    /// transmission errors reliably, because different content can have the same checksum.
    #[must_use]
    pub fn checksum(self, checksum: Checksum) -> Self {
        let (name, value) = checksum.header();
        self.header(name, value)
    }

    /// Sets the SHA-256 digest of the body, which is signed, so that the URL is valid only for this
    /// body. S3 compares it with the body that it receives, and does not store it.
    ///
    /// It is the header `x-amz-content-sha256`, and replaces `UNSIGNED-PAYLOAD` as the payload hash
    /// of the canonical request. A few compatible stores, such as those built on `s3s` 0.14, expect
    /// `UNSIGNED-PAYLOAD` in every presigned URL, and refuse a URL with another hash. For these,
    /// use [`checksum`](Self::checksum).
    ///
    /// ```
    /// # use presigner::{Credentials, Expiry, Presigner, Request, Timestamp};
    /// # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
    /// # let signer = presigner.at(Timestamp::from_unix_seconds(1_700_000_000));
    /// let request = Request::put("my-bucket", "cat.jpg").payload_sha256([0xab; 32]);
    /// let explanation = signer.explain(&request, Expiry::minutes(5))?;
    /// assert!(explanation.canonical_request().ends_with(&"ab".repeat(32)));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn payload_sha256(self, digest: [u8; 32]) -> Self {
        self.header(CONTENT_SHA256, HexDigest::encode(&digest).to_string())
    }

    /// Sets the checksum algorithm (the header `x-amz-checksum-algorithm`) of a [multipart
    /// upload](Self::create_multipart_upload), whose parts are then uploaded with a
    /// [`checksum`](Self::checksum) each, or of the copy of an object.
    #[must_use]
    pub fn checksum_algorithm(self, algorithm: ChecksumAlgorithm) -> Self {
        self.header("x-amz-checksum-algorithm", algorithm.as_str())
    }

    /// Sets how S3 computes the checksum of an object from its parts (the header
    /// `x-amz-checksum-type`), when a [multipart upload](Self::create_multipart_upload) is created or
    /// completed.
    #[must_use]
    pub fn checksum_type(self, checksum_type: ChecksumType) -> Self {
        self.header("x-amz-checksum-type", checksum_type.as_str())
    }

    /// Makes the response to GET and HEAD contain the checksum that is stored with the object (the
    /// header `x-amz-checksum-mode`).
    #[must_use]
    pub fn checksum_mode(self) -> Self {
        self.header("x-amz-checksum-mode", "ENABLED")
    }

    /// Protects the uploaded object version from deletion until a time, in a bucket with
    /// [Object Lock] (the headers `x-amz-object-lock-mode` and `x-amz-object-lock-retain-until-date`).
    /// Fractions of a second are dropped.
    ///
    /// S3 requires a checksum of an upload with Object Lock: add a [`checksum`](Self::checksum) or
    /// [`content_md5`](Self::content_md5), or let the client send `content-md5`.
    ///
    /// [Object Lock]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
    #[must_use]
    pub fn object_lock(self, mode: ObjectLockMode, until: impl Into<Timestamp>) -> Self {
        let until = until.into();
        let mut request = self.header("x-amz-object-lock-mode", mode.as_str());
        if !until.has_four_digit_year() {
            let unix_seconds = until.unix_seconds();
            request
                .keep_header_error(Error::TimeOutOfRange { name: "retention time", unix_seconds });
        }
        request.header("x-amz-object-lock-retain-until-date", until.to_string())
    }

    /// Places a legal hold on the uploaded object version, in a bucket with Object Lock (the header
    /// `x-amz-object-lock-legal-hold`): it is protected from deletion until the hold is removed. S3
    /// requires a checksum, as for [`object_lock`](Self::object_lock).
    #[must_use]
    pub fn legal_hold(self) -> Self {
        self.header("x-amz-object-lock-legal-hold", "ON")
    }

    /// Adds [user-defined metadata] to the object, as the header `x-amz-meta-` followed by `name`.
    /// The value is printable ASCII.
    ///
    /// [user-defined metadata]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#UserMetadata
    #[must_use]
    pub fn metadata(self, name: &str, value: impl Into<Cow<'a, str>>) -> Self {
        self.header(format!("x-amz-meta-{name}"), value)
    }

    /// Sets a [canned ACL] (the header `x-amz-acl`), such as `private` or `bucket-owner-full-control`.
    ///
    /// [canned ACL]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
    #[must_use]
    pub fn acl(self, acl: impl Into<Cow<'a, str>>) -> Self {
        self.header("x-amz-acl", acl)
    }

    /// Sets the [tags of the object][tags] (the header `x-amz-tagging`), as pairs of a key and a value,
    /// both raw text: `[("project", "blue"), ("temporary", "")]`. S3 allows at most ten.
    ///
    /// [tags]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
    #[must_use]
    pub fn tagging<K, V>(self, tags: impl IntoIterator<Item = (K, V)>) -> Self
    where
        K: AsRef<str>,
        V: AsRef<str>,
    {
        let mut value = String::new();
        for (name, tag) in tags {
            value.push_str(if value.is_empty() { "" } else { "&" });
            encode::push_query(&mut value, name.as_ref());
            value.push('=');
            encode::push_query(&mut value, tag.as_ref());
        }
        self.header("x-amz-tagging", value)
    }

    /// Sets the [storage class] (the header `x-amz-storage-class`), such as `STANDARD_IA` or
    /// `INTELLIGENT_TIERING`.
    ///
    /// [storage class]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html
    #[must_use]
    pub fn storage_class(self, storage_class: impl Into<Cow<'a, str>>) -> Self {
        self.header("x-amz-storage-class", storage_class)
    }

    /// Sets the server-side encryption of an uploaded object, or for a download the
    /// [customer-provided key](ServerSideEncryption::CustomerKeyMd5) that decrypts the object (headers
    /// that begin with `x-amz-server-side-encryption`).
    ///
    /// Encryption other than with a customer-provided key is set on the request that creates the
    /// object or the multipart upload; on another request it is an
    /// [`Error::EncryptionWithoutObject`] when signing.
    #[must_use]
    pub fn server_side_encryption(self, encryption: ServerSideEncryption<'a>) -> Self {
        encryption
            .headers()
            .into_iter()
            .flatten()
            .fold(self, |request, (name, value)| request.header(name, value))
    }

    /// Makes the upload fail if the object exists already (`If-None-Match: *`): a [conditional
    /// write].
    ///
    /// [conditional write]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
    #[must_use]
    pub fn create_only(self) -> Self {
        self.header("if-none-match", "*")
    }

    /// Makes the request fail unless the object has this `ETag`, which includes its double quotes
    /// (`If-Match`).
    #[must_use]
    pub fn if_match(self, etag: impl Into<Cow<'a, str>>) -> Self {
        self.header("if-match", etag)
    }

    /// Requests a [range] of bytes of the object (the header `Range`): `bytes=0-1023` for the first 1024
    /// bytes, or `bytes=-500` for the last 500.
    ///
    /// [range]: https://www.rfc-editor.org/rfc/rfc9110#section-14.2
    #[must_use]
    pub fn range(self, range: impl Into<Cow<'a, str>>) -> Self {
        self.header("range", range)
    }

    /// Makes the request fail unless the bucket belongs to the account with this id of twelve digits
    /// (the header `x-amz-expected-bucket-owner`). See [bucket owner condition].
    ///
    /// [bucket owner condition]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
    #[must_use]
    pub fn expected_bucket_owner(self, account_id: impl Into<Cow<'a, str>>) -> Self {
        self.header("x-amz-expected-bucket-owner", account_id)
    }

    /// Sets the source object of a copy (the header `x-amz-copy-source`), on a request from
    /// [`upload_part`](Self::upload_part), which then copies the source as a part
    /// ([`UploadPartCopy`]). [`copy_object`](Self::copy_object) already sets it.
    ///
    /// [`UploadPartCopy`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
    #[must_use]
    pub fn copy_source(self, source: impl Into<CopySource<'a>>) -> Self {
        self.header(COPY_SOURCE, source.into().to_string())
    }
}
