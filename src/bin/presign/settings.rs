//! The options shared by all commands that sign.

use std::{
    env,
    time::{Duration, SystemTime},
};

use clap::Args;
use presigner::{
    Credentials, Endpoint, Expiry, ExpiryPolicy, Presigner, SharedConfig, Timestamp, Validity,
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{location::Location, message::Message, process};

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a command-line flag")]
pub(crate) struct Settings {
    /// Profile in the shared AWS files; its credentials take precedence over the environment
    #[arg(long)]
    profile: Option<String>,
    /// Region [default: that of a URL, `AWS_REGION`, the profile, then us-east-1]
    #[arg(long)]
    region: Option<String>,
    /// Validity: seconds, or a number with the unit s, m, h or d, such as 15m
    #[arg(long, visible_alias = "expires-in", default_value = "1h", value_parser = parse_expiry)]
    #[arg(allow_negative_numbers = true)]
    expires: Expiry,
    /// Signing time, such as 2013-05-24T00:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Timestamp>,
    /// Fail if the requested validity is not possible, instead of shortening it
    #[arg(long)]
    strict: bool,

    /// URL of an S3-compatible store [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile]
    #[arg(long, visible_alias = "endpoint-url", value_name = "URL")]
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

    /// An argument of the AWS CLI that contradicts signing.
    #[arg(long, hide = true)]
    no_sign_request: bool,
}

/// The environment, the profile and the endpoint.
pub(crate) struct ResolvedSettings {
    config: SharedConfig,
    endpoint: Endpoint,
}

impl ResolvedSettings {
    /// The base URL of the store, if it is not Amazon S3.
    pub(crate) fn endpoint_url(&self) -> Option<String> {
        Some(self.endpoint.to_string()).filter(|url| url.contains("://"))
    }
}

/// A presigner, and what to tell about it.
pub(crate) struct ConfiguredPresigner {
    pub(crate) presigner: Presigner,
    /// The region is neither set nor that of a URL.
    pub(crate) note: Option<String>,
}

impl Settings {
    pub(crate) fn resolve(&self) -> Result<ResolvedSettings, String> {
        if self.no_sign_request {
            return Err(NO_SIGN_REQUEST.into());
        }
        let is_aws = self.dual_stack || self.fips || self.accelerate || self.legacy_global;
        let config = shared_config(self.profile.as_deref())?;
        let config = if is_aws { config.ignore_endpoint_url() } else { config };
        let endpoint = self.endpoint(&config)?;
        Ok(ResolvedSettings { config, endpoint })
    }

    /// Signs for `region` unless there is an option for it. `bucket` may be an ARN with its own region.
    pub(crate) fn presigner(
        &self,
        resolved: ResolvedSettings,
        region: Option<&str>,
        bucket: &str,
    ) -> Result<ConfiguredPresigner, String> {
        let ResolvedSettings { config, endpoint } = resolved;
        let of_config = || config.region().map(|region| region.as_str().to_owned());
        let region = self.region.as_deref().or(region).map(String::from).or_else(of_config);
        // S3 accepts no other region at a host that names one.
        let of_endpoint = || Location::parse(&format!("{endpoint}/b"), None).ok()?.region;
        let region = region.or_else(of_endpoint);
        // R2 has one region, for which the library signs whatever is set.
        let is_r2 = endpoint.to_string().ends_with(".r2.cloudflarestorage.com");
        let is_assumed = region.is_none() && !bucket.starts_with("arn:") && !is_r2;
        let region = region.unwrap_or_else(|| DEFAULT_REGION.into());
        let policy = if self.strict { ExpiryPolicy::Strict } else { ExpiryPolicy::Clamp };
        let presigner = Presigner::new(credentials(&config, self.profile.as_deref())?, region)
            .with_endpoint(endpoint)
            .with_expiry_policy(policy);
        Ok(ConfiguredPresigner { presigner, note: is_assumed.then(|| ASSUMED_REGION.into()) })
    }

    pub(crate) fn signing_time(&self) -> Timestamp {
        signing_time(self.at)
    }

    pub(crate) const fn expiry(&self) -> Expiry {
        self.expires
    }

    /// Each option takes precedence over the settings that it excludes.
    fn endpoint(&self, config: &SharedConfig) -> Result<Endpoint, String> {
        let endpoint = match &self.endpoint {
            Some(url) => Endpoint::custom(url),
            None => config.endpoint(),
        };
        let mut endpoint = endpoint.map_err(|error| error.message())?;
        for (is_set, method) in [
            (self.virtual_hosted, Endpoint::virtual_hosted as fn(Endpoint) -> Endpoint),
            (self.path_style, Endpoint::path_style),
            (self.legacy_global, Endpoint::legacy_global),
            (self.dual_stack, Endpoint::dual_stack),
            (self.fips, Endpoint::fips),
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

/// The environment, and the profile of `--profile` or the one that the environment selects.
pub(crate) fn shared_config(profile: Option<&str>) -> Result<SharedConfig, String> {
    let config = match profile {
        Some(profile) => SharedConfig::load_named(profile),
        None => SharedConfig::load(),
    };
    config.map_err(|error| error.message())
}

/// The credentials of `config`, which was loaded for `--profile`.
pub(crate) fn credentials(
    config: &SharedConfig,
    profile: Option<&str>,
) -> Result<Credentials, String> {
    match config.credential_process() {
        Some(command) => process::credentials(command, PROCESS_TIMEOUT),
        None => config.credentials().map_err(|error| {
            let is_fetched = matches!(error, presigner::Error::UnsupportedProfile { .. });
            // Otherwise the profile would take precedence again.
            let without = if profile.is_some() && is_fetched { WITHOUT_PROFILE } else { "" };
            error.message() + without
        }),
    }
}

/// `--at`, or now.
pub(crate) fn signing_time(at: Option<Timestamp>) -> Timestamp {
    at.unwrap_or_else(|| Timestamp::from(SystemTime::now()))
}

/// What to tell about a validity that is shorter than requested. No colon, because scripts pass
/// stderr to `curl -H @file`, which would send it as a header.
pub(crate) fn limit_note(validity: Validity) -> Option<String> {
    let limit = validity.limited_by()?;
    let seconds = validity.expires_at().saturating_duration_since(validity.signed_at()).as_secs();
    Some(format!("the URL is valid for only {seconds} seconds because of {limit}"))
}

/// The value of an environment variable; an empty one counts as unset.
pub(crate) fn environment(variable: &str) -> Option<String> {
    env::var(variable).ok().filter(|value| !value.is_empty())
}

pub(crate) fn parse_expiry(text: &str) -> Result<Expiry, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: fn(u32) -> Expiry = match &text[digits.len()..] {
        "" | "s" => Expiry::seconds,
        "m" => Expiry::minutes,
        "h" => Expiry::hours,
        "d" => Expiry::days,
        _ => return Err(String::from(EXPIRY_FORMAT)),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(String::from(EXPIRY_FORMAT));
    }
    digits.parse().map(unit).map_err(|_| String::from("number is too large; the maximum is 7d"))
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

const DEFAULT_REGION: &str = "us-east-1";

const ASSUMED_REGION: &str = "the region is not set, so us-east-1 is assumed; set it with --region";

const NO_SIGN_REQUEST: &str = "`--no-sign-request` does not apply to presigned URLs, which are signed; \
                               remove it, or for a public object share its plain URL";

const WITHOUT_PROFILE: &str = ", then run this without `--profile`";

/// As long as the AWS SDK for Go waits.
const PROCESS_TIMEOUT: Duration = Duration::from_secs(60);

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
        for text in ["", "h", "-1h", "1.5h", "1w", "1 h", "+1", "99999999999", "h1"] {
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
