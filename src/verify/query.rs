//! The query of an incoming request.

use alloc::{borrow::Cow, string::String, vec::Vec};

use percent_encoding::percent_decode_str;

use super::rejection::Rejection;
use crate::{
    redact::shown_name,
    wire::{
        encode,
        find_byte::find_byte,
        names::{
            X_AMZ_ALGORITHM, X_AMZ_CONTENT_SHA256, X_AMZ_CREDENTIAL, X_AMZ_DATE, X_AMZ_EXPIRES,
            X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN, X_AMZ_SIGNATURE, X_AMZ_SIGNED_HEADERS,
        },
        query,
    },
};

/// A parsed query without the values of the signature.
#[derive(Clone)]
pub(super) struct Query<'a> {
    pub(super) text: &'a str,
    /// The text up to the signature, if that is the canonical query.
    pub(super) canonical_text: Option<&'a str>,
    /// The payload hash, as it was received.
    pub(super) content_sha256: Option<&'a str>,
    /// The other parameters: the name percent-decoded, the value as it was received.
    pub(super) others: Vec<(Cow<'a, str>, &'a str)>,
}

/// The value of each [`SignatureParameter`], at its index, as it was received.
pub(super) struct SignatureValues<'a>([Option<&'a str>; SIGNATURE_PARAMETERS.len()]);

/// The parameters of the signature, in the order of [`SIGNATURE_PARAMETERS`].
#[derive(Clone, Copy, Debug)]
pub(super) enum SignatureParameter {
    Algorithm,
    ContentSha256,
    Credential,
    Date,
    Expires,
    S3sessionToken,
    SecurityToken,
    Signature,
    SignedHeaders,
}

impl SignatureParameter {
    pub(super) const fn name(self) -> &'static str {
        SIGNATURE_PARAMETERS[self as usize]
    }
}

impl<'a> SignatureValues<'a> {
    /// The value of a parameter, as it was received.
    pub(super) const fn find(&self, parameter: SignatureParameter) -> Option<&'a str> {
        self.0[parameter as usize]
    }

    /// The same for a parameter that every presigned request has.
    pub(super) fn required(&self, parameter: SignatureParameter) -> Result<&'a str, Rejection> {
        self.find(parameter).ok_or(Rejection::NotPresigned { name: parameter.name() })
    }

    /// The same, percent-decoded and parsed.
    pub(super) fn parsed<T>(
        &self,
        parameter: SignatureParameter,
        parse: impl Fn(&str) -> Result<T, Rejection>,
    ) -> Result<T, Rejection> {
        parse(&decode(parameter.name(), self.required(parameter)?)?)
    }
}

impl<'a> Query<'a> {
    /// Parses a query; a parameter without `=` has an empty value, and `&&` or a `&` at either end adds no
    /// parameter. Names are compared with each other and with those of the signature after percent-decoding, as
    /// servers do.
    pub(super) fn parse(text: &'a str) -> Result<(Self, SignatureValues<'a>), Rejection> {
        let mut values = SignatureValues([None; SIGNATURE_PARAMETERS.len()]);
        let mut others = Vec::new();
        for (index, (name, value)) in query::pairs(text).enumerate() {
            if index == MAX_PARAMETERS {
                let problem = "has more than 100 parameters";
                return Err(Rejection::Malformed { part: "query", problem });
            }
            match SIGNATURE_PARAMETERS.iter().position(|known| *known == name) {
                Some(parameter) if values.0[parameter].is_some() => return Err(duplicate(name)),
                Some(parameter) => values.0[parameter] = Some(value),
                None => push_other(&mut others, name, value)?,
            }
        }
        let content_sha256 = values.find(SignatureParameter::ContentSha256);
        Ok((Self { text, canonical_text: None, content_sha256, others }, values))
    }

