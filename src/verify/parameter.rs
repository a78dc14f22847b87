//! Query parameters as they were received.

use alloc::{borrow::Cow, vec::Vec};

use percent_encoding::percent_decode_str;

use super::rejection::Rejection;
use crate::{
    error::excerpt,
    sigv4::{
        find_byte::find_byte,
        query::{S3SESSION_TOKEN, SECURITY_TOKEN, SIGNATURE},
    },
};

/// A query parameter as it was received: percent-encoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameter<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}

/// Takes a query apart; a parameter without `=` has an empty value. Names are held against each other, and
/// against those of the signature, as a server reads them that decodes them.
pub(super) fn parse_query(query: &str) -> Result<Vec<Parameter<'_>>, Rejection> {
    let mut parameters: Vec<Parameter<'_>> = Vec::with_capacity(16);
    let mut encoded_names = Vec::new();
    let mut rest = Some(query).filter(|query| !query.is_empty());
    while let Some(query) = rest {
        let (parameter, after) = split_once(query, b'&');
        let (name, value) = split_once(parameter, b'=');
        if parameter.is_empty() {
            return Err(Rejection::Malformed { part: "query", problem: "has an empty parameter" });
        }
        if parameters.len() == MAX_PARAMETERS {
            let problem = "has more than 100 parameters";
            return Err(Rejection::Malformed { part: "query", problem });
        }
        let decoded = decode("query", name)?;
        check_spelling(name, &decoded)?;
        // A name as it stands may look like another decoded once.
        let is_plain = matches!(decoded, Cow::Borrowed(_)) || !decoded.contains('%');
        if is_plain && find(&parameters, &decoded).is_some() || encoded_names.contains(&decoded) {
            return Err(Rejection::DuplicateParameter { name: excerpt(&decoded) });
        }
        if let Cow::Owned(_) = decoded {
            encoded_names.push(decoded);
        }
        parameters.push(Parameter { name, value: value.unwrap_or_default() });
        rest = after;
    }
    Ok(parameters)
}

/// Refuses a parameter of the signature in any other spelling than signers write: somebody else might read
/// it, and we do not.
fn check_spelling(name: &str, decoded: &str) -> Result<(), Rejection> {
    // Nearly all are as they should be, and equality is quicker than case folding.
    if SIGNATURE_PARAMETERS.contains(&name) {
        return Ok(());
    }
    match SIGNATURE_PARAMETERS.iter().find(|other| other.eq_ignore_ascii_case(decoded)) {
        Some(part) => Err(Rejection::Malformed { part, problem: "is spelled in another way" }),
        None => Ok(()),
    }
}

/// As `str::split_once`, which takes three times as long on pieces as short as these.
fn split_once(text: &str, separator: u8) -> (&str, Option<&str>) {
    match find_byte(text.as_bytes(), separator) {
        Some(place) => (&text[..place], Some(&text[place + 1..])),
        None => (text, None),
    }
}

/// The value of a parameter, as it was received.
pub(super) fn find<'a>(parameters: &[Parameter<'a>], name: &str) -> Option<&'a str> {
    parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.value)
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

/// Those of the signature and those that we take for what was signed.
const SIGNATURE_PARAMETERS: [&str; 9] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    SIGNATURE,
    SECURITY_TOKEN,
    S3SESSION_TOKEN,
    "X-Amz-Content-Sha256",
];
