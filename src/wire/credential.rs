//! The value of `X-Amz-Credential` and the credential scope within it.

use super::names::AWS4_REQUEST;

/// `id/day/region/service/aws4_request`, split but not decoded.
///
/// The slashes may be percent-encoded. It is split from the end, because the id may contain
/// slashes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct RawCredential<'t> {
    pub(crate) access_key_id: &'t str,
    pub(crate) scope: RawScope<'t>,
}

/// `day/region/service/aws4_request`, split but not decoded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct RawScope<'t> {
    pub(crate) day: &'t str,
    /// `None` for Signature Version 4A, whose regions are in `X-Amz-Region-Set`.
    pub(crate) region: Option<&'t str>,
    pub(crate) service: &'t str,
    /// `aws4_request` in a valid scope.
    pub(crate) terminator: &'t str,
}

impl<'t> RawCredential<'t> {
    /// Returns `None` if there are fewer than five parts.
    pub(crate) fn parse(text: &'t str) -> Option<Self> {
        let (rest, terminator) = rsplit_terminator(text)?;
        let (rest, service) = rsplit_slash(rest)?;
        let (rest, region) = rsplit_slash(rest)?;
        let (access_key_id, day) = rsplit_slash(rest)?;
        let scope = RawScope { day, region: Some(region), service, terminator };
        Some(Self { access_key_id, scope })
    }

    /// Parses a Signature Version 4A credential, `id/day/service/aws4_request`.
    pub(crate) fn parse_v4a(text: &'t str) -> Option<Self> {
        let (rest, terminator) = rsplit_slash(text)?;
        let (rest, service) = rsplit_slash(rest)?;
        let (access_key_id, day) = rsplit_slash(rest)?;
        let scope = RawScope { day, region: None, service, terminator };
        Some(Self { access_key_id, scope })
    }
}

impl<'t> RawScope<'t> {
    /// Returns `None` if there are fewer than four parts.
    pub(crate) fn parse(text: &'t str) -> Option<Self> {
        let (rest, terminator) = rsplit_slash(text)?;
        let (rest, service) = rsplit_slash(rest)?;
        let (day, region) = rsplit_slash(rest)?;
        Some(Self { day, region: Some(region), service, terminator })
    }
}

/// The same as `rsplit_slash`, which takes longer than a comparison with the usual end.
#[inline]
fn rsplit_terminator(text: &str) -> Option<(&str, &str)> {
    match text.strip_suffix("%2Faws4_request") {
        Some(rest) => Some((rest, AWS4_REQUEST)),
        None => rsplit_slash(text),
    }
}

/// Splits at the last `/` or `%2F`.
#[inline]
fn rsplit_slash(text: &str) -> Option<(&str, &str)> {
    let mut bytes = text.as_bytes();
    while let [before @ .., byte] = bytes {
        // One comparison for each byte: few others are below `/`.
        if *byte <= b'/' {
            let separator = match text.as_bytes()[before.len()..] {
                [b'/', ..] => Some("/"),
                [b'%', b'2', b'F' | b'f', ..] => Some("%2F"),
                _ => None,
            };
            if let Some(separator) = separator {
                return Some((&text[..before.len()], &text[before.len() + separator.len()..]));
            }
        }
        bytes = before;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCOPE: RawScope<'_> = RawScope {
        day: "20130524",
        region: Some("us-east-1"),
        service: "s3",
        terminator: "aws4_request",
    };

    #[test]
    fn a_credential_is_split_from_the_end() {
        for (text, access_key_id) in [
            ("AKIA/20130524/us-east-1/s3/aws4_request", "AKIA"),
            ("AKIA%2F20130524%2fus-east-1/s3%2Faws4_request", "AKIA"),
            ("a/b%2Fc/20130524/us-east-1/s3/aws4_request", "a/b%2Fc"),
            ("/20130524/us-east-1/s3/aws4_request", ""),
        ] {
            let expected = RawCredential { access_key_id, scope: SCOPE };
            assert_eq!(RawCredential::parse(text), Some(expected), "{text}");
        }
        assert_eq!(RawCredential::parse("20130524/us-east-1/s3/aws4_request"), None);
        assert_eq!(RawCredential::parse(""), None);
        assert_eq!(RawCredential::parse("a%252Fb%252Fc%252Fd%252Fe"), None);
    }

    #[test]
    fn a_credential_of_version_4a_has_no_region() {
        let parsed = RawCredential::parse_v4a("AKIA/20130524/s3/aws4_request");
        let scope = RawScope { region: None, ..SCOPE };
        assert_eq!(parsed, Some(RawCredential { access_key_id: "AKIA", scope }));
        assert_eq!(RawCredential::parse_v4a("20130524/s3/aws4_request"), None);
    }

    #[test]
    fn a_scope_is_a_credential_without_its_id() {
        assert_eq!(RawScope::parse("20130524/us-east-1/s3/aws4_request"), Some(SCOPE));
        assert_eq!(RawScope::parse("us-east-1/s3/aws4_request"), None);
    }
}
