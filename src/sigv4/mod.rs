//! Signature Version 4 in the query string, for any AWS service. Of S3 it knows the names of its session token
//! and encryption keys alone.
//!
//! The steps are those of
//! [the AWS page](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html),
//! and each has a type that can be looked at:
//!
//! 1. The request in canonical form, hashed: [`CanonicalRequest`].
//! 2. The string to sign: the algorithm, the time, the [`Scope`] and that hash.
//! 3. The signing key, derived from the secret access key and the scope: [`SigningKey`].
//! 4. The signature, the HMAC of the string to sign: [`SigningKey::sign`].
//!
//! [`QuerySigner`] walks all four and appends the signature to the URL.

pub(crate) mod headers;
pub(crate) mod key_cache;
pub(crate) mod pair;
pub(crate) mod percent;
pub(crate) mod query;
pub(crate) mod query_signer;
pub(crate) mod redact;
pub(crate) mod signing_key;

pub(crate) mod byte_set;
mod canonical;
pub(crate) mod find_byte;
mod hex_digest;
pub(crate) mod normalize;
pub(crate) mod scope;
pub(crate) mod scope_key;
mod seqlock;
mod sha256;
pub(crate) mod timestamp;

pub(crate) use self::hex_digest::HexDigest;
pub use self::{
    canonical::{CanonicalRequest, PayloadHash},
    query_signer::{PathEncoding, PathNormalization, PresignedQuery, QuerySigner, TokenPlacement},
    scope::Scope,
    signing_key::SigningKey,
    timestamp::Timestamp,
};
