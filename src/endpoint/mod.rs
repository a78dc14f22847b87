//! Where S3 and other stores are to be reached; the only place that knows a host name.

mod arn;
mod aws;
mod bucket;
mod custom;
mod options;
pub(crate) mod partition;
mod resolved;
mod resource;

use alloc::string::String;
use core::fmt;

use self::{
    aws::AwsHosts,
    custom::{Custom, Kind},
    options::{Addressing, EndpointOptions},
    partition::Partition,
    resolved::ResolvedStore,
};
use crate::{
    error::{Error, unsupported},
    region::Region,
    wire::{host::label_problem, url::Url},
};

pub(crate) use self::resolved::{Address, ResolvedEndpoint};

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
    options: EndpointOptions,
    /// What stands in the URL instead of the host that is signed.
    display_authority: Option<String>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Store {
    Aws,
    Custom(Custom),
    /// From a method that cannot fail; the error is returned when signing.
    Invalid(Error),
}

impl Endpoint {
    /// S3 itself, at the regional host of every partition: `bucket.s3.eu-central-1.amazonaws.com`.
    ///
    /// A bucket whose name cannot be a host label (dots, upper case, `_`) goes into the path, and so does any
    /// for the key `soap`: on a bucket's own host `/soap` is an old interface of S3.
    #[must_use]
    pub const fn aws() -> Self {
        Self::new(Store::Aws)
    }

    /// A store at a URL of its own, such as `http://127.0.0.1:9000`; port and path are kept.
    ///
    /// Buckets go into the path unless [`virtual_hosted`](Self::virtual_hosted) is set.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidEndpoint`] if `url` has no `http` or `https` scheme or no host, or has user info,
    /// a query or a fragment, or a path with characters other than letters, digits, `-`, `.`, `_`, `~`
    /// and `/`.
    pub fn custom(url: &str) -> Result<Self, Error> {
        Self::at_url(url, Kind::Any)
    }

