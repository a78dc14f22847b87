//! The causes of refusals, with the error responses of many servers.

mod exchange;
mod noise;
mod received;

use std::collections::BTreeSet;

use presigner::{
    Method, Timestamp,
    diagnose::{Cause, Certainty, Diagnosis, Finding},
};

use self::{exchange::Exchange, noise::Noise, received::Received};
use crate::{
    table::{self, Row, same},
    variants::{snake_case, variants},
};

#[test]
fn finds_the_causes_of_every_row() {
    table::check(&rows(), |row| {
        let exchange = Exchange::of(row);
        let findings = exchange.diagnosis()?.error_xml(&exchange.body);
        same("causes", &names(&findings), &row.text("causes"))?;
        let first = |side: fn(&Finding) -> Option<&str>| {
            findings.first().and_then(side).unwrap_or("-").to_owned()
        };
        same_if_given(row, "ours", &first(Finding::ours))?;
        same_if_given(row, "theirs", &first(Finding::theirs))?;
        let certainty = findings.first().map_or("-", |finding| finding.certainty().name());
        same_if_given(row, "certainty", certainty)?;
        let seconds = findings.first().and_then(Finding::seconds);
        same_if_given(row, "seconds", &seconds.unwrap_or_default().to_string())
    });
}

#[cfg(feature = "serde")]
#[test]
fn a_finding_is_serialized_with_the_values_of_its_methods() {
    for row in rows() {
        let exchange = Exchange::of(&row);
        for finding in exchange.diagnosis().expect("a URL").error_xml(&exchange.body) {
            let expected = serde_json::json!({
                "cause": finding.cause().name(),
                "certainty": finding.certainty().name(),
                "ours": finding.ours(),
                "theirs": finding.theirs(),
                "seconds": finding.seconds(),
                "remedy": finding.cause().remedy(),
            });
            assert_eq!(serde_json::to_value(&finding).expect("text is JSON"), expected, "{row}");
        }
    }
}

#[test]
fn finds_most_causes_with_only_the_url() {
    let rows = rows();
    let (equal, different): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| row.find("causes_by_url").is_none());
    let check = |rows: &[Row], field: &str| {
        table::check(rows, |row| {
            let exchange = Exchange::of(row);
            let diagnosis =
                Diagnosis::new(&exchange.signed_url).map_err(|error| error.to_string())?;
            let findings = diagnosis.error_xml(&exchange.body);
            same("causes", &names(&findings), &row.text(field))
        });
    };
    check(&equal, "causes");
    check(&different, "causes_by_url");
    assert!(equal.len() > 2 * different.len(), "{} and {}", equal.len(), different.len());
}

#[test]
fn table_has_every_cause() {
    let rows = rows();
    assert!(rows.len() >= 40, "{} rows", rows.len());
    let found: BTreeSet<_> = rows
        .iter()
        .flat_map(|row| row.text("causes").split(' ').map(String::from).collect::<Vec<_>>())
        .map(|name| name.trim_end_matches('?').to_owned())
        .filter(|name| name != "-")
        .collect();
    let causes: BTreeSet<_> =
        variants("diagnose/cause.rs", "Cause").iter().map(|variant| snake_case(variant)).collect();
    assert_eq!(found, causes);
}

#[test]
fn findings_show_cause_and_remedy() {
    assert_eq!(Cause::WrongSecret.name(), "wrong_secret");
    assert_eq!(Cause::AccessDenied.name(), "access_denied");
    let cause = Cause::SignatureVersion2;
    assert_eq!(format!("{cause:>44}"), "  request is signed with Signature Version 2");
    let remedy = "sign with version 4: most regions of S3 and most stores accept no other";
    assert_eq!(cause.remedy(), remedy);
    for row in rows() {
        let exchange = Exchange::of(&row);
        for finding in exchange.diagnosis().expect("a URL").error_xml(&exchange.body) {
            let cause = finding.cause();
            assert_eq!(cause.name(), snake_case(&format!("{cause:?}")));
            let (shown, remedy) = (finding.to_string(), cause.remedy());
            let is_suspected = finding.certainty() == Certainty::Suspected;
            let start = if is_suspected { "possibly: " } else { "" };
            assert!(shown.starts_with(&format!("{start}{cause}")), "{shown}");
            assert!(shown.ends_with(remedy), "{shown}");
            assert!(!shown.contains('\n') && !remedy.ends_with('.'), "{shown}");
        }
    }
}

