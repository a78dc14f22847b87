//! The signing key: four HMACs from the secret access key, kept as the state that a fifth starts from.

use core::fmt;

use zeroize::{Zeroize, Zeroizing};

use super::{
    scope::{Scope, TERMINATOR},
    sha256::{self, BLOCK_BYTES, DIGEST_BYTES, MIDSTATE_WORDS, Midstate, Sha256},
};

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
    /// Derives the key of `scope`, as
    /// [the AWS page](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html)
    /// does in its step "derive a signing key".
    #[must_use]
    pub fn derive(secret_access_key: &str, scope: &Scope<'_>) -> Self {
        // All keys on the way take turns in one place: wiping goes byte by byte, and wiping each by itself
        // takes as long as five compressions.
        let mut block = Zeroizing::new([0; BLOCK_BYTES]);
        put_secret(&mut block, secret_access_key);
        let mut key = Self::from_block(&mut block);
        for name in [scope.day(), scope.region(), scope.service(), TERMINATOR] {
            let words = Zeroizing::new(key.hmac(name.as_bytes()));
            block.fill(0);
            for (bytes, word) in block.as_chunks_mut().0.iter_mut().zip(*words) {
                *bytes = word.to_be_bytes();
            }
            key = Self::from_block(&mut block);
        }
        key
    }

    /// The signature: HMAC-SHA256 of `string_to_sign`. In a URL it stands as lower-case hex.
    #[must_use]
    #[inline]
    pub fn sign(&self, string_to_sign: &[u8]) -> [u8; DIGEST_BYTES] {
        sha256::to_bytes(self.hmac(string_to_sign))
    }

    #[inline]
    fn hmac(&self, text: &[u8]) -> Midstate {
        let mut message = self.message::<BLOCK_BYTES>();
        message.update(text);
        self.end(&mut message)
    }

    /// An empty message.
    #[inline]
    pub(crate) const fn message<const BYTES: usize>(&self) -> Sha256<BYTES> {
        Sha256::resume(self.inner, 1)
    }

    /// The HMAC of a message. It is not moved, for a copy of its buffer would wait for all its pieces, 20 ns in
    /// a URL.
    #[inline]
    pub(crate) fn end<const BYTES: usize>(&self, message: &mut Sha256<BYTES>) -> Midstate {
        sha256::hash_after_block(self.outer, &message.finish())
    }

    /// RFC 2104's two padded keys, made of a key with zeros behind it, and hashed once. `hmac` does the
    /// same, but keeps the states to itself, and takes a third longer for a derivation.
    fn from_block(block: &mut [u8; BLOCK_BYTES]) -> Self {
        let mut hash_with = |pad: u8| {
            for byte in block.iter_mut() {
                *byte ^= pad;
            }
            sha256::midstate(block)
        };
        Self { inner: hash_with(INNER_PAD), outer: hash_with(INNER_PAD ^ OUTER_PAD) }
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

/// Puts the key of the first HMAC, which is hashed if it is longer than a block, before zeros.
fn put_secret(block: &mut [u8; BLOCK_BYTES], secret_access_key: &str) {
    let (prefix, rest) = block.split_at_mut(SECRET_PREFIX.len());
    if let Some(room) = rest.get_mut(..secret_access_key.len()) {
        prefix.copy_from_slice(SECRET_PREFIX);
        room.copy_from_slice(secret_access_key.as_bytes());
    } else {
        let mut hash = Zeroizing::new(Sha256::<BLOCK_BYTES>::new());
        hash.update(SECRET_PREFIX);
        hash.update(secret_access_key.as_bytes());
        block[..DIGEST_BYTES].copy_from_slice(&*Zeroizing::new(hash.finish()));
    }
}

const SECRET_PREFIX: &[u8] = b"AWS4";

const INNER_PAD: u8 = 0x36;
const OUTER_PAD: u8 = 0x5c;

pub(crate) const SIGNING_KEY_WORDS: usize = 2 * MIDSTATE_WORDS;

#[cfg(test)]
mod tests {
    use alloc::{format, vec::Vec};

    use hmac::{Hmac, KeyInit, Mac};

    use super::*;
    use crate::sigv4::Timestamp;

    #[inline]
    fn hmac(key: &[u8], message: &[u8]) -> [u8; DIGEST_BYTES] {
        let mut hmac =
            Hmac::<sha2::Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
        hmac.update(message);
        hmac.finalize().into_bytes().into()
    }

    fn key() -> SigningKey {
        SigningKey::from_block(&mut [0xa5; BLOCK_BYTES])
    }

    #[test]
    fn signing_agrees_with_the_hmac_crate_at_every_length() {
        for length in 0..=3 * BLOCK_BYTES {
            let message: Vec<u8> = (0..=255).cycle().take(length).collect();
            let expected = hmac(&[0xa5; BLOCK_BYTES], &message);
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
                hmac(&key, name.as_bytes()).to_vec()
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
}
