//! The endpoints of S3 and compatible stores. No other module knows a host name of S3.

mod arn;
mod aws;
mod base_url;
mod bucket;
mod custom;
pub(crate) mod known_stores;
mod options;
pub(crate) mod partition;
mod resolved;
mod resource;
pub(crate) mod s3_host;

#[cfg(feature = "sigv4a")]
use alloc::string::String;
use core::fmt;

use self::{
    aws::AwsHosts,
    custom::{CustomStore, StoreKind},
    options::{Addressing, EndpointOptions},
    partition::Partition,
    resolved::ResolvedStore,
};
#[cfg(feature = "sigv4a")]
use crate::wire::region_set::canonical_region_set;
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
/// The methods that take `self` set options. Options that exclude each other, or that the store or
/// the request does not support, are an [`Error::UnsupportedEndpoint`] when signing.
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
    /// The base URL that the URL shows instead of the signed one of the store.
    display: Option<BaseUrl>,
    /// The region set of Multi-Region Access Points, if it is not all Regions.
    #[cfg(feature = "sigv4a")]
    region_set: Option<String>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Store {
    Aws,
    Custom(CustomStore),
    /// Set by a method that returns no error; the error is returned when signing.
    Invalid(Error),
}

impl Endpoint {
    /// Returns the [endpoint of Amazon S3][endpoints]: the regional host of any partition, such as
    /// `bucket.s3.eu-central-1.amazonaws.com`.
    ///
    /// Buckets are addressed [virtual-hosted style][hosting], but path style in these cases:
    ///
    /// - The name of a general purpose bucket cannot be a host label (dots, upper case, `_`).
    /// - The key is `soap`, and the bucket is a general purpose bucket, on whose host `/soap` was
    ///   the SOAP API of S3.
    /// - The request creates, deletes or configures a directory bucket, which is done at the
    ///   [Regional endpoint][express].
    ///
    /// [express]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-APIs.html
    /// [endpoints]: https://docs.aws.amazon.com/general/latest/gr/s3.html
    /// [hosting]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
    #[must_use]
    pub const fn aws() -> Self {
        Self::new(Store::Aws)
    }

    /// Returns an endpoint at a base URL with an optional port and path, such as
    /// `http://127.0.0.1:9000`.
    ///
    /// General purpose buckets are addressed path style unless
    /// [`virtual_hosted`](Self::virtual_hosted) is set. At the hosts of stores that refuse path style, which are
    /// Alibaba Cloud OSS, Huawei Cloud OBS, Tencent Cloud COS and Volcengine TOS, they are addressed virtual-hosted
    /// style unless [`path_style`](Self::path_style) is set. Directory buckets (`…--x-s3`), ARNs and
    /// Outposts access point aliases (`…--op-s3`) are part of the host, as on AWS. If `url` has an
    /// IP address, or [`path_style`](Self::path_style) is set, directory buckets are addressed path
    /// style, and ARNs and Outposts aliases are an error when signing.
    ///
    /// Leave the bucket out of `url`: a known store's host that begins with the name of the bucket,
    /// such as `https://my-bucket.s3.eu-central-1.amazonaws.com` with `my-bucket`, is an
    /// [`Error::BucketInEndpoint`] when signing, because the URL would contain the bucket twice. So
    /// is a known store's URL whose path is the bucket, such as
    /// `https://<account id>.r2.cloudflarestorage.com/my-bucket`: [`Error::BucketInEndpointPath`].
    /// The host of a CDN belongs in [`display_host`](Self::display_host).
    ///
    /// Requests are signed for the region of the presigner, but for `auto` at a host of Cloudflare R2. A host of
    /// Amazon S3 in another region is an [`Error::EndpointRegionMismatch`] when signing, unless it is that of a VPC
    /// endpoint.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidEndpoint`] if `url` has no `http` or `https` scheme or no valid host, or has
    /// user info, a query or a fragment, or a path with a segment `.` or `..` or with characters
    /// other than ASCII letters, digits, `-`, `.`, `_`, `~` and `/`.
    pub fn custom(url: &str) -> Result<Self, Error> {
        Self::at_url(url, StoreKind::Any)
    }

