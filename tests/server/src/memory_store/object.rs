//! A stored object and its attributes.

use std::time::SystemTime;

use bytes::Bytes;
use s3s::crypto::{Checksum, Md5};
use s3s::dto::{
    CopyObjectInput, CreateMultipartUploadInput, ETag, GetObjectOutput, HeadObjectOutput, Metadata,
    MetadataDirective, PutObjectInput, Range, StreamingBlob, Timestamp,
};
use s3s::{Body, S3Result};

/// An object with its attributes, entity tag and modification time.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) body: Bytes,
    pub(crate) attributes: Attributes,
    pub(crate) e_tag: ETag,
    pub(crate) last_modified: Timestamp,
}

impl Object {
    pub(crate) fn new(body: Bytes, attributes: Attributes, e_tag: ETag) -> Self {
        Self { body, attributes, e_tag, last_modified: SystemTime::now().into() }
    }

    /// Copies the object, with its own attributes, or those of `input` if the directive is `REPLACE`.
    pub(crate) fn copied_by(self, input: &CopyObjectInput) -> Self {
        let directive = input.metadata_directive.as_ref();
        let attributes = match directive.map(MetadataDirective::as_str) {
            Some(MetadataDirective::REPLACE) => input.into(),
            _ => self.attributes,
        };
        Self::new(self.body, attributes, self.e_tag)
    }

    pub(crate) fn head(self) -> HeadObjectOutput {
        HeadObjectOutput {
            accept_ranges: Some("bytes".to_owned()),
            cache_control: self.attributes.cache_control,
            content_disposition: self.attributes.content_disposition,
            content_encoding: self.attributes.content_encoding,
            content_language: self.attributes.content_language,
            content_length: Some(length(&self.body)),
            content_type: self.attributes.content_type,
            e_tag: Some(self.e_tag),
            last_modified: Some(self.last_modified),
            metadata: self.attributes.metadata,
            ..HeadObjectOutput::default()
        }
    }

    pub(crate) fn get(self, range: Option<Range>) -> S3Result<GetObjectOutput> {
        let mut body = self.body.clone();
        let mut content_range = None;
        if let Some(range) = range {
            let bytes = range.check(self.body.len() as u64)?;
            content_range =
                Some(format!("bytes {}-{}/{}", bytes.start, bytes.end - 1, self.body.len()));
            body = self.body.slice(index(bytes.start)..index(bytes.end));
        }
        let head = self.head();
        Ok(GetObjectOutput {
            accept_ranges: head.accept_ranges,
            cache_control: head.cache_control,
            content_disposition: head.content_disposition,
            content_encoding: head.content_encoding,
            content_language: head.content_language,
            content_length: Some(length(&body)),
            content_range,
            content_type: head.content_type,
            e_tag: head.e_tag,
            last_modified: head.last_modified,
            metadata: head.metadata,
            body: Some(StreamingBlob::from(Body::from(body))),
            ..GetObjectOutput::default()
        })
    }
}

/// The headers that are stored with an object and returned with it.
#[derive(Clone, Debug)]
pub(crate) struct Attributes {
    cache_control: Option<String>,
    content_disposition: Option<String>,
    content_encoding: Option<String>,
    content_language: Option<String>,
    content_type: Option<String>,
    metadata: Option<Metadata>,
}

macro_rules! attributes_of {
    ($($input:ty),+) => {$(
        impl From<&$input> for Attributes {
            fn from(input: &$input) -> Self {
                Self {
                    cache_control: input.cache_control.clone(),
                    content_disposition: input.content_disposition.clone(),
                    content_encoding: input.content_encoding.clone(),
                    content_language: input.content_language.clone(),
                    content_type: input.content_type.clone(),
                    metadata: input.metadata.clone(),
                }
            }
        }
    )+};
}

attributes_of!(PutObjectInput, CopyObjectInput, CreateMultipartUploadInput);

/// The entity tag of a body: its MD5 in hexadecimal.
pub(crate) fn e_tag(body: &[u8]) -> ETag {
    ETag::Strong(hex(&Md5::checksum(body)))
}

/// The entity tag of a multipart object: the MD5 of the MD5s of its parts, and their number.
pub(crate) fn e_tag_of_parts<'a>(parts: impl Iterator<Item = &'a Bytes>) -> ETag {
    let digests: Vec<_> = parts.map(|part| Md5::checksum(part)).collect();
    ETag::Strong(format!("{}-{}", hex(&Md5::checksum(&digests.concat())), digests.len()))
}

pub(crate) fn length(body: &[u8]) -> i64 {
    i64::try_from(body.len()).expect("a slice is at most isize::MAX bytes long")
}

fn index(offset: u64) -> usize {
    usize::try_from(offset).expect("a checked range lies within the body")
}

fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}
