//! The host names of Amazon S3: a template for each kind of resource, and the options it supports.
//!
//! The rules are those of the S3 endpoint rule set in the AWS SDKs; `tests/it/endpoint/rules.rs`
//! runs its test cases.

use alloc::string::String;

use super::{
    options::{Addressing, EndpointOptions},
    partition::{EndpointVariants, Partition},
    resource::{AccessPoint, BucketPlacement, HardwareType, Resource},
};
use crate::{
    error::{Error, unsupported},
    region::Region,
};

/// The parts of S3's host names that depend on region and options, not on the request.
#[derive(Clone, Debug)]
pub(super) struct AwsHosts {
    options: EndpointOptions,
    /// The host of requests without a bucket in the host: `s3.eu-central-1.amazonaws.com`.
    service_host: String,
    /// The suffix after a general purpose bucket: `.s3.eu-central-1.amazonaws.com`.
    bucket_suffix: String,
    /// The suffix of every regional host: `.eu-central-1.amazonaws.com`.
    regional_suffix: String,
    /// The suffix of every host in the partition: `.amazonaws.com`.
    dns_suffix: String,
}

impl AwsHosts {
    /// Refuses options that exclude each other, whatever the request.
    pub(super) fn new(
        options: EndpointOptions,
        region: &Region,
        partition: &Partition,
    ) -> Result<Self, Error> {
        region.check_aws_name()?;
        check_options(options, partition)?;
        let dns_suffix = [".", partition.dns_suffix].concat();
        let regional_suffix = [".", region.signing_name(), &dns_suffix].concat();
        let suffix = if is_global(options, region) { &dns_suffix } else { &regional_suffix };
        let service_host = [options.s3_labels(), suffix].concat();
        let bucket_suffix = if options.accelerate {
            // The rule set has a region in only one accelerate host: `aws-global`, dual-stack.
            let has_region = options.dual_stack && region.is_aws_global();
            let suffix = if has_region { &regional_suffix } else { &dns_suffix };
            [".s3-accelerate", options.dual_stack_suffix(), suffix].concat()
        } else {
            [".", &service_host].concat()
        };
        Ok(Self { options, service_host, bucket_suffix, regional_suffix, dns_suffix })
    }

    /// The placement of the bucket of a request for `key`, and the resource, which becomes a
    /// [`Resource::PathBucket`] if it is addressed path style; an error if S3 has no address for it.
    #[inline]
    pub(super) fn place<'a>(
        &self,
        resource: Resource<'a>,
        key: Option<&str>,
    ) -> Result<(Resource<'a>, BucketPlacement), Error> {
        let resource = match resource {
            Resource::HostBucket(bucket) if self.is_path_style(key) => Resource::PathBucket(bucket),
            other => other,
        };
        check_resource(self.options, &resource)?;
        let placement = match resource {
            Resource::Service | Resource::DirectoryService => BucketPlacement::Absent,
            Resource::PathBucket(_) | Resource::DirectoryControl(_) => BucketPlacement::Path,
            _ => BucketPlacement::Host,
        };
        Ok((resource, placement))
    }

    /// Appends the host of a resource. `fips` and `dual` are empty unless these options are set.
    pub(super) fn push_host(&self, resource: &Resource<'_>, push: &mut impl FnMut(&str)) {
        let Self { options, service_host, bucket_suffix, regional_suffix, dns_suffix } = self;
        let (fips, dual) = (options.fips_suffix(), options.dual_stack_suffix());
        let mut push_all = |pieces: &[&str]| pieces.iter().for_each(|piece| push(piece));
        match *resource {
            Resource::HostBucket(name) => push_all(&[name, bucket_suffix]),
            Resource::Service | Resource::PathBucket(_) => push_all(&[service_host]),
            Resource::Directory { bucket, zone } => {
                push_all(&[bucket, ".s3express", fips, "-", zone, dual, regional_suffix]);
            }
            Resource::DirectoryService | Resource::DirectoryControl(_) => {
                push_all(&["s3express-control", fips, dual, regional_suffix]);
            }
            Resource::AccessPoint(AccessPoint { name, account, region }) => {
                let service = ".s3-accesspoint";
                push_all(&[name, "-", account, service, fips, dual, ".", region, dns_suffix]);
            }
            #[cfg(feature = "sigv4a")]
            Resource::MultiRegion { alias, .. } => {
                push_all(&[alias, ".accesspoint.s3-global", dns_suffix]);
            }
            Resource::ObjectLambda(AccessPoint { name, account, region }) => {
                push_all(&[name, "-", account, ".s3-object-lambda", fips, ".", region, dns_suffix]);
            }
            Resource::Outpost { access_point: AccessPoint { name, account, region }, outpost } => {
                push_all(&[name, "-", account, ".", outpost, ".s3-outposts.", region, dns_suffix]);
            }
            Resource::OutpostAlias { alias, hardware: HardwareType::Rack { outpost }, .. } => {
                push_all(&[alias, ".op-", outpost, ".s3-outposts", regional_suffix]);
            }
            Resource::OutpostAlias { alias, hardware: HardwareType::Ec2, .. } => {
                push_all(&[alias, ".ec2.s3-outposts", regional_suffix]);
            }
        }
    }

    /// The length in bytes of the suffix of every regional host.
    pub(super) const fn max_len(&self) -> usize {
        self.regional_suffix.len()
    }

    /// Whether a bucket whose name is a host label is addressed path style. On the host of a
    /// bucket, S3 treats `/soap` as its former SOAP endpoint.
    fn is_path_style(&self, key: Option<&str>) -> bool {
        self.options.addressing == Addressing::Path || key == Some("soap")
    }
}

