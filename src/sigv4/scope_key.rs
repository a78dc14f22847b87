//! A scope with its key: all that signing a canonical request takes.

use core::fmt;

use super::{
    CanonicalRequest, HexDigest, Scope, SigningKey,
    sha256::{self, BLOCK_BYTES, DIGEST_BYTES, Midstate, Sha256},
};

/// A scope with its key.
pub(crate) struct ScopeKey<'a> {
    pub(crate) scope: Scope<'a>,
    pub(crate) key: SigningKey,
    begun: Option<Begun<'a>>,
}

/// What every string to sign of a scope begins with: its first block, hashed behind the key, and what stands
/// between that and the hash of the request. One compression of nine that a URL does without.
#[derive(Clone, Copy)]
pub(crate) struct Begun<'a> {
    pub(crate) first_block: Midstate,
    pub(crate) after_first_block: &'a str,
}

impl<'a> ScopeKey<'a> {
    pub(crate) const fn new(scope: Scope<'a>, key: SigningKey, begun: Option<Begun<'a>>) -> Self {
        Self { scope, key, begun }
    }

    pub(crate) fn first_block(&self) -> Option<Midstate> {
        self.begun.map(|begun| begun.first_block)
    }

    /// The signature of a request.
    #[inline]
    pub(crate) fn sign(&self, canonical: &CanonicalRequest<'_>) -> [u8; DIGEST_BYTES] {
        let request_hash = HexDigest::of(&canonical.hash());
        let mut string_to_sign = match self.begun {
            // Behind the block of the key and the first of the text.
            Some(begun) => Sha256::<BUFFER_BYTES>::resume(begun.first_block, 2),
            None => self.key.message(),
        };
        let mut push = |piece: &str| string_to_sign.update(piece.as_bytes());
        if let Some(begun) = self.begun {
            push(begun.after_first_block);
        } else {
            self.scope.push_string_to_sign(&mut push);
        }
        string_to_sign.update(request_hash.as_bytes());
        sha256::to_bytes(self.key.end(&mut string_to_sign))
    }
}

impl fmt::Debug for ScopeKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopeKey").field("scope", &self.scope).finish_non_exhaustive()
    }
}

/// Room for what a string to sign has after its first block.
const BUFFER_BYTES: usize = 2 * BLOCK_BYTES;
