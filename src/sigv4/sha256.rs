//! SHA-256 that can be kept at a block boundary and taken up again from there.
//!
//! `sha2` and `hmac` hash the same, but their states cannot be read: a signing key would be an opaque
//! value of some 200 bytes, and each dropped hasher would pay for being wiped. Here the state is eight
//! words, and only the compression function comes from `sha2`.

use core::slice;

use sha2::block_api::compress256;
use zeroize::Zeroize;

/// The state of SHA-256 after a whole number of blocks.
pub(crate) type Midstate = [u32; MIDSTATE_WORDS];

/// A hash that is being written, with room for `BYTES`, a multiple of the block size, before anything is
/// compressed: calling the compression function once for several blocks saves a fifth of its time.
#[derive(Clone)]
pub(crate) struct Sha256<const BYTES: usize> {
    state: Midstate,
    /// Zero from `filled` on, so that padding has only to be marked.
    buffer: [u8; BYTES],
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
        let end = self.filled + bytes.len();
        if let Some(room) = self.buffer.get_mut(self.filled..end) {
            room.copy_from_slice(bytes);
            self.filled = end;
        } else {
            self.update_and_compress(bytes);
        }
    }

    /// The hash of what was written; what is written afterwards means nothing. It takes `self` where it
    /// stands, for moving the buffer costs 12 ns.
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
        self.compress_written();
        to_bytes(self.state)
    }

    /// Takes more bytes than there is room for.
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

    pub(crate) const fn state(&self) -> Midstate {
        self.state
    }

    /// Compresses the whole blocks of what is written. Many messages that begin alike go on from there.
    pub(crate) fn compress_blocks(&mut self) {
        self.compress_written();
        let bytes = self.filled - self.filled % BLOCK_BYTES;
        self.buffer.copy_within(bytes..self.filled, 0);
        self.buffer[self.filled - bytes..self.filled].fill(0);
        self.compressed += bytes;
        self.filled -= bytes;
    }

    #[inline]
    fn compress_written(&mut self) {
        let (blocks, _) = self.buffer[..self.filled].as_chunks();
        compress256(&mut self.state, blocks);
    }
}

impl<const BYTES: usize> Zeroize for Sha256<BYTES> {
    fn zeroize(&mut self) {
        self.state.zeroize();
        self.buffer.zeroize();
    }
}

/// The state after the one block that `block` is, as HMAC wants for its two padded keys.
pub(crate) fn midstate(block: &[u8; BLOCK_BYTES]) -> Midstate {
    let mut state = INITIAL_STATE;
    compress256(&mut state, slice::from_ref(block));
    state
}

/// The hash, as words, of one block, which led to `state`, and the digest after it: what HMAC ends with.
#[inline]
pub(crate) fn hash_after_block(mut state: Midstate, digest: &[u8; DIGEST_BYTES]) -> Midstate {
    let mut block = [0; BLOCK_BYTES];
    block[..DIGEST_BYTES].copy_from_slice(digest);
    block[DIGEST_BYTES] = 0x80;
    let bits = 8 * (BLOCK_BYTES + DIGEST_BYTES) as u64;
    block[BLOCK_BYTES - LENGTH_BYTES..].copy_from_slice(&bits.to_be_bytes());
    compress256(&mut state, slice::from_ref(&block));
    state
}

/// The words of a hash as its bytes.
#[inline]
pub(crate) fn to_bytes(state: Midstate) -> [u8; DIGEST_BYTES] {
    let mut digest = [0; DIGEST_BYTES];
    for (bytes, word) in digest.as_chunks_mut().0.iter_mut().zip(state) {
        *bytes = word.to_be_bytes();
    }
    digest
}

pub(crate) const MIDSTATE_WORDS: usize = 8;
pub(crate) const BLOCK_BYTES: usize = 64;
pub(crate) const DIGEST_BYTES: usize = 32;

/// The length of the message ends its last block.
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
                let mut early = hash.clone();
                early.compress_blocks();
                for hash in [&mut hash, &mut early] {
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
}
