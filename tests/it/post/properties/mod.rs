//! Properties of every upload form.

pub(crate) mod inputs;
mod page;
mod store;

use std::fmt::Display;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use presigner::{Credentials, Expiry, PostPolicy, PresignedPost, Presigner, Timestamp};
use proptest::{option, prelude::*, test_runner::TestCaseResult};
use serde_json::{Value, json};

use self::{
    inputs::{BUCKET, Condition, Form, credential, form, text, token, value},
    page::{Tag, tags},
    store::Upload,
};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_upload_that_meets_the_policy_is_accepted(
        (form, rest) in (form(), value()),
        token in option::of(token()),
    ) {
        let post = sign(&form, token)?;
        for upload in uploads(&form, &post, &rest) {
            upload.check().map_err(fail)?;
        }
    }

    #[test]
    fn case_order_and_ignored_fields_do_not_matter((form, rest) in (form(), value())) {
        let post = sign(&form, None)?;
        for upload in uploads(&form, &post, &rest) {
            let mut other_case = upload.clone();
            for (name, _) in &mut other_case.fields {
                *name = name.to_uppercase();
            }
            other_case.check().map_err(fail)?;
            let mut other_order = upload.clone();
            other_order.fields.reverse();
            other_order.check().map_err(fail)?;
            let mut ignored = upload;
            ignored.fields.push(("x-ignore-submit-button".into(), rest.clone()));
            ignored.check().map_err(fail)?;
        }
    }

    #[test]
    fn an_upload_with_a_field_changed_missing_or_added_is_refused(
        (form, rest) in (form(), value()),
        token in option::of(token()),
    ) {
        let post = sign(&form, token)?;
        for upload in uploads(&form, &post, &rest) {
            for (index, (name, value)) in upload.fields.iter().enumerate() {
                if matches!(name.as_str(), "policy" | "x-amz-signature") {
                    continue;
                }
                for other in other_values(&form, name, value) {
                    let mut changed = upload.clone();
                    changed.fields[index].1.clone_from(&other);
                    refused(&changed, &format!("`{name}` is {other:?} instead of {value:?}"))?;
                }
                let mut missing = upload.clone();
                missing.fields.remove(index);
                refused(&missing, &format!("`{name}` is missing"))?;
            }
            let mut added = upload;
            added.fields.push(("x-amz-meta-not-in-the-policy".into(), rest.clone()));
            refused(&added, "a field is added")?;
        }
    }

    #[test]
    fn an_upload_to_another_bucket_or_of_another_size_is_refused((form, rest) in (form(), value())) {
        let post = sign(&form, None)?;
        for upload in uploads(&form, &post, &rest) {
            refused(&Upload { bucket: "bucket2".into(), ..upload.clone() }, "another bucket")?;
            let Some((min, max)) = form.length_range else { continue };
            for file_bytes in [min.checked_sub(1), max.checked_add(1)].into_iter().flatten() {
                refused(&Upload { file_bytes, ..upload.clone() }, "one byte over or under")?;
            }
        }
    }

    #[test]
    fn the_policy_is_ascii_and_has_the_expected_conditions(
        form in form(),
        token in option::of(token()),
    ) {
        let post = sign(&form, token)?;
        let policy = BASE64.decode(field(&post, "policy")).map_err(fail)?;
        let policy = String::from_utf8(policy).map_err(fail)?;
        prop_assert!(policy.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{}", policy);
        let prefixes = policy.matches("[\"starts-with\",\"$").count();
        prop_assert_eq!(policy.matches('$').count(), prefixes, "not escaped in {}", policy);

        let signed = ["x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-security-token"];
        let signed = post.fields().iter().filter(|(name, _)| signed.contains(&name.as_str()));
        let given = form.fields.iter().map(|(name, condition)| json_condition(name, condition));
        let range = form.length_range;
        let expected: Vec<Value> = [json!({ "bucket": BUCKET }), json_condition("key", &form.key)]
            .into_iter()
            .chain(given)
            .chain(range.map(|(min, max)| json!(["content-length-range", min, max])))
            .chain(signed.map(|(name, value)| json!({ name: value })))
            .collect();
        let policy: Value = serde_json::from_str(&policy).map_err(fail)?;
        let expected = json!({ "expiration": "2024-03-15T12:15:00Z", "conditions": expected });
        prop_assert_eq!(policy, expected);
    }

    #[test]
    fn the_html_form_has_the_fields_and_the_file_last((form, token) in (form(), option::of(token()))) {
        let post = sign(&form, token)?;
        let url = post.url();
        let encoding = ("enctype", "multipart/form-data");
        let charset = ("accept-charset", "utf-8");
        let form = [("action", url), ("method", "post"), encoding, charset];
        let mut expected = vec![Tag::new("form", &form)];
        let hidden = post.fields().iter().map(|(name, value)| input("hidden", name, value));
        let shown = post.open_fields().iter().map(|(name, prefix)| input("text", name, prefix));
        expected.extend(hidden.chain(shown));
        expected.push(Tag::new("input", &[("type", "file"), ("name", "file"), ("required", "")]));
        expected.extend(["button", "/button", "/form"].map(|name| Tag::new(name, &[])));
        prop_assert_eq!(tags(&post.to_html_form()), Some(expected));
    }

    #[test]
    fn the_curl_command_has_the_fields_and_the_file_last(
        (form, file) in (form(), text()),
        token in option::of(token()),
    ) {
        let post = sign(&form, token)?;
        let command = post.to_curl(&file);
        let words = shlex::split(&command).ok_or_else(|| fail(&command))?;
        let [curl, parts @ .., option, upload, url] = &words[..] else { return Err(fail(command)) };
        prop_assert_eq!([curl, option, url], ["curl", "-F", post.url()]);
        let quoted = file.replace('\\', "\\\\").replace('"', "\\\"");
        prop_assert_eq!(upload, &format!("file=@\"{quoted}\""));

        // `curl` splits at the first `=`.
        let sent = parts.chunks(2).map(|part| (&*part[0], part[1].split_once('=')));
        let fields = post.fields().iter().chain(post.open_fields());
        let fields = fields.map(|(name, value)| ("--form-string", Some((&**name, &**value))));
        prop_assert_eq!(sent.collect::<Vec<_>>(), fields.collect::<Vec<_>>());
    }

    #[test]
    fn nothing_panics(
        (bucket, key, name, value) in any::<(String, String, String, String)>(),
        (min, max, status, now) in any::<(u64, u64, u16, i64)>(),
    ) {
        let credentials = Credentials::new(credential(&name), credential(&value))
            .with_session_token(credential(&key));
        let presigner = Presigner::new(credentials, "us-east-1");
        let signers = [presigner.at(NOON), presigner.at(Timestamp::from_unix_seconds(now))];
        for policy in [PostPolicy::new(BUCKET, &key), PostPolicy::with_key_prefix(&bucket, &key)] {
            let described = policy
                .clone()
                .field(&name, &value)
                .field_prefix(&value, &name)
                .metadata(&name, &value)
                .tagging([(&*name, &*value)])
                .success_status(status)
                .content_length_range(min..=max);
            for policy in [policy.field_prefix("acl", &value), described] {
                let _ = format!("{policy:?}");
                for post in signers.iter().flat_map(|signer| signer.post(&policy, EXPIRY)) {
                    let _ = (post.to_curl(&key), post.to_html_form(), format!("{post:?}"));
                }
            }
        }
    }
}

