//! SHA-256 whose state can be saved at a block boundary and resumed; `sha2` does the compression.
//!
//! Why not the hashers of `sha2` and `hmac`:
//!
//! - The state after a whole number of blocks is eight plain words here. The key cache stores such
//!   states as atomic words in a seqlock, and wipes them when dropped. `hmac` does not expose its
//!   states at all, and `sha2` exposes them only serialized, as bytes together with a block count
//!   and a buffer.
//! - Resuming saves compressions. An HMAC hashes two padded keys first; resumed after them, a
//!   string to sign of 120 to 183 bytes takes four compressions instead of six, and three if its
//!   first block is shared.
//! - The buffer takes several blocks before it is compressed, and is padded in place. The time that
//!   each of these saves is given at the type and function below.

use core::slice;

use hmac::{Hmac, digest::CtOutput};
use sha2::block_api::compress256;

/// The state of SHA-256 after a whole number of blocks.
pub(crate) type Midstate = [u32; MIDSTATE_WORDS];

/// An incremental hash that buffers `BYTES`, a multiple of the block size, before it compresses:
/// compressing several blocks per call takes a fifth less time.
#[derive(Clone)]
pub(crate) struct Sha256<const BYTES: usize> {
    state: Midstate,
    /// Zero from `filled` on, so that padding only sets the first bit and the length.
    buffer: [u8; BYTES],
    filled: usize,
    /// The number of bytes compressed so far.
    compressed: usize,
}

impl<const BYTES: usize> Sha256<BYTES> {
    pub(crate) const fn new() -> Self {
        Self::resume(INITIAL_STATE, 0)
    }

    /// Resumes from the `state` after `blocks` whole blocks.
    pub(crate) const fn resume(state: Midstate, blocks: usize) -> Self {
        const { assert!(BYTES > 0 && BYTES.is_multiple_of(BLOCK_BYTES)) };
        Self { state, buffer: [0; BYTES], filled: 0, compressed: blocks * BLOCK_BYTES }
    }

    #[inline]
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        let end = self.filled + bytes.len();
        if let Some(free) = self.buffer.get_mut(self.filled..end) {
            free.copy_from_slice(bytes);
            self.filled = end;
        } else {
            self.update_and_compress(bytes);
        }
    }

    /// Pads the message and returns its hash; the hasher must not be used afterwards. It takes
    /// `&mut self` because moving the buffer costs 12 ns.
    #[inline]
    pub(crate) fn finish(&mut self) -> [u8; DIGEST_BYTES] {
        let bits = 8 * (self.compressed + self.filled) as u64;
        self.update(&[0x80]);
        if BYTES - self.filled < LENGTH_BYTES {
            self.filled = BYTES;
            self.compress_blocks();
        }
        let end = (self.filled + LENGTH_BYTES).next_multiple_of(BLOCK_BYTES);
        self.buffer[end - LENGTH_BYTES..end].copy_from_slice(&bits.to_be_bytes());
        self.filled = end;
        self.compress_filled();
        to_bytes(self.state)
    }

    /// Updates with more bytes than the buffer has capacity for. It is not inlined, because most messages fit: the
    /// many calls of `update` then take 2 % fewer instructions per URL, and less code.
    #[inline(never)]
    fn update_and_compress(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.filled == BYTES {
                self.compress_blocks();
            }
            let (head, rest) = bytes.split_at(bytes.len().min(BYTES - self.filled));
            self.buffer[self.filled..self.filled + head.len()].copy_from_slice(head);
            self.filled += head.len();
            bytes = rest;
        }
    }

    /// The state after the blocks that are compressed so far.
    pub(crate) const fn state(&self) -> Midstate {
        self.state
    }

    /// Compresses the whole blocks in the buffer, so that [`state`](Self::state) can be resumed for
    /// other messages with the same beginning.
    pub(crate) fn compress_blocks(&mut self) {
        self.compress_filled();
        let bytes = self.filled - self.filled % BLOCK_BYTES;
        self.buffer.copy_within(bytes..self.filled, 0);
        self.buffer[self.filled - bytes..self.filled].fill(0);
        self.compressed += bytes;
        self.filled -= bytes;
    }

    #[inline]
    fn compress_filled(&mut self) {
        let (blocks, _) = self.buffer[..self.filled].as_chunks();
        compress256(&mut self.state, blocks);
    }
}

/// The state after one block: for HMAC, a padded key.
pub(crate) fn midstate(block: &[u8; BLOCK_BYTES]) -> Midstate {
    let mut state = INITIAL_STATE;
    compress256(&mut state, slice::from_ref(block));
    state
}

/// The outer hash of HMAC: one block, which led to `state`, followed by the digest of the inner
/// hash.
#[inline]
pub(crate) fn outer_hash(mut state: Midstate, digest: &[u8; DIGEST_BYTES]) -> Midstate {
    let mut block = [0; BLOCK_BYTES];
    block[..DIGEST_BYTES].copy_from_slice(digest);
    block[DIGEST_BYTES] = 0x80;
    let bits = 8 * (BLOCK_BYTES + DIGEST_BYTES) as u64;
    block[BLOCK_BYTES - LENGTH_BYTES..].copy_from_slice(&bits.to_be_bytes());
    compress256(&mut state, slice::from_ref(&block));
    state
}

/// The words of a hash as big-endian bytes.
#[inline]
pub(crate) fn to_bytes(state: Midstate) -> [u8; DIGEST_BYTES] {
    let mut digest = [0; DIGEST_BYTES];
    for (bytes, word) in digest.as_chunks_mut().0.iter_mut().zip(state) {
        *bytes = word.to_be_bytes();
    }
    digest
}

/// Whether two digests are equal, in constant time: the time must not reveal how many bytes match.
pub(crate) fn constant_time_eq(a: &[u8; DIGEST_BYTES], b: &[u8; DIGEST_BYTES]) -> bool {
    let [a, b] = [a, b].map(|digest| CtOutput::<Hmac<sha2::Sha256>>::new((*digest).into()));
    a == b
}

pub(crate) const MIDSTATE_WORDS: usize = 8;
pub(crate) const BLOCK_BYTES: usize = 64;
pub(crate) const DIGEST_BYTES: usize = 32;

/// The last block ends with the length of the message in bits.
const LENGTH_BYTES: usize = size_of::<u64>();

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
    fn every_length_and_split_hashes_as_in_sha2() {
        // Lengths beyond two buffers repeat the same cases.
        agrees_with_sha2::<64>(130);
        agrees_with_sha2::<128>(260);
    }

    #[track_caller]
    fn agrees_with_sha2<const BYTES: usize>(max_length: usize) {
        let message: Vec<u8> = (0..=255).cycle().take(max_length).collect();
        for length in 0..=message.len() {
            let expected: [u8; 32] = sha2::Sha256::digest(&message[..length]).into();
            for split in 0..=length {
                let mut hash = Sha256::<BYTES>::new();
                hash.update(&message[..split]);
                let mut compressed = hash.clone();
                compressed.compress_blocks();
                for hash in [&mut hash, &mut compressed] {
                    hash.update(&message[split..length]);
                    assert_eq!(hash.finish(), expected, "{length} bytes split at {split}");
                }
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

    #[test]
    fn digests_that_differ_in_any_one_bit_are_not_equal() {
        let digest = [0x5a; DIGEST_BYTES];
        assert!(constant_time_eq(&digest, &digest.clone()));
        for bit in 0..8 * DIGEST_BYTES {
            let mut other = digest;
            other[bit / 8] ^= 1 << (bit % 8);
            assert!(!constant_time_eq(&digest, &other), "bit {bit}");
        }
    }
}
