//! The error responses to refused requests.

use std::collections::BTreeSet;

use presigner::{
    Expiry, Method, Timestamp,
    diagnose::{Cause, Diagnosis},
    verify::{Rejection, error_xml},
};

use super::{NOW, presigner};
use crate::variants::variants;

/// Code, status and sentence are from the AWS pages on errors and query-string authentication, and from the
/// errors of `MinIO`, which has the same sentences. The last is what `diagnose` concludes from the response.
#[test]
fn every_rejection_has_the_error_response_of_s3() {
    let presigner = presigner("id", "https://s3.example.com");
    let url = presigner.at(NOW).get("bucket", "key", Expiry::minutes(15)).expect("a good request");
    for (rejection, code, status, message, cause) in rows() {
        let xml = rejection.to_xml("4442587FB7D0A2F9");
        assert_eq!((rejection.s3_code(), rejection.http_status()), (code, status), "{xml}");
        #[cfg(feature = "http")]
        assert_eq!(http::StatusCode::from(&rejection), status, "{xml}");
        assert!(xml.contains(&format!("<Code>{code}</Code><Message>{message}</Message>")), "{xml}");
        assert!(xml.ends_with("<RequestId>4442587FB7D0A2F9</RequestId></Error>"), "{xml}");
        let diagnosis = match rejection {
            // Only of forms.
            Rejection::InvalidPolicy { .. } => Diagnosis::new("https://s3.example.com/bucket"),
            _ => Diagnosis::new(url.as_str()).map(|diagnosis| diagnosis.method(Method::Get)),
        };
        let findings = diagnosis.expect("a URL").error_xml(&xml);
        let first = findings.first().map(presigner::diagnose::Finding::cause);
        assert_eq!(first, cause, "{xml}");
    }
}

/// Each variant of [`Rejection`], so that none is without a response.
#[test]
fn the_rows_have_every_variant() {
    let listed: BTreeSet<_> = rows()
        .iter()
        .map(|(rejection, ..)| {
            let shown = format!("{rejection:?}");
            shown.split([' ', '{']).next().unwrap_or_default().to_owned()
        })
        .collect();
    assert_eq!(listed, variants("verify/rejection.rs", "Rejection"));
}

/// What S3 requires of XML in an element, and nothing else.
#[test]
fn an_error_document_is_escaped() {
    assert!(error_xml("A&B", "<x>\u{1}", "\"1\"").ends_with(
        "<Error><Code>A&amp;B</Code><Message>&lt;x&gt;\u{fffd}</Message>\
         <RequestId>\"1\"</RequestId></Error>"
    ));
    assert!(error_xml("A", "B", "").ends_with("<Message>B</Message></Error>"));
}

#[test]
fn error_responses_have_the_elements_that_s3_adds() {
    for (rejection, expected) in [
        (
            Rejection::Expired { expires_at: NOW, now: later(10) },
            "<Expires>2024-03-15T12:34:56Z</Expires><ServerTime>2024-03-15T12:35:06Z</ServerTime>",
        ),
        (
            Rejection::NotYetValid { signed_at: later(1000), now: NOW },
            "<ServerTime>2024-03-15T12:34:56Z</ServerTime>",
        ),
        (Rejection::HostNotSigned, "<HeadersNotSigned>host</HeadersNotSigned>"),
        (
            Rejection::HeaderNotSigned { name: "x-amz-acl".into() },
            "<HeadersNotSigned>x-amz-acl</HeadersNotSigned>",
        ),
        (
            Rejection::WrongRegion { region: "r".into(), expected: "eu-west-1".into() },
            "<Region>eu-west-1</Region>",
        ),
        (Rejection::AuthorizationHeader, "<ArgumentName>Authorization</ArgumentName>"),
        (Rejection::FormFieldMissing { name: "key" }, "<ArgumentName>key</ArgumentName>"),
    ] {
        let xml = rejection.to_xml("");
        assert!(xml.ends_with(&format!("{expected}</Error>")), "{xml}");
    }
}

