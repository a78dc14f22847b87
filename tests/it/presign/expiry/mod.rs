//! The validity of URLs: requested expiry, limits, and result.
//!
//! A row is `requested expiry, settings @ time = X-Amz-Date + X-Amz-Expires, limit`, or `= error`.
//! `15T12:00:00` is noon of 15 March 2024, a bare number is Unix seconds. A row begins with `for`
//! or `until`. The expected values are worked out by hand.

mod row;

use std::time::Duration;

use presigner::{Expiry, PresignedUrl, Signer, Timestamp};

use self::row::{Row, time};

#[test]
fn a_url_is_valid_for_the_requested_duration() {
    check(
        "
        for 1 @ 15T12:00:00 = 20240315T120000Z + 1
        for 900 @ 15T12:00:00 = 20240315T120000Z + 900
        for 900 @ 15T23:59:59 = 20240315T235959Z + 900
        for 1.999 @ 15T12:00:00 = 20240315T120000Z + 1
        for 604800 @ 15T12:00:00 = 20240315T120000Z + 604800
        for 604800, strict @ 15T12:00:00 = 20240315T120000Z + 604800
        for 900 @ 29T12:00:00 = 20240329T120000Z + 900
        for 900 @ 0 = 19700101T000000Z + 900
        for 900 @ -1 = 19691231T235959Z + 900
        ",
    );
}

#[test]
fn minutes_hours_and_days_convert_to_seconds() {
    for (expiry, seconds) in [
        (Expiry::seconds(90), 90),
        (Expiry::minutes(15), 900),
        (Expiry::hours(12), 43_200),
        (Expiry::days(7), 604_800),
        (Expiry::days(u32::MAX), 86_400 * u64::from(u32::MAX)),
    ] {
        assert_eq!(expiry, Duration::from_secs(seconds).into());
    }
}

#[test]
fn a_deadline_is_met_to_the_second() {
    check(
        "
        until 15T12:00:01 @ 15T12:00:00 = 20240315T120000Z + 1
        until 15T12:15:00 @ 15T11:59:59 = 20240315T115959Z + 901
        until 16T00:00:00 @ 15T23:59:59 = 20240315T235959Z + 1
        until 22T12:00:00 @ 15T12:00:00 = 20240315T120000Z + 604800
        until 22T12:00:00, strict @ 15T12:00:00 = 20240315T120000Z + 604800
        until 15T12:15:00, strict to 900 @ 15T12:00:00 = 20240315T120000Z + 900
        ",
    );
}

#[test]
fn a_duration_with_a_deadline_ends_at_the_earlier_one() {
    check(
        "
        for 900, by 15T12:15:01 @ 15T12:00:00 = 20240315T120000Z + 900
        for 900, by 15T12:15:00 @ 15T12:00:00 = 20240315T120000Z + 900
        for 900, by 15T12:14:59 @ 15T12:00:00 = 20240315T120000Z + 899
        for 900, by 15T12:14:59, strict @ 15T12:00:00 = 20240315T120000Z + 899
        for 900, by 15T12:10:00, by 15T12:05:00 @ 15T12:00:00 = 20240315T120000Z + 300
        for 900, by 15T12:05:00, by 15T12:10:00 @ 15T12:00:00 = 20240315T120000Z + 300
        until 15T12:10:00, by 15T12:05:00 @ 15T12:00:00 = 20240315T120000Z + 300
        until 15T12:05:00, by 15T12:10:00 @ 15T12:00:00 = 20240315T120000Z + 300
        for ever, by 22T12:00:00, strict @ 15T12:00:00 = 20240315T120000Z + 604800
        for ever, by 22T12:00:01 @ 15T12:00:00 = 20240315T120000Z + 604800, SevenDays
        for 900, by 15T12:10:00, clamp to 300 @ 15T12:00:00 = 20240315T120000Z + 300, Policy
        for 900, window 300, by 15T12:20:00 @ 15T12:04:59 = 20240315T120000Z + 1200
        for 900, window 300, by 15T12:19:59 @ 15T12:04:59 = 20240315T120000Z + 1199
        for 900, window 300, by 15T12:05:00 @ 15T12:04:59 = 20240315T120000Z + 300
        for 0, by 15T12:05:00 @ 15T12:00:00
            = expiry is less than one second; pass 1 to 604800 seconds
        for 900, by 15T12:00:00 @ 15T12:00:00
            = expiry time 2024-03-15T12:00:00Z is not in the future (the time is 2024-03-15T12:00:00Z);
            pass a later one
        for 900, by 253402300800 @ 15T12:00:00
            = expiry time is outside the years 0 to 9999 (Unix time 253402300800);
            pass seconds, not milliseconds
        ",
    );
}

