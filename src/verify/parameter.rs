//! Query parameters as they were received.

use alloc::{borrow::Cow, vec::Vec};

use percent_encoding::percent_decode_str;

use super::rejection::Rejection;
use crate::error::excerpt;

/// A query parameter as it was received: percent-encoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameter<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}

/// Takes a query apart; a parameter without `=` has an empty value.
pub(super) fn parse_query(query: &str) -> Result<Vec<Parameter<'_>>, Rejection> {
    let mut parameters: Vec<Parameter<'_>> = Vec::with_capacity(16);
    for parameter in query.split('&') {
        if parameter.is_empty() && !query.is_empty() {
            return Err(Rejection::Malformed { part: "query", problem: "has an empty parameter" });
        }
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if find(&parameters, name).is_some() {
            return Err(Rejection::DuplicateParameter { name: excerpt(name) });
        }
        parameters.push(Parameter { name, value });
    }
    Ok(parameters)
}

/// The value of a parameter, as it was received.
pub(super) fn find<'a>(parameters: &[Parameter<'a>], name: &str) -> Option<&'a str> {
    parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.value)
}

/// Percent-decodes, and nothing else: `+` is a plus sign.
pub(super) fn decode<'t>(part: &'static str, text: &'t str) -> Result<Cow<'t, str>, Rejection> {
    percent_decode_str(text)
        .decode_utf8()
        .map_err(|_| Rejection::Malformed { part, problem: "is not percent-encoded UTF-8" })
}
