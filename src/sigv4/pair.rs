//! A name with its value, and lists of them that are kept in the order in which they are signed.

use alloc::{borrow::Cow, vec::Vec};
use core::cmp::Ordering;

use super::percent;

/// A query parameter, raw, or a header in canonical form; borrowed where it can be.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Pair<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) value: Cow<'a, str>,
}

impl<'a> Pair<'a> {
    pub(crate) fn new(name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// Puts a query parameter at its place: by encoded name, then by encoded value. Comparing `name=value`
/// instead would be wrong, for `=` sorts after `-` and `Param` belongs before `Param-3`.
pub(crate) fn insert_parameter<'a>(parameters: &mut Vec<Pair<'a>>, new: Pair<'a>) {
    let place = parameters.partition_point(|old| compare(old, &new) != Ordering::Greater);
    parameters.insert(place, new);
}

/// The same for many parameters at once.
pub(crate) fn sort_parameters(parameters: &mut [Pair<'_>]) {
    parameters.sort_by(compare);
}

/// Puts a header at its place: by name; those of one name stay as they came.
pub(crate) fn insert_header<'a>(headers: &mut Vec<Pair<'a>>, new: Pair<'a>) {
    // Most come in this order.
    if headers.last().is_none_or(|last| last.name <= new.name) {
        return headers.push(new);
    }
    let place = headers.partition_point(|old| old.name <= new.name);
    headers.insert(place, new);
}

fn compare(a: &Pair<'_>, b: &Pair<'_>) -> Ordering {
    compare_encoded(&a.name, &b.name).then_with(|| compare_encoded(&a.value, &b.value))
}

pub(crate) fn compare_encoded(a: &str, b: &str) -> Ordering {
    percent::query_bytes(a).cmp(percent::query_bytes(b))
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
            insert_parameter(&mut parameters, Pair::new(name, value));
        }
        let sorted: Vec<_> = parameters.iter().map(|p| (&*p.name, &*p.value)).collect();
        assert_eq!(
            sorted,
            [("é", ""), ("A", "~"), ("Param", "z"), ("Param-3", "x"), ("a", "é"), ("a", "0")]
        );
        let mut at_once = parameters.clone();
        at_once.reverse();
        sort_parameters(&mut at_once);
        assert!(at_once == parameters);
    }

    #[test]
    fn headers_sort_by_name_and_keep_their_order_within_one() {
        let mut headers = Vec::new();
        for (name, value) in [("x-b", "1"), ("x-a", "2"), ("x-b", "0"), ("accept", "3")] {
            insert_header(&mut headers, Pair::new(name, value));
        }
        let sorted: Vec<_> = headers.iter().map(|h| &*h.value).collect();
        assert_eq!(sorted, ["3", "2", "1", "0"]);
    }
}
