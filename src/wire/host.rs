//! Host names: a host with its port, and the labels that a name is made of.

use core::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
};

use super::byte_set::ByteSet;

/// A host and its port, as they stand in a URL or in the header `Host`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct HostPort<'t> {
    /// A name, an IPv4 address, or an IPv6 address in brackets.
    pub(crate) name: &'t str,
    /// What follows the colon, which need not be a number; empty if nothing does.
    pub(crate) port: &'t str,
}

impl<'t> HostPort<'t> {
    pub(crate) fn split(text: &'t str) -> Self {
        match text.rsplit_once(':') {
            // The colons inside the brackets of an IPv6 address do not begin a port.
            Some((name, port)) if !port.ends_with(']') => Self { name, port },
            _ => Self { name: text, port: "" },
        }
    }

    /// Whether it is the loopback interface, where nobody else can listen.
    pub(crate) fn is_loopback(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        let address = name.trim_start_matches('[').trim_end_matches(']');
        name == "localhost"
            || name.ends_with(".localhost")
            || name.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
            || address.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback())
    }
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
        && set.contains_all(text)
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

const MAX_LABEL_BYTES: usize = 63;

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn a_port_follows_the_last_colon() {
        for (host, name, port) in [
            ("example.com", "example.com", ""),
            ("example.com:9000", "example.com", "9000"),
            ("example.com:0443", "example.com", "0443"),
            ("example.com:", "example.com", ""),
            ("[::1]", "[::1]", ""),
            ("[::1]:80", "[::1]", "80"),
        ] {
            assert_eq!(HostPort::split(host), HostPort { name, port }, "{host}");
        }
    }

    #[test]
    fn loopback_has_names_and_addresses() {
        for (host, is_loopback) in [
            ("LOCALHOST:9000", true),
            ("bucket.localhost", true),
            ("127.0.0.1", true),
            ("127.1.2.3:9000", true),
            ("[::1]:9000", true),
            ("localhost.example.com", false),
            ("notlocalhost", false),
            ("10.0.0.1", false),
            ("[::2]", false),
        ] {
            assert_eq!(HostPort::split(host).is_loopback(), is_loopback, "{host}");
        }
    }

    #[test]
    fn a_label_is_letters_digits_and_inner_hyphens() {
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
}
