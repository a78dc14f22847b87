//! Where S3 and other stores are to be reached; the only place that knows a host name.

mod address;
mod arn;
mod aws;
mod bucket;
mod custom;
pub(crate) mod partition;
mod resource;
mod site;
mod switches;

use alloc::string::{String, ToString};
use core::fmt;

pub(crate) use self::{address::Address, site::Site};
use self::{
    custom::{Custom, Kind},
    resource::Resource,
    switches::{Addressing, Switches},
};
use crate::{
    error::{Error, excerpt, unsupported},
    region::{Region, label_problem},
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
    switches: Switches,
    /// What stands in the URL instead of the host that is signed; the error comes when signing.
    display_authority: Option<Result<String, Error>>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Store {
    Aws,
    Custom(Custom),
    /// What a constructor that cannot fail was given; the error comes when signing.
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
        self.switches.dual_stack = true;
        self
    }

    /// Hosts whose TLS is validated to FIPS 140. AWS only: with another store an error when signing.
    #[must_use]
    pub const fn fips(mut self) -> Self {
        self.switches.fips = true;
        self
    }

    /// Hosts of S3 Transfer Acceleration, which has to be switched on for the bucket. AWS only: with another
    /// store an error when signing.
    #[must_use]
    pub const fn accelerate(mut self) -> Self {
        self.switches.accelerate = true;
        self
    }

    /// Puts every bucket into the path: `s3.eu-central-1.amazonaws.com/bucket`.
    #[must_use]
    pub const fn path_style(mut self) -> Self {
        self.switches.addressing = Addressing::Path;
        self
    }

    /// Puts the bucket into the host where it can stand there: `bucket.s3.example.com`. With an IP
    /// address, or a name that cannot be a host label, it goes into the path.
    #[must_use]
    pub const fn virtual_hosted(mut self) -> Self {
        self.switches.addressing = Addressing::VirtualHosted;
        self
    }

    /// In us-east-1 the old host without a region, `bucket.s3.amazonaws.com`; elsewhere no change.
    #[must_use]
    pub const fn legacy_global(mut self) -> Self {
        self.switches.legacy_global = true;
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
        self.display_authority = Some(match Url::parse(&[self.scheme(), host].concat()) {
            Ok(Url { authority, path: "", query: None, .. }) => Ok(authority),
            _ => Err(Error::InvalidEndpoint { problem }),
        });
        self
    }

    /// Refuses an ARN of another region than the presigner's, instead of signing for the ARN's.
    #[must_use]
    pub const fn same_region_only(mut self) -> Self {
        self.switches.same_region_only = true;
        self
    }

    /// This endpoint as a presigner of `region` uses it.
    pub(crate) fn site(&self, region: Region) -> Site {
        let bucket_tail = aws::bucket_tail(self.switches, &region);
        let longest_address = self.longest_address(&region);
        let error = self.check(&region).err();
        Site { region, switches: self.switches, bucket_tail, longest_address, error }
    }

    /// The most that host, path and scope have beside what a request names, in bytes.
    fn longest_address(&self, region: &Region) -> usize {
        let store = match &self.store {
            Store::Custom(custom) => custom.authority().len() + custom.path().len(),
            Store::Aws | Store::Invalid(_) => region.host_tail().len(),
        };
        let shown = self.display_authority.iter().flatten().map(String::len).sum::<usize>();
        store + shown + region.as_str().len() + LONGEST_LABELS_BYTES
    }

    /// Refuses what does not go together whatever the request.
    fn check(&self, region: &Region) -> Result<(), Error> {
        region.check()?;
        match &self.store {
            Store::Aws => aws::check(self.switches, region),
            Store::Custom(_) => self.check_custom(),
            Store::Invalid(error) => Err(error.clone()),
        }
    }

    /// The address of `request` at a site of this endpoint.
    #[inline]
    pub(crate) fn address<'a>(
        &'a self,
        site: &'a Site,
        request: &Request<'a>,
    ) -> Result<Address<'a>, Error> {
        if let Some(error) = &site.error {
            return Err(error.clone());
        }
        let resource = bucket::resource(request)?;
        self.check_arn_region(&site.region, &resource)?;
        match &self.store {
            Store::Aws => {
                let resource = aws::resource(site, resource, request.key())?;
                let place = aws::place(&resource);
                Ok(Address { custom: None, site, resource, place })
            }
            Store::Custom(custom) => {
                let place = custom.place(self.switches.addressing, &resource)?;
                Ok(Address { custom: Some(custom), site, resource, place })
            }
            // The error of the site, which came first.
            Store::Invalid(error) => Err(error.clone()),
        }
    }

    /// The address that an upload form is sent to; `request` is a POST on its bucket.
    pub(crate) fn post_address<'a>(
        &'a self,
        site: &'a Site,
        request: &Request<'a>,
    ) -> Result<Address<'a>, Error> {
        let address = self.address(site, request)?;
        let authority = address.host().to_string();
        if authority.split(':').next().is_some_and(|host| host.ends_with(R2_SUFFIX)) {
            return unsupported("Cloudflare R2 has no POST forms; presign a PUT");
        }
        match address.service() {
            "s3express" => unsupported("directory buckets have no POST forms; presign a PUT"),
            "s3-object-lambda" => {
                unsupported("Object Lambda takes no uploads; use the bucket or its access point")
            }
            _ => Ok(address),
        }
    }

    /// The region that most requests at a site of this endpoint are signed for.
    pub(crate) fn home_region<'a>(&self, site: &'a Site) -> &'a str {
        let region = site.region.signing_name();
        match &self.store {
            Store::Custom(custom) => custom.signing_region().unwrap_or(region),
            Store::Aws | Store::Invalid(_) => region,
        }
    }

    /// What stands in the URL instead of the host that is signed.
    pub(crate) fn display_authority(&self) -> Result<Option<&str>, Error> {
        match &self.display_authority {
            None => Ok(None),
            Some(Ok(authority)) => Ok(Some(authority)),
            Some(Err(error)) => Err(error.clone()),
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
        Self { store, switches: Switches::NONE, display_authority: None }
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
        if self.switches.same_region_only && arn_region != region.as_str() {
            return invalid(alloc::format!(
                "which is not the presigner's region `{}`; drop `same_region_only` to sign for the ARN's",
                region.as_str()
            ));
        }
        Ok(())
    }

    fn check_custom(&self) -> Result<(), Error> {
        let switch_problem = if self.switches.dual_stack {
            "a custom endpoint has no dual-stack hosts; drop `dual_stack`"
        } else if self.switches.fips {
            "a custom endpoint has no FIPS hosts; drop `fips`"
        } else if self.switches.accelerate {
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
            Store::Invalid(_) => f.write_str("invalid"),
        }
    }
}

