//! What is read from presigned URLs, foreign and our own, good and broken.

use std::{collections::BTreeMap, sync::LazyLock};

use percent_encoding::percent_decode_str;
use presigner::{
    Credentials, Endpoint, Expiry, Presigner, Request, Timestamp,
    inspect::{InspectedUrl, Lint, NotPresigned, Status},
};
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
    test_runner::TestCaseResult,
};

use crate::table::{self, same};

#[test]
fn urls_by_eleven_implementations_say_what_a_url_library_reads_in_them() {
    let rows = table::read("foreign_urls.txt");
    assert_eq!(rows.len(), 336);
    table::check(&rows, |row| {
        let text = row.text("url");
        let url = parse(&text)?;
        let parsed = url::Url::parse(&text).map_err(|error| error.to_string())?;
        let parameters: BTreeMap<_, _> = parsed.query_pairs().collect();
        let parameter = |name: &str| parameters.get(name).map(|value| &**value).unwrap_or_default();
        let [_, service, region, day, access_key_id] =
            parameter("X-Amz-Credential").rsplitn(5, '/').collect::<Vec<_>>()[..]
        else {
            return Err("the credential has not five parts".into());
        };
        same("signature version", &url.signature_version().to_string(), "SigV4")?;
        same("scheme", url.scheme(), parsed.scheme())?;
        same("access key id", url.access_key_id(), access_key_id)?;
        same("day", url.day().unwrap_or_default(), day)?;
        same("region", url.region().unwrap_or_default(), region)?;
        same("service", url.service(), service)?;
        same("signing time", &shown(url.signed_at()), &rfc_3339(parameter("X-Amz-Date")))?;
        let lifetime = url.expires_at().unix_seconds() - seconds(url.signed_at());
        same("expiry", &lifetime.to_string(), parameter("X-Amz-Expires"))?;
        same("expiry in seconds", &shown(url.expires_seconds()), parameter("X-Amz-Expires"))?;
        let token = parameters.contains_key("X-Amz-Security-Token");
        same("session token", yes_or_no(url.has_session_token()), yes_or_no(token))?;
        let mut headers: Vec<_> = row.pairs("header").into_iter().map(|(name, _)| name).collect();
        headers.extend(["host".into()]);
        headers.sort();
        same("signed headers", &signed_headers(&url), &headers.join(" "))
    });
}

#[test]
fn urls_by_eleven_implementations_have_the_lints_that_the_table_names() {
    let rows = table::read("foreign_urls.txt");
    table::check(&rows, |row| {
        let text = row.text("url");
        let mut names: Vec<_> = parse(&text)?.lints().iter().map(Lint::name).collect();
        let mut expected = row.pairs("lint");
        names.sort_unstable();
        expected.sort();
        let expected: Vec<_> = expected.iter().map(|(name, _)| &**name).collect();
        same("lints", &names.join(" "), &expected.join(" "))
    });
}

#[test]
fn every_part_and_every_lint_is_read() {
    table::check(&table::read("inspected_urls.txt"), |row| {
        let text = row.text("url");
        let url = parse(&text)?;
        let part = |name: &str, made: &str| same(name, made, &row.text(name));
        part("signature_version", &url.signature_version().to_string())?;
        part("scheme", url.scheme())?;
        part("host", url.host())?;
        part("path", url.path())?;
        part("access_key_id", url.access_key_id())?;
        part("day", url.day().unwrap_or("-"))?;
        part("region", url.region().unwrap_or("-"))?;
        part("service", url.service())?;
        part("signed_at", &shown(url.signed_at()))?;
        part("expires_at", &url.expires_at().to_string())?;
        part("signed_headers", &signed_headers(&url))?;
        part("session_token", yes_or_no(url.has_session_token()))?;
        let expires_seconds = u64::try_from(row.number::<i64>("expires_seconds")).ok();
        same("expires_seconds", &shown(url.expires_seconds()), &shown(expires_seconds))?;
        let expected = row.pairs("lint");
        let expected: Vec<_> = expected.iter().map(|(name, it)| format!("{name} {it}")).collect();
        same("lints", &lines(&url), &expected.join("\n"))
    });
}

