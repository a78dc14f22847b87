//! An endpoint resolved for one region, and the address of each request.

use alloc::{
    borrow::Cow,
    string::{String, ToString},
};
use core::fmt;

use super::{
    aws::AwsHosts,
    base_url::BaseUrl,
    bucket,
    custom::CustomStore,
    known_stores::form_problem,
    options::Addressing,
    partition::Partition,
    resource::{BucketPlacement, Resource},
};
#[cfg(feature = "sigv4a")]
use crate::wire::encode;
use crate::{
    error::{Error, excerpt, unsupported},
    region::Region,
    request::{Request, Target},
    wire::{
        host::HostPort,
        names::{S3_EXPRESS, S3_OBJECT_LAMBDA},
    },
};

/// The endpoint of a presigner, with everything computed that does not depend on the request.
#[derive(Clone, Debug)]
pub(crate) struct ResolvedEndpoint {
    region: Region,
    partition: &'static Partition,
    /// The store, or the error of every request.
    store: Result<ResolvedStore, Error>,
    signing_region: String,
    /// The error of requests that are signed for this region, if the host is in another.
    region_mismatch: Option<Error>,
    /// The region set of Multi-Region Access Points, percent-encoded.
    region_set: Cow<'static, str>,
    display: Option<BaseUrl>,
    same_region_only: bool,
    max_address_len: usize,
}

/// The host names of a store.
#[derive(Clone, Debug)]
pub(super) enum ResolvedStore {
    Aws(AwsHosts),
    Custom(CustomStore, Addressing),
}

impl ResolvedEndpoint {
    pub(super) fn new(
        region: Region,
        partition: &'static Partition,
        store: Result<ResolvedStore, Error>,
        display: Option<BaseUrl>,
        same_region_only: bool,
    ) -> Self {
        let (fixed_region, store_len) = match &store {
            Ok(ResolvedStore::Aws(hosts)) => (None, hosts.max_len()),
            Ok(ResolvedStore::Custom(custom, _)) => (custom.signing_region(), custom.base().len()),
            Err(_) => (None, 0),
        };
        let region_mismatch = match &store {
            Ok(ResolvedStore::Custom(custom, _)) => custom.check_region(&region).err(),
            _ => None,
        };
        let signing_region = String::from(fixed_region.unwrap_or(region.signing_name()));
        let max_address_len = store_len
            + display.as_ref().map_or(0, BaseUrl::len)
            + signing_region.len()
            + LONGEST_LABELS.len()
            + S3_OBJECT_LAMBDA.len();
        Self {
            region,
            partition,
            store,
            signing_region,
            region_mismatch,
            region_set: Cow::Borrowed(ALL_REGIONS),
            display,
            same_region_only,
            max_address_len,
        }
    }

    #[cfg(feature = "sigv4a")]
    pub(super) fn with_region_set(self, region_set: &str) -> Self {
        let region_set = encode::query(region_set);
        let max_address_len = self.max_address_len + region_set.len();
        Self { region_set: Cow::Owned(region_set), max_address_len, ..self }
    }

    pub(crate) fn into_region(self) -> Region {
        self.region
    }

    /// The region that requests are signed for, unless an ARN has another.
    #[inline]
    pub(crate) fn signing_region(&self) -> &str {
        &self.signing_region
    }

    /// An upper bound of the bytes of host, base path and scope, without text of the request.
    #[inline]
    pub(crate) const fn max_address_len(&self) -> usize {
        self.max_address_len
    }

    /// The address of `request`.
    #[inline]
    pub(crate) fn address<'a>(&'a self, request: &Request<'a>) -> Result<Address<'a>, Error> {
        let store = self.store.as_ref().map_err(Error::clone)?;
        let resource = bucket::resource(request)?;
        let region = match resource.region() {
            Some(arn_region) => self.check_arn(&resource, arn_region)?,
            None => Some(self.signing_region()),
        };
        let (resource, placement) = match store {
            ResolvedStore::Aws(hosts) => hosts.place(resource, request.key())?,
            ResolvedStore::Custom(custom, addressing) => {
                let placement = custom.placement(*addressing, &resource)?;
                match &self.region_mismatch {
                    Some(error) if resource.region().is_none() => return Err(error.clone()),
                    _ => (resource, placement),
                }
            }
        };
        let address = Address { endpoint: self, store, region, resource, placement };
        if let Target::Form(_) = request.target() {
            address.check_form()?;
        }
        Ok(address)
    }

    /// Refuses an ARN of another partition than the presigner's, or of another region if that is an
    /// option.
    #[cold]
    fn check_arn<'a>(
        &self,
        resource: &Resource<'a>,
        arn_region: &'a str,
    ) -> Result<Option<&'a str>, Error> {
        match resource {
            #[cfg(feature = "sigv4a")]
            Resource::MultiRegion { arn, partition, .. } => {
                self.check_multi_region(arn, partition).map(|()| None)
            }
            _ => self.check_arn_region(arn_region).map(Some),
        }
    }

    #[cfg(feature = "sigv4a")]
    fn check_multi_region(&self, arn: &str, partition: &str) -> Result<(), Error> {
        let region = self.region.as_str();
        let problem = if partition != self.partition.name {
            alloc::format!(
                "is of partition `{}`, and the presigner's region `{region}` is in `{}`; \
                 create a presigner for a region of the ARN's partition",
                excerpt(partition),
                self.partition.name,
            )
        } else if self.same_region_only {
            alloc::format!(
                "is a Multi-Region Access Point, which is not limited to the presigner's region \
                 `{region}`; remove `same_region_only` to sign for all regions",
            )
        } else {
            return Ok(());
        };
        Err(Error::InvalidArn { arn: excerpt(arn), problem })
    }

    fn check_arn_region<'a>(&self, arn_region: &'a str) -> Result<&'a str, Error> {
        let region = self.region.as_str();
        let problem = if Partition::containing(arn_region) != self.partition {
            alloc::format!(
                "which is not in partition `{}` of the presigner's region `{region}`; \
                 create a presigner for that region",
                self.partition.name,
            )
        } else if self.same_region_only && arn_region != region {
            alloc::format!(
                "which is not the presigner's region `{region}`; \
                 remove `same_region_only` to sign for the region of the ARN",
            )
        } else {
            return Ok(arn_region);
        };
        Err(Error::ArnRegionMismatch { arn_region: excerpt(arn_region), problem })
    }
}

