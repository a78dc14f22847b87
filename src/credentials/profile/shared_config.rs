//! The environment over the shared AWS files, one part at a time.

use alloc::{format, string::String};
use core::fmt;

use super::{
    DEFAULT,
    profile_sections::{ProfileSections, SharedFiles},
    region_key,
};
use crate::{
    credentials::{
        Credentials,
        environment::selected_profile,
        settings::{REGION_VARIABLES, SourceSettings, Sources},
    },
    error::Error,
    region::Region,
};

/// Credentials, region and endpoint of the environment and the shared AWS files, with the precedence
/// of the AWS SDKs (feature `profile`), for a program that replaces some of them, for example by its
/// arguments. [`Presigner::load`](crate::Presigner::load) takes all of them.
///
/// ```no_run
/// use presigner::{Expiry, Presigner, SharedConfig};
///
/// let config = SharedConfig::load()?;
/// let region = config.region().unwrap_or_else(|| "us-east-1".into());
/// let presigner =
///     Presigner::new(config.credentials()?, region).with_endpoint(config.endpoint()?);
/// let url = presigner.get("my-bucket", "photos/cat.jpg", Expiry::minutes(15))?;
/// # let _ = url;
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone)]
pub struct SharedConfig {
    credentials: Result<Credentials, Error>,
    credential_process: Option<String>,
    settings: SourceSettings,
    /// Where the region can be set, for the error if it is not.
    region_settings: String,
}

impl SharedConfig {
    /// Reads the environment and the shared files, as
    /// [`Presigner::load`](crate::Presigner::load).
    ///
    /// # Errors
    ///
    /// [`Error::MissingProfile`] if the profile that the environment selects is missing, and those
    /// of [`Profile::load_named`](crate::Profile::load_named) about files that cannot be read.
    pub fn load() -> Result<Self, Error> {
        let selected = selected_profile()?;
        let files = SharedFiles::load()?;
        let sections = files.sections(selected.as_deref().unwrap_or(DEFAULT))?;
        if selected.is_some() && !sections.exist() {
            return Err(sections.missing());
        }
        match Credentials::find_in_env().transpose() {
            Some(credentials) => Self::new(&sections, credentials, None),
            None if sections.exist() => Self::of_profile(&sections),
            None => Self::new(&sections, Err(sections.missing_credentials()), None),
        }
    }

    /// Reads the environment and the profile `name`, whose credentials take precedence over those of
    /// the environment, as with `--profile` of the AWS CLI. For region and endpoint, variables take
    /// precedence over the profile.
    ///
    /// # Errors
    ///
    /// As for [`load`](Self::load).
    pub fn load_named(name: &str) -> Result<Self, Error> {
        let files = SharedFiles::load()?;
        let sections = files.sections(name)?;
        if sections.exist() { Self::of_profile(&sections) } else { Err(sections.missing()) }
    }

    /// Returns the credentials.
    ///
    /// # Errors
    ///
    /// [`Error::MissingCredentials`] if there are none, [`Error::UnsupportedProfile`] if they must be
    /// fetched, and those of [`Credentials::from_env`] and [`Profile::parse`](crate::Profile::parse)
    /// for malformed variables and profiles.
    pub fn credentials(&self) -> Result<Credentials, Error> {
        self.credentials.clone()
    }

    /// The command of the key `credential_process`, if the credentials are from there: a program and
    /// its arguments, quoted as for a shell. Its output is a document for `Credentials::from_json` of
    /// the feature `json`.
    #[must_use]
    pub fn credential_process(&self) -> Option<&str> {
        self.credential_process.as_deref()
    }

    /// The region, if it is set.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        self.settings.region()
    }

    /// Removes the URL of the endpoint, as the setting `ignore_configured_endpoint_urls` does.
    #[must_use]
    pub fn ignore_endpoint_url(mut self) -> Self {
        self.settings = self.settings.without_endpoint_url();
        self
    }

    pub(crate) const fn settings(&self) -> &SourceSettings {
        &self.settings
    }

    pub(crate) fn sources(&self) -> Result<Sources, Error> {
        Ok(Sources {
            credentials: self.credentials()?,
            settings: self.settings.clone(),
            region_settings: self.region_settings.clone(),
        })
    }

    fn of_profile(sections: &ProfileSections<'_>) -> Result<Self, Error> {
        Self::new(sections, sections.credentials(), sections.credential_process())
    }

    fn new(
        sections: &ProfileSections<'_>,
        credentials: Result<Credentials, Error>,
        credential_process: Option<&str>,
    ) -> Result<Self, Error> {
        Ok(Self {
            credentials,
            credential_process: credential_process.map(String::from),
            settings: SourceSettings::from_env()?.or(sections.settings()),
            region_settings: format!(
                "{REGION_VARIABLES}, or {}",
                region_key(sections.profile_name())
            ),
        })
    }
}

/// Without the command, which may contain secrets.
impl fmt::Debug for SharedConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedConfig")
            .field("credentials", &self.credentials)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
