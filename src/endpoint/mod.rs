//! The endpoints of S3 and compatible stores. No other module knows a host name of S3.

mod arn;
mod aws;
mod base_url;
mod bucket;
mod custom;
mod known_stores;
mod options;
pub(crate) mod partition;
mod resolved;
mod resource;

use core::fmt;

use self::{
    aws::AwsHosts,
    custom::{CustomStore, StoreKind},
    options::{Addressing, EndpointOptions},
    partition::Partition,
    resolved::ResolvedStore,
};
use crate::{
    error::{Error, unsupported},
    region::Region,
    wire::host::is_label,
};

pub(crate) use self::{
    base_url::BaseUrl,
    resolved::{Address, ResolvedEndpoint},
};

/// The endpoint that requests are sent to: Amazon S3, or a store with a compatible API.
///
/// The methods that take `self` set options. Options that exclude each other, or do not support a
/// request, are an [`Error::UnsupportedEndpoint`] when signing.
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
    /// The base URL shown instead of that of the store, which is signed.
    display: Option<BaseUrl>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Store {
    Aws,
    Custom(CustomStore),
    /// Set by a method that returns no error; the error is returned when signing.
    Invalid(Error),
}

impl Endpoint {
    /// Returns the endpoint of Amazon S3: the regional host in every partition, such as
    /// `bucket.s3.eu-central-1.amazonaws.com`.
    ///
    /// A bucket whose name cannot be a host label (dots, upper case, `_`) is addressed [path
    /// style], as is any bucket for the key `soap`, because `/soap` on the host of a bucket is the
    /// former SOAP API of S3.
    ///
    /// [path style]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
    #[must_use]
    pub const fn aws() -> Self {
        Self::new(Store::Aws)
    }

    /// Returns an endpoint at a base URL with an optional port and path, such as
    /// `http://127.0.0.1:9000`.
    ///
    /// Buckets are addressed path style unless [`virtual_hosted`](Self::virtual_hosted) is set. Leave
    /// the bucket out of `url`: a known store's host that begins with the name of the bucket, such as
    /// `https://my-bucket.s3.eu-central-1.amazonaws.com` with `my-bucket`, is an
    /// [`Error::BucketInEndpoint`] when signing, because the URL would contain the bucket twice.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidEndpoint`] if `url` has no `http` or `https` scheme or no host, or has user
    /// info, a query or a fragment, or a path with a segment `.` or `..` or with characters other
    /// than letters, digits, `-`, `.`, `_`, `~` and `/`.
    pub fn custom(url: &str) -> Result<Self, Error> {
        Self::at_url(url, StoreKind::Any)
    }

