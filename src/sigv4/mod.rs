//! Signature Version 4 query signing for any AWS service.
//!
//! The steps are those of
//! [the AWS page](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html),
//! and each has its function or type:
//!
//! 1. The canonical request and its hash: [`CanonicalRequest`].
//! 2. The string to sign: the algorithm, the signing time, the credential [`Scope`] and that hash.
//! 3. The signing key, derived from the secret access key and the scope: [`SigningKey`].
//! 4. The signature, the HMAC of the string to sign: [`SigningKey::sign`].
//!
//! [`QuerySigner`] does all four and appends the signature to the URL.
//!
//! # Signature Version 4A
//!
//! With the feature `sigv4a`, requests can be signed for several regions at once. S3 requires this for
//! [Multi-Region Access Points](https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPoints.html),
//! which route a request to the nearest of their buckets, or to another one if that Region fails over. The URL of a
//! [`Presigner`](crate::Presigner) is valid in all Regions of the access point, or in those of `Endpoint::region_set`:
//!
#![cfg_attr(feature = "sigv4a", doc = "```")]
#![cfg_attr(not(feature = "sigv4a"), doc = "```ignore")]
//! use presigner::{Credentials, Expiry, Presigner, Timestamp};
//!
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let presigner = Presigner::new(credentials, "eu-central-1");
//! let signer = presigner.at(Timestamp::from_unix_seconds(1_710_506_096));
//!
//! let access_point = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
//! let url = signer.get(access_point, "photos/cat.jpg", Expiry::minutes(15))?;
//! assert!(url.as_str().starts_with(
//!     "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/photos/cat.jpg\
//!      ?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&"
//! ));
//! assert!(url.as_str().contains("&X-Amz-Region-Set=%2A&"));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! It differs from version 4 in these points:
//!
//! - The scope has no region; the parameter `X-Amz-Region-Set` has the set of regions.
//! - The key is a private key of the elliptic curve P-256, derived from the access key alone. The server needs
//!   only the public key, `VerifyingKey`.
//! - The signature is an ECDSA signature in DER, usually of 70 to 72 bytes, so the length of the URL varies. Its nonce
//!   is derived as in RFC 6979, so the same request has the same URL.
//! - A signature takes about a hundred microseconds, 200 times as long as one of version 4, and three times that
//!   without `std`, because the tables of multiples of the base point need it.
//! - Temporary credentials must come from a
//!   [regional endpoint of STS](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_region-endpoints.html).
//!   S3 refuses session tokens of the global endpoint `sts.amazonaws.com`.
//!
//! The arithmetic is that of the crate [`p256`](https://docs.rs/p256). It is written to take the same time
//! whatever the secret, but was never audited independently.

mod canonical;
pub(crate) mod headers;
mod hex_digest;
pub(crate) mod key_cache;
pub(crate) mod name_value;
pub(crate) mod path;
pub(crate) mod query;
mod query_signer;
mod scope;
pub(crate) mod scope_key;
mod seqlock;
pub(crate) mod sha256;
mod signing_key;
#[cfg(feature = "sigv4a")]
mod sigv4a;

pub(crate) use self::hex_digest::HexDigest;
#[cfg(feature = "sigv4a")]
pub use self::sigv4a::{EcdsaSignature, EcdsaSigningKey, VerifyingKey};
pub use self::{
    canonical::{CanonicalRequest, PayloadHash},
    path::{PathEncoding, PathNormalization},
    query_signer::{PresignedQuery, QuerySigner, TokenPlacement},
    scope::Scope,
    signing_key::SigningKey,
};
pub use crate::wire::timestamp::Timestamp;
