//! The two percent-encoding sets of Signature Version 4 (`UriEncode` on the AWS page), as
//! allow-lists: any other byte becomes `%XX` with upper-case hex digits.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>

use alloc::{string::String, vec::Vec};
use core::str;

use percent_encoding::{percent_decode, percent_encode_byte};

use super::byte_set::ByteSet;

/// Appends `text` encoded for a query: everything except `A-Z a-z 0-9 - _ . ~` is escaped.
pub(crate) fn push_query(url: &mut String, text: &str) {
    push(url, text, &QUERY);
}

/// `text` encoded for a query.
pub(crate) fn query(text: &str) -> String {
    let mut encoded = String::new();
    push_query(&mut encoded, text);
    encoded
}

/// Appends `text` encoded for a path: as in a query, except that `/` is kept.
pub(crate) fn push_path(url: &mut String, text: &str) {
    push(url, text, &PATH);
}

/// The bytes of `text` encoded for a query, so that encoded names and values are compared without
/// allocating.
pub(crate) fn query_bytes(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.as_bytes().iter().flat_map(|byte| {
        let encoded = if QUERY.contains(*byte) {
            core::slice::from_ref(byte)
        } else {
            percent_encode_byte(*byte).as_bytes()
        };
        encoded.iter().copied()
    })
}

/// Whether `text` is as [`push_query`] writes it: unreserved characters, and escapes of others with upper-case
/// digits.
pub(crate) fn is_encoded(text: &str) -> bool {
    // Most have no escapes.
    QUERY.contains_all(text) || split_encoded(text).1.is_empty()
}

/// Splits after the longest beginning that is as [`push_query`] writes it.
///
/// Byte by byte: the texts between escapes are short.
#[inline]
pub(crate) fn split_encoded(text: &str) -> (&str, &str) {
    let (bytes, mut end) = (text.as_bytes(), 0);
    loop {
        end += unreserved_bytes(&bytes[end..]);
        match bytes[end..] {
            [b'%', high, low, ..] if is_canonical_escape(high, low) => end += ENCODED_BYTES,
            _ => return text.split_at(end),
        }
    }
}

/// Splits after the unreserved characters at the beginning.
#[inline]
pub(crate) fn split_unreserved(text: &str) -> (&str, &str) {
    text.split_at(unreserved_bytes(text.as_bytes()))
}

/// The length of the unreserved characters at the beginning.
#[inline]
fn unreserved_bytes(text: &[u8]) -> usize {
    text.iter().position(|byte| !QUERY.contains(*byte)).unwrap_or(text.len())
}

/// Percent-decodes repeatedly, up to eight times, as long as there is a `%`.
pub(crate) fn decode_fully(text: &str) -> Vec<u8> {
    let mut decoded = Vec::from(text);
    for _ in 0..8 {
        if !decoded.contains(&b'%') {
            break;
        }
        decoded = percent_decode(&decoded).collect();
    }
    decoded
}

/// The maximum length in bytes of `length` bytes after encoding.
pub(crate) const fn max_encoded_len(length: usize) -> usize {
    length.saturating_mul(ENCODED_BYTES)
}

fn push<const RANGES: usize>(url: &mut String, text: &str, set: &ByteSet<RANGES>) {
    if set.contains_all(text) {
        url.push_str(text);
    } else {
        push_encoded(url, text, set);
    }
}

/// Encodes into a buffer on the stack: pushing each `%XX` to the string takes four times as long.
fn push_encoded<const RANGES: usize>(url: &mut String, text: &str, set: &ByteSet<RANGES>) {
    for chunk in text.as_bytes().chunks(CHUNK_BYTES) {
        let mut encoded = [0; max_encoded_len(CHUNK_BYTES)];
        let mut length = 0;
        for &byte in chunk {
            if set.contains(byte) {
                encoded[length] = byte;
                length += 1;
            } else {
                let triplet = percent_encode_byte(byte).as_bytes();
                encoded[length..length + ENCODED_BYTES].copy_from_slice(triplet);
                length += ENCODED_BYTES;
            }
        }
        url.push_str(
            str::from_utf8(&encoded[..length]).expect("unreserved bytes and escapes are ASCII"),
        );
    }
}

fn is_canonical_escape(high: u8, low: u8) -> bool {
    // The low bits of `A` to `F` are 1 to 6.
    let digit = |byte: u8| (byte & 0xf) + if byte < b'A' { 0 } else { 9 };
    UPPER_HEX_DIGITS.contains(high)
        && UPPER_HEX_DIGITS.contains(low)
        && !QUERY.contains(16 * digit(high) + digit(low))
}

static UPPER_HEX_DIGITS: ByteSet<2> = ByteSet::from_ranges(&[b'0'..=b'9', b'A'..=b'F']);

/// The unreserved characters of RFC 3986.
static QUERY: ByteSet<6> = ByteSet::from_ranges(&[
    b'A'..=b'Z',
    b'a'..=b'z',
    b'0'..=b'9',
    b'-'..=b'.',
    b'_'..=b'_',
    b'~'..=b'~',
]);
/// The same and `/`, which is between `.` and `0` in ASCII.
static PATH: ByteSet<5> =
    ByteSet::from_ranges(&[b'A'..=b'Z', b'a'..=b'z', b'-'..=b'9', b'_'..=b'_', b'~'..=b'~']);

/// `%XX`
const ENCODED_BYTES: usize = 3;

const CHUNK_BYTES: usize = 64;

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    /// `UriEncode` of the AWS page, byte by byte.
    fn naive(text: &str, keep_slash: bool) -> String {
        text.bytes()
            .map(|byte| match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                    String::from(byte as char)
                }
                b'/' if keep_slash => String::from("/"),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    }

    #[test]
    fn both_sets_agree_with_the_specification_on_every_byte() {
        // Bytes over 0x7F occur in a `str` only within a character. U+0080..U+07FF have all lead
        // bytes C2..DF and all continuation bytes; the samples have the lead bytes of longer
        // characters.
        let two_bytes = (0..0x800).filter_map(char::from_u32);
        let longer = (0x800..0x11_0000).step_by(0x800).filter_map(char::from_u32);
        for character in two_bytes.chain(longer) {
            let text = String::from(character);
            let (mut query, mut path) = (String::new(), String::new());
            push_query(&mut query, &text);
            push_path(&mut path, &text);
            assert_eq!(query, naive(&text, false), "query set, {character:?}");
            assert_eq!(path, naive(&text, true), "path set, {character:?}");
            assert!(query_bytes(&text).eq(query.bytes()), "compared bytes, {character:?}");
            assert!(query.len() <= max_encoded_len(text.len()), "length, {character:?}");
        }
    }

    /// Every byte, raw and as each of its escapes.
    #[test]
    fn a_text_is_encoded_if_it_is_what_the_encoder_writes() {
        for byte in 0..=0x7f_u8 {
            let raw = String::from(char::from(byte));
            for text in [raw.clone(), format!("%{byte:02X}"), format!("%{byte:02x}")] {
                let expected = query(&raw) == text;
                assert_eq!(is_encoded(&text), expected, "{text:?}");
                assert_eq!(is_encoded(&["%2F", &text, "a"].concat()), expected, "{text:?}");
            }
        }
    }
}