    /// The canonical query: the signed parameters, decoded and encoded again, then sorted. These are all
    /// except the signature and those in `unsigned`.
    ///
    /// Clients and proxies write `/` for `%2F`, `%2f` or `%7E`. S3, `MinIO`, Garage and s3s accept that, because
    /// they make the canonical query from the decoded parameters.
    #[inline]
    pub(super) fn canonical(&self, unsigned: &[&str]) -> Result<Cow<'a, str>, Rejection> {
        match self.canonical_text {
            Some(text) if unsigned.is_empty() => Ok(Cow::Borrowed(text)),
            _ => self.encode_again(unsigned).map(Cow::Owned),
        }
    }

    // Apart, so that `canonical` is inlined.
    #[inline(never)]
    fn encode_again(&self, unsigned: &[&str]) -> Result<String, Rejection> {
        let is_signed =
            |(name, _): &(&str, &str)| *name != X_AMZ_SIGNATURE && !unsigned.contains(name);
        let signed = query::pairs(self.text).filter(is_signed);
        let signed = signed.map(|(name, value)| Ok((encode_again(name)?, encode_again(value)?)));
        let mut signed = signed.collect::<Result<Vec<_>, Rejection>>()?;
        signed.sort_unstable();
        let mut query = String::new();
        for (name, value) in &signed {
            query.extend([if query.is_empty() { "" } else { "&" }, name, "=", value]);
        }
        Ok(query)
    }
}

/// Parses parameters that do not belong to the signature, like [`Query::parse`].
#[inline]
pub(super) fn parse_others(text: &str) -> Result<Vec<(Cow<'_, str>, &str)>, Rejection> {
    let mut others = Vec::new();
    for (name, value) in query::pairs(text) {
        push_other(&mut others, name, value)?;
    }
    Ok(others)
}

fn push_other<'a>(
    others: &mut Vec<(Cow<'a, str>, &'a str)>,
    name: &'a str,
    value: &'a str,
) -> Result<(), Rejection> {
    let decoded = decode("query", name)?;
    check_spelling(&decoded)?;
    if others.iter().any(|(other, _)| *other == decoded) {
        return Err(duplicate(name));
    }
    others.push((decoded, value));
    Ok(())
}

fn duplicate(name: &str) -> Rejection {
    let decoded = percent_decode_str(name).decode_utf8_lossy();
    Rejection::DuplicateParameter { name: shown_name(&decoded) }
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

/// A name or a value as it is in the canonical query.
fn encode_again(text: &str) -> Result<Cow<'_, str>, Rejection> {
    if encode::is_encoded(text) {
        return Ok(Cow::Borrowed(text));
    }
    Ok(Cow::Owned(encode::query(&decode("query", text)?)))
}

/// Percent-decodes a name or a value; a `+` stays a plus sign.
#[inline]
pub(super) fn decode<'t>(part: &'static str, text: &'t str) -> Result<Cow<'t, str>, Rejection> {
    match find_byte::<b'%'>(text.as_bytes()) {
        None => Ok(Cow::Borrowed(text)),
        Some(_) => decode_escapes(part, text),
    }
}

