//! The public key of Signature Version 4A.

use core::fmt;

use p256::{
    NonZeroScalar, PublicKey,
    ecdsa::{self, signature::Verifier},
};

use super::ecdsa_signing_key::parse_signature;

/// The public key of an access key, for servers that verify Signature Version 4A and must not hold secrets (feature
/// `sigv4a`).
#[derive(Clone, Eq, PartialEq)]
pub struct VerifyingKey {
    key: ecdsa::VerifyingKey,
}

impl VerifyingKey {
    /// Parses a point of the curve P-256 in the encoding of
    /// [SEC 1](https://www.secg.org/sec1-v2.pdf#subsubsection.2.3.4): 65 bytes, or 33 if it is compressed.
    /// Returns `None` if it is malformed or not on the curve.
    #[must_use]
    pub fn from_sec1_bytes(bytes: &[u8]) -> Option<Self> {
        ecdsa::VerifyingKey::from_sec1_bytes(bytes).map(|key| Self { key }).ok()
    }

    /// The public key of a private one.
    pub(super) fn of(scalar: &NonZeroScalar) -> Self {
        Self { key: PublicKey::from_secret_scalar(scalar).into() }
    }

    /// The point in the encoding of SEC 1, not compressed.
    #[must_use]
    pub fn to_sec1_bytes(&self) -> [u8; 65] {
        let mut bytes = [0; 65];
        bytes.copy_from_slice(self.key.to_sec1_point(false).as_bytes());
        bytes
    }

    /// Returns whether `signature`, in DER, was made for `string_to_sign` with the private key that belongs to this
    /// key.
    ///
    /// Anyone can change a valid signature `(r, s)` into another, `(r, n − s)`: both are accepted, as ECDSA
    /// defines it, so a signature must not serve to recognize a request that was received before.
    #[must_use]
    pub fn verify(&self, string_to_sign: &[u8], signature: &[u8]) -> bool {
        parse_signature(signature)
            .is_some_and(|signature| self.key.verify(string_to_sign, &signature).is_ok())
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerifyingKey(")?;
        self.to_sec1_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str(")")
    }
}
