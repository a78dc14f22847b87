//! Stores at a custom base URL.

use core::{fmt, net::Ipv4Addr};

use super::{
    R2_SUFFIX,
    base_url::BaseUrl,
    bucket::{MIN_BUCKET_BYTES, is_host_label},
    known_stores::{is_spaces_cdn, is_store_host, refuses_path_style},
    options::Addressing,
    resource::{AccessPoint, BucketPlacement, HardwareType, Resource},
    s3_host::{HostRegion, S3Host},
};
use crate::{
    error::{Error, excerpt, unsupported},
    region::Region,
    wire::{
        host::{HostPort, is_lower_label},
        url::HostKind,
    },
};

/// A store at a base URL.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct CustomStore {
    base: BaseUrl,
    kind: StoreKind,
}

/// What is known about a store besides its URL.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum StoreKind {
    Any,
    /// The host belongs to one bucket, for example as a CNAME.
    BucketDomain,
}

impl CustomStore {
    pub(super) const fn new(base: BaseUrl, kind: StoreKind) -> Self {
        Self { base, kind }
    }

    pub(super) const fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// The region that requests are signed for, if the store has only one.
    pub(super) fn signing_region(&self) -> Option<&'static str> {
        self.is_r2().then_some("auto")
    }

    /// Whether this is Cloudflare R2, whose only region is `auto`.
    fn is_r2(&self) -> bool {
        self.host_name().ends_with(R2_SUFFIX)
    }

    /// The addressing style, which is virtual-hosted at a store that refuses path style, unless the caller set it.
    pub(super) fn addressing(&self, addressing: Addressing) -> Addressing {
        match addressing {
            Addressing::Default if refuses_path_style(self.host_name()) => {
                Addressing::VirtualHosted
            }
            _ => addressing,
        }
    }

    /// Refuses a CDN, for whose host no signature is valid.
    pub(super) fn check_cdn(&self) -> Result<(), Error> {
        if is_spaces_cdn(self.host_name()) {
            return unsupported(
                "the CDN of DigitalOcean Spaces requires a signature for the store; remove `cdn.` from the \
                 endpoint, and pass the host of the CDN to `display_host`",
            );
        }
        Ok(())
    }

    /// Refuses a host of S3 in another region than that of the signature. The endpoint rule set accepts VPC endpoints
    /// in any region.
    pub(super) fn check_region(&self, region: &Region) -> Result<(), Error> {
        let host = S3Host::parse(self.host_name()).filter(|_| !self.host_name().contains(".vpce."));
        match host.map(|host| host.region) {
            Some(HostRegion::Named(host_region)) if host_region != region.signing_name() => {
                let (host_region, region) = (excerpt(host_region), excerpt(region.signing_name()));
                Err(Error::EndpointRegionMismatch { host_region, region })
            }
            _ => Ok(()),
        }
    }

    /// The placement of the bucket of `resource`; an error if the store has no address for it.
    pub(super) fn placement(
        &self,
        addressing: Addressing,
        resource: &Resource<'_>,
    ) -> Result<BucketPlacement, Error> {
        self.check_host(resource)?;
        let is_general_purpose =
            matches!(resource, Resource::HostBucket(_) | Resource::PathBucket(_));
        match *resource {
            _ if self.kind == StoreKind::BucketDomain && is_general_purpose => {
                Ok(BucketPlacement::Absent)
            }
            _ if self.kind == StoreKind::BucketDomain => unsupported(
                "a bucket domain serves one general purpose bucket; use `Endpoint::aws` or \
                 `Endpoint::custom` to list buckets, or for a directory bucket, an ARN or an alias",
            ),
            Resource::Service => Ok(BucketPlacement::Absent),
            _ if !is_general_purpose && self.is_r2() => {
                unsupported("Cloudflare R2 has only general purpose buckets; pass the name of one")
            }
            Resource::DirectoryService => Ok(BucketPlacement::Absent),
            Resource::HostBucket(bucket) | Resource::PathBucket(bucket) => {
                self.check_path(bucket)?;
                let is_hosted = addressing == Addressing::VirtualHosted && self.can_host(bucket);
                Ok(if is_hosted { BucketPlacement::Host } else { BucketPlacement::Path })
            }
            Resource::Directory { bucket, .. } | Resource::DirectoryControl(bucket) => {
                let is_hosted = addressing != Addressing::Path && self.can_host(bucket);
                Ok(if is_hosted { BucketPlacement::Host } else { BucketPlacement::Path })
            }
            #[cfg(feature = "sigv4a")]
            Resource::MultiRegion { .. } => unsupported(
                "a Multi-Region Access Point has no address at a custom endpoint; use `Endpoint::aws`",
            ),
            _ if addressing == Addressing::Path => {
                unsupported("an ARN or alias cannot be addressed path style; remove `path_style`")
            }
            _ if self.base.host == HostKind::IpAddress => unsupported(
                "an ARN or alias requires a host name, and this endpoint is an IP address; \
                 use the DNS name of the store",
            ),
            _ => Ok(BucketPlacement::Host),
        }
    }

    /// Appends the host of a resource whose name is in the host.
    pub(super) fn push_host(&self, resource: &Resource<'_>, push: &mut impl FnMut(&str)) {
        let mut push_all = |pieces: &[&str]| pieces.iter().for_each(|piece| push(piece));
        match *resource {
            Resource::Service | Resource::DirectoryService => {}
            #[cfg(feature = "sigv4a")]
            Resource::MultiRegion { .. } => {}
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
            Resource::OutpostAlias { alias, hardware: HardwareType::Rack { outpost }, .. } => {
                push_all(&[alias, ".op-", outpost, "."]);
            }
            Resource::OutpostAlias { alias, hardware: HardwareType::Ec2, .. } => {
                push_all(&[alias, ".ec2."]);
            }
        }
        push(self.base.authority());
    }

    /// Refuses a host that already contains the bucket, which the URL would then contain twice.
    #[inline]
    fn check_host(&self, resource: &Resource<'_>) -> Result<(), Error> {
        let Some(bucket) = resource.bucket() else { return Ok(()) };
        let rest =
            self.base.authority().strip_prefix(bucket).and_then(|rest| rest.strip_prefix('.'));
        match rest {
            Some(rest) if self.kind == StoreKind::Any => self.check_rest(bucket, rest),
            _ => Ok(()),
        }
    }

    #[cold]
    fn check_rest(&self, bucket: &str, rest: &str) -> Result<(), Error> {
        if !is_store_host(HostPort::split(rest).name) {
            return Ok(());
        }
        let (bucket, host) = (excerpt(bucket), excerpt(self.base.authority()));
        Err(Error::BucketInEndpoint { bucket, host })
    }

    /// Refuses a path that is the bucket already, as in the URL of a bucket that R2 shows in its dashboard. A known
    /// store has no other path before the bucket; any other host may be a proxy with a path of that name.
    #[inline]
    fn check_path(&self, bucket: &str) -> Result<(), Error> {
        if self.base.path().trim_start_matches('/') == bucket && is_store_host(self.host_name()) {
            let (bucket, host) = (excerpt(bucket), excerpt(self.base.authority()));
            return Err(Error::BucketInEndpointPath { bucket, host });
        }
        Ok(())
    }

    /// The host without its port.
    fn host_name(&self) -> &str {
        HostPort::split(self.base.authority()).name
    }

    /// A certificate for `*.host` covers one label, so a bucket with dots requires `http`.
    fn can_host(&self, bucket: &str) -> bool {
        let is_name = || bucket.parse::<Ipv4Addr>().is_err();
        match (self.base.host, self.base.scheme()) {
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

impl fmt::Display for CustomStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.base.fmt(f)
    }
}
