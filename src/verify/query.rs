//! The query of an incoming request.

use alloc::{borrow::Cow, string::String, vec::Vec};

use percent_encoding::percent_decode_str;

use super::rejection::Rejection;
use crate::{
    error::excerpt,
    wire::{
        credential::RawCredential,
        encode,
        find_byte::find_byte,
        names::{
            AWS4_HMAC_SHA256, HOST, X_AMZ_ALGORITHM, X_AMZ_CONTENT_SHA256, X_AMZ_CREDENTIAL,
            X_AMZ_DATE, X_AMZ_EXPIRES, X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN,
            X_AMZ_SIGNATURE, X_AMZ_SIGNED_HEADERS,
        },
        query,
    },
};

/// A parsed query, with the parameters of the signature by name.
#[derive(Clone)]
pub(super) struct Query<'a> {
    text: &'a str,
    /// The length of the part that is in canonical form: whole parameters, in order, each followed by `&`.
    canonical_bytes: usize,
    /// The value of each [`SignatureParameter`], at its index, as it was received.
    signature_values: [Option<&'a str>; SIGNATURE_PARAMETERS.len()],
    /// The credential, if it is in the part in canonical form, as almost all are.
    pub(super) encoded_credential: Option<RawCredential<'a>>,
    /// The other parameters: the name percent-decoded, the value as it was received.
    others: Vec<(Cow<'a, str>, &'a str)>,
}

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

impl<'a> Query<'a> {
    /// Parses a query; a parameter without `=` has an empty value, and `&&` or a `&` at either end adds no
    /// parameter. Names are compared with each other and with those of the signature after percent-decoding, as
    /// servers do.
    #[inline]
    pub(super) fn parse(text: &'a str) -> Result<Self, Rejection> {
        let signature_values = [None; SIGNATURE_PARAMETERS.len()];
        let mut query = Self {
            text,
            canonical_bytes: 0,
            signature_values,
            encoded_credential: None,
            others: Vec::new(),
        };
        let (mut begin, mut count, mut last_name, mut last_index) = (0, 0, "", None);
        for parameter in query::split(text) {
            let end = begin + parameter.len() + "&".len();
            if !parameter.is_empty() {
                count += 1;
                if count > MAX_PARAMETERS {
                    let problem = "has more than 100 parameters";
                    return Err(Rejection::Malformed { part: "query", problem });
                }
                let (index, name, value) =
                    if let Some((index, value)) = signature_parameter(parameter) {
                        (Some(index), SIGNATURE_PARAMETERS[index], value)
                    } else {
                        let (name, value) = query::name_and_value(parameter);
                        (None, name, value)
                    };
                query.push(index, name, value)?;
                let is_sorted = match (last_index, index) {
                    // As the names are, which take longer to compare.
                    (Some(last), Some(index)) => last < index,
                    _ => last_name < name,
                };
                if is_sorted
                    && begin == query.canonical_bytes
                    && name.len() < parameter.len()
                    && index != Some(SignatureParameter::Signature as usize)
                    && (index.is_some() || encode::is_encoded(name))
                    && query.is_encoded(index, value)
                {
                    (query.canonical_bytes, last_name, last_index) = (end, name, index);
                }
            }
            begin = end;
        }
        Ok(query)
    }

    /// Whether a value is encoded as in the canonical query.
    #[inline]
    fn is_encoded(&mut self, index: Option<usize>, value: &'a str) -> bool {
        if index == Some(SignatureParameter::Credential as usize) {
            self.encoded_credential = RawCredential::parse_encoded(value);
            if self.encoded_credential.is_some() {
                return true;
            }
        }
        // The most common values.
        matches!(value, AWS4_HMAC_SHA256 | HOST) || encode::is_encoded(value)
    }

    /// Adds a parameter; `index` is that of a parameter of the signature.
    #[inline]
    fn push(
        &mut self,
        index: Option<usize>,
        name: &'a str,
        value: &'a str,
    ) -> Result<(), Rejection> {
        let is_duplicate = if let Some(index) = index {
            self.signature_values[index].replace(value).is_some()
        } else {
            self.push_other(name, value)?
        };
        if is_duplicate {
            let decoded = percent_decode_str(name).decode_utf8_lossy();
            return Err(Rejection::DuplicateParameter { name: excerpt(&decoded) });
        }
        Ok(())
    }

    /// Adds another parameter; returns whether its name occurred before.
    fn push_other(&mut self, name: &'a str, value: &'a str) -> Result<bool, Rejection> {
        let name = decode("query", name)?;
        check_spelling(&name)?;
        let is_duplicate = self.others.iter().any(|(other, _)| *other == name);
        self.others.push((name, value));
        Ok(is_duplicate)
    }

