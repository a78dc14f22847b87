//! Credentials from the JSON documents in which their sources answer.

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
    /// Reads the JSON document in which a source of temporary credentials answers. Fetching it is the
    /// caller's.
    ///
    /// | source | keys of the document |
    /// |---|---|
    /// | [instance metadata][imds], `…/security-credentials/role` | `Code`, `AccessKeyId`, `SecretAccessKey`, `Token`, `Expiration` |
    /// | [containers][ecs] of ECS and EKS, `AWS_CONTAINER_CREDENTIALS_FULL_URI` | `AccessKeyId`, `SecretAccessKey`, `Token`, `Expiration` |
    /// | [`credential_process`][process] | `Version`, `AccessKeyId`, `SecretAccessKey`, `SessionToken`, `Expiration` |
    /// | [STS][sts], `AssumeRole` and its like with `Accept: application/json`, and `aws sts assume-role` | `Credentials` with `AccessKeyId`, `SecretAccessKey`, `SessionToken`, `Expiration`, also within `AssumeRoleResponse` and `AssumeRoleResult` |
    ///
    /// `Expiration` is RFC 3339 text or a number of seconds since 1970. Without it, without a token or
    /// with `null` there, the credentials have none. Other keys are passed over.
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
    /// The document is the caller's to wipe. What parsing copies of it is wiped, except where it is
    /// malformed, where a text has escapes (`\/`), of which the parser makes a copy of its own, or where a
    /// key is repeated, of whose first text a copy may be left.
    ///
    /// # Errors
    ///
    /// [`Error::MalformedCredentialsDocument`] if it is not JSON, [`Error::CredentialsNotGranted`] if
    /// its `Code` is not `Success`, [`Error::InvalidCredentialsDocument`] if a key is missing or
    /// malformed, or if the `Version` is not 1. None shows a value but that of `Code`.
    ///
    /// [imds]: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
    /// [ecs]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
    /// [process]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
    /// [sts]: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    pub fn from_json(document: &str) -> Result<Self, Error> {
        let document = Document::parse(document)?;
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

/// A parsed document, whose texts are wiped when it is dropped.
struct Document(Value);

impl Document {
    fn parse(text: &str) -> Result<Self, Error> {
        // The parser's own message can quote the document.
        serde_json::from_str(text).map(Self).map_err(|error| Error::MalformedCredentialsDocument {
            line: error.line(),
            column: error.column(),
        })
    }

    /// The innermost object that an answer wraps its credentials, or its error, in.
    fn fields(&self) -> Result<Fields<'_>, Error> {
        let mut object = &self.0;
        while let Some(inner) = wrapped(object) {
            object = inner;
        }
        object.as_object().map(Fields).ok_or_else(|| invalid("AccessKeyId", MISSING))
    }
}

impl Drop for Document {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// The object with the credentials, whose keys all sources but for the token's name alike.
struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// Containers and STS write an error's code where credentials have none, the former as `code`.
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
            Some(_) => Err(invalid("Version", "is not 1; this crate knows of no other")),
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
            invalid("Expiration", "is no time; write RFC 3339, or seconds since 1970 as a number")
        })
    }

    fn required(&self, field: &'static str) -> Result<&'a str, Error> {
        let text = self.text(field)?.filter(|text| !text.is_empty());
        text.ok_or_else(|| invalid(field, MISSING))
    }

    fn text(&self, field: &'static str) -> Result<Option<&'a str>, Error> {
        let no_text = || invalid(field, "is no text; put it in quotation marks");
        self.value(field).map(|value| value.as_str().ok_or_else(no_text)).transpose()
    }

    fn value(&self, field: &str) -> Option<&'a Value> {
        self.0.get(field).filter(|value| !value.is_null())
    }
}

/// What an object without an access key wraps: `AssumeRoleResponse`, then `AssumeRoleResult`, then
/// `Credentials`; other operations by their own names.
fn wrapped(value: &Value) -> Option<&Value> {
    let is_wrapper = |name: &str| {
        matches!(name, "Credentials" | "Error")
            || name.ends_with("Response")
            || name.ends_with("Result")
    };
    let object = value.as_object().filter(|object| !object.contains_key("AccessKeyId"))?;
    object
        .iter()
        .find(|(name, value)| is_wrapper(name) && value.is_object())
        .map(|(_, value)| value)
}

/// Whole seconds, towards the past; `None` outside the years 0 to 9999, as milliseconds would be.
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

const MISSING: &str = "is missing; pass the whole document as the source wrote it";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_a_document_is_wiped() {
        let document =
            r#"{"a": "hush", "b": {"c": ["hush", {"d": "hush"}]}, "e": [1, true, null]}"#;
        let mut value = serde_json::from_str(document).expect("valid JSON");
        wipe(&mut value);
        let wiped = r#"{"a": "", "b": {"c": ["", {"d": ""}]}, "e": [1, true, null]}"#;
        assert_eq!(value, serde_json::from_str::<Value>(wiped).expect("valid JSON"));
    }
}
