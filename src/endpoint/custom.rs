//! Stores at a URL of their own.

use alloc::string::String;
use core::{fmt, net::Ipv4Addr};

use super::{
    bucket::{MIN_BUCKET_BYTES, is_host_label},
    options::Addressing,
    resource::{AccessPoint, Location, OutpostHardware, Resource},
};
use crate::{
    error::{Error, unsupported},
    wire::{
        host::is_lower_label,
        url::{HostKind, Url},
    },
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

    /// The length of host and path, without what a request names, in bytes.
    pub(super) fn max_len(&self) -> usize {
        self.authority.len() + self.path.len()
    }

    pub(super) fn authority(&self) -> &str {
        &self.authority
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Where the name of `resource` goes; an error if the store has no address for it.
    pub(super) fn location(
        &self,
        addressing: Addressing,
        resource: &Resource<'_>,
    ) -> Result<Location, Error> {
        let is_ordinary = matches!(resource, Resource::HostBucket(_) | Resource::PathBucket(_));
        match *resource {
            _ if self.kind == Kind::BucketDomain && is_ordinary => Ok(Location::Nowhere),
            _ if self.kind == Kind::BucketDomain => unsupported(
                "a bucket domain answers for one ordinary bucket; use `Endpoint::aws` or \
                 `Endpoint::custom` for a listing of buckets, a directory bucket, an ARN or an alias",
            ),
            Resource::Service => Ok(Location::Nowhere),
            _ if self.kind == Kind::R2 && !is_ordinary => {
                unsupported("Cloudflare R2 has ordinary buckets alone; name one of these")
            }
            Resource::DirectoryService => Ok(Location::Nowhere),
            Resource::HostBucket(bucket) | Resource::PathBucket(bucket) => {
                let is_hosted = addressing == Addressing::VirtualHosted && self.can_host(bucket);
                Ok(if is_hosted { Location::Host } else { Location::Path })
            }
            Resource::Directory { bucket, .. } | Resource::DirectoryControl(bucket) => {
                let is_hosted = addressing != Addressing::Path && self.can_host(bucket);
                Ok(if is_hosted { Location::Host } else { Location::Path })
            }
            _ if addressing == Addressing::Path => {
                unsupported("an ARN or alias cannot go into the path; drop `path_style`")
            }
            _ if self.host == HostKind::IpAddress => unsupported(
                "an ARN or alias goes into the host, and this endpoint is an IP address; \
                 give the endpoint a name",
            ),
            _ => Ok(Location::Host),
        }
    }

    /// The host of a resource whose name stands there.
    pub(super) fn push_host(&self, resource: &Resource<'_>, push: &mut impl FnMut(&str)) {
        let mut push_all = |pieces: &[&str]| pieces.iter().for_each(|piece| push(piece));
        match *resource {
            Resource::Service | Resource::DirectoryService => {}
            Resource::HostBucket(bucket)
            | Resource::PathBucket(bucket)
            | Resource::Directory { bucket, .. }
            | Resource::DirectoryControl(bucket) => push_all(&[bucket, "."]),
            Resource::AccessPoint(AccessPoint { name, account, .. })
            | Resource::ObjectLambda(AccessPoint { name, account, .. }) => {
                push_all(&[name, "-", account, "."]);
            }
            Resource::Outpost { access_point: AccessPoint { name, account, .. }, outpost } => {
                push_all(&[name, "-", account, ".", outpost, "."]);
            }
            Resource::OutpostAlias {
                alias, hardware: OutpostHardware::Rack { outpost }, ..
            } => push_all(&[alias, ".op-", outpost, "."]),
            Resource::OutpostAlias { alias, hardware: OutpostHardware::Ec2, .. } => {
                push_all(&[alias, ".ec2."]);
            }
        }
        push(&self.authority);
    }

    /// A certificate for `*.host` covers one label, so dots in a bucket go with plain `http` alone.
    fn can_host(&self, bucket: &str) -> bool {
        let is_name = || bucket.parse::<Ipv4Addr>().is_err();
        match (self.host, self.scheme) {
            (HostKind::IpAddress, _) => false,
            (HostKind::Name, "http://") => {
                bucket.len() >= MIN_BUCKET_BYTES
                    && bucket.split('.').all(is_lower_label)
                    && is_name()
            }
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
