//! One of the two shared files: its location, and its sections by profile.

use alloc::{
    format,
    string::{String, ToString},
};
use std::{env, fs, io, path::PathBuf};

use super::sections::{Section, Sections};
use crate::error::{Error, excerpt};

/// A parsed shared file.
pub(super) struct SharedFile {
    /// The name of the file, and its path if known, for error messages.
    description: String,
    sections: Sections,
}

/// The name and path of a shared file; no path if there is no home directory.
pub(super) struct SharedFileLocation {
    name: &'static str,
    path: Option<PathBuf>,
}

/// `~/.aws/credentials`, or the path in `AWS_SHARED_CREDENTIALS_FILE`.
pub(super) fn credentials() -> SharedFileLocation {
    let path = path("AWS_SHARED_CREDENTIALS_FILE", "credentials");
    SharedFileLocation { name: "credentials file", path }
}

/// `~/.aws/config`, or the path in `AWS_CONFIG_FILE`.
pub(super) fn config() -> SharedFileLocation {
    SharedFileLocation { name: "config file", path: path("AWS_CONFIG_FILE", "config") }
}

impl SharedFile {
    /// Parses the text of a file, which may begin with a byte order mark.
    pub(super) fn parse(description: String, text: &str) -> Result<Self, Error> {
        match Sections::parse(text.strip_prefix('\u{feff}').unwrap_or(text)) {
            Ok(sections) => Ok(Self { description, sections }),
            Err((line, problem)) => {
                Err(Error::InvalidProfileFile { file: description, line, problem })
            }
        }
    }

    /// Reads and parses the file; a missing file is empty.
    pub(super) fn load(location: &SharedFileLocation) -> Result<Self, Error> {
        let Some(path) = &location.path else {
            return Self::parse(location.name.into(), "");
        };
        let description = format!("{} `{}`", location.name, excerpt(&path.to_string_lossy()));
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(description, &text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::parse(description, ""),
            Err(error) => {
                let problem = error.kind().to_string();
                Err(Error::UnreadableProfileFile { file: description, problem })
            }
        }
    }

    pub(super) fn description(&self) -> &str {
        &self.description
    }

    /// The section of a profile in the credentials file, `[name]`.
    pub(super) fn section(&self, name: &str) -> Option<&Section> {
        self.sections.named(|section| section == name).next()
    }

    /// The section of a profile in the config file: `[profile name]`, or `[default]`.
    pub(super) fn profile_section(&self, name: &str) -> Result<Option<&Section>, Error> {
        self.only_section(name, "two sections define it", |section| {
            profile_name(section) == Some(name)
        })
    }

    /// The section `[services name]` in the config file.
    pub(super) fn services_section(
        &self,
        profile: &str,
        name: &str,
    ) -> Result<Option<&Section>, Error> {
        self.only_section(profile, "two sections define its `services`", |section| {
            name_after("services", section) == Some(name)
        })
    }

    fn only_section(
        &self,
        profile: &str,
        repeated: &str,
        is_match: impl Fn(&str) -> bool,
    ) -> Result<Option<&Section>, Error> {
        let mut sections = self.sections.named(is_match);
        let first = sections.next();
        if sections.next().is_none() {
            return Ok(first);
        }
        Err(Error::InvalidProfile {
            profile: excerpt(profile),
            file: self.description.clone(),
            problem: format!("{repeated}, and tools disagree on which applies; remove one"),
        })
    }
}

/// The profile that a section of the config file defines.
fn profile_name(section: &str) -> Option<&str> {
    if section == "default" { Some(section) } else { name_after("profile", section) }
}

/// The name after the kind of a section. botocore splits the two like a shell; only plain and
/// quoted names are supported here.
fn name_after<'a>(kind: &str, section: &'a str) -> Option<&'a str> {
    let name = section.strip_prefix(kind)?;
    let word = name.strip_prefix(char::is_whitespace)?.trim();
    let quoted = ['"', '\''].into_iter().find_map(|quote| {
        let inner = word.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains(['"', '\'', '\\'])).then_some(inner)
    });
    let is_plain = !word.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\'));
    quoted.or_else(|| is_plain.then_some(word))
}

/// The path in the variable, or the default in the home directory.
fn path(variable: &str, name: &str) -> Option<PathBuf> {
    match env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from) {
        None => Some(env::home_dir()?.join(".aws").join(name)),
        Some(path) => match path.strip_prefix("~") {
            Ok(rest) => Some(env::home_dir()?.join(rest)),
            Err(_) => Some(path),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_name_in_the_config_file_is_a_profile_name() {
        for (section, name) in [
            ("default", Some("default")),
            ("profile default", Some("default")),
            ("profile dev", Some("dev")),
            ("profile\t dev", Some("dev")),
            ("profile \"dev team\"", Some("dev team")),
            ("profile 'dev team'", Some("dev team")),
            ("profile d\u{e9}v", Some("d\u{e9}v")),
            ("profile dev team", None),
            ("profile dev\\ team", None),
            ("profile \"dev", None),
            ("profile d\"e\"v", None),
            ("profile", None),
            ("profiledev", None),
            ("dev", None),
            ("Default", None),
            ("sso-session dev", None),
        ] {
            assert_eq!(profile_name(section), name, "{section}");
        }
    }
}
