//! SHA-256 that can be kept at a block boundary and taken up again from there.
//!
//! `sha2` and `hmac` hash the same, but their states cannot be read: a signing key would be an opaque
//! value of some 200 bytes, and each dropped hasher would pay for being wiped. Here the state is eight
//! words, and only the compression function comes from `sha2`.

use core::{slice, str};

use sha2::block_api::compress256;

/// The state of SHA-256 after a whole number of blocks.
pub(crate) type Midstate = [u32; 8];

/// A hash that is being written, with room for `BYTES`, a multiple of the block size, before anything is
/// compressed: calling the compression function once for several blocks saves a fifth of its time.
#[derive(Clone)]
pub(crate) struct Sha256<const BYTES: usize> {
    state: Midstate,
    buffer: [u8; BYTES],
    /// How much of the buffer is written; the rest means nothing.
    filled: usize,
    /// What has been compressed, in bytes.
    compressed: usize,
}

impl<const BYTES: usize> Sha256<BYTES> {
    pub(crate) const fn new() -> Self {
        Self::resume(INITIAL_STATE, 0)
    }

    /// Goes on from `state`, which was reached after `blocks` whole blocks.
    pub(crate) const fn resume(state: Midstate, blocks: usize) -> Self {
        const { assert!(BYTES > 0 && BYTES.is_multiple_of(BLOCK_BYTES)) };
        Self { state, buffer: [0; BYTES], filled: 0, compressed: blocks * BLOCK_BYTES }
    }

    #[inline]
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        if let Some(room) = self.buffer[self.filled..].get_mut(..bytes.len()) {
            room.copy_from_slice(bytes);
            self.filled += bytes.len();
        } else {
            self.update_and_compress(bytes);
        }
    }

    pub(crate) fn finish(mut self) -> [u8; DIGEST_BYTES] {
        let bits = 8 * (self.compressed + self.filled) as u64;
        let zeros = (LENGTH_AT + BLOCK_BYTES - 1 - self.filled % BLOCK_BYTES) % BLOCK_BYTES;
        self.update(&[0x80]);
        self.update(&[0; BLOCK_BYTES][..zeros]);
        self.update(&bits.to_be_bytes());
        self.compress_buffer();
        let mut digest = [0; DIGEST_BYTES];
        for (bytes, word) in digest.chunks_exact_mut(4).zip(self.state) {
            bytes.copy_from_slice(&word.to_be_bytes());
        }
        digest
    }

    /// Takes more bytes than there is room for.
    fn update_and_compress(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (head, rest) = bytes.split_at(bytes.len().min(BYTES - self.filled));
            self.buffer[self.filled..self.filled + head.len()].copy_from_slice(head);
            self.filled += head.len();
            bytes = rest;
            if self.filled == BYTES {
                self.compress_buffer();
            }
        }
    }

    /// Compresses what is written, whole blocks.
    fn compress_buffer(&mut self) {
        let (blocks, _) = self.buffer[..self.filled].as_chunks();
        compress256(&mut self.state, blocks);
        self.compressed += self.filled;
        self.filled = 0;
    }
}

/// The state after the one block that `block` is, as HMAC wants for its two padded keys.
pub(crate) fn midstate(block: &[u8; BLOCK_BYTES]) -> Midstate {
    let mut state = INITIAL_STATE;
    compress256(&mut state, slice::from_ref(block));
    state
}

/// Lower-case hex, on the caller's stack.
pub(crate) fn hex_digest<'t>(
    digest: &[u8; DIGEST_BYTES],
    text: &'t mut [u8; 2 * DIGEST_BYTES],
) -> &'t str {
    hex::encode_to_slice(digest, &mut text[..]).expect("two digits for each byte");
    str::from_utf8(text).expect("hex digits are ASCII")
}

pub(crate) const BLOCK_BYTES: usize = 64;
pub(crate) const DIGEST_BYTES: usize = 32;

/// Where the message length stands in the last block.
const LENGTH_AT: usize = BLOCK_BYTES - size_of::<u64>();

/// FIPS 180-4, section 5.3.3.
const INITIAL_STATE: Midstate = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use sha2::Digest;

    use super::*;

    #[test]
    fn every_length_and_every_split_hashes_as_sha2_does() {
        // Past two buffers nothing new can happen.
        agrees_with_sha2::<64>(130);
        agrees_with_sha2::<128>(260);
    }

    #[track_caller]
    fn agrees_with_sha2<const BYTES: usize>(longest: usize) {
        let message: Vec<u8> = (0..=255).cycle().take(longest).collect();
        for length in 0..=message.len() {
            let expected: [u8; 32] = sha2::Sha256::digest(&message[..length]).into();
            for split in 0..=length {
                let mut hash = Sha256::<BYTES>::new();
                hash.update(&message[..split]);
                hash.update(&message[split..length]);
                assert_eq!(hash.finish(), expected, "{length} bytes split at {split}");
            }
        }
    }

    #[test]
    fn a_resumed_hash_equals_an_uninterrupted_one() {
        let block = [7; BLOCK_BYTES];
        let mut resumed = Sha256::<64>::resume(midstate(&block), 1);
        resumed.update(b"tail");
        let expected: [u8; 32] =
            sha2::Sha256::new().chain_update(block).chain_update(b"tail").finalize().into();
        assert_eq!(resumed.finish(), expected);
    }
}
