//! The region and the endpoint, as set in the environment or in a profile.

use alloc::string::String;
use core::fmt;

use super::Credentials;
#[cfg(feature = "sigv4a")]
use crate::wire::region_set::canonical_region_set;
use crate::{error::Error, region::Region, wire::timestamp::Timestamp};

/// Credentials and settings of a presigner, from the environment, a profile, or both.
pub(crate) struct Sources {
    pub(crate) credentials: Credentials,
    pub(crate) settings: SourceSettings,
    /// Where the region can be set, for the error if it is not.
    pub(crate) region_settings: String,
}

impl Sources {
    /// The environment alone.
    pub(crate) fn from_env() -> Result<Self, Error> {
        Ok(Self {
            credentials: Credentials::from_env()?,
            settings: SourceSettings::from_env()?,
            region_settings: REGION_VARIABLES.into(),
        })
    }
}

/// The settings from one source, or from two of which one takes precedence.
#[derive(Clone, Debug, Default)]
pub(crate) struct SourceSettings {
    pub(super) region: Option<Setting>,
    /// An error if the `services` section of a profile is missing, which matters only if no
    /// other setting overrides it.
    pub(super) endpoint_url: Option<Result<Setting, Error>>,
    pub(super) ignore_endpoint_urls: Option<Setting>,
    pub(super) dual_stack: Option<Setting>,
    pub(super) fips: Option<Setting>,
    pub(super) s3_dual_stack: Option<Setting>,
    pub(super) s3_accelerate: Option<Setting>,
    /// An error if `s3` of a profile has no nested keys.
    pub(super) s3_addressing_style: Option<Result<Setting, Error>>,
    #[cfg(feature = "sigv4a")]
    pub(super) region_set: Option<Setting>,
}

/// How buckets are addressed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum AddressingStyle {
    Auto,
    Path,
    Virtual,
}

impl SourceSettings {
    /// These settings, and those of `fallback` that are not set here.
    #[cfg(feature = "profile")]
    pub(super) fn or(self, fallback: Self) -> Self {
        Self {
            region: self.region.or(fallback.region),
            endpoint_url: self.endpoint_url.or(fallback.endpoint_url),
            ignore_endpoint_urls: self.ignore_endpoint_urls.or(fallback.ignore_endpoint_urls),
            dual_stack: self.dual_stack.or(fallback.dual_stack),
            fips: self.fips.or(fallback.fips),
            s3_dual_stack: self.s3_dual_stack.or(fallback.s3_dual_stack),
            s3_accelerate: self.s3_accelerate.or(fallback.s3_accelerate),
            s3_addressing_style: self.s3_addressing_style.or(fallback.s3_addressing_style),
            #[cfg(feature = "sigv4a")]
            region_set: self.region_set.or(fallback.region_set),
        }
    }

    #[cfg(feature = "profile")]
    pub(super) fn without_endpoint_url(self) -> Self {
        Self { endpoint_url: None, ..self }
    }

    pub(crate) fn region(&self) -> Option<Region> {
        let region = self.region.as_ref().filter(|region| !region.value.is_empty());
        region.map(|region| Region::from(&*region.value))
    }

    /// The URL of a custom endpoint.
    pub(crate) fn endpoint_url(&self) -> Result<Option<Setting>, Error> {
        if enabled([&self.ignore_endpoint_urls])?.is_some() {
            return Ok(None);
        }
        let url = self.endpoint_url.clone().transpose()?;
        Ok(url.filter(|url| !url.value.is_empty()))
    }

    /// The setting that selects dual-stack hosts. As in botocore, either of the two can.
    pub(crate) fn dual_stack(&self) -> Result<Option<&Setting>, Error> {
        enabled([&self.dual_stack, &self.s3_dual_stack])
    }

    /// The setting that selects FIPS hosts.
    pub(crate) fn fips(&self) -> Result<Option<&Setting>, Error> {
        enabled([&self.fips])
    }

    /// The setting that selects Transfer Acceleration.
    pub(crate) fn accelerate(&self) -> Result<Option<&Setting>, Error> {
        enabled([&self.s3_accelerate])
    }

    /// The region set of Signature Version 4A.
    #[cfg(feature = "sigv4a")]
    pub(crate) fn region_set(&self) -> Result<Option<String>, Error> {
        let Some(set) = self.region_set.as_ref().filter(|set| !set.value.is_empty()) else {
            return Ok(None);
        };
        let problem = "is not a list of region names; write it like `us-east-1,eu-west-1`, or `*` for all Regions";
        canonical_region_set(&set.value).map(Some).ok_or_else(|| set.invalid(problem))
    }

    pub(crate) fn addressing_style(&self) -> Result<AddressingStyle, Error> {
        let style = self.s3_addressing_style.clone().transpose()?;
        let Some(style) = style else { return Ok(AddressingStyle::Auto) };
        match &*style.value {
            "auto" => Ok(AddressingStyle::Auto),
            "path" => Ok(AddressingStyle::Path),
            "virtual" => Ok(AddressingStyle::Virtual),
            _ => Err(style.invalid("is not a style; write `auto`, `path` or `virtual`")),
        }
    }
}

/// A value and where it is set.
#[derive(Clone)]
pub(crate) struct Setting {
    pub(crate) value: String,
    pub(super) origin: Origin,
}

/// Where a value is set.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// The environment variable of this name.
    Variable(&'static str),
    /// A key of a profile.
    #[cfg(feature = "profile")]
    Profile { profile: String, file: String, key: &'static str },
}

impl Setting {
    /// An error about this value. The problem is a predicate with a remedy.
    pub(crate) fn invalid(&self, problem: &'static str) -> Error {
        match &self.origin {
            Origin::Variable(variable) => Error::InvalidEnvironmentVariable { variable, problem },
            #[cfg(feature = "profile")]
            Origin::Profile { profile, file, key } => Error::InvalidProfile {
                profile: profile.clone(),
                file: file.clone(),
                problem: alloc::format!("`{key}` {problem}"),
            },
        }
    }

    pub(super) fn time(&self) -> Result<Timestamp, Error> {
        let time = Timestamp::parse_expiration(&self.value);
        time.ok_or_else(|| self.invalid("is not a time; write it like `2024-03-15T12:44:56Z`"))
    }

    /// The time of a tool that writes it in UTC without a time zone.
    #[cfg(feature = "profile")]
    pub(super) fn time_in_utc(&self) -> Result<Timestamp, Error> {
        let time = Timestamp::parse_expiration(&[&*self.value, "Z"].concat());
        time.map_or_else(|| self.time(), Ok)
    }

    /// An empty value is `false`.
    fn flag(&self) -> Result<bool, Error> {
        if self.value.is_empty() || self.value.eq_ignore_ascii_case("false") {
            Ok(false)
        } else if self.value.eq_ignore_ascii_case("true") {
            Ok(true)
        } else {
            Err(self.invalid("is not a boolean; write `true` or `false`"))
        }
    }
}

/// Does not show the value, which may be a session token, or a URL with a password.
impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setting").field("origin", &self.origin).finish_non_exhaustive()
    }
}

/// The first setting that is `true`.
fn enabled<const N: usize>(settings: [&Option<Setting>; N]) -> Result<Option<&Setting>, Error> {
    for setting in settings.into_iter().flatten() {
        if setting.flag()? {
            return Ok(Some(setting));
        }
    }
    Ok(None)
}

pub(super) const REGION_VARIABLES: &str =
    "environment variable `AWS_REGION` or `AWS_DEFAULT_REGION`";
