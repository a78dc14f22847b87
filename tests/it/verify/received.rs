//! Requests that clients and proxies rewrote on their way to the server.

use presigner::{
    Timestamp,
    sigv4::PayloadHash,
    verify::{Claim, Rejection, Rules, Verified},
};

use crate::table::{self, Row, same};

#[test]
fn accepts_what_means_the_same_as_what_was_signed() {
    let rows = table::read("received_requests.txt");
    table::check(&rows, |row| {
        let (method, target) = (row.text("method"), row.text("target"));
        let headers = row.pairs("header");
        let claim = Claim::parse(&method, &target, &headers);
        let verified = claim.clone().and_then(|claim| verify(row, &claim));
        let session_token = claim.ok().and_then(|claim| claim.session_token());
        let result = verified.as_ref().map_or_else(Rejection::to_string, |_| "accepted".into());
        same("result", &result, &row.text("result"))?;
        let Ok(verified) = verified else { return Ok(()) };
        let payload_hash = match verified.payload_hash() {
            PayloadHash::Sha256(digest) => hex::encode(digest),
            _ => "unsigned".into(),
        };
        for (part, made) in [
            ("host", verified.host()),
            ("bucket", verified.bucket().unwrap_or_default()),
            ("key", verified.key().unwrap_or_default()),
            ("payload_hash", &payload_hash),
            ("session_token", session_token.as_deref().unwrap_or_default()),
        ] {
            row.find(part).map_or(Ok(()), |expected| same(part, made, &expected))?;
        }
        match row.pairs("signed_header") {
            signed if signed.is_empty() => Ok(()),
            signed => check_headers(&verified, &headers, &signed),
        }
    });
}

/// Only the signed headers are returned, by the name that was received and by any other form of it.
fn check_headers(
    verified: &Verified<'_>,
    received: &[(String, String)],
    signed: &[(String, String)],
) -> Result<(), String> {
    let lines = |name: &str, value: &str| format!("{name}: {value}\n");
    let made: String = verified.headers().map(|(name, value)| lines(name, value)).collect();
    let expected: String = signed.iter().map(|(name, value)| lines(name, value)).collect();
    same("headers", &made, &expected)?;
    for (name, _) in received {
        let lower = name.to_ascii_lowercase();
        let expected = signed.iter().find(|(signed, _)| *signed == lower);
        let expected = expected.map(|(_, value)| value.as_str());
        for name in [name, &lower, &name.to_ascii_uppercase()] {
            let shown = |value: Option<&str>| format!("{name}: {value:?}");
            same("header", &shown(verified.header(name)), &shown(expected))?;
        }
    }
    Ok(())
}

#[test]
fn a_header_that_was_not_sent_has_no_value() {
    let rows = table::read("received_requests.txt");
    let row = rows.iter().find(|row| !row.pairs("signed_header").is_empty()).expect("a row");
    let (method, target, headers) = (row.text("method"), row.text("target"), row.pairs("header"));
    let claim = Claim::parse(&method, &target, &headers).expect("a presigned request");
    let verified = verify(row, &claim).expect("a good signature");
    for name in ["", "hos", "host ", "hostt", "x-amz-acl"] {
        assert_eq!(verified.header(name), None, "{name:?}");
    }
}

fn verify<'a>(row: &Row, claim: &Claim<'a>) -> Result<Verified<'a>, Rejection> {
    let names = |field| row.pairs(field).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let (headers, hosts) = (names("infrastructure_header"), names("host_candidate"));
    let headers: Vec<_> = headers.iter().map(String::as_str).collect();
    let hosts: Vec<_> = hosts.iter().map(String::as_str).collect();
    let base_domain = row.find("base_domain");
    let path_prefix = row.find("path_prefix").unwrap_or_default();
    let rules = Rules::s3(Timestamp::from_unix_seconds(row.number("at")))
        .infrastructure_headers(&headers)
        .host_candidates(&hosts)
        .path_prefix(&path_prefix);
    let rules = base_domain.iter().fold(rules, |rules, domain| rules.base_domain(domain));
    claim.verify(&row.text("secret_access_key"), &rules)
}
