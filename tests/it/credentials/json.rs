//! The documents in which sources of credentials answer, as AWS documents them.

use presigner::{Credentials, Error, Expiry, Presigner, Timestamp};

const ID: &str = "ASIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "FwoGZXIvYXdzEXAMPLE";

/// 2023-11-14T22:13:20Z
const EXPIRATION: i64 = 1_700_000_000;

#[test]
fn instance_metadata_is_read() {
    assert_temporary(
        r#"{
            "Code" : "Success",
            "LastUpdated" : "2023-11-14T16:13:20Z",
            "Type" : "AWS-HMAC",
            "AccessKeyId" : "ASIAIOSFODNN7EXAMPLE",
            "SecretAccessKey" : "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "Token" : "FwoGZXIvYXdzEXAMPLE",
            "Expiration" : "2023-11-14T22:13:20Z"
        }"#,
    );
}

#[test]
fn containers_of_ecs_and_eks_are_read() {
    assert_temporary(
        r#"{
            "RoleArn": "arn:aws:iam::123456789012:role/task",
            "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
            "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "Token": "FwoGZXIvYXdzEXAMPLE",
            "Expiration": "2023-11-14T22:13:20Z"
        }"#,
    );
    assert_temporary(
        r#"{
            "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
            "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "Token": "FwoGZXIvYXdzEXAMPLE",
            "AccountId": "123456789012",
            "Expiration": "2023-11-14T22:13:20Z"
        }"#,
    );
}

#[test]
fn a_credential_process_is_read() {
    assert_temporary(
        r#"{
            "Version": 1,
            "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
            "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "SessionToken": "FwoGZXIvYXdzEXAMPLE",
            "Expiration": "2023-11-14T22:13:20Z"
        }"#,
    );
}

