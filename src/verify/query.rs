//! A query as it was received.

use alloc::{borrow::Cow, string::String, vec::Vec};

use percent_encoding::percent_decode_str;

use super::rejection::Rejection;
use crate::{
    error::excerpt,
    wire::{
        find_byte::find_byte,
        names::{
            X_AMZ_ALGORITHM, X_AMZ_CONTENT_SHA256, X_AMZ_CREDENTIAL, X_AMZ_DATE, X_AMZ_EXPIRES,
            X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN, X_AMZ_SIGNATURE, X_AMZ_SIGNED_HEADERS,
        },
        query,
    },
};

/// A query taken apart, with the parameters of the signature found on the way.
#[derive(Clone)]
pub(super) struct Query<'a> {
    text: &'a str,
    parameters: Vec<Parameter<'a>>,
    /// At the place of each [`Part`], its value.
    parts: [Option<&'a str>; PARTS.len()],
}

/// A query parameter as it was received: percent-encoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameter<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}

/// What belongs to the signature, or is taken for what was signed. In the order of [`PARTS`].
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Algorithm,
    Credential,
    Date,
    Expires,
    SignedHeaders,
    Signature,
    SecurityToken,
    S3sessionToken,
    ContentSha256,
}

impl Part {
    pub(super) const fn name(self) -> &'static str {
        PARTS[self as usize]
    }
}

impl<'a> Query<'a> {
    /// Takes a query apart; a parameter without `=` has an empty value. Names are held against each other,
    /// and against those of the signature, as a server reads them that decodes them.
    pub(super) fn parse(text: &'a str) -> Result<Self, Rejection> {
        let parameters = Vec::with_capacity(16);
        let mut parsed = Self { text, parameters, parts: [None; PARTS.len()] };
        let mut other_names = Vec::new();
        for parameter in query::split(text) {
            parsed.push(parameter, &mut other_names)?;
        }
        Ok(parsed)
    }

    fn push(
        &mut self,
        parameter: &'a str,
        other_names: &mut Vec<Cow<'a, str>>,
    ) -> Result<(), Rejection> {
        let malformed = |problem| Err(Rejection::Malformed { part: "query", problem });
        if parameter.is_empty() {
            return malformed("has an empty parameter");
        }
        if self.parameters.len() == MAX_PARAMETERS {
            return malformed("has more than 100 parameters");
        }
        let (name, value) = query::name_and_value(parameter);
        let is_again = if let Some(place) = PARTS.iter().position(|part| *part == name) {
            self.parts[place].replace(value).is_some()
        } else {
            let decoded = decode("query", name)?;
            check_spelling(&decoded)?;
            let is_again = other_names.contains(&decoded);
            other_names.push(decoded);
            is_again
        };
        if is_again {
            let decoded = percent_decode_str(name).decode_utf8_lossy();
            return Err(Rejection::DuplicateParameter { name: excerpt(&decoded) });
        }
        self.parameters.push(Parameter { name, value });
        Ok(())
    }

    /// The value of a part, as it was received.
    pub(super) const fn get(&self, part: Part) -> Option<&'a str> {
        self.parts[part as usize]
    }

    /// The operation's own parameters, and whatever else was added.
    pub(super) fn others(&self) -> impl Iterator<Item = &Parameter<'a>> {
        self.parameters.iter().filter(|parameter| !PARTS.contains(&parameter.name))
    }

    /// In canonical order, the parameters that were signed, as they were received: all but the signature and
    /// those with one of the names.
    pub(super) fn canonical(&self, unsigned: &[&str]) -> Cow<'a, str> {
        let is_signed = |parameter: &&Parameter<'_>| {
            parameter.name != X_AMZ_SIGNATURE && !unsigned.contains(&parameter.name)
        };
        // Most signers put the signature last, and what stands before it is what they signed.
        if let Some((Parameter { name: X_AMZ_SIGNATURE, .. }, signed)) = self.parameters.split_last()
            && signed.iter().all(|parameter| is_signed(&parameter))
            && signed.is_sorted_by_key(|parameter| (parameter.name, parameter.value))
            // As long as that, and so with a `=` in each.
            && self.text.len() == bytes_of(&self.parameters)
        {
            return Cow::Borrowed(&self.text[..bytes_of(signed)]);
        }
        let mut parameters: Vec<_> = self.parameters.iter().filter(is_signed).collect();
        parameters.sort_by_key(|parameter| (parameter.name, parameter.value));
        let mut query = String::new();
        for Parameter { name, value } in parameters {
            query.extend([if query.is_empty() { "" } else { "&" }, name, "=", value]);
        }
        Cow::Owned(query)
    }
}

/// Refuses a part in any other spelling than signers write: somebody else might read it, and we do not.
fn check_spelling(name: &str) -> Result<(), Rejection> {
    match PARTS.iter().find(|part| part.eq_ignore_ascii_case(name)) {
        Some(part) => Err(Rejection::Malformed { part, problem: "is spelled in another way" }),
        None => Ok(()),
    }
}

/// How long a query is with a `=` in each parameter.
fn bytes_of(parameters: &[Parameter<'_>]) -> usize {
    let bytes = parameters.iter().map(|parameter| parameter.name.len() + parameter.value.len() + 2);
    bytes.sum::<usize>().saturating_sub("&".len())
}

/// Percent-decodes, and nothing else: `+` is a plus sign.
pub(super) fn decode<'t>(part: &'static str, text: &'t str) -> Result<Cow<'t, str>, Rejection> {
    if find_byte(text.as_bytes(), b'%').is_none() {
        return Ok(Cow::Borrowed(text));
    }
    percent_decode_str(text)
        .decode_utf8()
        .map_err(|_| Rejection::Malformed { part, problem: "is not percent-encoded UTF-8" })
}

/// More than any request of S3 has. What a request costs before it is known to be signed must not depend on
/// the sender, and each parameter is held against all others.
const MAX_PARAMETERS: usize = 100;

/// The names of each [`Part`].
const PARTS: [&str; 9] = [
    X_AMZ_ALGORITHM,
    X_AMZ_CREDENTIAL,
    X_AMZ_DATE,
    X_AMZ_EXPIRES,
    X_AMZ_SIGNED_HEADERS,
    X_AMZ_SIGNATURE,
    X_AMZ_SECURITY_TOKEN,
    X_AMZ_S3SESSION_TOKEN,
    X_AMZ_CONTENT_SHA256,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_found_by_its_name() {
        for (part, name) in [
            (Part::Algorithm, "X-Amz-Algorithm"),
            (Part::Credential, "X-Amz-Credential"),
            (Part::Date, "X-Amz-Date"),
            (Part::Expires, "X-Amz-Expires"),
            (Part::SignedHeaders, "X-Amz-SignedHeaders"),
            (Part::Signature, "X-Amz-Signature"),
            (Part::SecurityToken, "X-Amz-Security-Token"),
            (Part::S3sessionToken, "X-Amz-S3session-Token"),
            (Part::ContentSha256, "X-Amz-Content-Sha256"),
        ] {
            assert_eq!(part.name(), name);
            let text = [name, "=value"].concat();
            let query = Query::parse(&text).expect("one parameter");
            assert_eq!(query.get(part), Some("value"), "{part:?}");
            assert_eq!(query.others().count(), 0, "{part:?}");
        }
    }
}
