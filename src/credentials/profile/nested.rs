//! Keys nested below a key without a value, as below `s3 =` in a profile.

/// The value of a key in `parent`, the value of the outer key. As in botocore, the
/// last one applies, and the names are case-sensitive.
pub(super) fn value<'a>(parent: &'a str, key: &str) -> Option<&'a str> {
    let pairs = parent.lines().filter_map(|line| line.split_once('='));
    pairs.filter(|(name, _)| name.trim() == key).last().map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nested_key_is_found_by_its_exact_name() {
        for (parent, expected) in [
            ("", None),
            ("\na = 1", Some("1")),
            ("\nb = 2\n\n  a=1 ", Some("1")),
            ("\na =", Some("")),
            ("\na = b = c", Some("b = c")),
            ("\na = 1\na = 2", Some("2")),
            ("\nA = 1\naa = 2", None),
        ] {
            assert_eq!(value(parent, "a"), expected, "{parent:?}");
        }
    }
}
