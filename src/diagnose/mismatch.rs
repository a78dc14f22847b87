//! A signature that does not match.

use alloc::vec::Vec;

use super::{
    Cause, Finding,
    canonical::Canonical,
    case::Case,
    difference::{differences, not_sent, shown_header},
    string_to_sign::StringToSign,
    url_defects::fragile_parts,
};
use crate::wire::names::{HOST, X_AMZ_SIGNATURE};

/// Compares what the server received with what was signed; if it does not say what it received, what was
/// sent is compared.
pub(super) fn mismatch(case: &Case<'_, '_>) -> Vec<Finding> {
    let (text, string_to_sign) =
        (case.response.canonical_request(), case.response.string_to_sign());
    let received = text.as_deref().and_then(Canonical::parse);
    let signed = case.original.canonical(case.sent);
    let mut findings: Vec<_> = case.authorization_sent().into_iter().collect();
    findings.extend(case.original.token_changed(case.sent));
    findings.extend(match (&signed, &received) {
        (Some(signed), Some(received)) => differences(signed, received),
        (Some(signed), None) => differences(signed, &case.sent.canonical()),
        (None, Some(received)) => differences(&case.sent.received_canonical(), received),
        (None, None) => Vec::new(),
    });
    let string_to_sign = string_to_sign.as_deref().and_then(StringToSign::parse);
    for finding in string_to_sign.iter().flat_map(|theirs| theirs.differences(case)) {
        if findings.iter().all(|other| other.cause() != finding.cause()) {
            findings.push(finding);
        }
    }
    findings.extend(signature_changed(case));
    if !findings.is_empty() {
        return findings;
    }
    let is_hash_ours = string_to_sign.is_some_and(|theirs| {
        let explanation = case.original.explanation;
        explanation.is_some_and(|it| it.canonical_request_sha256() == theirs.hash)
    });
    match (signed, received) {
        (Some(_), Some(_)) => alloc::vec![case.about_access_key(Cause::WrongSecret)],
        (Some(_), None) if is_hash_ours => {
            alloc::vec![case.about_access_key(Cause::WrongSecret)]
        }
        (signed, received) => suspects(case, signed.as_ref(), received.as_ref()),
    }
}

fn signature_changed(case: &Case<'_, '_>) -> Option<Finding> {
    let ours = case.sent.parameter(X_AMZ_SIGNATURE)?;
    let theirs = case.element("SignatureProvided")?;
    (ours != theirs).then(|| Finding::new(Cause::SignatureChanged))
}

/// What may be the cause if nothing that is known differs.
fn suspects(
    case: &Case<'_, '_>,
    signed: Option<&Canonical<'_>>,
    received: Option<&Canonical<'_>>,
) -> Vec<Finding> {
    let mut suspects = fragile_parts(case.sent);
    suspects.extend(case.unsigned_headers_sent());
    suspects.extend(unknown_headers(case, signed, received));
    suspects.push(case.about_access_key(Cause::WrongSecret));
    if let (None, Some(Some(method))) = (case.sent.method, received.map(|it| it.method.as_deref()))
    {
        suspects.push(Finding::new(Cause::MethodMismatch).with_theirs(method));
    }
    suspects
}

/// Headers whose value is known on one side at most.
fn unknown_headers(
    case: &Case<'_, '_>,
    signed: Option<&Canonical<'_>>,
    received: Option<&Canonical<'_>>,
) -> Vec<Finding> {
    let sent = case.sent.canonical();
    let names = sent.headers.keys().filter(|name| **name != HOST && sent.header(name).is_none());
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
