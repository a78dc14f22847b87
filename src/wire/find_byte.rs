//! A byte search.

/// The index of the first `wanted`, comparing eight bytes at a time as `memchr` does without SIMD:
/// splitting a query takes half as long as byte by byte.
pub(crate) fn find_byte(text: &[u8], wanted: u8) -> Option<usize> {
    const LOW_BITS: u64 = u64::from_le_bytes([0x01; 8]);
    const HIGH_BITS: u64 = u64::from_le_bytes([0x80; 8]);
    let (words, rest) = text.as_chunks();
    for (index, word) in words.iter().enumerate() {
        let differences = u64::from_le_bytes(*word) ^ (LOW_BITS * u64::from(wanted));
        // The lowest bit set here is in the first byte that is equal.
        let equal = differences.wrapping_sub(LOW_BITS) & !differences & HIGH_BITS;
        if equal != 0 {
            return Some(8 * index + equal.trailing_zeros() as usize / 8);
        }
    }
    rest.iter().position(|byte| *byte == wanted).map(|index| 8 * words.len() + index)
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn the_first_of_two_matches_is_found_at_every_pair_of_indices() {
        for length in 0..20 {
            for (first, second) in (0..length).flat_map(|a| (0..length).map(move |b| (a, b))) {
                // Bytes near `&` in value or in bits, for which a borrow could report a match.
                for other in [b'%', b'\'', 0, 0xA6, 0xFF] {
                    let mut text = vec![other; length];
                    assert_eq!(find_byte(&text, b'&'), None);
                    (text[first], text[second]) = (b'&', b'&');
                    assert_eq!(find_byte(&text, b'&'), Some(first.min(second)), "{text:?}");
                }
            }
        }
    }
}