fn sign(form: &Form, token: Option<String>) -> Result<PresignedPost, TestCaseError> {
    let credentials =
        Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
            .with_session_token(token.unwrap_or_default());
    let presigner = Presigner::new(credentials, "us-east-1");
    presigner.at(NOON).post(&form.policy(), EXPIRY).map_err(fail)
}

/// The smallest and the largest upload that the form allows. `rest` is appended to prefixes.
fn uploads(form: &Form, post: &PresignedPost, rest: &str) -> [Upload; 2] {
    let mut fields = post.fields().to_vec();
    if let Condition::Prefix(prefix) = &form.key {
        assert_eq!(fields[0], ("key".into(), prefix.clone() + "${filename}"));
        fields[0].1 = prefix.clone() + rest;
    }
    let open = post.open_fields().iter();
    fields.extend(open.map(|(name, prefix)| (name.clone(), prefix.clone() + rest)));
    let (min, max) = form.length_range.unwrap_or((0, u64::MAX));
    [min, max].map(|file_bytes| Upload {
        bucket: BUCKET.into(),
        fields: fields.clone(),
        file_bytes,
    })
}

/// Values that the policy does not allow for a field: longer and shorter ones, or a truncated
/// prefix.
fn other_values(form: &Form, name: &str, value: &str) -> Vec<String> {
    let key = [(String::from("key"), form.key.clone())];
    let condition = form.fields.iter().chain(&key).find(|(other, _)| other == name);
    let shorter = |text: &str| {
        let (last, _) = text.char_indices().next_back()?;
        Some(String::from(&text[..last]))
    };
    match condition {
        Some((_, Condition::Prefix(prefix))) => shorter(prefix).into_iter().collect(),
        _ => shorter(value).into_iter().chain([format!("{value}$"), format!("${value}")]).collect(),
    }
}

fn json_condition(name: &str, condition: &Condition) -> Value {
    match condition {
        Condition::Exact(value) => json!({ name: value }),
        Condition::Prefix(prefix) => json!(["starts-with", format!("${name}"), prefix]),
    }
}

fn refused(upload: &Upload, why: &str) -> TestCaseResult {
    match upload.check() {
        Err(_) => Ok(()),
        Ok(()) => Err(fail(format!("accepted, though {why}"))),
    }
}

fn field<'p>(post: &'p PresignedPost, name: &str) -> &'p str {
    let field = post.fields().iter().find(|(other, _)| other == name);
    field.map(|(_, value)| value.as_str()).unwrap_or_default()
}

fn input(kind: &str, name: &str, value: &str) -> Tag {
    Tag::new("input", &[("type", kind), ("name", name), ("value", value)])
}

fn fail(reason: impl Display) -> TestCaseError {
    TestCaseError::fail(format!("{reason}"))
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() }
}

/// 2024-03-15T12:00:00Z
const NOON: Timestamp = Timestamp::from_unix_seconds(1_710_504_000);
const EXPIRY: Expiry = Expiry::minutes(15);
