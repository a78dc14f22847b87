//! The POST policy of an upload form: a JSON document with an expiration and conditions on the fields.

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::{fmt, ops::RangeInclusive};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::rejection::Rejection;
use crate::{
    error::excerpt,
    redact::shown_value,
    wire::{
        form::{META, is_ignored},
        names::{has_prefix, is_amz_header, is_one_of},
        timestamp::Timestamp,
    },
};

/// A parsed [POST policy].
///
/// [POST policy]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
#[derive(Clone)]
pub(super) struct Policy {
    pub(super) expires_at: Timestamp,
    pub(super) content_length_range: Option<RangeInclusive<u64>>,
    conditions: Vec<Condition>,
}

/// A condition on a form field.
#[derive(Clone)]
struct Condition {
    operator: Operator,
    name: String,
    value: String,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Operator {
    Equal,
    StartsWith,
}

impl Policy {
    /// Parses the value of the field `policy`: JSON in base64.
    pub(super) fn parse(encoded: &str) -> Result<Self, Rejection> {
        let json = BASE64.decode(encoded).or_else(|_| invalid("is not base64 with padding"))?;
        let json = String::from_utf8(json).or_else(|_| invalid("is not UTF-8"))?;
        let document: Document = serde_json::from_str(&as_json(&json))
            .or_else(|error| invalid(if error.is_data() { WRONG_SHAPE } else { "is not JSON" }))?;
        let expires_at = parse_expiration(&document.expiration).map_or_else(
            || invalid("has an expiration that is not a time like 2013-08-01T12:00:00.000Z"),
            Ok,
        )?;
        let mut policy = Self { expires_at, content_length_range: None, conditions: Vec::new() };
        document.conditions.iter().try_for_each(|condition| policy.add(condition))?;
        Ok(policy)
    }

    /// Checks each condition, and that each field, and the bucket, has one. S3 counts the bucket of the request
    /// as a field.
    pub(super) fn check<'f>(
        &self,
        fields: impl Iterator<Item = (&'f str, &'f str)> + Clone,
    ) -> Result<(), Rejection> {
        for condition in &self.conditions {
            let is_met = |(name, value): (&str, &str)| {
                name.eq_ignore_ascii_case(&condition.name) && condition.is_met(value)
            };
            if !fields.clone().any(is_met) {
                return Err(Rejection::PolicyConditionFailed { condition: format!("{condition}") });
            }
        }
        let has_condition = |name: &str| {
            self.conditions.iter().any(|condition| condition.name.eq_ignore_ascii_case(name))
        };
        match fields.map(|(name, _)| name).find(|name| !is_ignored(name) && !has_condition(name)) {
            Some(name) => Err(Rejection::FormFieldNotInPolicy { name: excerpt(name) }),
            None => Ok(()),
        }
    }

    fn add(&mut self, condition: &RawCondition) -> Result<(), Rejection> {
        match condition {
            RawCondition::Object(members) => match &members[..] {
                [(name, Value::String(value))] => self.add_condition(Operator::Equal, name, value),
                _ => invalid("has a condition object that is not one name and one string"),
            },
            RawCondition::Array(array) => match &array[..] {
                [Value::String(range), min, max] if range.eq_ignore_ascii_case(LENGTH_RANGE) => {
                    self.add_length_range(min, max)
                }
                [Value::String(operator), Value::String(name), Value::String(value)] => {
                    let operator = Operator::parse(operator)?;
                    match name.strip_prefix('$') {
                        Some(name) => self.add_condition(operator, name, value),
                        None => invalid(
                            "has a condition array whose field name does not begin with `$`",
                        ),
                    }
                }
                _ => invalid("has a condition array that is not an operator and two operands"),
            },
        }
    }

    fn add_condition(
        &mut self,
        operator: Operator,
        name: &str,
        value: &str,
    ) -> Result<(), Rejection> {
        if operator == Operator::StartsWith && is_compared_exactly(name) {
            return invalid("has a `starts-with` for a field that S3 compares exactly");
        }
        self.conditions.push(Condition { operator, name: name.into(), value: value.into() });
        Ok(())
    }

    /// Every condition must be met, so the ranges intersect.
    fn add_length_range(&mut self, min: &Value, max: &Value) -> Result<(), Rejection> {
        let (Some(min), Some(max)) = (min.as_u64(), max.as_u64()) else {
            return invalid("has a `content-length-range` whose bounds are not whole numbers");
        };
        let (least, greatest) = match &self.content_length_range {
            Some(range) => (min.max(*range.start()), max.min(*range.end())),
            None => (min, max),
        };
        if least > greatest {
            return invalid("has a `content-length-range` whose minimum exceeds its maximum");
        }
        self.content_length_range = Some(least..=greatest);
        Ok(())
    }
}

impl Operator {
    fn parse(text: &str) -> Result<Self, Rejection> {
        match text {
            _ if text.eq_ignore_ascii_case("eq") => Ok(Self::Equal),
            _ if text.eq_ignore_ascii_case("starts-with") => Ok(Self::StartsWith),
            _ => {
                invalid("has an operator other than `eq`, `starts-with` and `content-length-range`")
            }
        }
    }
}

impl Condition {
    fn is_met(&self, value: &str) -> bool {
        match self.operator {
            Operator::Equal => value == self.value,
            // The only field whose commas separate values.
            Operator::StartsWith if self.name.eq_ignore_ascii_case("Content-Type") => {
                value.split(',').all(|value| value.starts_with(&self.value))
            }
            Operator::StartsWith => value.starts_with(&self.value),
        }
    }
}

