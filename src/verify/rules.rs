//! The rules by which a server accepts requests.

use alloc::string::String;
use core::time::Duration;

use super::rejection::Rejection;
use crate::{
    error::excerpt,
    sigv4::{PathEncoding, PathNormalization, PayloadHash, TokenPlacement},
    wire::{
        names::{MAX_EXPIRES_SECONDS, MAX_SKEW_SECONDS, is_s3_service},
        timestamp::Timestamp,
    },
};

/// The rules by which a server accepts requests: time, region, service, age, and how the service signs.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    pub(super) now: Timestamp,
    pub(super) region: Option<&'a str>,
    pub(super) services: Services<'a>,
    pub(super) base_domain: Option<&'a str>,
    pub(super) path_prefix: &'a str,
    pub(super) host_candidates: &'a [&'a str],
    pub(super) infrastructure_headers: &'a [&'a str],
    pub(super) skew_seconds: u64,
    pub(super) max_expiry_seconds: u64,
    pub(super) max_age_seconds: u64,
    pub(super) path_encoding: PathEncoding,
    pub(super) path_normalization: PathNormalization,
    pub(super) payload_hash: PayloadHash,
    pub(super) session_token: TokenPlacement,
    #[cfg(feature = "sigv4a")]
    pub(super) sigv4a: bool,
}

/// The services whose signatures are accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Services<'a> {
    /// S3's own, which have several names.
    S3,
    One(&'a str),
}

impl Services<'_> {
    pub(super) fn contains(self, service: &str) -> bool {
        match self {
            Self::S3 => is_s3_service(service),
            Self::One(one) => service == one,
        }
    }
}

impl<'a> Rules<'a> {
    /// The rules of S3 at the time `now`: any region, a clock skew of 15 minutes, an expiry of at most seven
    /// days. Signatures may be for any S3 service: `s3`, `s3-object-lambda`, `s3-outposts`, `s3express`.
    pub fn s3(now: impl Into<Timestamp>) -> Self {
        Self {
            now: now.into(),
            region: None,
            services: Services::S3,
            base_domain: None,
            path_prefix: "",
            host_candidates: &[],
            infrastructure_headers: &[],
            skew_seconds: MAX_SKEW_SECONDS,
            max_expiry_seconds: MAX_EXPIRES_SECONDS.into(),
            max_age_seconds: u64::MAX,
            path_encoding: PathEncoding::Single,
            path_normalization: PathNormalization::Keep,
            payload_hash: PayloadHash::Unsigned,
            session_token: TokenPlacement::Signed,
            #[cfg(feature = "sigv4a")]
            sigv4a: false,
        }
    }

    /// The rules of most other services: the path is normalized and percent-encoded once more, and the
    /// payload is empty, as [`QuerySigner`](crate::sigv4::QuerySigner) signs. Region, clock skew and longest expiry are
    /// those of [`s3`](Self::s3).
    pub fn service(now: impl Into<Timestamp>, service: &'a str) -> Self {
        Self {
            services: Services::One(service),
            path_encoding: PathEncoding::Double,
            path_normalization: PathNormalization::Normalize,
            payload_hash: PayloadHash::Empty,
            ..Self::s3(now)
        }
    }

    /// Accepts Signature Version 4A too (feature `sigv4a`). Its signatures are valid in a set of regions, and a check
    /// takes about a hundred microseconds.
    ///
    /// Anyone can change such a signature into another valid one, so it must not serve to recognize a request
    /// that was received before.
    #[cfg(feature = "sigv4a")]
    #[must_use]
    pub const fn accept_sigv4a(mut self) -> Self {
        self.sigv4a = true;
        self
    }

    /// Accepts only signatures for this region, and those of Signature Version 4A for a set that has it.
    #[must_use]
    pub const fn region(mut self, region: &'a str) -> Self {
        self.region = Some(region);
        self
    }

