//! The region that a presigner signs for.

use alloc::string::{String, ToString};
use core::fmt;

use crate::{
    error::{Error, excerpt},
    wire::host::label_problem,
};

/// A region such as `eu-central-1`; for other stores whatever they call theirs, `auto` or `garage`.
///
/// Wherever a region is wanted, text will do. A name that is not a host label (letters, digits and `-`, at
/// most 63), or for AWS has an upper-case letter, is an [`Error::InvalidRegion`] when signing.
#[derive(Clone, Eq, PartialEq)]
pub struct Region {
    name: String,
}

impl Region {
    /// The region's name as given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The name that is signed: `aws-global` stands for `us-east-1`.
    pub(crate) fn signing_name(&self) -> &str {
        if self.is_aws_global() { "us-east-1" } else { &self.name }
    }

    pub(crate) fn is_aws_global(&self) -> bool {
        self.name == AWS_GLOBAL
    }

    /// Refuses a region that cannot stand in a scope or in a host name.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match label_problem(&self.name) {
            None => Ok(()),
            Some(problem) => Err(Error::InvalidRegion {
                region: excerpt(&self.name),
                problem: problem.to_string(),
            }),
        }
    }

    /// Refuses a region whose name would not stand in a host name as it stands in the scope.
    pub(crate) fn check_lower_case(&self) -> Result<(), Error> {
        let Some(byte) = self.name.bytes().position(|byte| byte.is_ascii_uppercase()) else {
            return Ok(());
        };
        let problem = alloc::format!(
            "has an upper-case letter at byte {byte}, and regions of AWS are lower case"
        );
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

impl From<&Self> for Region {
    fn from(region: &Self) -> Self {
        region.clone()
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
    fn a_region_is_shown_as_it_was_given() {
        let region = Region::from("RegionOne");
        assert_eq!(alloc::format!("{region}, {region:>10}"), "RegionOne,  RegionOne");
        assert_eq!(alloc::format!("{region:?}"), "Region(\"RegionOne\")");
    }
}