/// Whether the host contains no region. FIPS and dual-stack hosts always contain one.
fn is_global(options: EndpointOptions, region: &Region) -> bool {
    let is_requested =
        region.is_aws_global() || (options.legacy_global && region.as_str() == "us-east-1");
    is_requested && !options.fips && !options.dual_stack
}

/// Refuses options that the partition does not support or that exclude each other.
fn check_options(options: EndpointOptions, partition: &Partition) -> Result<(), Error> {
    let has_all = partition.variants == EndpointVariants::All;
    match (options.fips, options.accelerate) {
        (true, _) if !has_all => unsupported("this partition has no FIPS endpoints; remove `fips`"),
        (_, true) if !has_all => unsupported(
            "this partition does not support Transfer Acceleration; remove `accelerate`",
        ),
        (true, true) => unsupported(
            "Transfer Acceleration has no FIPS endpoints; remove `fips` or `accelerate`",
        ),
        _ => Ok(()),
    }
}

/// Refuses options that the kind of resource does not support.
fn check_resource(options: EndpointOptions, resource: &Resource<'_>) -> Result<(), Error> {
    let is_path = options.addressing == Addressing::Path;
    let is_fips_or_dual_stack = options.fips || options.dual_stack;
    match resource {
        Resource::PathBucket(_) if options.accelerate => unsupported(
            "Transfer Acceleration requires the bucket in the host, and this one is addressed path \
             style; remove `accelerate`",
        ),
        Resource::Service
        | Resource::DirectoryService
        | Resource::HostBucket(_)
        | Resource::PathBucket(_) => Ok(()),
        Resource::DirectoryControl(_) if !options.accelerate => Ok(()),
        _ if options.accelerate => unsupported(
            "Transfer Acceleration does not support directory buckets, ARNs and aliases; \
             remove `accelerate`",
        ),
        _ if is_path => unsupported(
            "directory buckets, ARNs and aliases cannot be addressed path style; remove `path_style`",
        ),
        #[cfg(feature = "sigv4a")]
        Resource::MultiRegion { .. } if is_fips_or_dual_stack => unsupported(
            "Multi-Region Access Points have neither FIPS nor dual-stack endpoints; \
             remove `fips` and `dual_stack`",
        ),
        Resource::ObjectLambda(_) if options.dual_stack => {
            unsupported("Object Lambda has no dual-stack endpoints; remove `dual_stack`")
        }
        Resource::Outpost { .. } | Resource::OutpostAlias { .. } if is_fips_or_dual_stack => {
            unsupported(
                "S3 on Outposts has neither FIPS nor dual-stack endpoints; \
                 remove `fips` and `dual_stack`",
            )
        }
        Resource::OutpostAlias { region_code: "beta", .. } => unsupported(
            "this Outposts alias belongs to the `beta` test stack; pass its URL to `Endpoint::custom`",
        ),
        _ => Ok(()),
    }
}
