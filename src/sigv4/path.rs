//! The path of the canonical request: normalized and encoded once more for most services, as it is for S3.

use alloc::{borrow::Cow, string::String, vec::Vec};

use crate::wire::encode;

/// How the path of the request line stands in the canonical request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PathEncoding {
    /// As it is.
    AsIs,
    /// Percent-encoded once more, so that a `%20` is signed as `%2520`.
    Again,
}

/// What happens to dot segments and doubled slashes in the canonical request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PathNormalization {
    /// `.`, `..` and empty segments are resolved: `/a/./b/../c//d/` is signed as `/a/c/d/`.
    Normalize,
    /// The path stays as it is.
    Keep,
}

/// The path of a request line as it stands in the canonical request.
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
        PathEncoding::AsIs => path,
        PathEncoding::Again => {
            let mut encoded = String::with_capacity(path.len());
            encode::push_path(&mut encoded, &path);
            Cow::Owned(encoded)
        }
    }
}

/// Resolves `.`, `..` and empty segments; a slash at the end stays.
pub(crate) fn normalize_path(path: &str) -> String {
    let mut kept = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            _ => kept.push(segment),
        }
    }
    let mut normal = String::with_capacity(path.len());
    for segment in &kept {
        normal.push('/');
        normal.push_str(segment);
    }
    if kept.is_empty() || path.ends_with('/') {
        normal.push('/');
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_segments_and_doubled_slashes_are_resolved() {
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
