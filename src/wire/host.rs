//! A host with its port, and the labels of a host name.

use core::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
};

use super::byte_set::ByteSet;

/// The host and port of a URL or a `Host` header, raw.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct HostPort<'t> {
    /// A name, an IPv4 address, or an IPv6 address in brackets.
    pub(crate) name: &'t str,
    /// The text after the colon, not checked to be a number; empty if there is no colon.
    pub(crate) port: &'t str,
}

impl<'t> HostPort<'t> {
    pub(crate) fn split(text: &'t str) -> Self {
        match text.rsplit_once(':') {
            // A colon within the brackets of an IPv6 address does not start a port.
            Some((name, port)) if !port.ends_with(']') => Self { name, port },
            _ => Self { name: text, port: "" },
        }
    }

    /// Whether the host is the loopback interface, which other machines cannot reach.
    pub(crate) fn is_loopback(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        let address = name.trim_start_matches('[').trim_end_matches(']');
        name == "localhost"
            || name.ends_with(".localhost")
            || name.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
            || address.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback())
    }
}

/// Whether `text` is a valid label of a host name, in either case.
pub(crate) fn is_label(text: &str) -> bool {
    is_label_of(text, &LABEL)
}

/// Whether `text` is a valid label without upper-case letters.
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

/// URL parsers decode such a label and reject it if it is not valid Punycode.
fn is_punycode(text: &str) -> bool {
    text.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"))
}

/// Why a text is not a valid label of a host name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum LabelProblem {
    Empty,
    TooLong { bytes: usize },
    OuterHyphen,
    Punycode,
    Character { character: char, byte: usize },
}

/// Why `text` is not a valid label of a host name; `None` if it is.
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

/// A predicate, whose subject is the text.
impl fmt::Display for LabelProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::TooLong { bytes } => {
                write!(f, "has {bytes} bytes, but a host label has at most {MAX_LABEL_BYTES}")
            }
            Self::OuterHyphen => f.write_str("begins or ends with `-`"),
            Self::Punycode => {
                f.write_str("begins with `xn--`, which is reserved for international names")
            }
            Self::Character { character, byte } => write!(
                f,
                "has `{}` at byte {byte}, where only letters, digits and `-` are allowed",
                character.escape_debug()
            ),
        }
    }
}

static LOWER_LABEL: ByteSet<3> = ByteSet::from_ranges(&[b'a'..=b'z', b'0'..=b'9', b'-'..=b'-']);
static LABEL: ByteSet<4> =
    ByteSet::from_ranges(&[b'A'..=b'Z', b'a'..=b'z', b'0'..=b'9', b'-'..=b'-']);

const MAX_LABEL_BYTES: usize = 63;

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn the_port_is_after_the_last_colon_outside_brackets() {
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
    fn loopback_is_recognized_by_name_and_by_address() {
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
        for (label, problem) in [
            ("eu-central-1", None),
            ("RegionOne", None),
            ("", Some("is empty")),
            ("a b", Some("has ` ` at byte 1, where only letters, digits and `-` are allowed")),
            (
                "us-east-2!",
                Some("has `!` at byte 9, where only letters, digits and `-` are allowed"),
            ),
            ("us\n", Some("has `\\n` at byte 2, where only letters, digits and `-` are allowed")),
            ("é", Some("has `é` at byte 0, where only letters, digits and `-` are allowed")),
            ("-a", Some("begins or ends with `-`")),
            (&"a".repeat(63), None),
            (&"a".repeat(64), Some("has 64 bytes, but a host label has at most 63")),
            (
                &("a".repeat(62) + "_"),
                Some("has `_` at byte 62, where only letters, digits and `-` are allowed"),
            ),
        ] {
            assert_eq!(
                label_problem(label).map(|problem| problem.to_string()).as_deref(),
                problem,
                "{label:?}"
            );
        }
    }
}