#[test]
fn expiries_below_one_second_or_in_the_past_are_refused() {
    check(
        "
        for 0 @ 15T12:00:00
            = expiry is less than one second; pass 1 to 604800 seconds
        for 0.999 @ 15T12:00:00
            = expiry is less than one second; pass 1 to 604800 seconds
        for 0, window 300 @ 15T12:00:00
            = expiry is less than one second; pass 1 to 604800 seconds
        until 15T12:00:00 @ 15T12:00:00
            = expiry time 2024-03-15T12:00:00Z is not in the future (the time is 2024-03-15T12:00:00Z);
            pass a later one
        until 15T11:59:59, strict @ 15T12:00:00
            = expiry time 2024-03-15T11:59:59Z is not in the future (the time is 2024-03-15T12:00:00Z);
            pass a later one
        until 15T12:04:30, window 300 @ 15T12:04:30
            = expiry time 2024-03-15T12:04:30Z is not in the future (the time is 2024-03-15T12:04:30Z);
            pass a later one
        until 15T12:04:00, window 300 @ 15T12:04:30
            = expiry time 2024-03-15T12:04:00Z is not in the future (the time is 2024-03-15T12:04:30Z);
            pass a later one
        ",
    );
}

#[test]
fn no_url_is_valid_for_more_than_seven_days() {
    check(
        "
        for 604801 @ 15T12:00:00 = 20240315T120000Z + 604800, SevenDays
        for ever @ 15T12:00:00 = 20240315T120000Z + 604800, SevenDays
        for ever, window 300 @ 15T12:00:00 = 20240315T120000Z + 604800, SevenDays
        until 22T12:00:01 @ 15T12:00:00 = 20240315T120000Z + 604800, SevenDays
        for 604801, clamp to 604801 @ 15T12:00:00 = 20240315T120000Z + 604800, SevenDays
        for 604801, strict @ 15T12:00:00
            = expiry of 604801 seconds exceeds the seven-day limit of Signature Version 4;
            request at most 604800
        until 22T12:00:01, strict @ 15T12:00:00
            = expiry of 604801 seconds exceeds the seven-day limit of Signature Version 4;
            request at most 604800
        for ever, strict @ 15T12:00:00
            = expiry of 18446744073709551615 seconds exceeds the seven-day
            limit of Signature Version 4; request at most 604800
        for 604801, strict to 604801 @ 15T12:00:00
            = expiry of 604801 seconds exceeds the seven-day limit of Signature Version 4;
            request at most 604800
        ",
    );
}

#[test]
fn no_url_is_valid_after_its_credentials_expire() {
    check(
        "
        for 1800, credentials 15T12:30:00 @ 15T12:00:00 = 20240315T120000Z + 1800
        for 1800, credentials 15T12:30:00, strict @ 15T12:00:00 = 20240315T120000Z + 1800
        for 1801, credentials 15T12:30:00 @ 15T12:00:00 = 20240315T120000Z + 1800, Credentials
        for 604801, credentials 15T12:30:00 @ 15T12:00:00 = 20240315T120000Z + 1800, Credentials
        for 604801, credentials 29T12:00:00 @ 15T12:00:00 = 20240315T120000Z + 604800, SevenDays
        until 15T12:30:00, credentials 15T12:30:00 @ 15T12:00:00 = 20240315T120000Z + 1800
        until 15T13:00:00, credentials 15T12:30:00 @ 15T12:00:00
            = 20240315T120000Z + 1800, Credentials
        for 2, credentials 15T12:00:01 @ 15T12:00:00 = 20240315T120000Z + 1, Credentials
        for 900, credentials 9223372036854775807 @ 15T12:00:00 = 20240315T120000Z + 900
        for 1801, credentials 15T12:30:00, strict @ 15T12:00:00
            = expiry of 1801 seconds exceeds the remaining validity of the credentials; request at most 1800
        for 900, credentials 15T12:00:00 @ 15T12:00:00
            = credentials expired at 2024-03-15T12:00:00Z (the time is 2024-03-15T12:00:00Z);
            fetch new ones
        for 900, credentials 15T11:59:59, strict @ 15T12:00:00
            = credentials expired at 2024-03-15T11:59:59Z (the time is 2024-03-15T12:00:00Z);
            fetch new ones
        for 900, credentials -9223372036854775808 @ 15T12:00:00
            = credentials expired at -9223372036854775808 s after 1970
            (the time is 2024-03-15T12:00:00Z); fetch new ones
        ",
    );
}

