//! The differences between two canonical requests.

use alloc::{borrow::Cow, collections::BTreeMap, format, string::String, vec::Vec};

use percent_encoding::percent_decode_str;

use super::{
    Cause, Finding,
    canonical::{Canonical, EncodedParameter, unescaped},
    encoding::Encoding,
};
use crate::{
    redact::{REDACTED, shown_value},
    sigv4::{PathEncoding, PathNormalization, path::canonical_path},
    wire::{
        credential::RawCredential,
        encode::decode_fully,
        host::HostPort,
        names::{AUTHORIZATION, HOST, X_AMZ_CREDENTIAL, X_AMZ_SIGNATURE},
    },
};

/// All differences between two canonical requests; what is unknown in one of them is not a
/// difference.
pub(super) fn differences(ours: &Canonical<'_>, theirs: &Canonical<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(method(ours, theirs));
    findings.extend(host(ours, theirs));
    findings.extend(path_difference(&ours.path, &theirs.path));
    findings.extend(parameters(&ours.parameters, &theirs.parameters));
    findings.extend(headers(ours, theirs));
    findings.extend(payload_hash(ours, theirs));
    findings
}

fn method(ours: &Canonical<'_>, theirs: &Canonical<'_>) -> Option<Finding> {
    difference(Cause::MethodMismatch, ours.method.as_deref()?, theirs.method.as_deref()?)
}

fn host(ours: &Canonical<'_>, theirs: &Canonical<'_>) -> Option<Finding> {
    let (ours, theirs) = (ours.header(HOST)?, theirs.header(HOST)?);
    let is_one_name = HostPort::split(ours).name.eq_ignore_ascii_case(HostPort::split(theirs).name);
    let cause = if is_one_name { Cause::PortMismatch } else { Cause::HostMismatch };
    if ours.eq_ignore_ascii_case(theirs) { None } else { difference(cause, ours, theirs) }
}

pub(super) fn path_difference(ours: &str, theirs: &str) -> Option<Finding> {
    let cause = match Encoding::between(ours, theirs) {
        Some(Encoding::PlusForSpace) => Cause::PlusForSpace,
        Some(Encoding::Again) => Cause::PathReencoded,
        None if normalized(ours) == normalized(theirs) => Cause::PathNormalized,
        None => Cause::PathChanged,
    };
    difference(cause, ours, theirs)
}

fn payload_hash(ours: &Canonical<'_>, theirs: &Canonical<'_>) -> Option<Finding> {
    let (ours, theirs) = (ours.payload_hash.as_deref()?, theirs.payload_hash.as_deref()?);
    difference(Cause::PayloadHashMismatch, ours, theirs)
}

/// Differing parameters, or if there are none, a differing order.
fn parameters(ours: &[EncodedParameter<'_>], theirs: &[EncodedParameter<'_>]) -> Vec<Finding> {
    let is_escaped = |parameter: &&EncodedParameter<'_>| unescaped(&parameter.name).is_some();
    if let Some(escaped) = theirs.iter().find(is_escaped)
        && !ours.iter().any(|parameter| is_escaped(&parameter))
    {
        let mut findings = alloc::vec![html_escaped(&escaped.name)];
        findings.extend(values(ours, &unescaped_all(theirs)));
        return findings;
    }
    let findings = values(ours, theirs);
    if findings.is_empty() { reordered(ours, theirs).into_iter().collect() } else { findings }
}

fn values(ours: &[EncodedParameter<'_>], theirs: &[EncodedParameter<'_>]) -> Vec<Finding> {
    let mut values: BTreeMap<&str, [Vec<&str>; 2]> = BTreeMap::new();
    for (side, parameters) in [ours, theirs].into_iter().enumerate() {
        for EncodedParameter { name, value } in parameters {
            values.entry(name).or_default()[side].push(value);
        }
    }
    values.iter().flat_map(|(name, [ours, theirs])| values_of(name, ours, theirs)).collect()
}

fn reordered(ours: &[EncodedParameter<'_>], theirs: &[EncodedParameter<'_>]) -> Option<Finding> {
    let mut pairs = ours.iter().zip(theirs);
    let (our, their) = pairs.find(|(ours, theirs)| ours.name != theirs.name)?;
    let finding = Finding::concluded(Cause::ParametersReordered);
    Some(finding.with_ours(&our.name).with_theirs(&their.name))
}

