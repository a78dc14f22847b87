//! Splits a query string into raw slices.

use super::find_byte::find_byte;

/// The parameters between `&`, in order. `a&&b` has an empty one in the middle; an empty query has
/// none.
pub(crate) fn split(query: &str) -> Split<'_> {
    Split { rest: Some(query).filter(|query| !query.is_empty()) }
}

/// The iterator that [`split`] returns.
#[derive(Clone)]
pub(crate) struct Split<'q> {
    rest: Option<&'q str>,
}

impl<'q> Iterator for Split<'q> {
    type Item = &'q str;

    #[inline]
    fn next(&mut self) -> Option<&'q str> {
        let (parameter, rest) = split_once::<b'&'>(self.rest?);
        self.rest = rest;
        Some(parameter)
    }
}

/// Splits a parameter at the first `=`; without one the value is empty.
#[inline]
pub(crate) fn name_and_value(parameter: &str) -> (&str, &str) {
    let (name, value) = split_once::<b'='>(parameter);
    (name, value.unwrap_or_default())
}

/// The names and values of the parameters that are not empty.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    split(query).filter(|parameter| !parameter.is_empty()).map(name_and_value)
}

/// Like `str::split_once`, which takes three times as long on slices as short as these.
#[inline]
pub(crate) fn split_once<const SEPARATOR: u8>(text: &str) -> (&str, Option<&str>) {
    match find_byte::<SEPARATOR>(text.as_bytes()) {
        Some(index) => (&text[..index], Some(&text[index + 1..])),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn a_query_is_split_at_every_ampersand() {
        for (query, parts) in [
            ("", &[][..]),
            ("a", &["a"]),
            ("a=1&b=2", &["a=1", "b=2"]),
            ("&a&&", &["", "a", "", ""]),
        ] {
            assert_eq!(split(query).collect::<Vec<_>>(), parts, "{query:?}");
        }
    }

    #[test]
    fn a_name_ends_at_the_first_equals_sign() {
        for (query, expected) in [
            ("a=1&b=2=3&c&&=d", &[("a", "1"), ("b", "2=3"), ("c", ""), ("", "d")][..]),
            ("é=%C3%A9+", &[("é", "%C3%A9+")]),
            ("&", &[]),
        ] {
            assert_eq!(pairs(query).collect::<Vec<_>>(), expected, "{query:?}");
        }
    }
}
