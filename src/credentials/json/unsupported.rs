//! Documents that are often passed in place of a credentials document, and their errors.

use alloc::string::String;

use serde_json::{Map, Value};

use crate::error::Error;

/// The error for a text that is not JSON, if it is of a known kind.
pub(super) fn error_of_text(text: &str) -> Option<Error> {
    let text = text.trim();
    let (kind, remedy) = if text.starts_with('<') {
        if text.contains("CreateSessionResult") {
            CREATE_SESSION
        } else if text.contains("<html") || text.contains("<HTML") {
            HTML
        } else {
            XML
        }
    } else if text.contains("aws_access_key_id") {
        PROFILE
    } else if text.contains("AWS_ACCESS_KEY_ID") {
        VARIABLES
    } else if text.contains("Secret access key") || text.contains("AWSAccessKeyId") {
        KEY_FILE
    } else if is_web_identity_token(text) {
        IDENTITY_TOKEN
    } else {
        return None;
    };
    Some(Error::UnsupportedCredentialsDocument { kind, remedy })
}

/// The error for a JSON object without an access key, if it is of a known kind.
pub(super) fn error_of_object(fields: &Map<String, Value>) -> Option<Error> {
    let has = |key: &str| fields.get(key).is_some_and(|value| !value.is_null());
    let (_, (kind, remedy)) = KINDS.into_iter().find(|(key, _)| has(key))?;
    Some(Error::UnsupportedCredentialsDocument { kind, remedy })
}

/// Whether the text is a JSON Web Token, whose three parts are in base64 and of which the first
/// begins with `{"`.
fn is_web_identity_token(text: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text.starts_with("eyJ") && text.matches('.').count() == 2 && text.bytes().all(is_base64)
}

/// What a document is, and what to do.
type Kind = (&'static str, &'static str);

const CREATE_SESSION: Kind = (
    "the XML response of `CreateSession`",
    "pass its values to `Credentials::new` and `with_s3_express_session_token`",
);
const HTML: Kind = ("an HTML page", "check the URL that it was fetched from");
const XML: Kind = ("XML", "request JSON with the header `accept: application/json`");
const PROFILE: Kind = ("a profile file", "parse it with `Profile` of the feature `profile`");
const VARIABLES: Kind =
    ("a list of environment variables", "set them, and use `Credentials::from_env`");
const KEY_FILE: Kind = ("a key file of the AWS console", "pass its values to `Credentials::new`");
const IDENTITY_TOKEN: Kind = (
    "a token of an identity provider",
    "exchange it with `AssumeRoleWithWebIdentity`, and pass the response",
);
const SSO_TOKEN: Kind = (
    "a cached token of single sign-on",
    "pass the output of `aws configure export-credentials`, or the response of \
     `GetRoleCredentials`",
);

/// Kinds of objects, by a key that they have.
const KINDS: [(&str, Kind); 15] = [
    ("accessToken", SSO_TOKEN),
    ("clientSecret", SSO_TOKEN),
    ("access_token", IDENTITY_TOKEN),
    ("id_token", IDENTITY_TOKEN),
    ("IdentityId", ("an identity of Cognito", "pass the response of `GetCredentialsForIdentity`")),
    ("UserId", ("the response of `GetCallerIdentity`", "pass the response of `AssumeRole`")),
    ("AWS_ACCESS_KEY_ID", VARIABLES),
    (
        "AccessKeyMetadata",
        ("a list of access keys without their secrets", "pass the response of `CreateAccessKey`"),
    ),
    ("SecretString", ("a secret of Secrets Manager", "pass its `SecretString`")),
    (
        "private_key",
        ("a key of a Google service account", "create an HMAC key, and use `Credentials::new`"),
    ),
    ("secretKey", ("a key file of `MinIO`", "pass its values to `Credentials::new`")),
    ("Message", ERROR),
    ("message", ERROR),
    ("error", ERROR),
    ("errors", ERROR),
];
const ERROR: Kind = ("an error message", "check why the credentials source failed");
