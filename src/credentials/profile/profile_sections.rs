//! The sections of one profile in both shared files.

use alloc::{format, string::String};

use super::{
    Profile,
    sections::{Section, nested_value},
    shared_file::{SharedFile, config, credentials},
};
use crate::{
    credentials::{
        Credentials,
        settings::{Origin, Setting, SourceSettings},
    },
    error::{Error, excerpt},
    region::Region,
    wire::timestamp::Timestamp,
};

/// Both shared files.
pub(super) struct SharedFiles {
    pub(super) credentials: SharedFile,
    pub(super) config: SharedFile,
}

impl SharedFiles {
    pub(super) fn load() -> Result<Self, Error> {
        Ok(Self {
            credentials: SharedFile::load(&credentials())?,
            config: SharedFile::load(&config())?,
        })
    }

    pub(super) fn sections<'a>(&'a self, profile: &'a str) -> Result<ProfileSections<'a>, Error> {
        let Self { credentials, config } = self;
        let config_section = config.profile_section(profile)?;
        Ok(ProfileSections {
            credentials: ProfileSection::new(profile, credentials, credentials.section(profile)),
            config: ProfileSection::new(profile, config, config_section),
        })
    }
}

/// The sections of one profile in both files.
pub(super) struct ProfileSections<'a> {
    credentials: ProfileSection<'a>,
    config: ProfileSection<'a>,
}

impl<'a> ProfileSections<'a> {
    pub(super) fn profile(&self) -> Result<Profile, Error> {
        if !self.exist() {
            return Err(self.missing());
        }
        Ok(Profile {
            name: self.config.profile.into(),
            credentials: self.credentials()?,
            region: self.region()?,
            settings: self.settings(),
        })
    }

    pub(super) fn exist(&self) -> bool {
        self.both().any(|section| section.keys.is_some())
    }

    pub(super) fn missing(&self) -> Error {
        Error::MissingProfile {
            profile: excerpt(self.config.profile),
            credentials_file: self.credentials.file.description().into(),
            config_file: self.config.file.description().into(),
        }
    }

    pub(super) fn missing_credentials(&self) -> Error {
        Error::MissingCredentials {
            profile: excerpt(self.config.profile),
            credentials_file: self.credentials.file.description().into(),
            config_file: self.config.file.description().into(),
        }
    }

    /// Follows botocore's order: a role takes precedence over keys; keys in the credentials file,
    /// but not those in the config file, take precedence over a process.
    pub(super) fn credentials(&self) -> Result<Credentials, Error> {
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

    /// The command of `credential_process`, if the credentials are from there.
    pub(super) fn credential_process(&self) -> Option<&'a str> {
        match self.credentials() {
            Err(Error::UnsupportedProfile { key: CREDENTIAL_PROCESS, .. }) => {
                self.get(CREDENTIAL_PROCESS).map(|(_, command)| command)
            }
            _ => None,
        }
    }

