//! Parses a host name of S3 in a URL of any implementation: the reverse of the templates.

use super::partition::Partition;
use crate::wire::names::{S3, S3_EXPRESS, S3_OBJECT_LAMBDA, S3_OUTPOSTS};

/// A host of S3 itself, such as `bucket.s3.dualstack.us-west-2.amazonaws.com`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct S3Host<'h> {
    pub(crate) region: HostRegion<'h>,
    /// The labels before that of S3, where these are a bucket.
    pub(crate) bucket: Option<&'h str>,
    /// The service that requests to it are signed for.
    pub(crate) service: &'static str,
    /// The end of the host.
    pub(crate) dns_suffix: &'static str,
}

/// The region that a host names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum HostRegion<'h> {
    Named(&'h str),
    /// No region: S3 finds the region of the bucket, or redirects.
    Global,
    /// Any region: Transfer Acceleration.
    Any,
    /// Several regions: a Multi-Region Access Point.
    Set,
    /// A website endpoint, for which nothing is signed.
    Website,
}

impl<'h> S3Host<'h> {
    /// Parses a lower-case host name; `None` if it is not a host of S3.
    pub(crate) fn parse(name: &'h str) -> Option<Self> {
        let (labels, dns_suffix) = Partition::strip_dns_suffix(name)?;
        // The certificate of a VPC endpoint, `bucket.vpce-….s3.us-east-1.vpce.amazonaws.com`, is for
        // `*.vpce-….s3.…`.
        let (labels, is_vpce) = match labels.strip_suffix(".vpce") {
            Some(labels) => (labels, true),
            None => (labels, false),
        };
        let (region, bucket, service) = parse_labels(labels)?;
        Some(Self { region, bucket: bucket.filter(|_| !is_vpce), service, dns_suffix })
    }
}

/// Region, bucket and service of a host.
type Parts<'h> = (HostRegion<'h>, Option<&'h str>, &'static str);

/// The parts of the labels before the suffix.
fn parse_labels(labels: &str) -> Option<Parts<'_>> {
    let (before, last) = split_last(labels);
    match last {
        "s3" => Some((HostRegion::Global, before, S3)),
        "s3-global" => Some((HostRegion::Set, None, S3)),
        "s3-accelerate" => Some((HostRegion::Any, before, S3)),
        _ if last.starts_with("s3-website-") => Some((HostRegion::Website, before, S3)),
        "dualstack" => match split_last(before?) {
            (before, "s3-accelerate") => Some((HostRegion::Any, before, S3)),
            _ => None,
        },
        _ => match dashed_region(last) {
            Some(region) => Some((HostRegion::Named(region), before, S3)),
            None => parse_regional(before?, last),
        },
    }
}

/// The same where the last label is the region.
fn parse_regional<'h>(labels: &'h str, region: &'h str) -> Option<Parts<'h>> {
    let (before, label) = split_last(labels.strip_suffix(".dualstack").unwrap_or(labels));
    let named = HostRegion::Named(region);
    match label {
        "s3" | "s3-fips" => Some((named, before, S3)),
        "s3-accelerate" => Some((HostRegion::Any, before, S3)),
        "s3-website" => Some((HostRegion::Website, before, S3)),
        "s3-accesspoint" | "s3-accesspoint-fips" => Some((named, None, S3)),
        "s3-object-lambda" | "s3-object-lambda-fips" => Some((named, None, S3_OBJECT_LAMBDA)),
        "s3-outposts" => Some((named, None, S3_OUTPOSTS)),
        _ if label.starts_with("s3express-") => Some((named, None, S3_EXPRESS)),
        _ => None,
    }
}

/// The region of legacy hosts with a dash, such as `s3-us-west-2.amazonaws.com`.
fn dashed_region(label: &str) -> Option<&str> {
    let region = label.strip_prefix("s3-")?;
    let region = region.strip_prefix("fips-").unwrap_or(region);
    match region {
        "external-1" => Some("us-east-1"),
        _ if region.ends_with(|c: char| c.is_ascii_digit()) => Some(region),
        _ => None,
    }
}

