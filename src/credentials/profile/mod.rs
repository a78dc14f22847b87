//! A profile in the shared AWS files, `~/.aws/credentials` and `~/.aws/config`.

mod profile_sections;
mod sections;
mod shared_config;
mod shared_file;

use alloc::{format, string::String};

use self::{profile_sections::SharedFiles, shared_file::SharedFile};
use super::{
    Credentials,
    environment::selected_profile,
    settings::{SourceSettings, Sources},
};
use crate::{
    error::{Error, excerpt},
    region::Region,
};

pub use self::shared_config::SharedConfig;

/// A profile in the [shared AWS files][files] (feature `profile`): an access key, as `aws configure`
/// writes it, and optionally a session token, an expiration, a region and settings of the endpoint.
///
/// The files are parsed as by botocore, the library that the AWS CLI is built on. A malformed or
/// ambiguous file is an [`Error`]. So is a profile whose credentials must be fetched, for example
/// from STS for a role, from single sign-on or from a process; the message says how to fetch them.
///
/// [files]: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
///
/// ```
/// use presigner::{Expiry, Profile};
///
/// let credentials_file = "
///     [dev]
///     aws_access_key_id = AKIAIOSFODNN7EXAMPLE
///     aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
/// ";
/// let config_file = "
///     [profile dev]
///     region = eu-central-1
/// ";
/// // To read the files: `Profile::load_named("dev")?`.
/// let presigner = Profile::parse("dev", credentials_file, config_file)?.presigner()?;
/// assert!(presigner.get("my-bucket", "cat.jpg", Expiry::hours(1))?.as_str().contains("eu-central-1"));
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// The [`Credentials`] are wiped from memory when dropped. The text of the files and the copies
/// that parsing makes are not.
#[derive(Clone, Debug)]
pub struct Profile {
    name: String,
    credentials: Credentials,
    region: Option<Region>,
    settings: SourceSettings,
}

impl Profile {
    /// Reads the profile that `AWS_DEFAULT_PROFILE`, otherwise `AWS_PROFILE`, otherwise `default`
    /// names, as [`load_named`](Self::load_named) does. An empty variable counts as unset.
    ///
    /// # Errors
    ///
    /// As for [`load_named`](Self::load_named), and [`Error::InvalidEnvironmentVariable`] if a
    /// variable is not Unicode.
    pub fn load() -> Result<Self, Error> {
        Self::load_named(selected_profile()?.as_deref().unwrap_or(DEFAULT))
    }

    /// Reads the profile `name` from the files at the paths in `AWS_SHARED_CREDENTIALS_FILE` and
    /// `AWS_CONFIG_FILE`, by default `~/.aws/credentials` and `~/.aws/config`.
    ///
    /// An empty variable counts as unset, and a missing file as empty. A `~/` at the beginning of a
    /// path stands for the home directory.
    ///
    /// # Errors
    ///
    /// As for [`parse`](Self::parse), and [`Error::UnreadableProfileFile`] if a file exists but
    /// cannot be read or is not UTF-8.
    pub fn load_named(name: &str) -> Result<Self, Error> {
        SharedFiles::load()?.sections(name)?.profile()
    }

    /// Parses the text of a credentials file and of a config file, and finds the profile `name`.
    ///
    /// Access key and session token are those in the credentials file, or those in the config file
    /// if the credentials file has no access key id for the profile. The expiration is in the same
    /// file, in the first of these keys that is set; tools that fetch credentials write them:
    ///
    /// | key | value |
    /// |---|---|
    /// | `x_security_token_expires`, `aws_expiration`, `aws_session_expiration`, `aws_credential_expiration` | a time with a time zone, such as `2024-03-15T12:44:56Z` |
    /// | `expiration` | the same, or a time in UTC without a time zone, such as `2024-03-15 12:44:56`, which `aws-mfa` writes |
    ///
    /// The region and the settings
    /// of the endpoint may be in either file; the credentials file takes precedence.
    /// [`presigner`](Self::presigner) checks them.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidProfileFile`] if a file is not valid INI for botocore.
    /// [`Error::MissingProfile`] if the profile is in neither file.
    /// [`Error::InvalidProfile`] if a key is missing or malformed.
    /// [`Error::UnsupportedProfile`] if its credentials must be fetched.
    pub fn parse(name: &str, credentials_file: &str, config_file: &str) -> Result<Self, Error> {
        let files = SharedFiles {
            credentials: SharedFile::parse("credentials file".into(), credentials_file)?,
            config: SharedFile::parse("config file".into(), config_file)?,
        };
        files.sections(name)?.profile()
    }

    /// Returns the credentials of the profile.
    #[must_use]
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Returns the credentials of the profile without copying them.
    #[must_use]
    pub fn into_credentials(self) -> Credentials {
        self.credentials
    }

    /// Returns the region of the profile, if it has one.
    #[must_use]
    pub const fn region(&self) -> Option<&Region> {
        self.region.as_ref()
    }

    /// The profile alone, without the environment.
    pub(crate) fn sources(&self) -> Sources {
        Sources {
            credentials: self.credentials.clone(),
            settings: self.settings.clone(),
            region_settings: region_key(&self.name),
        }
    }
}

impl Sources {
    /// The environment and the shared files, of which the environment takes precedence. If it
    /// contains credentials, those of the profile are ignored. The profile may be missing if none
    /// is selected.
    pub(crate) fn load() -> Result<Self, Error> {
        SharedConfig::load()?.sources()
    }
}

fn region_key(profile: &str) -> String {
    format!("the key `region` of profile `{}`", excerpt(profile))
}

/// The profile that is used if no variable selects one.
const DEFAULT: &str = "default";
