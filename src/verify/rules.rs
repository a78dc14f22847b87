//! What a server accepts.

use core::time::Duration;

use crate::{
    sigv4::{PathEncoding, PathNormalization, PayloadHash, TokenPlacement},
    wire::{
        names::{MAX_EXPIRES_SECONDS, MAX_SKEW_SECONDS, is_s3_service},
        timestamp::Timestamp,
    },
};

/// What a server accepts: at which time, for which region and service, how old.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    pub(super) now: Timestamp,
    pub(super) region: Option<&'a str>,
    pub(super) services: Services<'a>,
    pub(super) base_domain: Option<&'a str>,
    pub(super) skew_seconds: u64,
    pub(super) max_expiry_seconds: u64,
    pub(super) max_age_seconds: u64,
    pub(super) path_encoding: PathEncoding,
    pub(super) path_normalization: PathNormalization,
    pub(super) payload_hash: PayloadHash,
    pub(super) session_token: TokenPlacement,
}

/// For which services a signature may be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Services<'a> {
    /// S3's own, which go by several names.
    S3,
    One(&'a str),
}

impl Services<'_> {
    pub(super) fn include(self, service: &str) -> bool {
        match self {
            Self::S3 => is_s3_service(service),
            Self::One(one) => service == one,
        }
    }
}

impl<'a> Rules<'a> {
    /// The rules of S3 at the time `now`: any region, clocks that differ by 15 minutes, an expiry of at
    /// most seven days. Signatures may be for any service of S3's: `s3`, `s3-object-lambda`, `s3-outposts`,
    /// `s3express`.
    pub fn s3(now: impl Into<Timestamp>) -> Self {
        Self {
            now: now.into(),
            region: None,
            services: Services::S3,
            base_domain: None,
            skew_seconds: MAX_SKEW_SECONDS,
            max_expiry_seconds: MAX_EXPIRES_SECONDS.into(),
            max_age_seconds: u64::MAX,
            path_encoding: PathEncoding::AsIs,
            path_normalization: PathNormalization::Keep,
            payload_hash: PayloadHash::Unsigned,
            session_token: TokenPlacement::Signed,
        }
    }

    /// The rules of most other services: the path is normalised and encoded once more, and the payload is
    /// empty; [`QuerySigner`](crate::sigv4::QuerySigner) signs like that.
    pub fn service(now: impl Into<Timestamp>, service: &'a str) -> Self {
        Self {
            services: Services::One(service),
            path_encoding: PathEncoding::Again,
            path_normalization: PathNormalization::Normalize,
            payload_hash: PayloadHash::Empty,
            ..Self::s3(now)
        }
    }

    /// Accepts signatures for this region alone.
    #[must_use]
    pub const fn region(mut self, region: &'a str) -> Self {
        self.region = Some(region);
        self
    }

    /// Where buckets are labels of the host: for `s3.example.com`, a request to
    /// `my-bucket.s3.example.com`, at any port, is on the bucket `my-bucket`. At that host itself the bucket is
    /// the first segment of the path, and any other host is refused. Without a base domain the host does not
    /// matter, and the bucket is always in the path. A key needs a bucket: by S3's rules, a path whose first
    /// segment is empty and which goes on after it, as in `//key`, is refused unless the bucket is in the host.
    #[must_use]
    pub const fn base_domain(mut self, domain: &'a str) -> Self {
        self.base_domain = Some(domain);
        self
    }

    /// How far ahead of this server's clock the signer's may be. Whole seconds.
    #[must_use]
    pub const fn skew(mut self, skew: Duration) -> Self {
        self.skew_seconds = skew.as_secs();
        self
    }

    /// The longest expiry that is accepted. Whole seconds.
    #[must_use]
    pub const fn max_expiry(mut self, max_expiry: Duration) -> Self {
        self.max_expiry_seconds = max_expiry.as_secs();
        self
    }

    /// The greatest age at which a signature is accepted, whatever its expiry, as S3's condition
    /// `s3:signatureAge` bounds it. Whole seconds.
    #[must_use]
    pub const fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age_seconds = max_age.as_secs();
        self
    }

    /// How the path stands in what was signed.
    #[must_use]
    pub const fn path_encoding(mut self, path_encoding: PathEncoding) -> Self {
        self.path_encoding = path_encoding;
        self
    }

    /// Whether the path was normalised before it was signed.
    #[must_use]
    pub const fn path_normalization(mut self, path_normalization: PathNormalization) -> Self {
        self.path_normalization = path_normalization;
        self
    }

    /// What was signed for the payload, where the request does not say it itself by
    /// `X-Amz-Content-Sha256`.
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
}
