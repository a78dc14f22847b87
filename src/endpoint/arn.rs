//! The ARNs that S3 accepts in place of a bucket name.

use alloc::{format, string::String};

use super::resource::{AccessPoint, Resource};
use crate::{
    error::{Error, excerpt},
    wire::host::label_problem,
};

/// Parses `arn:partition:service:region:account:resource`.
pub(super) fn parse(arn: &str) -> Result<Resource<'_>, Error> {
    parse_resource(arn).map_err(|problem| Error::InvalidArn { arn: excerpt(arn), problem })
}

fn parse_resource(arn: &str) -> Result<Resource<'_>, String> {
    let mut components = arn.splitn(6, ':');
    let [_, Some(partition), Some(service), Some(region), Some(account), Some(resource)] =
        core::array::from_fn(|_| components.next())
    else {
        return Err(String::from("has too few components; copy it unchanged"));
    };
    if !partition.starts_with("aws") {
        return Err(format!("has unknown partition `{}`; copy it unchanged", excerpt(partition)));
    }
    // Both separators are in use, one of them in each ARN.
    let mut parts = resource.split([':', '/']);
    let kind = parts.next().unwrap_or_default();
    match service {
        "s3" if kind == "accesspoint" => {
            let name = only_part(parts)?;
            if region.is_empty() {
                return multi_region(arn, name, account, partition);
            }
            Ok(Resource::AccessPoint(access_point(name, account, region)?))
        }
        "s3-object-lambda" if kind == "accesspoint" => {
            Ok(Resource::ObjectLambda(access_point(only_part(parts)?, account, region)?))
        }
        "s3-outposts" if kind == "outpost" => outpost(parts, account, region),
        "s3" | "s3-object-lambda" | "s3-outposts" => Err(format!(
            "has unsupported resource type `{}`; pass an access point or the bucket name",
            excerpt(kind)
        )),
        _ => Err(format!(
            "has service `{}`; pass an ARN of s3, s3-object-lambda or s3-outposts",
            excerpt(service)
        )),
    }
}

/// The alias of a Multi-Region Access Point, `….mrap`, becomes two labels of the host name. Its own name has
/// no address.
#[cfg(feature = "sigv4a")]
fn multi_region<'a>(
    arn: &'a str,
    alias: &'a str,
    account: &'a str,
    partition: &'a str,
) -> Result<Resource<'a>, String> {
    account_id(account)?;
    let Some(stem) = alias.strip_suffix(".mrap") else {
        return Err(format!(
            "has no region, and `{}` is not the alias of a Multi-Region Access Point; pass the alias, \
             which ends with `.mrap`",
            excerpt(alias)
        ));
    };
    label("alias", stem)?;
    Ok(Resource::MultiRegion { arn, alias, partition })
}

#[cfg(not(feature = "sigv4a"))]
fn multi_region<'a>(_: &str, _: &str, _: &str, _: &str) -> Result<Resource<'a>, String> {
    Err(String::from(
        "is a Multi-Region Access Point, which requires Signature Version 4A; enable the feature `sigv4a`, \
         or pass an access point of one Region",
    ))
}

/// Parses `outpost-id/accesspoint/name`.
fn outpost<'a>(
    mut parts: impl Iterator<Item = &'a str>,
    account: &'a str,
    region: &'a str,
) -> Result<Resource<'a>, String> {
    let (outpost, kind) = (parts.next().unwrap_or_default(), parts.next());
    let name = only_part(parts)?;
    label("outpost", outpost)?;
    if kind != Some("accesspoint") {
        return Err(String::from("lacks `accesspoint/<name>` after the outpost id; append it"));
    }
    Ok(Resource::Outpost { access_point: access_point(name, account, region)?, outpost })
}

fn only_part<'a>(mut parts: impl Iterator<Item = &'a str>) -> Result<&'a str, String> {
    match (parts.next(), parts.next()) {
        (Some(name), None) => Ok(name),
        (None, _) => Err(String::from("has no access point name; append it")),
        (Some(_), Some(_)) => {
            Err(String::from("continues after the access point name; pass the rest as the key"))
        }
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
            "has an access point name of {} bytes, and the host label fits {MAX_NAME_BYTES} beside \
             the account id; copy it unchanged",
            name.len()
        ));
    }
    Ok(AccessPoint { name, account, region })
}

/// Checks an account id. The host has name and account id in one label, joined by `-`, so an
/// account id of another format could make the host that of another account's access point.
fn account_id(account: &str) -> Result<(), String> {
    if account.len() == ACCOUNT_ID_BYTES && account.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(format!("has account id `{}`, which is not 12 digits; copy it unchanged", excerpt(account)))
}

/// Checks a component that becomes a label of the host name, or part of one.
fn label(component: &str, text: &str) -> Result<(), String> {
    match label_problem(text) {
        None if text.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            Err(format!("has an upper-case letter in its {component}; copy it unchanged"))
        }
        None => Ok(()),
        Some(problem) => {
            Err(format!("has {component} `{}`, which {problem}; copy it unchanged", excerpt(text)))
        }
    }
}

const ACCOUNT_ID_BYTES: usize = 12;

/// A host label has at most 63 bytes.
const MAX_NAME_BYTES: usize = 63 - "-".len() - ACCOUNT_ID_BYTES;