    /// Cloudflare R2: the account's host, and the region `auto` whatever the presigner's.
    ///
    /// R2 takes presigned GET, HEAD, PUT and DELETE at this host alone, not at a custom domain, and has no
    /// POST forms. A jurisdiction's host is [`custom`](Self::custom):
    /// `https://<account>.eu.r2.cloudflarestorage.com`, with the region `auto`.
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Expiry, Presigner};
    /// let presigner = Presigner::new(Credentials::new("id", "secret"), "auto")
    ///     .with_endpoint(Endpoint::r2("0123456789abcdef0123456789abcdef"));
    /// let url = presigner.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
    /// assert!(url.as_str().starts_with(
    ///     "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/my-bucket/photos/cat.jpg?"
    /// ));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    ///
    /// An account id that is no host label is an [`Error::InvalidEndpoint`] when signing.
    #[must_use]
    pub fn r2(account_id: &str) -> Self {
        if label_problem(account_id).is_some() {
            let problem = "has an account id that is no host label; copy the id of 32 hex digits";
            return Self::new(Store::Invalid(Error::InvalidEndpoint { problem }));
        }
        let url = ["https://", account_id, R2_SUFFIX].concat();
        Self::at_url(&url, Kind::R2).unwrap_or_else(|error| Self::new(Store::Invalid(error)))
    }

    /// A domain that stands for one bucket: the bucket's name is neither in the host nor in the path, and
    /// the domain is what is signed. For stores that answer there themselves; where a CDN passes requests
    /// on to the store's own host, see [`display_host`](Self::display_host).
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Expiry, Presigner};
    /// let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1")
    ///     .with_endpoint(Endpoint::bucket_domain("http://files.example.com")?);
    /// let url = presigner.get("files.example.com", "photos/cat.jpg", Expiry::hours(1))?;
    /// assert!(url.as_str().starts_with("http://files.example.com/photos/cat.jpg?"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`custom`](Self::custom).
    pub fn bucket_domain(url: &str) -> Result<Self, Error> {
        Self::at_url(url, Kind::BucketDomain)
    }

    /// Hosts that answer over IPv6 too. AWS only: with another store an error when signing.
    #[must_use]
    pub const fn dual_stack(mut self) -> Self {
        self.options.dual_stack = true;
        self
    }

    /// Hosts whose TLS is validated to FIPS 140. AWS only: with another store an error when signing.
    #[must_use]
    pub const fn fips(mut self) -> Self {
        self.options.fips = true;
        self
    }

    /// Hosts of S3 Transfer Acceleration, which has to be switched on for the bucket. AWS only: with another
    /// store an error when signing.
    #[must_use]
    pub const fn accelerate(mut self) -> Self {
        self.options.accelerate = true;
        self
    }

    /// Puts every bucket into the path: `s3.eu-central-1.amazonaws.com/bucket`.
    #[must_use]
    pub const fn path_style(mut self) -> Self {
        self.options.addressing = Addressing::Path;
        self
    }

    /// Puts the bucket into the host where it can stand there: `bucket.s3.example.com`. With an IP
    /// address, or a name that cannot be a host label, it goes into the path.
    #[must_use]
    pub const fn virtual_hosted(mut self) -> Self {
        self.options.addressing = Addressing::VirtualHosted;
        self
    }

    /// In us-east-1 the old host without a region, `bucket.s3.amazonaws.com`; elsewhere no change.
    #[must_use]
    pub const fn legacy_global(mut self) -> Self {
        self.options.legacy_global = true;
        self
    }

    /// Signs for the store's host, but puts `host` (and `:port`, if it has one) into the URL: for a CDN
    /// or a proxy that passes requests on with the store's own `Host`.
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Expiry, Presigner};
    /// let spaces = Endpoint::custom("https://nyc3.digitaloceanspaces.com")?
    ///     .virtual_hosted()
    ///     .display_host("my-bucket.nyc3.cdn.digitaloceanspaces.com");
    /// let presigner =
    ///     Presigner::new(Credentials::new("id", "secret"), "nyc3").with_endpoint(spaces);
    /// let url = presigner.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
    /// assert!(url.as_str().starts_with(
    ///     "https://my-bucket.nyc3.cdn.digitaloceanspaces.com/photos/cat.jpg?"
    /// ));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    ///
    /// Text that is no host is an [`Error::InvalidEndpoint`] when signing.
    #[must_use]
    pub fn display_host(mut self, host: &str) -> Self {
        let problem = "has a display host that is not just a host; write `host` or `host:port`";
        match Url::parse(&[self.scheme(), host].concat()) {
            Ok(Url { authority, path: "", query: None, .. }) => {
                self.display_authority = Some(authority);
            }
            _ => self.store = Store::Invalid(Error::InvalidEndpoint { problem }),
        }
        self
    }

    /// Refuses an ARN of another region than the presigner's, instead of signing for the ARN's.
    #[must_use]
    pub const fn same_region_only(mut self) -> Self {
        self.options.same_region_only = true;
        self
    }

    /// This endpoint for the region of a presigner.
    pub(crate) fn resolve(&self, region: Region) -> ResolvedEndpoint {
        let partition = Partition::of(region.as_str());
        let store = region.check().and_then(|()| self.resolve_store(&region, partition));
        let display_authority = self.display_authority.clone();
        let same_region_only = self.options.same_region_only;
        ResolvedEndpoint::new(region, partition, store, display_authority, same_region_only)
    }

    fn resolve_store(
        &self,
        region: &Region,
        partition: &Partition,
    ) -> Result<ResolvedStore, Error> {
        match &self.store {
            Store::Aws => AwsHosts::new(self.options, region, partition).map(ResolvedStore::Aws),
            Store::Custom(custom) => {
                self.check_custom()?;
                Ok(ResolvedStore::Custom(custom.clone(), self.options.addressing))
            }
            Store::Invalid(error) => Err(error.clone()),
        }
    }

    const fn scheme(&self) -> &'static str {
        match &self.store {
            Store::Custom(custom) => custom.scheme(),
            Store::Aws | Store::Invalid(_) => "https://",
        }
    }

    fn at_url(url: &str, kind: Kind) -> Result<Self, Error> {
        let invalid = |problem| Error::InvalidEndpoint { problem };
        let url = Url::parse(url).map_err(invalid)?;
        Ok(Self::new(Store::Custom(Custom::new(url, kind).map_err(invalid)?)))
    }

    const fn new(store: Store) -> Self {
        Self { store, options: EndpointOptions::DEFAULT, display_authority: None }
    }

    /// Refuses options that only AWS has.
    fn check_custom(&self) -> Result<(), Error> {
        let problem = if self.options.dual_stack {
            "a custom endpoint has no dual-stack hosts; drop `dual_stack`"
        } else if self.options.fips {
            "a custom endpoint has no FIPS hosts; drop `fips`"
        } else if self.options.accelerate {
            "a custom endpoint has no accelerate hosts; drop `accelerate`"
        } else {
            return Ok(());
        };
        unsupported(problem)
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
            Store::Invalid(_) => f.write_str("invalid"),
        }
    }
}

/// What the hosts of Cloudflare R2 end with.
const R2_SUFFIX: &str = ".r2.cloudflarestorage.com";