fn decode_escapes<'t>(part: &'static str, text: &'t str) -> Result<Cow<'t, str>, Rejection> {
    let malformed = Rejection::Malformed { part, problem: "is not percent-encoded UTF-8" };
    let is_escape = |after: &str| matches!(after.as_bytes(), [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit());
    if !text.split('%').skip(1).all(is_escape) {
        return Err(malformed);
    }
    percent_decode_str(text).decode_utf8().map_err(|_| malformed)
}

/// More than any S3 request has. Bounds the work on an unauthenticated request, in which each name is compared
/// with all others.
const MAX_PARAMETERS: usize = 100;

/// The name of each [`SignatureParameter`], sorted.
const SIGNATURE_PARAMETERS: [&str; 9] = [
    X_AMZ_ALGORITHM,
    X_AMZ_CONTENT_SHA256,
    X_AMZ_CREDENTIAL,
    X_AMZ_DATE,
    X_AMZ_EXPIRES,
    X_AMZ_S3SESSION_TOKEN,
    X_AMZ_SECURITY_TOKEN,
    X_AMZ_SIGNATURE,
    X_AMZ_SIGNED_HEADERS,
];

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn finds_each_signature_parameter_by_name() {
        assert!(SIGNATURE_PARAMETERS.is_sorted());
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
            let text = [name, "=val%75e"].concat();
            let (query, values) = Query::parse(&text).expect("one parameter");
            assert_eq!(values.find(parameter), Some("val%75e"), "{parameter:?}");
            assert_eq!(values.required(parameter), Ok("val%75e"), "{parameter:?}");
            let parsed = values.parsed(parameter, |value| Ok(String::from(value)));
            assert_eq!(parsed.as_deref(), Ok("value"), "{parameter:?}");
            assert_eq!(query.others, [], "{parameter:?}");
            let text = format!("{name}&{name}X=1");
            let (query, values) = Query::parse(&text).expect("two parameters");
            assert_eq!(values.find(parameter), Some(""), "{parameter:?}");
            assert_eq!(query.others, [(format!("{name}X").into(), "1")], "{parameter:?}");
            let (_, empty) = Query::parse("").expect("no parameter");
            assert_eq!(empty.required(parameter), Err(Rejection::NotPresigned { name }));
            assert_eq!(empty.find(parameter), None);
        }
    }

    #[test]
    fn the_canonical_query_is_decoded_encoded_and_sorted() {
        for (received, canonical) in [
            ("", ""),
            ("a=1&b=2", "a=1&b=2"),
            ("b=2&a=1", "a=1&b=2"),
            ("a", "a="),
            ("=a", "=a"),
            ("a=/", "a=%2F"),
            ("a=%2f", "a=%2F"),
            ("a=%7E~", "a=~~"),
            ("%61=%61", "a=a"),
            ("a==", "a=%3D"),
            ("a=;:@!*'(),?[]", "a=%3B%3A%40%21%2A%27%28%29%2C%3F%5B%5D"),
            ("a=é", "a=%C3%A9"),
            ("a=b c", "a=b%20c"),
            ("a=+", "a=%2B"),
            ("a=%2B%20", "a=%2B%20"),
            ("a=%2525", "a=%2525"),
            ("a=%25%32%35", "a=%2525"),
            ("&a=1&&b=2&", "a=1&b=2"),
            ("&&", ""),
            ("a&&b=1", "a=&b=1"),
            ("a&&b==", "a=&b=%3D"),
            // Sorted by encoded name: `%` sorts before letters, and before `-`.
            ("é=1&a=2", "%C3%A9=1&a=2"),
            ("a-=1&a/=2&a=3", "a=3&a%2F=2&a-=1"),
        ] {
            for received in [received, &format!("{received}&X-Amz-Signature=s")] {
                let (query, _) = Query::parse(received).expect("a query");
                assert_eq!(query.canonical(&[]).as_deref(), Ok(canonical), "{received}");
            }
        }
    }

    #[test]
    fn an_error_does_not_contain_an_encoded_secret() {
        let name = String::from("X-Amz-Signature=REDACTED");
        let duplicate = Query::parse("X-Amz-Signature%3D6ab0&X-Amz-Signature%3D6ab0").map(|_| ());
        assert_eq!(duplicate, Err(Rejection::DuplicateParameter { name }));
    }

    #[test]
    fn a_canonical_query_is_borrowed_if_all_parameters_are_signed() {
        let (query, _) = Query::parse("a=%2F&b=~&X-Amz-Signature=s").expect("a query");
        let query = Query { canonical_text: Some("a=%2F&b=~"), ..query };
        assert!(matches!(query.canonical(&[]), Ok(Cow::Borrowed("a=%2F&b=~"))));
        assert_eq!(query.canonical(&["a"]).as_deref(), Ok("b=~"));
    }

    #[test]
    fn rejects_malformed_escapes_and_other_text_than_utf_8() {
        for value in ["%", "%2", "%zz", "a%2G", "%%32F", "%FF/", "%C3/", "%c3"] {
            let text = format!("a={value}&b=/");
            let (query, _) = Query::parse(&text).expect("a query");
            let malformed =
                Rejection::Malformed { part: "query", problem: "is not percent-encoded UTF-8" };
            assert_eq!(query.canonical(&[]), Err(malformed), "{value}");
        }
    }
}