    /// Returns the endpoint of a Cloudflare R2 account. Requests are signed for the region `auto`,
    /// whatever the region of the presigner.
    ///
    /// `account` is the account id of 32 hex digits. For buckets in a [jurisdiction], append its
    /// name: `<account id>.eu`, `.fedramp` or `.us`. Such buckets are available only at the host of
    /// their jurisdiction.
    ///
    /// R2 supports [presigned URLs] for GET, HEAD, PUT and DELETE, at this host but not at a custom
    /// domain. It does not support POST forms.
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
        Self::at_url(&url, StoreKind::Any).unwrap_or_else(|error| Self::new(Store::Invalid(error)))
    }

    /// Returns the endpoint of one bucket at a custom domain: the bucket name is added to neither
    /// host nor path, and the domain is the signed host.
    ///
    /// Use it for stores that serve the domain themselves. For a CDN that forwards requests to the
    /// host of the store, see [`display_url`](Self::display_url). Listing the buckets of the
    /// account, directory buckets, ARNs and Outposts access point aliases are an error when
    /// signing.
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

    /// Uses [dual-stack] hosts, which support IPv6 and IPv4.
    ///
    /// It is an error when signing for a store other than AWS, for Object Lambda and for S3 on
    /// Outposts.
    ///
    /// [dual-stack]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/dual-stack-endpoints.html
    #[must_use]
    pub const fn dual_stack(mut self) -> Self {
        self.options.dual_stack = true;
        self
    }

    /// Uses [FIPS endpoints][FIPS], whose cryptographic modules are validated to FIPS 140.
    ///
    /// It is an error when signing for a store other than AWS, for the partition `aws-cn`, which
    /// has no FIPS endpoints, for S3 on Outposts, and together with
    /// [`accelerate`](Self::accelerate).
    ///
    /// [FIPS]: https://aws.amazon.com/compliance/fips/
    #[must_use]
    pub const fn fips(mut self) -> Self {
        self.options.fips = true;
        self
    }

    /// Uses the hosts of [S3 Transfer Acceleration], which must be enabled for the bucket.
    ///
    /// It is an error when signing for a store other than AWS, for the partition `aws-cn`, for a
    /// bucket that is addressed path style, for directory buckets, ARNs and Outposts access point
    /// aliases, and together with [`fips`](Self::fips).
    ///
    /// [S3 Transfer Acceleration]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html
    #[must_use]
    pub const fn accelerate(mut self) -> Self {
        self.options.accelerate = true;
        self
    }

    /// Addresses every bucket path style: `s3.eu-central-1.amazonaws.com/bucket`.
    ///
    /// It is an error when signing for an ARN or an Outposts access point alias (`…--op-s3`), and
    /// on AWS for objects and listings of a directory bucket (`…--x-s3`), because these have no
    /// path-style address. The defaults are described at [`aws`](Self::aws) and
    /// [`custom`](Self::custom).
    #[must_use]
    pub const fn path_style(mut self) -> Self {
        self.options.addressing = Addressing::Path;
        self
    }

    /// Addresses buckets virtual-hosted style where possible: `bucket.s3.example.com`. This is the
    /// default on AWS.
    ///
    /// Path style is used if the endpoint is an IP address, or if the bucket name cannot be part of
    /// the host. Over `https` it must be a single label, because a wildcard certificate covers one
    /// label. At a custom endpoint with `http` it may contain dots.
    #[must_use]
    pub const fn virtual_hosted(mut self) -> Self {
        self.options.addressing = Addressing::VirtualHosted;
        self
    }

    /// Uses the [legacy global endpoint], `bucket.s3.amazonaws.com`, in us-east-1.
    ///
    /// It has no effect in other regions, at a custom endpoint, and together with
    /// [`fips`](Self::fips) or [`dual_stack`](Self::dual_stack), whose hosts always contain the
    /// region.
    ///
    /// [legacy global endpoint]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html#deprecated-global-endpoint
    #[must_use]
    pub const fn legacy_global(mut self) -> Self {
        self.options.legacy_global = true;
        self
    }

    /// Replaces scheme, host and path prefix of the URL by those of `base`, while those of the
    /// store are signed. Use it for a proxy or CDN that removes the prefix and forwards the rest of
    /// the path unchanged, with the `Host` header of the store. The [cookbook] shows the
    /// configuration of nginx and Caddy.
    ///
    /// The URL is `base` followed by the bucket, if it is in the path, and the key. In
    /// virtual-hosted style the proxy must forward to the host of that one bucket.
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
    /// A URL that [`custom`](Self::custom) refuses is an [`Error::InvalidEndpoint`] when signing.
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

    /// Replaces the host of the URL by `host`, or `host:port`, while the host of the store is
    /// signed: a [`display_url`](Self::display_url) with the scheme and path of the store.
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

    /// Refuses ARNs of another region than the presigner's, with an [`Error::ArnRegionMismatch`]
    /// when signing. By default, a request with an ARN is signed for the region of the ARN.
    /// A Multi-Region Access Point is an [`Error::InvalidArn`] then.
    #[must_use]
    pub const fn same_region_only(mut self) -> Self {
        self.options.same_region_only = true;
        self
    }

    /// Signs requests to Multi-Region Access Points for the Regions in `region_set` (feature `sigv4a`), by default `*`
    /// for all. It is a comma-separated list such as `us-east-1,eu-west-1`, in which a `*` stands for any characters,
    /// as in `us-*`, at most once in each name.
    ///
    /// The URL is [valid only in these Regions][sigv4a], so it fails if the access point routes the request to a
    /// bucket in another. Other requests are signed for one Region, whatever the set.
    ///
    /// This is the setting [`sigv4a_signing_region_set`][sdkref] of the AWS SDKs.
    ///
    /// [sigv4a]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html#how-sigv4a-works
    /// [sdkref]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-auth-scheme.html
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Expiry, Presigner};
    /// let presigner = Presigner::new(Credentials::new("id", "secret"), "us-east-1")
    ///     .with_endpoint(Endpoint::aws().region_set("us-east-1,eu-west-1"));
    /// let access_point = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
    /// let url = presigner.get(access_point, "photos/cat.jpg", Expiry::hours(1))?;
    /// assert!(url.as_str().contains("&X-Amz-Region-Set=us-east-1%2Ceu-west-1&"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    ///
    /// A set that is not such a list is an [`Error::InvalidEndpoint`] when signing any request.
    #[cfg(feature = "sigv4a")]
    #[must_use]
    pub fn region_set(mut self, region_set: &str) -> Self {
        let problem = "has a region set that is not a list of region names; pass a set such as \
                       `us-east-1,eu-west-1`, or `*` for all Regions";
        match canonical_region_set(region_set) {
            Some(region_set) => self.region_set = Some(region_set),
            None => self.store = Store::Invalid(Error::InvalidEndpoint { problem }),
        }
        self
    }

    /// Resolves the endpoint for the region of a presigner.
    pub(crate) fn resolve(self, region: Region) -> ResolvedEndpoint {
        let Self { store, options, display, .. } = self;
        let partition = Partition::containing(region.as_str());
        let store = region.check().and_then(|()| store.resolve(options, &region, partition));
        let resolved =
            ResolvedEndpoint::new(region, partition, store, display, options.same_region_only);
        #[cfg(feature = "sigv4a")]
        if let Some(region_set) = self.region_set {
            return resolved.with_region_set(&region_set);
        }
        resolved
    }

    fn at_url(url: &str, kind: StoreKind) -> Result<Self, Error> {
        let base = BaseUrl::parse(url).map_err(|problem| Error::InvalidEndpoint { problem })?;
        Ok(Self::new(Store::Custom(CustomStore::new(base, kind))))
    }

    const fn new(store: Store) -> Self {
        Self {
            store,
            options: EndpointOptions::DEFAULT,
            display: None,
            #[cfg(feature = "sigv4a")]
            region_set: None,
        }
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
                custom.check_cdn()?;
                let addressing = custom.addressing(options.addressing);
                Ok(ResolvedStore::Custom(custom, addressing))
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
