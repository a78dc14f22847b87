//! Credentials and settings from environment variables.

use alloc::string::String;
use std::env::{self, VarError};

use super::{
    Credentials,
    settings::{Origin, Setting, SourceSettings},
};
use crate::error::Error;

impl Credentials {
    /// Creates credentials from the environment variables `AWS_ACCESS_KEY_ID` and
    /// `AWS_SECRET_ACCESS_KEY`, and, if they are set, these for temporary credentials:
    ///
    /// - `AWS_SECURITY_TOKEN`, otherwise `AWS_SESSION_TOKEN`: the session token. The first is the
    ///   older name, and takes precedence as in botocore.
    /// - `AWS_CREDENTIAL_EXPIRATION`, otherwise `AWS_SESSION_EXPIRATION`, which `aws-vault` sets,
    ///   otherwise `AWS_SSO_SESSION_EXPIRATION` of `aws-sso`: the time when the credentials expire,
    ///   such as `2024-03-15T12:44:56Z`. It limits the validity of URLs.
    ///
    /// An empty variable counts as unset. See the [reference of environment variables][sdkref].
    ///
    /// [sdkref]: https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
    ///
    /// ```no_run
    /// use presigner::{Credentials, Presigner};
    ///
    /// let presigner = Presigner::new(Credentials::from_env()?, "eu-central-1");
    /// # let _ = presigner;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::MissingEnvironmentVariable`] if `AWS_ACCESS_KEY_ID` or `AWS_SECRET_ACCESS_KEY` is
    /// unset or empty, and [`Error::InvalidEnvironmentVariable`] if a variable is not Unicode, or
    /// if the expiration is not a time with a time zone.
    pub fn from_env() -> Result<Self, Error> {
        Self::find_in_env()?.ok_or(Error::MissingEnvironmentVariable { variable: ACCESS_KEY_ID })
    }

    /// The credentials in the environment; `None` if there is no access key id.
    pub(super) fn find_in_env() -> Result<Option<Self>, Error> {
        let Some(access_key_id) = variable(ACCESS_KEY_ID)? else { return Ok(None) };
        let missing_secret = Error::MissingEnvironmentVariable { variable: SECRET_ACCESS_KEY };
        let secret_access_key = variable(SECRET_ACCESS_KEY)?.ok_or(missing_secret)?;
        let session_token = first_variable(["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"])?;
        let credentials = Self::new(access_key_id, secret_access_key)
            .with_session_token(session_token.map(|token| token.value).unwrap_or_default());
        // Not `AWSUME_EXPIRATION`, whose time has no zone and is in that of the user.
        Ok(Some(match first_variable(EXPIRATIONS)? {
            Some(expiration) => credentials.with_expiration(expiration.time()?),
            None => credentials,
        }))
    }
}

impl SourceSettings {
    /// The region and the endpoint in the environment.
    pub(super) fn from_env() -> Result<Self, Error> {
        Ok(Self {
            region: first_variable(["AWS_REGION", "AWS_DEFAULT_REGION"])?,
            endpoint_url: first_variable(["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"])?.map(Ok),
            ignore_endpoint_urls: first_variable(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"])?,
            dual_stack: first_variable(["AWS_USE_DUALSTACK_ENDPOINT"])?,
            fips: first_variable(["AWS_USE_FIPS_ENDPOINT"])?,
            #[cfg(feature = "sigv4a")]
            region_set: first_variable(["AWS_SIGV4A_SIGNING_REGION_SET"])?,
            ..Self::default()
        })
    }
}

/// The name of the profile that is selected in the environment. botocore prefers the older variable
/// if both are set.
#[cfg(feature = "profile")]
pub(super) fn selected_profile() -> Result<Option<String>, Error> {
    let name = first_variable(["AWS_DEFAULT_PROFILE", "AWS_PROFILE"])?;
    Ok(name.map(|name| name.value))
}

/// The first of the variables that is set and not empty.
fn first_variable<const N: usize>(names: [&'static str; N]) -> Result<Option<Setting>, Error> {
    for name in names {
        if let Some(value) = variable(name)? {
            return Ok(Some(Setting { value, origin: Origin::Variable(name) }));
        }
    }
    Ok(None)
}

/// The value of an environment variable; `None` if it is unset or empty.
fn variable(variable: &'static str) -> Result<Option<String>, Error> {
    match env::var(variable) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Error::InvalidEnvironmentVariable {
            variable,
            problem: "is not valid Unicode; set it to ASCII text",
        }),
    }
}

const EXPIRATIONS: [&str; 3] =
    ["AWS_CREDENTIAL_EXPIRATION", "AWS_SESSION_EXPIRATION", "AWS_SSO_SESSION_EXPIRATION"];

const ACCESS_KEY_ID: &str = "AWS_ACCESS_KEY_ID";
const SECRET_ACCESS_KEY: &str = "AWS_SECRET_ACCESS_KEY";