/// The parameters as they were before the URL was escaped for HTML.
fn unescaped_all<'t>(parameters: &'t [EncodedParameter<'_>]) -> Vec<EncodedParameter<'t>> {
    let unescape = |EncodedParameter { name, value }: &'t EncodedParameter<'_>| EncodedParameter {
        name: Cow::Borrowed(unescaped(name).unwrap_or(name)),
        value: Cow::Borrowed(value),
    };
    let parameters = parameters.iter().map(unescape);
    parameters.filter(|parameter| parameter.name != X_AMZ_SIGNATURE).collect()
}

pub(super) fn html_escaped(name: &str) -> Finding {
    Finding::concluded(Cause::HtmlEscaped).with_theirs(name)
}

fn values_of(name: &str, ours: &[&str], theirs: &[&str]) -> Vec<Finding> {
    let shown = |values: &[&str]| {
        let parameters: Vec<_> = values.iter().map(|value| shown_parameter(name, value)).collect();
        parameters.join("&")
    };
    match (ours, theirs) {
        ([], _) => {
            alloc::vec![Finding::concluded(Cause::ParameterAdded).with_theirs(&shown(theirs))]
        }
        (_, []) => alloc::vec![Finding::concluded(Cause::ParameterRemoved).with_ours(&shown(ours))],
        ([our], [their]) => value_of(name, our, their),
        _ if ours == theirs => Vec::new(),
        _ => {
            let finding = Finding::concluded(Cause::ParameterDuplicated);
            alloc::vec![finding.with_ours(&shown(ours)).with_theirs(&shown(theirs))]
        }
    }
}

fn value_of(name: &str, ours: &str, theirs: &str) -> Vec<Finding> {
    // An explanation does not hold the session token.
    if ours == theirs || [ours, theirs].contains(&REDACTED) {
        return Vec::new();
    }
    if name == X_AMZ_CREDENTIAL {
        return credential(ours, theirs);
    }
    let cause = match Encoding::between(ours, theirs) {
        Some(Encoding::PlusForSpace) => Cause::PlusForSpace,
        Some(Encoding::Again) => Cause::ParameterReencoded,
        None => Cause::ParameterChanged,
    };
    let finding = Finding::concluded(cause).with_ours(&shown_parameter(name, ours));
    alloc::vec![finding.with_theirs(&shown_parameter(name, theirs))]
}

/// A differing region or service is more specific than a differing credential.
fn credential(ours: &str, theirs: &str) -> Vec<Finding> {
    let decode = |text| percent_decode_str(text).decode_utf8_lossy();
    let (our_text, their_text) = (decode(ours), decode(theirs));
    let (our, their) = (scope_parts(&our_text), scope_parts(&their_text));
    let mut findings = Vec::new();
    if let (Some([our_region, our_service]), Some([their_region, their_service])) = (our, their) {
        findings.extend(difference(Cause::WrongRegion, our_region, their_region));
        findings.extend(difference(Cause::WrongService, our_service, their_service));
    }
    if findings.is_empty() {
        let reencoded = decode_fully(ours) == decode_fully(theirs);
        let cause = if reencoded { Cause::ParameterReencoded } else { Cause::ParameterChanged };
        let shown = |value| shown_parameter(X_AMZ_CREDENTIAL, value);
        findings.extend(difference(cause, &shown(ours), &shown(theirs)));
    }
    findings
}

/// Region and service of `id/day/region/service/aws4_request`.
fn scope_parts(credential: &str) -> Option<[&str; 2]> {
    let scope = RawCredential::parse(credential)?.scope;
    Some([scope.region?, scope.service])
}

fn headers(ours: &Canonical<'_>, theirs: &Canonical<'_>) -> Vec<Finding> {
    let other_than_host = |name: &&Cow<'_, str>| **name != HOST;
    let signed = ours.headers.keys().filter(other_than_host);
    let added = theirs.headers.keys().filter(|name| !ours.headers.contains_key(*name));
    signed
        .filter_map(|name| match (ours.header(name), theirs.headers.get(name)) {
            (value, None) => Some(not_sent(name, value)),
            (value, Some(Some(empty))) if empty.is_empty() && value != Some("") => {
                Some(not_sent(name, value))
            }
            (Some(our), Some(Some(their))) if our != their => {
                let finding = Finding::concluded(Cause::HeaderChanged);
                let finding = finding.with_ours(&shown_header(name, Some(our)));
                Some(finding.with_theirs(&shown_header(name, Some(their))))
            }
            _ => None,
        })
        .chain(added.filter(other_than_host).map(|name| {
            let finding = Finding::concluded(Cause::HeaderNotSigned);
            finding.with_theirs(&shown_header(name, theirs.header(name)))
        }))
        .collect()
}

pub(super) fn not_sent(name: &str, value: Option<&str>) -> Finding {
    Finding::concluded(Cause::HeaderNotSent).with_ours(&shown_header(name, value))
}

fn difference(cause: Cause, ours: &str, theirs: &str) -> Option<Finding> {
    (ours != theirs).then(|| Finding::concluded(cause).with_ours(ours).with_theirs(theirs))
}

/// `name: value`, or the name if the value is unknown, without customer-provided keys and
/// signatures.
pub(super) fn shown_header(name: &str, value: Option<&str>) -> String {
    match value {
        Some(value) if name.trim().eq_ignore_ascii_case(AUTHORIZATION) => {
            format!("{name}: {}", shown_authorization(value))
        }
        Some(value) => format!("{name}: {}", shown_value(name, value)),
        None => String::from(name),
    }
}

/// The scheme of an `Authorization` header; the rest is secret.
pub(super) fn shown_authorization(value: &str) -> String {
    let scheme = value.split([' ', ':', ',']).next().unwrap_or_default();
    format!("{scheme} {REDACTED}")
}

/// `name=value`, which [`Finding::concealing`] redacts.
pub(super) fn shown_parameter(name: &str, value: &str) -> String {
    format!("{name}={value}")
}

fn normalized(path: &str) -> String {
    let path = String::from_utf8_lossy(&decode_fully(path)).into_owned();
    canonical_path(&path, PathNormalization::Normalize, PathEncoding::Single).into_owned()
}
