//! Whether two texts are percent-encodings of the same text.

use crate::wire::encode::decode_fully;

/// How two percent-encodings of the same text differ.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Encoding {
    /// Where one has a space, the other has a plus sign.
    PlusForSpace,
    /// They are equal once all percent-encoding is undone.
    Again,
}

impl Encoding {
    /// `None` if the texts are not encodings of the same text.
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
    fn tells_encodings_of_the_same_text_from_other_texts() {
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