/// The text of a request is part of the response.
#[test]
fn texts_of_the_request_cannot_add_markup() {
    let evil = || String::from("<Code>a</Code>&\"'\u{1}\u{fffe}");
    for rejection in [
        Rejection::WrongRegion { region: evil(), expected: evil() },
        Rejection::WrongService { service: evil() },
        Rejection::HeaderNotSigned { name: evil() },
        Rejection::DuplicateParameter { name: evil() },
        Rejection::DuplicateFormField { name: evil() },
        Rejection::PolicyConditionFailed { condition: evil() },
        Rejection::FormFieldNotInPolicy { name: evil() },
    ] {
        let xml = rejection.to_xml(&evil());
        assert_eq!(xml.matches("<Code>").count(), 1, "{xml}");
        let escaped = "&lt;Code&gt;a&lt;/Code&gt;&amp;\"'\u{fffd}\u{fffd}";
        assert!(xml.contains(&format!("<RequestId>{escaped}</RequestId>")), "{xml}");
        assert!(!xml.contains(['\u{1}', '\u{fffe}']), "{xml:?}");
    }
}

/// A sender cannot tell them apart; the log can.
#[test]
fn an_unknown_access_key_has_the_response_to_a_wrong_secret() {
    let response = |rejection: &Rejection| {
        (rejection.s3_code(), rejection.http_status(), rejection.to_xml("4442587FB7D0A2F9"))
    };
    for rejection in [Rejection::UnknownAccessKey, Rejection::EmptySecretAccessKey] {
        assert_eq!(response(&rejection), response(&Rejection::BadSignature));
        assert_ne!(rejection.to_string(), Rejection::BadSignature.to_string());
        assert_ne!(rejection, Rejection::BadSignature);
    }
}

type Row = (Rejection, &'static str, u16, &'static str, Option<Cause>);

fn rows() -> Vec<Row> {
    let group = |code, status, rows: Vec<_>| {
        rows.into_iter()
            .map(move |(rejection, message, cause)| (rejection, code, status, message, cause))
            .collect::<Vec<_>>()
    };
    let mismatch = |rejection| (rejection, MISMATCH, Some(Cause::WrongSecret));
    let mismatches = [
        Rejection::HeaderMissing { name: "x-amz-acl".into() },
        Rejection::UnknownAccessKey,
        Rejection::EmptySecretAccessKey,
        Rejection::BadSignature,
    ];
    let invalid_uri = malformed("path", "has a key and no bucket");
    let invalid_policy = Rejection::InvalidPolicy { problem: "is not JSON" };
    let policy_message = "Invalid Policy: the policy is not JSON";
    let malformed_policy = Some(Cause::MalformedPolicy);
    let too_large = Rejection::FormTooLarge { max_bytes: 20_480 };
    let too_large_message = "Your POST request fields preceding the upload file were too large.";
    let malformed_form = Some(Cause::MalformedForm);
    [
        group("AccessDenied", 403, denied()),
        group("InvalidArgument", 400, invalid_arguments()),
        group("AuthorizationQueryParametersError", 400, bad_parameters()),
        group("SignatureDoesNotMatch", 403, mismatches.into_iter().map(mismatch).collect()),
        group("InvalidURI", 400, vec![(invalid_uri, "Couldn't parse the specified URI.", None)]),
        group("AccessDenied", 403, denied_forms()),
        group("InvalidArgument", 400, invalid_arguments_of_forms()),
        group(
            "InvalidPolicyDocument",
            400,
            vec![(invalid_policy, policy_message, malformed_policy)],
        ),
        group(
            "MaxPostPreDataLengthExceededError",
            400,
            vec![(too_large, too_large_message, malformed_form)],
        ),
    ]
    .concat()
}

fn denied() -> Vec<(Rejection, &'static str, Option<Cause>)> {
    // The rules of the server are not told.
    let rules = [
        Rejection::NotPresigned { name: "X-Amz-Algorithm" },
        Rejection::WrongHost { host: "a".into() },
        Rejection::WrongPath { path: "/a".into() },
        Rejection::ExpiryTooLong { seconds: 900, max_seconds: 60 },
        Rejection::SignatureTooOld { seconds: 61, max_seconds: 60 },
    ];
    let headers =
        [Rejection::HostNotSigned, Rejection::HeaderNotSigned { name: "x-amz-acl".into() }];
    let not_signed = "There were headers present in the request which were not signed";
    let mut rows = vec![
        (
            Rejection::NotYetValid { signed_at: later(1000), now: NOW },
            "Request is not yet valid",
            Some(Cause::ClockSkew),
        ),
        (
            Rejection::Expired { expires_at: later(900), now: later(1000) },
            "Request has expired",
            Some(Cause::Expired),
        ),
    ];
    rows.extend(rules.map(|rejection| (rejection, "Access Denied", Some(Cause::AccessDenied))));
    rows.extend(headers.map(|rejection| (rejection, not_signed, Some(Cause::HeaderNotSigned))));
    rows
}

