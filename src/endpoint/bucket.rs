//! What the bucket argument names.

use alloc::{format, string::String};

use super::{
    arn,
    resource::{OutpostHardware, Resource},
};
use crate::{
    error::{Error, excerpt},
    request::{Method, Request, Target},
    wire::host::is_lower_label,
};

/// What a request is on.
pub(super) fn resource<'a>(request: &Request<'a>) -> Result<Resource<'a>, Error> {
    let bucket = match request.target() {
        Target::Buckets => return Ok(Resource::Service),
        Target::DirectoryBuckets => return Ok(Resource::DirectoryService),
        Target::Bucket(bucket) | Target::Form(bucket) | Target::Object { bucket, .. } => bucket,
    };
    let fits_host = is_host_label(bucket);
    if !fits_host {
        check_bucket(bucket)?;
    }
    if bucket.starts_with("arn:") {
        return arn::parse(bucket);
    }
    if let Some(stem) = bucket.strip_suffix("--op-s3")
        && let Some(tail_at) = stem.len().checked_sub(OUTPOST_ALIAS_TAIL_BYTES)
    {
        return outpost_alias(bucket, stem, tail_at);
    }
    if let Some(stem) = bucket.strip_suffix("--x-s3")
        && is_control_request(request)
    {
        return directory(bucket, stem).map(|_| Resource::DirectoryControl(bucket));
    }
    match bucket.strip_suffix("--x-s3").or_else(|| bucket.strip_suffix("--xa-s3")) {
        Some(stem) => directory(bucket, stem),
        None if fits_host => Ok(Resource::HostBucket(bucket)),
        None => Ok(Resource::PathBucket(bucket)),
    }
}

/// Refuses what no request line or host can carry unharmed.
fn check_bucket(bucket: &str) -> Result<(), Error> {
    let problem = match bucket {
        "" => String::from("is empty; name the bucket"),
        "." | ".." => String::from("is a dot segment, which URL libraries remove; name the bucket"),
        _ if bucket.len() > MAX_BUCKET_BYTES => {
            format!("has {} bytes; shorten it to 255", bucket.len())
        }
        _ if bucket.starts_with("arn:") => return Ok(()),
        _ => match bucket.char_indices().find(|(_, character)| is_refused(*character)) {
            None => return Ok(()),
            Some((byte, '/')) => {
                format!(
                    "has `/` at byte {byte}; pass the bucket's name alone, and the object's path as the key"
                )
            }
            Some((byte, character)) => format!(
                "has `{}` at byte {byte}, which no bucket has; check the name",
                character.escape_debug()
            ),
        },
    };
    Err(Error::InvalidBucket { bucket: excerpt(bucket), problem })
}

fn is_refused(character: char) -> bool {
    matches!(character, '/' | '\\' | ' ') || character.is_ascii_control() || !character.is_ascii()
}

/// Whether `bucket` can be the first label of S3's host names. Its certificate covers one label, so a
/// name with dots cannot; older buckets with upper case, `_` or over 63 bytes cannot either.
pub(crate) fn is_host_label(bucket: &str) -> bool {
    bucket.len() >= MIN_BUCKET_BYTES && is_lower_label(bucket)
}

/// `name--zone--x-s3`, or `--xa-s3` for an access point: the host names the zone.
fn directory<'a>(bucket: &'a str, stem: &'a str) -> Result<Resource<'a>, Error> {
    let invalid = |problem: &str| {
        Err(Error::InvalidBucket { bucket: excerpt(bucket), problem: String::from(problem) })
    };
    if !is_host_label(bucket) {
        return invalid(
            "ends like a directory bucket, whose name is 3 to 63 lower-case letters, digits and `-`; copy it as it is",
        );
    }
    match stem.rsplit_once("--") {
        Some((name, zone)) if !name.is_empty() && zone.contains('-') => {
            Ok(Resource::Directory { bucket, zone })
        }
        _ => {
            invalid("ends like a directory bucket but names no zone; write `name--usw2-az1--x-s3`")
        }
    }
}

/// What a directory bucket's own zone does not answer: creating, deleting and configuring it. An access
/// point is asked in its zone whatever the request.
fn is_control_request(request: &Request<'_>) -> bool {
    let has = |name| request.parameters().iter().any(|parameter| parameter.name == name);
    let is_zonal = match request.method() {
        Method::Head => true,
        Method::Get => has("list-type") || has("session") || has("uploads"),
        Method::Post => has("delete"),
        Method::Delete | Method::Put => false,
    };
    request.key().is_none() && !is_zonal
}

/// `…{hardware}{outpost}{20 characters}{region code}0--op-s3`; what is too short for that is a bucket.
fn outpost_alias<'a>(alias: &'a str, stem: &'a str, tail_at: usize) -> Result<Resource<'a>, Error> {
    let invalid = |problem: &str| {
        Err(Error::InvalidBucket { bucket: excerpt(alias), problem: String::from(problem) })
    };
    if !is_host_label(alias) {
        return invalid(
            "ends like an Outposts alias but is no host label; copy the alias as it is",
        );
    }
    // A host label is ASCII, so every index is a boundary.
    let (hardware, tail) = stem[tail_at..].split_at(1);
    let outpost = &tail[..OUTPOST_ID_BYTES];
    let region_code = &tail[tail.len() - 5..tail.len() - 1];
    let hardware = match hardware {
        "e" => OutpostHardware::Ec2,
        "o" => OutpostHardware::Rack { outpost },
        _ => return invalid("is an Outposts alias of unknown hardware; copy the alias as it is"),
    };
    Ok(Resource::OutpostAlias { alias, hardware, region_code })
}

/// The shortest name that S3 gives a bucket.
pub(super) const MIN_BUCKET_BYTES: usize = 3;

const MAX_BUCKET_BYTES: usize = 255;

const OUTPOST_ID_BYTES: usize = 17;

/// The letter for the hardware, the outpost's id, 20 characters, the region's four and a `0`.
const OUTPOST_ALIAS_TAIL_BYTES: usize = 1 + OUTPOST_ID_BYTES + 20 + 4 + 1;
