//! The hosts of S3 itself: a template for each kind of resource, and what they do not go with.
//!
//! The rules are AWS's own, as its SDKs ship them; `tests/it/endpoint/rules.rs` holds their test cases.

use alloc::string::String;

use super::{
    partition::SpecialHosts,
    resource::{AccessPoint, OutpostHardware, Place, Resource},
    site::Site,
    switches::{Addressing, Switches},
};
use crate::{
    error::{Error, unsupported},
    region::Region,
};

/// What `resource`, and `key` on it, is at S3; an error if it cannot be reached there.
#[inline]
pub(super) fn resource<'a>(
    site: &Site,
    resource: Resource<'a>,
    key: Option<&str>,
) -> Result<Resource<'a>, Error> {
    let switches = &site.switches;
    let resource = match resource {
        Resource::HostBucket(bucket) if goes_into_path(*switches, key) => {
            Resource::PathBucket(bucket)
        }
        other => other,
    };
    check_resource(*switches, &resource)?;
    Ok(resource)
}

pub(super) const fn place(resource: &Resource<'_>) -> Place {
    match resource {
        Resource::Service | Resource::DirectoryService => Place::Nowhere,
        Resource::PathBucket(_) | Resource::DirectoryControl(_) => Place::Path,
        _ => Place::Host,
    }
}

/// Whether a bucket goes into the path that could go into the host. S3 takes `/soap` on a bucket's own host
/// for its SOAP endpoint of old.
fn goes_into_path(switches: Switches, key: Option<&str>) -> bool {
    switches.addressing == Addressing::Path || key == Some("soap")
}

/// What follows the name of an ordinary bucket.
pub(super) fn bucket_tail(switches: Switches, region: &Region) -> String {
    if !switches.accelerate {
        return [switches.s3(), region_tail(switches, region)].concat();
    }
    // AWS's own rules have a region in one accelerate host alone: `aws-global`, dual-stack.
    let has_region = switches.dual_stack && region.is_aws_global();
    let tail = if has_region { region.host_tail() } else { region.host_suffix() };
    [".s3-accelerate", switches.dual_stack_part(), tail].concat()
}

/// The templates. `fips` and `dual` are empty unless asked for.
pub(super) fn push_host(site: &Site, resource: &Resource<'_>, push: &mut impl FnMut(&str)) {
    let Site { region, switches, bucket_tail, .. } = site;
    let (fips, dual) = (switches.fips_part(), switches.dual_stack_part());
    let (tail, suffix) = (region.host_tail(), region.host_suffix());
    let mut push_all = |pieces: &[&str]| pieces.iter().for_each(|piece| push(piece));
    match *resource {
        Resource::HostBucket(name) => push_all(&[name, bucket_tail]),
        Resource::Service | Resource::PathBucket(_) => {
            push_all(&[&switches.s3()[".".len()..], region_tail(*switches, region)]);
        }
        Resource::Directory { bucket, zone } => {
            push_all(&[bucket, ".s3express", fips, "-", zone, dual, tail]);
        }
        Resource::DirectoryService | Resource::DirectoryControl(_) => {
            push_all(&["s3express-control", fips, dual, tail]);
        }
        Resource::AccessPoint(AccessPoint { name, account, region }) => {
            push_all(&[name, "-", account, ".s3-accesspoint", fips, dual, ".", region, suffix]);
        }
        Resource::ObjectLambda(AccessPoint { name, account, region }) => {
            push_all(&[name, "-", account, ".s3-object-lambda", fips, ".", region, suffix]);
        }
        Resource::Outpost { access_point: AccessPoint { name, account, region }, outpost } => {
            push_all(&[name, "-", account, ".", outpost, ".s3-outposts.", region, suffix]);
        }
        Resource::OutpostAlias { alias, hardware: OutpostHardware::Rack { outpost }, .. } => {
            push_all(&[alias, ".op-", outpost, ".s3-outposts", tail]);
        }
        Resource::OutpostAlias { alias, hardware: OutpostHardware::Ec2, .. } => {
            push_all(&[alias, ".ec2.s3-outposts", tail]);
        }
    }
}

/// What follows S3's own label.
fn region_tail(switches: Switches, region: &Region) -> &str {
    if is_global(switches, region) { region.host_suffix() } else { region.host_tail() }
}

/// Whether the host goes without a region; FIPS and dual-stack hosts never do.
fn is_global(switches: Switches, region: &Region) -> bool {
    let is_asked_for =
        region.is_aws_global() || (switches.legacy_global && region.as_str() == "us-east-1");
    is_asked_for && !switches.fips && !switches.dual_stack
}

/// What does not go together whatever the resource.
pub(super) fn check(switches: Switches, region: &Region) -> Result<(), Error> {
    region.check_lower_case()?;
    let has_all = region.partition().special_hosts == SpecialHosts::All;
    match (switches.fips, switches.accelerate) {
        (true, _) if !has_all => unsupported("this partition has no FIPS endpoints; drop `fips`"),
        (_, true) if !has_all => {
            unsupported("this partition has no Transfer Acceleration; drop `accelerate`")
        }
        (true, true) => unsupported("no endpoint is FIPS and accelerated; drop one of the two"),
        _ => Ok(()),
    }
}

/// What does not go with a kind of resource.
fn check_resource(switches: Switches, resource: &Resource<'_>) -> Result<(), Error> {
    let is_path = switches.addressing == Addressing::Path;
    let is_fips_or_dual_stack = switches.fips || switches.dual_stack;
    match resource {
        Resource::PathBucket(_) if switches.accelerate => unsupported(
            "Transfer Acceleration needs the bucket in the host, and this one goes into the path; \
             drop `accelerate`",
        ),
        Resource::Service
        | Resource::DirectoryService
        | Resource::HostBucket(_)
        | Resource::PathBucket(_) => Ok(()),
        Resource::DirectoryControl(_) if !switches.accelerate => Ok(()),
        _ if switches.accelerate => unsupported(
            "a directory bucket, an ARN and an alias have no Transfer Acceleration; drop `accelerate`",
        ),
        _ if is_path => unsupported(
            "a directory bucket, an ARN and an alias go into the host; drop `path_style`",
        ),
        Resource::ObjectLambda(_) if switches.dual_stack => {
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