#[test]
fn shows_no_secret() {
    for row in rows() {
        let exchange = Exchange::of(&row);
        let diagnosis = exchange.diagnosis().expect("a URL");
        let mut shown = vec![format!("{diagnosis:?}")];
        assert!(shown[0].contains("http"), "{row}: {shown:?}");
        for finding in diagnosis.error_xml(&exchange.body) {
            shown.extend([finding.to_string(), format!("{finding:?}")]);
        }
        let shown = shown.join("\n");
        let signature =
            received::parameter(&exchange.signed_url, "X-Amz-Signature").unwrap_or("no signature");
        for secret in [signature, "TOKEN", "c2VjcmV0IGtleSBvZiB0aGUgY3VzdG9tZXI", "5EC4E7"] {
            assert!(!shown.contains(secret), "{row}: {secret} in {shown}");
        }
    }
}

#[test]
fn conceals_secrets_in_messages() {
    let url = format!(
        "https://b.s3.us-west-2.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIA%2F20240315%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date=20240315T123456Z\
         &X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Security-Token=a%2Flong%2Bsession%2Btoken\
         &X-Amz-Signature={}",
        "0f".repeat(32)
    );
    let body = format!(
        "<Error><Code>AccessDenied</Code><Message>{} a/long+session+token a%2Flong%2Bsession%2Btoken\
         </Message></Error>",
        "0f".repeat(32)
    );
    let findings = Diagnosis::new(&url).expect("a URL").error_xml(&body);
    assert_eq!(findings[0].theirs(), Some("REDACTED REDACTED REDACTED"));
}

#[test]
fn conceals_customer_provided_keys_in_parameters_and_headers() {
    const NAME: &str = "x-amz-server-side-encryption-customer-key";
    const KEY: &str = "c2VjcmV0IGtleSBvZiB0aGUgY3VzdG9tZXI=";
    let body = format!("<Error><Code>AccessDenied</Code><Message>{KEY}</Message></Error>");
    let shown = |diagnosis: Diagnosis<'_>| {
        let findings = diagnosis.error_xml(&body);
        assert!(
            findings.iter().any(|finding| finding.theirs() == Some("REDACTED")),
            "{findings:?}"
        );
    };
    let url = foreign_url();
    shown(Diagnosis::new(&format!("{url}&{NAME}={KEY}")).expect("a URL"));
    shown(Diagnosis::new(&format!("{url}&amp;{NAME}={KEY}")).expect("a URL"));
    let signed = url.replace("=host", &format!("=host%3B{NAME}"));
    shown(Diagnosis::new(&signed).expect("a URL").header(format!(" {NAME} "), KEY));
}

/// The request that `curl -v` prints may be of another URL.
#[test]
fn conceals_secrets_of_a_printed_request() {
    let [signature, token] = ["ab".repeat(32), String::from("a/session+token/of/another/URL")];
    let key = "c2VjcmV0IGtleSBvZiB0aGUgY3VzdG9tZXI=";
    let encoded = token.replace('/', "%2F").replace('+', "%2B");
    let query = format!("X-Amz-Security-Token={encoded}&X-Amz-Signature={signature}");
    let name = "x-amz-server-side-encryption-customer-key";
    let url = foreign_url().replace("=host", &format!("=host%3B{name}"));
    for target in [
        format!("/k?{query}"),
        format!("http://b.s3.us-west-2.amazonaws.com/k?{query}"),
        format!("/k?{}", query.replace('&', "&amp;")),
        format!("/k%3F{}", query.replace('=', "%3D").replace('&', "%26")),
    ] {
        let text = format!(
            "> GET {target} HTTP/1.1\n> Host: b.s3.us-west-2.amazonaws.com\n\
             > {name}: {key}\n> \n< HTTP/1.1 403 Forbidden\n< \n\
             <Error><Code>AccessDenied</Code><Message>{signature} {token} {key}</Message></Error>"
        );
        let sent = Diagnosis::new(&url).expect("a URL");
        for diagnosis in [sent.clone(), sent.header(name, "*/*")] {
            let shown = format!("{:?}", diagnosis.error_xml(&text));
            assert!(shown.contains("REDACTED REDACTED REDACTED"), "{target}: {shown}");
            for secret in [&*signature, &token, &encoded, key] {
                assert!(!shown.contains(secret), "{target}: {shown}");
            }
        }
    }
}

