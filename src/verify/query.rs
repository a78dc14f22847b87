//! The query of an incoming request.

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

/// A parsed query, with the parameters of the signature by name.
#[derive(Clone)]
pub(super) struct Query<'a> {
    text: &'a str,
    parameters: Vec<RawParameter<'a>>,
    /// The value of each [`SignatureParameter`], at its index.
    signature_values: [Option<&'a str>; SIGNATURE_PARAMETERS.len()],
}

/// A query parameter as it was received: percent-encoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawParameter<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}

/// The parameters of the signature, in the order of [`SIGNATURE_PARAMETERS`].
#[derive(Clone, Copy, Debug)]
pub(super) enum SignatureParameter {
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

impl SignatureParameter {
    pub(super) const fn name(self) -> &'static str {
        SIGNATURE_PARAMETERS[self as usize]
    }
}

impl<'a> Query<'a> {
    /// Parses a query; a parameter without `=` has an empty value. Names are compared with each other and
    /// with those of the signature after percent-decoding, as servers do.
    pub(super) fn parse(text: &'a str) -> Result<Self, Rejection> {
        let parameters = Vec::with_capacity(16);
        let mut parsed =
            Self { text, parameters, signature_values: [None; SIGNATURE_PARAMETERS.len()] };
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
        let is_duplicate =
            if let Some(index) = SIGNATURE_PARAMETERS.iter().position(|known| *known == name) {
                self.signature_values[index].replace(value).is_some()
            } else {
                let decoded = decode("query", name)?;
                check_spelling(&decoded)?;
                let is_duplicate = other_names.contains(&decoded);
                other_names.push(decoded);
                is_duplicate
            };
        if is_duplicate {
            let decoded = percent_decode_str(name).decode_utf8_lossy();
            return Err(Rejection::DuplicateParameter { name: excerpt(&decoded) });
        }
        self.parameters.push(RawParameter { name, value });
        Ok(())
    }

    /// The value of a parameter of the signature, as it was received.
    pub(super) const fn get(&self, parameter: SignatureParameter) -> Option<&'a str> {
        self.signature_values[parameter as usize]
    }

    /// The parameters that do not belong to the signature.
    pub(super) fn others(&self) -> impl Iterator<Item = &RawParameter<'a>> {
        self.parameters.iter().filter(|parameter| !SIGNATURE_PARAMETERS.contains(&parameter.name))
    }

    /// The canonical query: the signed parameters, sorted. These are all except the signature and those in
    /// `unsigned`.
    pub(super) fn canonical(&self, unsigned: &[&str]) -> Cow<'a, str> {
        let is_signed = |parameter: &&RawParameter<'_>| {
            parameter.name != X_AMZ_SIGNATURE && !unsigned.contains(&parameter.name)
        };
        // Most signers append the signature to the canonical query.
        if let Some((RawParameter { name: X_AMZ_SIGNATURE, .. }, signed)) = self.parameters.split_last()
            && signed.iter().all(|parameter| is_signed(&parameter))
            && signed.is_sorted_by_key(|parameter| (parameter.name, parameter.value))
            // Each parameter has its `=` only if the length is right.
            && self.text.len() == bytes_of(&self.parameters)
        {
            return Cow::Borrowed(&self.text[..bytes_of(signed)]);
        }
        let mut parameters: Vec<_> = self.parameters.iter().filter(is_signed).collect();
        parameters.sort_by_key(|parameter| (parameter.name, parameter.value));
        let mut query = String::new();
        for RawParameter { name, value } in parameters {
            query.extend([if query.is_empty() { "" } else { "&" }, name, "=", value]);
        }
        Cow::Owned(query)
    }
}

/// Refuses a parameter of the signature whose name is in another case or percent-encoded: other servers
/// would accept it as the parameter, and this one would not.
fn check_spelling(name: &str) -> Result<(), Rejection> {
    match SIGNATURE_PARAMETERS.iter().find(|known| known.eq_ignore_ascii_case(name)) {
        Some(part) => {
            let problem = "has its name in another case or percent-encoded";
            Err(Rejection::Malformed { part, problem })
        }
        None => Ok(()),
    }
}

/// The length of a query with a `=` in each parameter.
fn bytes_of(parameters: &[RawParameter<'_>]) -> usize {
    let bytes = parameters.iter().map(|parameter| parameter.name.len() + parameter.value.len() + 2);
    bytes.sum::<usize>().saturating_sub("&".len())
}

/// Percent-decodes; a `+` stays a plus sign.
pub(super) fn decode<'t>(part: &'static str, text: &'t str) -> Result<Cow<'t, str>, Rejection> {
    if find_byte(text.as_bytes(), b'%').is_none() {
        return Ok(Cow::Borrowed(text));
    }
    percent_decode_str(text)
        .decode_utf8()
        .map_err(|_| Rejection::Malformed { part, problem: "is not percent-encoded UTF-8" })
}

/// More than any S3 request has. Bounds the work on an unauthenticated request, in which each name is compared
/// with all others.
const MAX_PARAMETERS: usize = 100;

/// The name of each [`SignatureParameter`].
const SIGNATURE_PARAMETERS: [&str; 9] = [
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
    fn finds_each_signature_parameter_by_name() {
        for (parameter, name) in [
            (SignatureParameter::Algorithm, "X-Amz-Algorithm"),
            (SignatureParameter::Credential, "X-Amz-Credential"),
            (SignatureParameter::Date, "X-Amz-Date"),
            (SignatureParameter::Expires, "X-Amz-Expires"),
            (SignatureParameter::SignedHeaders, "X-Amz-SignedHeaders"),
            (SignatureParameter::Signature, "X-Amz-Signature"),
            (SignatureParameter::SecurityToken, "X-Amz-Security-Token"),
            (SignatureParameter::S3sessionToken, "X-Amz-S3session-Token"),
            (SignatureParameter::ContentSha256, "X-Amz-Content-Sha256"),
        ] {
            assert_eq!(parameter.name(), name);
            let text = [name, "=value"].concat();
            let query = Query::parse(&text).expect("one parameter");
            assert_eq!(query.get(parameter), Some("value"), "{parameter:?}");
            assert_eq!(query.others().count(), 0, "{parameter:?}");
        }
    }
}