    /// Returns the endpoint of a Cloudflare R2 account. Requests are signed for the region `auto`,
    /// whatever the region of the presigner.
    ///
    /// `account` is the account id of 32 hex digits. For buckets of a [jurisdiction], append its
    /// name: `<account id>.eu`, `.fedramp` or `.us`. They exist only at the host of their
    /// jurisdiction.
    ///
    /// R2 accepts [presigned URLs] for GET, HEAD, PUT and DELETE at this host only, not at a custom
    /// domain, and does not support POST forms.
    ///
    /// [jurisdiction]: https://developers.cloudflare.com/r2/reference/data-location/#jurisdictional-restrictions
    /// [presigned URLs]: https://developers.cloudflare.com/r2/api/s3/presigned-urls/
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Expiry, Presigner};
    /// let presigner = Presigner::new(Credentials::new("id", "secret"), "auto")
    ///     .with_endpoint(Endpoint::r2("0123456789abcdef0123456789abcdef.eu"));
    /// let url = presigner.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
    /// assert!(url.as_str().starts_with(
    ///     "https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/my-bucket/photos/cat.jpg?"
    /// ));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    ///
    /// An account id that is not a valid host label, or a jurisdiction that is not a word of lower-case
    /// letters, is an [`Error::InvalidEndpoint`] when signing.
    #[must_use]
    pub fn r2(account: &str) -> Self {
        if !is_r2_account(account) {
            let problem = "has an account id that is not a valid host label; pass the id of 32 hex \
                 digits, with a jurisdiction as `<id>.eu`";
            return Self::new(Store::Invalid(Error::InvalidEndpoint { problem }));
        }
        let url = ["https://", account, R2_SUFFIX].concat();
        Self::at_url(&url, StoreKind::R2).unwrap_or_else(|error| Self::new(Store::Invalid(error)))
    }

    /// Returns the endpoint of one bucket at a custom domain: the bucket name is added to neither
    /// host nor path, and the domain is the signed host.
    ///
    /// This is for stores that serve the domain themselves. For a CDN that forwards requests to the
    /// host of the store, see [`display_url`](Self::display_url).
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
        Self::at_url(url, StoreKind::BucketDomain)
    }

    /// Uses [dual-stack] hosts, which support IPv6 and IPv4. AWS only: with another store an error
    /// when signing.
    ///
    /// [dual-stack]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/dual-stack-endpoints.html
    #[must_use]
    pub const fn dual_stack(mut self) -> Self {
        self.options.dual_stack = true;
        self
    }

    /// Uses [FIPS] hosts, whose TLS is validated to FIPS 140. AWS only: with another store an error
    /// when signing.
    ///
    /// [FIPS]: https://aws.amazon.com/compliance/fips/
    #[must_use]
    pub const fn fips(mut self) -> Self {
        self.options.fips = true;
        self
    }

    /// Uses the hosts of [S3 Transfer Acceleration], which must be enabled for the bucket. AWS
    /// only: with another store an error when signing.
    ///
    /// [S3 Transfer Acceleration]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html
    #[must_use]
    pub const fn accelerate(mut self) -> Self {
        self.options.accelerate = true;
        self
    }

    /// Addresses every bucket path style: `s3.eu-central-1.amazonaws.com/bucket`. With a directory
    /// bucket of AWS, an ARN or an alias it is an error when signing.
    #[must_use]
    pub const fn path_style(mut self) -> Self {
        self.options.addressing = Addressing::Path;
        self
    }

    /// Addresses buckets virtual-hosted style where possible: `bucket.s3.example.com`. With an IP
    /// address, or a bucket whose name cannot be a host label, path style is used.
    #[must_use]
    pub const fn virtual_hosted(mut self) -> Self {
        self.options.addressing = Addressing::VirtualHosted;
        self
    }

    /// Uses the legacy global host `bucket.s3.amazonaws.com` in us-east-1, and only there.
    #[must_use]
    pub const fn legacy_global(mut self) -> Self {
        self.options.legacy_global = true;
        self
    }

    /// Puts `base`, the scheme, host and path prefix that clients see, into the URL in place of those
    /// of the store, which are signed. This is for a proxy or CDN that removes the prefix and forwards
    /// the rest of the path unchanged, with the `Host` header of the store. The [cookbook] has the
    /// configuration of nginx and Caddy.
    ///
    /// The URL is `base` followed by the path below the store: the key, and the bucket if it is in the
    /// path. In virtual-hosted style the proxy must forward to the host of that one bucket.
    ///
    /// [cookbook]: crate::guide::cookbook#behind-a-reverse-proxy
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Expiry, Presigner};
    /// let store =
    ///     Endpoint::custom("http://minio:9000")?.display_url("https://files.example.com/upload");
    /// let presigner =
    ///     Presigner::new(Credentials::new("id", "secret"), "us-east-1").with_endpoint(store);
    /// let url = presigner.put("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
    /// assert!(url.as_str().starts_with(
    ///     "https://files.example.com/upload/my-bucket/photos/cat.jpg?"
    /// ));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    ///
    /// A URL that [`custom`](Self::custom) would refuse is an [`Error::InvalidEndpoint`] when signing.
    #[must_use]
    pub fn display_url(mut self, base: &str) -> Self {
        let problem = "has a display URL that is not `https://host` or `http://host` with an optional \
                       port and plain path; remove everything else";
        match BaseUrl::parse(base) {
            Ok(base) => self.display = Some(base),
            Err(_) => self.store = Store::Invalid(Error::InvalidEndpoint { problem }),
        }
        self
    }

    /// Puts `host`, or `host:port`, into the URL, while the host of the store is signed: a
    /// [`display_url`](Self::display_url) with scheme and path of the store.
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
    /// Text other than a host with an optional port is an [`Error::InvalidEndpoint`] when signing.
    #[must_use]
    pub fn display_host(mut self, host: &str) -> Self {
        let problem =
            "has a display host that is not `host` or `host:port`; remove everything else";
        let (scheme, path) = match &self.store {
            Store::Custom(custom) => (custom.base().scheme(), custom.base().path()),
            Store::Aws | Store::Invalid(_) => ("https://", ""),
        };
        match BaseUrl::parse(&[scheme, host, path].concat()) {
            Ok(base) if !host.contains('/') => self.display = Some(base),
            _ => self.store = Store::Invalid(Error::InvalidEndpoint { problem }),
        }
        self
    }

    /// Refuses an ARN of a region other than the presigner's, instead of signing for the region of
    /// the ARN. Such an ARN is an [`Error::ArnRegionMismatch`]. A Multi-Region Access Point is an
    /// [`Error::InvalidArn`] then.
    #[must_use]
    pub const fn same_region_only(mut self) -> Self {
        self.options.same_region_only = true;
        self
    }

    /// Resolves the endpoint for the region of a presigner.
    pub(crate) fn resolve(self, region: Region) -> ResolvedEndpoint {
        let Self { store, options, display } = self;
        let partition = Partition::containing(region.as_str());
        let store = region.check().and_then(|()| store.resolve(options, &region, partition));
        ResolvedEndpoint::new(region, partition, store, display, options.same_region_only)
    }

    fn at_url(url: &str, kind: StoreKind) -> Result<Self, Error> {
        let base = BaseUrl::parse(url).map_err(|problem| Error::InvalidEndpoint { problem })?;
        Ok(Self::new(Store::Custom(CustomStore::new(base, kind))))
    }

    const fn new(store: Store) -> Self {
        Self { store, options: EndpointOptions::DEFAULT, display: None }
    }
}

