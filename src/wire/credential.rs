//! The value of `X-Amz-Credential` and the credential scope within it.

use super::{encode::split_unreserved, names::AWS4_REQUEST};

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
        let (rest, terminator) = rsplit_slash(text)?;
        let (rest, service) = rsplit_slash(rest)?;
        let (rest, region) = rsplit_slash(rest)?;
        let (access_key_id, day) = rsplit_slash(rest)?;
        let scope = RawScope { day, region: Some(region), service, terminator };
        Some(Self { access_key_id, scope })
    }

    /// Splits a credential from the text after it, in the form that almost all have, of which no part
    /// needs decoding: percent-encoded as in the canonical query, without another escape than the
    /// slashes. `None` for any other form.
    #[inline]
    pub(crate) fn split_encoded(text: &'t str) -> Option<(Self, &'t str)> {
        let mut rest = text;
        let mut next = || {
            let (part, after) = split_unreserved(rest);
            rest = after.strip_prefix("%2F")?;
            Some(part)
        };
        let (access_key_id, day, region, service) = (next()?, next()?, next()?, next()?);
        let scope = RawScope { day, region: Some(region), service, terminator: AWS4_REQUEST };
        Some((Self { access_key_id, scope }, rest.strip_prefix(AWS4_REQUEST)?))
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

/// Whether an access key id is that of temporary credentials of [AWS] or [Alibaba Cloud], which
/// servers reject without their session token.
///
/// [AWS]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
/// [Alibaba Cloud]: https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole
pub(crate) fn is_temporary(access_key_id: &str) -> bool {
    ["ASIA", "STS."].iter().any(|prefix| access_key_id.starts_with(prefix))
}

/// Splits at the last `/` or `%2F`.
fn rsplit_slash(text: &str) -> Option<(&str, &str)> {
    let (bytes, mut end) = (text.as_bytes(), text.len());
    // One comparison for each byte: few others are below `/`.
    while let Some(index) = bytes[..end].iter().rposition(|byte| *byte <= b'/') {
        match bytes[index..] {
            [b'/', ..] => return Some((&text[..index], &text[index + "/".len()..])),
            [b'%', b'2', b'F' | b'f', ..] => {
                return Some((&text[..index], &text[index + "%2F".len()..]));
            }
            _ => end = index,
        }
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
    fn an_encoded_credential_is_split_in_the_same_way() {
        for (text, is_encoded) in [
            ("AKIA%2F20130524%2Fus-east-1%2Fs3%2Faws4_request", true),
            ("%2F20130524%2Fus-east-1%2Fs3%2Faws4_request", true),
            ("AKIA/20130524%2Fus-east-1%2Fs3%2Faws4_request", false),
            ("AKIA%2f20130524%2Fus-east-1%2Fs3%2Faws4_request", false),
            ("a%2Fb%2F20130524%2Fus-east-1%2Fs3%2Faws4_request", false),
            ("a%20b%2F20130524%2Fus-east-1%2Fs3%2Faws4_request", false),
            ("é%2F20130524%2Fus-east-1%2Fs3%2Faws4_request", false),
            ("AKIA%2F20130524%2Fus-east-1%2Fs3%2Faws4_request%2F", false),
            ("AKIA%2F20130524%2Fus-east-1%2Fs3%2Faws4%5Frequest", false),
            ("20130524%2Fus-east-1%2Fs3%2Faws4_request", false),
            ("", false),
        ] {
            let expected = RawCredential::parse(text).filter(|_| is_encoded);
            assert_eq!(expected.is_some(), is_encoded, "{text}");
            for after in ["", "&X-Amz-Date="] {
                let text = [text, after].concat();
                let split = RawCredential::split_encoded(&text).filter(|(_, rest)| *rest == after);
                assert_eq!(split, expected.map(|credential| (credential, after)), "{text}");
            }
        }
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
