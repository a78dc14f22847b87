//! Where S3 and other stores are to be reached; the only place that knows a host name.

mod address;
mod arn;
mod aws;
mod custom;
pub(crate) mod partition;
mod resource;

use core::fmt;

pub(crate) use self::address::Address;
use self::{custom::Custom, resource::Resource};
use crate::{
    error::{Error, excerpt},
    region::Region,
    request::Request,
    url::Url,
};

/// Where requests go: S3 itself, or a store that speaks its protocol.
///
/// ```
/// use presigner::Endpoint;
///
/// let s3_over_ipv6 = Endpoint::aws().dual_stack();
/// let minio = Endpoint::custom("http://127.0.0.1:9000")?;
/// # let _ = (s3_over_ipv6, minio);
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Endpoint {
    store: Store,
    addressing: Addressing,
    /// `.dualstack`, or nothing: a piece of the host name.
    dual_stack: &'static str,
    /// `-fips`, or nothing: a piece of the host name.
    fips: &'static str,
    accelerate: bool,
    legacy_global: bool,
    same_region_only: bool,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Store {
    Aws,
    Custom(Custom),
}

/// Where an ordinary bucket's name goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Addressing {
    /// AWS: the host if it can, else the path. Custom endpoints: the path.
    Unsaid,
    /// The host if it can, else the path.
    VirtualHosted,
    /// The path.
    Path,
}

impl Endpoint {
    /// S3 itself, at the regional host of every partition: `bucket.s3.eu-central-1.amazonaws.com`.
    ///
    /// A bucket whose name cannot be a host label (dots, upper case, `_`) goes into the path.
    #[must_use]
    pub const fn aws() -> Self {
        Self::new(Store::Aws)
    }

    /// A store at a URL of its own, such as `http://127.0.0.1:9000`; port and path are kept.
    ///
    /// Buckets go into the path unless [`virtual_hosted`](Self::virtual_hosted) is said.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidEndpoint`] if `url` has no `http` or `https` scheme or no host, or has user info,
    /// a query or a fragment, or a path with characters other than letters, digits, `-`, `.`, `_`, `~`
    /// and `/`.
    pub fn custom(url: &str) -> Result<Self, Error> {
        let invalid = |problem| Error::InvalidEndpoint { problem };
        let url = Url::parse(url).map_err(invalid)?;
        Ok(Self::new(Store::Custom(Custom::new(url).map_err(invalid)?)))
    }

    /// Hosts that answer over IPv6 too. AWS only.
    #[must_use]
    pub const fn dual_stack(mut self) -> Self {
        self.dual_stack = ".dualstack";
        self
    }

    /// Hosts whose TLS is validated to FIPS 140. AWS only.
    #[must_use]
    pub const fn fips(mut self) -> Self {
        self.fips = "-fips";
        self
    }

    /// Hosts of S3 Transfer Acceleration, which has to be switched on for the bucket. AWS only.
    #[must_use]
    pub const fn accelerate(mut self) -> Self {
        self.accelerate = true;
        self
    }

    /// Puts every bucket into the path: `s3.eu-central-1.amazonaws.com/bucket`.
    #[must_use]
    pub const fn path_style(mut self) -> Self {
        self.addressing = Addressing::Path;
        self
    }

    /// Puts the bucket into the host where it can stand there: `bucket.s3.example.com`. With an IP
    /// address, or a name that cannot be a host label, it goes into the path.
    #[must_use]
    pub const fn virtual_hosted(mut self) -> Self {
        self.addressing = Addressing::VirtualHosted;
        self
    }

    /// In us-east-1 the old host without a region, `bucket.s3.amazonaws.com`; elsewhere no change.
    #[must_use]
    pub const fn legacy_global(mut self) -> Self {
        self.legacy_global = true;
        self
    }

    /// Refuses an ARN of another region than the presigner's, instead of signing for the ARN's.
    #[must_use]
    pub const fn same_region_only(mut self) -> Self {
        self.same_region_only = true;
        self
    }

    /// The address of `request` for a presigner of `region`.
    pub(crate) fn address<'a>(
        &'a self,
        region: &'a Region,
        request: &Request<'a>,
    ) -> Result<Address<'a>, Error> {
        region.check()?;
        let resource = Resource::of(request)?;
        self.check_arn_region(region, &resource)?;
        match &self.store {
            Store::Aws => aws::address(self, region, resource, request.key()),
            Store::Custom(custom) => {
                self.check_custom()?;
                custom.address(self.addressing, region, resource)
            }
        }
    }

    const fn new(store: Store) -> Self {
        Self {
            store,
            addressing: Addressing::Unsaid,
            dual_stack: "",
            fips: "",
            accelerate: false,
            legacy_global: false,
            same_region_only: false,
        }
    }

    const fn is_dual_stack(&self) -> bool {
        !self.dual_stack.is_empty()
    }

    const fn is_fips(&self) -> bool {
        !self.fips.is_empty()
    }

    /// An ARN names a region of its own, which has to be in the partition of the presigner's.
    fn check_arn_region(&self, region: &Region, resource: &Resource<'_>) -> Result<(), Error> {
        let Some(arn_region) = resource.region() else {
            return Ok(());
        };
        let invalid =
            |problem| Err(Error::ArnElsewhere { arn_region: excerpt(arn_region), problem });
        if partition::Partition::of(arn_region) != region.partition() {
            return invalid(alloc::format!(
                "which is not in the partition `{}` of the presigner's region `{}`; make a presigner there",
                region.partition().name,
                region.as_str()
            ));
        }
        if self.same_region_only && arn_region != region.as_str() {
            return invalid(alloc::format!(
                "which is not the presigner's region `{}`; drop `same_region_only` to sign for the ARN's",
                region.as_str()
            ));
        }
        Ok(())
    }

    fn check_custom(&self) -> Result<(), Error> {
        let switch_problem = if self.is_dual_stack() {
            "a custom endpoint has no dual-stack hosts; drop `dual_stack`"
        } else if self.is_fips() {
            "a custom endpoint has no FIPS hosts; drop `fips`"
        } else if self.accelerate {
            "a custom endpoint has no accelerate hosts; drop `accelerate`"
        } else {
            return Ok(());
        };
        unsupported(switch_problem)
    }
}

/// S3 itself.
impl Default for Endpoint {
    fn default() -> Self {
        Self::aws()
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.store {
            Store::Aws => f.write_str("AWS"),
            Store::Custom(custom) => custom.fmt(f),
        }
    }
}

fn unsupported<T>(problem: &'static str) -> Result<T, Error> {
    Err(Error::UnsupportedEndpoint { problem })
}
