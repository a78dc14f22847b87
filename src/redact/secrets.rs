//! Finds the secrets of a request in any text, in any percent-encoding.

use alloc::{collections::BTreeSet, string::String, vec::Vec};
use core::ops::Range;

use super::{REDACTED, is_secret, secrets};

/// The secrets of a request, to be redacted in other texts.
pub(crate) struct Secrets {
    /// Decoded as in [`DecodedText`], the longest first, because one may contain another.
    decoded: Vec<String>,
}

impl Secrets {
    /// Collects the secrets of a URL and of the headers that were sent with it.
    pub(crate) fn in_request<'h>(
        url: &str,
        headers: impl Iterator<Item = (&'h str, &'h str)>,
    ) -> Self {
        let headers = headers.filter(|(name, _)| is_secret(name));
        let values = headers.map(|(_, value)| String::from(value.trim()));
        let secrets = secrets(url).chain(values);
        let decoded = secrets.map(|secret| DecodedText::decode(&secret).text);
        let decoded: BTreeSet<_> =
            decoded.filter(|secret| secret.len() >= MIN_SECRET_BYTES).collect();
        let mut decoded: Vec<_> = decoded.into_iter().collect();
        decoded.sort_by_key(|secret| core::cmp::Reverse(secret.len()));
        Self { decoded }
    }

    /// Replaces every secret in `text`.
    pub(crate) fn redact(&self, text: &str) -> String {
        if self.decoded.len() > MAX_SECRETS {
            return String::from(REDACTED);
        }
        let mut redacted = String::with_capacity(text.len());
        let mut end = 0;
        for range in self.ranges(text) {
            // Overlapping ranges are replaced once.
            if range.start >= end {
                redacted.push_str(&text[end..range.start]);
                redacted.push_str(REDACTED);
            }
            end = end.max(range.end);
        }
        redacted.push_str(&text[end..]);
        redacted
    }

    /// The ranges of the secrets in `text`, in order.
    fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let decoded = DecodedText::decode(text);
        let mut ranges = Vec::new();
        for secret in &self.decoded {
            let matches = decoded.text.match_indices(&**secret);
            ranges.extend(matches.map(|(index, _)| {
                let begin = decoded.raw_indices[index];
                let end = decoded.raw_indices[index + secret.len()];
                whole_characters(text, begin, end)
            }));
        }
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        ranges
    }
}

/// A text that is percent-decoded until no escape is left, with `+` as a space, so that all
/// encodings of a secret are equal.
struct DecodedText {
    /// One character for each decoded byte, as in Latin-1.
    text: String,
    /// For each byte of `text` its index in the raw text, and the length of the raw text.
    raw_indices: Vec<usize>,
}

impl DecodedText {
    fn decode(text: &str) -> Self {
        let mut decoded = String::with_capacity(text.len());
        let (mut raw_indices, mut raw_index) = (Vec::new(), 0);
        while let Some((byte, raw_bytes)) = decode_first(&text.as_bytes()[raw_index..]) {
            decoded.push(char::from(if byte == b'+' { b' ' } else { byte }));
            raw_indices.resize(decoded.len(), raw_index);
            raw_index += raw_bytes;
        }
        raw_indices.push(raw_index);
        Self { text: decoded, raw_indices }
    }
}

/// Extends a range to character boundaries, because a secret need not be UTF-8.
fn whole_characters(text: &str, mut begin: usize, mut end: usize) -> Range<usize> {
    while !text.is_char_boundary(begin) {
        begin -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    begin..end
}

/// Decodes the first byte; also returns the number of raw bytes that encode it.
fn decode_first(text: &[u8]) -> Option<(u8, usize)> {
    let (mut byte, mut bytes) = (*text.first()?, 1);
    while byte == b'%'
        && let Some(decoded) = text.get(bytes..bytes + 2).and_then(hex_byte)
    {
        (byte, bytes) = (decoded, bytes + 2);
    }
    Some((byte, bytes))
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    let mut byte = [0];
    hex::decode_to_slice(digits, &mut byte).ok().map(|()| byte[0])
}

/// Shorter values are not secrets, and may occur in any text.
const MIN_SECRET_BYTES: usize = 16;

/// More than any request has. Each secret takes one pass over the text, so with more of them the
/// whole text is redacted.
const MAX_SECRETS: usize = 16;

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    const TOKEN: &str = "FwoGZXIvYXdz/TOK+EN==";

    fn secrets(url: &str) -> Secrets {
        Secrets::in_request(url, core::iter::empty())
    }

    #[test]
    fn a_secret_is_found_in_every_encoding() {
        let url = "https://h/k?X-Amz-Security-Token=FwoGZXIvYXdz%2FTOK%2BEN%3D%3D";
        for encoded in [
            TOKEN,
            "FwoGZXIvYXdz%2FTOK%2BEN%3D%3D",
            "FwoGZXIvYXdz%2fTOK%2bEN%3d%3d",
            "FwoGZXIvYXdz%252FTOK%252BEN%253D%253D",
            "FwoGZXIvYXdz%25252fTOK%25252bEN%25253d%25253d",
            "FwoGZXIvYXdz/TOK EN==",
            "FwoGZXIvYXdz%2FTOK%20EN==",
            "FwoGZXIvYXdz/TOK%2BEN%3D=",
        ] {
            let text = format!("é%41 {encoded}{encoded}é");
            assert_eq!(secrets(url).redact(&text), "é%41 REDACTEDREDACTEDé", "{encoded}");
        }
    }

    #[test]
    fn other_text_is_unchanged() {
        let url = "https://h/k?X-Amz-Security-Token=FwoGZXIvYXdz%2FTOK%2BEN%3D%3D&Signature=short";
        for text in ["", "%", "%2", "%C3%A9 a+b short%", "FwoGZXIvYXdz/TOK-EN=="] {
            assert_eq!(secrets(url).redact(text), text);
        }
    }

    #[test]
    fn ranges_are_extended_to_character_boundaries() {
        // Two bytes each in the secret, three in the text.
        let url = "https://h/k?X-Amz-Security-Token=éééééééééé";
        assert_eq!(secrets(url).redact("a€€€€€€€€b"), "a€€€€€€€€b");
        assert_eq!(secrets(url).redact("aééééééééééb"), "aREDACTEDb");
        assert_eq!(secrets(url).redact("%C3%A9%c3%a9éééééééé"), "REDACTED");
        // The secret begins and ends within a character.
        let url = "https://h/k?X-Amz-Security-Token=%A9éééééééé%C3";
        assert_eq!(secrets(url).redact("aééééééééééb"), "aREDACTEDb");
    }

    #[test]
    fn with_more_secrets_than_a_request_can_have_everything_is_redacted() {
        let url = |count: u32| {
            let parameters = (0..count).map(|number| format!("Signature={number:016}&"));
            format!("https://h/k?{}", parameters.collect::<String>())
        };
        assert_eq!(secrets(&url(16)).redact("a 0000000000000001"), "a REDACTED");
        assert_eq!(secrets(&url(17)).redact("a 0000000000000001"), "REDACTED");
    }
}