#[test]
fn the_policy_caps_or_refuses() {
    check(
        "
        for 43200, clamp to 43200 @ 15T12:00:00 = 20240315T120000Z + 43200
        for 43201, clamp to 43200 @ 15T12:00:00 = 20240315T120000Z + 43200, Policy
        for 604801, clamp to 43200 @ 15T12:00:00 = 20240315T120000Z + 43200, Policy
        until 16T00:00:01, clamp to 43200 @ 15T12:00:00 = 20240315T120000Z + 43200, Policy
        for 60, clamp to 1.999 @ 15T12:00:00 = 20240315T120000Z + 1, Policy
        for 43201, clamp to 43200, credentials 15T13:00:00 @ 15T12:00:00
            = 20240315T120000Z + 3600, Credentials
        for 43201, clamp to 3600, credentials 15T23:00:00 @ 15T12:00:00
            = 20240315T120000Z + 3600, Policy
        for 43200, strict to 43200 @ 15T12:00:00 = 20240315T120000Z + 43200
        for 43201, strict to 43200 @ 15T12:00:00
            = expiry of 43201 seconds exceeds the cap of the expiry policy; request at most 43200
        until 16T00:00:01, strict to 43200 @ 15T12:00:00
            = expiry of 43201 seconds exceeds the cap of the expiry policy; request at most 43200
        for 43200, strict to 43200, credentials 15T13:00:00 @ 15T12:00:00
            = expiry of 43200 seconds exceeds the remaining validity of the credentials;
            request at most 3600
        for 900, clamp to 0.5 @ 15T12:00:00
            = cap of the expiry policy is less than one second; raise it
        until 15T12:15:00, strict to 0.999 @ 15T12:00:00
            = cap of the expiry policy is less than one second; raise it
        ",
    );
}

#[test]
fn a_stable_window_rounds_the_signing_time_down_and_extends_a_duration() {
    check(
        "
        for 900, window 300 @ 15T12:00:00 = 20240315T120000Z + 1200
        for 900, window 300 @ 15T12:04:59 = 20240315T120000Z + 1200
        for 900, window 300 @ 15T12:05:00 = 20240315T120500Z + 1200
        for 900.5, window 300.5 @ 15T12:04:59 = 20240315T120000Z + 1200
        for 900, window 1 @ 15T12:00:00 = 20240315T120000Z + 901
        for 900, window 7 @ 15T12:00:00 = 20240315T115958Z + 907
        for 900, window 86400 @ 15T23:59:59 = 20240315T000000Z + 87300
        for 900, window 300 @ -1 = 19691231T235500Z + 1200
        for 518400, window 86400 @ 15T12:00:00 = 20240315T000000Z + 604800
        for 518401, window 86400 @ 15T12:00:00 = 20240315T000000Z + 604800, SevenDays
        for 900, window 604800 @ 15T12:00:00 = 20240314T000000Z + 604800, SevenDays
        for 900, window 604800 @ 20T23:59:59 = 20240314T000000Z + 604800, SevenDays
        for 900, window 604800 @ 21T00:00:00 = 20240321T000000Z + 604800, SevenDays
        for 518401, window 86400, strict @ 15T12:00:00
            = expiry of 518401 seconds exceeds the seven-day limit of Signature Version 4;
            request at most 518400
        for 518400, window 86400, strict @ 15T12:00:00 = 20240315T000000Z + 604800
        ",
    );
}

#[test]
fn a_stable_window_never_extends_a_deadline() {
    check(
        "
        until 15T12:15:00, window 300 @ 15T12:00:00 = 20240315T120000Z + 900
        until 15T12:15:00, window 300 @ 15T12:04:59 = 20240315T120000Z + 900
        until 15T12:05:00, window 300 @ 15T12:04:59 = 20240315T120000Z + 300
        until 15T12:05:00, window 3600 @ 15T12:04:59 = 20240315T120000Z + 300
        until 22T12:00:00, window 300, strict @ 15T12:04:59 = 20240315T120000Z + 604800
        until 22T12:00:01, window 300 @ 15T12:04:59 = 20240315T120000Z + 604800, SevenDays
        ",
    );
}

#[test]
fn a_stable_window_stays_within_every_limit() {
    check(
        "
        for 900, window 300, credentials 15T12:20:00 @ 15T12:04:59 = 20240315T120000Z + 1200
        for 900, window 300, credentials 15T12:05:00 @ 15T12:04:59
            = 20240315T120000Z + 300, Credentials
        for 900, window 300, credentials 15T12:04:00 @ 15T12:04:30
            = credentials expired at 2024-03-15T12:04:00Z (the time is 2024-03-15T12:04:30Z);
            fetch new ones
        for 900, window 300, strict to 1200 @ 15T12:04:59 = 20240315T120000Z + 1200
        for 900, window 300, strict to 1199 @ 15T12:04:59
            = expiry of 900 seconds exceeds the cap of the expiry policy; request at most 899
        for 899, window 300, strict to 1199 @ 15T12:04:59 = 20240315T120000Z + 1199
        for 900, window 3600, clamp to 600 @ 15T12:09:59 = 20240315T120000Z + 600, Policy
        for 900, window 3600, clamp to 600 @ 15T12:10:00
            = cap of the expiry policy is shorter than the stable window,
            so the URL would already have expired; raise the cap or shorten the window
        until 15T12:30:00, window 3600, clamp to 600 @ 15T12:10:00
            = cap of the expiry policy is shorter than the stable window,
            so the URL would already have expired; raise the cap or shorten the window
        ",
    );
}

