//! Digests as the tables spell them.

/// Lower-case hex of 32 bytes.
pub(crate) fn hex_digest(digest: &[u8]) -> String {
    let mut text = [0; 64];
    hex::encode_to_slice(digest, &mut text).expect("a digest has 32 bytes");
    text.map(char::from).iter().collect()
}
