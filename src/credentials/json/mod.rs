//! Credentials from the JSON documents that credential providers return.

mod unsupported;

use alloc::string::String;

use serde_json::{Map, Value};
use time::OffsetDateTime;
use zeroize::Zeroize;

use super::Credentials;
use crate::{
    error::{Error, excerpt},
    wire::timestamp::Timestamp,
};

impl Credentials {
    /// Parses the JSON document that a credential provider returned, which the caller has fetched
    /// (feature `json`).
    ///
    /// | provider | keys of the document |
    /// |---|---|
    /// | [instance metadata][imds], `…/security-credentials/role` | `Code`, `AccessKeyId`, `SecretAccessKey`, `Token`, `Expiration` |
    /// | [containers][ecs] of ECS and EKS, `AWS_CONTAINER_CREDENTIALS_FULL_URI` | `AccessKeyId`, `SecretAccessKey`, `Token`, `Expiration` |
    /// | [`credential_process`][process], `aws configure export-credentials` | `Version`, `AccessKeyId`, `SecretAccessKey`, `SessionToken`, `Expiration` |
    /// | [STS][sts], `AssumeRole` and its variants with `Accept: application/json`, and `aws sts assume-role` | `Credentials` with `AccessKeyId`, `SecretAccessKey`, `SessionToken`, `Expiration`, possibly nested in `AssumeRoleResponse` and `AssumeRoleResult` |
    /// | Cognito, [`GetCredentialsForIdentity`][cognito] | `Credentials` with `AccessKeyId`, `SecretKey`, `SessionToken`, `Expiration` |
    /// | [IoT][iot] credential provider, [`AssumeRoleForPodIdentity`][pod] of EKS | `credentials` with `accessKeyId`, `secretAccessKey`, `sessionToken`, `expiration` |
    /// | [IAM Roles Anywhere][anywhere], `CreateSession` | the same, in the first element of `credentialSet` |
    /// | single sign-on, [`GetRoleCredentials`][sso] | `roleCredentials` with the same keys; `expiration` in milliseconds since 1970 |
    /// | `aws iam create-access-key` | `AccessKey` with `AccessKeyId`, `SecretAccessKey` |
    /// | Lightsail, [`CreateBucketAccessKey`][lightsail] | `accessKey` with `accessKeyId`, `secretAccessKey` |
    /// | AWS CLI, the files in `~/.aws/cli/cache` | the same as for STS |
    /// | AWS CLI, the files in `~/.aws/login/cache` | `accessToken` with `accessKeyId`, `secretAccessKey`, `sessionToken`, `expiresAt` |
    /// | Cloudflare R2, [temporary credentials][r2] | `result` with `accessKeyId`, `secretAccessKey`, `sessionToken` |
    /// | Alibaba Cloud STS, `AssumeRole` | `Credentials` with `AccessKeyId`, `AccessKeySecret`, `SecurityToken`, `Expiration` |
    /// | Vault, [AWS secrets engine][vault] | `lease_id`, and `data` with `access_key`, `secret_key`, `session_token` or `security_token`; add the lease duration, which is relative, by [`with_expiration`](Self::with_expiration) |
    /// | S3 keys of Linode, Scaleway and others | `access_key`, `secret_key`, `expires_at` |
    /// | `gimme-aws-creds` | `credentials` with `aws_access_key_id`, `aws_secret_access_key`, `aws_session_token`, `expiration` |
    ///
    /// The expiration is a time such as `2023-11-14T22:13:20Z`, or a number of seconds since
    /// 1970-01-01T00:00:00Z, unless the table says otherwise. Expiration and session token are
    /// optional and may be `null`. Other keys are ignored, and so is a byte order mark.
    ///
    /// Pass the credentials of S3's `CreateSession`, for directory buckets, to
    /// [`with_s3_express_session_token`](Self::with_s3_express_session_token) instead.
    ///
    /// ```
    /// use presigner::{Credentials, Timestamp};
    ///
    /// let credentials = Credentials::from_json(r#"{
    ///     "Code": "Success",
    ///     "LastUpdated": "2023-11-14T16:13:20Z",
    ///     "Type": "AWS-HMAC",
    ///     "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
    ///     "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ///     "Token": "FwoGZXIvYXdzEXAMPLE",
    ///     "Expiration": "2023-11-14T22:13:20Z"
    /// }"#)?;
    /// assert_eq!(credentials.access_key_id(), "ASIAIOSFODNN7EXAMPLE");
    /// assert_eq!(credentials.expiration(), Some(Timestamp::from_unix_seconds(1_700_000_000)));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    ///
    /// The caller's `document` is not wiped from memory. The copies that parsing makes are, except:
    ///
    /// - all of them, if the document is not valid JSON;
    /// - the parser's buffer for strings with escapes such as `\/`;
    /// - the first value of a repeated key.
    ///
    /// # Errors
    ///
    /// [`Error::MalformedCredentialsDocument`] if it is not JSON, [`Error::CredentialsNotGranted`]
    /// if it is an error of the provider (`Code` is not `Success`, or there is a `__type`),
    /// [`Error::UnsupportedCredentialsDocument`] if it is a known document of another kind, such as
    /// a cached access token of single sign-on, and [`Error::InvalidCredentialsDocument`] if a key
    /// is missing or malformed, or if the `Version` is not 1. The only text of the document in a
    /// message is that code.
    ///
    /// [imds]: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
    /// [ecs]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
    /// [process]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
    /// [sts]: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    /// [cognito]: https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html
    /// [iot]: https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html
    /// [pod]: https://docs.aws.amazon.com/eks/latest/APIReference/API_auth_AssumeRoleForPodIdentity.html
    /// [anywhere]: https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html
    /// [lightsail]: https://docs.aws.amazon.com/lightsail/2016-11-28/api-reference/API_CreateBucketAccessKey.html
    /// [r2]: https://developers.cloudflare.com/api/resources/r2/subresources/temporary_credentials/methods/create/
    /// [vault]: https://developer.hashicorp.com/vault/api-docs/secret/aws#generate-credentials
    /// [sso]: https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html
    pub fn from_json(document: &str) -> Result<Self, Error> {
        let document = CredentialsDocument::parse(document)?;
        let fields = document.fields()?;
        fields.check_code()?;
        fields.check_version()?;
        let access_key_id = fields.required(&[fields.keys.access_key_id])?;
        let credentials = Self::new(access_key_id, fields.required(fields.keys.secret_access_key)?);
        let session_token = fields.text(fields.keys.session_token)?.map(|(_, token)| token);
        let credentials = credentials.with_session_token(session_token.unwrap_or_default());
        Ok(match fields.expiration()? {
            Some(expiration) => credentials.with_expiration(expiration),
            None => credentials,
        })
    }
}

