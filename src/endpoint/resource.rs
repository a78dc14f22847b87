//! What the bucket argument names: a bucket, or one of the other things that hold objects.

use alloc::{format, string::String};

use super::arn;
use crate::{
    error::{Error, excerpt},
    method::Method,
    region::label_problem,
    request::{Request, Target},
};

/// The thing that a request is on, apart from the key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Resource<'a> {
    /// No bucket: a listing of buckets.
    Service,
    /// No bucket: a listing of directory buckets.
    DirectoryService,
    /// An ordinary bucket, or an alias that is used like one.
    Bucket(&'a str),
    /// A directory bucket (S3 Express One Zone) or an access point of one, for object requests and
    /// listings.
    Directory {
        bucket: &'a str,
        zone: &'a str,
    },
    /// A directory bucket in a request that only the regional control endpoint answers.
    DirectoryControl(&'a str),
    AccessPoint(AccessPoint<'a>),
    ObjectLambda(AccessPoint<'a>),
    Outpost {
        access_point: AccessPoint<'a>,
        outpost: &'a str,
    },
    /// An access point of an outpost by its alias, which says where the outpost is.
    OutpostAlias {
        alias: &'a str,
        hardware: OutpostHardware<'a>,
        region_code: &'a str,
    },
}

/// An access point, as its ARN names it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct AccessPoint<'a> {
    pub(crate) name: &'a str,
    pub(crate) account: &'a str,
    pub(crate) region: &'a str,
}

/// Which of the two kinds of outposts an alias names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum OutpostHardware<'a> {
    Ec2,
    Rack { outpost: &'a str },
}

impl<'a> Resource<'a> {
    pub(crate) fn of(request: &Request<'a>) -> Result<Self, Error> {
        let bucket = match request.target() {
            Target::Buckets => return Ok(Self::Service),
            Target::DirectoryBuckets => return Ok(Self::DirectoryService),
            Target::Bucket(bucket) | Target::Object { bucket, .. } => bucket,
        };
        check_bucket(bucket)?;
        if bucket.starts_with("arn:") {
            return arn::parse(bucket);
        }
        if let Some(alias) = bucket.strip_suffix("--op-s3") {
            return outpost_alias(bucket, alias);
        }
        match bucket.strip_suffix("--x-s3").or_else(|| bucket.strip_suffix("--xa-s3")) {
            Some(stem) if is_control_request(request) => {
                directory(bucket, stem).map(|_| Self::DirectoryControl(bucket))
            }
            Some(stem) => directory(bucket, stem),
            None => Ok(Self::Bucket(bucket)),
        }
    }

    /// The service that a request on it is signed for.
    pub(crate) const fn service(&self) -> &'static str {
        match self {
            Self::Service | Self::Bucket(_) | Self::AccessPoint(_) => "s3",
            Self::DirectoryService | Self::Directory { .. } | Self::DirectoryControl(_) => {
                "s3express"
            }
            Self::ObjectLambda(_) => "s3-object-lambda",
            Self::Outpost { .. } | Self::OutpostAlias { .. } => "s3-outposts",
        }
    }

    /// Whether `CreateSession` makes credentials for it.
    pub(crate) const fn takes_express_session(&self) -> bool {
        matches!(self, Self::Directory { .. })
    }

    /// The region that an ARN names.
    pub(crate) const fn region(&self) -> Option<&'a str> {
        match self {
            Self::AccessPoint(access_point)
            | Self::ObjectLambda(access_point)
            | Self::Outpost { access_point, .. } => Some(access_point.region),
            _ => None,
        }
    }
}

/// Refuses what no request line or host can carry unharmed.
fn check_bucket(bucket: &str) -> Result<(), Error> {
    let problem = match bucket {
        "" => String::from("is empty; name the bucket"),
        "." | ".." => {
            String::from("is a dot segment, which URL libraries remove; no bucket has it")
        }
        _ if bucket.len() > MAX_BUCKET_BYTES => {
            format!("has {} bytes; S3 allows 255", bucket.len())
        }
        _ if bucket.starts_with("arn:") => return Ok(()),
        _ => match bucket.char_indices().find(|(_, character)| is_refused(*character)) {
            None => return Ok(()),
            Some((byte, character)) => format!(
                "has `{}` at byte {byte}; no bucket name has it, and the object's path goes into the key",
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
    bucket.len() >= 3
        && label_problem(bucket).is_none()
        && !bucket.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// `name--zone--x-s3`, or `--xa-s3` for an access point: the host names the zone.
fn directory<'a>(bucket: &'a str, stem: &'a str) -> Result<Resource<'a>, Error> {
    let invalid = |problem: &str| {
        Err(Error::InvalidBucket { bucket: excerpt(bucket), problem: String::from(problem) })
    };
    if !is_host_label(bucket) {
        return invalid(
            "ends like a directory bucket, whose name has 3 to 63 lower-case letters, digits and `-`",
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

/// What a directory bucket's own zone does not answer: creating, deleting and configuring it.
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

/// `…{hardware}{outpost}{20 characters}{region code}0--op-s3`
fn outpost_alias<'a>(alias: &'a str, stem: &'a str) -> Result<Resource<'a>, Error> {
    let invalid = |problem: &str| {
        Err(Error::InvalidBucket { bucket: excerpt(alias), problem: String::from(problem) })
    };
    if !is_host_label(alias) {
        return invalid(
            "ends like an Outposts alias but is no host label; copy the alias as it is",
        );
    }
    let Some(tail_at) = stem.len().checked_sub(OUTPOST_ALIAS_TAIL_BYTES) else {
        return invalid("ends like an Outposts alias but is too short; copy the alias as it is");
    };
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

const MAX_BUCKET_BYTES: usize = 255;

const OUTPOST_ID_BYTES: usize = 17;

/// The letter for the hardware, the outpost's id, 20 characters, the region's four and a `0`.
const OUTPOST_ALIAS_TAIL_BYTES: usize = 1 + OUTPOST_ID_BYTES + 20 + 4 + 1;
