//! A scope with its key: all that signing a canonical request takes.

use core::fmt;

use super::{
    CanonicalRequest, HexDigest, Scope, SigningKey,
    sha256::{BLOCK_BYTES, DIGEST_BYTES, Midstate, Sha256},
};

/// A scope with its key.
pub(crate) struct ScopeKey<'a> {
    pub(crate) scope: Scope<'a>,
    pub(crate) key: SigningKey,
    prefix: Option<HashedPrefix<'a>>,
}

/// What every string to sign of a scope begins with: its first block, hashed behind the key, and what stands
/// between that and the hash of the request. One compression of nine that a URL does without.
#[derive(Clone, Copy)]
pub(crate) struct HashedPrefix<'a> {
    pub(crate) first_block: Midstate,
    pub(crate) after_first_block: &'a str,
}

impl<'a> ScopeKey<'a> {
    pub(crate) const fn new(
        scope: Scope<'a>,
        key: SigningKey,
        prefix: Option<HashedPrefix<'a>>,
    ) -> Self {
        Self { scope, key, prefix }
    }

    pub(crate) fn first_block(&self) -> Option<Midstate> {
        self.prefix.map(|prefix| prefix.first_block)
    }

    /// The signature of a request.
    #[inline]
    pub(crate) fn sign(&self, canonical: &CanonicalRequest<'_>) -> [u8; DIGEST_BYTES] {
        let request_hash = HexDigest::of(&canonical.hash());
        let mut string_to_sign = match self.prefix {
            // Behind the block of the key and the first of the text.
            Some(prefix) => Sha256::<BUFFER_BYTES>::resume(prefix.first_block, 2),
            None => self.key.message(),
        };
        let mut push = |piece: &str| string_to_sign.update(piece.as_bytes());
        if let Some(prefix) = self.prefix {
            push(prefix.after_first_block);
        } else {
            self.scope.push_string_to_sign(&mut push);
        }
        string_to_sign.update(request_hash.as_bytes());
        self.key.finish(&mut string_to_sign)
    }
}

impl fmt::Debug for ScopeKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopeKey").field("scope", &self.scope).finish_non_exhaustive()
    }
}

/// Room for what a string to sign has after its first block.
const BUFFER_BYTES: usize = 2 * BLOCK_BYTES;