    pub(super) const fn profile_name(&self) -> &'a str {
        self.config.profile
    }

    pub(super) fn region(&self) -> Result<Option<Region>, Error> {
        let section = self.both().find(|section| section.has("region"));
        let region = section.map(|section| section.value("region")).transpose()?.flatten();
        Ok(region.filter(|name| !name.is_empty()).map(Region::from))
    }

    /// The settings that are not credentials, unchecked.
    pub(super) fn settings(&self) -> SourceSettings {
        SourceSettings {
            region: self.setting("region"),
            endpoint_url: self.endpoint_url(),
            ignore_endpoint_urls: self.setting("ignore_configured_endpoint_urls"),
            dual_stack: self.setting("use_dualstack_endpoint"),
            fips: self.setting("use_fips_endpoint"),
            s3_dual_stack: self.s3_setting("s3.use_dualstack_endpoint").and_then(Result::ok),
            s3_accelerate: self.s3_setting("s3.use_accelerate_endpoint").and_then(Result::ok),
            s3_addressing_style: self.s3_setting("s3.addressing_style"),
            #[cfg(feature = "sigv4a")]
            region_set: self.setting("sigv4a_signing_region_set"),
        }
    }

    /// The endpoint of S3 in the `services` section of the profile, or that of all services.
    fn endpoint_url(&self) -> Option<Result<Setting, Error>> {
        let general = || self.setting("endpoint_url").map(Ok);
        let Some((section, name)) = self.get("services") else { return general() };
        let services = match self.config.file.services_section(self.config.profile, name) {
            Ok(Some(services)) => services,
            Ok(None) => {
                let problem = "names a section `[services …]` that the config file lacks; \
                               add it, or remove the key";
                return Some(Err(section.invalid("services", problem)));
            }
            Err(error) => return Some(Err(error)),
        };
        let url = self.config.nested(services.get("s3"), "s3.endpoint_url");
        url.filter(|url| !url.as_ref().is_ok_and(|url| url.value.is_empty())).or_else(general)
    }

    fn setting(&self, key: &'static str) -> Option<Setting> {
        self.get(key).map(|(section, value)| section.setting(key, value))
    }

    /// A key that is nested in `s3`. One file replaces all keys of `s3` in the other.
    fn s3_setting(&self, key: &'static str) -> Option<Result<Setting, Error>> {
        let section = self.both().find(|section| section.has("s3"))?;
        section.nested(section.keys?.get("s3"), key)
    }

    /// The value of a key, and the section that it is in.
    fn get(&self, key: &str) -> Option<(&ProfileSection<'a>, &'a str)> {
        self.both().find_map(|section| Some((section, section.keys?.get(key)?.as_str())))
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
        let credentials = credentials.with_session_token(session_token.unwrap_or_default());
        Ok(Some(match self.expiration()? {
            Some(expiration) => credentials.with_expiration(expiration),
            None => credentials,
        }))
    }

    /// botocore ignores it, so there is no key that all tools write.
    fn expiration(&self) -> Result<Option<Timestamp>, Error> {
        let set = |key| {
            let value = self.keys?.get(key).filter(|value| !value.is_empty())?;
            Some(self.setting(key, value))
        };
        match EXPIRATIONS.into_iter().find_map(set) {
            Some(expiration) => expiration.time().map(Some),
            None => set(EXPIRATION_IN_UTC).map(|expiration| expiration.time_in_utc()).transpose(),
        }
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

    fn setting(&self, key: &'static str, value: &str) -> Setting {
        let (profile, file) = (excerpt(self.profile), self.file.description().into());
        Setting { value: value.into(), origin: Origin::Profile { profile, file, key } }
    }

    /// A key that is nested in `s3`, whose value is given.
    fn nested(&self, s3: Option<&String>, key: &'static str) -> Option<Result<Setting, Error>> {
        let s3 = s3.filter(|s3| !s3.is_empty())?;
        if !s3.starts_with('\n') {
            let problem = "has a value; write its keys on indented lines below `s3 =`";
            return Some(Err(self.invalid("s3", problem)));
        }
        let value = nested_value(s3, key.strip_prefix("s3.")?)?;
        Some(Ok(self.setting(key, value)))
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
    CredentialsOrigin { key: CREDENTIAL_PROCESS, name: "a process", remedy: RUN },
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

/// The keys of the expiration: of `saml2aws` and `okta-aws-cli`, `okta-awscli`, tools that name it after the session
/// token, and of the AWS CLI's environment variable.
const EXPIRATIONS: [&str; 4] = [
    "x_security_token_expires",
    "aws_expiration",
    "aws_session_expiration",
    "aws_credential_expiration",
];

/// The key of `aws-mfa`, which writes the time in UTC without a time zone.
const EXPIRATION_IN_UTC: &str = "expiration";

const CREDENTIAL_PROCESS: &str = "credential_process";
const ACCESS_KEY_ID: &str = "aws_access_key_id";
const SECRET_ACCESS_KEY: &str = "aws_secret_access_key";
