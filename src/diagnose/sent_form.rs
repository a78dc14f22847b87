//! The fields of an upload form, and the conditions of its policy.

use alloc::{borrow::Cow, format, string::String, vec::Vec};

use base64::Engine;

use super::{
    Cause, Finding,
    quoted::{quoted, quoted_after, unescape},
    times::parse_time,
};
use crate::{
    redact::shown_value,
    wire::{
        credential::RawCredential,
        form::{FILENAME, is_ignored},
        names::{X_AMZ_SECURITY_TOKEN, is_one_of},
        timestamp::Timestamp,
    },
};

/// The fields of an upload form, and its policy.
#[derive(Clone, Default)]
pub(super) struct SentForm<'a> {
    pub(super) fields: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// The JSON of the field `policy`.
    policy: String,
}

impl<'a> SentForm<'a> {
    pub(super) fn push(&mut self, name: Cow<'a, str>, value: Cow<'a, str>) {
        if name.eq_ignore_ascii_case("policy") {
            let json = base64::engine::general_purpose::STANDARD.decode(value.trim());
            self.policy = String::from_utf8(json.unwrap_or_default()).unwrap_or_default();
        }
        self.fields.push((name, value));
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let named = self.fields.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        named.map(|(_, value)| &**value)
    }

    pub(super) fn access_key_id(&self) -> Option<&str> {
        let credential = self.field("x-amz-credential").and_then(|it| it.split('/').next());
        credential.or_else(|| self.field("AWSAccessKeyId"))
    }

    pub(super) fn region(&self) -> Option<&str> {
        RawCredential::parse(self.field("x-amz-credential")?)?.scope.region
    }

    /// Whether there is a session token, or the fields are unknown.
    pub(super) fn has_session_token(&self) -> bool {
        self.fields.is_empty() || self.field(X_AMZ_SECURITY_TOKEN).is_some()
    }

    /// When the policy expires.
    pub(super) fn expiration(&self) -> Option<Timestamp> {
        parse_time(quoted_after(&self.policy, "\"expiration\"")?)
    }

    /// `min, max` of the policy.
    pub(super) fn content_length_range(&self) -> Option<&str> {
        let (_, range) = self.policy.split_once("\"content-length-range\"")?;
        let (range, _) = range.split_once(']')?;
        Some(range.trim_start_matches([',', ' ']).trim())
    }

    /// Names and values of the fields, and of the conditions of the policy on fields.
    pub(super) fn values(&self) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
        let fields = self.fields.iter().map(|(name, value)| ((&**name).into(), (&**value).into()));
        let conditions = self.conditions().into_iter();
        fields.chain(conditions.map(|it| (it.name.into(), it.value.into()))).collect()
    }

    /// The conditions of the policy on fields.
    fn conditions(&self) -> Vec<FieldCondition> {
        let mut conditions = Vec::new();
        let mut texts = quoted(&self.policy);
        while let Some(text) = texts.next() {
            let is_name = text.after.trim_start().starts_with(':');
            let operator = text.inner.to_ascii_lowercase();
            if is_name && !["expiration", "conditions"].contains(&text.inner) {
                let value = texts.next().map(|value| value.inner);
                conditions.extend(value.map(|value| FieldCondition::new("eq", text.inner, value)));
            } else if !is_name && ["eq", "starts-with"].contains(&&*operator) {
                let (name, value) = (texts.next(), texts.next());
                let condition = name.zip(value).map(|(name, value)| {
                    FieldCondition::new(&operator, name.inner.trim_start_matches('$'), value.inner)
                });
                conditions.extend(condition);
            }
        }
        conditions
    }

    /// The first condition that the fields do not satisfy, or the first field without a condition.
    /// Every form has a key: without it, not all fields are known, and others may have been sent.
    pub(super) fn failed_condition(&self) -> Option<Finding> {
        if self.policy.is_empty() {
            return None;
        }
        let conditions = self.conditions();
        let is_known = |it: &&FieldCondition| !["bucket", "file"].contains(&&*it.name);
        let are_all_known = self.field("key").is_some();
        let failed =
            conditions.iter().filter(is_known).filter(|it| !it.allows(self.field(&it.name)));
        let (failed, unknown): (Vec<_>, Vec<_>) =
            failed.partition(|it| are_all_known || self.field(&it.name).is_some());
        if let Some(failed) = failed.first() {
            let finding = Finding::concluded(Cause::PolicyConditionFailed);
            return Some(
                finding.with_sides(Some(&failed.text()), self.shown(&failed.name).as_deref()),
            );
        }
        let extra = self.fields.iter().map(|(name, _)| &**name).find(|name| {
            let has_condition = conditions.iter().any(|it| it.name.eq_ignore_ascii_case(name));
            !has_condition && !is_one_of(name, &FIELDS_WITHOUT_CONDITION) && !is_ignored(name)
        });
        let extra =
            extra.map(|name| Finding::concluded(Cause::FormFieldNotInPolicy).with_theirs(name));
        extra.or_else(|| {
            let finding = Finding::suspected(Cause::PolicyConditionFailed);
            Some(finding.with_ours(&unknown.first()?.text()))
        })
    }

    /// A field as `name=value`, without secrets.
    pub(super) fn shown(&self, name: &str) -> Option<String> {
        self.field(name).map(|value| format!("{name}={}", shown_value(name, value)))
    }
}

