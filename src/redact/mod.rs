//! Redacts requests for logs and `Debug`. Only this module decides what is a secret.

mod explanation;
mod secrets;

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::fmt;

use crate::wire::{
    encode,
    names::{V2_SIGNATURE, X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN, X_AMZ_SIGNATURE},
};

pub use self::explanation::Explanation;
pub(crate) use self::secrets::Secrets;

/// Displays a URL with its signature, session token and customer-provided keys replaced.
pub(crate) struct Redacted<'a>(pub(crate) &'a str);

impl fmt::Display for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_once('?') {
            Some((base, query)) => write!(f, "{base}?{}", RedactedQuery(query)),
            // The `?` may be percent-encoded.
            None => RedactedQuery(self.0).fmt(f),
        }
    }
}

/// Displays a query like [`Redacted`] displays that of a URL.
pub(crate) struct RedactedQuery<'a>(pub(crate) &'a str);

impl fmt::Display for RedactedQuery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, parameter) in self.0.split('&').enumerate() {
            if index > 0 {
                f.write_str("&")?;
            }
            match public_len(parameter) {
                Some(length) => write!(f, "{}{REDACTED}", &parameter[..length])?,
                None => f.write_str(parameter)?,
            }
        }
        Ok(())
    }
}

/// The secrets in a URL or query, raw and decoded.
fn secrets(url: &str) -> impl Iterator<Item = String> {
    let texts = [Cow::Borrowed(url), decode(url)].into_iter();
    texts.flat_map(|text| {
        let parameters = text.split(['?', '&', '#', ';', '\\']);
        let values = parameters.filter_map(|parameter| {
            secret_index(parameter).map(|index| String::from(&parameter[index..]))
        });
        values.collect::<Vec<_>>()
    })
}

/// Whether a parameter, header or form field of this name is a secret. The name may be
/// percent-encoded, as servers accept it, or have the remains of escaping the whole URL, such as
/// `amp;`.
pub(crate) fn is_secret(name: &str) -> bool {
    let decoded = decode(name);
    let name = decoded.trim();
    let mut secret_names = SECRET_PARAMETERS.iter().chain(&CUSTOMER_KEY_HEADERS);
    secret_names.any(|secret_name| ends_with_name(name, secret_name))
}

/// The value of a parameter, header or form field for `Debug`, redacted if it is a secret.
pub(crate) fn shown_value<'v>(name: &str, value: &'v str) -> &'v str {
    if is_secret(name) { REDACTED } else { value }
}

/// The length in bytes of the part that is not secret; `None` if that is the whole parameter.
fn public_len(parameter: &str) -> Option<usize> {
    let has_secret = |name: &str| secret_index(&decode(name)).is_some();
    secret_index(parameter).or_else(|| {
        secret_index(&decode(parameter))?;
        let name_end = parameter.find('=').filter(|index| !has_secret(&parameter[..*index]));
        Some(name_end.map_or(0, |index| index + "=".len()))
    })
}

/// The index of a secret: after the first `=` that follows the name of a secret.
fn secret_index(parameter: &str) -> Option<usize> {
    let mut begin = 0;
    parameter.match_indices('=').find_map(|(end, _)| {
        let name = &parameter[begin..end];
        begin = end + "=".len();
        is_secret(name).then_some(begin)
    })
}

/// Whether `text` ends with `name`, possibly after the remains of an escaped `&`, such as `amp;`,
/// `#38;` or `u0026`. A longer name with the same end does not match.
fn ends_with_name(text: &str, name: &str) -> bool {
    let is_name_character = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_');
    let name_index = text.len().checked_sub(name.len());
    name_index.and_then(|index| text.split_at_checked(index)).is_some_and(|(before, end)| {
        end.eq_ignore_ascii_case(name) && !before.ends_with(is_name_character)
    })
}

fn decode(text: &str) -> Cow<'_, str> {
    if text.contains('%') {
        Cow::Owned(String::from_utf8_lossy(&encode::decode_fully(text)).into_owned())
    } else {
        Cow::Borrowed(text)
    }
}

/// The replacement for a secret.
pub(crate) const REDACTED: &str = "REDACTED";

/// The parameters whose values grant access to anyone who has them.
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
    fn secrets_are_redacted_under_escaped_and_encoded_names() {
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
    fn names_and_values_that_only_resemble_a_secret_name_are_kept() {
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
