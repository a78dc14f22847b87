//! A credential scope with its signing key: everything needed to sign a canonical request.

use core::fmt;

use super::{
    CanonicalRequest, HexDigest, Scope, SigningKey,
    sha256::{BLOCK_BYTES, DIGEST_BYTES, Midstate, Sha256},
};

/// A credential scope with its signing key.
pub(crate) struct ScopeKey<'a> {
    pub(crate) scope: Scope<'a>,
    pub(crate) key: SigningKey,
    prefix: Option<HashedPrefix<'a>>,
}

/// The part of the string to sign that all requests of one second and scope share. Hashing its
/// first block once saves one of the nine compressions of a typical URL.
#[derive(Clone, Copy)]
pub(crate) struct HashedPrefix<'a> {
    /// The state of HMAC's inner hash after the padded key and the first block of the string to
    /// sign.
    pub(crate) first_block: Midstate,
    /// The rest of the string to sign up to the hash of the canonical request.
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

    /// Signs a canonical request.
    #[inline]
    pub(crate) fn sign(&self, canonical: &CanonicalRequest<'_>) -> [u8; DIGEST_BYTES] {
        sign::<RESUMED_BYTES>(&self.key, &self.scope, self.prefix, canonical)
    }
}

impl SigningKey {
    /// Signs a canonical request; the key must be that of the scope.
    #[inline]
    pub(crate) fn sign_request(
        &self,
        scope: &Scope<'_>,
        canonical: &CanonicalRequest<'_>,
    ) -> [u8; DIGEST_BYTES] {
        sign::<WHOLE_BYTES>(self, scope, None, canonical)
    }
}

impl fmt::Debug for ScopeKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopeKey").field("scope", &self.scope).finish_non_exhaustive()
    }
}

#[inline]
fn sign<const BUFFER_BYTES: usize>(
    key: &SigningKey,
    scope: &Scope<'_>,
    prefix: Option<HashedPrefix<'_>>,
    canonical: &CanonicalRequest<'_>,
) -> [u8; DIGEST_BYTES] {
    let request_hash = HexDigest::encode(&canonical.hash());
    let mut string_to_sign = match prefix {
        // Two blocks: the padded key and the first block of the string to sign.
        Some(prefix) => Sha256::<BUFFER_BYTES>::resume(prefix.first_block, 2),
        None => key.message(),
    };
    let mut push = |piece: &str| string_to_sign.update(piece.as_bytes());
    if let Some(prefix) = prefix {
        push(prefix.after_first_block);
    } else {
        scope.push_string_to_sign(&mut push);
    }
    string_to_sign.update(request_hash.as_bytes());
    key.finish(&mut string_to_sign)
}

/// Fits the rest of most strings to sign after their first block.
const RESUMED_BYTES: usize = 2 * BLOCK_BYTES;

/// Fits most whole strings to sign, which are then compressed at once.
const WHOLE_BYTES: usize = 3 * BLOCK_BYTES;