/// S3's own labels in a host, and its name in a scope, where they are longest.
const LONGEST_LABELS_BYTES: usize =
    "s3express-control-fips.dualstack".len() + "s3-object-lambda".len();

/// What the hosts of Cloudflare R2 end with.
const R2_SUFFIX: &str = ".r2.cloudflarestorage.com";

#[cfg(test)]
mod tests {
    use super::*;

    /// Else the key that is kept for the home region would be of no use.
    #[test]
    fn the_home_region_is_that_of_an_ordinary_request() {
        let custom = |url| Endpoint::custom(url).expect("a good URL");
        for (endpoint, region, home) in [
            (Endpoint::aws(), "eu-central-1", "eu-central-1"),
            (Endpoint::aws(), "aws-global", "us-east-1"),
            (custom("http://127.0.0.1:9000"), "garage", "garage"),
            (custom("http://127.0.0.1:9000"), "aws-global", "us-east-1"),
            (Endpoint::r2("id"), "auto", "auto"),
            (Endpoint::r2("id"), "eu-central-1", "auto"),
        ] {
            let site = endpoint.site(Region::from(region));
            let request = Request::get("bucket", "key");
            let address = endpoint.address(&site, &request).expect("a good request");
            assert_eq!((address.region(), endpoint.home_region(&site)), (home, home), "{endpoint}");
        }
    }
}
