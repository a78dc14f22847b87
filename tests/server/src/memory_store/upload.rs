//! A multipart upload in progress.

use std::collections::BTreeMap;

use bytes::Bytes;
use s3s::dto::{CompletedPart, ETag, Part};
use s3s::{S3Result, s3_error};

use super::object::{Attributes, Object, e_tag, e_tag_of_parts, length};

/// The parts uploaded so far, by number, and the key and attributes of the object.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) key: String,
    attributes: Attributes,
    parts: BTreeMap<i32, Bytes>,
}

impl Upload {
    pub(crate) fn new(key: String, attributes: Attributes) -> Self {
        Self { key, attributes, parts: BTreeMap::new() }
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

    fn listed(&self, part: &CompletedPart) -> S3Result<&Bytes> {
        let body = part.part_number.and_then(|number| self.parts.get(&number));
        body.filter(|body| part.e_tag.as_ref().is_none_or(|given| *given == e_tag(body)))
            .ok_or_else(|| s3_error!(InvalidPart))
    }
}
