//! A multipart upload in progress.

use std::collections::BTreeMap;

use bytes::Bytes;
use s3s::dto::{Checksum, CompletedPart, CreateMultipartUploadInput, ETag, Part};
use s3s::{S3Result, s3_error};

use super::integrity::{checksum_like, listed_checksum};
use super::object::{Attributes, Object, e_tag, e_tag_of_parts, length};

/// The parts uploaded so far, by number, and the key and attributes of the object.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) key: String,
    attributes: Attributes,
    has_checksums: bool,
    parts: BTreeMap<i32, Bytes>,
}

impl Upload {
    pub(crate) fn new(input: &CreateMultipartUploadInput) -> Self {
        Self {
            key: input.key.clone(),
            attributes: input.into(),
            has_checksums: input.checksum_algorithm.is_some(),
            parts: BTreeMap::new(),
        }
    }

    pub(crate) fn put_part(&mut self, number: i32, body: Bytes) -> ETag {
        let e_tag = e_tag(&body);
        self.parts.insert(number, body);
        e_tag
    }

    pub(crate) fn list_parts(&self) -> Vec<Part> {
        let part = |(number, body): (&i32, &Bytes)| Part {
            e_tag: Some(e_tag(body)),
            part_number: Some(*number),
            size: Some(length(body)),
            ..Part::default()
        };
        self.parts.iter().map(part).collect()
    }

    /// Joins the listed parts. Unlike in S3, which requires 5 MiB for all parts except the last, a
    /// part may have any size.
    pub(crate) fn complete(&self, listed: &[CompletedPart]) -> S3Result<Object> {
        if !listed.is_sorted_by(|one, next| one.part_number < next.part_number) {
            return Err(s3_error!(InvalidPartOrder));
        }
        let parts = listed.iter().map(|part| self.listed(part)).collect::<S3Result<Vec<_>>>()?;
        let body: Vec<u8> = parts.iter().flat_map(|part| part.iter().copied()).collect();
        let e_tag = e_tag_of_parts(parts.into_iter());
        Ok(Object::new(body.into(), self.attributes.clone(), e_tag))
    }

    /// The body of a part, if its entity tag and checksums are those in the list. If the upload was
    /// created with a checksum algorithm, S3 requires the checksum of every part.
    fn listed(&self, part: &CompletedPart) -> S3Result<&Bytes> {
        let checksum = listed_checksum(part);
        if self.has_checksums && checksum == Checksum::default() {
            return Err(s3_error!(InvalidRequest, "The upload requires a checksum for each part"));
        }
        let body = part.part_number.and_then(|number| self.parts.get(&number));
        body.filter(|body| part.e_tag.as_ref().is_none_or(|given| *given == e_tag(body)))
            .filter(|body| checksum == checksum_like(&checksum, body))
            .ok_or_else(|| s3_error!(InvalidPart))
    }
}
