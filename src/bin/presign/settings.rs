//! The options shared by all commands that sign.

use std::env;

use clap::Args;
use presigner::{Credentials, Endpoint, Expiry, ExpiryPolicy, Presigner, Timestamp};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a command-line flag")]
pub(crate) struct Settings {
    /// Region [default: `AWS_REGION`, then `AWS_DEFAULT_REGION`, then us-east-1]
    #[arg(long)]
    region: Option<String>,
    /// Validity: seconds, or a number with the unit s, m, h or d, such as 15m
    #[arg(long, default_value = "1h", value_parser = parse_expiry)]
    expires: Expiry,
    /// Signing time, such as 2013-05-24T00:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Timestamp>,
    /// Fail if the requested validity is not possible, instead of shortening it
    #[arg(long)]
    strict: bool,

    /// URL of an S3-compatible store [default: `AWS_ENDPOINT_URL_S3`, then `AWS_ENDPOINT_URL`]
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// Put the bucket into the host (virtual-hosted style)
    #[arg(long)]
    virtual_hosted: bool,
    /// Put the bucket into the path (path style)
    #[arg(long, conflicts_with = "virtual_hosted")]
    path_style: bool,
    /// Use the global host s3.amazonaws.com in us-east-1
    #[arg(long)]
    legacy_global: bool,
    /// Use dual-stack hosts, which also support IPv6 [also `AWS_USE_DUALSTACK_ENDPOINT`]
    #[arg(long)]
    dual_stack: bool,
    /// Use FIPS hosts [also `AWS_USE_FIPS_ENDPOINT`]
    #[arg(long)]
    fips: bool,
    /// Use Transfer Acceleration
    #[arg(long)]
    accelerate: bool,
    /// Host of a proxy or CDN, in the URL instead of the signed one
    #[arg(long, value_name = "HOST[:PORT]", conflicts_with = "display_url")]
    display_host: Option<String>,
    /// Scheme, host and path prefix of a proxy or CDN, in the URL instead of the signed ones
    #[arg(long, value_name = "URL")]
    display_url: Option<String>,

    /// Allow a key with a segment `.` or `..`
    #[arg(long)]
    pub(crate) allow_dot_segments: bool,
}

impl Settings {
    pub(crate) fn presigner(&self) -> Result<Presigner, String> {
        let credentials = Credentials::from_env().map_err(|error| error.to_string())?;
        let policy = if self.strict { ExpiryPolicy::Strict } else { ExpiryPolicy::Clamp };
        Ok(Presigner::new(credentials, self.region())
            .with_endpoint(self.endpoint(environment)?)
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

    /// Each flag takes precedence over the variables that it excludes.
    fn endpoint(&self, environment: impl Fn(&str) -> Option<String>) -> Result<Endpoint, String> {
        let is_true = |variable| {
            environment(variable).is_some_and(|value| value.eq_ignore_ascii_case("true"))
        };
        let is_aws = self.dual_stack || self.fips || self.accelerate || self.legacy_global;
        let from_environment = || {
            let url =
                environment("AWS_ENDPOINT_URL_S3").or_else(|| environment("AWS_ENDPOINT_URL"));
            url.filter(|_| !is_aws && !is_true("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"))
        };
        let mut endpoint = match self.endpoint.clone().or_else(from_environment) {
            Some(url) => Endpoint::custom(&url).map_err(|error| error.to_string())?,
            None => Endpoint::aws(),
        };
        let is_set = |variable| self.endpoint.is_none() && is_true(variable);
        for (is_set, method) in [
            (self.virtual_hosted, Endpoint::virtual_hosted as fn(Endpoint) -> Endpoint),
            (self.path_style, Endpoint::path_style),
            (self.legacy_global, Endpoint::legacy_global),
            (self.dual_stack || is_set("AWS_USE_DUALSTACK_ENDPOINT"), Endpoint::dual_stack),
            (self.fips || is_set("AWS_USE_FIPS_ENDPOINT"), Endpoint::fips),
            (self.accelerate, Endpoint::accelerate),
        ] {
            if is_set {
                endpoint = method(endpoint);
            }
        }
        Ok(match (&self.display_host, &self.display_url) {
            (Some(host), _) => endpoint.display_host(host),
            (None, Some(base)) => endpoint.display_url(base),
            (None, None) => endpoint,
        })
    }
}

/// The value of an environment variable; an empty one counts as unset.
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
        _ => return Err(String::from(EXPIRY_FORMAT)),
    };
    digits.parse().map(unit).map_err(|_| String::from(EXPIRY_FORMAT))
}

pub(crate) fn parse_time(text: &str) -> Result<Timestamp, String> {
    OffsetDateTime::parse(text, &Rfc3339)
        .map(Timestamp::from)
        .map_err(|_| String::from("expected an RFC 3339 time, such as 2013-05-24T00:00:00Z"))
}

/// `name=value`, or a name without a value, which is then empty.
pub(crate) fn parse_pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    if name.is_empty() {
        return Err(String::from("expected `name=value`"));
    }
    Ok((name.to_owned(), value.to_owned()))
}

const EXPIRY_FORMAT: &str = "expected seconds, or a number with the unit s, m, h or d";

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Arguments {
        #[command(flatten)]
        settings: Settings,
    }

    #[test]
    fn flags_take_precedence_over_the_endpoint_of_the_environment() {
        let minio = "http://127.0.0.1:9000";
        let url = ("AWS_ENDPOINT_URL", minio);
        let fips = ("AWS_USE_FIPS_ENDPOINT", "true");
        let custom = |url| Endpoint::custom(url).expect("a valid URL");
        for (flags, variables, expected) in [
            (&[][..], &[][..], Endpoint::aws()),
            (&[], &[url], custom(minio)),
            (&[], &[url, ("AWS_ENDPOINT_URL_S3", "http://s3.test")], custom("http://s3.test")),
            (&[], &[url, ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")], Endpoint::aws()),
            (
                &[],
                &[fips, ("AWS_USE_DUALSTACK_ENDPOINT", "TRUE")],
                Endpoint::aws().fips().dual_stack(),
            ),
            (&[], &[("AWS_USE_FIPS_ENDPOINT", "false")], Endpoint::aws()),
            (&["--endpoint=http://s3.test"], &[url, fips], custom("http://s3.test")),
            (&["--path-style"], &[url], custom(minio).path_style()),
            (&["--dual-stack"], &[url], Endpoint::aws().dual_stack()),
            (&["--dual-stack"], &[fips], Endpoint::aws().dual_stack().fips()),
            (&["--display-host=cdn.test"], &[url], custom(minio).display_host("cdn.test")),
            (
                &["--display-url=https://cdn.test/files"],
                &[],
                Endpoint::aws().display_url("https://cdn.test/files"),
            ),
        ] {
            let arguments = Arguments::try_parse_from([&["presign"], flags].concat());
            let settings = arguments.unwrap_or_else(|error| panic!("{error}")).settings;
            let variable = |name: &str| {
                let found = variables.iter().find(|(variable, _)| *variable == name);
                found.map(|(_, value)| String::from(*value))
            };
            assert_eq!(settings.endpoint(variable), Ok(expected), "{flags:?} {variables:?}");
        }
    }

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
    fn a_name_without_a_value_has_an_empty_value() {
        assert_eq!(parse_pair("acl"), Ok(("acl".to_owned(), String::new())));
        assert_eq!(parse_pair("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert!(parse_pair("=b").is_err());
    }
}
