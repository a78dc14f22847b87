//! Redacts requests for logs and `Debug`. Only this module decides what is a secret.

mod explanation;
mod secrets;

use alloc::{
    borrow::Cow,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use crate::{
    error::excerpt,
    wire::{
        encode,
        names::{V2_SIGNATURE, X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN, X_AMZ_SIGNATURE},
    },
};

pub use self::explanation::Explanation;
pub(crate) use self::secrets::Secrets;

/// Displays a URL or a query with its signature, session token and customer-provided keys replaced. An escaped `=` is
/// displayed as it is.
pub(crate) struct Redacted<'a>(pub(crate) &'a str);

impl fmt::Display for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = unescape_equals(self.0);
        let (path, query) = url.split_at(query_index(&url));
        // The path too, because it can contain the whole query, escaped. In the query, `?` belongs to a value.
        for part in path.split_inclusive(['?', '&']).chain(query.split_inclusive('&')) {
            let parameter = part.trim_end_matches(['?', '&']);
            let delimiter = &part[parameter.len()..];
            match public_len(parameter) {
                Some(length) => write!(f, "{}{REDACTED}{delimiter}", &parameter[..length])?,
                None => f.write_str(part)?,
            }
        }
        Ok(())
    }
}

/// The secrets in a URL or query, raw and decoded.
fn secrets(url: &str) -> impl Iterator<Item = String> {
    let url = unescape_equals(url);
    let texts = [decode(&url).into_owned(), url.into_owned()].into_iter();
    texts.flat_map(|text| {
        // A value can be quoted as a whole, or without what follows one of the other delimiters.
        let parameters = text.split('&').chain(text.split(['?', '&', '#', ';', '\\']));
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
    // PHP writes `[]` after the name of a parameter that occurs more than once; others leave a space or a `\`.
    let name = decoded.trim_end_matches(|c| !is_name_character(c));
    let secret_names = SECRET_PARAMETERS.iter().chain(&OTHER_SECRET_PARAMETERS);
    let mut secret_names = secret_names.chain(&CUSTOMER_KEY_HEADERS);
    secret_names.any(|secret_name| ends_with_name(name, secret_name))
}

/// The value of a parameter, header or form field for `Debug`, redacted if it is or contains a secret, as a URL does.
pub(crate) fn shown_value<'v>(name: &str, value: &'v str) -> &'v str {
    if is_secret(name) || has_secret(&unescape_equals(value)) { REDACTED } else { value }
}

/// A parameter's name for messages. If its `=` is percent-encoded too, the name contains the value, which may be a
/// secret.
pub(crate) fn shown_name(name: &str) -> String {
    excerpt(&Redacted(name).to_string())
}

/// The index after the first `?` or `#` of a URL or of an absolute path; otherwise 0, as in a query.
fn query_index(url: &str) -> usize {
    let is_scheme = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let has_scheme = url.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme));
    let end_of_path = url.find(['?', '#']).filter(|_| has_scheme || url.starts_with('/'));
    end_of_path.map_or(0, |index| index + "?".len())
}

/// The length in bytes of the part that is not secret; `None` if that is the whole parameter. If the name of the secret
/// is encoded too, this part is the name of the parameter, or scheme and host of a URL.
fn public_len(parameter: &str) -> Option<usize> {
    let raw_index = secret_index(parameter);
    if raw_index.is_none() && !has_secret(parameter) {
        return None;
    }
    let name_len = parameter.find('=').map(|index| index + "=".len());
    let mut lengths = [raw_index, name_len, origin_len(parameter)].into_iter().flatten();
    // Each ends with a delimiter.
    Some(lengths.find(|length| !has_secret(&parameter[..length - 1])).unwrap_or(0))
}

fn has_secret(text: &str) -> bool {
    secret_index(&decode(text)).is_some()
}

/// The length of scheme, host and the slash behind them.
fn origin_len(url: &str) -> Option<usize> {
    let host_index = url.find("://")? + "://".len();
    Some(host_index + url[host_index..].find('/')? + "/".len())
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
    let name_index = text.len().checked_sub(name.len());
    name_index.and_then(|index| text.split_at_checked(index)).is_some_and(|(before, end)| {
        end.eq_ignore_ascii_case(name) && !before.ends_with(is_name_character)
    })
}

const fn is_name_character(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, '-' | '_')
}

/// Replaces each escaped `=`, of JSON, HTML and source code.
fn unescape_equals(text: &str) -> Cow<'_, str> {
    let mut unescaped = Cow::Borrowed(text);
    for escape in ESCAPED_EQUALS {
        if unescaped.contains(escape) {
            unescaped = Cow::Owned(unescaped.replace(escape, "="));
        }
    }
    unescaped
}

/// Percent-decodes repeatedly; an `=` may be escaped within.
fn decode(text: &str) -> Cow<'_, str> {
    if text.contains('%') {
        let decoded = String::from_utf8_lossy(&encode::decode_fully(text)).into_owned();
        Cow::Owned(unescape_equals(&decoded).into_owned())
    } else {
        Cow::Borrowed(text)
    }
}

/// The replacement for a secret.
pub(crate) const REDACTED: &str = "REDACTED";

/// The parameters whose values grant access to anyone who has them.
const SECRET_PARAMETERS: [&str; 4] =
    [X_AMZ_SIGNATURE, X_AMZ_SECURITY_TOKEN, X_AMZ_S3SESSION_TOKEN, V2_SIGNATURE];

