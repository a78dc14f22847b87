//! Refusals of access keys, session tokens and second signatures.

use alloc::vec::Vec;

use super::{
    Cause, Certainty, Finding, difference::shown_authorization, general,
    refused_request::RefusedRequest, validity,
};
use crate::{inspect::SignatureVersion, wire::credential::is_temporary};

pub(super) fn two_signatures(refused: &RefusedRequest<'_, '_>) -> Finding {
    refused.authorization_sent().unwrap_or_else(|| {
        let value = refused.element("ArgumentValue").map(|value| shown_authorization(&value));
        Finding::stated(Cause::TwoSignatures).with_sides(None, value.as_deref())
    })
}

/// The server accepts no version 2. If the URL is of version 4, another signature was sent with it,
/// and the server may show it.
pub(super) fn signature_version(refused: &RefusedRequest<'_, '_>) -> Finding {
    let is_shown = refused.element("ArgumentValue").is_some_and(|value| value != "null");
    match refused.sent.presigned() {
        Some(_) if is_shown => two_signatures(refused),
        Some(_) => two_signatures(refused).with_certainty(Certainty::Suspected),
        None => Finding::stated(Cause::SignatureVersion2),
    }
}

/// The refusal may be about the credentials in a header `Authorization` that was also sent.
pub(super) fn with_second_signature(
    mut findings: Vec<Finding>,
    refused: &RefusedRequest<'_, '_>,
) -> Vec<Finding> {
    let is_known = findings.iter().any(|finding| finding.cause() == Cause::TwoSignatures);
    if !is_known && !findings.is_empty() {
        let sent = refused.authorization_sent();
        findings.extend(sent.map(|finding| finding.with_certainty(Certainty::Suspected)));
    }
    findings
}

pub(super) fn token_expired(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    // In messages of Google Cloud Storage, `token` means a presigned URL.
    match refused.inspected() {
        Some(url) if !url.has_session_token() => validity::expired(refused),
        _ => alloc::vec![refused.about_access_key(Cause::CredentialsExpired)],
    }
}

pub(super) fn invalid_token(refused: &RefusedRequest<'_, '_>) -> Finding {
    let has_token = match refused.inspected() {
        Some(url) => url.has_session_token(),
        None => refused.form.has_session_token(),
    };
    refused.about_access_key(if has_token {
        Cause::InvalidSessionToken
    } else {
        Cause::MissingSessionToken
    })
}

/// S3 names two causes in one sentence: a session token of the global endpoint of STS with a signature for
/// several regions, or a signature of another version.
pub(super) fn token_version(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    match refused.inspected() {
        Some(url)
            if url.signature_version() == SignatureVersion::V4a && url.has_session_token() =>
        {
            alloc::vec![Finding::concluded(Cause::GlobalSessionToken)]
        }
        _ => general::malformed(refused),
    }
}

pub(super) fn unknown_access_key(refused: &RefusedRequest<'_, '_>) -> Finding {
    let is_general = refused.response.code() == Some("Unauthorized");
    if let Some(sent) = refused.authorization_sent().filter(|_| is_general) {
        return sent;
    }
    let needs_token = refused.form.access_key_id().is_some_and(is_temporary);
    if needs_token && !refused.form.has_session_token() {
        return Finding::concluded(Cause::MissingSessionToken);
    }
    let explains = |finding: &Finding| match finding.cause() {
        Cause::MissingSessionToken => true,
        Cause::SignatureVersion2 => is_general,
        _ => false,
    };
    if let Some(defect) = refused.defects().into_iter().find(explains) {
        return defect;
    }
    let finding = refused.about_access_key(Cause::UnknownAccessKey);
    match refused.element("AWSAccessKeyId") {
        Some(theirs) if finding.ours() != Some(&*theirs) => finding.with_theirs(&theirs),
        _ => finding,
    }
}