#[test]
fn the_tables_have_every_lint() {
    let rows = table::read("inspected_urls.txt");
    let names: BTreeMap<_, _> = rows.iter().flat_map(|row| row.pairs("lint")).collect();
    assert_eq!(names.len(), 22, "{names:#?}");
}

#[test]
fn our_own_urls_have_only_lints_that_were_asked_for() {
    let rows = table::read("s3_corpus.txt");
    assert_eq!(rows.len(), 287);
    table::check(&rows, |row| {
        let text = [&row.text("url"), "&X-Amz-Signature=", &row.text("signature")].concat();
        let asked_for = |name: &str| match name {
            "longer_than_998" => text.len() > 998,
            "plain_http" => text.starts_with("http://"),
            "dot_segment" => row.find("dot_segments").is_some(),
            "double_encoded_path" => row.text("key").contains('%'),
            _ => false,
        };
        let lints = parse(&text)?.lints();
        let mut names = lints.iter().map(Lint::name);
        same("lint", names.find(|name| !asked_for(name)).unwrap_or_default(), "")
    });
}

#[test]
fn our_own_urls_for_other_things_than_buckets_have_no_lints() {
    let credentials =
        Credentials::new("ASIAIOSFODNN7EXAMPLE", "secret").with_session_token("token");
    for (region, endpoint) in [
        ("us-west-2", Endpoint::aws()),
        ("us-west-2", Endpoint::aws().dual_stack()),
        ("us-west-2", Endpoint::aws().fips()),
        ("us-west-2", Endpoint::aws().accelerate()),
        ("us-east-1", Endpoint::aws().legacy_global()),
        ("aws-global", Endpoint::aws()),
        ("eu-west-1", Endpoint::aws().legacy_global()),
        ("cn-north-1", Endpoint::aws().dual_stack()),
        ("us-gov-west-1", Endpoint::aws().fips()),
        ("eusc-de-east-1", Endpoint::aws()),
        ("us-isof-south-1", Endpoint::aws()),
        ("auto", Endpoint::r2("0123456789abcdef0123456789abcdef")),
    ] {
        let presigner = Presigner::new(credentials.clone(), region).with_endpoint(endpoint);
        for bucket in [
            "bucket",
            "my.bucket",
            "My_Bucket",
            "films--usw2-az1--x-s3",
            "arn:aws:s3:us-west-2:123456789012:accesspoint/films",
            "arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/films",
            "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/accesspoint/films",
        ] {
            let signer = presigner.at(now());
            let Ok(url) = signer.get(bucket, "a b+c/%2", Expiry::days(30)) else { continue };
            let inspected = InspectedUrl::parse(url.as_str()).expect("a presigned URL");
            assert_eq!(inspected.lints(), [], "{url}");
            assert_eq!(inspected.status(now()), Status::Valid { remaining_seconds: 604_800 });
        }
    }
}

#[test]
fn status_begins_a_quarter_of_an_hour_early_and_ends_on_the_second() {
    let valid = |remaining_seconds| Status::Valid { remaining_seconds };
    let signer = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
    let url = signer.at(now()).get("bucket", "key", Expiry::seconds(60)).expect("a good request");
    let url = InspectedUrl::parse(url.as_str()).expect("a presigned URL");
    for (offset, status) in [
        (-3600, Status::NotYetValid { seconds: 2700 }),
        (-901, Status::NotYetValid { seconds: 1 }),
        (-900, valid(960)),
        (0, valid(60)),
        (59, valid(1)),
        (60, Status::Expired { since_seconds: 0 }),
        (61, Status::Expired { since_seconds: 1 }),
    ] {
        let at = Timestamp::from_unix_seconds(now().unix_seconds() + offset);
        assert_eq!(url.status(at), status, "{offset}");
    }
    let always = "https://b.example/k?AWSAccessKeyId=a&Expires=99999999999999999999&Signature=s";
    let always = InspectedUrl::parse(always).expect("a presigned URL");
    assert_eq!(always.status(Timestamp::from_unix_seconds(0)), valid(i64::MAX.unsigned_abs()));
    let first = Timestamp::from_unix_seconds(i64::MIN);
    assert_eq!(always.status(first), valid(i64::MAX.unsigned_abs()));
}

