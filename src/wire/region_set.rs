//! The region set of Signature Version 4A.

/// Whether a region set such as `*` or `us-east-1,eu-*` has the region.
pub(crate) fn has_region(set: &str, region: &str) -> bool {
    set.split(',').any(|pattern| match pattern.trim_ascii().split_once('*') {
        None => pattern.trim_ascii() == region,
        Some((start, end)) => region.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
