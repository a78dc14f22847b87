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
mod sha256;
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