    /// The value of a parameter of the signature, as it was received.
    pub(super) fn raw(&self, parameter: SignatureParameter) -> Result<&'a str, Rejection> {
        // `ok_or` makes and drops a rejection each time, which takes 20 instructions.
        match self.signature_values[parameter as usize] {
            Some(value) => Ok(value),
            None => Err(Rejection::NotPresigned { name: parameter.name() }),
        }
    }

    /// The same, percent-decoded.
    pub(super) fn required(
        &self,
        parameter: SignatureParameter,
    ) -> Result<Cow<'a, str>, Rejection> {
        decode(parameter.name(), self.raw(parameter)?)
    }

    /// The same, parsed by a function that accepts no `%`, so that most values need not be decoded.
    #[inline]
    pub(super) fn parsed<T>(
        &self,
        parameter: SignatureParameter,
        parse: impl Fn(&str) -> Result<T, Rejection>,
    ) -> Result<T, Rejection> {
        let raw = self.raw(parameter)?;
        parse(raw).or_else(|_| parse(&decode(parameter.name(), raw)?))
    }

    /// The same for a parameter that may be absent.
    pub(super) fn find(
        &self,
        parameter: SignatureParameter,
    ) -> Result<Option<Cow<'a, str>>, Rejection> {
        let value = self.signature_values[parameter as usize];
        value.map(|value| decode(parameter.name(), value)).transpose()
    }

    /// The parameters that do not belong to the signature: the names percent-decoded, the values as they were
    /// received.
    pub(super) fn others(&self) -> &[(Cow<'a, str>, &'a str)] {
        &self.others
    }

    /// The canonical query: the signed parameters, decoded and encoded again, then sorted. These are all
    /// except the signature and those in `unsigned`.
    ///
    /// Clients and proxies write `/` for `%2F`, `%2f` or `%7E`. S3, `MinIO`, Garage and s3s accept that, because
    /// they make the canonical query from the decoded parameters.
    pub(super) fn canonical(&self, unsigned: &[&str]) -> Result<Cow<'a, str>, Rejection> {
        // Most signers append the signature to the canonical query.
        if unsigned.is_empty()
            && let Some(rest) = self.text.get(self.canonical_bytes..)
            && let Some(signature) = rest.strip_prefix("X-Amz-Signature=")
            && self.signature_values[SignatureParameter::Signature as usize] == Some(signature)
        {
            let query = &self.text[..self.canonical_bytes.saturating_sub("&".len())];
            return Ok(Cow::Borrowed(query));
        }
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
        Ok(Cow::Owned(query))
    }
}

/// The index and the value of a parameter of the signature. The names are compared with the beginning of the parameter,
/// because searching for its `=` takes longer.
#[inline]
fn signature_parameter(parameter: &str) -> Option<(usize, &str)> {
    // All begin with `X-Amz-`, so the byte after it is compared first.
    let byte = |text: &str| text.as_bytes().get("X-Amz-".len()).copied();
    let first = byte(parameter);
    SIGNATURE_PARAMETERS.iter().enumerate().find_map(|(index, name)| {
        if byte(name) != first {
            return None;
        }
        match parameter.strip_prefix(name)? {
            "" => Some((index, "")),
            rest => rest.strip_prefix('=').map(|value| (index, value)),
        }
    })
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
            let query = Query::parse(&text).expect("one parameter");
            assert_eq!(query.raw(parameter), Ok("val%75e"), "{parameter:?}");
            assert_eq!(query.required(parameter).as_deref(), Ok("value"), "{parameter:?}");
            assert_eq!(query.find(parameter), Ok(Some("value".into())), "{parameter:?}");
            assert_eq!(query.others(), [], "{parameter:?}");
            let text = format!("{name}&{name}X=1");
            let query = Query::parse(&text).expect("two parameters");
            assert_eq!(query.raw(parameter), Ok(""), "{parameter:?}");
            assert_eq!(query.others(), [(format!("{name}X").into(), "1")], "{parameter:?}");
            let empty = Query::parse("").expect("no parameter");
            assert_eq!(empty.raw(parameter), Err(Rejection::NotPresigned { name }));
            assert_eq!(empty.find(parameter), Ok(None));
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
                let query = Query::parse(received).expect("a query");
                assert_eq!(query.canonical(&[]).as_deref(), Ok(canonical), "{received}");
            }
        }
    }

    #[test]
    fn a_canonical_query_is_borrowed() {
        let received = "a=%2F&b=~&X-Amz-Signature=s";
        let query = Query::parse(received).expect("a query");
        assert!(matches!(query.canonical(&[]), Ok(Cow::Borrowed("a=%2F&b=~"))));
        assert_eq!(query.canonical(&["a"]).as_deref(), Ok("b=~"));
    }

    #[test]
    fn rejects_malformed_escapes_and_other_text_than_utf_8() {
        for value in ["%", "%2", "%zz", "a%2G", "%%32F", "%FF/", "%C3/", "%c3"] {
            let text = format!("a={value}&b=/");
            let query = Query::parse(&text).expect("a query");
            let malformed =
                Rejection::Malformed { part: "query", problem: "is not percent-encoded UTF-8" };
            assert_eq!(query.canonical(&[]), Err(malformed), "{value}");
        }
    }
}
