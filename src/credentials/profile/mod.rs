//! A profile in the shared AWS files, `~/.aws/credentials` and `~/.aws/config`.

mod sections;
mod shared_file;

use alloc::{format, string::String};

use self::{
    sections::Section,
    shared_file::{SharedFile, config, credentials},
};
use crate::{
    credentials::{Credentials, environment},
    error::{Error, excerpt},
    region::Region,
};

/// A profile in the [shared AWS files][files] with an access key, and optionally a session token
/// and a region, as `aws configure` writes it.
///
/// The files are parsed as by botocore, the library that the AWS CLI is built on. A malformed or
/// ambiguous file is an [`Error`]. So is a profile whose credentials must be fetched, from a role,
/// from single sign-on or from a process; the message says how to fetch them.
///
/// [files]: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
///
/// ```
/// use presigner::{Expiry, Presigner, Profile};
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
/// let profile = Profile::parse("dev", credentials_file, config_file)?;
/// let region = profile.region().cloned().unwrap_or_else(|| "us-east-1".into());
/// let presigner = Presigner::new(profile.into_credentials(), region);
/// assert!(presigner.get("my-bucket", "cat.jpg", Expiry::hours(1))?.as_str().contains("eu-central-1"));
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// The [`Credentials`] are wiped from memory when dropped. The text of the files and the copies
/// that parsing makes are not.
#[derive(Clone, Debug)]
pub struct Profile {
    credentials: Credentials,
    region: Option<Region>,
}

impl Profile {
    /// Reads the profile whose name is in `AWS_PROFILE`, or `default` if that is unset or empty.
    /// Otherwise like [`load_named`](Self::load_named).
    ///
    /// # Errors
    ///
    /// Those of [`load_named`](Self::load_named), and [`Error::InvalidEnvironmentVariable`] if
    /// `AWS_PROFILE` is not Unicode.
    pub fn load() -> Result<Self, Error> {
        let name = environment("AWS_PROFILE")?;
        Self::load_named(name.as_deref().unwrap_or("default"))
    }

    /// Reads the profile `name` from the files at the paths in `AWS_SHARED_CREDENTIALS_FILE` and
    /// `AWS_CONFIG_FILE`, by default `~/.aws/credentials` and `~/.aws/config`.
    ///
    /// An empty variable counts as unset, and a missing file as empty. A leading `~/` in a variable
    /// is the home directory.
    ///
    /// # Errors
    ///
    /// Those of [`parse`](Self::parse), and [`Error::UnreadableProfileFile`] if a file exists but
    /// cannot be read.
    pub fn load_named(name: &str) -> Result<Self, Error> {
        Self::find(name, &SharedFile::load(&credentials())?, &SharedFile::load(&config())?)
    }

    /// Parses the text of a credentials file and of a config file, and finds the profile `name`.
    ///
    /// The access key and session token are those of the credentials file, or of the config file if
    /// the former has no access key id. The region may be in either file; the credentials file
    /// takes precedence.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidProfileFile`] if a file is not valid INI for botocore.
    /// [`Error::MissingProfile`] if the profile is in neither file.
    /// [`Error::InvalidProfile`] if a key is missing or malformed.
    /// [`Error::UnsupportedProfile`] if its credentials must be fetched.
    pub fn parse(name: &str, credentials_file: &str, config_file: &str) -> Result<Self, Error> {
        let credentials = SharedFile::parse("credentials file".into(), credentials_file)?;
        let config = SharedFile::parse("config file".into(), config_file)?;
        Self::find(name, &credentials, &config)
    }

    /// The credentials of the profile.
    #[must_use]
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Converts into the credentials of the profile.
    #[must_use]
    pub fn into_credentials(self) -> Credentials {
        self.credentials
    }

    /// The region of the profile, if it has one.
    #[must_use]
    pub const fn region(&self) -> Option<&Region> {
        self.region.as_ref()
    }

    fn find(name: &str, credentials: &SharedFile, config: &SharedFile) -> Result<Self, Error> {
        let sections = ProfileSections {
            credentials: ProfileSection::new(name, credentials, credentials.section(name)),
            config: ProfileSection::new(name, config, config.profile_section(name)?),
        };
        if sections.both().all(|section| section.keys.is_none()) {
            return Err(Error::MissingProfile {
                profile: excerpt(name),
                credentials_file: credentials.description().into(),
                config_file: config.description().into(),
            });
        }
        Ok(Self { credentials: sections.credentials()?, region: sections.region()? })
    }
}

/// The sections of one profile in both files.
struct ProfileSections<'a> {
    credentials: ProfileSection<'a>,
    config: ProfileSection<'a>,
}

impl<'a> ProfileSections<'a> {
    /// Follows botocore's order: a role takes precedence over keys; keys in the credentials file,
    /// but not those in the config file, take precedence over a process.
    fn credentials(&self) -> Result<Credentials, Error> {
        self.reject(&BEFORE_ALL_KEYS)?;
        if let Some(credentials) = self.credentials.credentials()? {
            return Ok(credentials);
        }
        self.reject(&BEFORE_CONFIG_FILE_KEYS)?;
        if let Some(credentials) = self.config.credentials()? {
            return Ok(credentials);
        }
        self.reject(&WITHOUT_KEYS)?;
        let section = self.both().find(|section| section.keys.is_some()).unwrap_or(&self.config);
        Err(section.invalid(ACCESS_KEY_ID, "is missing; add it, or select another profile"))
    }