#[test]
fn what_is_not_presigned_is_refused_with_the_reason() {
    let signed = SIGNED;
    assert!(InspectedUrl::parse(signed).is_ok());
    let unsigned = NotPresigned::Unsigned.to_string();
    let missing = |name: &str| {
        format!(
            "query parameter `{name}` is missing; if the URL was cut, or its `&` became `&amp;`, \
             copy it again"
        )
    };
    let malformed = |name: &str, problem: &str| format!("query parameter `{name}` {problem}");
    let credential = malformed(
        "X-Amz-Credential",
        "is not like `id/20130524/region/service/aws4_request`; \
         if it holds `%252F`, undo the second percent-encoding of the URL",
    );
    let date = malformed(
        "X-Amz-Date",
        "is not like `20130524T000000Z`; sign with the time in UTC, in this form",
    );
    let expires =
        malformed("X-Amz-Expires", "is no whole number of seconds; sign with 1 to 604800");
    let version_2 = "https://h/k?AWSAccessKeyId=a&Expires=1&Signature=s";
    for (url, sentence) in [
        ("", "URL has no scheme; begin it with `https://` or `http://`".into()),
        (
            "s3://bucket/key",
            "URL has a scheme other than `https` and `http`; use one of these".into(),
        ),
        ("https://", "URL has no host; write `https://host`".into()),
        ("https://h/a\nb?", "URL contains a control character; remove it".into()),
        ("https://h/key", unsigned.clone()),
        ("https://h/key?a=b&X-Goog-Signature=s", unsigned.clone()),
        (&signed.replacen('k', "#1", 1), unsigned.clone()),
        (&signed.replace('?', "%3F"), unsigned),
        (&signed.replace('&', "&amp;"), missing("X-Amz-Credential")),
        (signed.split_once('&').unwrap_or_default().0, missing("X-Amz-Credential")),
        (&signed.replace("&X-Amz-Signature=S", ""), missing("X-Amz-Signature")),
        (&signed.replace("X-Amz-Algorithm", "a"), missing("X-Amz-Algorithm")),
        (&signed.replace("X-Amz-SignedHeaders", "a"), missing("X-Amz-SignedHeaders")),
        (&signed.replace("-HMAC", "-ECDSA-P256"), missing("X-Amz-Region-Set")),
        (&version_2.replace("Expires", "a"), missing("Expires")),
        (&version_2.replace("Signature", "a"), missing("Signature")),
        (
            &signed.replace("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"),
            malformed(
                "X-Amz-Algorithm",
                "is neither `AWS4-HMAC-SHA256` nor `AWS4-ECDSA-P256-SHA256`; \
                 sign with one of these",
            ),
        ),
        (&signed.replace("%2F", "%252F"), credential.clone()),
        (&signed.replace("a%2Fd", "d"), credential.clone()),
        (&signed.replace("=a%2F", "=%2F"), credential.clone()),
        (&signed.replace("aws4_request", "aws4"), credential.clone()),
        (&signed.replace("a%2Fd%2Fr%2Fs%2Faws4_request", ""), credential),
        (&signed.replace("123456Z", "123456"), date.clone()),
        (&signed.replace("20240315T", "20240230T"), date),
        (&signed.replace("Expires=1", "Expires=-1"), expires.clone()),
        (&signed.replace("Expires=1", "Expires=%2B1"), expires.clone()),
        (&signed.replace("Expires=1", "Expires=1.5"), expires.clone()),
        (&signed.replace("Expires=1", "Expires"), expires),
        (
            &version_2.replace("=1", "=2024-03-15T12:34:56Z"),
            malformed("Expires", "is no whole number of seconds since 1970; sign with one"),
        ),
    ] {
        let error = InspectedUrl::parse(url).map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(error, Err(sentence), "{url}");
    }
}

