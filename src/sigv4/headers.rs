//! The headers that are signed, in canonical form: lower-case names, sorted, values trimmed.

use core::cmp::Ordering;

use super::pair::{Pair, compare_lower};

/// Pushes `CanonicalHeaders`: a line for each name, its values joined with commas. `others` are the
/// headers beside `host`, in canonical order already.
pub(crate) fn push_lines(host: &str, others: &[Pair<'_>], push: &mut impl FnMut(&str)) {
    if others.is_empty() {
        // Most URLs are such, and the way below costs them some 20 ns.
        push("host:");
        push(host);
        push("\n");
        return;
    }
    let mut previous = None;
    for (name, value) in with_host(host, others) {
        if previous.is_some_and(|previous| is_same(previous, name)) {
            push(",");
        } else {
            if previous.is_some() {
                push("\n");
            }
            push_lower(name, push);
            push(":");
        }
        push_value(value, push);
        previous = Some(name);
    }
    push("\n");
}

/// Pushes `SignedHeaders`: the names with `separator` between them, each once.
pub(crate) fn push_names(others: &[Pair<'_>], separator: &str, push: &mut impl FnMut(&str)) {
    if others.is_empty() {
        return push(HOST);
    }
    let mut previous = None;
    for (name, _) in with_host("", others) {
        if previous.is_some_and(|previous| is_same(previous, name)) {
            continue;
        }
        if previous.is_some() {
            push(separator);
        }
        push_lower(name, push);
        previous = Some(name);
    }
}

/// Pushes a header value as it is signed and sent: trimmed, each run of white space one space.
pub(crate) fn push_value(value: &str, push: &mut impl FnMut(&str)) {
    for (index, word) in value.split_ascii_whitespace().enumerate() {
        if index > 0 {
            push(" ");
        }
        push(word);
    }
}

/// Puts `host` at its place among the others.
fn with_host<'a>(
    host: &'a str,
    others: &'a [Pair<'_>],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let place = others.partition_point(|other| compare_lower(&other.name, HOST) == Ordering::Less);
    let (before, after) = others.split_at(place);
    let pair = |pair: &'a Pair<'_>| -> (&'a str, &'a str) { (&pair.name, &pair.value) };
    before.iter().map(pair).chain([(HOST, host)]).chain(after.iter().map(pair))
}

fn push_lower(name: &str, push: &mut impl FnMut(&str)) {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        for character in name.chars() {
            push(character.to_ascii_lowercase().encode_utf8(&mut [0; 4]));
        }
    } else {
        push(name);
    }
}

fn is_same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

const HOST: &str = "host";

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    #[test]
    fn host_stands_at_its_place_and_values_of_one_name_are_joined() {
        let others = [
            Pair::new("Accept", "*/*"),
            Pair::new("X-Twice", "  b   c "),
            Pair::new("x-twice", "\ta\n"),
        ];
        let (mut lines, mut names) = (String::new(), String::new());
        push_lines("example.com", &others, &mut |piece| lines.push_str(piece));
        push_names(&others, ";", &mut |piece| names.push_str(piece));
        assert_eq!(lines, "accept:*/*\nhost:example.com\nx-twice:b c,a\n");
        assert_eq!(names, "accept;host;x-twice");
    }
}
