//! Name-value pairs, and lists of them in the order that Signature Version 4 signs them in.

use alloc::{borrow::Cow, vec::Vec};
use core::cmp::Ordering;

use crate::wire::encode;

/// A query parameter, raw (not percent-encoded), or a header in canonical form.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct NameValue<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) value: Cow<'a, str>,
}

impl<'a> NameValue<'a> {
    pub(crate) fn new(name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// Inserts a query parameter, sorting by encoded name, then by encoded value. Comparing
/// `name=value` would be wrong, because `=` sorts after `-` but `Param` must sort before `Param-3`.
pub(crate) fn insert_parameter<'a>(parameters: &mut Vec<NameValue<'a>>, new: NameValue<'a>) {
    let index = parameters.partition_point(|old| compare(old, &new) != Ordering::Greater);
    parameters.insert(index, new);
}

/// Sorts parameters like [`insert_parameter`], which takes quadratic time for many of them.
pub(crate) fn sort_parameters(parameters: &mut [NameValue<'_>]) {
    parameters.sort_by(compare);
}

/// Searches a list sorted by name; `Err` is the index at which to insert the header.
pub(crate) fn header_index(headers: &[NameValue<'_>], name: &str) -> Result<usize, usize> {
    match headers.last() {
        // Most callers add headers in sorted order.
        Some(last) if *last.name >= *name => headers.binary_search_by(|old| (*old.name).cmp(name)),
        _ => Err(headers.len()),
    }
}

/// Inserts a header in sorted order, or appends its value with a comma to that of the same name.
pub(crate) fn add_header<'a>(headers: &mut Vec<NameValue<'a>>, new: NameValue<'a>) {
    match header_index(headers, &new.name) {
        Ok(index) => headers[index].value.to_mut().extend([",", &new.value]),
        Err(index) => headers.insert(index, new),
    }
}

fn compare(a: &NameValue<'_>, b: &NameValue<'_>) -> Ordering {
    compare_encoded(&a.name, &b.name).then_with(|| compare_encoded(&a.value, &b.value))
}

pub(crate) fn compare_encoded(a: &str, b: &str) -> Ordering {
    encode::query_bytes(a).cmp(encode::query_bytes(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_sort_by_encoded_name_then_by_encoded_value() {
        let mut parameters = Vec::new();
        for (name, value) in
            [("a", "é"), ("Param-3", "x"), ("Param", "z"), ("é", ""), ("a", "0"), ("A", "~")]
        {
            insert_parameter(&mut parameters, NameValue::new(name, value));
        }
        let sorted: Vec<_> = parameters.iter().map(|p| (&*p.name, &*p.value)).collect();
        assert_eq!(
            sorted,
            [("é", ""), ("A", "~"), ("Param", "z"), ("Param-3", "x"), ("a", "é"), ("a", "0")]
        );
        let mut sorted_at_once = parameters.clone();
        sorted_at_once.reverse();
        sort_parameters(&mut sorted_at_once);
        assert!(sorted_at_once == parameters);
    }

    #[test]
    fn headers_sort_by_name_and_values_of_the_same_name_are_joined() {
        let mut headers = Vec::new();
        for (name, value) in
            [("x-b", "1"), ("x-a", "2"), ("x-b", "0"), ("accept", "3"), ("x-a", ""), ("x-c", "4")]
        {
            add_header(&mut headers, NameValue::new(name, value));
        }
        let sorted: Vec<_> = headers.iter().map(|h| (&*h.name, &*h.value)).collect();
        assert_eq!(sorted, [("accept", "3"), ("x-a", "2,"), ("x-b", "1,0"), ("x-c", "4")]);
    }
}
