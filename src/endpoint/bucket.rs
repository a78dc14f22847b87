//! The resource that the bucket argument denotes.

use alloc::{format, string::String};

use super::{
    arn,
    resource::{HardwareType, Resource},
};
use crate::{
    error::{Error, excerpt},
    request::{Method, Request, Target},
    wire::host::is_lower_label,
};

/// The resource of a request.
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

/// Refuses names that cannot be sent unchanged in a request line.
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
            Some((index, '/')) => {
                format!(
                    "has `/` at byte {index}; pass only the bucket name, and the rest as the key"
                )
            }
            Some((index, character)) => format!(
                "has `{}` at byte {index}, which bucket names do not allow; check the name",
                character.escape_debug()
            ),
        },
    };
    Err(Error::InvalidBucket { bucket: excerpt(bucket), problem })
}

fn is_refused(character: char) -> bool {
    matches!(character, '/' | '\\' | ' ') || character.is_ascii_control() || !character.is_ascii()
}

/// Whether `bucket` can be the first label of an S3 host name. The TLS certificate covers one
/// label, so a name with dots cannot, and neither can old buckets with upper case, `_` or more than
/// 63 bytes.
pub(crate) fn is_host_label(bucket: &str) -> bool {
    bucket.len() >= MIN_BUCKET_BYTES && is_lower_label(bucket)
}

/// Parses `name--zone--x-s3`, or `name--zone--xa-s3` for an access point.
fn directory<'a>(bucket: &'a str, stem: &'a str) -> Result<Resource<'a>, Error> {
    let invalid = |problem: &str| {
        Err(Error::InvalidBucket { bucket: excerpt(bucket), problem: String::from(problem) })
    };
    if !is_host_label(bucket) {
        return invalid(
            "has the suffix of a directory bucket but is not 3 to 63 lower-case letters, digits \
             and `-`; copy it unchanged",
        );
    }
    match stem.rsplit_once("--") {
        Some((name, zone)) if !name.is_empty() && zone.contains('-') => {
            Ok(Resource::Directory { bucket, zone })
        }
        _ => invalid(
            "has the suffix of a directory bucket but no zone; write `name--usw2-az1--x-s3`",
        ),
    }
}

/// Whether a request is a Regional endpoint API operation: creating, deleting or configuring a
/// directory bucket.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-APIs.html>
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

/// Parses `…{hardware}{outpost}{20 characters}{region code}0--op-s3`. A shorter name is a bucket.
fn outpost_alias<'a>(alias: &'a str, stem: &'a str, tail_at: usize) -> Result<Resource<'a>, Error> {
    let invalid = |problem: &str| {
        Err(Error::InvalidBucket { bucket: excerpt(alias), problem: String::from(problem) })
    };
    if !is_host_label(alias) {
        return invalid(
            "has the suffix of an Outposts alias but is not a valid host label; \
             copy the alias unchanged",
        );
    }
    // A host label is ASCII, so every index is a character boundary.
    let (hardware, tail) = stem[tail_at..].split_at(1);
    let outpost = &tail[..OUTPOST_ID_BYTES];
    let region_code = &tail[tail.len() - 5..tail.len() - 1];
    let hardware = match hardware {
        "e" => HardwareType::Ec2,
        "o" => HardwareType::Rack { outpost },
        _ => {
            return invalid(
                "is an Outposts alias with an unknown hardware type; copy the alias unchanged",
            );
        }
    };
    Ok(Resource::OutpostAlias { alias, hardware, region_code })
}

/// The shortest bucket name that S3 allows.
pub(super) const MIN_BUCKET_BYTES: usize = 3;

const MAX_BUCKET_BYTES: usize = 255;

const OUTPOST_ID_BYTES: usize = 17;

/// The letter of the hardware type, the outpost id, 20 characters, the region code and a `0`.
const OUTPOST_ALIAS_TAIL_BYTES: usize = 1 + OUTPOST_ID_BYTES + 20 + 4 + 1;
