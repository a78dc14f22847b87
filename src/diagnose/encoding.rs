//! Whether two texts are one, encoded in two ways.

use crate::wire::encode::decode_fully;

/// In which way two percent-encoded texts differ that are meant to be one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Encoding {
    /// Where one has a space, the other has a plus sign.
    PlusForSpace,
    /// They stand for one text once all percent-encoding is undone.
    Again,
}

impl Encoding {
    /// `None` if the texts are not one.
    pub(super) fn between(ours: &str, theirs: &str) -> Option<Self> {
        let (our_bytes, their_bytes) = (decode_fully(ours), decode_fully(theirs));
        let is_plain = our_bytes == their_bytes;
        if is_plain && ours.contains('+') == theirs.contains('+') {
            return Some(Self::Again);
        }
        let spaced = |byte: &u8| if *byte == b'+' { b' ' } else { *byte };
        let is_spaced = our_bytes.iter().map(spaced).eq(their_bytes.iter().map(spaced));
        is_spaced.then_some(Self::PlusForSpace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_one_differ_in_one_of_two_ways() {
        use Encoding::{Again, PlusForSpace};

        for (ours, theirs, expected) in [
            ("a%20b", "a%2520b", Some(Again)),
            ("a%2520b", "a%20b", Some(Again)),
            ("a%2Fb", "a/b", Some(Again)),
            ("a%2fb", "a%2Fb", Some(Again)),
            ("%27", "'", Some(Again)),
            ("%2B", "%252B", Some(Again)),
            ("a%20b", "a+b", Some(PlusForSpace)),
            ("a%20b", "a%2Bb", Some(PlusForSpace)),
            ("a%2Bb", "a%20b", Some(PlusForSpace)),
            ("a%2Bb", "a+b", Some(PlusForSpace)),
            ("a%20b%2Fc", "a+b/c", Some(PlusForSpace)),
            ("a", "b", None),
            ("a%20b", "ab", None),
        ] {
            assert_eq!(Encoding::between(ours, theirs), expected, "{ours} {theirs}");
        }
    }
}