    fn region(&self) -> Result<Option<Region>, Error> {
        let section = self.both().find(|section| section.has("region"));
        let region = section.map(|section| section.value("region")).transpose()?.flatten();
        Ok(region.filter(|name| !name.is_empty()).map(Region::from))
    }

    fn reject(&self, origins: &[CredentialsOrigin]) -> Result<(), Error> {
        match origins.iter().find(|origin| self.both().any(|section| section.has(origin.key))) {
            None => Ok(()),
            Some(CredentialsOrigin { key, name: origin, remedy }) => {
                let profile = excerpt(self.config.profile);
                Err(Error::UnsupportedProfile { profile, key, origin, remedy })
            }
        }
    }

    fn both(&self) -> impl Iterator<Item = &ProfileSection<'a>> {
        [&self.credentials, &self.config].into_iter()
    }
}

/// The section of a profile in one file.
struct ProfileSection<'a> {
    profile: &'a str,
    file: &'a SharedFile,
    /// `None` if the file does not have the section.
    keys: Option<&'a Section>,
}

impl<'a> ProfileSection<'a> {
    const fn new(profile: &'a str, file: &'a SharedFile, keys: Option<&'a Section>) -> Self {
        Self { profile, file, keys }
    }

    /// The credentials in this section. Id and secret must be in the same file.
    fn credentials(&self) -> Result<Option<Credentials>, Error> {
        if !self.has(ACCESS_KEY_ID) {
            return Ok(None);
        }
        let credentials =
            Credentials::new(self.required(ACCESS_KEY_ID)?, self.required(SECRET_ACCESS_KEY)?);
        let session_token = match self.value("aws_security_token")? {
            Some(older_name) => Some(older_name),
            None => self.value("aws_session_token")?,
        };
        Ok(Some(credentials.with_session_token(session_token.unwrap_or_default())))
    }

    fn required(&self, key: &'static str) -> Result<&'a str, Error> {
        match self.value(key)? {
            None => {
                Err(self
                    .invalid(key, "is missing; add the secret that belongs to the access key id"))
            }
            Some("") => Err(self.invalid(key, "is empty; set it, or remove the profile")),
            Some(value) => Ok(value),
        }
    }

    fn value(&self, key: &'static str) -> Result<Option<&'a str>, Error> {
        match self.keys.and_then(|keys| keys.get(key)) {
            Some(value) if value.contains('\n') => {
                Err(self.invalid(key, "spans several lines; write it on one line"))
            }
            value => Ok(value.map(String::as_str)),
        }
    }

    fn has(&self, key: &str) -> bool {
        self.keys.is_some_and(|keys| keys.contains_key(key))
    }

    fn invalid(&self, key: &'static str, problem: &'static str) -> Error {
        Error::InvalidProfile {
            profile: excerpt(self.profile),
            file: self.file.description().into(),
            problem: format!("`{key}` {problem}"),
        }
    }
}

/// An origin of credentials other than keys in the files, and how to get them.
struct CredentialsOrigin {
    /// The key of a section that selects it.
    key: &'static str,
    name: &'static str,
    remedy: &'static str,
}

impl CredentialsOrigin {
    const fn new(key: &'static str, name: &'static str) -> Self {
        Self { key, name, remedy: FETCH }
    }
}

const BEFORE_ALL_KEYS: [CredentialsOrigin; 4] = [
    CredentialsOrigin::new("web_identity_token_file", "a web identity"),
    CredentialsOrigin::new("role_arn", "a role"),
    CredentialsOrigin::new("sso_account_id", "single sign-on"),
    CredentialsOrigin::new("sso_role_name", "single sign-on"),
];

const BEFORE_CONFIG_FILE_KEYS: [CredentialsOrigin; 2] = [
    CredentialsOrigin::new("login_session", "a console session"),
    CredentialsOrigin { key: "credential_process", name: "a process", remedy: RUN },
];

/// botocore ignores these keys on their own, but they explain why there is no access key.
const WITHOUT_KEYS: [CredentialsOrigin; 4] = [
    CredentialsOrigin::new("source_profile", "another profile"),
    CredentialsOrigin::new("credential_source", "a role"),
    CredentialsOrigin::new("sso_session", "single sign-on"),
    CredentialsOrigin::new("sso_start_url", "single sign-on"),
];

const FETCH: &str = "fetch them with the crate `aws-config` and convert them with the feature \
                     `aws-credential-types`";
const RUN: &str = "run its command and pass the output to `Credentials::from_json` of the feature \
                   `json`";

const ACCESS_KEY_ID: &str = "aws_access_key_id";
const SECRET_ACCESS_KEY: &str = "aws_secret_access_key";
