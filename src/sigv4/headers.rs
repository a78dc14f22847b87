//! Canonical headers: names in lower case and sorted, values trimmed.

use alloc::{borrow::Cow, string::String, vec::Vec};

use super::name_value::NameValue;
use crate::{
    error::{Error, excerpt},
    wire::{byte_set::ByteSet, names::HOST},
};

/// Converts a header to canonical form; a name or value that is canonical already stays borrowed.
pub(crate) fn canonical_header<'a>(
    name: impl Into<Cow<'a, str>>,
    value: impl Into<Cow<'a, str>>,
) -> NameValue<'a> {
    NameValue { name: canonical_name(name.into()), value: canonical_value(value.into()) }
}

/// Whether a header is valid and in canonical form, as almost all are.
pub(crate) fn is_canonical(name: &str, value: &str) -> bool {
    !name.is_empty() && CANONICAL_NAME.contains_all(name) && is_canonical_value(value)
}

/// Printable ASCII without leading, trailing or consecutive spaces.
fn is_canonical_value(value: &str) -> bool {
    GRAPHIC.contains_all(value) || PRINTABLE.contains_all(value) && has_single_spaces(value)
}

fn has_single_spaces(value: &str) -> bool {
    !value.starts_with(' ')
        && !value.ends_with(' ')
        && !value.as_bytes().windows(2).any(|pair| pair == b"  ")
}

/// The name in lower case.
pub(crate) fn canonical_name(mut name: Cow<'_, str>) -> Cow<'_, str> {
    if !NOT_UPPER_CASE.contains_all(&name) {
        name.to_mut().make_ascii_lowercase();
    }
    name
}

/// The value trimmed, with each run of white space replaced by one space.
pub(crate) fn canonical_value(value: Cow<'_, str>) -> Cow<'_, str> {
    if is_canonical_value(&value) {
        return value;
    }
    Cow::Owned(value.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
}

/// Pushes the lines of `CanonicalHeaders` for these headers.
pub(crate) fn push_lines(headers: &[NameValue<'_>], push: &mut impl FnMut(&str)) {
    for NameValue { name, value } in headers {
        push(name);
        push(":");
        push(value);
        push("\n");
    }
}

/// Splits the other headers, canonical and sorted, into those before and those after `host`.
#[inline]
pub(crate) fn split_at_host<'h, 'a>(
    others: &'h [NameValue<'a>],
) -> (&'h [NameValue<'a>], &'h [NameValue<'a>]) {
    // Most names differ in the first letter, so comparing bytes is faster than comparing slices.
    others.split_at(others.partition_point(|other| other.name.bytes().lt(HOST.bytes())))
}

/// Rejects a header name that is not a token (RFC 9110, section 5.1).
pub(crate) fn check_header_name(name: &str) -> Result<(), Error> {
    if is_token(name) {
        return Ok(());
    }
    let problem = match name.bytes().position(|byte| !TOKEN.contains(byte)) {
        None => String::from("is empty; give the header a name"),
        Some(byte) => alloc::format!(
            "has a character at byte {byte} that HTTP does not allow there; use letters, digits and `-`"
        ),
    };
    Err(Error::InvalidHeaderName { name: excerpt(name), problem })
}

/// Whether `text` is a token (RFC 9110, section 5.6.2).
pub(crate) fn is_token(text: &str) -> bool {
    TOKEN.contains_all(text) && !text.is_empty()
}

static NOT_UPPER_CASE: ByteSet<2> = ByteSet::from_ranges(&[0..=b'A' - 1, b'Z' + 1..=0xff]);

/// Printable ASCII.
pub(crate) static PRINTABLE: ByteSet<1> = ByteSet::from_ranges(&[b' '..=b'~']);

/// Printable ASCII except the space.
static GRAPHIC: ByteSet<1> = ByteSet::from_ranges(&[b'!'..=b'~']);

/// The subset of token characters that almost all names consist of: fewer ranges are faster to
/// check.
static CANONICAL_NAME: ByteSet<4> =
    ByteSet::from_ranges(&[b'a'..=b'z', b'0'..=b'9', b'-'..=b'.', b'_'..=b'_']);

static TOKEN: ByteSet<9> = ByteSet::from_ranges(&[
    b'A'..=b'Z',
    b'^'..=b'z',
    b'0'..=b'9',
    b'!'..=b'!',
    b'#'..=b'\'',
    b'*'..=b'+',
    b'-'..=b'.',
    b'|'..=b'|',
    b'~'..=b'~',
]);

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    #[test]
    fn host_is_sorted_among_the_other_headers() {
        let others = [
            canonical_header("Accept", "*/*"),
            canonical_header("hosb", "  b   c "),
            canonical_header("HOST-A", "\ta\n"),
        ];
        let (before, after) = split_at_host(&others);
        let lines = |headers: &[NameValue<'_>]| {
            let mut lines = String::new();
            push_lines(headers, &mut |piece| lines.push_str(piece));
            lines
        };
        assert_eq!((&*lines(before), &*lines(after)), ("accept:*/*\nhosb:b c\n", "host-a:a\n"));
    }

    #[test]
    fn values_are_trimmed_and_runs_of_white_space_become_one_space() {
        for (value, canonical) in [
            ("", ""),
            (" ", ""),
            ("a", "a"),
            ("a b c", "a b c"),
            (" a", "a"),
            ("a ", "a"),
            ("a  b", "a b"),
            ("a\tb", "a b"),
            ("a\r\n b", "a b"),
        ] {
            assert_eq!(canonical_value(value.into()), canonical, "{value:?}");
        }
    }
}