/// The same of other stores.
const OTHER_SECRET_PARAMETERS: [&str; 10] = [
    "X-Goog-Signature",
    "x-oss-signature",
    "x-oss-security-token",
    "security-token",
    "q-signature",
    "x-cos-security-token",
    "X-Tos-Signature",
    "X-Tos-Security-Token",
    "X-Obs-Security-Token",
    "sig",
];

const ESCAPED_EQUALS: [&str; 9] =
    [r"\u003d", r"\u003D", r"\x3d", r"\x3D", "&#x3d;", "&#x3D;", "&#X3D;", "&#61;", "&equals;"];

const CUSTOMER_KEY_HEADERS: [&str; 2] = [
    "x-amz-server-side-encryption-customer-key",
    "x-amz-copy-source-server-side-encryption-customer-key",
];

#[cfg(test)]
mod tests {
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
            ("X-Amz-Signature+=SECRET", "X-Amz-Signature+=REDACTED"),
            ("X-Amz-Signature%00=SECRET", "X-Amz-Signature%00=REDACTED"),
            ("X-Amz-Signature[0]=SECRET", "X-Amz-Signature[0]=REDACTED"),
            (r"X-Amz-Signature\=SECRET", r"X-Amz-Signature\=REDACTED"),
            (r"a=1\u0026X-Amz-Signature=SECRET", r"a=1\u0026X-Amz-Signature=REDACTED"),
            ("X-Amz-Signature%3DSECRET", "REDACTED"),
            ("X-Amz-Signature%3DSECRET%26b=2", "REDACTED"),
            ("X-Amz-Signature%5Cu003dSECRET", "REDACTED"),
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
        redacted("https://h/k%3FX-Amz-Signature%3DSECRET", "https://h/REDACTED");
        redacted("/k%3FX-Amz-Signature%3DSECRET", REDACTED);
    }

    #[test]
    fn secrets_before_the_query_are_redacted() {
        for (url, expected) in [
            ("https://h/k%3FX-Amz-Signature%3DSECRET?a=1", "https://h/REDACTED?a=1"),
            ("https://X-Amz-Signature%3DSECRET/?a=1", "REDACTED?a=1"),
            ("https://h/k;X-Amz-Signature=SECRET?a=1", "https://h/k;X-Amz-Signature=REDACTED?a=1"),
            ("https://h/k&X-Amz-Signature=SECRET?a", "https://h/k&X-Amz-Signature=REDACTED?a"),
            ("https://h/#a=h%3FX-Amz-Signature%3DSECRET&b?c", "https://h/#a=REDACTED&b?c"),
            ("https://h/#X-Amz-Signature=SE?CRET&b?c", "https://h/#X-Amz-Signature=REDACTED&b?c"),
        ] {
            assert_eq!(Redacted(url).to_string(), expected);
        }
    }

    #[test]
    fn an_encoded_secret_before_another_is_redacted() {
        for (parameter, expected) in [
            (r"u=%3Fsig%3DSECRET\u0026sig=SECRET", "u=REDACTED"),
            (r"sig%3DSECRET\u0026sig=SECRET", REDACTED),
            (r"u=1\u0026sig=SECRET\u0026v=%3Fsig%3DSECRET", r"u=1\u0026sig=REDACTED"),
        ] {
            for before in ["https://h/k?", "/k?a&", ""] {
                let shown = Redacted(&[before, parameter].concat()).to_string();
                assert_eq!(shown, [before, expected].concat());
            }
        }
    }

    #[test]
    fn values_with_a_secret_are_not_shown() {
        for (name, value) in [
            ("X-Amz-Security-Token", "SECRET"),
            ("referer", "https://h/k?X-Amz-Signature=SECRET"),
            ("referer", "https%3A%2F%2Fh%2Fk%3FX-Amz-Signature%3DSECRET"),
            ("u", r"k?sig\u003dSECRET"),
        ] {
            assert_eq!(shown_value(name, value), REDACTED, "{value}");
        }
        assert_eq!(shown_value("u", "https://h/k?a=b&c=sig"), "https://h/k?a=b&c=sig");
    }

    #[test]
    fn secrets_with_a_question_mark_are_redacted() {
        for before in ["https://h/k?", "/k?", "https://h/k?a=b?c&", "k?", "", "a=1&"] {
            for secret in ["?SECRET", "SE?CRET", "?SECRET?"] {
                let url = [before, "X-Amz-Signature=", secret, "&b=2"].concat();
                let shown = Redacted(&url).to_string();
                let shown = shown.replace("REDACTED?", REDACTED);
                assert_eq!(shown, [before, "X-Amz-Signature=REDACTED&b=2"].concat());
                assert!(secrets(&url).any(|found| found == secret), "{url}");
            }
        }
    }

    #[test]
    fn secrets_behind_an_escaped_equals_sign_are_redacted() {
        for equals in ESCAPED_EQUALS.into_iter().chain(["[]="]) {
            for (before, after) in [("?", ""), ("?a=1&", "&b=2"), (r"?a=1\u0026", "")] {
                let url =
                    ["https://h/k", before, "X-Amz-Signature", equals, "SECRET", after].concat();
                let shown = Redacted(&url).to_string();
                assert!(shown.contains("=REDACTED") && !shown.contains("SECRET"), "{url}: {shown}");
                assert_eq!(secrets(&url).next().as_deref(), Some("SECRET"), "{url}");
            }
        }
    }

    #[test]
    fn signatures_of_other_stores_are_redacted() {
        for name in OTHER_SECRET_PARAMETERS {
            let url = ["https://h/k?", name, "=SECRET"].concat();
            assert_eq!(Redacted(&url).to_string(), url.replace("SECRET", REDACTED));
        }
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
