//! The path in the canonical request: unchanged for S3, normalized and encoded again for other
//! services.

use alloc::{borrow::Cow, string::String, vec::Vec};

use crate::wire::encode;

/// How the path of the URL is encoded for the canonical request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PathEncoding {
    /// Once, as it is sent: the path of the URL is signed unchanged.
    Single,
    /// Twice: the path of the URL is encoded once more, so that a `%20` is signed as `%2520`.
    Double,
}

/// Whether the path is normalized for the canonical request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PathNormalization {
    /// `.`, `..` and empty segments are resolved: `/a/./b/../c//d/` is signed as `/a/c/d/`.
    Normalize,
    /// The path is not normalized.
    Keep,
}

/// The path of the canonical request, from the path of the URL.
pub(crate) fn canonical_path(
    path: &str,
    normalization: PathNormalization,
    encoding: PathEncoding,
) -> Cow<'_, str> {
    let path = match normalization {
        PathNormalization::Normalize => Cow::Owned(normalize_path(path)),
        PathNormalization::Keep => Cow::Borrowed(path),
    };
    match encoding {
        PathEncoding::Single => path,
        PathEncoding::Double => {
            let mut encoded = String::with_capacity(path.len());
            encode::push_path(&mut encoded, &path);
            Cow::Owned(encoded)
        }
    }
}

/// Resolves `.`, `..` and empty segments; a trailing slash is kept.
pub(crate) fn normalize_path(path: &str) -> String {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    let mut normalized = String::with_capacity(path.len());
    for segment in &segments {
        normalized.push('/');
        normalized.push_str(segment);
    }
    if segments.is_empty() || path.ends_with('/') {
        normalized.push('/');
    }
    normalized
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_segments_and_empty_segments_are_resolved() {
        for (path, expected) in [
            ("/", "/"),
            ("//", "/"),
            ("/./", "/"),
            ("/a/..", "/"),
            ("/../../a", "/a"),
            ("//a//", "/a/"),
            ("/a/./b/../c//d/", "/a/c/d/"),
            ("/..a/b..", "/..a/b.."),
        ] {
            assert_eq!(normalize_path(path), expected, "{path}");
        }
    }
}
