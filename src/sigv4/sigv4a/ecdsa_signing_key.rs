//! The private key of Signature Version 4A: derived from the access key, without date, region or
//! service.

use core::fmt;

use ecdsa::{
    elliptic_curve::{
        Group,
        ops::{Invert, Reduce},
        point::AffineCoordinates,
    },
    hazmat::sign_prehashed_rfc6979,
};
use hmac::{Hmac, KeyInit, Mac};
use p256::{
    FieldBytes, NistP256, NonZeroScalar, ProjectivePoint, Scalar,
    ecdsa::{DerSignature, Signature},
};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use super::VerifyingKey;
use crate::{
    credentials::Credentials, error::Error, sigv4::sha256::DIGEST_BYTES,
    wire::names::AWS4_ECDSA_P256_SHA256,
};

/// The private key that signs all Signature Version 4A requests of one access key (feature `sigv4a`). It is wiped
/// from memory when dropped.
///
/// Unlike a [`SigningKey`](crate::sigv4::SigningKey) it is not limited to a day, region or service, so
/// it is as secret as the secret access key.
pub struct EcdsaSigningKey {
    scalar: NonZeroScalar,
}

impl EcdsaSigningKey {
    /// Derives the key, in counter mode of
    /// [NIST SP 800-108](https://csrc.nist.gov/pubs/sp/800/108/r1/upd1/final) with HMAC-SHA256. It takes less
    /// than a microsecond, which is little beside a signature.
    #[must_use]
    pub fn derive(access_key_id: &str, secret_access_key: &str) -> Self {
        Self { scalar: derive_scalar(access_key_id, secret_access_key) }
    }

    /// Derives the key of `credentials`, as [`derive`](Self::derive) does.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyAccessKeyId`], [`Error::EmptySecretAccessKey`] and [`Error::InvalidCredentials`], as for signing.
    pub fn from_credentials(credentials: &Credentials) -> Result<Self, Error> {
        credentials.check()?;
        Ok(Self::of(credentials))
    }

    /// The key of checked credentials.
    pub(crate) fn of(credentials: &Credentials) -> Self {
        Self::derive(credentials.access_key_id(), credentials.secret_access_key())
    }

    /// Signs the SHA-256 of `string_to_sign` with the deterministic nonce of
    /// [RFC 6979](https://www.rfc-editor.org/rfc/rfc6979), so the same text has the same signature.
    #[must_use]
    pub fn sign(&self, string_to_sign: &[u8]) -> EcdsaSignature {
        let digest = Sha256::digest(string_to_sign);
        // `p256::ecdsa::SigningKey` would derive the public key first, which costs as much again.
        let (signature, _) = sign_prehashed_rfc6979::<NistP256, Sha256>(&self.scalar, &digest, &[]);
        EcdsaSignature { der: signature.to_der() }
    }

    /// Returns whether `signature`, in DER, was made for `string_to_sign` with this key.
    ///
    /// Like [`VerifyingKey::verify`], without deriving the public key, which would take twice as long: the
    /// nonce `k = (z + r·d) / s` follows from the signature and the private key, and the signature is valid
    /// if the x-coordinate of `k·G` is `r`.
    #[must_use]
    pub fn verify(&self, string_to_sign: &[u8], signature: &[u8]) -> bool {
        let Some(signature) = parse_signature(signature) else { return false };
        let (r, s) = signature.split_scalars();
        let z = <Scalar as Reduce<FieldBytes>>::reduce(&Sha256::digest(string_to_sign));
        let nonce = Zeroizing::new(*s.invert() * (z + *r * *self.scalar));
        let point = ProjectivePoint::mul_by_generator(&nonce).to_affine();
        <Scalar as Reduce<FieldBytes>>::reduce(&point.x()) == *r
    }

    /// The public key, which verifies signatures without the secret. Deriving it takes as long as a
    /// signature.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey::of(&self.scalar)
    }

    fn wipe(&mut self) {
        self.scalar.zeroize();
    }
}

impl Drop for EcdsaSigningKey {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl fmt::Debug for EcdsaSigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EcdsaSigningKey(redacted)")
    }
}

/// A signature of Signature Version 4A (feature `sigv4a`). Its `Display` is the value of `X-Amz-Signature`: the DER
/// encoding in lower-case hex, of 16 to 144 digits.
#[derive(Clone)]
pub struct EcdsaSignature {
    der: DerSignature,
}

impl EcdsaSignature {
    /// Parses lower-case hex digits of strict DER.
    pub(crate) fn from_hex(digits: &str) -> Option<Self> {
        let mut bytes = [0; MAX_DER_BYTES];
        let der = bytes.get_mut(..digits.len() / 2)?;
        hex::decode_to_slice(digits, der).ok()?;
        // Upper case is not accepted, as for Signature Version 4.
        let is_lower = !digits.bytes().any(|byte| byte.is_ascii_uppercase());
        parse_signature(der).filter(|_| is_lower).map(|signature| Self { der: signature.to_der() })
    }

    /// The DER encoding of [RFC 3279](https://www.rfc-editor.org/rfc/rfc3279#section-2.2.3), almost always
    /// 70 to 72 bytes.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        self.der.as_bytes()
    }
}

