//! What can be told from the URL alone.

use alloc::{string::ToString, vec::Vec};

use super::{
    Cause, Diagnosis, Finding,
    difference::{html_escaped, shown_parameter},
};
use crate::{
    inspect::{InspectedUrl, Lint, NotPresigned},
    wire::names::{HOST, V2_EXPIRES, X_AMZ_EXPIRES, X_AMZ_SIGNATURE},
};

impl Diagnosis<'_> {
    /// What every server refuses.
    pub(super) fn broken(&self) -> Vec<Finding> {
        let escaped = self.html_escaped();
        match &self.sent.inspected {
            Err(_) if !escaped.is_empty() => escaped,
            Ok(url) => url.lints().iter().filter_map(broken).collect(),
            Err(NotPresigned::MissingParameter { name }) => {
                alloc::vec![Finding::new(Cause::ParameterRemoved).with_ours(name)]
            }
            Err(NotPresigned::MalformedParameter { name, .. }) => {
                let value = self.sent.parameter(name).unwrap_or_default();
                let is_expiry = matches!(*name, X_AMZ_EXPIRES | V2_EXPIRES);
                let cause =
                    if is_expiry { Cause::MalformedExpiry } else { Cause::MalformedParameter };
                alloc::vec![Finding::new(cause).with_ours(&shown_parameter(name, &value))]
            }
            Err(_) => alloc::vec![Finding::new(Cause::ParameterRemoved).with_ours(X_AMZ_SIGNATURE)],
        }
    }

    /// What breaks on the way, or is read by the server in another way than by the signer.
    pub(super) fn fragile(&self) -> Vec<Finding> {
        let mut findings = self.broken();
        if let Ok(url) = &self.sent.inspected {
            findings.extend(self.html_escaped());
            findings.extend(url.lints().iter().filter_map(|lint| fragile(lint, url)));
        }
        if self.sent.path.contains("//") {
            findings.push(Finding::new(Cause::PathNormalized).with_ours(self.sent.path));
        }
        findings
    }

    fn html_escaped(&self) -> Vec<Finding> {
        self.sent.html_escaped_name().map(html_escaped).into_iter().collect()
    }
}

fn broken(lint: &Lint) -> Option<Finding> {
    let finding = |cause, ours: &str| Some(Finding::new(cause).with_ours(ours));
    match lint {
        Lint::SignatureVersion2 => Some(Finding::new(Cause::SignatureVersion2)),
        Lint::MalformedSignature { .. } => finding(Cause::MalformedParameter, X_AMZ_SIGNATURE),
        Lint::MissingSessionToken => Some(Finding::new(Cause::MissingSessionToken)),
        Lint::OtherDay { day } => finding(Cause::MalformedParameter, day),
        Lint::ZeroExpiry => finding(Cause::MalformedExpiry, "0"),
        Lint::ExpiryOverSevenDays { seconds } => {
            finding(Cause::ExpiryTooLong, &seconds.to_string())
        }
        Lint::HostNotSigned => Some(Finding::new(Cause::HeaderNotSigned).with_theirs(HOST)),
        Lint::DuplicateParameter { parameter } => finding(Cause::ParameterDuplicated, parameter),
        _ => None,
    }
}

fn fragile(lint: &Lint, url: &InspectedUrl<'_>) -> Option<Finding> {
    let finding = |cause, ours: &str| Some(Finding::new(cause).with_ours(ours));
    match lint {
        Lint::HostOfAnotherRegion { host_region, region } => {
            Some(Finding::new(Cause::WrongRegion).with_ours(region).with_theirs(host_region))
        }
        Lint::HostWithoutRegion { region } => finding(Cause::WrongRegion, region),
        Lint::DefaultPort { .. } => finding(Cause::PortMismatch, url.host()),
        Lint::PlusInPath => finding(Cause::PlusForSpace, url.path()),
        Lint::PlusInQuery { parameter } => finding(Cause::PlusForSpace, parameter),
        Lint::DotSegment { .. } => finding(Cause::PathNormalized, url.path()),
        Lint::DoubleEncodedPath { .. } | Lint::UnencodedCharacter { .. } => {
            finding(Cause::PathReencoded, url.path())
        }
        _ => None,
    }
}