    /// Accepts virtual-hosted requests below this domain: with `s3.example.com`, a request to
    /// `my-bucket.s3.example.com`, at any port, is for the bucket `my-bucket`. At the domain itself the bucket is
    /// the first segment of the path, and any other host is refused. Without a base domain every host is
    /// accepted, and the bucket is always in the path. A key needs a bucket: by S3's rules, a path such as
    /// `//key`, whose first segment is empty, is refused unless the bucket is in the host.
    #[must_use]
    pub const fn base_domain(mut self, domain: &'a str) -> Self {
        self.base_domain = Some(domain);
        self
    }

    /// Accepts only paths below this prefix, the counterpart of a path in the URL of
    /// [`Endpoint::custom`](crate::Endpoint::custom): with `/files`, bucket and key of `/files/my-bucket/cat.jpg`
    /// are `my-bucket` and `cat.jpg`, and `/filesystem/cat.jpg` is refused. None by default: then the first segment
    /// of the path is the bucket, even if it is a prefix of the endpoint.
    ///
    /// The prefix consists of whole segments, percent-encoded as they are signed, and is compared byte for byte:
    /// `/%66iles` is not `/files`. A leading slash may be absent, and slashes at the end are ignored. Where
    /// signers normalize the path, the prefix is that of the normalized path.
    ///
    /// The prefix is part of the signed path. If a proxy removes it, pass the original path to
    /// [`Claim::parse`](super::Claim::parse). URLs with a
    /// [`display_url`](crate::Endpoint::display_url) are signed without the prefix of that URL, and need no
    /// `path_prefix`.
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Expiry, Presigner, Timestamp};
    /// use presigner::verify::{Claim, Rules};
    ///
    /// # let now = Timestamp::from_unix_seconds(1_700_000_000);
    /// # let presigner = Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"), "us-east-1")
    /// #     .with_endpoint(Endpoint::custom("https://example.com/files")?);
    /// # let url = presigner.at(now).get("my-bucket", "cat.jpg", Expiry::hours(1))?;
    /// # let path_and_query = url.as_str().strip_prefix("https://example.com").unwrap();
    /// // Signed with the endpoint `https://example.com/files`.
    /// let claim = Claim::parse("GET", path_and_query, &[("Host", "example.com")])?;
    /// let verified = claim.verify("secret", &Rules::s3(now).path_prefix("/files"))?;
    /// assert_eq!((verified.bucket(), verified.key()), (Some("my-bucket"), Some("cat.jpg")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn path_prefix(mut self, prefix: &'a str) -> Self {
        self.path_prefix = prefix;
        self
    }

    /// Other hosts that may have been signed, in the form of the header `Host`: if the signature does not match
    /// with the received one, each is tried, and [`Verified::host`](super::Verified::host) returns the one that
    /// matches. For a server that is reached by several names, or behind a proxy that replaces `Host`. Only the
    /// first 16 are tried, and none by default.
    ///
    /// A request that was signed for one of these hosts is accepted no matter to which host it was sent. That is
    /// safe only if all of them serve the same buckets: if not, use [`Verified`](super::Verified), not the
    /// received `Host`, to choose the bucket. A candidate from the request, such as the value of
    /// `X-Forwarded-Host`, must first be found in a list of this server's own names, because otherwise a link for
    /// another server with the same secret is accepted.
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Expiry, Presigner, Timestamp};
    /// use presigner::verify::{Claim, Rules};
    ///
    /// # let now = Timestamp::from_unix_seconds(1_700_000_000);
    /// # let presigner = Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"), "us-east-1")
    /// #     .with_endpoint(Endpoint::custom("https://files.example.com")?);
    /// # let url = presigner.at(now).get("my-bucket", "cat.jpg", Expiry::hours(1))?;
    /// # let path_and_query = url.as_str().strip_prefix("https://files.example.com").unwrap();
    /// // Signed for `files.example.com`, behind a proxy that sends its own name for the server.
    /// let claim = Claim::parse("GET", path_and_query, &[("Host", "store:9000")])?;
    /// let rules = Rules::s3(now).host_candidates(&["files.example.com", "files.example.net"]);
    /// assert_eq!(claim.verify("secret", &rules)?.host(), "files.example.com");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn host_candidates(mut self, hosts: &'a [&'a str]) -> Self {
        self.host_candidates = hosts;
        self
    }

    /// The `x-amz-*` headers that proxies in front of this server add, such as `x-amz-cf-id` and
    /// `x-amz-request-id`: these need not be signed. Names may be in any case. There are none by default.
    ///
    /// Clients can send them too, with any value, so name only headers that this server ignores or that the
    /// proxy always overwrites. Never name a header that changes what a request does: with `x-amz-copy-source`
    /// in this list, a link for an upload copies any object.
    #[must_use]
    pub const fn infrastructure_headers(mut self, names: &'a [&'a str]) -> Self {
        self.infrastructure_headers = names;
        self
    }

    /// How far the signer's clock may be ahead of this server's. Fractions of a second are dropped.
    #[must_use]
    pub const fn skew(mut self, skew: Duration) -> Self {
        self.skew_seconds = skew.as_secs();
        self
    }

    /// The longest `X-Amz-Expires` that is accepted, and the longest time from `x-amz-date` to the expiration of a
    /// form. Fractions of a second are dropped.
    #[must_use]
    pub const fn max_expiry(mut self, max_expiry: Duration) -> Self {
        self.max_expiry_seconds = max_expiry.as_secs();
        self
    }

    /// The maximum age of a signature, regardless of its expiry, like S3's condition key
    /// `s3:signatureAge`. Fractions of a second are dropped.
    #[must_use]
    pub const fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age_seconds = max_age.as_secs();
        self
    }

    /// How the path is encoded in the canonical request.
    #[must_use]
    pub const fn path_encoding(mut self, path_encoding: PathEncoding) -> Self {
        self.path_encoding = path_encoding;
        self
    }

    /// Whether the path was normalized before it was signed.
    #[must_use]
    pub const fn path_normalization(mut self, path_normalization: PathNormalization) -> Self {
        self.path_normalization = path_normalization;
        self
    }

    /// The payload hash that is signed if the request has no `X-Amz-Content-Sha256` of its own.
    #[must_use]
    pub const fn payload_hash(mut self, payload_hash: PayloadHash) -> Self {
        self.payload_hash = payload_hash;
        self
    }

    /// Whether the session token was signed, or appended afterwards.
    #[must_use]
    pub const fn session_token(mut self, placement: TokenPlacement) -> Self {
        self.session_token = placement;
        self
    }

    pub(super) fn check_scope(&self, service: &str, region: &str) -> Result<(), Rejection> {
        if !self.services.contains(service) {
            return Err(Rejection::WrongService { service: excerpt(service) });
        }
        match self.region {
            Some(expected) if expected != region => Err(Rejection::WrongRegion {
                region: excerpt(region),
                expected: String::from(expected),
            }),
            _ => Ok(()),
        }
    }

    /// Checks a signature of the time `signed_at` that is valid for `seconds`, until `expires_at`.
    pub(super) fn check_time(
        &self,
        signed_at: Timestamp,
        seconds: u64,
        expires_at: Timestamp,
    ) -> Result<(), Rejection> {
        let (now, max_seconds) = (self.now, self.max_expiry_seconds);
        if seconds > max_seconds {
            return Err(Rejection::ExpiryTooLong { seconds, max_seconds });
        }
        if signed_at > now.saturating_add(self.skew_seconds) {
            return Err(Rejection::NotYetValid { signed_at, now });
        }
        if expires_at <= now {
            return Err(Rejection::Expired { expires_at, now });
        }
        let seconds = now.saturating_duration_since(signed_at).as_secs();
        let max_seconds = self.max_age_seconds;
        if seconds > max_seconds {
            return Err(Rejection::SignatureTooOld { seconds, max_seconds });
        }
        Ok(())
    }
}
