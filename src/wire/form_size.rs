//! The size of an upload form, which S3 limits.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html>

/// Returns the least size, in bytes, of fields in `multipart/form-data`, from the lengths of their names
/// and values.
pub(crate) fn min_form_bytes(fields: impl IntoIterator<Item = (usize, usize)>) -> usize {
    let parts = fields.into_iter().map(|(name, value)| MIN_PART_BYTES + name + value);
    parts.fold(0, usize::saturating_add)
}

/// S3's maximum of form data and boundaries, without the file.
pub(crate) const MAX_FORM_BYTES: usize = 20 * 1024;

/// The least that a part takes in addition to name and value: a boundary of one character, and
/// `Content-Disposition: form-data; name=""`, with their line breaks.
const MIN_PART_BYTES: usize = 50;
