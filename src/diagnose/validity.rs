//! Refusals that are about time.

use alloc::{format, vec::Vec};

use super::{
    Cause, Certainty, Finding, difference::shown_parameter, general,
    refused_request::RefusedRequest,
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
        return general::incomplete(refused);
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

/// Parses `2013-05-24T00:00:00Z`, also with a fraction, and `20130524T000000Z`.
pub(super) fn parse_time(text: &str) -> Option<Timestamp> {
    let seconds = text.split('.').next().unwrap_or(text).trim_end_matches('Z');
    let mut compact = [0; 16];
    let mut length = 0;
    for byte in seconds.bytes().filter(|byte| !matches!(byte, b'-' | b':')).chain([b'Z']) {
        *compact.get_mut(length)? = byte;
        length += 1;
    }
    Timestamp::parse_amz_date(core::str::from_utf8(&compact[..length]).ok()?)
}

/// The last time in a message, which is the server's clock: `Signature expired: 20130524T000000Z is
/// now earlier than 20130524T003000Z (20130524T003500Z - 5 min.)`.
pub(super) fn last_time(message: &str) -> Option<Timestamp> {
    let mut words = message.rsplit(|c: char| !c.is_ascii_alphanumeric());
    words.find_map(Timestamp::parse_amz_date)
}

/// Parses the header `Date`: `Fri, 24 May 2013 00:00:00 GMT`.
pub(super) fn parse_http_date(text: &str) -> Option<Timestamp> {
    let (_, date) = text.split_once(", ")?;
    let mut parts = date.split_ascii_whitespace();
    let (day, month, year, time) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let month = 1 + MONTHS.iter().position(|name| *name == month)?;
    parse_time(&format!("{year}{month:02}{day}T{time}Z"))
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_both_time_formats() {
        let midnight = Timestamp::from_unix_seconds(1_369_353_600);
        for text in ["2013-05-24T00:00:00Z", "2013-05-24T00:00:00.000Z", "20130524T000000Z"] {
            assert_eq!(parse_time(text), Some(midnight), "{text}");
        }
        for text in
            ["", "Z", "2013-05-24", "Fri, 24 May 2013 00:00:00 GMT", "1369353600000", "é", "----"]
        {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    #[test]
    fn takes_the_last_time_of_a_message() {
        let message = "Signature expired: 20130523T000000Z is now earlier than 20130523T235500Z \
                       (20130524T000000Z - 5 min.)";
        assert_eq!(last_time(message), Some(Timestamp::from_unix_seconds(1_369_353_600)));
        assert_eq!(last_time("Signature expired"), None);
    }

    #[test]
    fn parses_the_date_of_a_response() {
        let midnight = Some(Timestamp::from_unix_seconds(1_369_353_600));
        assert_eq!(parse_http_date("Fri, 24 May 2013 00:00:00 GMT"), midnight);
        for text in ["", "Fri, ", "Fri, 24 Mai 2013 00:00:00 GMT", "Fri, 24 May 2013"] {
            assert_eq!(parse_http_date(text), None, "{text}");
        }
    }
}