/// A parsed document, whose strings are wiped when it is dropped.
struct CredentialsDocument(Value);

impl CredentialsDocument {
    fn parse(text: &str) -> Result<Self, Error> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // Not the parser's own message, which can quote the document.
        serde_json::from_str(text).map(Self).map_err(|error| {
            unsupported::error_of_text(text).unwrap_or(Error::MalformedCredentialsDocument {
                line: error.line(),
                column: error.column(),
            })
        })
    }

    /// The object with the credentials or the error, which providers nest in others.
    fn fields(&self) -> Result<CredentialsObject<'_>, Error> {
        let (mut object, mut unit) = (&self.0, Unit::Seconds);
        while let Some((name, inner)) = nested(object) {
            object = inner;
            unit = if name == "roleCredentials" { Unit::Milliseconds } else { unit };
        }
        let fields = object.as_object().ok_or_else(|| invalid("AccessKeyId", MISSING))?;
        let keys = KEYS.iter().find(|keys| fields.contains_key(keys.access_key_id));
        Ok(CredentialsObject { fields, keys: keys.unwrap_or(&KEYS[0]), unit })
    }
}

impl Drop for CredentialsDocument {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// The object with the credentials.
struct CredentialsObject<'a> {
    fields: &'a Map<String, Value>,
    keys: &'static Keys,
    unit: Unit,
}

/// The names of the keys, which differ between providers.
struct Keys {
    access_key_id: &'static str,
    secret_access_key: &'static [&'static str],
    session_token: &'static [&'static str],
    expiration: &'static [&'static str],
}

/// The unit of an expiration that is a number.
#[derive(Clone, Copy)]
enum Unit {
    Seconds,
    Milliseconds,
}

impl<'a> CredentialsObject<'a> {
    /// Rejects an error. Instance metadata and STS have its `Code`, container credentials its
    /// `code`, other services its `__type`.
    fn check_code(&self) -> Result<(), Error> {
        match self.text(&["Code", "code"])? {
            Some((_, "Success")) => return Ok(()),
            Some((_, code)) => return Err(Error::CredentialsNotGranted { code: excerpt(code) }),
            None if self.value(&[self.keys.access_key_id]).is_some() => return Ok(()),
            None => {}
        }
        if let Some((_, code)) = self.text(&["__type"])? {
            let (_, name) = code.rsplit_once('#').unwrap_or(("", code));
            return Err(Error::CredentialsNotGranted { code: excerpt(name) });
        }
        unsupported::error_of_object(self.fields).map_or(Ok(()), Err)
    }

    fn check_version(&self) -> Result<(), Error> {
        match self.value(&["Version"]) {
            None => Ok(()),
            Some((_, version)) if version.as_u64() == Some(1) => Ok(()),
            Some(_) => Err(invalid(
                "Version",
                "is not the number 1; only version 1 of the document is supported",
            )),
        }
    }

    fn expiration(&self) -> Result<Option<Timestamp>, Error> {
        let Some((key, value)) = self.value(self.keys.expiration) else { return Ok(None) };
        let timestamp = match value {
            Value::String(text) => Timestamp::parse_expiration(text),
            Value::Number(number) => number.as_f64().and_then(|number| self.unit.time(number)),
            _ => None,
        };
        timestamp.map(Some).ok_or_else(|| invalid(key, self.unit.not_a_time()))
    }