/// A condition of the policy on a field.
struct FieldCondition {
    operator: String,
    name: String,
    value: String,
}

impl FieldCondition {
    fn new(operator: &str, name: &str, value: &str) -> Self {
        Self { operator: operator.into(), name: unescape(name), value: unescape(value) }
    }

    fn allows(&self, value: Option<&str>) -> bool {
        match (&*self.operator, value) {
            ("eq", Some(value)) => *value == self.value || value.contains(FILENAME),
            (_, Some(value)) => value.starts_with(&*self.value),
            (operator, None) => operator != "eq" && self.value.is_empty(),
        }
    }

    fn text(&self) -> String {
        let value = shown_value(&self.name, &self.value);
        format!(r#"["{}", "${}", "{value}"]"#, self.operator, self.name)
    }
}

/// Fields that need no condition.
const FIELDS_WITHOUT_CONDITION: [&str; 6] =
    ["policy", "signature", "x-amz-signature", "awsaccesskeyid", "file", "submit"];

#[cfg(test)]
mod tests {
    use super::*;

    /// The policy of <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html>,
    /// shortened.
    const POLICY: &str = r#"{ "expiration": "2015-12-30T12:00:00.000Z",
        "conditions": [
            {"bucket": "sigv4examplebucket"},
            ["starts-with", "$key", "user/user1/"],
            {"acl": "public-read"},
            ["content-length-range", 1, 1048576],
            ["eq", "$x-amz-meta-uuid", "14365123651274"],
            ["starts-with", "$x-amz-meta-tag", ""]
        ]
    }"#;

    fn form(fields: &[(&'static str, &'static str)]) -> SentForm<'static> {
        let mut form = SentForm::default();
        let policy = base64::engine::general_purpose::STANDARD.encode(POLICY);
        form.push("policy".into(), policy.into());
        for (name, value) in fields {
            form.push((*name).into(), (*value).into());
        }
        form
    }

    #[test]
    fn parses_expiration_and_range() {
        let form = form(&[("X-Amz-Credential", "AKIA/20151229/us-east-1/s3/aws4_request")]);
        assert_eq!(form.expiration(), Some(Timestamp::from_unix_seconds(1_451_476_800)));
        assert_eq!(form.content_length_range(), Some("1, 1048576"));
        assert_eq!(form.access_key_id(), Some("AKIA"));
        assert_eq!(form.conditions().len(), 5);
    }

    #[test]
    fn finds_the_first_condition_that_fails() {
        let uuid = ("x-amz-meta-uuid", "14365123651274");
        for (fields, expected) in [
            (&[("key", "user/user1/a"), ("acl", "public-read"), uuid][..], None),
            (
                &[("key", "a"), ("acl", "public-read"), uuid],
                Some(r#"["starts-with", "$key", "user/user1/"]"#),
            ),
            (&[("key", "user/user1/a"), uuid], Some(r#"["eq", "$acl", "public-read"]"#)),
        ] {
            let failed = form(fields).failed_condition();
            assert_eq!(failed.as_ref().and_then(Finding::ours), expected);
        }
        let extra =
            form(&[("key", "user/user1/a"), ("acl", "public-read"), uuid, ("x-amz-acl", "a")]);
        let extra = extra.failed_condition().expect("a field without a condition");
        assert_eq!(
            (extra.cause(), extra.theirs()),
            (Cause::FormFieldNotInPolicy, Some("x-amz-acl"))
        );
    }
}
