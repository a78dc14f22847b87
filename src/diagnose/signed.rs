//! What was signed, as far as an explanation tells.

use alloc::{borrow::Cow, format, string::String, vec::Vec};

use sha2::{Digest, Sha256};

use super::{Cause, Diagnosis, Finding, canonical::Canonical, difference::differences};
use crate::{
    redact::REDACTED,
    sigv4::HexDigest,
    wire::names::{X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN},
};

impl Diagnosis<'_> {
    /// The explanation; the token, which it keeps to itself, is taken from the URL.
    pub(super) fn signed(&self) -> Option<Canonical<'_>> {
        let mut signed = Canonical::read(self.explanation?.canonical_request())?;
        for parameter in signed.parameters.iter_mut().filter(|it| it.value == REDACTED) {
            if let Some(value) = self.sent.raw_parameter(&parameter.name) {
                parameter.value = Cow::Borrowed(value);
            }
        }
        Some(signed)
    }

    /// In what the request that was sent differs from what was signed.
    pub(super) fn sent_differently(&self) -> Vec<Finding> {
        let mut findings: Vec<_> = self.token_changed().into_iter().collect();
        if let Some(signed) = self.signed() {
            findings.extend(differences(&signed, &self.sent.canonical()));
        }
        findings
    }

    /// Whether the token in the URL is another than was signed: the explanation has the hash of the true
    /// text.
    pub(super) fn token_changed(&self) -> Option<Finding> {
        let explanation = self.explanation?;
        let signed = explanation.canonical_request();
        let (name, value) = [X_AMZ_SECURITY_TOKEN, X_AMZ_S3SESSION_TOKEN]
            .into_iter()
            .filter(|name| signed.contains(&redacted(name)))
            .find_map(|name| Some((name, self.sent.raw_parameter(name)?)))?;
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
