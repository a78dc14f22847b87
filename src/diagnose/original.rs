//! The request as it was signed, as far as it is known.

use alloc::{borrow::Cow, format, string::String, vec::Vec};

use sha2::{Digest, Sha256};

use super::{
    Cause, Finding, canonical::Canonical, sent_request::SentRequest, string_to_sign::StringToSign,
};
use crate::{
    redact::REDACTED,
    sigv4::{HexDigest, headers::canonical_value},
    wire::names::{X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN},
};

/// What was signed, apart from what the URL says.
#[derive(Clone, Default)]
pub(super) struct Original<'a> {
    /// The canonical request, redacted, and the string to sign, which has the hash of what is not.
    pub(super) texts: Option<(&'a str, &'a str)>,
    pub(super) headers: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Original<'a> {
    /// The canonical request. The session token, which the text does not contain, is taken from the
    /// URL. A header that is redacted in the text is unknown unless it is given. If only headers are
    /// known, all other lines are those of `other`.
    pub(super) fn canonical<'s>(
        &'s self,
        other: &Canonical<'s>,
        sent: &SentRequest<'s>,
    ) -> Option<Canonical<'s>>
    where
        'a: 's,
    {
        let Some((text, _)) = self.texts else { return self.with_headers(other) };
        let mut signed = Canonical::parse(text)?;
        for parameter in signed.parameters.iter_mut().filter(|it| it.value == REDACTED) {
            if let Some(value) = sent.raw_parameter(&parameter.name) {
                parameter.value = Cow::Borrowed(value);
            }
        }
        for (name, value) in &mut signed.headers {
            if value.as_deref() == Some(REDACTED) {
                *value = self.known_header(name);
            }
        }
        Some(signed)
    }

    fn with_headers<'s>(&'s self, other: &Canonical<'s>) -> Option<Canonical<'s>> {
        if self.headers.is_empty() {
            return None;
        }
        let mut signed = Canonical { method: None, ..other.clone() };
        for (name, value) in signed.headers.iter_mut().filter(|(name, _)| **name != *"host") {
            *value = self.known_header(name);
        }
        Some(signed)
    }

    fn known_header<'s>(&self, name: &str) -> Option<Cow<'s, str>> {
        self.header(name).map(|value| Cow::Owned(value.into_owned()))
    }

    /// The value of a header that was signed.
    pub(super) fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(other, _)| other.trim().eq_ignore_ascii_case(name))?;
        Some(canonical_value(Cow::Borrowed(value)))
    }

    pub(super) fn string_to_sign(&self) -> Option<StringToSign<'a>> {
        StringToSign::parse(self.texts?.1)
    }

    /// Whether the string to sign has the hash of this canonical request; `None` if it is not known.
    pub(super) fn is_hash_of(&self, canonical_request: &str) -> Option<bool> {
        let hash: [u8; 32] = Sha256::digest(canonical_request).into();
        Some(self.string_to_sign()?.hash == &*HexDigest::encode(&hash))
    }

    /// Whether the session token in the URL is not the one that was signed: the string to sign has
    /// the hash of the text that is not redacted.
    pub(super) fn token_changed(&self, sent: &SentRequest<'_>) -> Option<Finding> {
        let (signed, _) = self.texts?;
        let (name, value) = [X_AMZ_SECURITY_TOKEN, X_AMZ_S3SESSION_TOKEN]
            .into_iter()
            .filter(|name| signed.contains(&redacted(name)))
            .find_map(|name| Some((name, sent.raw_parameter(name)?)))?;
        let text = signed.replacen(&redacted(name), &format!("{name}={value}"), 1);
        let is_known = !text.contains(REDACTED);
        let is_same = self.is_hash_of(&text)?;
        let finding = Finding::concluded(Cause::ParameterChanged);
        (is_known && !is_same)
            .then(|| finding.with_ours(&redacted(name)).with_theirs(&redacted(name)))
    }
}

fn redacted(name: &str) -> String {
    format!("{name}={REDACTED}")
}
