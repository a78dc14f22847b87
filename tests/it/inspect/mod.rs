//! Presigned URLs by this crate and by others, valid and broken, as `inspect` parses them.

mod lints;
mod redaction;

use std::collections::BTreeMap;

use presigner::{
    Credentials, Expiry, Presigner, Timestamp,
    inspect::{InspectedUrl, NotPresigned, Status},
};
use proptest::prelude::*;

use crate::table::{self, same};

#[test]
fn parses_urls_by_eleven_implementations_like_a_url_library() {
    table::check(&table::read("foreign_urls.txt"), |row| {
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
fn parses_every_part_and_finds_every_lint() {
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
fn a_url_is_valid_from_15_minutes_early_until_it_expires() {
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
    assert_eq!(always.status(first), valid(u64::MAX));
}

#[test]
fn rejects_what_is_not_presigned_with_the_reason() {
    let signed = SIGNED;
    assert!(InspectedUrl::parse(signed).is_ok());
    let unsigned = NotPresigned::Unsigned.to_string();
    let missing = |name: &str| {
        format!(
            "query parameter `{name}` is missing; if the URL was truncated, or its `&` became \
             `&amp;`, copy it again"
        )
    };
    let other = |service: &str| {
        format!(
            "URL has a signature of {service}, which is not an AWS signature (SigV2, SigV4 or \
             SigV4A); check it with the tools of that service, or presign with AWS credentials"
        )
    };
    let malformed = |name: &str, problem: &str| format!("query parameter `{name}` {problem}");
    let credential = malformed(
        "X-Amz-Credential",
        "is not like `id/20130524/region/service/aws4_request`; \
         if it contains `%252F`, undo the second percent-encoding of the URL",
    );
    let date = malformed(
        "X-Amz-Date",
        "is not a time like `20130524T000000Z`; sign with the time in UTC, in this format",
    );
    let expires =
        malformed("X-Amz-Expires", "is not a whole number of seconds; sign with 1 to 604800");
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
        ("https://h/key?a=b&X-Goog-Signature=s", other("Google Cloud Storage (GOOG4)")),
        (
            "https://storage.googleapis.com/b/k?X-Goog-Algorithm=GOOG4-RSA-SHA256\
             &X-Goog-Credential=a%40b.iam.gserviceaccount.com%2F20240315%2Fauto%2Fstorage%2Fgoog4_request\
             &X-Goog-Date=20240315T123456Z&X-Goog-Expires=900&X-Goog-SignedHeaders=host",
            other("Google Cloud Storage (GOOG4)"),
        ),
        ("https://h/k?x-goog-algorithm=GOOG4-HMAC-SHA256", other("Google Cloud Storage (GOOG4)")),
        (
            "https://storage.googleapis.com/b/k?GoogleAccessId=a%40b&Expires=1&Signature=s",
            other("Google Cloud Storage (V2)"),
        ),
        ("https://d.cloudfront.net/k?Expires=1&Signature=s&Key-Pair-Id=K", other("CloudFront")),
        (
            "https://a.blob.core.windows.net/c/b?sv=2024-11-04&se=2024-03-15&sr=b&sp=r&sig=s",
            other("Azure Storage (SAS)"),
        ),
        ("https://h/k?OSSAccessKeyId=a&Expires=1&Signature=s", other("Alibaba Cloud OSS")),
        (
            "https://h/k?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-signature=s",
            other("Alibaba Cloud OSS"),
        ),
        ("https://h/k?q-sign-algorithm=sha1&q-ak=a&q-signature=s", other("Tencent Cloud COS")),
        ("https://h/k?sig=s&Expires=1&Signature=s", unsigned.clone()),
        (&signed.replacen('k', "#1", 1), unsigned),
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
            malformed("Expires", "is not a whole number of seconds since 1970; sign with one"),
        ),
    ] {
        let error = InspectedUrl::parse(url).map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(error, Err(sentence), "{url}");
    }
}

#[test]
fn names_the_escape_in_a_url_and_what_was_copied_with_it() {
    let escaped = |found: &str, character: char| {
        format!(
            "URL is escaped: it contains `{found}` in place of `{character}`; undo the escaping, \
             which a program, a shell or an encoder has added"
        )
    };
    let quoted = |mark: &str| format!("URL begins with `{mark}`; remove the quotation marks");
    let encoded = SIGNED.replace('?', "%3F");
    for (url, sentence) in [
        (encoded.replace('=', "%3D").replace('&', "%26"), escaped("%3F", '?')),
        (encoded.replace("%3F", "%3f"), escaped("%3F", '?')),
        (encoded, escaped("%3F", '?')),
        (SIGNED.replacen("://", "%3A%2F%2F", 1), escaped("%3A", ':')),
        (SIGNED.replace('&', r"\x26"), escaped(r"\x26", '&')),
        (SIGNED.replace('=', r"\u003d"), escaped(r"\u003d", '=')),
        (SIGNED.replace('=', "&#x3D;"), escaped("&#x3D;", '=')),
        ("https://h/k%3FAWSAccessKeyId%3Da".into(), escaped("%3F", '?')),
        (SIGNED.replace('&', r"\u0026"), escaped(r"\u0026", '&')),
        (SIGNED.replace('&', r"\&"), escaped(r"\&", '&')),
        (SIGNED.replace('&', "^&"), escaped("^&", '&')),
        (format!("\"{SIGNED}\""), quoted("\"")),
        (format!("'{SIGNED}'"), quoted("'")),
        (format!("`{SIGNED}`"), "URL begins with a backquote; remove the backquotes".into()),
        (format!("<{SIGNED}>"), "URL begins with `<`; remove the angle brackets".into()),
        (
            format!("curl -o k '{SIGNED}'"),
            "URL begins with `curl`; pass only the URL of the command".into(),
        ),
    ] {
        assert_eq!(parse(&url).map(|_| ()), Err(sentence), "{url}");
    }
    // A URL with an escape behind its signature is a presigned URL.
    let escaped_at_the_end = format!(r"{SIGNED}&a=b\&c=d^&e%3FX-Amz-Date=");
    assert!(parse(&escaped_at_the_end).is_ok());
}

#[test]
fn tells_the_signatures_of_other_services_by_their_values() {
    for (url, expected) in [
        (
            "https://b.bj.bcebos.com/k?authorization=bce-auth-v1%2Fa%2F2024-03-15T12%3A34%3A56Z%2F900%2Fhost%2Fs",
            Some("Baidu AI Cloud BOS"),
        ),
        ("https://h/file/b/k?Authorization=3_20160803004041_s", Some("Backblaze B2 (native API)")),
        ("http://h/k?e=1451491200&token=a:s", Some("Qiniu Kodo")),
        (
            "https://h/storage/v1/object/sign/b/k?token=eyJhbGciOiJIUzI1NiJ9.e30.s",
            Some("a service with JSON Web Tokens, such as Supabase Storage"),
        ),
        ("https://h/k?alt=media&token=a", None),
        ("https://h/k?Authorization=a", None),
    ] {
        let expected = match expected {
            Some(service) => NotPresigned::OtherSignature { service },
            None => NotPresigned::Unsigned,
        };
        assert_eq!(InspectedUrl::parse(url).map(|_| ()), Err(expected), "{url}");
    }
}

fn parse(url: &str) -> Result<InspectedUrl<'_>, String> {
    InspectedUrl::parse(url).map_err(|error| error.to_string())
}

/// The lints, each as its name and sentence.
fn lines(url: &InspectedUrl<'_>) -> String {
    let lines = url.lints();
    let lines = lines.iter().map(|lint| format!("{} {lint}", lint.name()));
    lines.collect::<Vec<_>>().join("\n")
}

fn signed_headers(url: &InspectedUrl<'_>) -> String {
    url.signed_headers().collect::<Vec<_>>().join(" ")
}

/// `20240315T123456Z` in RFC 3339 format.
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

const fn yes_or_no(is_present: bool) -> &'static str {
    if is_present { "yes" } else { "no" }
}

fn now() -> Timestamp {
    Timestamp::from_unix_seconds(1_710_506_096)
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

const SIGNED: &str = "https://h/k?X-Amz-Algorithm=AWS4-HMAC-SHA256\
    &X-Amz-Credential=a%2Fd%2Fr%2Fs%2Faws4_request&X-Amz-Date=20240315T123456Z&X-Amz-Expires=1\
    &X-Amz-SignedHeaders=host&X-Amz-Signature=S";
