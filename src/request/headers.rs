//! Named headers: shorthand for [`Request::header`]. Each is signed, and the sender must send it.

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

impl<'a> Request<'a> {
    /// Sets the `Content-Type` of the object, such as `image/jpeg`. Without it the sender may send
    /// any type.
    #[must_use]
    pub fn content_type(self, content_type: impl Into<Cow<'a, str>>) -> Self {
        self.header("content-type", content_type)
    }

    /// Sets the `Content-Disposition` of the object, with which every download of it responds:
    /// [`ContentDisposition::attachment`](super::ContentDisposition::attachment) of a file name, or
    /// a value of your own in ASCII.
    #[must_use]
    pub fn content_disposition(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.header("content-disposition", value)
    }

    /// Sets the `Content-Encoding` of the object, such as `gzip`. The sender encodes the body
    /// itself.
    #[must_use]
    pub fn content_encoding(self, encoding: impl Into<Cow<'a, str>>) -> Self {
        self.header("content-encoding", encoding)
    }

    /// Sets the `Cache-Control` of the object, such as `max-age=3600`.
    #[must_use]
    pub fn cache_control(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.header("cache-control", value)
    }

    /// Sets the exact length of the object in bytes, the only size limit that S3 enforces on a
    /// presigned PUT.
    #[must_use]
    pub fn content_length(self, bytes: u64) -> Self {
        self.header("content-length", bytes.to_string())
    }

    /// Sets the MD5 digest of the object, which S3 verifies on upload.
    #[must_use]
    pub fn content_md5(self, digest: [u8; 16]) -> Self {
        self.header("content-md5", BASE64.encode(digest))
    }

    /// Sets the checksum of the object, which S3 verifies on upload and stores with the object.
    #[must_use]
    pub fn checksum(self, checksum: Checksum) -> Self {
        let (name, value) = checksum.header();
        self.header(name, value)
    }

    /// Sets the SHA-256 of the body, which is signed: the URL is valid for this body only. S3
    /// compares it with what it receives, and stores no checksum.
    ///
    /// It is the header `x-amz-content-sha256`, and the payload hash of the canonical request, which
    /// is `UNSIGNED-PAYLOAD` otherwise. A few compatible stores, such as those built on `s3s` 0.14,
    /// expect `UNSIGNED-PAYLOAD` in every presigned URL and refuse this one; for them use
    /// [`checksum`](Self::checksum).
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

    /// Sets the algorithm of the checksums of a [multipart
    /// upload](Self::create_multipart_upload), or of the copy of an object. Each part is then
    /// uploaded with its own [`checksum`](Self::checksum).
    #[must_use]
    pub fn checksum_algorithm(self, algorithm: ChecksumAlgorithm) -> Self {
        self.header("x-amz-checksum-algorithm", algorithm.as_str())
    }

    /// Sets how S3 computes the checksum of an object from its parts, when a [multipart
    /// upload](Self::create_multipart_upload) is created or completed.
    #[must_use]
    pub fn checksum_type(self, checksum_type: ChecksumType) -> Self {
        self.header("x-amz-checksum-type", checksum_type.as_str())
    }

    /// Makes GET and HEAD return the checksum that is stored with the object.
    #[must_use]
    pub fn checksum_mode(self) -> Self {
        self.header("x-amz-checksum-mode", "ENABLED")
    }

    /// Retains the uploaded object until a time, in a bucket with object lock.
    ///
    /// S3 requires a checksum of an upload with object lock: add a [`checksum`](Self::checksum) or
    /// [`content_md5`](Self::content_md5), or let the sender add `content-md5`.
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

    /// Puts the uploaded object under a legal hold: it is retained until the hold is removed, in a
    /// bucket with object lock. A checksum is required as with [`object_lock`](Self::object_lock).
    #[must_use]
    pub fn legal_hold(self) -> Self {
        self.header("x-amz-object-lock-legal-hold", "ON")
    }

    /// Adds user-defined metadata to the object: `name` becomes `x-amz-meta-name`.
    #[must_use]
    pub fn metadata(self, name: &str, value: impl Into<Cow<'a, str>>) -> Self {
        self.header(format!("x-amz-meta-{name}"), value)
    }

    /// Sets a canned access control list, such as `private` or `bucket-owner-full-control`.
    #[must_use]
    pub fn acl(self, acl: impl Into<Cow<'a, str>>) -> Self {
        self.header("x-amz-acl", acl)
    }

    /// Sets the tags of the object, at most ten, as raw pairs of key and value:
    /// `[("project", "blue"), ("temporary", "")]`.
    #[must_use]
    pub fn tagging<'t>(self, tags: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut value = String::new();
        for (name, tag) in tags {
            value.push_str(if value.is_empty() { "" } else { "&" });
            encode::push_query(&mut value, name);
            value.push('=');
            encode::push_query(&mut value, tag);
        }
        self.header("x-amz-tagging", value)
    }

    /// Sets the storage class, such as `STANDARD_IA` or `INTELLIGENT_TIERING`.
    #[must_use]
    pub fn storage_class(self, storage_class: impl Into<Cow<'a, str>>) -> Self {
        self.header("x-amz-storage-class", storage_class)
    }

    /// Sets the encryption of the object, or the customer-provided key that decrypts it.
    #[must_use]
    pub fn server_side_encryption(self, encryption: ServerSideEncryption<'a>) -> Self {
        encryption
            .headers()
            .into_iter()
            .flatten()
            .fold(self, |request, (name, value)| request.header(name, value))
    }

    /// Uploads only if the object does not exist yet (`If-None-Match: *`).
    #[must_use]
    pub fn create_only(self) -> Self {
        self.header("if-none-match", "*")
    }

    /// Applies the request only if the object has this `ETag`, given with its quotes.
    #[must_use]
    pub fn if_match(self, etag: impl Into<Cow<'a, str>>) -> Self {
        self.header("if-match", etag)
    }

    /// Downloads a range of the object: `bytes=0-1023`, or `bytes=-500` for the last 500 bytes.
    #[must_use]
    pub fn range(self, range: impl Into<Cow<'a, str>>) -> Self {
        self.header("range", range)
    }

    /// Makes the request fail unless the bucket belongs to this account, an id of twelve digits.
    #[must_use]
    pub fn expected_bucket_owner(self, account_id: impl Into<Cow<'a, str>>) -> Self {
        self.header("x-amz-expected-bucket-owner", account_id)
    }

    /// Sets the source object of a copy. [`copy_object`](Self::copy_object) sets it too; with
    /// [`upload_part`](Self::upload_part) it copies a part (`UploadPartCopy`).
    #[must_use]
    pub fn copy_source(self, source: impl Into<CopySource<'a>>) -> Self {
        self.header(COPY_SOURCE, source.into().to_string())
    }
}
