//! Arbitrary text, and what the redacted URL shows of it.

use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use presigner::{Timestamp, inspect::InspectedUrl};
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
    test_runner::TestCaseResult,
};

use super::{SIGNED, config, lines, parse, signed_headers};
use crate::table;

#[test]
fn a_redacted_url_has_the_same_parts_without_the_secrets() {
    table::check(&table::read("foreign_urls.txt"), |row| {
        let text = row.text("url");
        check_redacted(&text, &parse(&text)?).map_err(|error| error.to_string())
    });
    for (secret, redacted) in [
        ("Signature=SECRET", "Signature=REDACTED"),
        ("x%2Damz-signature=SECRET", "x%2Damz-signature=REDACTED"),
        ("x-amz-s3session-token=SECRET", "x-amz-s3session-token=REDACTED"),
        (
            "x-amz-server-side-encryption-customer-key=SECRET",
            "x-amz-server-side-encryption-customer-key=REDACTED",
        ),
        ("amp;X-Amz-Security-Token=SECRET", "amp;X-Amz-Security-Token=REDACTED"),
        ("%2558-Amz-Security-Token=SECRET", "%2558-Amz-Security-Token=REDACTED"),
        ("a=b%26X-Amz-Signature%3DSECRET", "a=REDACTED"),
        ("#X-Amz-Signature=SECRET", ""),
    ] {
        let text = format!("{SIGNED}ECRET&{secret}");
        let url = InspectedUrl::parse(&text).expect("a presigned URL");
        let before = SIGNED.trim_end_matches('S');
        assert_eq!(url.redacted().to_string(), format!("{before}REDACTED&{redacted}"));
        assert!(!format!("{url:?}{url:#?}").contains("SECRET"), "{url:?}");
        assert!(format!("{url:?}").contains("https://h/k?"), "{url:?}");
    }
}

proptest! {
    #![proptest_config(config(100_000))]

    #[test]
    fn no_text_panics(text in any_text(), at in any::<i64>()) {
        if let Ok(url) = InspectedUrl::parse(&text) {
            let _ = (signed_headers(&url), url.lints());
            let _ = url.status(Timestamp::from_unix_seconds(at));
        }
    }

}

proptest! {
    #![proptest_config(config(4_000))]

    #[test]
    fn no_text_reveals_its_secrets(text in any_text()) {
        if let Ok(url) = InspectedUrl::parse(&text) {
            check_redacted(&text, &url)?;
        }
    }
}

/// Bytes, and URLs in which a few bytes are replaced.
fn any_text() -> impl Strategy<Value = String> {
    static URLS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let files = ["foreign_urls.txt", "inspected_urls.txt"];
        files.into_iter().flat_map(table::read).map(|row| row.text("url")).collect()
    });
    let lossy = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let bytes = vec(any::<u8>(), 0..40).prop_map(lossy);
    let piece = prop_oneof![
        4 => select(&PIECES[..]).prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
    ];
    let changed = (any::<Index>(), any::<Index>(), 0..6_usize, piece);
    let changed = changed.prop_map(move |(url, begin, bytes, piece)| {
        let url = url.get(&URLS).as_bytes();
        let begin = begin.index(url.len());
        let end = url.len().min(begin + bytes);
        lossy([&url[..begin], piece.as_bytes(), &url[end..]].concat())
    });
    prop_oneof![1 => bytes, 4 => changed]
}

/// Checks that the redacted URL has all parts except the secrets.
fn check_redacted(text: &str, url: &InspectedUrl<'_>) -> TestCaseResult {
    let redacted = url.redacted().to_string();
    let again = InspectedUrl::parse(&redacted);
    let again = again.map_err(|error| TestCaseError::fail(format!("{redacted}: {error}")))?;
    let who =
        |url: &InspectedUrl<'_>| (url.access_key_id().to_owned(), url.day().map(String::from));
    prop_assert_eq!(who(url), who(&again));
    prop_assert_eq!(url.host(), again.host());
    // A key can resemble a query with a signature.
    prop_assert!(url.path() == again.path() || again.path().contains("REDACTED"), "{}", redacted);
    prop_assert_eq!(url.expires_at(), again.expires_at());
    // An empty token becomes `REDACTED`.
    prop_assert!(again.has_session_token() || !url.has_session_token());
    let lines = lines(url);
    // One of the URLs is redacted already.
    for secret in secrets(text).filter(|it| it.len() > 20 && !it.ends_with("REDACTED")) {
        for shown in [&redacted, &lines, &format!("{url:?}"), &format!("{again:?}")] {
            prop_assert!(!shown.contains(secret), "{} is in {}", secret, shown);
        }
    }
    Ok(())
}

fn secrets(url: &str) -> impl Iterator<Item = &str> {
    const NAMES: [&str; 4] =
        ["x-amz-signature", "x-amz-security-token", "x-amz-s3session-token", "signature"];
    let (_, query) = url.split_once('?').unwrap_or_default();
    query.split('&').filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let name = percent_decode_str(name).decode_utf8_lossy().to_ascii_lowercase();
        NAMES.contains(&&*name).then_some(value)
    })
}

/// Text with a meaning somewhere in a URL.
const PIECES: [&str; 20] = [
    "",
    "&",
    "=",
    "?",
    "#",
    "/",
    "//",
    "%",
    "%2",
    "%2F",
    "%00",
    "%ff",
    "%25",
    ":",
    "@",
    ";",
    "+",
    "..",
    "&X-Amz-Signature=",
    "&X-Amz-Security-Token",
];
