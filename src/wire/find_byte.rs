//! A byte search.

/// The index of the first `WANTED`, comparing sixteen bytes at a time: splitting a query takes a third as long as byte
/// by byte.
#[inline]
pub(crate) fn find_byte<const WANTED: u8>(text: &[u8]) -> Option<usize> {
    let Some(last) = text.last_chunk() else {
        return text.iter().position(|byte| *byte == WANTED);
    };
    let (chunks, _) = text.as_chunks();
    for (index, chunk) in chunks.iter().enumerate() {
        if contains::<WANTED>(chunk) {
            return Some(CHUNK_BYTES * index + find_in_chunk::<WANTED>(chunk));
        }
    }
    // It overlaps the chunk before it.
    contains::<WANTED>(last).then(|| text.len() - CHUNK_BYTES + find_in_chunk::<WANTED>(last))
}

/// Without branches, so that compilers vectorize it.
#[inline]
fn contains<const WANTED: u8>(chunk: &[u8; CHUNK_BYTES]) -> bool {
    let is_wanted = |byte: &u8| *byte == WANTED;
    chunk.iter().fold(false, |is_found, byte| is_found | is_wanted(byte))
}

/// The index of the first `WANTED` in a chunk that contains it, as `memchr` finds it without SIMD.
#[inline]
fn find_in_chunk<const WANTED: u8>(chunk: &[u8; CHUNK_BYTES]) -> usize {
    const LOW_BITS: u128 = u128::from_le_bytes([0x01; CHUNK_BYTES]);
    const HIGH_BITS: u128 = u128::from_le_bytes([0x80; CHUNK_BYTES]);
    let differences = u128::from_le_bytes(*chunk) ^ (LOW_BITS * u128::from(WANTED));
    // The lowest bit set here is in the first byte that is equal.
    let equal = differences.wrapping_sub(LOW_BITS) & !differences & HIGH_BITS;
    equal.trailing_zeros() as usize / 8
}

const CHUNK_BYTES: usize = 16;

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn the_first_of_two_matches_is_found_at_every_pair_of_indices() {
        for length in 0..40 {
            for (first, second) in (0..length).flat_map(|a| (0..length).map(move |b| (a, b))) {
                // Bytes near `&` in value or in bits, for which a borrow could report a match.
                for other in [b'%', b'\'', 0, 0xA6, 0xFF] {
                    let mut text = vec![other; length];
                    assert_eq!(find_byte::<b'&'>(&text), None);
                    (text[first], text[second]) = (b'&', b'&');
                    assert_eq!(find_byte::<b'&'>(&text), Some(first.min(second)), "{text:?}");
                }
            }
        }
    }
}
