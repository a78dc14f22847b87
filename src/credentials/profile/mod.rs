//! A profile of the files that AWS tools share: `~/.aws/credentials` and `~/.aws/config`.

mod sections;
mod shared_file;

use alloc::{format, string::String};

use self::{
    sections::Keys,
    shared_file::{SharedFile, config, credentials},
};
use crate::{
    credentials::{Credentials, environment},
    error::{Error, excerpt},
    region::Region,
};

/// A profile of the files that AWS tools share, with an access key and perhaps a session token and a
/// region: what `aws configure` writes.
///
/// The files are read as botocore, the library below the AWS CLI, reads them. A malformed or ambiguous
/// file is an [`Error`], and so is a profile whose credentials have to be fetched: from a role, single
/// sign-on or a process. The message says who fetches them.
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
/// // From the files themselves: `Profile::load_named("dev")?`.
/// let profile = Profile::parse("dev", credentials_file, config_file)?;
/// let region = profile.region().cloned().unwrap_or_else(|| "us-east-1".into());
/// let presigner = Presigner::new(profile.into_credentials(), region);
/// assert!(presigner.get("my-bucket", "cat.jpg", Expiry::hours(1))?.as_str().contains("eu-central-1"));
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// The [`Credentials`] are wiped from memory when dropped. The text of the files, of which parsing
/// makes copies, is not: it stands on the disk as it is.
#[derive(Clone, Debug)]
pub struct Profile {
    credentials: Credentials,
    region: Option<Region>,
}

impl Profile {
    /// Reads the profile that `AWS_PROFILE` names, or else `default`. Otherwise like
    /// [`load_named`](Self::load_named).
    ///
    /// # Errors
    ///
    /// Those of [`load_named`](Self::load_named), and [`Error::InvalidEnvironmentVariable`] if
    /// `AWS_PROFILE` is not Unicode.
    pub fn load() -> Result<Self, Error> {
        let name = environment("AWS_PROFILE")?;
        Self::load_named(name.as_deref().unwrap_or("default"))
    }

    /// Reads the profile of this name from the files that `AWS_SHARED_CREDENTIALS_FILE` and
    /// `AWS_CONFIG_FILE` name, or else from `~/.aws/credentials` and `~/.aws/config`.
    ///
    /// A variable that is set to nothing counts as unset, a file that is not there as empty. A `~/` at
    /// the beginning of a variable is the home directory.
    ///
    /// # Errors
    ///
    /// Those of [`parse`](Self::parse), and [`Error::UnreadableProfileFile`] if a file is there and
    /// cannot be read.
    pub fn load_named(name: &str) -> Result<Self, Error> {
        Self::find(name, &SharedFile::load(&credentials())?, &SharedFile::load(&config())?)
    }

    /// Finds the profile of this name in the text of a credentials file and of a config file.
    ///
    /// Access key and session token are those of the credentials file, or, if that has no access key
    /// id, of the config file. The region is that of either, and the credentials file wins.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidProfileFile`] if a file is not INI as botocore reads it.
    /// [`Error::MissingProfile`] if the profile is in neither file.
    /// [`Error::InvalidProfile`] if it lacks a key or has a malformed one.
    /// [`Error::UnsupportedProfile`] if its credentials have to be fetched.
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

    /// The credentials of the profile, without the rest.
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
        let found = Found {
            credentials: Part::new(name, credentials, credentials.section(name)),
            config: Part::new(name, config, config.profile_section(name)?),
        };
        if found.both().all(|part| part.keys.is_none()) {
            return Err(Error::MissingProfile {
                profile: excerpt(name),
                credentials_file: credentials.place().into(),
                config_file: config.place().into(),
            });
        }
        Ok(Self { credentials: found.credentials()?, region: found.region()? })
    }
}

/// What the two files say of one profile.
struct Found<'a> {
    credentials: Part<'a>,
    config: Part<'a>,
}

