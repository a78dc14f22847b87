//! The resources that a bucket name, ARN or alias denotes.

use crate::wire::names::{S3, S3_EXPRESS, S3_OBJECT_LAMBDA, S3_OUTPOSTS};

/// The resource that a request operates on, without the key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Resource<'a> {
    /// No bucket: the listing of buckets.
    Service,
    /// No bucket: the listing of directory buckets.
    DirectoryService,
    /// A general purpose bucket or access point alias that can be a host label.
    HostBucket(&'a str),
    /// A general purpose bucket that cannot be a host label.
    PathBucket(&'a str),
    /// A directory bucket (S3 Express One Zone) or an access point of one, for object requests and
    /// listings.
    Directory {
        bucket: &'a str,
        zone: &'a str,
    },
    /// A directory bucket in a request to the Regional control endpoint.
    DirectoryControl(&'a str),
    AccessPoint(AccessPoint<'a>),
    #[cfg(feature = "sigv4a")]
    MultiRegion {
        arn: &'a str,
        alias: &'a str,
        partition: &'a str,
    },
    ObjectLambda(AccessPoint<'a>),
    Outpost {
        access_point: AccessPoint<'a>,
        outpost: &'a str,
    },
    /// An Outposts access point by its alias, which contains the outpost's location.
    OutpostAlias {
        alias: &'a str,
        hardware: HardwareType<'a>,
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

/// The hardware type of an outpost, as the endpoint rule set names it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum HardwareType<'a> {
    Ec2,
    Rack { outpost: &'a str },
}

/// The part of a URL that contains the name of a resource.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum BucketPlacement {
    Host,
    Path,
    /// The URL does not contain it: there is no bucket, or the host belongs to the bucket.
    Absent,
}

impl<'a> Resource<'a> {
    /// The name that can be placed in a path.
    pub(crate) const fn bucket(&self) -> Option<&'a str> {
        match self {
            Self::HostBucket(bucket)
            | Self::PathBucket(bucket)
            | Self::Directory { bucket, .. }
            | Self::DirectoryControl(bucket) => Some(bucket),
            _ => None,
        }
    }

    /// The service that its requests are signed for.
    pub(crate) const fn service(&self) -> &'static str {
        match self {
            Self::Service | Self::HostBucket(_) | Self::PathBucket(_) | Self::AccessPoint(_) => S3,
            #[cfg(feature = "sigv4a")]
            Self::MultiRegion { .. } => S3,
            Self::DirectoryService | Self::Directory { .. } | Self::DirectoryControl(_) => {
                S3_EXPRESS
            }
            Self::ObjectLambda(_) => S3_OBJECT_LAMBDA,
            Self::Outpost { .. } | Self::OutpostAlias { .. } => S3_OUTPOSTS,
        }
    }

    /// Whether its requests accept the session token of `CreateSession`.
    pub(crate) const fn accepts_express_session(&self) -> bool {
        matches!(self, Self::Directory { .. })
    }

    /// The region of its ARN, empty for a Multi-Region Access Point.
    pub(crate) const fn region(&self) -> Option<&'a str> {
        match self {
            Self::AccessPoint(access_point)
            | Self::ObjectLambda(access_point)
            | Self::Outpost { access_point, .. } => Some(access_point.region),
            #[cfg(feature = "sigv4a")]
            Self::MultiRegion { .. } => Some(""),
            _ => None,
        }
    }
}
