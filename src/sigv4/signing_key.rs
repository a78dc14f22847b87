//! The signing key: four HMACs from the secret access key, kept as the state that a fifth starts from.

use core::fmt;

use hmac::{Hmac, KeyInit, Mac, digest::CtOutput};
use sha2::Digest;
use zeroize::{Zeroize, Zeroizing};

use super::{
    scope::Scope,
    sha256::{self, BLOCK_BYTES, DIGEST_BYTES, MIDSTATE_WORDS, Midstate, Sha256},
};
use crate::wire::names::AWS4_REQUEST;

/// The key that signs every request of one [`Scope`], ready to sign. It is wiped when dropped.
///
/// It is as good as the secret access key for that day, region and service: treat it as a secret.
pub struct SigningKey {
    /// HMAC's inner hash after the padded key.
    inner: Midstate,
    /// HMAC's outer hash after the padded key.
    outer: Midstate,
}

impl SigningKey {
    /// Derives the key of `scope`: the step "derive a signing key" of
    /// [the AWS page](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
    #[must_use]
    pub fn derive(secret_access_key: &str, scope: &Scope<'_>) -> Self {
        let k_date = hmac(&*secret_block(secret_access_key), scope.day());
        let k_region = hmac(&*k_date, scope.region());
        let k_service = hmac(&*k_region, scope.service());
        let k_signing = hmac(&*k_service, AWS4_REQUEST);
        Self::new(&k_signing)
    }

    /// The signature: HMAC-SHA256 of `string_to_sign`. In a URL it stands as lower-case hex.
    #[must_use]
    #[inline]
    pub fn sign(&self, string_to_sign: &[u8]) -> [u8; DIGEST_BYTES] {
        let mut message = self.message::<BLOCK_BYTES>();
        message.update(string_to_sign);
        self.finish(&mut message)
    }

    /// An empty message.
    #[inline]
    pub(crate) const fn message<const BYTES: usize>(&self) -> Sha256<BYTES> {
        Sha256::resume(self.inner, 1)
    }

    /// The HMAC of a message. It is not moved, for a copy of its buffer would wait for all its pieces, 20 ns in
    /// a URL.
    #[inline]
    pub(crate) fn finish<const BYTES: usize>(
        &self,
        message: &mut Sha256<BYTES>,
    ) -> [u8; DIGEST_BYTES] {
        sha256::to_bytes(sha256::hash_after_block(self.outer, &message.finish()))
    }

    /// The two padded keys of RFC 2104, each hashed once. `hmac` has the same states, but does not give them
    /// out, so that they could not be cached as plain words.
    fn new(key: &[u8; DIGEST_BYTES]) -> Self {
        let mut block = Zeroizing::new([0; BLOCK_BYTES]);
        let mut hash_padded = |pad: u8| {
            block.fill(pad);
            for (byte, key_byte) in block.iter_mut().zip(key) {
                *byte ^= key_byte;
            }
            sha256::midstate(&block)
        };
        Self { inner: hash_padded(INNER_PAD), outer: hash_padded(OUTER_PAD) }
    }

    fn wipe(&mut self) {
        self.inner.zeroize();
        self.outer.zeroize();
    }

    /// The two states in one row, as the cache keeps them.
    pub(crate) fn words(&self) -> impl Iterator<Item = u32> + '_ {
        self.inner.iter().chain(&self.outer).copied()
    }

    /// The inverse of [`words`](Self::words).
    pub(crate) fn from_words(word: impl Fn(usize) -> u32) -> Self {
        let inner = core::array::from_fn(&word);
        let outer = core::array::from_fn(|index| word(inner.len() + index));
        Self { inner, outer }
    }
}

impl Drop for SigningKey {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(redacted)")
    }
}

/// Whether two signatures are the same, in constant time: the time must not tell a forger how many bytes are
/// right.
pub(crate) fn is_equal(a: [u8; DIGEST_BYTES], b: [u8; DIGEST_BYTES]) -> bool {
    CtOutput::<Hmac<sha2::Sha256>>::new(a.into()) == CtOutput::new(b.into())
}