/// The address of one request: the URL before the key, and the signed region and service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Address<'a> {
    endpoint: &'a ResolvedEndpoint,
    store: &'a ResolvedStore,
    region: Option<&'a str>,
    resource: Resource<'a>,
    placement: BucketPlacement,
}

impl<'a> Address<'a> {
    /// `https://` or `http://`.
    #[inline]
    pub(crate) const fn scheme(&self) -> &'static str {
        match self.store {
            ResolvedStore::Aws(_) => "https://",
            ResolvedStore::Custom(custom, _) => custom.base().scheme(),
        }
    }

    /// The base URL that replaces scheme, host and base path of the store in the URL.
    #[inline]
    pub(crate) const fn display(&self) -> Option<&'a BaseUrl> {
        self.endpoint.display.as_ref()
    }

    /// The signed host. It is the host of the URL too, unless the endpoint has a display URL.
    pub(crate) const fn host(&self) -> Host<'_> {
        Host(self)
    }

    /// The path of a custom endpoint, without a trailing slash.
    #[inline]
    pub(crate) fn base_path(&self) -> &'a str {
        match self.store {
            ResolvedStore::Aws(_) => "",
            ResolvedStore::Custom(custom, _) => custom.base().path(),
        }
    }

    /// The bucket, raw, if it is in the path.
    #[inline]
    pub(crate) fn path_bucket(&self) -> Option<&'a str> {
        self.resource.bucket().filter(|_| self.placement == BucketPlacement::Path)
    }

    /// The signed region; `None` for Signature Version 4A.
    #[inline]
    pub(crate) const fn region(&self) -> Option<&'a str> {
        self.region
    }

    /// The signed service.
    #[inline]
    pub(crate) const fn service(&self) -> &'static str {
        self.resource.service()
    }

    /// The region set of Signature Version 4A, percent-encoded.
    pub(crate) fn region_set(&self) -> Option<&'a str> {
        self.region.is_none().then_some(&*self.endpoint.region_set)
    }

    /// Whether the session token of `CreateSession` is valid for the request.
    pub(crate) const fn accepts_express_session(&self) -> bool {
        self.resource.accepts_express_session()
    }

    /// Refuses stores and resources that do not support upload forms.
    fn check_form(&self) -> Result<(), Error> {
        let authority = self.host().to_string();
        if let Some(problem) = form_problem(HostPort::split(&authority).name) {
            return unsupported(problem);
        }
        match self.service() {
            S3_EXPRESS => unsupported("directory buckets do not support POST forms; presign a PUT"),
            S3_OBJECT_LAMBDA => unsupported(
                "Object Lambda does not support uploads; use the bucket or its access point",
            ),
            _ if self.region.is_none() => {
                unsupported("Multi-Region Access Points do not support POST forms; presign a PUT")
            }
            _ => Ok(()),
        }
    }
}

/// A host name, with its port. `Display` and the URL are written from the same pieces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Host<'a>(&'a Address<'a>);

impl Host<'_> {
    #[inline]
    pub(crate) fn push_to(self, push: &mut impl FnMut(&str)) {
        let Address { store, resource, placement, .. } = self.0;
        match store {
            ResolvedStore::Aws(hosts) => hosts.push_host(resource, push),
            ResolvedStore::Custom(custom, _) if *placement == BucketPlacement::Host => {
                custom.push_host(resource, push);
            }
            ResolvedStore::Custom(custom, _) => push(custom.base().authority()),
        }
    }
}

impl fmt::Display for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut result = Ok(());
        self.push_to(&mut |piece| result = result.and_then(|()| f.write_str(piece)));
        result
    }
}

/// The region set of a Multi-Region Access Point in the endpoint rule set, `*`, percent-encoded.
const ALL_REGIONS: &str = "%2A";

const LONGEST_LABELS: &str = "s3express-control-fips.dualstack";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Endpoint;

    /// Otherwise the cached key would never be used.
    #[test]
    fn the_signing_region_is_that_of_a_request_on_a_general_purpose_bucket() {
        let custom = |url| Endpoint::custom(url).expect("a valid URL");
        for (endpoint, region, signing_region) in [
            (Endpoint::aws(), "eu-central-1", "eu-central-1"),
            (Endpoint::aws(), "aws-global", "us-east-1"),
            (custom("http://127.0.0.1:9000"), "garage", "garage"),
            (custom("http://127.0.0.1:9000"), "aws-global", "us-east-1"),
            (Endpoint::r2("id"), "auto", "auto"),
            (Endpoint::r2("id"), "eu-central-1", "auto"),
        ] {
            let resolved = endpoint.clone().resolve(Region::from(region));
            let request = Request::get("bucket", "key");
            let address = resolved.address(&request).expect("a valid request");
            assert_eq!(address.region(), Some(signing_region), "{endpoint}");
            assert_eq!(resolved.signing_region(), signing_region, "{endpoint}");
        }
    }
}
