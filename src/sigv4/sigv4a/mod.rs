//! Signature Version 4A: signatures with an elliptic-curve key, which are valid in a set of regions.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html#how-sigv4a-works>

mod ecdsa_signing_key;
mod verifying_key;

pub use self::{
    ecdsa_signing_key::{EcdsaSignature, EcdsaSigningKey},
    verifying_key::VerifyingKey,
};
