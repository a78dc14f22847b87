//! A signature that does not match.

use alloc::{string::ToString, vec::Vec};

use super::{
    Cause, Diagnosis, Finding,
    answer::Answer,
    canonical::Canonical,
    difference::{differences, not_sent, shown_header, shown_parameter},
};
use crate::wire::{
    credential::RawScope,
    names::{AWS4_HMAC_SHA256, HOST, X_AMZ_DATE, X_AMZ_SIGNATURE},
};

impl Diagnosis<'_> {
    /// What the server says it received is held against what was signed; if it does not say, what was sent
    /// is.
    pub(super) fn mismatch(&self, answer: &Answer<'_>) -> Vec<Finding> {
        let (text, string_to_sign) = (answer.canonical_request(), answer.string_to_sign());
        let received = text.as_deref().and_then(Canonical::read);
        let signed = self.signed();
        let mut findings = self.authorization_sent();
        findings.extend(self.token_changed());
        findings.extend(match (&signed, &received) {
            (Some(signed), Some(received)) => differences(signed, received),
            (Some(signed), None) => differences(signed, &self.sent.canonical()),
            (None, Some(received)) => differences(&self.sent.received_canonical(), received),
            (None, None) => Vec::new(),
        });
        let string_to_sign = string_to_sign.as_deref().and_then(StringToSign::read);
        for finding in string_to_sign.iter().flat_map(|theirs| self.scope_differences(theirs)) {
            if findings.iter().all(|other| other.cause() != finding.cause()) {
                findings.push(finding);
            }
        }
        findings.extend(self.signature_changed(answer));
        if findings.is_empty() {
            let is_hash_ours = string_to_sign.is_some_and(|theirs| {
                self.explanation.is_some_and(|it| it.canonical_request_sha256() == theirs.hash)
            });
            return match (signed, received) {
                (Some(_), Some(_)) => alloc::vec![self.wrong_secret()],
                (Some(_), None) if is_hash_ours => alloc::vec![self.wrong_secret()],
                (signed, received) => self.suspects(signed.as_ref(), received.as_ref()),
            };
        }
        findings
    }

    fn scope_differences(&self, theirs: &StringToSign<'_>) -> Vec<Finding> {
        let explained = self.explanation.and_then(|it| StringToSign::read(it.string_to_sign()));
        let Some(url) = self.sent.presigned() else { return Vec::new() };
        let date = self.sent.parameter(X_AMZ_DATE).unwrap_or_default();
        let [our_date, our_region, our_service] = match &explained {
            Some(ours) => [ours.date, ours.region, ours.service],
            None => [&*date, url.region().unwrap_or_default(), url.service()],
        };
        let shown_date = |date: &str| shown_parameter(X_AMZ_DATE, date);
        let parts = [
            (Cause::WrongRegion, our_region.to_string(), theirs.region.to_string()),
            (Cause::WrongService, our_service.to_string(), theirs.service.to_string()),
            (Cause::ParameterChanged, shown_date(our_date), shown_date(theirs.date)),
        ];
        let differ = parts.into_iter().filter(|(_, ours, theirs)| ours != theirs);
        differ
            .map(|(cause, ours, theirs)| Finding::new(cause).with_ours(&ours).with_theirs(&theirs))
            .collect()
    }

    fn signature_changed(&self, answer: &Answer<'_>) -> Option<Finding> {
        let (ours, theirs) =
            (self.sent.parameter(X_AMZ_SIGNATURE)?, answer.element("SignatureProvided")?);
        (ours != theirs).then(|| Finding::new(Cause::SignatureChanged))
    }

    /// What may be the cause, as far as we know: nothing that can be seen differs.
    fn suspects(
        &self,
        signed: Option<&Canonical<'_>>,
        received: Option<&Canonical<'_>>,
    ) -> Vec<Finding> {
        let mut suspects = self.fragile();
        suspects.extend(self.unsigned_headers_sent());
        suspects.extend(self.unseen_headers(signed, received));
        suspects.push(self.wrong_secret());
        if let (None, Some(Some(method))) =
            (self.sent.method, received.map(|it| it.method.as_deref()))
        {
            suspects.push(Finding::new(Cause::MethodMismatch).with_theirs(method));
        }
        suspects
    }

    /// Headers whose value is known on one side at most.
    fn unseen_headers(
        &self,
        signed: Option<&Canonical<'_>>,
        received: Option<&Canonical<'_>>,
    ) -> Vec<Finding> {
        let sent = self.sent.canonical();
        let names =
            sent.headers.keys().filter(|name| **name != HOST && sent.header(name).is_none());
        names
            .map(|name| match received.and_then(|received| received.header(name)) {
                Some(theirs) => {
                    let finding = Finding::new(Cause::HeaderChanged).with_ours(name);
                    finding.with_theirs(&shown_header(name, Some(theirs)))
                }
                None => not_sent(name, signed.and_then(|signed| signed.header(name))),
            })
            .collect()
    }

    fn wrong_secret(&self) -> Finding {
        let finding = Finding::new(Cause::WrongSecret);
        match &self.sent.inspected {
            Ok(url) => finding.with_ours(url.access_key_id()),
            Err(_) => finding,
        }
    }
}

/// The lines of a string to sign.
struct StringToSign<'t> {
    date: &'t str,
    region: &'t str,
    service: &'t str,
    hash: &'t str,
}

impl<'t> StringToSign<'t> {
    /// `None` if it is not of version 4.
    fn read(text: &'t str) -> Option<Self> {
        let mut lines = text.split_ascii_whitespace();
        lines.next().filter(|algorithm| *algorithm == AWS4_HMAC_SHA256)?;
        let (date, scope, hash) = (lines.next()?, lines.next()?, lines.next()?);
        let RawScope { region, service, .. } = RawScope::parse(scope)?;
        Some(Self { date, region: region?, service, hash })
    }
}
