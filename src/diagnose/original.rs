//! The request as it was signed, as far as the caller knows it.

use alloc::{borrow::Cow, format, string::String};

use sha2::{Digest, Sha256};

use super::{Cause, Finding, canonical::Canonical, sent_request::SentRequest};
use crate::{
    presign::Explanation,
    redact::REDACTED,
    sigv4::HexDigest,
    wire::names::{X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN},
};

/// What was signed, apart from what the URL says.
#[derive(Clone, Debug, Default)]
pub(super) struct Original<'a> {
    pub(super) explanation: Option<&'a Explanation>,
}

impl Original<'_> {
    /// The canonical request. The session token, which an explanation does not hold, is taken from the URL.
    pub(super) fn canonical<'s>(&'s self, sent: &SentRequest<'s>) -> Option<Canonical<'s>> {
        let mut signed = Canonical::parse(self.explanation?.canonical_request())?;
        for parameter in signed.parameters.iter_mut().filter(|it| it.value == REDACTED) {
            if let Some(value) = sent.raw_parameter(&parameter.name) {
                parameter.value = Cow::Borrowed(value);
            }
        }
        Some(signed)
    }

    /// Whether the session token in the URL is not the one that was signed: the explanation has the hash of
    /// the text that is not redacted.
    pub(super) fn token_changed(&self, sent: &SentRequest<'_>) -> Option<Finding> {
        let explanation = self.explanation?;
        let signed = explanation.canonical_request();
        let (name, value) = [X_AMZ_SECURITY_TOKEN, X_AMZ_S3SESSION_TOKEN]
            .into_iter()
            .filter(|name| signed.contains(&redacted(name)))
            .find_map(|name| Some((name, sent.raw_parameter(name)?)))?;
        let text = signed.replacen(&redacted(name), &format!("{name}={value}"), 1);
        let hash: [u8; 32] = Sha256::digest(&text).into();
        let is_known = !text.contains(REDACTED);
        let is_same = explanation.canonical_request_sha256() == &*HexDigest::of(&hash);
        let finding = Finding::new(Cause::ParameterChanged);
        (is_known && !is_same)
            .then(|| finding.with_ours(&redacted(name)).with_theirs(&redacted(name)))
    }
}

fn redacted(name: &str) -> String {
    format!("{name}={REDACTED}")
}
