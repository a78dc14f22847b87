//! Stores at a URL of their own.

use alloc::string::String;
use core::{fmt, net::Ipv4Addr};

use super::{
    address::{Address, Host},
    bucket::is_host_label,
    resource::{AccessPoint, OutpostHardware, Resource},
    switches::Addressing,
};
use crate::{
    error::{Error, unsupported},
    region::Region,
    url::{HostKind, Url},
};

/// A store's base URL.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Custom {
    scheme: &'static str,
    authority: String,
    host: HostKind,
    /// Without a slash at its end.
    path: String,
    kind: Kind,
}

/// What is known about a store beyond its URL.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Any,
    /// The host is a bucket's own (a CNAME): no other bucket can be reached there.
    BucketDomain,
    /// Cloudflare R2, whose one region is `auto`.
    R2,
}

impl Custom {
    /// The error completes a sentence that begins with "endpoint".
    pub(super) fn new(url: Url<'_>, kind: Kind) -> Result<Self, &'static str> {
        if url.query.is_some() {
            return Err("has a query; remove it from `?` on");
        }
        let path = url.path.trim_end_matches('/');
        let is_plain = |byte: u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~')
        };
        if !path.bytes().all(is_plain) {
            return Err(
                "has a path with other characters than letters, digits and `-._~/`; use these alone",
            );
        }
        if path.split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err("has a dot segment in its path; resolve it");
        }
        let Url { scheme, authority, host, .. } = url;
        Ok(Self { scheme, authority, host, path: String::from(path), kind })
    }

    pub(super) const fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// The region that requests are signed for, where the store decides it.
    pub(super) fn signing_region(&self) -> Option<&'static str> {
        (self.kind == Kind::R2).then_some("auto")
    }

    pub(super) fn address<'a>(
        &'a self,
        addressing: Addressing,
        region: &'a Region,
        resource: Resource<'a>,
    ) -> Result<Address<'a>, Error> {
        let (host, path_bucket) = self.place(addressing, resource)?;
        Ok(Address {
            scheme: self.scheme,
            host,
            base_path: &self.path,
            path_bucket,
            region: self.signing_region().or(resource.region()).unwrap_or(region.signing_name()),
            service: resource.service(),
            takes_express_session: resource.takes_express_session(),
        })
    }

    /// The host, and the bucket if it goes into the path.
    fn place<'a>(
        &'a self,
        addressing: Addressing,
        resource: Resource<'a>,
    ) -> Result<(Host<'a>, Option<&'a str>), Error> {
        let authority = self.authority.as_str();
        let host = match resource {
            Resource::HostBucket(_) | Resource::PathBucket(_)
                if self.kind == Kind::BucketDomain =>
            {
                Host::new([authority])
            }
            _ if self.kind == Kind::BucketDomain => {
                return unsupported(
                    "a bucket domain answers for one ordinary bucket; use `Endpoint::aws` or \
                     `Endpoint::custom` for a listing of buckets, a directory bucket, an ARN or an alias",
                );
            }
            Resource::Service => Host::new([authority]),
            _ if self.kind == Kind::R2
                && !matches!(resource, Resource::HostBucket(_) | Resource::PathBucket(_)) =>
            {
                return unsupported("Cloudflare R2 has ordinary buckets alone; name one of these");
            }
            Resource::DirectoryService => Host::new([authority]),
            Resource::HostBucket(bucket) | Resource::PathBucket(bucket)
                if addressing == Addressing::VirtualHosted && self.can_host(bucket) =>
            {
                Host::new([bucket, ".", authority])
            }
            Resource::Directory { bucket, .. } | Resource::DirectoryControl(bucket)
                if addressing != Addressing::Path && self.can_host(bucket) =>
            {
                Host::new([bucket, ".", authority])
            }
            Resource::HostBucket(bucket)
            | Resource::PathBucket(bucket)
            | Resource::Directory { bucket, .. }
            | Resource::DirectoryControl(bucket) => {
                return Ok((Host::new([authority]), Some(bucket)));
            }
            _ if addressing == Addressing::Path => {
                return unsupported("an ARN or alias cannot go into the path; drop `path_style`");
            }
            _ if self.host == HostKind::IpAddress => {
                return unsupported(
                    "an ARN or alias goes into the host, and this endpoint is an IP address; \
                     give the endpoint a name",
                );
            }
            Resource::AccessPoint(AccessPoint { name, account, .. })
            | Resource::ObjectLambda(AccessPoint { name, account, .. }) => {
                Host::new([name, "-", account, ".", authority])
            }
            Resource::Outpost { access_point: AccessPoint { name, account, .. }, outpost } => {
                Host::new([name, "-", account, ".", outpost, ".", authority])
            }
            Resource::OutpostAlias {
                alias, hardware: OutpostHardware::Rack { outpost }, ..
            } => Host::new([alias, ".op-", outpost, ".", authority]),
            Resource::OutpostAlias { alias, hardware: OutpostHardware::Ec2, .. } => {
                Host::new([alias, ".ec2.", authority])
            }
        };
        Ok((host, None))
    }

    /// A certificate for `*.host` covers one label, so dots in a bucket go with plain `http` alone.
    fn can_host(&self, bucket: &str) -> bool {
        let is_name = || bucket.parse::<Ipv4Addr>().is_err();
        match (self.host, self.scheme) {
            (HostKind::IpAddress, _) => false,
            (HostKind::Name, "http://") => bucket.split('.').all(is_host_label) && is_name(),
            (HostKind::Name, _) => is_host_label(bucket),
        }
    }
}

impl fmt::Display for Custom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scheme, authority, path, .. } = self;
        write!(f, "{scheme}{authority}{path}")
    }
}
