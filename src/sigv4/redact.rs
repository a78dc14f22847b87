//! Requests as they may stand in a log.

use core::fmt;

use percent_encoding::percent_decode_str;

use super::query::SECRET_PARAMETERS;

/// Displays a URL with the values of its signature, session token and customer-provided keys
/// replaced.
pub(crate) struct Redacted<'a>(pub(crate) &'a str);

impl fmt::Display for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_once('?') {
            Some((base, query)) => write!(f, "{base}?{}", RedactedQuery(query)),
            None => f.write_str(self.0),
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
            match parameter.split_once('=') {
                // Servers decode names, so an encoded one may hide a secret.
                Some((name, value)) => {
                    let decoded = percent_decode_str(name).decode_utf8_lossy();
                    write!(f, "{name}={}", shown_value(&decoded, value))?;
                }
                None => f.write_str(parameter)?,
            }
        }
        Ok(())
    }
}

/// Whether a header holds a key that the customer provides (SSE-C).
pub(crate) fn is_customer_key(header_name: &str) -> bool {
    is_one_of(header_name, &CUSTOMER_KEY_HEADERS)
}

/// What `Debug` shows of a parameter, header or form field: nothing if it may be a secret.
pub(crate) fn shown_value<'v>(name: &str, value: &'v str) -> &'v str {
    let is_secret = is_customer_key(name) || is_one_of(name, &SECRET_PARAMETERS);
    if is_secret { REDACTED } else { value }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// What stands in the place of a secret.
pub(crate) const REDACTED: &str = "REDACTED";

const CUSTOMER_KEY_HEADERS: [&str; 2] = [
    "x-amz-server-side-encryption-customer-key",
    "x-amz-copy-source-server-side-encryption-customer-key",
];