impl Store {
    fn resolve(
        self,
        options: EndpointOptions,
        region: &Region,
        partition: &Partition,
    ) -> Result<ResolvedStore, Error> {
        match self {
            Self::Aws => AwsHosts::new(options, region, partition).map(ResolvedStore::Aws),
            Self::Custom(custom) => {
                check_custom(options)?;
                Ok(ResolvedStore::Custom(custom, options.addressing))
            }
            Self::Invalid(error) => Err(error),
        }
    }
}

/// [`Endpoint::aws`].
impl Default for Endpoint {
    fn default() -> Self {
        Self::aws()
    }
}

/// `AWS`, the base URL of a custom endpoint, or `invalid`.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.store {
            Store::Aws => f.write_str("AWS"),
            Store::Custom(custom) => custom.fmt(f),
            Store::Invalid(_) => f.write_str("invalid"),
        }
    }
}

/// Refuses options that only AWS supports.
fn check_custom(options: EndpointOptions) -> Result<(), Error> {
    if options.dual_stack {
        unsupported("a custom endpoint has no dual-stack hosts; remove `dual_stack`")
    } else if options.fips {
        unsupported("a custom endpoint has no FIPS hosts; remove `fips`")
    } else if options.accelerate {
        unsupported("a custom endpoint has no accelerate hosts; remove `accelerate`")
    } else {
        Ok(())
    }
}

/// Whether `account` is an account id, or one followed by a jurisdiction. Jurisdictions are not
/// listed here, because Cloudflare adds new ones.
fn is_r2_account(account: &str) -> bool {
    match account.split_once('.') {
        None => is_label(account),
        Some((id, jurisdiction)) => {
            is_label(id)
                && !jurisdiction.is_empty()
                && jurisdiction.bytes().all(|byte| byte.is_ascii_lowercase())
        }
    }
}

/// The suffix of the hosts of Cloudflare R2.
const R2_SUFFIX: &str = ".r2.cloudflarestorage.com";
