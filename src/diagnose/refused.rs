//! Refusals that say what they are about.

use alloc::{borrow::Cow, format, string::String, vec::Vec};

use super::{
    Cause, Diagnosis, Finding,
    answer::Answer,
    difference::{shown_authorization, shown_header, shown_parameter},
    times::{last_time, parse_time},
};
use crate::{
    inspect::{InspectedUrl, Status},
    wire::{
        names::{AUTHORIZATION, MAX_EXPIRES_SECONDS, X_AMZ_EXPIRES},
        timestamp::Timestamp,
    },
};

impl Diagnosis<'_> {
    pub(super) fn headers_not_signed(&self, answer: &Answer<'_>) -> Vec<Finding> {
        let finding = Finding::new(Cause::HeaderNotSigned);
        let names = answer.element("HeadersNotSigned").unwrap_or_default();
        let names = names.split([',', ';', ' ']).filter(|name| !name.is_empty());
        let said: Vec<_> = names.map(|name| finding.clone().with_theirs(name)).collect();
        let found = if said.is_empty() { self.unsigned_headers_sent() } else { said };
        if found.is_empty() { alloc::vec![finding] } else { found }
    }

    pub(super) fn two_signatures(&self, answer: &Answer<'_>) -> Vec<Finding> {
        let sent = self.authorization_sent();
        if !sent.is_empty() {
            return sent;
        }
        let finding = Finding::new(Cause::TwoSignatures);
        alloc::vec![match answer.element("ArgumentValue") {
            Some(value) => finding.with_theirs(&shown_authorization(&value)),
            None => finding,
        }]
    }

    pub(super) fn clock_skew(&self, answer: &Answer<'_>) -> Vec<Finding> {
        let signed_at = self.sent.presigned().and_then(InspectedUrl::signed_at);
        let signed_at = signed_at.or_else(|| time(answer, "RequestTime"));
        alloc::vec![about_time(Cause::ClockSkew, signed_at, self.server_time(answer))]
    }

    pub(super) fn expired(&self, answer: &Answer<'_>) -> Vec<Finding> {
        let expires_at = self.sent.inspected.as_ref().ok().map(InspectedUrl::expires_at);
        let expires_at = expires_at.or_else(|| time(answer, "Expires"));
        let mut findings = Vec::new();
        findings.extend(self.expires_changed(answer));
        findings.push(about_time(Cause::Expired, expires_at, self.server_time(answer)));
        findings
    }

    /// The server can have received another life than the URL has.
    fn expires_changed(&self, answer: &Answer<'_>) -> Option<Finding> {
        let (ours, theirs) = (self.sent.parameter(X_AMZ_EXPIRES)?, answer.element(X_AMZ_EXPIRES)?);
        let finding = Finding::new(Cause::ParameterChanged);
        (ours != theirs).then(|| {
            let finding = finding.with_ours(&shown_parameter(X_AMZ_EXPIRES, &ours));
            finding.with_theirs(&shown_parameter(X_AMZ_EXPIRES, &theirs))
        })
    }

    pub(super) fn token_expired(&self, answer: &Answer<'_>) -> Vec<Finding> {
        // Google Cloud Storage calls a URL a token.
        match &self.sent.inspected {
            Ok(url) if !url.has_session_token() => self.expired(answer),
            _ => alloc::vec![self.about_access_key(Cause::CredentialsExpired)],
        }
    }

    pub(super) fn invalid_token(&self) -> Vec<Finding> {
        let is_there = self.sent.inspected.as_ref().is_ok_and(InspectedUrl::has_session_token);
        let cause = if is_there { Cause::InvalidSessionToken } else { Cause::MissingSessionToken };
        alloc::vec![self.about_access_key(cause)]
    }

    pub(super) fn unknown_access_key(&self, answer: &Answer<'_>) -> Vec<Finding> {
        let missing_token = self.broken().into_iter();
        let missing_token: Vec<_> =
            missing_token.filter(|it| it.cause() == Cause::MissingSessionToken).collect();
        if !missing_token.is_empty() {
            return missing_token;
        }
        let finding = self.about_access_key(Cause::UnknownAccessKey);
        let theirs = answer.element("AWSAccessKeyId");
        let theirs = theirs.filter(|theirs| finding.ours() != Some(&**theirs));
        alloc::vec![match theirs {
            Some(theirs) => finding.with_theirs(&theirs),
            None => finding,
        }]
    }

    /// Parameters are missing or malformed; if not here, the request was cut on its way.
    pub(super) fn incomplete(&self) -> Vec<Finding> {
        let broken = self.broken();
        if broken.is_empty() { alloc::vec![Finding::new(Cause::ParameterRemoved)] } else { broken }
    }

    pub(super) fn expiry(&self, answer: &Answer<'_>) -> Vec<Finding> {
        let Some(expires) = self.sent.parameter(X_AMZ_EXPIRES) else { return self.incomplete() };
        let is_number = !expires.is_empty() && expires.bytes().all(|byte| byte.is_ascii_digit());
        let seconds = expires.parse::<u64>().ok().filter(|_| is_number);
        let is_too_long = match seconds {
            Some(seconds) if seconds > MAX_EXPIRES_SECONDS.into() => true,
            Some(seconds) if seconds > 0 => answer.message().contains("less than"),
            Some(_) => false,
            None => is_number,
        };
        let cause = if is_too_long { Cause::ExpiryTooLong } else { Cause::MalformedExpiry };
        alloc::vec![Finding::new(cause).with_ours(&expires)]
    }

    pub(super) fn service(&self, answer: &Answer<'_>) -> Vec<Finding> {
        let message = answer.message();
        let after = ["belongs to", "expected", "correct service"];
        let theirs = after.iter().find_map(|phrase| quoted_after(&message, phrase));
        let ours = self.sent.presigned().map(InspectedUrl::service);
        alloc::vec![sides(Cause::WrongService, ours, theirs)]
    }

    /// Servers name the region, or the host to go to.
    pub(super) fn region(&self, answer: &Answer<'_>) -> Vec<Finding> {
        let message = answer.message();
        let region = answer.element("Region");
        let region = region.as_deref().or_else(|| quoted_after(&message, "expecting"));
        let (endpoint, host) = (answer.element("Endpoint"), self.sent.host());
        let ours = self.sent.presigned().and_then(|url| url.region());
        alloc::vec![match (region, &endpoint) {
            (None, Some(endpoint)) => sides(Cause::WrongRegion, Some(&host), Some(endpoint)),
            _ => sides(Cause::WrongRegion, ours, region),
        }]
    }

    pub(super) fn checksum(&self, answer: &Answer<'_>) -> Vec<Finding> {
        let theirs = ["CalculatedDigest", "S3ComputedContentSHA256"];
        let theirs = theirs.into_iter().find_map(|name| answer.element(name));
        let expected = ["ExpectedDigest", "ClientComputedContentSHA256"];
        let expected = || expected.into_iter().find_map(|name| answer.element(name));
        let ours = self.checksums().into_iter().next().map(Cow::Owned).or_else(expected);
        alloc::vec![sides(Cause::ForeignChecksum, ours.as_deref(), theirs.as_deref())]
    }

    /// Checksums among the parameters, or else among the headers that are signed.
    fn checksums(&self) -> Vec<String> {
        let sent = self.sent.canonical();
        let is_checksum = |name: &str| {
            let name = name.to_ascii_lowercase();
            name.starts_with("x-amz-checksum-") || name == "content-md5"
        };
        let parameters = sent.parameters.iter().filter(|parameter| is_checksum(&parameter.name));
        let parameters = parameters.map(|it| shown_parameter(&it.name, &it.value));
        let headers = sent.headers.iter().filter(|(name, _)| is_checksum(name));
        parameters
            .chain(headers.map(|(name, value)| shown_header(name, value.as_deref())))
            .collect()
    }

    /// A refusal without a reason has one, if anything is wrong; else the signature was right.
    pub(super) fn denied(&self, answer: &Answer<'_>) -> Vec<Finding> {
        let mut findings = self.authorization_sent();
        if self.sent.inspected.is_err() {
            findings.extend(self.broken());
        }
        findings.extend(self.unsigned_headers_sent());
        // Ceph has no other words for it.
        findings.extend(self.out_of_time(answer));
        if findings.is_empty() {
            let (finding, message) = (Finding::new(Cause::AccessDenied), answer.message());
            let is_empty = message.is_empty();
            findings.push(if is_empty { finding } else { finding.with_theirs(&message) });
        }
        findings
    }

    pub(super) fn malformed(&self, answer: &Answer<'_>) -> Vec<Finding> {
        let is_about_region = answer.element("Region").is_some();
        let mut findings = self.authorization_sent();
        findings.extend(self.broken());
        if findings.is_empty() && is_about_region {
            return self.region(answer);
        }
        let is_about_signature =
            answer.code().is_some_and(|code| code.starts_with("Authorization"));
        if findings.is_empty() && is_about_signature {
            findings.push(Finding::new(Cause::MalformedParameter).with_theirs(&answer.message()));
        }
        findings
    }

    /// Without a word of the server's there is what we know ourselves.
    pub(super) fn silent(&self, answer: &Answer<'_>) -> Vec<Finding> {
        let mut findings = self.authorization_sent();
        findings.extend(self.broken());
        if findings.iter().all(|finding| finding.cause() != Cause::HtmlEscaped) {
            findings.extend(self.out_of_time(answer));
            findings.extend(self.sent_differently());
        }
        findings.extend(self.unsigned_headers_sent());
        findings
    }

    fn out_of_time(&self, answer: &Answer<'_>) -> Vec<Finding> {
        let status = self.sent.inspected.as_ref().ok().zip(self.at).map(|(url, at)| url.status(at));
        match status {
            Some(Status::NotYetValid { .. }) => self.clock_skew(answer),
            Some(Status::Expired { .. }) => self.expired(answer),
            _ => Vec::new(),
        }
    }

    /// The server's clock.
    fn server_time(&self, answer: &Answer<'_>) -> Option<Timestamp> {
        time(answer, "ServerTime").or_else(|| last_time(&answer.message())).or(self.at)
    }

    fn about_access_key(&self, cause: Cause) -> Finding {
        let ours = self.sent.inspected.as_ref().ok().map(InspectedUrl::access_key_id);
        sides(cause, ours, None)
    }

    pub(super) fn authorization_sent(&self) -> Vec<Finding> {
        let value = self.sent.header(AUTHORIZATION);
        let shown = value.map(|value| shown_authorization(&value));
        let finding = |shown: String| Finding::new(Cause::TwoSignatures).with_theirs(&shown);
        shown.map(finding).into_iter().collect()
    }

    pub(super) fn unsigned_headers_sent(&self) -> Vec<Finding> {
        let names = self.sent.unsigned_headers();
        names.map(|name| Finding::new(Cause::HeaderNotSigned).with_theirs(name)).collect()
    }
}

fn sides(cause: Cause, ours: Option<&str>, theirs: Option<&str>) -> Finding {
    let finding = Finding::new(cause);
    let finding = if let Some(ours) = ours { finding.with_ours(ours) } else { finding };
    if let Some(theirs) = theirs { finding.with_theirs(theirs) } else { finding }
}

fn about_time(cause: Cause, ours: Option<Timestamp>, theirs: Option<Timestamp>) -> Finding {
    let shown = |time: Option<Timestamp>| time.map(|time| format!("{time}"));
    let finding = sides(cause, shown(ours).as_deref(), shown(theirs).as_deref());
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => finding.with_seconds(ours.saturating_since(theirs)),
        _ => finding,
    }
}

fn time(answer: &Answer<'_>, name: &str) -> Option<Timestamp> {
    parse_time(&answer.element(name)?)
}

/// What stands in quotes after a phrase.
fn quoted_after<'m>(message: &'m str, phrase: &str) -> Option<&'m str> {
    let (_, after) = message.split_once(phrase)?;
    let (_, quoted) = after.split_once(['\'', '"', '`'])?;
    let (text, _) = quoted.split_once(['\'', '"', '`'])?;
    Some(text)
}