#[test]
fn a_stable_window_is_one_second_to_seven_days_long() {
    check(
        "
        for 900, window 0 @ 15T12:00:00
            = stable window of 0 seconds is out of range; pass 1 to 604800 seconds
        for 900, window 0.999 @ 15T12:00:00
            = stable window of 0 seconds is out of range; pass 1 to 604800 seconds
        until 15T12:15:00, window 604801 @ 15T12:00:00
            = stable window of 604801 seconds is out of range; pass 1 to 604800 seconds
        for 900, window ever @ 15T12:00:00
            = stable window of 18446744073709551615 seconds is out of range;
            pass 1 to 604800 seconds
        ",
    );
}

#[test]
fn only_the_years_0_to_9999_can_be_signed() {
    check(
        "
        for 1 @ -62167219200 = 00000101T000000Z + 1
        for 1 @ 253402300798 = 99991231T235958Z + 1
        until 253402300799 @ 253402300700 = 99991231T235820Z + 99
        for 1 @ -62167219201
            = signing time is outside the years 0 to 9999 (Unix time -62167219201);
            pass seconds, not milliseconds
        for 1 @ 253402300799
            = expiry time is outside the years 0 to 9999 (Unix time 253402300800);
            pass seconds, not milliseconds
        for 1 @ 253402300800
            = signing time is outside the years 0 to 9999 (Unix time 253402300800);
            pass seconds, not milliseconds
        for 1 @ 9223372036854775807
            = signing time is outside the years 0 to 9999
            (Unix time 9223372036854775807);
            pass seconds, not milliseconds
        for 1 @ -9223372036854775808
            = signing time is outside the years 0 to 9999
            (Unix time -9223372036854775808);
            pass seconds, not milliseconds
        for 1, window 604800 @ -62167219200
            = signing time is outside the years 0 to 9999 (Unix time -62167392000);
            pass seconds, not milliseconds
        until 253402300800 @ 15T12:00:00
            = expiry time is outside the years 0 to 9999 (Unix time 253402300800);
            pass seconds, not milliseconds
        until -62167219201 @ 15T12:00:00
            = expiry time is outside the years 0 to 9999 (Unix time -62167219201);
            pass seconds, not milliseconds
        ",
    );
}

#[test]
fn every_url_of_one_window_is_the_same_and_valid_for_the_requested_duration() {
    for window in [1, 60, 300, 86_400] {
        let presigner = Row::parse(&format!("for 900, window {window} @ 0")).presigner();
        let begin = time("15T00:00:00").unix_seconds();
        let first = presign(&presigner.at(Timestamp::from_unix_seconds(begin)));
        for second in [0, 1, window / 3, window / 2, window - 1].map(|second| second % window) {
            let now = Timestamp::from_unix_seconds(begin + second);
            let url = presign(&presigner.at(now));
            assert_eq!(url.as_str(), first.as_str(), "window {window}, second {second}");
            let remaining = url.validity().expires_at().unix_seconds() - now.unix_seconds();
            assert!(remaining >= 900, "window {window}, second {second}: {remaining} s");
        }
        for outside in [begin - 1, begin + window] {
            let other = presign(&presigner.at(Timestamp::from_unix_seconds(outside)));
            assert_ne!(other.as_str(), first.as_str(), "window {window}, at {outside}");
        }
    }
}

fn presign(signer: &Signer<'_>) -> PresignedUrl {
    signer.get("bucket", "key", Expiry::minutes(15)).expect("a valid request")
}

/// Checks every row, and panics with all differences.
#[track_caller]
fn check(text: &str) {
    let mut rows: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match rows.last_mut() {
            Some(row) if !line.starts_with("for ") && !line.starts_with("until ") => {
                row.extend([" ", line]);
            }
            _ => rows.push(line.into()),
        }
    }
    let failures: Vec<_> = rows.iter().filter_map(|row| failure(row)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn failure(row: &str) -> Option<String> {
    let (inputs, expected) = row.split_once(" = ").expect("a row with a result");
    let actual = Row::parse(inputs).result();
    (actual != expected).then(|| format!("{inputs}\n  actual   {actual}\n  expected {expected}"))
}
