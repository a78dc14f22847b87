//! The options that all commands which sign have in common.

use std::env;

use clap::Args;
use presigner::{Credentials, Endpoint, Expiry, ExpiryPolicy, Presigner, Timestamp};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Settings {
    /// Region [default: `AWS_REGION`, then `AWS_DEFAULT_REGION`, then us-east-1]
    #[arg(long)]
    region: Option<String>,
    /// How long it lives: 900, 15m, 12h, 7d
    #[arg(long, default_value = "1h", value_parser = parse_expiry)]
    expires: Expiry,
    /// Signing time, such as 2013-05-24T00:00:00Z, instead of now
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Timestamp>,
    /// Fail instead of shortening a life that cannot be had
    #[arg(long)]
    strict: bool,

    /// URL of a store other than AWS
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// Put the bucket into the host
    #[arg(long)]
    virtual_hosted: bool,
    /// Put the bucket into the path
    #[arg(long, conflicts_with = "virtual_hosted")]
    path_style: bool,
    /// Use the host without a region in us-east-1
    #[arg(long)]
    legacy_global: bool,
    /// Use hosts that answer over IPv6 too
    #[arg(long)]
    dual_stack: bool,
    /// Use hosts validated to FIPS 140
    #[arg(long)]
    fips: bool,
    /// Use hosts of Transfer Acceleration
    #[arg(long)]
    accelerate: bool,

    /// Sign a key with a segment `.` or `..`
    #[arg(long)]
    pub(crate) allow_dot_segments: bool,
}

impl Settings {
    pub(crate) fn presigner(&self) -> Result<Presigner, String> {
        let credentials = Credentials::from_env().map_err(|error| error.to_string())?;
        let policy = if self.strict { ExpiryPolicy::Strict } else { ExpiryPolicy::Clamp };
        Ok(Presigner::new(credentials, self.region())
            .with_endpoint(self.endpoint()?)
            .with_expiry_policy(policy))
    }

    /// `--at`, or now.
    pub(crate) fn signing_time(&self) -> Timestamp {
        self.at.unwrap_or_else(|| Timestamp::from(std::time::SystemTime::now()))
    }

    pub(crate) const fn expiry(&self) -> Expiry {
        self.expires
    }

    fn region(&self) -> String {
        let from_environment =
            || environment("AWS_REGION").or_else(|| environment("AWS_DEFAULT_REGION"));
        self.region.clone().or_else(from_environment).unwrap_or_else(|| String::from("us-east-1"))
    }

    fn endpoint(&self) -> Result<Endpoint, String> {
        let mut endpoint = match &self.endpoint {
            Some(url) => Endpoint::custom(url).map_err(|error| error.to_string())?,
            None => Endpoint::aws(),
        };
        for (is_asked_for, switch) in [
            (self.virtual_hosted, Endpoint::virtual_hosted as fn(Endpoint) -> Endpoint),
            (self.path_style, Endpoint::path_style),
            (self.legacy_global, Endpoint::legacy_global),
            (self.dual_stack, Endpoint::dual_stack),
            (self.fips, Endpoint::fips),
            (self.accelerate, Endpoint::accelerate),
        ] {
            if is_asked_for {
                endpoint = switch(endpoint);
            }
        }
        Ok(endpoint)
    }
}

/// The value of an environment variable; one that is set to nothing counts as unset.
pub(crate) fn environment(variable: &str) -> Option<String> {
    env::var(variable).ok().filter(|value| !value.is_empty())
}

fn parse_expiry(text: &str) -> Result<Expiry, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: fn(u32) -> Expiry = match &text[digits.len()..] {
        "" | "s" => Expiry::seconds,
        "m" => Expiry::minutes,
        "h" => Expiry::hours,
        "d" => Expiry::days,
        _ => return Err(String::from("write seconds, or a number with m, h or d")),
    };
    digits.parse().map(unit).map_err(|_| String::from("write seconds, or a number with m, h or d"))
}

pub(crate) fn parse_time(text: &str) -> Result<Timestamp, String> {
    OffsetDateTime::parse(text, &Rfc3339)
        .map(Timestamp::from)
        .map_err(|_| String::from("write it like 2013-05-24T00:00:00Z"))
}

/// `name=value`, or a name alone, whose value is empty.
pub(crate) fn parse_pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    if name.is_empty() {
        return Err(String::from("write it like `name=value`"));
    }
    Ok((name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiry_is_a_number_with_a_unit() {
        for (text, expected) in [
            ("900", Ok(Expiry::seconds(900))),
            ("15m", Ok(Expiry::minutes(15))),
            ("12h", Ok(Expiry::hours(12))),
            ("7d", Ok(Expiry::days(7))),
        ] {
            assert_eq!(parse_expiry(text), expected, "{text}");
        }
        for text in ["", "h", "-1h", "1.5h", "1w", "1 h", "99999999999", "h1"] {
            assert!(parse_expiry(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_name_without_a_value_has_an_empty_one() {
        assert_eq!(parse_pair("acl"), Ok(("acl".to_owned(), String::new())));
        assert_eq!(parse_pair("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert!(parse_pair("=b").is_err());
    }
}
