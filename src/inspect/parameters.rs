//! The query of a URL, parsed on demand.

use alloc::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::NotPresigned;
use crate::wire::query;

/// The parameters of a query, percent-encoded. Every look-up is a linear search.
#[derive(Clone, Copy)]
pub(super) struct Parameters<'u> {
    query: &'u str,
}

impl<'u> Parameters<'u> {
    pub(super) const fn new(query: &'u str) -> Self {
        Self { query }
    }

    /// Names and values; one without `=` has an empty value.
    pub(super) fn pairs(self) -> impl Iterator<Item = (&'u str, &'u str)> {
        query::pairs(self.query)
    }

    /// The first value of a parameter. Its name may be percent-encoded and in any case, as some
    /// servers accept it.
    pub(super) fn find(self, name: &str) -> Option<&'u str> {
        self.pairs().find(|(other, _)| is_named(other, name)).map(|(_, value)| value)
    }

    /// The first value of a parameter that every presigned URL has.
    pub(super) fn require(self, name: &'static str) -> Result<&'u str, NotPresigned> {
        self.find(name).ok_or(NotPresigned::MissingParameter { name })
    }
}

/// Percent-decodes a name or a value, lossily; borrowed if there is nothing to decode.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

fn is_named(encoded: &str, name: &str) -> bool {
    encoded.eq_ignore_ascii_case(name)
        || (encoded.contains('%') && decode(encoded).eq_ignore_ascii_case(name))
}
