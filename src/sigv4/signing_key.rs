//! The signing key: derived from the secret access key by four HMACs, stored as the state of a
//! fifth.

use core::{array, fmt};

use sha2::Digest;
use zeroize::{Zeroize, Zeroizing};

use super::{
    scope::Scope,
    sha256::{self, BLOCK_BYTES, DIGEST_BYTES, MIDSTATE_WORDS, Midstate, Sha256},
};
use crate::{credentials::Credentials, error::Error, wire::names::AWS4_REQUEST};

/// The key that signs all requests of one credential [`Scope`]. It is wiped from memory when
/// dropped.
///
/// It can sign any request for that day, region and service, so it must be kept secret.
pub struct SigningKey {
    /// The state of HMAC's inner hash after the padded key.
    inner: Midstate,
    /// The state of HMAC's outer hash after the padded key.
    outer: Midstate,
}

impl SigningKey {
    /// Derives the key for `scope`, the step "derive a signing key" of
    /// [the AWS page](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
    #[must_use]
    pub fn derive(secret_access_key: &str, scope: &Scope<'_>) -> Self {
        // One block for all keys: it is wiped byte by byte, which takes longer than filling it.
        let block = &mut *secret_block(secret_access_key);
        let k_secret = Self::new(block);
        let k_date = k_secret.derive_next(scope.day(), block);
        let k_region = k_date.derive_next(scope.region().unwrap_or_default(), block);
        let k_service = k_region.derive_next(scope.service(), block);
        k_service.derive_next(AWS4_REQUEST, block)
    }

    /// Derives the key for `scope` from the secret access key of `credentials`, as
    /// [`derive`](Self::derive) does.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyAccessKeyId`], [`Error::EmptySecretAccessKey`] and [`Error::InvalidCredentials`], as
    /// for signing.
    pub fn from_credentials(credentials: &Credentials, scope: &Scope<'_>) -> Result<Self, Error> {
        credentials.check()?;
        Ok(Self::derive(credentials.secret_access_key(), scope))
    }

    /// The signature: HMAC-SHA256 of `string_to_sign`. A URL has it in lower-case hex.
    #[must_use]
    #[inline]
    pub fn sign(&self, string_to_sign: &[u8]) -> [u8; DIGEST_BYTES] {
        let mut message = self.message::<BLOCK_BYTES>();
        message.update(string_to_sign);
        self.finish(&mut message)
    }

    /// Starts the HMAC of a message.
    #[inline]
    pub(crate) const fn message<const BYTES: usize>(&self) -> Sha256<BYTES> {
        Sha256::resume(self.inner, 1)
    }

    /// Finishes the HMAC of a message. It takes `&mut` because copying the buffer stalls on the
    /// partial writes to it, 20 ns per URL.
    #[inline]
    pub(crate) fn finish<const BYTES: usize>(
        &self,
        message: &mut Sha256<BYTES>,
    ) -> [u8; DIGEST_BYTES] {
        sha256::to_bytes(sha256::outer_hash(self.outer, &message.finish()))
    }

    /// The key that is the HMAC of `message`.
    fn derive_next(&self, message: &str, block: &mut [u8; BLOCK_BYTES]) -> Self {
        let mut hash = self.message::<BLOCK_BYTES>();
        hash.update(message.as_bytes());
        // As words, which are wiped in fewer writes than bytes.
        let key = Zeroizing::new(sha256::outer_hash(self.outer, &hash.finish()));
        let padding = [0; MIDSTATE_WORDS];
        for (bytes, word) in block.as_chunks_mut().0.iter_mut().zip(key.iter().chain(&padding)) {
            *bytes = word.to_be_bytes();
        }
        Self::new(block)
    }

    /// Hashes the two padded keys of RFC 2104, from a key followed by zeros, which is overwritten. `hmac` has the
    /// same states, but does not expose them.
    fn new(block: &mut [u8; BLOCK_BYTES]) -> Self {
        let mut hash_padded = |pad: u8| {
            for byte in block.iter_mut() {
                *byte ^= pad;
            }
            sha256::midstate(block)
        };
        // The second undoes the first pad.
        Self { inner: hash_padded(INNER_PAD), outer: hash_padded(INNER_PAD ^ OUTER_PAD) }
    }

    fn wipe(&mut self) {
        self.inner.zeroize();
        self.outer.zeroize();
    }

    /// The inner and then the outer state, as the cache stores them.
    pub(crate) fn words(&self) -> impl Iterator<Item = u32> + '_ {
        self.inner.iter().chain(&self.outer).copied()
    }

    /// The inverse of [`words`](Self::words).
    #[inline]
    pub(crate) fn from_words(words: [u32; SIGNING_KEY_WORDS]) -> Self {
        let half = |begin: usize| array::from_fn(|index| words[begin + index]);
        Self { inner: half(0), outer: half(MIDSTATE_WORDS) }
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

/// `"AWS4" + secret`, padded with zeros to one block, which HMAC does itself (RFC 2104) and which
/// needs no allocation; hashed first, as HMAC also does, if it is longer than a block.
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

    /// HMAC as RFC 2104 defines it, by `sha2` alone.
    fn naive_hmac(key: &[u8], message: &[u8]) -> [u8; DIGEST_BYTES] {
        let mut block = [0; BLOCK_BYTES];
        if key.len() > BLOCK_BYTES {
            block[..DIGEST_BYTES].copy_from_slice(&sha2::Sha256::digest(key));
        } else {
            block[..key.len()].copy_from_slice(key);
        }
        let hash = |pad: u8, message: &[u8]| {
            let padded = block.map(|byte| byte ^ pad);
            sha2::Sha256::new().chain_update(padded).chain_update(message).finalize()
        };
        hash(0x5c, &hash(0x36, message)).into()
    }

    fn key() -> SigningKey {
        let mut block = [0; BLOCK_BYTES];
        block[..DIGEST_BYTES].fill(0xa5);
        SigningKey::new(&mut block)
    }

    #[test]
    fn signing_agrees_with_rfc_2104_for_every_message_length() {
        for length in 0..=3 * BLOCK_BYTES {
            let message: Vec<u8> = (0..=255).cycle().take(length).collect();
            let expected = naive_hmac(&[0xa5; DIGEST_BYTES], &message);
            assert_eq!(key().sign(&message), expected, "{length} bytes");
        }
    }

    #[test]
    fn deriving_agrees_with_rfc_2104_for_every_secret_length() {
        let scope = Scope::new(Timestamp::from_unix_seconds(0), "us-east-1", "s3").expect("1970");
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".repeat(4);
        for length in 0..=secret.len() {
            let secret = &secret[..length];
            let messages = ["19700101", "us-east-1", "s3", "aws4_request", "message"];
            let expected =
                messages.iter().fold(format!("AWS4{secret}").into_bytes(), |key, message| {
                    naive_hmac(&key, message.as_bytes()).to_vec()
                });
            let signature = SigningKey::derive(secret, &scope).sign(b"message");
            assert_eq!(signature[..], expected, "{length} bytes");
        }
    }

    #[test]
    fn drop_wipes_the_key() {
        let mut key = key();
        assert!(key.words().all(|word| word != 0));
        // `Drop` calls this; the memory cannot be inspected afterwards.
        key.wipe();
        assert!(key.words().all(|word| word == 0));
    }

    #[test]
    fn debug_is_redacted() {
        let scope = Scope::new(Timestamp::from_unix_seconds(0), "us-east-1", "s3").expect("1970");
        let key = SigningKey::derive("secret", &scope);
        assert_eq!(format!("{key:?}"), "SigningKey(redacted)");
    }
}