impl fmt::Display for EcdsaSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_der().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for EcdsaSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EcdsaSignature(redacted)")
    }
}

fn derive_scalar(access_key_id: &str, secret_access_key: &str) -> NonZeroScalar {
    let secret = Zeroizing::new([SECRET_PREFIX, secret_access_key].concat());
    let candidate = |counter| {
        let parts: [&[u8]; 6] = [
            &PRF_ITERATION,
            AWS4_ECDSA_P256_SHA256.as_bytes(),
            &[0],
            access_key_id.as_bytes(),
            &[counter],
            &KEY_BITS,
        ];
        to_scalar(&hmac(secret.as_bytes(), &parts.concat()))
    };
    let scalar = (1..=MAX_COUNTER).find_map(candidate);
    scalar.expect("a hash is out of range once in 2^32, so 254 in a row do not occur")
}

fn hmac(key: &[u8], message: &[u8]) -> Zeroizing<[u8; DIGEST_BYTES]> {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    hmac.update(message);
    Zeroizing::new(hmac.finalize().into_bytes().into())
}

/// The private key of a hash; `None` for hashes over `n − 2`, where `n` is the order of the curve.
fn to_scalar(hash: &[u8; DIGEST_BYTES]) -> Option<NonZeroScalar> {
    let mut bytes = Zeroizing::new(FieldBytes::from(*hash));
    // Adds one in constant time. The largest number becomes 0, which is no valid key either.
    let mut carry = 1;
    for byte in bytes.iter_mut().rev() {
        let (sum, overflows) = byte.overflowing_add(carry);
        *byte = sum;
        carry = u8::from(overflows);
    }
    NonZeroScalar::from_repr(*bytes).into_option()
}

/// Parses a signature in strict DER: integers from 1 to `n − 1` of minimal length, and nothing after them.
pub(super) fn parse_signature(der: &[u8]) -> Option<Signature> {
    Signature::from_der(der).ok()
}

const SECRET_PREFIX: &str = "AWS4A";

/// The number of the PRF's output block: a key is one.
const PRF_ITERATION: [u8; 4] = 1_u32.to_be_bytes();

const KEY_BITS: [u8; 4] = 256_u32.to_be_bytes();

const MAX_COUNTER: u8 = 254;

/// Two integers of at most 33 bytes, each with tag and length, in a sequence.
const MAX_DER_BYTES: usize = 2 + 2 * (2 + 33);

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    /// `n − 1 − subtrahend`, where `n` is the order of the curve.
    fn below_order(subtrahend: u8) -> [u8; DIGEST_BYTES] {
        let mut bytes = [0; 32];
        hex::decode_to_slice(
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
            &mut bytes,
        )
        .expect("64 digits");
        bytes[31] -= 1 + subtrahend;
        bytes
    }

    #[test]
    fn a_hash_is_a_key_up_to_two_below_the_order() {
        for (hash, is_key) in [
            ([0; DIGEST_BYTES], true),
            (below_order(1), true),
            (below_order(0), false),
            ([0xff; DIGEST_BYTES], false),
        ] {
            assert_eq!(to_scalar(&hash).is_some(), is_key, "{hash:?}");
        }
        let mut hash = [0; DIGEST_BYTES];
        hash[31] = 0xff;
        assert_eq!(to_scalar(&hash).expect("255").to_bytes()[30..], [1, 0]);
    }

    /// By awscrt 0.38.1.
    #[test]
    fn keys_are_derived_as_by_another_implementation() {
        for (access_key_id, secret, expected) in [
            (
                "AKIAIOSFODNN7EXAMPLE",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "04c4d39191ae06f37a86b873d2f9951f7c37621d69e0eb834fb622c368f360c3",
            ),
            (
                "minioadmin",
                "minioadmin",
                "99f60e8793e71bcca9909f056c8b68e191ad94904c3b28b7d20897196c438eca",
            ),
        ] {
            let key = EcdsaSigningKey::derive(access_key_id, secret);
            assert_eq!(hex::encode(key.scalar.to_bytes()), expected, "{access_key_id}");
        }
    }

    /// RFC 6979, section A.2.5.
    #[test]
    fn the_nonce_is_that_of_rfc_6979() {
        let mut d = FieldBytes::default();
        let digits = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
        hex::decode_to_slice(digits, &mut d).expect("64 digits");
        let key = EcdsaSigningKey { scalar: NonZeroScalar::from_repr(d).expect("in range") };
        assert_eq!(
            format!("{}", key.sign(b"sample")),
            "3046\
             022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
             022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
        );
    }

    #[test]
    fn drop_wipes_the_key() {
        let mut key = EcdsaSigningKey::derive("AKIDEXAMPLE", "secret");
        // `Drop` calls this; the memory cannot be inspected afterwards. A non-zero scalar is wiped to one.
        key.wipe();
        assert_eq!(*key.scalar, Scalar::ONE);
    }

    #[test]
    fn debug_is_redacted() {
        let key = EcdsaSigningKey::derive("AKIDEXAMPLE", "secret");
        assert_eq!(format!("{key:?}"), "EcdsaSigningKey(redacted)");
        assert_eq!(format!("{:?}", key.sign(b"text")), "EcdsaSignature(redacted)");
    }
}
