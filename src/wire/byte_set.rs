//! Sets of allowed bytes.

use core::ops::RangeInclusive;

/// A set of bytes: ranges to check whole strings, a lookup table to check single bytes.
pub(crate) struct ByteSet<const RANGES: usize> {
    ranges: [(u8, u8); RANGES],
    table: [bool; 256],
}

impl<const RANGES: usize> ByteSet<RANGES> {
    pub(crate) const fn from_ranges(ranges: &[RangeInclusive<u8>; RANGES]) -> Self {
        let mut set = Self { ranges: [(0, 0); RANGES], table: [false; 256] };
        let mut index = 0;
        while index < RANGES {
            let (first, last) = (*ranges[index].start(), *ranges[index].end());
            assert!(first <= last, "an empty range");
            set.ranges[index] = (first, last);
            let mut byte = first as usize;
            while byte <= last as usize {
                set.table[byte] = true;
                byte += 1;
            }
            index += 1;
        }
        set
    }

    pub(crate) const fn contains(&self, byte: u8) -> bool {
        self.table[byte as usize]
    }

    /// Whether every byte of `text` is in the set.
    ///
    /// The comparisons have no branches, so that compilers vectorize them: sixteen bytes at a time.
    /// The remainder is covered by a last chunk that overlaps the one before it.
    #[inline]
    pub(crate) fn contains_all(&self, text: &str) -> bool {
        let text = text.as_bytes();
        if let Some(last) = text.last_chunk::<16>() {
            let (chunks, rest) = text.as_chunks::<16>();
            return chunks.iter().all(|chunk| self.contains_each(chunk))
                && (rest.is_empty() || self.contains_each(last));
        }
        if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
            return self.contains_each(first) & self.contains_each(last);
        }
        if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
            return self.contains_each(first) & self.contains_each(last);
        }
        text.iter().all(|byte| self.contains(*byte))
    }

    /// Whether every byte of `chunk` is in the set.
    #[inline]
    pub(crate) fn contains_each<const BYTES: usize>(&self, chunk: &[u8; BYTES]) -> bool {
        let is_in = |byte: u8| {
            let is_between = |(first, last)| byte.wrapping_sub(first) <= last - first;
            self.ranges.iter().fold(false, |is_in, range| is_in | is_between(*range))
        };
        chunk.iter().fold(true, |are_in, byte| are_in & is_in(*byte))
    }
}

#[cfg(test)]
mod tests {
    use alloc::{borrow::ToOwned, string::String};

    use super::*;

    #[test]
    fn one_byte_outside_the_set_is_found_at_every_index() {
        let set = ByteSet::from_ranges(&[b'a'..=b'b']);
        for length in 0..40 {
            let good = "ab".repeat(length)[..length].to_owned();
            assert!(set.contains_all(&good), "{good}");
            for index in 0..length {
                let bad: String = [&good[..index], "c", &good[index + 1..]].concat();
                assert!(!set.contains_all(&bad), "{bad}");
            }
        }
    }
}