/// As S3 shows it: `["eq", "$key", "cat.jpg"]`.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operator = match self.operator {
            Operator::Equal => "eq",
            Operator::StartsWith => "starts-with",
        };
        let (name, value) = (excerpt(&self.name), shown_value(&self.name, &self.value));
        write!(f, "[\"{operator}\", \"${name}\", \"{}\"]", excerpt(value))
    }
}

/// The fields for which S3 documents exact matching only.
fn is_compared_exactly(name: &str) -> bool {
    is_one_of(name, &["bucket", "success_action_status"])
        || is_amz_header(name) && !has_prefix(name, META)
}

/// `YYYY-MM-DDThh:mm:ssZ`, possibly with a fraction of a second, which is rounded down.
fn parse_expiration(text: &str) -> Option<Timestamp> {
    let has = |index, separator| text.get(index..=index) == Some(separator);
    let is_extended = has(4, "-") && has(10, "T") && has(13, ":") && text.ends_with('Z');
    Timestamp::parse_expiration(text).filter(|_| is_extended && !text.contains([' ', ',']))
}

/// Replaces the two escapes of [S3] that JSON does not have: `\$` and `\v`.
///
/// [S3]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html#sigv4-HTTPPOSTEscaping
fn as_json(text: &str) -> Cow<'_, str> {
    if !text.contains("\\$") && !text.contains("\\v") {
        return Cow::Borrowed(text);
    }
    let (mut json, mut characters) = (String::with_capacity(text.len()), text.chars());
    while let Some(character) = characters.next() {
        match (character, characters.clone().next()) {
            ('\\', Some('$')) => {}
            ('\\', Some('v')) => {
                json.push_str("\\u000b");
                characters.next();
            }
            // So that the second backslash of `\\$` does not begin an escape.
            ('\\', Some(escaped)) => {
                json.extend(['\\', escaped]);
                characters.next();
            }
            _ => json.push(character),
        }
    }
    Cow::Owned(json)
}

fn invalid<T>(problem: &'static str) -> Result<T, Rejection> {
    Err(Rejection::InvalidPolicy { problem })
}

/// The members of a policy, each once. `Value` would keep the last of those that are repeated, where another
/// server may use the first.
struct Document {
    expiration: String,
    conditions: Vec<RawCondition>,
}

/// A condition, with repeated members.
enum RawCondition {
    Object(Vec<(String, Value)>),
    Array(Vec<Value>),
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DocumentVisitor;

        impl<'de> Visitor<'de> for DocumentVisitor {
            type Value = Document;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a policy")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
                let (mut expiration, mut conditions) = (None, None);
                while let Some(name) = map.next_key::<String>()? {
                    let is_repeated = match &*name {
                        "expiration" => expiration.replace(map.next_value()?).is_some(),
                        "conditions" => conditions.replace(map.next_value()?).is_some(),
                        _ => return Err(A::Error::custom("unknown member")),
                    };
                    if is_repeated {
                        return Err(A::Error::custom("repeated member"));
                    }
                }
                let missing = || A::Error::custom("missing member");
                Ok(Document {
                    expiration: expiration.ok_or_else(missing)?,
                    conditions: conditions.ok_or_else(missing)?,
                })
            }
        }

        deserializer.deserialize_map(DocumentVisitor)
    }
}

impl<'de> Deserialize<'de> for RawCondition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ConditionVisitor;

        impl<'de> Visitor<'de> for ConditionVisitor {
            type Value = RawCondition;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a condition")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawCondition, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(RawCondition::Object(members))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawCondition, A::Error> {
                let mut array = Vec::new();
                while let Some(element) = seq.next_element()? {
                    array.push(element);
                }
                Ok(RawCondition::Array(array))
            }
        }

        deserializer.deserialize_any(ConditionVisitor)
    }
}

const LENGTH_RANGE: &str = "content-length-range";

const WRONG_SHAPE: &str =
    "is not a JSON object of a string `expiration` and an array `conditions` of objects and arrays";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_escapes_of_s3_become_json() {
        for (text, json) in [
            (r#"{"a":"\n\u0024"}"#, r#"{"a":"\n\u0024"}"#),
            (r"\$key", "$key"),
            (r"a\vb", r"a\u000bb"),
            (r"\\$", r"\\$"),
            (r"\\\$\\v", r"\\$\\v"),
            (r"\$\", r"$\"),
        ] {
            assert_eq!(as_json(text), json, "{text}");
        }
    }

    #[test]
    fn an_expiration_is_in_utc() {
        for text in ["2013-08-01T12:00:00Z", "2013-08-01T12:00:00.000Z", "2013-08-01T12:00:00.9Z"] {
            let noon = Timestamp::from_unix_seconds(1_375_358_400);
            assert_eq!(parse_expiration(text), Some(noon), "{text}");
        }
        for text in [
            "",
            "2013-08-01",
            "2013-08-01 12:00:00",
            "2013-08-01 12:00:00Z",
            " 2013-08-01T12:00:00Z",
            "2013-08-01T12:00:00 Z",
            "2013-08-01T12:00:00,5Z",
            "2013-08-01T12:00:00",
            "2013-08-01T12:00:00+00:00",
            "20130801T120000Z",
            "2013-08-01T120000Z",
        ] {
            assert_eq!(parse_expiration(text), None, "{text}");
        }
    }
}
