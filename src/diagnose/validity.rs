//! Refusals that are about time.

use alloc::{format, vec::Vec};

use super::{
    Cause, Certainty, Finding, difference::shown_parameter, refused_request::RefusedRequest,
};
use crate::{
    inspect::{InspectedUrl, Status},
    wire::{
        names::{MAX_EXPIRES_SECONDS, V2_EXPIRES, X_AMZ_EXPIRES},
        timestamp::Timestamp,
    },
};

pub(super) fn clock_skew(refused: &RefusedRequest<'_, '_>) -> Finding {
    let signed_at = refused.sent.presigned().and_then(InspectedUrl::signed_at);
    let signed_at = signed_at.or_else(|| refused.time("RequestTime"));
    with_times(Cause::ClockSkew, signed_at, refused.server_time())
}

pub(super) fn expired(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    let expires_at = refused.inspected().map(InspectedUrl::expires_at);
    let expires_at = expires_at.or_else(|| refused.time("Expires"));
    let expires_at = expires_at.or_else(|| refused.form.expiration());
    let expired = with_times(Cause::Expired, expires_at, refused.server_time());
    expires_changed(refused).into_iter().chain([expired]).collect()
}

/// Removes the cause `Expired` if the URL had not expired yet.
pub(super) fn not_before_expiry(mut findings: Vec<Finding>) -> Vec<Finding> {
    let is_early = |it: &Finding| it.cause() == Cause::Expired && it.seconds() > Some(0);
    findings.retain(|finding| !is_early(finding));
    findings
}

/// The server may have received another `X-Amz-Expires` than the URL has.
fn expires_changed(refused: &RefusedRequest<'_, '_>) -> Option<Finding> {
    let (ours, theirs) = (refused.sent.parameter(X_AMZ_EXPIRES)?, refused.element(X_AMZ_EXPIRES)?);
    let finding = Finding::concluded(Cause::ParameterChanged);
    (ours != theirs).then(|| {
        let finding = finding.with_ours(&shown_parameter(X_AMZ_EXPIRES, &ours));
        finding.with_theirs(&shown_parameter(X_AMZ_EXPIRES, &theirs))
    })
}

/// `X-Amz-Expires` is too long, or not a number from 1; or `Expires` of version 2 is not a time.
pub(super) fn expiry(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    if let Some(expires) = refused.sent.parameter(V2_EXPIRES) {
        return alloc::vec![Finding::stated(Cause::MalformedExpiry).with_ours(&expires)];
    }
    let Some(expires) = refused.sent.parameter(X_AMZ_EXPIRES) else {
        return refused.incomplete();
    };
    let is_number = !expires.is_empty() && expires.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = expires.parse::<u64>().ok().filter(|_| is_number);
    let is_too_long = match seconds {
        Some(seconds) if seconds > MAX_EXPIRES_SECONDS.into() => true,
        Some(seconds) if seconds > 0 => refused.response.message().contains("less than"),
        Some(_) => false,
        None => is_number,
    };
    let reason = if is_too_long { Cause::ExpiryTooLong } else { Cause::MalformedExpiry };
    alloc::vec![Finding::stated(reason).with_ours(&expires)]
}

/// Whether the URL was expired or not yet valid when the server responded.
pub(super) fn expired_or_not_yet_valid(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    let findings = match refused.inspected().zip(refused.at).map(|(url, at)| url.status(at)) {
        Some(Status::NotYetValid { .. }) => alloc::vec![clock_skew(refused)],
        Some(Status::Expired { .. }) => expired(refused),
        None if refused.form.expiration().zip(refused.at).is_some_and(|(it, at)| it <= at) => {
            expired(refused)
        }
        _ => Vec::new(),
    };
    findings.into_iter().map(|it| it.with_certainty(Certainty::Concluded)).collect()
}

fn with_times(cause: Cause, ours: Option<Timestamp>, theirs: Option<Timestamp>) -> Finding {
    let shown = |time: Option<Timestamp>| time.map(|time| format!("{time}"));
    let finding =
        Finding::stated(cause).with_sides(shown(ours).as_deref(), shown(theirs).as_deref());
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => finding.with_seconds(ours.saturating_since(theirs)),
        _ => finding,
    }
}
