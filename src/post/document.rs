//! The POST policy document: the JSON conditions that S3 checks a form against.

use alloc::{
    format,
    string::{String, ToString},
};
use core::fmt::Write;

use super::policy::{PostPolicy, Value};
use crate::wire::timestamp::Timestamp;

/// A policy with the fields that signing adds.
pub(crate) struct PolicyDocument<'a> {
    pub(crate) policy: &'a PostPolicy<'a>,
    pub(crate) expires_at: Timestamp,
    /// Algorithm, credential, date and session token, as form fields.
    pub(crate) authentication: &'a [(String, String)],
}

impl PolicyDocument<'_> {
    /// Returns the document, in ASCII.
    pub(crate) fn to_json(&self) -> String {
        let mut json = format!("{{\"expiration\":\"{}\",\"conditions\":[", self.expires_at);
        push_exact(&mut json, "bucket", self.policy.bucket());
        for field in self.policy.fields() {
            json.push(',');
            match &field.value {
                Value::Exact(value) => push_exact(&mut json, &field.name, value),
                Value::Prefix(prefix) => push_prefix(&mut json, &field.name, prefix),
            }
        }
        if let Some(range) = self.policy.length_range() {
            let (min, max) = (range.start().to_string(), range.end().to_string());
            json.extend([",[\"content-length-range\",", &min, ",", &max, "]"]);
        }
        for (name, value) in self.authentication {
            json.push(',');
            push_exact(&mut json, name, value);
        }
        json.push_str("]}");
        json
    }
}

fn push_exact(json: &mut String, name: &str, value: &str) {
    json.push('{');
    push_text(json, name);
    json.push(':');
    push_text(json, value);
    json.push('}');
}

fn push_prefix(json: &mut String, name: &str, prefix: &str) {
    json.push_str("[\"starts-with\",\"$");
    push_escaped(json, name);
    json.push_str("\",");
    push_text(json, prefix);
    json.push(']');
}

fn push_text(json: &mut String, text: &str) {
    json.push('"');
    push_escaped(json, text);
    json.push('"');
}

/// S3 requires `$` to be escaped. `\u0024` is the only escape of it in JSON: stores that parse the
/// policy with a JSON parser refuse `\$`. Non-ASCII characters are escaped as UTF-16, as JSON
/// specifies.
fn push_escaped(json: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            ' '..='~' if character != '$' => json.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(json, "\\u{unit:04x}").expect("writing to a string never fails");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_text_is_ascii_without_a_dollar_sign() {
        for (text, escaped) in [
            (" a-Z~", " a-Z~"),
            ("\"\\", "\\\"\\\\"),
            // `$` begins a variable of the form, such as `${filename}`.
            ("${filename}", "\\u0024{filename}"),
            ("\0\n\u{7f}é", "\\u0000\\u000a\\u007f\\u00e9"),
            // The example of RFC 8259, section 7.
            ("\u{1d11e}", "\\ud834\\udd1e"),
        ] {
            let mut json = String::new();
            push_escaped(&mut json, text);
            assert_eq!(json, escaped, "{text:?}");
        }
    }
}