/// The labels before the last one, and the last.
fn split_last(labels: &str) -> (Option<&str>, &str) {
    match labels.rsplit_once('.') {
        Some((before, last)) => (Some(before), last),
        None => (None, labels),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_region_and_bucket_of_every_s3_host() {
        use HostRegion::{Any, Global, Named, Set, Website};

        let west = Named("us-west-2");
        for (labels, region, bucket) in [
            ("s3.us-west-2", west, None),
            ("b.s3.us-west-2", west, Some("b")),
            ("my.b.s3.us-west-2", west, Some("my.b")),
            ("s3.s3.us-west-2", west, Some("s3")),
            ("s3.dualstack.us-west-2", west, None),
            ("b.s3-fips.dualstack.us-west-2", west, Some("b")),
            ("b.s3-us-west-2", west, Some("b")),
            ("s3-fips-us-gov-west-1", Named("us-gov-west-1"), None),
            ("b.s3-external-1", Named("us-east-1"), Some("b")),
            ("s3", Global, None),
            ("b.s3", Global, Some("b")),
            ("b.s3-accelerate", Any, Some("b")),
            ("b.s3-accelerate.dualstack", Any, Some("b")),
            ("b.s3-accelerate.dualstack.us-east-1", Any, Some("b")),
            ("m.mrap.accesspoint.s3-global", Set, None),
            ("ap-123456789012.s3-accesspoint-fips.dualstack.us-west-2", west, None),
            ("ap-123456789012.s3-object-lambda.us-west-2", west, None),
            ("ap-123456789012.op-01234567890123456.s3-outposts.us-west-2", west, None),
            ("b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2", west, None),
            ("s3express-control-fips.dualstack.us-west-2", west, None),
            ("b.vpce-1a2b-3c4d.s3.us-west-2.vpce", west, None),
            ("b.s3-website-us-west-2", Website, Some("b")),
            ("my.b.s3-website.us-west-2", Website, Some("my.b")),
        ] {
            for dns_suffix in ["amazonaws.com", "amazonaws.com.cn", "cloud.adc-e.uk"] {
                let name = alloc::format!("{labels}.{dns_suffix}");
                let host = S3Host::parse(&name);
                let parts = host.map(|host| (host.region, host.bucket, host.dns_suffix));
                assert_eq!(parts, Some((region, bucket, dns_suffix)), "{name}");
            }
        }
    }

    #[test]
    fn tells_the_service_by_the_label_before_the_region() {
        for (name, service) in [
            ("b.s3.us-west-2.amazonaws.com", "s3"),
            ("s3express-logs.s3.us-west-2.amazonaws.com", "s3"),
            ("s3-outposts.s3-us-west-2.amazonaws.com", "s3"),
            ("m.mrap.accesspoint.s3-global.amazonaws.com", "s3"),
            ("ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com", "s3"),
            ("ap-123456789012.s3-object-lambda-fips.us-west-2.amazonaws.com", "s3-object-lambda"),
            (
                "ap-123456789012.op-01234567890123456.s3-outposts.us-west-2.amazonaws.com",
                "s3-outposts",
            ),
            ("b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com", "s3express"),
            ("s3express-control.us-west-2.amazonaws.com", "s3express"),
        ] {
            assert_eq!(S3Host::parse(name).map(|host| host.service), Some(service), "{name}");
        }
    }

    #[test]
    fn rejects_hosts_that_are_not_of_s3() {
        for name in [
            "example.com",
            "s3.example.com",
            "b.s3.us-west-2.example.com",
            "amazonaws.com",
            "s3.us-west-2.amazonaws.com.evil.example",
            "sts.us-east-1.amazonaws.com",
            "sts.amazonaws.com",
            "dualstack.amazonaws.com",
            "b.s3.dualstack.amazonaws.com",
            "x.dualstack.amazonaws.com",
        ] {
            assert_eq!(S3Host::parse(name), None, "{name}");
        }
    }
}