#[test]
fn sts_is_read_wherever_it_nests_the_credentials() {
    let credentials = r#"{
        "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
        "Expiration": 1.7E9,
        "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "SessionToken": "FwoGZXIvYXdzEXAMPLE"
    }"#;
    let user = r#"{"Arn": "arn:aws:sts::123456789012:assumed-role/reader/me", "AssumedRoleId": "AROA:me"}"#;
    let metadata = r#"{"RequestId": "c6104cbe-af31-11e0-8154-cbc7ccf896c7"}"#;
    let result = format!(r#"{{"AssumedRoleUser": {user}, "Credentials": {credentials}}}"#);
    assert_temporary(credentials);
    assert_temporary(&result);
    for operation in ["AssumeRole", "AssumeRoleWithWebIdentity", "GetSessionToken"] {
        let response =
            format!(r#"{{"ResponseMetadata": {metadata}, "{operation}Result": {result}}}"#);
        assert_temporary(&response);
        assert_temporary(&format!(r#"{{"{operation}Response": {response}}}"#));
    }
}

#[test]
fn an_expiration_is_text_or_a_number() {
    for (expiration, seconds) in [
        (r#""2023-11-14T22:13:20Z""#, EXPIRATION),
        (r#""2023-11-14T22:13:20.999Z""#, EXPIRATION),
        (r#""2023-11-15T00:13:20+02:00""#, EXPIRATION),
        (r#""2023-11-14T22:13:20+00:00""#, EXPIRATION),
        ("1700000000", EXPIRATION),
        ("1700000000.999", EXPIRATION),
        ("17e8", EXPIRATION),
        ("0", 0),
        ("-0.5", -1),
        (r#""9999-12-31T23:59:59Z""#, 253_402_300_799),
    ] {
        let read = Credentials::from_json(&document("Expiration", expiration));
        let read = read.unwrap_or_else(|error| panic!("{expiration}: {error}"));
        let expected = Some(Timestamp::from_unix_seconds(seconds));
        assert_eq!(read.expiration(), expected, "{expiration}");
    }
}

#[test]
fn what_is_missing_null_or_unknown_is_passed_over() {
    let long_lived = Credentials::new(ID, SECRET);
    for (field, value) in [
        ("Expiration", "null"),
        ("Token", "null"),
        ("SessionToken", r#""""#),
        ("Version", "null"),
        ("Code", "null"),
        ("Unknown", r#"{"Code": "Failure", "AccessKeyId": [1, 2, {}]}"#),
        ("LastResult", r#"{"AccessKeyId": "other"}"#),
    ] {
        let read = Credentials::from_json(&document(field, value));
        let read = read.unwrap_or_else(|error| panic!("{field}: {error}"));
        assert_eq!(read.expiration(), None, "{field}");
        assert_eq!(signed_with(read), signed_with(long_lived.clone()), "{field}");
    }
}

#[test]
fn escapes_are_read() {
    let escaped = document("Token", r#""Fwo\u0047ZXIvYXdzEXAMPLE""#).replace('/', r"\/");
    let expected = Credentials::new(ID, SECRET).with_session_token(TOKEN);
    let read = Credentials::from_json(&escaped).expect("valid JSON");
    assert_eq!(signed_with(read), signed_with(expected));
}

#[test]
fn what_is_no_json_is_refused_with_the_place() {
    for (text, line, column) in [
        ("", 1, 0),
        ("<html>hush</html>", 1, 1),
        ("{\n  \"AccessKeyId\": hush\n}", 2, 18),
        ("{\"AccessKeyId\": \"hush", 1, 21),
        ("{} hush", 1, 4),
        ("{\"Expiration\": 1e999}", 1, 20),
    ] {
        let sentence = format!(
            "credentials document is not valid JSON at line {line}, column {column}; \
             pass the output of the source unchanged"
        );
        assert_refused(text, &sentence);
    }
    assert!(Credentials::from_json(&"[".repeat(1_000_000)).is_err());
}

#[test]
fn a_refusal_of_the_source_is_told_with_its_code() {
    for (text, code) in [
        (
            r#"{"Code": "AssumeRoleUnauthorizedAccess", "Message": "hush"}"#,
            "AssumeRoleUnauthorizedAccess",
        ),
        (r#"{"code": "ResourceNotFound", "message": "hush"}"#, "ResourceNotFound"),
        (
            r#"{"Error": {"Code": "ExpiredToken", "Message": "hush"}, "RequestId": "1"}"#,
            "ExpiredToken",
        ),
        (r#"{"ErrorResponse": {"Error": {"Code": "AccessDenied"}}}"#, "AccessDenied"),
        (
            r#"{"Code": "Fail\n\u202e", "AccessKeyId": "id", "SecretAccessKey": "hush"}"#,
            r"Fail\n\u{202e}",
        ),
    ] {
        let sentence = format!(
            "credentials document has code `{code}` instead of `Success`; \
             check why the credentials source failed"
        );
        assert_refused(text, &sentence);
    }
}

#[test]
fn a_missing_or_malformed_key_is_named_and_its_value_is_not_shown() {
    let missing = "is missing; pass the whole document as the source wrote it";
    let no_text = "is no text; put it in quotation marks";
    let no_time = "is no time; write RFC 3339, or seconds since 1970 as a number";
    let no_version = "is not 1; this crate knows of no other";
    for (text, field, problem) in [
        ("{}".into(), "AccessKeyId", missing),
        ("[]".into(), "AccessKeyId", missing),
        ("null".into(), "AccessKeyId", missing),
        (r#""hush""#.into(), "AccessKeyId", missing),
        (r#"{"Credentials": null}"#.into(), "AccessKeyId", missing),
        (r#"{"SecretAccessKey": "hush"}"#.into(), "AccessKeyId", missing),
        (r#"{"AccessKeyId": "", "SecretAccessKey": "hush"}"#.into(), "AccessKeyId", missing),
        (r#"{"AccessKeyId": "id"}"#.into(), "SecretAccessKey", missing),
        (r#"{"AccessKeyId": "id", "SecretAccessKey": null}"#.into(), "SecretAccessKey", missing),
        (
            r#"{"AccessKeyId": "id", "SecretAccessKey": ["hush"]}"#.into(),
            "SecretAccessKey",
            no_text,
        ),
        (document("Token", r#"{"hush": "hush"}"#), "Token", no_text),
        (document("SessionToken", "5"), "SessionToken", no_text),
        (document("Code", "200"), "Code", no_text),
        (document("Version", "2"), "Version", no_version),
        (document("Version", r#""1""#), "Version", no_version),
        (document("Version", "1.5"), "Version", no_version),
        (document("Expiration", r#""hush""#), "Expiration", no_time),
        (document("Expiration", r#""""#), "Expiration", no_time),
        (document("Expiration", r#""2023-11-14 22:13:20""#), "Expiration", no_time),
        (document("Expiration", r#""2023-02-30T00:00:00Z""#), "Expiration", no_time),
        (document("Expiration", "true"), "Expiration", no_time),
        (document("Expiration", "1700000000000"), "Expiration", no_time),
        (document("Expiration", "-1e300"), "Expiration", no_time),
    ] {
        assert_refused(&text, &format!("`{field}` of the credentials document {problem}"));
    }
}

#[track_caller]
fn assert_temporary(document: &str) {
    let read = Credentials::from_json(document).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read.expiration(), Some(Timestamp::from_unix_seconds(EXPIRATION)));
    let expected = Credentials::new(ID, SECRET).with_session_token(TOKEN);
    assert_eq!(signed_with(read), signed_with(expected));
}

#[track_caller]
fn assert_refused(document: &str, sentence: &str) {
    let error: Error = Credentials::from_json(document).expect_err(document);
    assert_eq!(error.to_string(), sentence, "{document}");
    assert!(!format!("{error:?}").contains("hush"), "{error:?}");
}

/// A document with the long-lived key and one field more.
fn document(field: &str, value: &str) -> String {
    format!(r#"{{"AccessKeyId": "{ID}", "SecretAccessKey": "{SECRET}", "{field}": {value}}}"#)
}

/// Keys cannot be looked at, but what they sign can.
fn signed_with(credentials: Credentials) -> String {
    Presigner::new(credentials, "us-east-1")
        .at(Timestamp::from_unix_seconds(1_699_990_000))
        .get("bucket", "key", Expiry::minutes(1))
        .unwrap_or_else(|error| panic!("{error}"))
        .into_string()
}
