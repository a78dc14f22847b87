//! The hosts of S3 itself: a template for each kind of resource, and what they do not go with.
//!
//! The rules are AWS's own, as its SDKs ship them; `tests/it/endpoint/rules.rs` holds their test cases.

use alloc::string::String;

use super::{
    options::{Addressing, EndpointOptions},
    partition::{Partition, SpecialHosts},
    resource::{AccessPoint, Location, OutpostHardware, Resource},
};
use crate::{
    error::{Error, unsupported},
    region::Region,
};

/// The host names of S3 in one region, as far as they do not depend on the request.
#[derive(Clone, Debug)]
pub(super) struct AwsHosts {
    options: EndpointOptions,
    /// Where requests go that have no bucket in the host: `s3.eu-central-1.amazonaws.com`.
    service_host: String,
    /// What follows an ordinary bucket: `.s3.eu-central-1.amazonaws.com`.
    bucket_suffix: String,
    /// What every regional host ends with: `.eu-central-1.amazonaws.com`.
    regional_suffix: String,
    /// What every host of the partition ends with: `.amazonaws.com`.
    dns_suffix: String,
}

impl AwsHosts {
    /// Refuses options that exclude each other, whatever the request.
    pub(super) fn new(
        options: EndpointOptions,
        region: &Region,
        partition: &Partition,
    ) -> Result<Self, Error> {
        region.check_lower_case()?;
        check_options(options, partition)?;
        let dns_suffix = [".", partition.dns_suffix].concat();
        let regional_suffix = [".", region.signing_name(), &dns_suffix].concat();
        let suffix = if is_global(options, region) { &dns_suffix } else { &regional_suffix };
        let service_host = [options.s3_labels(), suffix].concat();
        let bucket_suffix = if options.accelerate {
            // AWS's own rules have a region in one accelerate host alone: `aws-global`, dual-stack.
            let has_region = options.dual_stack && region.is_aws_global();
            let suffix = if has_region { &regional_suffix } else { &dns_suffix };
            [".s3-accelerate", options.dual_stack_suffix(), suffix].concat()
        } else {
            [".", &service_host].concat()
        };
        Ok(Self { options, service_host, bucket_suffix, regional_suffix, dns_suffix })
    }

    /// The resource of a request on `key`, and where its name goes; an error if S3 has no address for it.
    #[inline]
    pub(super) fn locate<'a>(
        &self,
        resource: Resource<'a>,
        key: Option<&str>,
    ) -> Result<(Resource<'a>, Location), Error> {
        let resource = match resource {
            Resource::HostBucket(bucket) if self.is_path_style(key) => Resource::PathBucket(bucket),
            other => other,
        };
        check_resource(self.options, &resource)?;
        let location = match resource {
            Resource::Service | Resource::DirectoryService => Location::Nowhere,
            Resource::PathBucket(_) | Resource::DirectoryControl(_) => Location::Path,
            _ => Location::Host,
        };
        Ok((resource, location))
    }

    /// Pushes the host of a resource. `fips` and `dual` are empty unless asked for.
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
            Resource::ObjectLambda(AccessPoint { name, account, region }) => {
                push_all(&[name, "-", account, ".s3-object-lambda", fips, ".", region, dns_suffix]);
            }
            Resource::Outpost { access_point: AccessPoint { name, account, region }, outpost } => {
                push_all(&[name, "-", account, ".", outpost, ".s3-outposts.", region, dns_suffix]);
            }
            Resource::OutpostAlias {
                alias, hardware: OutpostHardware::Rack { outpost }, ..
            } => {
                push_all(&[alias, ".op-", outpost, ".s3-outposts", regional_suffix]);
            }
            Resource::OutpostAlias { alias, hardware: OutpostHardware::Ec2, .. } => {
                push_all(&[alias, ".ec2.s3-outposts", regional_suffix]);
            }
        }
    }

    /// The length of what every regional host ends with, in bytes.
    pub(super) const fn max_len(&self) -> usize {
        self.regional_suffix.len()
    }

    /// Whether a bucket goes into the path that could go into the host. S3 reads `/soap` on a bucket's own
    /// host as its former SOAP endpoint.
    fn is_path_style(&self, key: Option<&str>) -> bool {
        self.options.addressing == Addressing::Path || key == Some("soap")
    }
}

/// Whether the host has no region; FIPS and dual-stack hosts always have one.
fn is_global(options: EndpointOptions, region: &Region) -> bool {
    let is_requested =
        region.is_aws_global() || (options.legacy_global && region.as_str() == "us-east-1");
    is_requested && !options.fips && !options.dual_stack
}

/// Refuses what the partition does not have, and options that exclude each other.
fn check_options(options: EndpointOptions, partition: &Partition) -> Result<(), Error> {
    let has_all = partition.special_hosts == SpecialHosts::All;
    match (options.fips, options.accelerate) {
        (true, _) if !has_all => unsupported("this partition has no FIPS endpoints; drop `fips`"),
        (_, true) if !has_all => {
            unsupported("this partition has no Transfer Acceleration; drop `accelerate`")
        }
        (true, true) => unsupported("no endpoint is FIPS and accelerated; drop one of the two"),
        _ => Ok(()),
    }
}

/// Refuses options that a kind of resource does not have.
fn check_resource(options: EndpointOptions, resource: &Resource<'_>) -> Result<(), Error> {
    let is_path = options.addressing == Addressing::Path;
    let is_fips_or_dual_stack = options.fips || options.dual_stack;
    match resource {
        Resource::PathBucket(_) if options.accelerate => unsupported(
            "Transfer Acceleration needs the bucket in the host, and this one goes into the path; \
             drop `accelerate`",
        ),
        Resource::Service
        | Resource::DirectoryService
        | Resource::HostBucket(_)
        | Resource::PathBucket(_) => Ok(()),
        Resource::DirectoryControl(_) if !options.accelerate => Ok(()),
        _ if options.accelerate => unsupported(
            "a directory bucket, an ARN and an alias have no Transfer Acceleration; drop `accelerate`",
        ),
        _ if is_path => unsupported(
            "a directory bucket, an ARN and an alias go into the host; drop `path_style`",
        ),
        Resource::ObjectLambda(_) if options.dual_stack => {
            unsupported("Object Lambda has no dual-stack endpoints; drop `dual_stack`")
        }
        Resource::Outpost { .. } | Resource::OutpostAlias { .. } if is_fips_or_dual_stack => {
            unsupported("S3 on Outposts has neither FIPS nor dual-stack endpoints; drop them")
        }
        Resource::OutpostAlias { region_code: "beta", .. } => {
            unsupported("this alias is of a test stack; name its host with `Endpoint::custom`")
        }
        _ => Ok(()),
    }
}
