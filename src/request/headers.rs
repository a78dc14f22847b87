//! Headers by name: sugar over [`Request::header`]. Each is signed, and the sender must send it.

use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString},
};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use super::{Checksum, CopySource, Request, ServerSideEncryption};
use crate::wire::encode;

impl<'a> Request<'a> {
    /// The object's type, such as `image/jpeg`. Without it any type fits.
    #[must_use]
    pub fn content_type(self, content_type: impl Into<Cow<'a, str>>) -> Self {
        self.header("content-type", content_type)
    }

    /// The object's length in bytes, exactly: the one limit that S3 keeps on a presigned PUT.
    #[must_use]
    pub fn content_length(self, bytes: u64) -> Self {
        self.header("content-length", bytes.to_string())
    }

    /// The MD5 of the object, which S3 compares with what arrives.
    #[must_use]
    pub fn content_md5(self, digest: [u8; 16]) -> Self {
        self.header("content-md5", BASE64.encode(digest))
    }

    /// The checksum of the object, which S3 compares with what arrives and keeps.
    #[must_use]
    pub fn checksum(self, checksum: Checksum) -> Self {
        let (name, value) = checksum.header();
        self.header(name, value)
    }

    /// Metadata of yours, kept with the object: `name` becomes `x-amz-meta-name`.
    #[must_use]
    pub fn metadata(self, name: &str, value: impl Into<Cow<'a, str>>) -> Self {
        self.header(format!("x-amz-meta-{name}"), value)
    }

    /// A canned access control list, such as `private` or `bucket-owner-full-control`.
    #[must_use]
    pub fn acl(self, acl: impl Into<Cow<'a, str>>) -> Self {
        self.header("x-amz-acl", acl)
    }

    /// The object's tags, at most ten, raw: `[("project", "blue"), ("temporary", "")]`.
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

    /// The storage class, such as `STANDARD_IA` or `INTELLIGENT_TIERING`.
    #[must_use]
    pub fn storage_class(self, storage_class: impl Into<Cow<'a, str>>) -> Self {
        self.header("x-amz-storage-class", storage_class)
    }

    /// How S3 encrypts the object, or decrypts it with a key of the customer's.
    #[must_use]
    pub fn server_side_encryption(self, encryption: ServerSideEncryption<'a>) -> Self {
        encryption
            .headers()
            .into_iter()
            .flatten()
            .fold(self, |request, (name, value)| request.header(name, value))
    }

    /// Uploads only if there is no such object yet (`If-None-Match: *`).
    #[must_use]
    pub fn create_only(self) -> Self {
        self.header("if-none-match", "*")
    }

    /// Goes ahead only if the object's `ETag` is this one, quotes included.
    #[must_use]
    pub fn if_match(self, etag: impl Into<Cow<'a, str>>) -> Self {
        self.header("if-match", etag)
    }

    /// Downloads some bytes of the object: `bytes=0-1023`, or `bytes=-500` for the last 500.
    #[must_use]
    pub fn range(self, range: impl Into<Cow<'a, str>>) -> Self {
        self.header("range", range)
    }

    /// Fails unless the bucket belongs to this account, twelve digits.
    #[must_use]
    pub fn expected_bucket_owner(self, account_id: impl Into<Cow<'a, str>>) -> Self {
        self.header("x-amz-expected-bucket-owner", account_id)
    }

    /// Copies from this object: [`copy_object`](Self::copy_object) has it, and on
    /// [`upload_part`](Self::upload_part) it copies a part.
    #[must_use]
    pub fn copy_source(self, source: impl Into<CopySource<'a>>) -> Self {
        self.header("x-amz-copy-source", source.into().to_string())
    }
}
