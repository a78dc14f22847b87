//! The fields of an upload form, and their size, which S3 limits.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html>

use super::names::has_prefix;

/// Returns the minimum size, in bytes, of fields in `multipart/form-data`, from the lengths of their names
/// and values.
pub(crate) fn min_form_bytes(fields: impl IntoIterator<Item = (usize, usize)>) -> usize {
    let parts = fields.into_iter().map(|(name, value)| MIN_PART_BYTES + name + value);
    parts.fold(0, usize::saturating_add)
}

/// Whether the sender may add the field without a condition in the policy.
pub(crate) fn is_ignored(name: &str) -> bool {
    has_prefix(name, "x-ignore-")
}

/// The variable that S3 replaces by the name of the uploaded file, in any field.
pub(crate) const FILENAME: &str = "${filename}";

/// The prefix of fields and headers of user-defined metadata.
pub(crate) const META: &str = "x-amz-meta-";

/// S3's maximum of form data and boundaries, without the file.
pub(crate) const MAX_FORM_BYTES: usize = 20 * 1024;

/// The minimum that a part takes in addition to name and value: a boundary of one character, and
/// `Content-Disposition: form-data; name=""`, with their line breaks.
const MIN_PART_BYTES: usize = 50;
