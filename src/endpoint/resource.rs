//! The things that hold objects.

use crate::wire::names::{S3, S3_EXPRESS, S3_OBJECT_LAMBDA, S3_OUTPOSTS};

/// The thing that a request is on, apart from the key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Resource<'a> {
    /// No bucket: a listing of buckets.
    Service,
    /// No bucket: a listing of directory buckets.
    DirectoryService,
    /// An ordinary bucket, or an alias that is used like one, whose name can be the first label of a host.
    HostBucket(&'a str),
    /// An ordinary bucket whose name cannot.
    PathBucket(&'a str),
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

/// Where the name of a resource stands in a URL.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Location {
    Host,
    Path,
    /// It has none, or the store's host stands for it.
    Nowhere,
}

impl<'a> Resource<'a> {
    /// The name that can stand in a path.
    pub(crate) const fn bucket(&self) -> Option<&'a str> {
        match self {
            Self::HostBucket(bucket)
            | Self::PathBucket(bucket)
            | Self::Directory { bucket, .. }
            | Self::DirectoryControl(bucket) => Some(bucket),
            _ => None,
        }
    }

    /// The service that a request on it is signed for.
    pub(crate) const fn service(&self) -> &'static str {
        match self {
            Self::Service | Self::HostBucket(_) | Self::PathBucket(_) | Self::AccessPoint(_) => S3,
            Self::DirectoryService | Self::Directory { .. } | Self::DirectoryControl(_) => {
                S3_EXPRESS
            }
            Self::ObjectLambda(_) => S3_OBJECT_LAMBDA,
            Self::Outpost { .. } | Self::OutpostAlias { .. } => S3_OUTPOSTS,
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
