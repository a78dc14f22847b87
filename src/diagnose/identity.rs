//! Refusals of access keys, session tokens and second signatures.

use alloc::vec::Vec;

use super::{
    Cause, Certainty, Finding, case::Case, difference::shown_authorization, general, validity,
};
use crate::inspect::SignatureVersion;

pub(super) fn two_signatures(case: &Case<'_, '_>) -> Finding {
    case.authorization_sent().unwrap_or_else(|| {
        let value = case.element("ArgumentValue").map(|value| shown_authorization(&value));
        Finding::stated(Cause::TwoSignatures).with_sides(None, value.as_deref())
    })
}

/// The server accepts no version 2. If the URL is of version 4, another signature was sent with it,
/// and the server may show it.
pub(super) fn signature_version(case: &Case<'_, '_>) -> Finding {
    let is_shown = case.element("ArgumentValue").is_some_and(|value| value != "null");
    match case.sent.presigned() {
        Some(_) if is_shown => two_signatures(case),
        Some(_) => two_signatures(case).with_certainty(Certainty::Suspected),
        None => Finding::stated(Cause::SignatureVersion2),
    }
}

/// The refusal may be about the credentials in a header `Authorization` that was also sent.
pub(super) fn with_second_signature(
    mut findings: Vec<Finding>,
    case: &Case<'_, '_>,
) -> Vec<Finding> {
    let is_known = findings.iter().any(|finding| finding.cause() == Cause::TwoSignatures);
    if !is_known && !findings.is_empty() {
        let sent = case.authorization_sent();
        findings.extend(sent.map(|finding| finding.with_certainty(Certainty::Suspected)));
    }
    findings
}

pub(super) fn token_expired(case: &Case<'_, '_>) -> Vec<Finding> {
    // In messages of Google Cloud Storage, `token` means a presigned URL.
    match case.inspected() {
        Some(url) if !url.has_session_token() => validity::expired(case),
        _ => alloc::vec![case.about_access_key(Cause::CredentialsExpired)],
    }
}

pub(super) fn invalid_token(case: &Case<'_, '_>) -> Finding {
    let has_token = match case.inspected() {
        Some(url) => url.has_session_token(),
        None => case.form.has_session_token(),
    };
    case.about_access_key(if has_token {
        Cause::InvalidSessionToken
    } else {
        Cause::MissingSessionToken
    })
}

/// S3 names two causes in one sentence: a session token of the global endpoint of STS with a signature for
/// several regions, or a signature of another version.
pub(super) fn token_version(case: &Case<'_, '_>) -> Vec<Finding> {
    match case.inspected() {
        Some(url)
            if url.signature_version() == SignatureVersion::V4a && url.has_session_token() =>
        {
            alloc::vec![Finding::concluded(Cause::GlobalSessionToken)]
        }
        _ => general::malformed(case),
    }
}

pub(super) fn unknown_access_key(case: &Case<'_, '_>) -> Finding {
    let is_general = case.response.code() == Some("Unauthorized");
    if let Some(sent) = case.authorization_sent().filter(|_| is_general) {
        return sent;
    }
    let is_temporary = case.form.access_key_id().is_some_and(|id| id.starts_with("ASIA"));
    if is_temporary && !case.form.has_session_token() {
        return Finding::concluded(Cause::MissingSessionToken);
    }
    let explains = |finding: &Finding| match finding.cause() {
        Cause::MissingSessionToken => true,
        Cause::SignatureVersion2 => is_general,
        _ => false,
    };
    if let Some(defect) = case.defects().into_iter().find(explains) {
        return defect;
    }
    let finding = case.about_access_key(Cause::UnknownAccessKey);
    match case.element("AWSAccessKeyId") {
        Some(theirs) if finding.ours() != Some(&*theirs) => finding.with_theirs(&theirs),
        _ => finding,
    }
}
