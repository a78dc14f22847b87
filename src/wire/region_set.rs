//! The region set of Signature Version 4A.

#[cfg(feature = "sigv4a")]
use alloc::{string::String, vec::Vec};

#[cfg(feature = "sigv4a")]
use super::byte_set::ByteSet;

/// The region set in the form in which it is signed, without white space; `None` if it is not a list of region names
/// and of patterns with one `*`, which [`has_region`] matches.
#[cfg(feature = "sigv4a")]
pub(crate) fn canonical_region_set(set: &str) -> Option<String> {
    let patterns: Vec<_> = set.split(',').map(str::trim_ascii).collect();
    let has_one_star = |text: &str| text.matches('*').count() <= 1;
    let is_pattern =
        |text: &&str| !text.is_empty() && PATTERN.contains_all(text) && has_one_star(text);
    patterns.iter().all(is_pattern).then(|| patterns.join(","))
}

/// Whether a region set such as `*` or `us-east-1,eu-*` has the region.
pub(crate) fn has_region(set: &str, region: &str) -> bool {
    set.split(',').any(|pattern| match pattern.trim_ascii().split_once('*') {
        None => pattern.trim_ascii() == region,
        Some((start, end)) => region.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
    })
}

/// The characters of a region name, and `*` for any text.
#[cfg(feature = "sigv4a")]
static PATTERN: ByteSet<4> =
    ByteSet::from_ranges(&[b'a'..=b'z', b'0'..=b'9', b'-'..=b'-', b'*'..=b'*']);

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "sigv4a")]
    #[test]
    fn a_region_set_is_a_list_of_names_and_patterns() {
        for (set, expected) in [
            ("*", Some("*")),
            ("us-east-1", Some("us-east-1")),
            ("us-*,eu-west-1", Some("us-*,eu-west-1")),
            (" us-east-1 ,\teu-west-1", Some("us-east-1,eu-west-1")),
            ("", None),
            (" ", None),
            ("us-east-1,", None),
            (",us-east-1", None),
            ("us-east-1 eu-west-1", None),
            ("us-east-1;eu-west-1", None),
            ("US-EAST-1", None),
            ("us_east_1", None),
            ("us-eäst-1", None),
            ("us-*-*", None),
            ("**", None),
        ] {
            assert_eq!(canonical_region_set(set).as_deref(), expected, "{set:?}");
        }
    }

    #[test]
    fn a_region_set_has_its_regions_and_those_of_its_patterns() {
        for (set, region, expected) in [
            ("*", "us-east-1", true),
            ("us-east-1", "us-east-1", true),
            ("us-east-1,eu-west-1", "eu-west-1", true),
            ("us-east-1, eu-west-1", "eu-west-1", true),
            ("us-east-1,eu-west-1", "eu-west-2", false),
            ("us-*,eu-west-1", "us-west-2", true),
            ("us-*", "eu-west-1", false),
            ("us-*-1", "us-east-1", true),
            ("us-*-1", "us-1", false),
            ("", "us-east-1", false),
        ] {
            assert_eq!(has_region(set, region), expected, "{set} {region}");
        }
    }
}
