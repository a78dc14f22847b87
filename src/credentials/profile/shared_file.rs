//! One of the two shared files: where it lies, and its sections by profile.

use alloc::{
    format,
    string::{String, ToString},
};
use std::{env, fs, io, path::PathBuf};

use super::sections::{Keys, Sections};
use crate::error::{Error, excerpt};

/// A shared file, and what errors call it.
pub(super) struct SharedFile {
    place: String,
    sections: Sections,
}

/// Which of the two files, and where it lies.
pub(super) struct Location {
    name: &'static str,
    path: Option<PathBuf>,
}

/// `~/.aws/credentials`, or what the environment names.
pub(super) fn credentials() -> Location {
    let path = path("AWS_SHARED_CREDENTIALS_FILE", "credentials");
    Location { name: "credentials file", path }
}

/// `~/.aws/config`, or what the environment names.
pub(super) fn config() -> Location {
    Location { name: "config file", path: path("AWS_CONFIG_FILE", "config") }
}

impl SharedFile {
    pub(super) fn parse(place: String, text: &str) -> Result<Self, Error> {
        match Sections::parse(text) {
            Ok(sections) => Ok(Self { place, sections }),
            Err((line, problem)) => Err(Error::InvalidProfileFile { file: place, line, problem }),
        }
    }

    /// The file as it lies there; a missing one is empty.
    pub(super) fn load(location: &Location) -> Result<Self, Error> {
        let Some(path) = &location.path else {
            return Self::parse(location.name.into(), "");
        };
        let place = format!("{} `{}`", location.name, excerpt(&path.to_string_lossy()));
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(place, &text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::parse(place, ""),
            Err(error) => {
                let problem = error.kind().to_string();
                Err(Error::UnreadableProfileFile { file: place, problem })
            }
        }
    }

    /// What errors call the file.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// The section of exactly this name: in the credentials file, that of the profile.
    pub(super) fn section(&self, name: &str) -> Option<&Keys> {
        self.sections.named(|section| section == name).next()
    }

    /// The section of a profile in the config file: `[profile name]`, or `[default]`.
    pub(super) fn profile_section(&self, name: &str) -> Result<Option<&Keys>, Error> {
        let mut sections = self.sections.named(|section| profile_name(section) == Some(name));
        let first = sections.next();
        if sections.next().is_none() {
            return Ok(first);
        }
        Err(Error::InvalidProfile {
            profile: excerpt(name),
            file: self.place.clone(),
            problem: "it has two sections, of which every tool takes another; remove one".into(),
        })
    }
}

/// The profile that a section of the config file is of, as far as its spelling is beyond doubt:
/// botocore splits the name as a shell would.
fn profile_name(section: &str) -> Option<&str> {
    if section == "default" {
        return Some(section);
    }
    let name = section.strip_prefix("profile")?;
    let word = name.strip_prefix(char::is_whitespace)?.trim();
    let quoted = ['"', '\''].into_iter().find_map(|quote| {
        let inner = word.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains(['"', '\'', '\\'])).then_some(inner)
    });
    let is_plain = !word.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\'));
    quoted.or_else(|| is_plain.then_some(word))
}

/// Where a file lies: what the variable says, or else its place in the home directory.
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
    fn a_section_of_the_config_file_names_a_profile() {
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
