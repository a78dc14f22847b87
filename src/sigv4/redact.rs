//! A URL as it may stand in a log.

use core::fmt;

use super::query::SECRET_PARAMETERS;

/// Displays a URL with the values of its signature and session token replaced.
pub(crate) struct Redacted<'a>(pub(crate) &'a str);

impl fmt::Display for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((base, query)) = self.0.split_once('?') else {
            return f.write_str(self.0);
        };
        f.write_str(base)?;
        for (index, parameter) in query.split('&').enumerate() {
            f.write_str(if index == 0 { "?" } else { "&" })?;
            match parameter.split_once('=') {
                Some((name, _)) if is_secret(name) => write!(f, "{name}=REDACTED")?,
                _ => f.write_str(parameter)?,
            }
        }
        Ok(())
    }
}

fn is_secret(name: &str) -> bool {
    SECRET_PARAMETERS.iter().any(|secret| name.eq_ignore_ascii_case(secret))
}
