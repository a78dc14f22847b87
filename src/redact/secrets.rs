//! What nobody is to read in a log, wherever it stands and however it is spelled.

use alloc::{collections::BTreeSet, string::String, vec::Vec};
use core::ops::Range;

use super::{REDACTED, is_secret, secrets};

/// The secrets of a request, to be found in any text.
pub(crate) struct Secrets {
    /// In plain form, the longest first, for one may hold another.
    plain: Vec<String>,
}

impl Secrets {
    /// Those of a URL, and of the headers that were sent with it.
    pub(crate) fn of<'h>(url: &str, headers: impl Iterator<Item = (&'h str, &'h str)>) -> Self {
        let headers = headers.filter(|(name, _)| is_secret(name));
        let values = headers.map(|(_, value)| String::from(value.trim()));
        let secrets = secrets(url).chain(values);
        let plain = secrets.map(|secret| Plain::of(&secret).text);
        let plain: BTreeSet<_> = plain.filter(|secret| secret.len() >= SECRET_BYTES).collect();
        let mut plain: Vec<_> = plain.into_iter().collect();
        plain.sort_by_key(|secret| core::cmp::Reverse(secret.len()));
        Self { plain }
    }

    /// The text with each secret replaced.
    pub(crate) fn conceal(&self, text: &str) -> String {
        if self.plain.len() > MAX_SECRETS {
            return String::from(REDACTED);
        }
        let mut concealed = String::with_capacity(text.len());
        let mut end = 0;
        for range in self.ranges(text) {
            // Those that overlap are one.
            if range.start >= end {
                concealed.push_str(&text[end..range.start]);
                concealed.push_str(REDACTED);
            }
            end = end.max(range.end);
        }
        concealed.push_str(&text[end..]);
        concealed
    }

    /// Where the secrets stand, in order.
    fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let plain = Plain::of(text);
        let mut ranges = Vec::new();
        for secret in &self.plain {
            let found = plain.text.match_indices(&**secret);
            ranges.extend(found.map(|(at, _)| {
                let (begin, end) = (plain.begins[at], plain.begins[at + secret.len()]);
                whole_characters(text, begin, end)
            }));
        }
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        ranges
    }
}

/// A text in the one form that all its spellings have: percent-encoding undone, however often and by
/// whichever rules it was done, and `+` read as a space.
struct Plain {
    /// A character for each byte that the text stands for, as Latin-1 has it.
    text: String,
    /// For each byte of that, where it begins in the text as it stands; and where the last one ends.
    begins: Vec<usize>,
}

impl Plain {
    fn of(text: &str) -> Self {
        let (mut plain, mut begins, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
        while let Some((byte, bytes)) = first(&text.as_bytes()[at..]) {
            plain.push(char::from(if byte == b'+' { b' ' } else { byte }));
            begins.resize(plain.len(), at);
            at += bytes;
        }
        begins.push(at);
        Self { text: plain, begins }
    }
}

/// The range, and the rest of characters that it begins or ends within: a secret need not be UTF-8.
fn whole_characters(text: &str, mut begin: usize, mut end: usize) -> Range<usize> {
    while !text.is_char_boundary(begin) {
        begin -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    begin..end
}

/// The first byte that a text stands for, and how many bytes it takes up there.
fn first(text: &[u8]) -> Option<(u8, usize)> {
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

/// What is shorter is no secret, and may stand anywhere.
const SECRET_BYTES: usize = 16;

/// More than any request has. Each of them takes one pass over what is shown, so that where there are more,
/// nothing is.
const MAX_SECRETS: usize = 16;

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    const TOKEN: &str = "FwoGZXIvYXdz/TOK+EN==";

    fn secrets(url: &str) -> Secrets {
        Secrets::of(url, core::iter::empty())
    }

    #[test]
    fn a_secret_is_found_in_every_spelling() {
        let url = "https://h/k?X-Amz-Security-Token=FwoGZXIvYXdz%2FTOK%2BEN%3D%3D";
        for spelling in [
            TOKEN,
            "FwoGZXIvYXdz%2FTOK%2BEN%3D%3D",
            "FwoGZXIvYXdz%2fTOK%2bEN%3d%3d",
            "FwoGZXIvYXdz%252FTOK%252BEN%253D%253D",
            "FwoGZXIvYXdz%25252fTOK%25252bEN%25253d%25253d",
            "FwoGZXIvYXdz/TOK EN==",
            "FwoGZXIvYXdz%2FTOK%20EN==",
            "FwoGZXIvYXdz/TOK%2BEN%3D=",
        ] {
            let text = format!("é%41 {spelling}{spelling}é");
            assert_eq!(secrets(url).conceal(&text), "é%41 REDACTEDREDACTEDé", "{spelling}");
        }
    }

    #[test]
    fn the_rest_stays_as_it_is() {
        let url = "https://h/k?X-Amz-Security-Token=FwoGZXIvYXdz%2FTOK%2BEN%3D%3D&Signature=short";
        for text in ["", "%", "%2", "%C3%A9 a+b short%", "FwoGZXIvYXdz/TOK-EN=="] {
            assert_eq!(secrets(url).conceal(text), text);
        }
    }

    #[test]
    fn characters_are_never_cut() {
        // Two bytes each in the secret, three in the text.
        let url = "https://h/k?X-Amz-Security-Token=éééééééééé";
        assert_eq!(secrets(url).conceal("a€€€€€€€€b"), "a€€€€€€€€b");
        assert_eq!(secrets(url).conceal("aééééééééééb"), "aREDACTEDb");
        assert_eq!(secrets(url).conceal("%C3%A9%c3%a9éééééééé"), "REDACTED");
        // It begins and ends within a character.
        let url = "https://h/k?X-Amz-Security-Token=%A9éééééééé%C3";
        assert_eq!(secrets(url).conceal("aééééééééééb"), "aREDACTEDb");
    }

    #[test]
    fn of_more_secrets_than_a_request_can_have_nothing_is_shown() {
        let url = |count: u32| {
            let parameters = (0..count).map(|it| format!("Signature={it:016}&"));
            format!("https://h/k?{}", parameters.collect::<String>())
        };
        assert_eq!(secrets(&url(16)).conceal("a 0000000000000001"), "a REDACTED");
        assert_eq!(secrets(&url(17)).conceal("a 0000000000000001"), "REDACTED");
    }
}
