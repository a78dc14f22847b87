//! Defects that the URL shows by itself.

use alloc::{string::ToString, vec::Vec};

use super::{
    Cause, Certainty, Finding,
    difference::{html_escaped, shown_parameter},
    sent_request::SentRequest,
};
use crate::{
    endpoint::partition::Partition,
    inspect::{InspectedUrl, Lint, NotPresigned},
    wire::{
        host::HostPort,
        names::{HOST, V2_EXPIRES, X_AMZ_EXPIRES, X_AMZ_SIGNATURE},
    },
};

/// What every server refuses.
pub(super) fn defects(sent: &SentRequest<'_>) -> Vec<Finding> {
    let finding = |cause, ours: &str| alloc::vec![Finding::concluded(cause).with_ours(ours)];
    match &sent.inspected {
        Ok(url) => url.lints().iter().filter_map(defect).collect(),
        Err(problem) => match (escaped(sent), problem) {
            (Some(escaped), _) => alloc::vec![escaped],
            (None, NotPresigned::MissingParameter { name }) => {
                finding(Cause::ParameterRemoved, name)
            }
            (None, NotPresigned::MalformedParameter { name, .. }) => {
                let value = sent.parameter(name).unwrap_or_default();
                let is_expiry = matches!(*name, X_AMZ_EXPIRES | V2_EXPIRES);
                let cause =
                    if is_expiry { Cause::MalformedExpiry } else { Cause::MalformedParameter };
                finding(cause, &shown_parameter(name, &value))
            }
            (None, NotPresigned::Escaped { found, character: '&' }) => {
                finding(Cause::MalformedParameter, found)
            }
            (None, NotPresigned::OtherSignature { service }) => {
                finding(Cause::NotAwsSignature, service)
            }
            (None, _) => finding(Cause::ParameterRemoved, X_AMZ_SIGNATURE),
        },
    }
}

/// Defects, and what clients and proxies change or servers parse in different ways.
pub(super) fn suspect_parts(sent: &SentRequest<'_>) -> Vec<Finding> {
    let mut findings = defects(sent);
    if let Ok(url) = &sent.inspected {
        findings.extend(escaped(sent));
        findings.extend(url.lints().iter().filter_map(|lint| suspect(lint, url)));
    }
    if sent.path.contains("//") {
        findings.push(Finding::concluded(Cause::PathNormalized).with_ours(sent.path));
    }
    findings
}

/// A parameter of the signature whose name is in another case, so that S3 does not find the
/// signature. Some other servers do.
pub(super) fn name_in_other_case(sent: &SentRequest<'_>) -> Option<Finding> {
    let url = sent.inspected.as_ref().ok()?;
    let lints = url.lints();
    let name = lints.iter().find_map(|lint| match lint {
        Lint::NameInOtherCase { parameter, .. } => Some(parameter),
        _ => None,
    })?;
    let is_aws = Partition::strip_dns_suffix(HostPort::split(url.host()).name).is_some();
    let certainty = if is_aws { Certainty::Concluded } else { Certainty::Suspected };
    let finding = Finding::suspected(Cause::MalformedParameter).with_ours(name);
    Some(finding.with_certainty(certainty))
}

fn escaped(sent: &SentRequest<'_>) -> Option<Finding> {
    sent.html_escaped_name().map(html_escaped)
}

fn defect(lint: &Lint) -> Option<Finding> {
    let finding = |cause, ours: &str| Some(Finding::concluded(cause).with_ours(ours));
    match lint {
        Lint::SignatureVersion2 => Some(Finding::concluded(Cause::SignatureVersion2)),
        Lint::MalformedSignature { .. } => finding(Cause::MalformedParameter, X_AMZ_SIGNATURE),
        Lint::MissingSessionToken => Some(Finding::concluded(Cause::MissingSessionToken)),
        Lint::OtherDay { day } => finding(Cause::MalformedParameter, day),
        Lint::ZeroExpiry => finding(Cause::MalformedExpiry, "0"),
        Lint::ExpiryOverSevenDays { seconds } => {
            finding(Cause::ExpiryTooLong, &seconds.to_string())
        }
        Lint::HostNotSigned => Some(Finding::concluded(Cause::HeaderNotSigned).with_theirs(HOST)),
        Lint::DuplicateParameter { parameter } => finding(Cause::ParameterDuplicated, parameter),
        Lint::MultiRegionAccessPoint => Some(Finding::concluded(Cause::SingleRegionSignature)),
        Lint::WebsiteEndpoint => Some(Finding::concluded(Cause::WebsiteEndpoint)),
        _ => None,
    }
}

fn suspect(lint: &Lint, url: &InspectedUrl<'_>) -> Option<Finding> {
    let finding = |cause, ours: &str| Some(Finding::concluded(cause).with_ours(ours));
    match lint {
        Lint::HostOfAnotherRegion { host_region, region } => {
            Some(Finding::concluded(Cause::WrongRegion).with_ours(region).with_theirs(host_region))
        }
        Lint::HostOfAnotherService { host_service, service } => Some(
            Finding::concluded(Cause::WrongService).with_sides(Some(service), Some(host_service)),
        ),
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