#[test]
fn a_redacted_url_says_the_same_without_the_secrets() {
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

#[test]
fn no_lint_tells_a_secret_that_is_part_of_a_name() {
    let name = "X-Amz-Security-Token%3DSECRET";
    let text = format!("{SIGNED}&{name}=+&{name}");
    let lints = InspectedUrl::parse(&text).expect("a presigned URL").lints();
    let duplicate = Lint::DuplicateParameter { parameter: "x-amz-security-token=REDACTED".into() };
    assert!(lints.contains(&duplicate), "{lints:?}");
    assert!(!format!("{lints:?}").contains("SECRET"), "{lints:?}");
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
    fn no_text_tells_its_secrets(text in any_text()) {
        if let Ok(url) = InspectedUrl::parse(&text) {
            check_redacted(&text, &url)?;
        }
    }

    #[test]
    fn our_own_urls_have_no_lints(key in "[^%]{1,40}", days in 1_u32..30) {
        let presigner = Presigner::new(Credentials::new("id", "secret"), "us-west-2");
        let request = Request::get("bucket", &key).query("prefix", &key);
        if let Ok(url) = presigner.at(now()).presign(&request, Expiry::days(days)) {
            let lints = InspectedUrl::parse(url.as_str()).map(|url| url.lints());
            prop_assert_eq!(lints, Ok(vec![]), "{}", url);
        }
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Bytes, and URLs with something put in the place of some of theirs.
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

/// What is shown of a URL tells no secret, and everything else.
fn check_redacted(text: &str, url: &InspectedUrl<'_>) -> TestCaseResult {
    let redacted = url.redacted().to_string();
    let again = InspectedUrl::parse(&redacted);
    let again = again.map_err(|error| TestCaseError::fail(format!("{redacted}: {error}")))?;
    let who =
        |url: &InspectedUrl<'_>| (url.access_key_id().to_owned(), url.day().map(String::from));
    prop_assert_eq!(who(url), who(&again));
    let what = |url: &InspectedUrl<'_>| (url.host().to_owned(), url.path().to_owned());
    prop_assert_eq!(what(url), what(&again));
    prop_assert_eq!(url.expires_at(), again.expires_at());
    // A token that is empty becomes one that is not.
    prop_assert!(again.has_session_token() || !url.has_session_token());
    let lines = lines(url);
    for secret in secrets(text).filter(|secret| secret.len() > 20) {
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

fn parse(url: &str) -> Result<InspectedUrl<'_>, String> {
    InspectedUrl::parse(url).map_err(|error| error.to_string())
}

/// The lints, each with its name.
fn lines(url: &InspectedUrl<'_>) -> String {
    let lines = url.lints();
    let lines = lines.iter().map(|lint| format!("{} {lint}", lint.name()));
    lines.collect::<Vec<_>>().join("\n")
}

fn signed_headers(url: &InspectedUrl<'_>) -> String {
    url.signed_headers().collect::<Vec<_>>().join(" ")
}

/// `20240315T123456Z` as RFC 3339 has it.
fn rfc_3339(amz_date: &str) -> String {
    let part = |begin: usize, end: usize| &amz_date[begin..end];
    let date = [part(0, 4), part(4, 6), part(6, 8)].join("-");
    let time = [part(9, 11), part(11, 13), part(13, 15)].join(":");
    format!("{date}T{time}Z")
}

fn seconds(time: Option<Timestamp>) -> i64 {
    time.map(Timestamp::unix_seconds).unwrap_or_default()
}

fn shown(part: Option<impl ToString>) -> String {
    part.map_or_else(|| "-".into(), |part| part.to_string())
}

const fn yes_or_no(is_there: bool) -> &'static str {
    if is_there { "yes" } else { "no" }
}

fn now() -> Timestamp {
    Timestamp::from_unix_seconds(1_710_506_096)
}

const SIGNED: &str = "https://h/k?X-Amz-Algorithm=AWS4-HMAC-SHA256\
    &X-Amz-Credential=a%2Fd%2Fr%2Fs%2Faws4_request&X-Amz-Date=20240315T123456Z&X-Amz-Expires=1\
    &X-Amz-SignedHeaders=host&X-Amz-Signature=S";

/// What has a meaning somewhere in a URL.
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