/// `curl -v -L` prints each request, and one to a proxy.
#[test]
fn conceals_secrets_of_all_printed_requests() {
    let [first, last] = ["ab", "cd"].map(|byte| byte.repeat(32));
    let key = "c2VjcmV0IGtleSBvZiB0aGUgY3VzdG9tZXI=";
    let name = "x-amz-server-side-encryption-customer-key";
    let text = format!(
        "> CONNECT b.s3.amazonaws.com:443 HTTP/1.1\n> {name}: {key}\n> \n< HTTP/1.1 200 OK\n< \n\
         > GET /k?X-Amz-Signature={first} HTTP/1.1\n> Host: b.s3.amazonaws.com\n> \n\
         < HTTP/1.1 307 Temporary Redirect\n< \n\
         > GET /k?X-Amz-Signature={last} HTTP/1.1\n> Host: b.s3.us-west-2.amazonaws.com\n> \n\
         < HTTP/1.1 403 Forbidden\n< \n\
         <Error><Code>AccessDenied</Code><Message>{first} {last} {key}</Message></Error>"
    );
    let url = foreign_url();
    let shown = format!("{:?}", Diagnosis::new(&url).expect("a URL").error_xml(&text));
    assert!(shown.contains("REDACTED REDACTED REDACTED"), "{shown}");
}

/// Takes seconds; minutes if each secret were searched in each finding.
#[test]
fn conceals_thousands_of_secrets_in_linear_time() {
    let url = (0..10_000).fold(foreign_url(), |url, number| {
        format!("{url}&amp;X-Amz-Security-Token=a-secret-of-its-own-{number}")
    });
    let query: Vec<_> = (0..10_000).map(|number| format!("a{number}=1")).collect();
    let query = query.join("&amp;");
    let body = format!(
        "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>GET\n/k\n{query}\nhost:h\n\nhost\nx\
         </CanonicalRequest></Error>"
    );
    let findings = Diagnosis::new(&url).expect("a URL").error_xml(&body);
    assert!(findings.len() > 10_000, "{}", findings.len());
    assert!(findings.iter().all(|finding| finding.theirs().is_none_or(|it| it == "REDACTED")));
}

fn foreign_url() -> String {
    format!(
        "https://b.s3.us-west-2.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIA%2F20240315%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date=20240315T123456Z\
         &X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature={}",
        "0f".repeat(32)
    )
}

/// The canonical request of S3 for the URLs of eleven implementations is the one that is expected
/// from the URL, so that only the secret, or what a URL does not contain, can be the cause.
#[test]
fn parses_foreign_urls_as_s3_does() {
    table::check(&table::read("foreign_urls.txt"), |row| {
        let (url, method) = (row.text("url"), row.text("method"));
        let headers = row.pairs("header");
        let received = Received { method: &method, url: &url, headers: &headers };
        let body = format!(
            "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>{}</CanonicalRequest></Error>",
            received::escape(&received.canonical_request())
        );
        let method: Method = method.parse().map_err(|error| format!("{error}"))?;
        let diagnosis = Diagnosis::new(&url).map_err(|error| error.to_string())?.method(method);
        let diagnosis = headers.iter().fold(diagnosis, |it, (name, value)| it.header(name, value));
        let findings = diagnosis.error_xml(&body);
        let certain = findings.iter().filter(|it| it.certainty() != Certainty::Suspected);
        let certain = certain.filter(|finding| finding.cause() != Cause::WrongSecret);
        same("causes", &names(&certain.cloned().collect::<Vec<_>>()), "-")?;
        let last = &findings[findings.len().saturating_sub(2)..];
        same("what is left", &names(last), "wrong_secret? method_mismatch?")
    });
}

