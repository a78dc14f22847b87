//! What may be shown of a request in a log: the one place that decides.

mod secrets;

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::fmt;

use crate::wire::{
    encode,
    names::{V2_SIGNATURE, X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN, X_AMZ_SIGNATURE},
};

pub(crate) use self::secrets::Secrets;

/// Displays a URL with the values of its signature, session token and customer-provided keys
/// replaced.
pub(crate) struct Redacted<'a>(pub(crate) &'a str);

impl fmt::Display for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_once('?') {
            Some((base, query)) => write!(f, "{base}?{}", RedactedQuery(query)),
            // The `?` may have been encoded with the rest.
            None => RedactedQuery(self.0).fmt(f),
        }
    }
}

/// The same for a query.
pub(crate) struct RedactedQuery<'a>(pub(crate) &'a str);

impl fmt::Display for RedactedQuery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, parameter) in self.0.split('&').enumerate() {
            if index > 0 {
                f.write_str("&")?;
            }
            match shown_bytes(parameter) {
                Some(bytes) => write!(f, "{}{REDACTED}", &parameter[..bytes])?,
                None => f.write_str(parameter)?,
            }
        }
        Ok(())
    }
}

/// The secrets in a URL or query, as they stand there and decoded.
fn secrets(url: &str) -> impl Iterator<Item = String> {
    let texts = [Cow::Borrowed(url), decode(url)].into_iter();
    texts.flat_map(|text| {
        let parameters = text.split(['?', '&', '#', ';', '\\']);
        let values = parameters.filter_map(|it| secret_at(it).map(|at| String::from(&it[at..])));
        values.collect::<Vec<_>>()
    })
}

/// Whether a parameter, header or form field of this name is none to be read in a log: as servers read
/// the name, which decode it, or as it is left by whoever escaped or encoded the URL once more.
pub(crate) fn is_secret(name: &str) -> bool {
    let decoded = decode(name);
    let name = decoded.trim();
    let mut secrets = SECRET_PARAMETERS.iter().chain(&CUSTOMER_KEY_HEADERS);
    secrets.any(|secret| ends_with_name(name, secret))
}

/// What `Debug` shows of a parameter, header or form field: nothing if it may be a secret.
pub(crate) fn shown_value<'v>(name: &str, value: &'v str) -> &'v str {
    if is_secret(name) { REDACTED } else { value }
}

/// How much of a parameter may be shown, if not all of it.
fn shown_bytes(parameter: &str) -> Option<usize> {
    let is_in_name = |name: &str| secret_at(&decode(name)).is_some();
    secret_at(parameter).or_else(|| {
        secret_at(&decode(parameter))?;
        let name = parameter.find('=').filter(|at| !is_in_name(&parameter[..*at]));
        Some(name.map_or(0, |at| at + "=".len()))
    })
}

/// Where a secret begins: after the first `=` that follows the name of one.
fn secret_at(parameter: &str) -> Option<usize> {
    let mut begin = 0;
    parameter.match_indices('=').find_map(|(end, _)| {
        let name = &parameter[begin..end];
        begin = end + "=".len();
        is_secret(name).then_some(begin)
    })
}

/// Before the name there may be what is left of an escaped `&`, such as `amp;`, `#38;` or `u0026`; a name
/// that merely ends like it is another.
fn ends_with_name(text: &str, name: &str) -> bool {
    let is_of_a_name = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_');
    let split_at = text.len().checked_sub(name.len());
    split_at.and_then(|at| text.split_at_checked(at)).is_some_and(|(before, end)| {
        end.eq_ignore_ascii_case(name) && !before.ends_with(is_of_a_name)
    })
}

fn decode(text: &str) -> Cow<'_, str> {
    if text.contains('%') {
        Cow::Owned(String::from_utf8_lossy(&encode::decode_fully(text)).into_owned())
    } else {
        Cow::Borrowed(text)
    }
}

/// What stands in the place of a secret.
pub(crate) const REDACTED: &str = "REDACTED";

/// The parameters that authorize whoever knows them.
const SECRET_PARAMETERS: [&str; 4] =
    [X_AMZ_SIGNATURE, X_AMZ_SECURITY_TOKEN, X_AMZ_S3SESSION_TOKEN, V2_SIGNATURE];

const CUSTOMER_KEY_HEADERS: [&str; 2] = [
    "x-amz-server-side-encryption-customer-key",
    "x-amz-copy-source-server-side-encryption-customer-key",
];

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[track_caller]
    fn redacted(url: &str, expected: &str) {
        assert_eq!(Redacted(url).to_string(), expected);
        assert!(!secrets(url).any(|secret| secret != "SECRET"), "{:?}", secrets(url).last());
        assert!(secrets(url).next().is_some(), "{url}");
    }

    #[test]
    fn a_secret_is_known_by_a_name_that_was_escaped_or_encoded_once_more() {
        let expected = "https://h/k?a=1&amp;X-Amz-Signature=REDACTED&b=2";
        redacted("https://h/k?a=1&amp;X-Amz-Signature=SECRET&b=2", expected);
        for (parameter, expected) in [
            ("AMP;x-amz-security-token=SECRET", "AMP;x-amz-security-token=REDACTED"),
            ("amp;amp;Signature=SECRET", "amp;amp;Signature=REDACTED"),
            ("#38;X-Amz-Signature=SECRET", "#38;X-Amz-Signature=REDACTED"),
            ("%2558-Amz-Security-Token=SECRET", "%2558-Amz-Security-Token=REDACTED"),
            ("amp%3B%252558-Amz-Signature=SECRET", "amp%3B%252558-Amz-Signature=REDACTED"),
            ("X-Amz-Signature =SECRET", "X-Amz-Signature =REDACTED"),
            (r"a=1\u0026X-Amz-Signature=SECRET", r"a=1\u0026X-Amz-Signature=REDACTED"),
            ("X-Amz-Signature%3DSECRET", "REDACTED"),
            ("X-Amz-Signature%3DSECRET%26b=2", "REDACTED"),
            ("a=1%26X-Amz-Signature%3DSECRET", "a=REDACTED"),
            (
                "amp;x-amz-server-side-encryption-customer-key=SECRET",
                &["amp;x-amz-server-side-encryption-customer-key=", REDACTED].concat(),
            ),
        ] {
            redacted(
                &["https://h/k?c&", parameter].concat(),
                &["https://h/k?c&", expected].concat(),
            );
        }
        redacted("https://h/k%3FX-Amz-Signature%3DSECRET", REDACTED);
    }

    #[test]
    fn what_only_looks_like_a_secret_is_shown() {
        for url in [
            "https://h/k?signature-version=4&design=1&X-Amz-SignatureX=1&x-amz-meta-signature=1",
            "https://h/k?a=X-Amz-Signature",
            "é=1",
        ] {
            assert_eq!(Redacted(url).to_string(), url);
            assert_eq!(secrets(url).next(), None);
        }
    }
}
