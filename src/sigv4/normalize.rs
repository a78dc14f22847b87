//! Path normalisation for the services that sign a normalised path; S3 does not.

use alloc::{string::String, vec::Vec};

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