#[test]
fn rejects_what_is_not_a_url() {
    for url in ["", "b/k", "ftp://b/k?X-Amz-Signature=0", "https://"] {
        assert!(Diagnosis::new(url).is_err(), "{url:?}");
    }
}

#[test]
fn never_panics() {
    let mut noise = Noise::new(0x5eed_0001);
    for _ in 0..60_000 {
        let (body, url) = (noise.body(), noise.url());
        if let Ok(diagnosis) = Diagnosis::new(&url) {
            let method = if noise.time() % 2 == 0 { Method::Put } else { Method::Post };
            let diagnosis = diagnosis.method(method).header(noise.body(), noise.body());
            let policy = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, noise.body());
            let diagnosis = diagnosis.signed_header(noise.body(), noise.body());
            let diagnosis = diagnosis.form_field("policy", policy).form_field("key", noise.body());
            let diagnosis = diagnosis.at(Timestamp::from_unix_seconds(noise.time()));
            for finding in diagnosis.error_xml(&body) {
                assert!(!finding.to_string().contains('\n'), "{url:?} {body:?}");
            }
        }
    }
}

/// Takes seconds; minutes if it were quadratic.
#[test]
fn parses_bodies_in_linear_time() {
    let row = rows().into_iter().next().expect("a row");
    let exchange = Exchange::of(&row);
    let diagnosis = exchange.diagnosis().expect("a URL");
    for piece in [
        "<",
        ">",
        "&",
        "&amp;",
        "<a>",
        "<a",
        "</a>",
        "<a></a>",
        "a=1&amp;",
        "\n",
        "+",
        "%25",
        "'",
        "a:\n",
        "\"",
        "\\",
        "\\u003c",
        "\"a\":\"b\",",
        ":'",
        "&lt;a&gt;",
        "AccessDenied: ",
        "https://h/ ",
        "< HTTP/1.1 403\n",
    ] {
        let noise = piece.repeat((1 << 17) / piece.len());
        for body in [
            noise.clone(),
            format!("<Code>SignatureDoesNotMatch</Code><CanonicalRequest>GET\n/{noise}"),
            format!(
                "<Code>SignatureDoesNotMatch</Code>\
                 <CanonicalRequest>GET\n/{noise}\n{noise}\n{noise}\n\nhost\nx</CanonicalRequest>"
            ),
            format!(
                "<Code>AuthorizationQueryParametersError</Code><Message>expecting {noise}</Message>"
            ),
            format!("<HeadersNotSigned>{noise}</HeadersNotSigned>"),
            format!("AccessDenied\n{noise}"),
            format!(
                "<Code>SignatureDoesNotMatch</Code>\
                 <CanonicalRequest>GET / a=1 {}a: {}a x</CanonicalRequest>",
                "a:".repeat(1 << 16),
                "a;".repeat(1 << 16)
            ),
        ] {
            let _ = diagnosis.error_xml(&body);
        }
    }
}

fn rows() -> Vec<Row> {
    table::read("diagnoses.txt")
}

/// The names of the causes, those that are suspected with a `?`.
fn names(findings: &[Finding]) -> String {
    let mark = |finding: &Finding| match finding.certainty() {
        Certainty::Suspected => "?",
        _ => "",
    };
    let name = |finding: &Finding| finding.cause().name().to_owned() + mark(finding);
    let names: Vec<_> = findings.iter().map(name).collect();
    if names.is_empty() { "-".into() } else { names.join(" ") }
}

fn same_if_given(row: &Row, field: &str, made: &str) -> Result<(), String> {
    row.find(field).map_or(Ok(()), |expected| same(field, made, &expected))
}
