//! Credentials from the JSON documents that credential providers return.

use alloc::string::String;

use serde_json::{Map, Value};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use zeroize::Zeroize;

use super::Credentials;
use crate::{
    error::{Error, excerpt},
    wire::timestamp::Timestamp,
};

impl Credentials {
    /// Parses the JSON document that a credential provider returned. This does not fetch it.
    ///
    /// | provider | keys of the document |
    /// |---|---|
    /// | [instance metadata][imds], `…/security-credentials/role` | `Code`, `AccessKeyId`, `SecretAccessKey`, `Token`, `Expiration` |
    /// | [containers][ecs] of ECS and EKS, `AWS_CONTAINER_CREDENTIALS_FULL_URI` | `AccessKeyId`, `SecretAccessKey`, `Token`, `Expiration` |
    /// | [`credential_process`][process] | `Version`, `AccessKeyId`, `SecretAccessKey`, `SessionToken`, `Expiration` |
    /// | [STS][sts], `AssumeRole` and its variants with `Accept: application/json`, and `aws sts assume-role` | `Credentials` with `AccessKeyId`, `SecretAccessKey`, `SessionToken`, `Expiration`, possibly nested in `AssumeRoleResponse` and `AssumeRoleResult` |
    ///
    /// `Expiration` is an RFC 3339 string or a number of seconds since 1970. It and the token are
    /// optional and may be `null`. Other keys are ignored.
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
    /// This does not wipe `document`. The copies that parsing makes are wiped from memory, except:
    ///
    /// - all of them, if the document is not valid JSON;
    /// - the parser's buffer for strings with escapes such as `\/`;
    /// - the first value of a repeated key.
    ///
    /// # Errors
    ///
    /// [`Error::MalformedCredentialsDocument`] if it is not JSON, [`Error::CredentialsNotGranted`] if
    /// its `Code` is not `Success`, [`Error::InvalidCredentialsDocument`] if a key is missing or
    /// malformed, or if the `Version` is not 1. The only value from the document in a message is
    /// the `Code`.
    ///
    /// [imds]: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
    /// [ecs]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
    /// [process]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
    /// [sts]: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    pub fn from_json(document: &str) -> Result<Self, Error> {
        let document = CredentialsDocument::parse(document)?;
        let fields = document.fields()?;
        fields.check_code()?;
        fields.check_version()?;
        let credentials =
            Self::new(fields.required("AccessKeyId")?, fields.required("SecretAccessKey")?);
        let session_token = match fields.text("SessionToken")? {
            Some(session_token) => Some(session_token),
            None => fields.text("Token")?,
        };
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
        // Not the parser's own message, which can quote the document.
        serde_json::from_str(text).map(Self).map_err(|error| Error::MalformedCredentialsDocument {
            line: error.line(),
            column: error.column(),
        })
    }

    /// The object with the credentials or the error, which STS nests in others.
    fn fields(&self) -> Result<CredentialsObject<'_>, Error> {
        let mut object = &self.0;
        while let Some(inner) = nested(object) {
            object = inner;
        }
        object.as_object().map(CredentialsObject).ok_or_else(|| invalid("AccessKeyId", MISSING))
    }
}

impl Drop for CredentialsDocument {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// The object with the credentials. Only the key of the session token differs between providers.
struct CredentialsObject<'a>(&'a Map<String, Value>);

impl<'a> CredentialsObject<'a> {
    /// Rejects an error. Instance metadata and STS have its `Code`, container credentials its
    /// `code`.
    fn check_code(&self) -> Result<(), Error> {
        let code = match self.text("Code")? {
            Some(code) => Some(code),
            None => self.text("code")?,
        };
        match code {
            None | Some("Success") => Ok(()),
            Some(code) => Err(Error::CredentialsNotGranted { code: excerpt(code) }),
        }
    }

    fn check_version(&self) -> Result<(), Error> {
        match self.value("Version") {
            None => Ok(()),
            Some(version) if version.as_u64() == Some(1) => Ok(()),
            Some(_) => Err(invalid(
                "Version",
                "is not the number 1; only version 1 of the document is supported",
            )),
        }
    }

    fn expiration(&self) -> Result<Option<Timestamp>, Error> {
        let Some(value) = self.value("Expiration") else { return Ok(None) };
        let timestamp = match value {
            Value::String(text) => OffsetDateTime::parse(text, &Rfc3339).ok().map(Timestamp::from),
            Value::Number(number) => number.as_f64().and_then(from_seconds),
            _ => None,
        };
        timestamp.map(Some).ok_or_else(|| {
            invalid(
                "Expiration",
                "is not a time; write RFC 3339, or seconds since 1970 as a number",
            )
        })
    }

    fn required(&self, field: &'static str) -> Result<&'a str, Error> {
        let text = self.text(field)?.filter(|text| !text.is_empty());
        text.ok_or_else(|| invalid(field, MISSING))
    }

    fn text(&self, field: &'static str) -> Result<Option<&'a str>, Error> {
        let not_a_string = || invalid(field, "is not a string; put it in quotation marks");
        self.value(field).map(|value| value.as_str().ok_or_else(not_a_string)).transpose()
    }

    fn value(&self, field: &str) -> Option<&'a Value> {
        self.0.get(field).filter(|value| !value.is_null())
    }
}

/// The value of `AssumeRoleResponse`, `AssumeRoleResult`, `Credentials` or `Error`, or that of
/// another operation, if the object has no access key itself.
fn nested(value: &Value) -> Option<&Value> {
    let is_container = |name: &str| {
        matches!(name, "Credentials" | "Error")
            || name.ends_with("Response")
            || name.ends_with("Result")
    };
    let object = value.as_object().filter(|object| !object.contains_key("AccessKeyId"))?;
    object
        .iter()
        .find(|(name, value)| is_container(name) && value.is_object())
        .map(|(_, value)| value)
}

/// Rounds down to whole seconds; `None` outside the years 0 to 9999, which rejects milliseconds.
fn from_seconds(seconds: f64) -> Option<Timestamp> {
    let since_1970 = time::Duration::checked_seconds_f64(seconds)?;
    let time = OffsetDateTime::UNIX_EPOCH.checked_add(since_1970)?;
    Some(Timestamp::from(time)).filter(|time| time.has_four_digit_year())
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
