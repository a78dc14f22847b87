//! The limits on object keys.

use crate::{
    error::{Error, excerpt},
    wire::find_byte::find_byte,
};

/// Whether a key may have a segment `.` or `..`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum DotSegments {
    Refused,
    Allowed,
}

impl DotSegments {
    /// Refuses a key that S3 would refuse, or that a client would rewrite before sending it.
    pub(crate) fn check_key(self, key: &str) -> Result<(), Error> {
        if key.is_empty() {
            return Err(Error::EmptyKey);
        }
        self.check_key_prefix(key)
    }

    /// The same for a prefix of a key, which may be empty.
    pub(crate) fn check_key_prefix(self, prefix: &str) -> Result<(), Error> {
        if prefix.len() > MAX_KEY_BYTES {
            return Err(Error::KeyTooLong { bytes: prefix.len() });
        }
        match dot_segment(prefix) {
            Some((segment, index)) if self == Self::Refused => {
                Err(Error::DotSegment { key: excerpt(prefix), segment, index })
            }
            _ => Ok(()),
        }
    }
}

/// The first segment of `key` that a URL parser would resolve, and its byte index.
fn dot_segment(key: &str) -> Option<(&'static str, usize)> {
    if !has_leading_dot(key.as_bytes()) {
        return None;
    }
    let mut index = 0;
    for segment in key.split('/') {
        match segment {
            "." => return Some((".", index)),
            ".." => return Some(("..", index)),
            _ => index += segment.len() + 1,
        }
    }
    None
}

/// Whether a segment begins with a dot. Most keys have none, so this pass is enough for them.
fn has_leading_dot(key: &[u8]) -> bool {
    let mut begin = 0;
    while let Some(dot) = find_byte::<b'.'>(&key[begin..]) {
        let dot = begin + dot;
        if dot == 0 || key[dot - 1] == b'/' {
            return true;
        }
        begin = dot + 1;
    }
    false
}

pub(crate) const MAX_KEY_BYTES: usize = 1024;
