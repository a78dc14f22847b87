//! The server side of upload forms: checks an upload against its POST policy, as AWS documents it.
//! Signature and expiration are not checked.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::Value;

/// An upload as a store receives it.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) bucket: String,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) file_bytes: u64,
}

impl Upload {
    /// Accepts the upload, or returns the rule that it violates.
    pub(crate) fn check(&self) -> Result<(), String> {
        let conditions = conditions(self.value("policy").ok_or("there is no policy")?)?;
        for condition in &conditions {
            if !self.meets(condition) {
                return Err(format!("{condition:?} is not met"));
            }
        }
        for (name, _) in &self.fields {
            let is_on_field = |condition: &Condition| condition.is_on(name);
            if !needs_no_condition(name) && !conditions.iter().any(is_on_field) {
                return Err(format!("there is no condition on `{name}`"));
            }
        }
        Ok(())
    }

    fn meets(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Equals(name, value) => self.value(name) == Some(value),
            Condition::StartsWith(name, prefix) => {
                self.value(name).is_some_and(|value| value.starts_with(prefix))
            }
            Condition::Length(min, max) => (min..=max).contains(&&self.file_bytes),
        }
    }

    /// The value of a field, whose name is compared ignoring case. The bucket is in the URL, not in
    /// the form.
    fn value(&self, name: &str) -> Option<&str> {
        if name == "bucket" {
            return Some(&self.bucket);
        }
        let mut fields = self.fields.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        fields.next().map(|(_, value)| value.as_str())
    }
}

#[derive(Debug)]
enum Condition {
    Equals(String, String),
    StartsWith(String, String),
    Length(u64, u64),
}

impl Condition {
    fn is_on(&self, field: &str) -> bool {
        match self {
            Self::Equals(name, _) | Self::StartsWith(name, _) => name.eq_ignore_ascii_case(field),
            Self::Length(..) => false,
        }
    }
}

fn conditions(policy: &str) -> Result<Vec<Condition>, String> {
    let json = BASE64.decode(policy).map_err(|error| error.to_string())?;
    let policy: Value = serde_json::from_slice(&json).map_err(|error| error.to_string())?;
    let list = policy["conditions"].as_array().ok_or("the conditions are not a list")?;
    list.iter().map(|json| condition(json).ok_or_else(|| format!("malformed: {json}"))).collect()
}

fn condition(json: &Value) -> Option<Condition> {
    if let Some(pair) = json.as_object() {
        let (name, value) = pair.iter().next().filter(|_| pair.len() == 1)?;
        return Some(Condition::Equals(name.clone(), value.as_str()?.into()));
    }
    let [operator, first, second] = &json.as_array()?[..] else { return None };
    if operator == "content-length-range" {
        return Some(Condition::Length(first.as_u64()?, second.as_u64()?));
    }
    let (name, text) = (first.as_str()?.strip_prefix('$')?.into(), second.as_str()?.into());
    match operator.as_str()? {
        "eq" => Some(Condition::Equals(name, text)),
        "starts-with" => Some(Condition::StartsWith(name, text)),
        _ => None,
    }
}

fn needs_no_condition(field: &str) -> bool {
    let name = field.to_lowercase();
    matches!(&*name, "x-amz-signature" | "file" | "policy") || name.starts_with("x-ignore-")
}
