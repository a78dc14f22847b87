//! A scope with its key: all that signing a canonical request takes.

use super::{
    CanonicalRequest, HexDigest, Scope, SigningKey,
    sha256::{DIGEST_BYTES, Midstate},
    signing_key::Message,
};

/// A scope with its key, and what every string to sign of the scope begins with, hashed.
#[derive(Debug)]
pub(crate) struct ScopeKey<'a> {
    pub(crate) scope: Scope<'a>,
    pub(crate) key: SigningKey,
    string_to_sign: Message,
}

impl<'a> ScopeKey<'a> {
    pub(crate) fn new(scope: Scope<'a>, key: SigningKey) -> Self {
        let mut string_to_sign = key.message();
        scope.push_string_to_sign(&mut |piece| string_to_sign.update(piece.as_bytes()));
        // One compression of nine that the second URL of a scope does without.
        string_to_sign.compress_blocks();
        Self { scope, key, string_to_sign }
    }

    /// The same again, without hashing the first block of the string to sign.
    pub(crate) fn resume(
        scope: Scope<'a>,
        key: SigningKey,
        first_block: Midstate,
        rest: &str,
    ) -> Self {
        Self { scope, key, string_to_sign: Message::resume(first_block, rest) }
    }

    pub(crate) const fn first_block(&self) -> Midstate {
        self.string_to_sign.state()
    }

    /// The signature of a request.
    #[inline]
    pub(crate) fn sign(&self, canonical: &CanonicalRequest<'_>) -> [u8; DIGEST_BYTES] {
        self.string_to_sign.sign(HexDigest::of(&canonical.hash()).as_bytes(), &self.key)
    }
}
