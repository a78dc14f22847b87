//! Inspects arbitrary text as a presigned URL.

use percent_encoding::percent_decode_str;
use presigner::{Timestamp, inspect::InspectedUrl};

use crate::NOON;

/// Parses a text. The redacted URL has everything except the fragment and the secrets.
pub fn inspect(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let inspected = match InspectedUrl::parse(&text) {
        Ok(inspected) => inspected,
        Err(error) => {
            let _ = (error.to_string(), format!("{error:?}"));
            return;
        }
    };
    let _ = (inspected.signature_version(), inspected.scheme(), inspected.access_key_id());
    let _ = (inspected.day(), inspected.region(), inspected.service(), inspected.expires_seconds());
    let _ = (inspected.signed_headers().count(), inspected.has_session_token());
    for lint in inspected.lints() {
        let _ = (lint.name(), lint.to_string());
    }
    for seconds in [i64::MIN, NOON, i64::MAX] {
        let _ = inspected.status(Timestamp::from_unix_seconds(seconds));
    }
    assert!(text.contains(inspected.host()) && text.contains(inspected.path()));
    if let (Some(signed_at), Some(seconds)) = (inspected.signed_at(), inspected.expires_seconds()) {
        let end = i64::try_from(seconds).ok().and_then(|s| signed_at.unix_seconds().checked_add(s));
        assert_eq!(inspected.expires_at().unix_seconds(), end.unwrap_or(i64::MAX));
    }

    let redacted = inspected.redacted().to_string();
    check_redacted(text.split('#').next().unwrap_or_default(), &redacted);
    assert!(format!("{inspected:?}").contains(&redacted));
    if let Ok(again) = InspectedUrl::parse(&redacted) {
        assert_eq!(again.redacted().to_string(), redacted);
        assert_eq!((again.host(), again.path()), (inspected.host(), inspected.path()));
    }
}

/// Compares parameter by parameter: each is unchanged, or redacted because it may contain a secret.
fn check_redacted(url: &str, redacted: &str) {
    let (base, query) = url.split_once('?').expect("a query");
    let (redacted_base, redacted) = redacted.split_once('?').expect("a query");
    assert_eq!(base, redacted_base);
    let (pairs, redacted) = (query.split('&'), redacted.split('&'));
    assert_eq!(pairs.clone().count(), redacted.clone().count());
    for (pair, redacted) in pairs.zip(redacted) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decoded = percent_decode_str(name).decode_utf8_lossy();
        let is_secret = SECRETS.iter().any(|secret| decoded.eq_ignore_ascii_case(secret));
        if is_secret && pair.contains('=') {
            assert_eq!(redacted, format!("{name}=REDACTED"), "{value}");
        } else if redacted != pair {
            assert!(redacted.ends_with("REDACTED") && may_hold_secret(pair), "{pair}: {redacted}");
        }
    }
}

/// Whether the text contains the name of a secret parameter, percent-encoded up to eight times.
fn may_hold_secret(pair: &str) -> bool {
    let mut text = pair.to_ascii_lowercase();
    for _ in 0..8 {
        text = percent_decode_str(&text).decode_utf8_lossy().to_ascii_lowercase();
    }
    SECRETS.iter().any(|secret| text.contains(&secret.to_ascii_lowercase()))
}

const SECRETS: [&str; 6] = [
    "X-Amz-Signature",
    "X-Amz-Security-Token",
    "X-Amz-S3session-Token",
    "Signature",
    "x-amz-server-side-encryption-customer-key",
    "x-amz-copy-source-server-side-encryption-customer-key",
];
