//! The ARNs that stand in for a bucket name.

use alloc::{format, string::String};

use super::resource::{AccessPoint, Resource};
use crate::{
    error::{Error, excerpt},
    wire::host::label_problem,
};

/// Reads `arn:partition:service:region:account:resource`.
pub(super) fn parse(arn: &str) -> Result<Resource<'_>, Error> {
    parse_resource(arn).map_err(|problem| Error::InvalidArn { arn: excerpt(arn), problem })
}

fn parse_resource(arn: &str) -> Result<Resource<'_>, String> {
    let mut parts = arn.splitn(6, ':');
    let [_, Some(partition), Some(service), Some(region), Some(account), Some(resource)] =
        core::array::from_fn(|_| parts.next())
    else {
        return Err(String::from("has too few parts; copy it as it is"));
    };
    if !partition.starts_with("aws") {
        return Err(format!("has the partition `{}`; copy it as it is", excerpt(partition)));
    }
    // The parts of a resource are separated by either character, and only one of them in one ARN.
    let mut resource = resource.split([':', '/']);
    let kind = resource.next().unwrap_or_default();
    match service {
        "s3" | "s3-object-lambda" if kind == "accesspoint" => {
            let name = only_part(resource)?;
            if region.is_empty() && service == "s3" {
                return Err(String::from(
                    "is of a multi-region access point, which needs Signature Version 4A; \
                     pass an access point of one region",
                ));
            }
            let access_point = access_point(name, account, region)?;
            Ok(match service {
                "s3" => Resource::AccessPoint(access_point),
                _ => Resource::ObjectLambda(access_point),
            })
        }
        "s3-outposts" if kind == "outpost" => {
            let (outpost, between) = (resource.next(), resource.next());
            let name = only_part(resource)?;
            let outpost = outpost.unwrap_or_default();
            label("outpost", outpost)?;
            if between != Some("accesspoint") {
                return Err(String::from("names no access point of the outpost; append it"));
            }
            Ok(Resource::Outpost { access_point: access_point(name, account, region)?, outpost })
        }
        "s3" | "s3-object-lambda" | "s3-outposts" => Err(format!(
            "is of the kind `{}`; presign through an access point, or pass the bucket name",
            excerpt(kind)
        )),
        _ => Err(format!(
            "is of the service `{}`; only s3, s3-object-lambda and s3-outposts hold objects",
            excerpt(service)
        )),
    }
}

fn only_part<'a>(mut parts: impl Iterator<Item = &'a str>) -> Result<&'a str, String> {
    match (parts.next(), parts.next()) {
        (Some(name), None) => Ok(name),
        (None, _) => Err(String::from("has no access point name; append it")),
        (Some(_), Some(_)) => Err(String::from(
            "goes on after the access point name; pass the object's path as the key",
        )),
    }
}

fn access_point<'a>(
    name: &'a str,
    account: &'a str,
    region: &'a str,
) -> Result<AccessPoint<'a>, String> {
    label("region", region)?;
    account_id(account)?;
    label("access point name", name)?;
    if name.len() > MAX_NAME_BYTES {
        return Err(format!(
            "has an access point name of {} bytes, and a host has room for {MAX_NAME_BYTES} beside the \
             account id; copy it as it is",
            name.len()
        ));
    }
    Ok(AccessPoint { name, account, region })
}

/// The host has name and account id in one label, joined by `-`: of another length or with other
/// characters, an account could end the name of another's access point.
fn account_id(account: &str) -> Result<(), String> {
    if account.len() == ACCOUNT_ID_BYTES && account.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(format!("has account id `{}`, which is not 12 digits; copy it as it is", excerpt(account)))
}

/// Each of these becomes a label of the host name, or a part of one.
fn label(what: &str, text: &str) -> Result<(), String> {
    match label_problem(text) {
        None if text.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            Err(format!("has an upper-case letter in its {what}; copy it as it is"))
        }
        None => Ok(()),
        Some(problem) => {
            Err(format!("has {what} `{}`, which {problem}; copy it as it is", excerpt(text)))
        }
    }
}

const ACCOUNT_ID_BYTES: usize = 12;

/// A host label has at most 63.
const MAX_NAME_BYTES: usize = 63 - "-".len() - ACCOUNT_ID_BYTES;
