//! The hosts of S3 itself: a template for each kind of resource, and what they do not go with.
//!
//! The rules are AWS's own, as its SDKs ship them; `tests/endpoint_rules.rs` holds their test cases.

use super::{
    address::{Address, Host},
    partition::SpecialHosts,
    resource::{AccessPoint, OutpostHardware, Resource},
    switches::{Addressing, Switches},
};
use crate::{
    error::{Error, unsupported},
    region::Region,
};

/// The address of `resource`, and of `key` on it, at S3.
pub(super) fn address<'a>(
    switches: Switches,
    region: &'a Region,
    resource: Resource<'a>,
    key: Option<&str>,
) -> Result<Address<'a>, Error> {
    region.check_lower_case()?;
    let resource = match resource {
        Resource::HostBucket(bucket) if goes_into_path(switches, key) => {
            Resource::PathBucket(bucket)
        }
        other => other,
    };
    check_switches(switches, region)?;
    check_resource(switches, &resource)?;
    let path_bucket = match resource {
        Resource::PathBucket(bucket) | Resource::DirectoryControl(bucket) => Some(bucket),
        _ => None,
    };
    Ok(Address {
        scheme: "https://",
        host: host(switches, region, &resource),
        base_path: "",
        path_bucket,
        region: resource.region().unwrap_or(region.signing_name()),
        service: resource.service(),
        takes_express_session: resource.takes_express_session(),
    })
}

/// Whether a bucket goes into the path that could go into the host. S3 takes `/soap` on a bucket's own host
/// for its SOAP endpoint of old.
fn goes_into_path(switches: Switches, key: Option<&str>) -> bool {
    switches.addressing == Addressing::Path || key == Some("soap")
}

/// The templates. `fips` and `dual` are empty unless asked for.
fn host<'a>(switches: Switches, region: &'a Region, resource: &Resource<'a>) -> Host<'a> {
    let (fips, dual) = (switches.fips_part(), switches.dual_stack_part());
    let (tail, suffix) = (region.host_tail(), region.host_suffix());
    match *resource {
        Resource::HostBucket(name) if switches.accelerate => {
            // AWS's own rules have a region in one accelerate host alone: `aws-global`, dual-stack.
            let has_region = switches.dual_stack && region.is_aws_global();
            Host::new([name, ".s3-accelerate", dual, if has_region { tail } else { suffix }])
        }
        Resource::HostBucket(name) => {
            let tail = if is_global(switches, region) { suffix } else { tail };
            Host::new([name, switches.s3(), tail])
        }
        Resource::Service | Resource::PathBucket(_) => {
            let tail = if is_global(switches, region) { suffix } else { tail };
            Host::new([&switches.s3()[".".len()..], tail])
        }
        Resource::Directory { bucket, zone } => {
            Host::new([bucket, ".s3express", fips, "-", zone, dual, tail])
        }
        Resource::DirectoryService | Resource::DirectoryControl(_) => {
            Host::new(["s3express-control", fips, dual, tail])
        }
        Resource::AccessPoint(AccessPoint { name, account, region }) => {
            Host::new([name, "-", account, ".s3-accesspoint", fips, dual, ".", region, suffix])
        }
        Resource::ObjectLambda(AccessPoint { name, account, region }) => {
            Host::new([name, "-", account, ".s3-object-lambda", fips, ".", region, suffix])
        }
        Resource::Outpost { access_point: AccessPoint { name, account, region }, outpost } => {
            Host::new([name, "-", account, ".", outpost, ".s3-outposts.", region, suffix])
        }
        Resource::OutpostAlias { alias, hardware: OutpostHardware::Rack { outpost }, .. } => {
            Host::new([alias, ".op-", outpost, ".s3-outposts", tail])
        }
        Resource::OutpostAlias { alias, hardware: OutpostHardware::Ec2, .. } => {
            Host::new([alias, ".ec2.s3-outposts", tail])
        }
    }
}

/// Whether the host goes without a region; FIPS and dual-stack hosts never do.
fn is_global(switches: Switches, region: &Region) -> bool {
    let is_asked_for =
        region.is_aws_global() || (switches.legacy_global && region.as_str() == "us-east-1");
    is_asked_for && !switches.fips && !switches.dual_stack
}

/// What does not go together whatever the resource.
fn check_switches(switches: Switches, region: &Region) -> Result<(), Error> {
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
        _ if is_path => unsupported(
            "a directory bucket, an ARN and an alias go into the host; drop `path_style`",
        ),
        _ if switches.accelerate => unsupported(
            "a directory bucket, an ARN and an alias have no Transfer Acceleration; drop `accelerate`",
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
