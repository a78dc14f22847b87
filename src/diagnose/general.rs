//! Refusals whose code is general: what the URL and the request show decides.

use alloc::vec::Vec;

use super::{
    Cause, Finding, case::Case, difference, scope, url_defects::defects, validity::out_of_time,
};

/// Parameters are missing or malformed. If they are not in the URL, the request was cut in transit.
pub(super) fn incomplete(case: &Case<'_, '_>) -> Vec<Finding> {
    let defects = defects(case.sent);
    if defects.is_empty() { alloc::vec![Finding::new(Cause::ParameterRemoved)] } else { defects }
}

/// `AccessDenied` without a reason is about permissions unless the request shows another defect.
pub(super) fn denied(case: &Case<'_, '_>) -> Vec<Finding> {
    let mut findings: Vec<_> = case.authorization_sent().into_iter().collect();
    if case.sent.inspected.is_err() {
        findings.extend(defects(case.sent));
    }
    findings.extend(case.unsigned_headers_sent());
    // Ceph responds to an expired URL with `AccessDenied` alone.
    findings.extend(out_of_time(case));
    if findings.is_empty() {
        let message = case.response.message();
        let message = Some(&*message).filter(|message| !message.is_empty());
        findings.push(Finding::new(Cause::AccessDenied).with_sides(None, message));
    }
    findings
}

pub(super) fn malformed(case: &Case<'_, '_>) -> Vec<Finding> {
    let mut findings: Vec<_> = case.authorization_sent().into_iter().collect();
    findings.extend(defects(case.sent));
    if !findings.is_empty() {
        return findings;
    }
    if case.element("Region").is_some() {
        return alloc::vec![scope::region(case)];
    }
    let is_about_signature =
        case.response.code().is_some_and(|code| code.starts_with("Authorization"));
    let finding = Finding::new(Cause::MalformedParameter).with_theirs(&case.response.message());
    is_about_signature.then_some(finding).into_iter().collect()
}

/// A response without a body, as to HEAD: only the URL and the request can show a cause.
pub(super) fn silent(case: &Case<'_, '_>) -> Vec<Finding> {
    let mut findings: Vec<_> = case.authorization_sent().into_iter().collect();
    findings.extend(defects(case.sent));
    if findings.iter().all(|finding| finding.cause() != Cause::HtmlEscaped) {
        findings.extend(out_of_time(case));
        findings.extend(sent_differently(case));
    }
    findings.extend(case.unsigned_headers_sent());
    findings
}

/// How the request that was sent differs from the one that was signed.
fn sent_differently(case: &Case<'_, '_>) -> Vec<Finding> {
    let mut findings: Vec<_> = case.original.token_changed(case.sent).into_iter().collect();
    if let Some(signed) = case.original.canonical(case.sent) {
        findings.extend(difference::differences(&signed, &case.sent.canonical()));
    }
    findings
}
