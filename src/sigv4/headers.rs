//! The headers that are signed, in canonical form: lower-case names, sorted, values trimmed.

use alloc::{borrow::Cow, string::String, vec::Vec};

use super::pair::Pair;
use crate::wire::byte_set::ByteSet;
use crate::{
    error::{Error, excerpt},
    wire::names::HOST,
};

/// A header in canonical form, which is borrowed if it came so.
pub(crate) fn canonical_header<'a>(
    name: impl Into<Cow<'a, str>>,
    value: impl Into<Cow<'a, str>>,
) -> Pair<'a> {
    Pair { name: canonical_name(name.into()), value: canonical_value(value.into()) }
}

/// Whether a header is in canonical form and can be sent, as almost all are: it takes one look.
pub(crate) fn is_plain(name: &str, value: &str) -> bool {
    !name.is_empty() && PLAIN_NAME.contains_all(name) && is_plain_value(value)
}

/// Printable ASCII without a space at either end or beside another.
fn is_plain_value(value: &str) -> bool {
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

/// The value trimmed, each run of white space one space.
pub(crate) fn canonical_value(value: Cow<'_, str>) -> Cow<'_, str> {
    if is_plain_value(&value) {
        return value;
    }
    Cow::Owned(value.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
}

/// Pushes `CanonicalHeaders`, those beside `host`.
pub(crate) fn push_lines(headers: &[Pair<'_>], push: &mut impl FnMut(&str)) {
    for Pair { name, value } in headers {
        push(name);
        push(":");
        push(value);
        push("\n");
    }
}

/// Splits the headers beside `host`, in canonical form and sorted, where it belongs.
#[inline]
pub(crate) fn around_host<'h, 'a>(others: &'h [Pair<'a>]) -> (&'h [Pair<'a>], &'h [Pair<'a>]) {
    // The first letter tells most names apart, which is quicker than comparing slices.
    others.split_at(others.partition_point(|other| other.name.bytes().lt(HOST.bytes())))
}

/// RFC 9110, section 5.1: a header name is a token.
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

/// RFC 9110, section 5.6.2.
pub(crate) fn is_token(text: &str) -> bool {
    TOKEN.contains_all(text) && !text.is_empty()
}

static NOT_UPPER_CASE: ByteSet<2> = ByteSet::of(&[0..=b'A' - 1, b'Z' + 1..=0xff]);

/// Printable ASCII.
pub(crate) static PRINTABLE: ByteSet<1> = ByteSet::of(&[b' '..=b'~']);

/// Printable ASCII but the space.
static GRAPHIC: ByteSet<1> = ByteSet::of(&[b'!'..=b'~']);

/// Of the characters of a token those that most names get along with.
static PLAIN_NAME: ByteSet<4> = ByteSet::of(&[b'a'..=b'z', b'0'..=b'9', b'-'..=b'.', b'_'..=b'_']);

static TOKEN: ByteSet<9> = ByteSet::of(&[
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
    fn host_stands_at_its_place() {
        let others = [
            canonical_header("Accept", "*/*"),
            canonical_header("hosb", "  b   c "),
            canonical_header("HOST-A", "\ta\n"),
        ];
        let (before, after) = around_host(&others);
        let lines = |headers: &[Pair<'_>]| {
            let mut lines = String::new();
            push_lines(headers, &mut |piece| lines.push_str(piece));
            lines
        };
        assert_eq!((&*lines(before), &*lines(after)), ("accept:*/*\nhosb:b c\n", "host-a:a\n"));
    }

    #[test]
    fn values_are_trimmed_and_their_white_space_is_single_spaces() {
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