fn denied_forms() -> Vec<(Rejection, &'static str, Option<Cause>)> {
    let condition = r#"["eq", "$key", "cat.jpg"]"#;
    vec![
        (
            Rejection::PolicyConditionFailed { condition: condition.into() },
            r#"Invalid according to Policy: Policy Condition failed: ["eq", "$key", "cat.jpg"]"#,
            Some(Cause::PolicyConditionFailed),
        ),
        (
            Rejection::FormFieldNotInPolicy { name: "bucket".into() },
            "Invalid according to Policy: Extra input fields: bucket",
            Some(Cause::FormFieldNotInPolicy),
        ),
    ]
}

fn invalid_arguments_of_forms() -> Vec<(Rejection, &'static str, Option<Cause>)> {
    vec![
        (
            Rejection::FormFieldMissing { name: "key" },
            "Bucket POST must contain a field named 'key'.  If it is specified, please check the \
             order of the fields.",
            Some(Cause::MalformedForm),
        ),
        (
            Rejection::DuplicateFormField { name: "acl".into() },
            "form field `acl` occurs more than once",
            None,
        ),
        (
            Rejection::FileNameMissing { name: "key".into() },
            "POST requires exactly one file upload per request.",
            Some(Cause::MalformedForm),
        ),
        (malformed("form field `key`", "is empty"), "form field `key` is empty", None),
    ]
}

fn invalid_arguments() -> Vec<(Rejection, &'static str, Option<Cause>)> {
    let one_mechanism = "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, \
                         Signature query string parameter or the Authorization header should be \
                         specified";
    let two_signatures = Some(Cause::TwoSignatures);
    vec![
        (Rejection::AuthorizationHeader, one_mechanism, two_signatures),
        (Rejection::SignatureVersion2 { name: "Signature" }, one_mechanism, two_signatures),
        (
            malformed("header `host`", "occurs more than once"),
            "header `host` occurs more than once",
            None,
        ),
        (malformed("X-Amz-Content-Sha256", "is wrong"), "X-Amz-Content-Sha256 is wrong", None),
        (
            Rejection::DuplicateParameter { name: "acl".into() },
            "query parameter `acl` occurs more than once",
            None,
        ),
    ]
}

fn bad_parameters() -> Vec<(Rejection, &'static str, Option<Cause>)> {
    vec![
        (
            Rejection::NotPresigned { name: "X-Amz-Expires" },
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, \
             X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
            Some(Cause::ParameterRemoved),
        ),
        (
            malformed("X-Amz-Algorithm", "is not AWS4-HMAC-SHA256"),
            "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"",
            Some(Cause::MalformedParameter),
        ),
        (
            malformed("X-Amz-Date", "is not a time like 20130524T000000Z"),
            "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
            Some(Cause::MalformedParameter),
        ),
        (
            malformed("X-Amz-Expires", "is not a number of seconds"),
            "X-Amz-Expires is not a number of seconds",
            Some(Cause::MalformedExpiry),
        ),
        (
            Rejection::ExpiryTooLong { seconds: 604_801, max_seconds: 604_800 },
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires \
             must be less than 604800 seconds",
            Some(Cause::ExpiryTooLong),
        ),
        (
            Rejection::WrongRegion { region: "eu-central-1".into(), expected: "us-west-2".into() },
            "Error parsing the X-Amz-Credential parameter; the region 'eu-central-1' is wrong; \
             expecting 'us-west-2'",
            Some(Cause::WrongRegion),
        ),
        (
            Rejection::WrongService { service: "sts".into() },
            "Error parsing the X-Amz-Credential parameter; incorrect service \"sts\".",
            Some(Cause::WrongService),
        ),
    ]
}

const fn malformed(part: &'static str, problem: &'static str) -> Rejection {
    Rejection::Malformed { part, problem }
}

const fn later(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(NOW.unix_seconds() + seconds)
}

const MISMATCH: &str = "The request signature we calculated does not match the signature you \
     provided. Check your key and signing method.";
