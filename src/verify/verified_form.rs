//! The parts of an upload form that its policy authenticates.

use alloc::{borrow::Cow, vec::Vec};
use core::{fmt, ops::RangeInclusive};

use crate::{redact::shown_value, wire::timestamp::Timestamp};

/// The parts of an upload form that the holder of the secret allows. Use only these; do not parse the form
/// again.
///
/// `Debug` redacts customer-provided encryption keys.
#[derive(Clone, Eq, PartialEq)]
pub struct VerifiedForm<'a> {
    pub(super) bucket: Cow<'a, str>,
    pub(super) key: Cow<'a, str>,
    pub(super) fields: Vec<(&'a str, Cow<'a, str>)>,
    pub(super) content_length_range: Option<RangeInclusive<u64>>,
    pub(super) signed_at: Timestamp,
    pub(super) expires_at: Timestamp,
}

impl<'a> VerifiedForm<'a> {
    /// The bucket to upload to.
    #[must_use]
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The key of the object, 1 to 1024 bytes, with the file name in place of `${filename}`. It may contain `..`
    /// and any other text: it is a name, not a file system path.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The other fields with a condition, as pairs of name and value in the order received: headers and metadata
    /// of the object, and how to respond (`success_action_status`, `success_action_redirect`, `redirect`). Names
    /// are in the case in which they were received. The fields of the signature, `bucket`, `key` and
    /// `x-ignore-…` are not among them.
    #[must_use]
    pub fn fields(&self) -> &[(&'a str, Cow<'a, str>)] {
        &self.fields
    }

    /// The value of one of [`fields`](Self::fields), whose name is in any case.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        find(&self.fields, name).map(|value| &**value)
    }

    /// The size of the file in bytes, both bounds included, which the caller must enforce while it receives the
    /// file. `None` if the policy does not limit it. S3 responds to a larger file with `EntityTooLarge`, to a smaller
    /// one with `EntityTooSmall`.
    #[must_use]
    pub fn content_length_range(&self) -> Option<RangeInclusive<u64>> {
        self.content_length_range.clone()
    }

    /// `x-amz-date`.
    #[must_use]
    pub const fn signed_at(&self) -> Timestamp {
        self.signed_at
    }

    /// The expiration of the policy.
    #[must_use]
    pub const fn expires_at(&self) -> Timestamp {
        self.expires_at
    }
}

impl fmt::Debug for VerifiedForm<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.fields.iter().map(|(name, value)| (name, shown_value(name, value)));
        f.debug_struct("VerifiedForm")
            .field("bucket", &self.bucket)
            .field("key", &self.key)
            .field("fields", &fields.collect::<Vec<_>>())
            .field("content_length_range", &self.content_length_range)
            .field("signed_at", &self.signed_at)
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// The value of the field `name`, in any case.
pub(super) fn find<'f, V>(fields: &'f [(&str, V)], name: &str) -> Option<&'f V> {
    fields.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}