impl<'a> Found<'a> {
    /// The order is botocore's: a role wins over keys, and keys over a process if they stand in the
    /// credentials file.
    fn credentials(&self) -> Result<Credentials, Error> {
        self.refuse(&BEFORE_ANY_KEYS)?;
        if let Some(credentials) = self.credentials.credentials()? {
            return Ok(credentials);
        }
        self.refuse(&BEFORE_KEYS_OF_THE_CONFIG_FILE)?;
        if let Some(credentials) = self.config.credentials()? {
            return Ok(credentials);
        }
        self.refuse(&INSTEAD_OF_KEYS)?;
        let part = self.both().find(|part| part.keys.is_some()).unwrap_or(&self.config);
        Err(part.invalid(ACCESS_KEY_ID, "is missing; add it, or name another profile"))
    }

    fn region(&self) -> Result<Option<Region>, Error> {
        let part = self.both().find(|part| part.has("region"));
        let region = part.map(|part| part.value("region")).transpose()?.flatten();
        Ok(region.filter(|name| !name.is_empty()).map(Region::from))
    }

    fn refuse(&self, origins: &[Origin]) -> Result<(), Error> {
        match origins.iter().find(|origin| self.both().any(|part| part.has(origin.key))) {
            None => Ok(()),
            Some(Origin { key, name: origin, remedy }) => {
                let profile = excerpt(self.config.profile);
                Err(Error::UnsupportedProfile { profile, key, origin, remedy })
            }
        }
    }

    fn both(&self) -> impl Iterator<Item = &Part<'a>> {
        [&self.credentials, &self.config].into_iter()
    }
}

/// What one file says of a profile.
struct Part<'a> {
    profile: &'a str,
    file: &'a SharedFile,
    keys: Option<&'a Keys>,
}

impl<'a> Part<'a> {
    const fn new(profile: &'a str, file: &'a SharedFile, keys: Option<&'a Keys>) -> Self {
        Self { profile, file, keys }
    }

    /// The access key that stands here; never half of one from here and half from elsewhere.
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
            None => Err(self.invalid(key, "is missing; add it to the access key id")),
            Some("") => Err(self.invalid(key, "is empty; set it, or remove the profile")),
            Some(value) => Ok(value),
        }
    }

    fn value(&self, key: &'static str) -> Result<Option<&'a str>, Error> {
        match self.keys.and_then(|keys| keys.get(key)) {
            Some(value) if value.contains('\n') => {
                Err(self.invalid(key, "goes over several lines; write it in one"))
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
            file: self.file.place().into(),
            problem: format!("`{key}` {problem}"),
        }
    }
}

/// Where a profile has its credentials from if not from the files, and how to get them.
struct Origin {
    key: &'static str,
    name: &'static str,
    remedy: &'static str,
}

impl Origin {
    const fn new(key: &'static str, name: &'static str) -> Self {
        Self { key, name, remedy: FETCH }
    }
}

const BEFORE_ANY_KEYS: [Origin; 4] = [
    Origin::new("web_identity_token_file", "a web identity"),
    Origin::new("role_arn", "a role"),
    Origin::new("sso_account_id", "single sign-on"),
    Origin::new("sso_role_name", "single sign-on"),
];

const BEFORE_KEYS_OF_THE_CONFIG_FILE: [Origin; 2] = [
    Origin::new("login_session", "a console session"),
    Origin { key: "credential_process", name: "a process", remedy: RUN },
];

/// botocore passes over these if they stand alone. They say what was meant.
const INSTEAD_OF_KEYS: [Origin; 4] = [
    Origin::new("source_profile", "another profile"),
    Origin::new("credential_source", "a role"),
    Origin::new("sso_session", "single sign-on"),
    Origin::new("sso_start_url", "single sign-on"),
];

const FETCH: &str = "fetch them with the crate `aws-config` and convert them, which the feature \
                     `aws-credential-types` does";
const RUN: &str = "run its command and pass the output to `Credentials::from_json`, which the feature \
                   `json` adds";

const ACCESS_KEY_ID: &str = "aws_access_key_id";
const SECRET_ACCESS_KEY: &str = "aws_secret_access_key";
