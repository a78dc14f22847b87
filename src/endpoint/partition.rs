//! The AWS partitions, which have separate DNS suffixes. A new partition is a new row.
//!
//! Source: botocore's `partitions.json` and its S3 endpoint rule set.

/// The properties of a partition that S3 host names depend on.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Partition {
    pub(crate) name: &'static str,
    /// The suffix of every S3 host name, dual-stack or not.
    pub(crate) dns_suffix: &'static str,
    /// The pseudo-region of global endpoints.
    global_region: &'static str,
    /// A region name is one of these, then `-word-number`.
    region_prefixes: &'static [&'static str],
    pub(crate) variants: EndpointVariants,
}

/// The endpoint variants of a partition.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum EndpointVariants {
    /// Dual-stack, FIPS and Transfer Acceleration.
    All,
    /// Only dual-stack.
    DualStack,
}

impl Partition {
    /// The partition of a region. An unknown name is treated as a new region of `aws`.
    pub(crate) fn containing(region: &str) -> &'static Self {
        PARTITIONS.iter().find(|partition| partition.contains(region)).unwrap_or(&PARTITIONS[0])
    }

    /// Splits an AWS host name before its DNS suffix; `None` for other hosts.
    pub(crate) fn strip_dns_suffix(host: &str) -> Option<(&str, &'static str)> {
        PARTITIONS.iter().find_map(|partition| {
            let labels = host.strip_suffix(partition.dns_suffix)?.strip_suffix('.')?;
            Some((labels, partition.dns_suffix))
        })
    }

    fn contains(&self, region: &str) -> bool {
        self.global_region == region
            || self.region_prefixes.iter().any(|prefix| is_region(region, prefix))
    }
}

/// Whether `region` is `prefix-word-number`, where the word holds no further hyphen.
fn is_region(region: &str, prefix: &str) -> bool {
    let Some((word, number)) = region
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('-'))
        .and_then(|rest| rest.split_once('-'))
    else {
        return false;
    };
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !word.is_empty()
        && word.bytes().all(is_word)
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

const PARTITIONS: &[Partition] = &[
    Partition {
        name: "aws",
        dns_suffix: "amazonaws.com",
        global_region: "aws-global",
        region_prefixes: &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
        variants: EndpointVariants::All,
    },
    Partition {
        name: "aws-cn",
        dns_suffix: "amazonaws.com.cn",
        global_region: "aws-cn-global",
        region_prefixes: &["cn"],
        variants: EndpointVariants::DualStack,
    },
    Partition {
        name: "aws-us-gov",
        dns_suffix: "amazonaws.com",
        global_region: "aws-us-gov-global",
        region_prefixes: &["us-gov"],
        variants: EndpointVariants::All,
    },
    Partition {
        name: "aws-eusc",
        dns_suffix: "amazonaws.eu",
        global_region: "aws-eusc-global",
        region_prefixes: &["eusc-de"],
        variants: EndpointVariants::All,
    },
    Partition {
        name: "aws-iso",
        dns_suffix: "c2s.ic.gov",
        global_region: "aws-iso-global",
        region_prefixes: &["us-iso"],
        variants: EndpointVariants::All,
    },
    Partition {
        name: "aws-iso-b",
        dns_suffix: "sc2s.sgov.gov",
        global_region: "aws-iso-b-global",
        region_prefixes: &["us-isob"],
        variants: EndpointVariants::All,
    },
    Partition {
        name: "aws-iso-e",
        dns_suffix: "cloud.adc-e.uk",
        global_region: "aws-iso-e-global",
        region_prefixes: &["eu-isoe"],
        variants: EndpointVariants::All,
    },
    Partition {
        name: "aws-iso-f",
        dns_suffix: "csp.hci.ic.gov",
        global_region: "aws-iso-f-global",
        region_prefixes: &["us-isof"],
        variants: EndpointVariants::All,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_belongs_to_its_partition() {
        for (region, partition) in [
            ("us-east-1", "aws"),
            ("mx-central-1", "aws"),
            ("ap-southeast-7", "aws"),
            ("aws-global", "aws"),
            ("cn-north-1", "aws-cn"),
            ("aws-cn-global", "aws-cn"),
            ("us-gov-west-1", "aws-us-gov"),
            ("eusc-de-east-1", "aws-eusc"),
            ("us-iso-east-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("us-isof-south-1", "aws-iso-f"),
            ("us-future-9", "aws"),
            ("auto", "aws"),
            ("us-gov-", "aws"),
            ("cn-north", "aws"),
            ("cn-north-1-x", "aws"),
            // botocore's patterns have `\w+`.
            ("cn-a_b-1", "aws-cn"),
            ("cn-a.b-1", "aws"),
        ] {
            assert_eq!(Partition::containing(region).name, partition, "{region}");
        }
    }
}