    fn required(&self, keys: &[&'static str]) -> Result<&'a str, Error> {
        match self.text(keys)? {
            Some((_, text)) if !text.is_empty() => Ok(text),
            Some((key, _)) => Err(invalid(key, MISSING)),
            None => Err(invalid(keys[0], MISSING)),
        }
    }

    /// The first of the keys that the object has, and its value.
    fn text(&self, keys: &[&'static str]) -> Result<Option<(&'static str, &'a str)>, Error> {
        let Some((key, value)) = self.value(keys) else { return Ok(None) };
        let text = value.as_str();
        let text =
            text.ok_or_else(|| invalid(key, "is not a string; put it in quotation marks"))?;
        Ok(Some((key, text)))
    }

    fn value(&self, keys: &[&'static str]) -> Option<(&'static str, &'a Value)> {
        let values = keys.iter().filter_map(|key| Some((*key, self.fields.get(*key)?)));
        values.into_iter().find(|(_, value)| !value.is_null())
    }
}

impl Unit {
    /// Rounds down to whole seconds; `None` outside the years 0 to 9999, which rejects milliseconds
    /// in place of seconds.
    fn time(self, number: f64) -> Option<Timestamp> {
        let seconds = match self {
            Self::Seconds => number,
            Self::Milliseconds => number / 1000.0,
        };
        let since_1970 = time::Duration::checked_seconds_f64(seconds)?;
        let time = OffsetDateTime::UNIX_EPOCH.checked_add(since_1970)?;
        Some(Timestamp::from(time)).filter(|time| time.has_four_digit_year())
    }

    const fn not_a_time(self) -> &'static str {
        match self {
            Self::Seconds => "is not a time; write RFC 3339, or seconds since 1970 as a number",
            Self::Milliseconds => {
                "is not a time; write RFC 3339, or milliseconds since 1970 as a number"
            }
        }
    }
}

/// The name and value of the member that holds the credentials or an error, if the object has no
/// access key itself: `Credentials`, `Error`, or the response of an operation.
fn nested(value: &Value) -> Option<(&str, &Value)> {
    let is_container = |object: &Map<String, Value>, name: &str| {
        matches!(name, "AccessKey" | "accessKey" | "accessToken" | "Error" | "result")
            || ["redentials", "Response", "Result"].iter().any(|suffix| name.ends_with(suffix))
            // Of Vault. A secret of Kubernetes has `data` too, in base64.
            || name == "data" && object.contains_key("lease_id")
    };
    let has_access_key = |object: &&Map<String, Value>| {
        KEYS.iter().any(|keys| object.contains_key(keys.access_key_id))
    };
    let object = value.as_object().filter(|object| !has_access_key(object))?;
    object.iter().find_map(|(name, value)| match value {
        Value::Object(_) => is_container(object, name).then_some((&**name, value)),
        Value::Array(values) => {
            Some((&**name, values.first().filter(|_| name == "credentialSet")?))
        }
        _ => None,
    })
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(values) => values.iter_mut().for_each(wipe),
        Value::Object(fields) => fields.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn invalid(field: &'static str, problem: &'static str) -> Error {
    Error::InvalidCredentialsDocument { field, problem }
}

/// The first are those in an error about a document without any.
const KEYS: [Keys; 4] = [
    Keys {
        access_key_id: "AccessKeyId",
        secret_access_key: &["SecretAccessKey", "SecretKey", "AccessKeySecret"],
        session_token: &["SessionToken", "Token", "SecurityToken"],
        expiration: &["Expiration"],
    },
    Keys {
        access_key_id: "accessKeyId",
        secret_access_key: &["secretAccessKey"],
        session_token: &["sessionToken"],
        expiration: &["expiration", "expiresAt"],
    },
    Keys {
        access_key_id: "aws_access_key_id",
        secret_access_key: &["aws_secret_access_key"],
        session_token: &["aws_session_token", "aws_security_token"],
        expiration: &["expiration"],
    },
    Keys {
        access_key_id: "access_key",
        secret_access_key: &["secret_key"],
        session_token: &["session_token", "security_token"],
        expiration: &["expires_at"],
    },
];

const MISSING: &str = "is missing or empty; pass the whole document as the provider returned it";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_string_of_a_document_is_wiped() {
        let document =
            r#"{"a": "hush", "b": {"c": ["hush", {"d": "hush"}]}, "e": [1, true, null]}"#;
        let mut value = serde_json::from_str(document).expect("valid JSON");
        wipe(&mut value);
        let wiped = r#"{"a": "", "b": {"c": ["", {"d": ""}]}, "e": [1, true, null]}"#;
        assert_eq!(value, serde_json::from_str::<Value>(wiped).expect("valid JSON"));
    }
}
