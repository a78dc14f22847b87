//! The documents that credential providers return, as AWS documents them.

use presigner::{Credentials, Error, Expiry, Presigner, Timestamp};

const ID: &str = "ASIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "FwoGZXIvYXdzEXAMPLE";

/// 2023-11-14T22:13:20Z
const EXPIRATION: i64 = 1_700_000_000;

#[test]
fn instance_metadata_is_parsed() {
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
fn container_credentials_of_ecs_and_eks_are_parsed() {
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
fn credential_process_output_is_parsed() {
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
fn sts_responses_are_parsed_at_every_nesting() {
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
fn documents_of_other_services_are_parsed() {
    let camel_case = r#"
        "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
        "secretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "sessionToken": "FwoGZXIvYXdzEXAMPLE""#;
    let camel_case = |expiration: &str| format!(r#"{{{camel_case}, "expiration": {expiration}}}"#);
    let time = r#""2023-11-14T22:13:20Z""#;
    // The credential provider of IoT, and EKS Pod Identity.
    assert_temporary(&format!(r#"{{"credentials": {}}}"#, camel_case(time)));
    assert_temporary(&format!(
        r#"{{"subject": {{"namespace": "n"}}, "audience": "a", "credentials": {}}}"#,
        camel_case("1.7E9")
    ));
    // IAM Roles Anywhere.
    assert_temporary(&format!(
        r#"{{"credentialSet": [{{"assumedRoleUser": {{"arn": "a"}}, "credentials": {}}}]}}"#,
        camel_case(time)
    ));
    // Single sign-on.
    assert_temporary(&format!(r#"{{"roleCredentials": {}}}"#, camel_case("1700000000000")));
    assert_temporary(&format!(r#"{{"roleCredentials": {}}}"#, camel_case("1700000000999")));
    assert_temporary(&camel_case(time));
    // Cognito.
    assert_temporary(
        r#"{
            "IdentityId": "eu-central-1:0f7b1e7c-0000-0000-0000-000000000000",
            "Credentials": {
                "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
                "SecretKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "SessionToken": "FwoGZXIvYXdzEXAMPLE",
                "Expiration": 1.7E9
            }
        }"#,
    );
}

#[test]
fn the_caches_of_the_command_line_are_parsed() {
    assert_temporary(
        r#"{
            "Credentials": {
                "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
                "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "SessionToken": "FwoGZXIvYXdzEXAMPLE",
                "Expiration": "2023-11-14T22:13:20UTC"
            },
            "ProviderType": "sso"
        }"#,
    );
    assert_temporary(
        r#"{
            "accessToken": {
                "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
                "secretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "sessionToken": "FwoGZXIvYXdzEXAMPLE",
                "accountId": "123456789012",
                "expiresAt": "2023-11-14T22:13:20Z"
            },
            "clientId": "arn:aws:signin:::devtools/same-device",
            "refreshToken": "hush"
        }"#,
    );
}

#[test]
fn a_new_access_key_is_parsed() {
    let document = r#"{
        "AccessKey": {
            "UserName": "uploader",
            "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
            "Status": "Active",
            "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "CreateDate": "2023-11-14T22:13:20Z"
        }
    }"#;
    let parsed = Credentials::from_json(document).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(parsed.expiration(), None);
    assert_eq!(signed_with(parsed), signed_with(Credentials::new(ID, SECRET)));
}

/// `CreateBucketAccessKey` of Lightsail.
#[test]
fn a_new_access_key_of_a_bucket_is_parsed() {
    let document = format!(
        r#"{{
            "accessKey": {{
                "accessKeyId": "{ID}",
                "secretAccessKey": "{SECRET}",
                "status": "Active",
                "createdAt": 1.7E9
            }},
            "operations": []
        }}"#
    );
    let parsed = Credentials::from_json(&document).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(parsed.expiration(), None);
    assert_eq!(signed_with(parsed), signed_with(Credentials::new(ID, SECRET)));
}

/// The API of Cloudflare for temporary credentials of R2.
#[test]
fn temporary_credentials_of_r2_are_parsed() {
    let document = format!(
        r#"{{
            "success": true,
            "errors": [],
            "messages": [],
            "result": {{
                "accessKeyId": "{ID}",
                "secretAccessKey": "{SECRET}",
                "sessionToken": "{TOKEN}"
            }}
        }}"#
    );
    let parsed = Credentials::from_json(&document).unwrap_or_else(|error| panic!("{error}"));
    let expected = Credentials::new(ID, SECRET).with_session_token(TOKEN);
    assert_eq!(signed_with(parsed), signed_with(expected));
}

#[test]
fn documents_of_other_tools_are_parsed() {
    // Alibaba Cloud STS.
    assert_temporary(
        r#"{
            "RequestId": "6894B13B-6D71-4EF5-88FA-F32781734A7F",
            "AssumedRoleUser": {"AssumedRoleId": "1", "Arn": "acs:ram::1:assumed-role/a/b"},
            "Credentials": {
                "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
                "AccessKeySecret": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "SecurityToken": "FwoGZXIvYXdzEXAMPLE",
                "Expiration": "2023-11-14T22:13:20Z"
            }
        }"#,
    );
    // `gimme-aws-creds --output-format json`.
    assert_temporary(
        r#"{
            "shared_credentials_file": "/home/me/.aws/credentials",
            "profile": {"name": "dev", "derived_name": "dev", "config_name": ""},
            "role": {"arn": "arn:aws:iam::123456789012:role/dev"},
            "credentials": {
                "aws_access_key_id": "ASIAIOSFODNN7EXAMPLE",
                "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "aws_session_token": "FwoGZXIvYXdzEXAMPLE",
                "aws_security_token": "FwoGZXIvYXdzEXAMPLE",
                "expiration": "2023-11-14T22:13:20+00:00"
            }
        }"#,
    );
}

/// The names that Vault, Linode and Scaleway use.
#[test]
fn access_keys_in_snake_case_are_parsed() {
    let keys = format!(r#""access_key": "{ID}", "secret_key": "{SECRET}""#);
    let lease = r#""request_id": "a", "lease_id": "aws/sts/dev/b", "lease_duration": 3599"#;
    let long_term = Credentials::new(ID, SECRET);
    let temporary = Credentials::new(ID, SECRET).with_session_token(TOKEN);
    for (document, expected) in [
        (format!(r#"{{"id": 1, "label": "a", {keys}}}"#), &long_term),
        (format!(r#"{{{keys}, "expires_at": null}}"#), &long_term),
        (format!(r#"{{{lease}, "data": {{{keys}, "security_token": null}}}}"#), &long_term),
        (format!(r#"{{{lease}, "data": {{{keys}, "security_token": "{TOKEN}"}}}}"#), &temporary),
        (format!(r#"{{{lease}, "data": {{{keys}, "session_token": "{TOKEN}"}}}}"#), &temporary),
    ] {
        let parsed = Credentials::from_json(&document);
        let parsed = parsed.unwrap_or_else(|error| panic!("{document}: {error}"));
        assert_eq!(parsed.expiration(), None);
        assert_eq!(signed_with(parsed), signed_with(expected.clone()), "{document}");
    }
    let document = format!(r#"{{{keys}, "expires_at": "2023-11-14T22:13:20Z"}}"#);
    let parsed = Credentials::from_json(&document).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(parsed.expiration(), Some(Timestamp::from_unix_seconds(EXPIRATION)));
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let document = format!("\u{feff}{}", document("Token", &format!("{TOKEN:?}")));
    let parsed = Credentials::from_json(&document).unwrap_or_else(|error| panic!("{error}"));
    let expected = Credentials::new(ID, SECRET).with_session_token(TOKEN);
    assert_eq!(signed_with(parsed), signed_with(expected));
}

#[test]
fn a_document_of_another_kind_is_named() {
    let sso = "a cached token of single sign-on; pass the output of \
               `aws configure export-credentials`, or the response of `GetRoleCredentials`";
    let identity = "a token of an identity provider; \
                    exchange it with `AssumeRoleWithWebIdentity`, and pass the response";
    let error = "an error message; check why the credentials source failed";
    for (text, sentence) in [
        (
            "<?xml version=\"1.0\"?>\n<CreateSessionResult><Credentials>\
             <SessionToken>hush</SessionToken></Credentials></CreateSessionResult>",
            "the XML response of `CreateSession`; \
             pass its values to `Credentials::new` and `with_s3_express_session_token`",
        ),
        (
            "\n<AssumeRoleResponse><AssumeRoleResult>hush</AssumeRoleResult></AssumeRoleResponse>",
            "XML; request JSON with the header `accept: application/json`",
        ),
        ("<html>hush</html>", "an HTML page; check the URL that it was fetched from"),
        (
            "[default]\naws_access_key_id = id\naws_secret_access_key = hush\n",
            "a profile file; parse it with `Profile` of the feature `profile`",
        ),
        (
            "export AWS_ACCESS_KEY_ID=id\nexport AWS_SECRET_ACCESS_KEY=hush\n",
            "a list of environment variables; set them, and use `Credentials::from_env`",
        ),
        ("eyJhbGciOiJSUzI1NiJ9.eyJodXNoIjoxfQ.aHVz_aC0\n", identity),
        (r#"{"access_token": "hush", "token_type": "Bearer", "expires_in": 3600}"#, identity),
        (r#"{"id_token": "hush"}"#, identity),
        (
            r#"{"startUrl": "https://a.awsapps.com/start", "region": "eu-west-1",
                "accessToken": "hush", "expiresAt": "2023-11-14T22:13:20Z"}"#,
            sso,
        ),
        (r#"{"clientId": "id", "clientSecret": "hush", "expiresAt": "…"}"#, sso),
        (
            r#"{"IdentityId": "eu-central-1:hush"}"#,
            "an identity of Cognito; pass the response of `GetCredentialsForIdentity`",
        ),
        (
            r#"{"UserId": "AIDA", "Account": "123456789012", "Arn": "arn:aws:iam::1:user/hush"}"#,
            "the response of `GetCallerIdentity`; pass the response of `AssumeRole`",
        ),
        (
            "Access key ID,Secret access key\nAKIA,hush\n",
            "a key file of the AWS console; pass its values to `Credentials::new`",
        ),
        (
            "AWSAccessKeyId=AKIA\nAWSSecretKey=hush\n",
            "a key file of the AWS console; pass its values to `Credentials::new`",
        ),
        (
            r#"{"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "hush"}"#,
            "a list of environment variables; set them, and use `Credentials::from_env`",
        ),
        (
            r#"{"AccessKeyMetadata": [{"UserName": "hush", "AccessKeyId": "AKIA", "Status": "Active"}]}"#,
            "a list of access keys without their secrets; pass the response of `CreateAccessKey`",
        ),
        (
            r#"{"ARN": "arn:aws:secretsmanager:a", "Name": "a", "SecretString": "{\"hush\":1}"}"#,
            "a secret of Secrets Manager; pass its `SecretString`",
        ),
        (
            r#"{"type": "service_account", "private_key": "hush"}"#,
            "a key of a Google service account; create an HMAC key, and use `Credentials::new`",
        ),
        (
            r#"{"url": "http://127.0.0.1:9000", "accessKey": "AKIA", "secretKey": "hush", "api": "s3v4"}"#,
            "a key file of `MinIO`; pass its values to `Credentials::new`",
        ),
        (
            r#"{"success": false, "errors": [{"code": 10000, "message": "hush"}], "result": null}"#,
            error,
        ),
        (r#"{"message": "Session token not found or invalid: hush"}"#, error),
        (r#"{"Message": "hush"}"#, error),
        (r#"{"error": "hush"}"#, error),
    ] {
        assert_rejected(text, &format!("credentials document is {sentence}"));
    }
}

#[test]
fn an_expiration_is_a_string_or_a_number() {
    for (expiration, seconds) in [
        (r#""2023-11-14T22:13:20Z""#, EXPIRATION),
        (r#""2023-11-14T22:13:20.999Z""#, EXPIRATION),
        (r#""2023-11-15T00:13:20+02:00""#, EXPIRATION),
        (r#""2023-11-14T22:13:20+00:00""#, EXPIRATION),
        (r#""2023-11-14 22:13:20 UTC""#, EXPIRATION),
        (r#""20231114T221320Z""#, EXPIRATION),
        ("1700000000", EXPIRATION),
        ("1700000000.999", EXPIRATION),
        ("17e8", EXPIRATION),
        ("0", 0),
        ("-0.5", -1),
        (r#""9999-12-31T23:59:59Z""#, 253_402_300_799),
    ] {
        let parsed = Credentials::from_json(&document("Expiration", expiration));
        let parsed = parsed.unwrap_or_else(|error| panic!("{expiration}: {error}"));
        let expected = Some(Timestamp::from_unix_seconds(seconds));
        assert_eq!(parsed.expiration(), expected, "{expiration}");
    }
}

#[test]
fn missing_null_and_unknown_keys_are_ignored() {
    let long_term = Credentials::new(ID, SECRET);
    for (field, value) in [
        ("Expiration", "null"),
        ("Token", "null"),
        ("SessionToken", r#""""#),
        ("Version", "null"),
        ("Code", "null"),
        ("Unknown", r#"{"Code": "Failure", "AccessKeyId": [1, 2, {}]}"#),
        ("LastResult", r#"{"AccessKeyId": "other"}"#),
    ] {
        let parsed = Credentials::from_json(&document(field, value));
        let parsed = parsed.unwrap_or_else(|error| panic!("{field}: {error}"));
        assert_eq!(parsed.expiration(), None, "{field}");
        assert_eq!(signed_with(parsed), signed_with(long_term.clone()), "{field}");
    }
}

#[test]
fn escapes_are_decoded() {
    let escaped = document("Token", r#""Fwo\u0047ZXIvYXdzEXAMPLE""#).replace('/', r"\/");
    let expected = Credentials::new(ID, SECRET).with_session_token(TOKEN);
    let parsed = Credentials::from_json(&escaped).expect("valid JSON");
    assert_eq!(signed_with(parsed), signed_with(expected));
}

#[test]
fn invalid_json_is_rejected_with_line_and_column() {
    for (text, line, column) in [
        ("", 1, 0),
        ("hush", 1, 1),
        ("{\n  \"AccessKeyId\": hush\n}", 2, 18),
        ("{\"AccessKeyId\": \"hush", 1, 21),
        ("{} hush", 1, 4),
        ("{\"Expiration\": 1e999}", 1, 20),
    ] {
        let sentence = format!(
            "credentials document is not valid JSON at line {line}, column {column}; \
             pass the output of the source unchanged"
        );
        assert_rejected(text, &sentence);
    }
    assert!(Credentials::from_json(&"[".repeat(1_000_000)).is_err());
}

#[test]
fn an_error_of_the_provider_is_reported_with_its_code() {
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
            r#"{"__type": "com.amazonaws.cognito#NotAuthorizedException", "message": "hush"}"#,
            "NotAuthorizedException",
        ),
        (r#"{"__type": "ResourceNotFoundException"}"#, "ResourceNotFoundException"),
        (
            r#"{"Code": "Fail\n\u202e", "AccessKeyId": "id", "SecretAccessKey": "hush"}"#,
            r"Fail\n\u{202e}",
        ),
    ] {
        let sentence = format!(
            "credentials document has code `{code}` instead of `Success`; \
             check why the credentials source failed"
        );
        assert_rejected(text, &sentence);
    }
}

#[test]
fn a_missing_or_malformed_key_is_reported_without_its_value() {
    let missing = "is missing or empty; pass the whole document as the provider returned it";
    let not_a_string = "is not a string; put it in quotation marks";
    let not_a_time = "is not a time; write RFC 3339, or seconds since 1970 as a number";
    let not_milliseconds = "is not a time; write RFC 3339, or milliseconds since 1970 as a number";
    let not_version_1 = "is not the number 1; only version 1 of the document is supported";
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
            not_a_string,
        ),
        (r#"{"credentials": {"accessKeyId": "id"}}"#.into(), "secretAccessKey", missing),
        (r#"{"aws_access_key_id": "id"}"#.into(), "aws_secret_access_key", missing),
        (r#"{"credentials": {"accessKeyId": null}}"#.into(), "accessKeyId", missing),
        // A secret of Kubernetes, in base64.
        (
            r#"{"kind": "Secret", "data": {"access_key": "aWQ=", "secret_key": "aHVzaA=="}}"#
                .into(),
            "AccessKeyId",
            missing,
        ),
        (
            r#"{"roleCredentials": {"accessKeyId": "id", "secretAccessKey": "hush",
                "expiration": 1e18}}"#
                .into(),
            "expiration",
            not_milliseconds,
        ),
        (
            r#"{"accessKeyId": "id", "secretAccessKey": "hush", "expiresAt": "hush"}"#.into(),
            "expiresAt",
            not_a_time,
        ),
        (r#"{"credentialSet": []}"#.into(), "AccessKeyId", missing),
        (r#"{"AccessKeyId": "id", "SecretKey": ""}"#.into(), "SecretKey", missing),
        (document("Token", r#"{"hush": "hush"}"#), "Token", not_a_string),
        (document("SessionToken", "5"), "SessionToken", not_a_string),
        (document("Code", "200"), "Code", not_a_string),
        (document("Version", "2"), "Version", not_version_1),
        (document("Version", r#""1""#), "Version", not_version_1),
        (document("Version", "1.5"), "Version", not_version_1),
        (document("Expiration", r#""hush""#), "Expiration", not_a_time),
        (document("Expiration", r#""""#), "Expiration", not_a_time),
        (document("Expiration", r#""2023-11-14 22:13:20""#), "Expiration", not_a_time),
        (document("Expiration", r#""2023-02-30T00:00:00Z""#), "Expiration", not_a_time),
        (document("Expiration", "true"), "Expiration", not_a_time),
        (document("Expiration", "1700000000000"), "Expiration", not_a_time),
        (document("Expiration", "-1e300"), "Expiration", not_a_time),
    ] {
        assert_rejected(&text, &format!("`{field}` of the credentials document {problem}"));
    }
}

#[track_caller]
fn assert_temporary(document: &str) {
    let parsed = Credentials::from_json(document).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(parsed.expiration(), Some(Timestamp::from_unix_seconds(EXPIRATION)));
    let expected = Credentials::new(ID, SECRET).with_session_token(TOKEN);
    assert_eq!(signed_with(parsed), signed_with(expected));
}

#[track_caller]
fn assert_rejected(document: &str, sentence: &str) {
    let error: Error = Credentials::from_json(document).expect_err(document);
    assert_eq!(error.to_string(), sentence, "{document}");
    assert!(!format!("{error:?}").contains("hush"), "{error:?}");
}

/// A document with a long-term access key and one more field.
fn document(field: &str, value: &str) -> String {
    format!(r#"{{"AccessKeyId": "{ID}", "SecretAccessKey": "{SECRET}", "{field}": {value}}}"#)
}

/// Secrets cannot be read back, so their signatures are compared.
fn signed_with(credentials: Credentials) -> String {
    Presigner::new(credentials, "us-east-1")
        .at(Timestamp::from_unix_seconds(1_699_990_000))
        .get("bucket", "key", Expiry::minutes(1))
        .unwrap_or_else(|error| panic!("{error}"))
        .into_string()
}
