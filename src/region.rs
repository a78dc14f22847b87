//! The region that a presigner signs for.

use alloc::string::{String, ToString};
use core::fmt;

use crate::{
    endpoint::partition::Partition,
    error::{Error, excerpt},
    sigv4::byte_set::ByteSet,
};

/// A region such as `eu-central-1`; for other stores whatever they call theirs, `auto` or `garage`.
///
/// Wherever a region is wanted, text will do. A name that is no host label (letters, digits and `-`, at
/// most 63), or for AWS has an upper-case letter, is an [`Error::InvalidRegion`] when signing.
#[derive(Clone, Eq, PartialEq)]
pub struct Region {
    name: String,
    /// Looked up once, here, instead of for every URL.
    partition: &'static Partition,
    /// Likewise.
    problem: Option<LabelProblem>,
    /// The first of the upper-case letters, which AWS has none of.
    upper_case_at: Option<usize>,
    /// What the regional hosts of S3 end with, from a dot on.
    host_tail: String,
    /// Where in it the part begins that the others end with.
    host_suffix_at: usize,
}

impl Region {
    /// The region's name as given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The name that is signed: `aws-global` stands for `us-east-1`.
    pub(crate) fn signing_name(&self) -> &str {
        signing_name(&self.name)
    }

    pub(crate) fn is_aws_global(&self) -> bool {
        self.name == AWS_GLOBAL
    }

    /// What the regional hosts of S3 end with: `.eu-central-1.amazonaws.com`.
    pub(crate) fn host_tail(&self) -> &str {
        &self.host_tail
    }

    /// What the other hosts of S3 end with: `.amazonaws.com`.
    pub(crate) fn host_suffix(&self) -> &str {
        &self.host_tail[self.host_suffix_at..]
    }

    pub(crate) const fn partition(&self) -> &'static Partition {
        self.partition
    }

    /// Refuses a region that cannot stand in a scope or in a host name.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match self.problem {
            None => Ok(()),
            Some(problem) => Err(Error::InvalidRegion {
                region: excerpt(&self.name),
                problem: problem.to_string(),
            }),
        }
    }

    /// Refuses a region whose name would not stand in a host name as it stands in the scope.
    pub(crate) fn check_lower_case(&self) -> Result<(), Error> {
        let Some(byte) = self.upper_case_at else {
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
        let (partition, problem) = (Partition::of(&name), label_problem(&name));
        let host_tail = [".", signing_name(&name), ".", partition.dns_suffix].concat();
        let upper_case_at = name.bytes().position(|byte| byte.is_ascii_uppercase());
        let host_suffix_at = ".".len() + signing_name(&name).len();
        Self { name, partition, problem, upper_case_at, host_tail, host_suffix_at }
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

fn signing_name(name: &str) -> &str {
    if name == AWS_GLOBAL { "us-east-1" } else { name }
}

/// Whether `text` can be one label of a host name.
pub(crate) fn is_label(text: &str) -> bool {
    is_label_of(text, &LABEL)
}

/// The same without upper case.
pub(crate) fn is_lower_label(text: &str) -> bool {
    is_label_of(text, &LOWER_LABEL)
}

#[inline]
fn is_label_of<const RANGES: usize>(text: &str, set: &ByteSet<RANGES>) -> bool {
    matches!(text.len(), 1..=MAX_LABEL_BYTES)
        && set.holds_all(text)
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !is_punycode(text)
}

/// URL parsers decode such a label, and refuse most.
fn is_punycode(text: &str) -> bool {
    text.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"))
}

/// What keeps a text from being one label of a host name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum LabelProblem {
    Empty,
    TooLong { bytes: usize },
    OuterHyphen,
    Punycode,
    Character { character: char, byte: usize },
}

/// What keeps `text` from being one label of a host name, if anything does.
pub(crate) fn label_problem(text: &str) -> Option<LabelProblem> {
    if is_label(text) {
        return None;
    }
    if text.is_empty() {
        return Some(LabelProblem::Empty);
    }
    if text.len() > MAX_LABEL_BYTES {
        return Some(LabelProblem::TooLong { bytes: text.len() });
    }
    if text.starts_with('-') || text.ends_with('-') {
        return Some(LabelProblem::OuterHyphen);
    }
    if is_punycode(text) {
        return Some(LabelProblem::Punycode);
    }
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let (byte, character) = text.char_indices().find(|(_, c)| !is_allowed(*c))?;
    Some(LabelProblem::Character { character, byte })
}

/// Completes a sentence that begins with the text.
impl fmt::Display for LabelProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::TooLong { bytes } => {
                write!(f, "has {bytes} bytes, and a host label at most {MAX_LABEL_BYTES}")
            }
            Self::OuterHyphen => f.write_str("begins or ends with `-`"),
            Self::Punycode => f.write_str("begins with `xn--`, which is for international names"),
            Self::Character { character, byte } => write!(
                f,
                "has `{}` at byte {byte}, where only letters, digits and `-` may stand",
                character.escape_debug()
            ),
        }
    }
}

static LOWER_LABEL: ByteSet<3> = ByteSet::of(&[b'a'..=b'z', b'0'..=b'9', b'-'..=b'-']);
static LABEL: ByteSet<4> = ByteSet::of(&[b'A'..=b'Z', b'a'..=b'z', b'0'..=b'9', b'-'..=b'-']);

const AWS_GLOBAL: &str = "aws-global";

const MAX_LABEL_BYTES: usize = 63;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_a_host_label() {
        for (region, problem) in [
            ("eu-central-1", None),
            ("RegionOne", None),
            ("", Some("is empty")),
            ("a b", Some("has ` ` at byte 1, where only letters, digits and `-` may stand")),
            ("us-east-2!", Some("has `!` at byte 9, where only letters, digits and `-` may stand")),
            ("us\n", Some("has `\\n` at byte 2, where only letters, digits and `-` may stand")),
            ("é", Some("has `é` at byte 0, where only letters, digits and `-` may stand")),
            ("-a", Some("begins or ends with `-`")),
            (&"a".repeat(63), None),
            (&"a".repeat(64), Some("has 64 bytes, and a host label at most 63")),
            (
                &("a".repeat(62) + "_"),
                Some("has `_` at byte 62, where only letters, digits and `-` may stand"),
            ),
        ] {
            assert_eq!(
                label_problem(region).map(|problem| problem.to_string()).as_deref(),
                problem,
                "{region:?}"
            );
        }
    }

    #[test]
    fn a_region_is_shown_as_it_was_given() {
        let region = Region::from("RegionOne");
        assert_eq!(alloc::format!("{region}, {region:>10}"), "RegionOne,  RegionOne");
        assert_eq!(alloc::format!("{region:?}"), "Region(\"RegionOne\")");
    }
}
