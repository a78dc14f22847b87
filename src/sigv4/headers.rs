//! The headers that are signed, in canonical form: lower-case names, sorted, values trimmed.

use alloc::{borrow::Cow, vec::Vec};

use super::{byte_set::ByteSet, pair::Pair};

/// A header in canonical form, which is borrowed if it came so.
pub(crate) fn canonical_header<'a>(
    name: impl Into<Cow<'a, str>>,
    value: impl Into<Cow<'a, str>>,
) -> Pair<'a> {
    Pair { name: canonical_name(name.into()), value: canonical_value(value.into()) }
}

/// The name in lower case.
pub(crate) fn canonical_name(mut name: Cow<'_, str>) -> Cow<'_, str> {
    if !NOT_UPPER_CASE.holds_all(&name) {
        name.to_mut().make_ascii_lowercase();
    }
    name
}

/// The value trimmed, each run of white space one space.
pub(crate) fn canonical_value(value: Cow<'_, str>) -> Cow<'_, str> {
    if has_single_spaces(&value) {
        return value;
    }
    Cow::Owned(value.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
}

fn has_single_spaces(value: &str) -> bool {
    let mut previous = b' ';
    for byte in value.bytes() {
        if byte.is_ascii_whitespace() && (byte != b' ' || previous == b' ') {
            return false;
        }
        previous = byte;
    }
    previous != b' ' || value.is_empty()
}

/// Pushes `CanonicalHeaders`: a line for each name, its values joined with commas. `others` are the
/// headers beside `host`, in canonical form and order.
pub(crate) fn push_lines(host: &str, others: &[Pair<'_>], push: &mut impl FnMut(&str)) {
    if others.is_empty() {
        // Most URLs are such, and the way below costs them some 20 ns.
        push("host:");
        push(host);
        push("\n");
        return;
    }
    let mut previous = None;
    with_host(host, others).for_each(|(name, value)| {
        if previous == Some(name) {
            push(",");
        } else {
            if previous.is_some() {
                push("\n");
            }
            push(name);
            push(":");
        }
        push(value);
        previous = Some(name);
    });
    push("\n");
}

/// Visits the names of `SignedHeaders`, each once, with their indices.
pub(crate) fn for_each_name(others: &[Pair<'_>], mut visit: impl FnMut(usize, &str)) {
    if others.is_empty() {
        return visit(0, HOST);
    }
    let mut previous = None;
    let names = with_host("", others).map(|(name, _)| name);
    names
        .filter(|name| previous.replace(*name) != Some(*name))
        .enumerate()
        .for_each(|(index, name)| visit(index, name));
}

/// Puts `host` at its place among the others.
fn with_host<'a>(
    host: &'a str,
    others: &'a [Pair<'_>],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let place = others.partition_point(|other| &*other.name < HOST);
    let (before, after) = others.split_at(place);
    let pair = |pair: &'a Pair<'_>| -> (&'a str, &'a str) { (&pair.name, &pair.value) };
    before.iter().map(pair).chain([(HOST, host)]).chain(after.iter().map(pair))
}

static NOT_UPPER_CASE: ByteSet = ByteSet::except(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ");

const HOST: &str = "host";

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    #[test]
    fn host_stands_at_its_place_and_values_of_one_name_are_joined() {
        let others = [
            canonical_header("Accept", "*/*"),
            canonical_header("X-Twice", "  b   c "),
            canonical_header("x-twice", "\ta\n"),
        ];
        let mut lines = String::new();
        push_lines("example.com", &others, &mut |piece| lines.push_str(piece));
        assert_eq!(lines, "accept:*/*\nhost:example.com\nx-twice:b c,a\n");
        let mut names = Vec::new();
        for_each_name(&others, |index, name| names.push((index, String::from(name))));
        assert_eq!(names, [(0, "accept".into()), (1, "host".into()), (2, "x-twice".into())]);
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
