//! The region that a presigner signs for.

use alloc::string::{String, ToString};
use core::fmt;

use crate::{
    error::{Error, excerpt},
    wire::host::label_problem,
};

/// The name of an [AWS Region], such as `eu-central-1`, or of a region of another store, such as
/// `auto` or `garage`.
///
/// Functions that take a region accept a string. Signing returns an [`Error::InvalidRegion`] if the
/// name is not a host label (ASCII letters, digits and inner `-`, at most 63 bytes), or if the
/// endpoint is AWS and the name contains an upper-case letter or is an Availability Zone, such as
/// `us-east-1a`. Whether the region exists is not checked.
///
/// `aws-global` selects the global host of AWS, `s3.amazonaws.com`. It is signed as `us-east-1`.
///
/// [AWS Region]: https://docs.aws.amazon.com/general/latest/gr/s3.html
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct Region {
    name: String,
}

impl Region {
    /// Returns the name, unchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The region in the credential scope: `aws-global` is signed as `us-east-1`.
    pub(crate) fn signing_name(&self) -> &str {
        if self.is_aws_global() { "us-east-1" } else { &self.name }
    }

    pub(crate) fn is_aws_global(&self) -> bool {
        self.name == AWS_GLOBAL
    }

    /// Rejects a name that cannot be part of a credential scope or a host name.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match label_problem(&self.name) {
            None => Ok(()),
            Some(problem) => Err(Error::InvalidRegion {
                region: excerpt(&self.name),
                problem: problem.to_string(),
            }),
        }
    }

    /// Rejects names that no AWS region has. Host names are lower-cased, so with upper case, scope and
    /// host would name different regions.
    pub(crate) fn check_aws_name(&self) -> Result<(), Error> {
        let upper_case = self.name.bytes().position(|byte| byte.is_ascii_uppercase());
        let problem = match (upper_case, self.name.as_bytes()) {
            (Some(byte), _) => alloc::format!(
                "has an upper-case letter at byte {byte}, but AWS region names are lower case"
            ),
            (None, [.., b'-', b'1'..=b'9', b'a'..=b'z']) => {
                String::from("names an Availability Zone instead of its Region")
            }
            (None, _) => return Ok(()),
        };
        Err(Error::InvalidRegion { region: excerpt(&self.name), problem })
    }
}

impl From<String> for Region {
    fn from(name: String) -> Self {
        Self { name }
    }
}

impl From<&str> for Region {
    fn from(name: &str) -> Self {
        Self::from(String::from(name))
    }
}

impl From<&String> for Region {
    fn from(name: &String) -> Self {
        Self::from(name.clone())
    }
}

impl From<&Self> for Region {
    fn from(region: &Self) -> Self {
        region.clone()
    }
}

impl AsRef<str> for Region {
    fn as_ref(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Region({:?})", self.name)
    }
}

const AWS_GLOBAL: &str = "aws-global";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_and_debug_keep_the_name_as_passed() {
        let region = Region::from("RegionOne");
        assert_eq!(alloc::format!("{region}, {region:>10}"), "RegionOne,  RegionOne");
        assert_eq!(alloc::format!("{region:?}"), "Region(\"RegionOne\")");
    }
}
