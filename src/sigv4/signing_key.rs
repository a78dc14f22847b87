//! The signing key: four HMACs from the secret access key, kept as the state that a fifth starts from.

use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
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
        Self::derive_from_prefixed(
            &Zeroizing::new([SECRET_PREFIX, secret_access_key].concat()),
            scope,
        )
    }

    /// [`derive`](Self::derive) from a secret with [`SECRET_PREFIX`] before it.
    pub(crate) fn derive_from_prefixed(prefixed_secret: &str, scope: &Scope<'_>) -> Self {
        // All keys on the way take turns in one place: wiping goes byte by byte, and wiping each by itself
        // takes as long as five compressions.
        let mut key = Zeroizing::new(date_key(prefixed_secret, scope.day()));
        let mut block = Zeroizing::new([0; BLOCK_BYTES]);
        for name in [scope.region(), scope.service(), TERMINATOR] {
            *key = Self::from_bytes(&key, &mut block).sign(name.as_bytes());
        }
        Self::from_bytes(&key, &mut block)
    }

    /// The signature: HMAC-SHA256 of `string_to_sign`. In a URL it stands as lower-case hex.
    #[must_use]
    pub fn sign(&self, string_to_sign: &[u8]) -> [u8; DIGEST_BYTES] {
        let mut message = self.message();
        message.update(string_to_sign);
        message.sign(self)
    }

    /// An empty message, to be written and then signed with this key.
    pub(crate) fn message(&self) -> Message {
        Message { inner: Sha256::resume(self.inner, 1) }
    }

    /// RFC 2104's two padded keys, written into `block` and hashed once. `hmac` does the same, but keeps
    /// the states to itself.
    fn from_bytes(key: &[u8; DIGEST_BYTES], block: &mut [u8; BLOCK_BYTES]) -> Self {
        let mut padded = |pad: u8| {
            block.fill(pad);
            for (padded, byte) in block.iter_mut().zip(key) {
                *padded ^= byte;
            }
            sha256::midstate(block)
        };
        Self { inner: padded(0x36), outer: padded(0x5c) }
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

/// A message that is being signed: what all messages of a scope begin with is hashed once and cloned.
#[derive(Clone)]
pub(crate) struct Message {
    inner: Sha256<MESSAGE_BUFFER_BYTES>,
}

impl Message {
    /// Goes on after the first block.
    pub(crate) fn resume(first_block: Midstate, rest: &str) -> Self {
        let mut inner = Sha256::resume(first_block, 2);
        inner.update(rest.as_bytes());
        Self { inner }
    }

    /// The state after what [`compress_blocks`](Self::compress_blocks) has hashed.
    pub(crate) const fn state(&self) -> Midstate {
        self.inner.state()
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.inner.update(bytes);
    }

    /// Hashes what is whole already, so that clones need not.
    pub(crate) fn compress_blocks(&mut self) {
        self.inner.compress_blocks();
    }

    pub(crate) fn sign(mut self, key: &SigningKey) -> [u8; DIGEST_BYTES] {
        sha256::hash_after_block(key.outer, &self.inner.finish())
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Message(redacted)")
    }
}

/// The first key of the four: a secret may be of any length.
fn date_key(prefixed_secret: &str, day: &str) -> [u8; DIGEST_BYTES] {
    let mut hmac = Hmac::<sha2::Sha256>::new_from_slice(prefixed_secret.as_bytes())
        .expect("HMAC takes keys of any length");
    hmac.update(day.as_bytes());
    hmac.finalize().into_bytes().into()
}

/// Room for what a string to sign has after its first block, which is hashed beforehand.
const MESSAGE_BUFFER_BYTES: usize = 2 * BLOCK_BYTES;

pub(crate) const SECRET_PREFIX: &str = "AWS4";

pub(crate) const SIGNING_KEY_WORDS: usize = 2 * MIDSTATE_WORDS;

#[cfg(test)]
mod tests {
    use alloc::{format, vec::Vec};

    use super::*;
    use crate::sigv4::Timestamp;

    #[test]
    fn signing_agrees_with_the_hmac_crate_at_every_length() {
        let key = SigningKey::from_bytes(&[0xa5; DIGEST_BYTES], &mut [0; BLOCK_BYTES]);
        for length in 0..=3 * BLOCK_BYTES {
            let message: Vec<u8> = (0..=255).cycle().take(length).collect();
            let mut hmac = Hmac::<sha2::Sha256>::new_from_slice(&[0xa5; DIGEST_BYTES])
                .expect("HMAC takes keys of any length");
            hmac.update(&message);
            assert_eq!(key.sign(&message), *hmac.finalize().into_bytes(), "{length} bytes");
        }
    }

    #[test]
    fn a_dropped_key_is_wiped() {
        let mut key = SigningKey::from_bytes(&[0xa5; DIGEST_BYTES], &mut [0; BLOCK_BYTES]);
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