/// HMAC-SHA256.
fn hmac(key: &[u8], message: &str) -> Zeroizing<[u8; DIGEST_BYTES]> {
    let mut hmac =
        Hmac::<sha2::Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    hmac.update(message.as_bytes());
    Zeroizing::new(hmac.finalize().into_bytes().into())
}

/// `"AWS4" + secret`, followed by zeros, which do not change an HMAC key (RFC 2104); hashed first, as HMAC
/// does itself, if it is longer than a block.
fn secret_block(secret_access_key: &str) -> Zeroizing<[u8; BLOCK_BYTES]> {
    let mut block = Zeroizing::new([0; BLOCK_BYTES]);
    let (prefix, rest) = block.split_at_mut(SECRET_PREFIX.len());
    if let Some(secret) = rest.get_mut(..secret_access_key.len()) {
        prefix.copy_from_slice(SECRET_PREFIX);
        secret.copy_from_slice(secret_access_key.as_bytes());
    } else {
        let hash = sha2::Sha256::new().chain_update(SECRET_PREFIX).chain_update(secret_access_key);
        block[..DIGEST_BYTES].copy_from_slice(&hash.finalize());
    }
    block
}

const SECRET_PREFIX: &[u8] = b"AWS4";

const INNER_PAD: u8 = 0x36;
const OUTER_PAD: u8 = 0x5c;

pub(crate) const SIGNING_KEY_WORDS: usize = 2 * MIDSTATE_WORDS;

#[cfg(test)]
mod tests {
    use alloc::{format, vec::Vec};

    use super::*;
    use crate::sigv4::Timestamp;

    fn naive_hmac(key: &[u8], message: &[u8]) -> [u8; DIGEST_BYTES] {
        let mut hmac =
            Hmac::<sha2::Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
        hmac.update(message);
        hmac.finalize().into_bytes().into()
    }

    fn key() -> SigningKey {
        SigningKey::new(&[0xa5; DIGEST_BYTES])
    }

    #[test]
    fn signing_agrees_with_the_hmac_crate_at_every_length() {
        for length in 0..=3 * BLOCK_BYTES {
            let message: Vec<u8> = (0..=255).cycle().take(length).collect();
            let expected = naive_hmac(&[0xa5; DIGEST_BYTES], &message);
            assert_eq!(key().sign(&message), expected, "{length} bytes");
        }
    }

    #[test]
    fn deriving_agrees_with_the_hmac_crate_at_every_length_of_the_secret() {
        let scope = Scope::new(Timestamp::from_unix_seconds(0), "us-east-1", "s3").expect("1970");
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".repeat(4);
        for length in 0..=secret.len() {
            let secret = &secret[..length];
            let names = ["19700101", "us-east-1", "s3", "aws4_request", "message"];
            let expected = names.iter().fold(format!("AWS4{secret}").into_bytes(), |key, name| {
                naive_hmac(&key, name.as_bytes()).to_vec()
            });
            let signature = SigningKey::derive(secret, &scope).sign(b"message");
            assert_eq!(signature[..], expected, "{length} bytes");
        }
    }

    #[test]
    fn a_dropped_key_is_wiped() {
        let mut key = key();
        assert!(key.words().all(|word| word != 0));
        // What `Drop` calls: memory that is freed cannot be looked at.
        key.wipe();
        assert!(key.words().all(|word| word == 0));
    }

    #[test]
    fn debug_tells_nothing() {
        let scope = Scope::new(Timestamp::from_unix_seconds(0), "us-east-1", "s3").expect("1970");
        let key = SigningKey::derive("secret", &scope);
        assert_eq!(format!("{key:?}"), "SigningKey(redacted)");
    }

    #[test]
    fn signatures_that_differ_in_one_bit_are_not_equal() {
        let signature = [0x5a; DIGEST_BYTES];
        assert!(is_equal(signature, signature));
        for bit in 0..8 * DIGEST_BYTES {
            let mut other = signature;
            other[bit / 8] ^= 1 << (bit % 8);
            assert!(!is_equal(signature, other), "bit {bit}");
        }
    }
}
