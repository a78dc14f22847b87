//! Incoming upload forms.

use std::{ops::RangeInclusive, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use presigner::{
    Credentials, Endpoint, Expiry, PostPolicy, PresignedPost, Presigner, Timestamp,
    sigv4::{Scope, SigningKey},
    verify::{Form, Rejection, Rules, VerifiedForm},
};
use proptest::{option, prelude::*};

use super::sent_form::{self, SentForm};
use crate::{
    post::properties::inputs::{self, Condition},
    table::{self, Row, same},
};

#[test]
fn each_form_of_the_table_has_its_verdict() {
    let rows = sent_form::rows();
    assert!(rows.len() >= 60, "{}", rows.len());
    table::check(&rows, |row| {
        let form = SentForm::of(row, NOW);
        let outcome = outcome(&form, SECRET, &Rules::s3(NOW));
        match (row.find("key"), row.find("rejection")) {
            (Some(key), None) => same("outcome", &outcome, &format!("key {key}")),
            (None, Some(rejection)) if outcome.starts_with(&rejection) => Ok(()),
            (None, Some(rejection)) => same("outcome", &outcome, &rejection),
            _ => panic!("{row}: neither or both of `key` and `rejection`"),
        }
    });
}

/// The forms of botocore.
#[test]
fn forms_of_another_implementation_are_accepted() {
    let rows = table::read("post_policies.txt");
    assert_eq!(rows.len(), 37);
    table::check(&rows, |row| {
        let (url, fields) = (row.text("url"), botocore_fields(row));
        let form = Form::parse(&url, &fields).map_err(|rejection| rejection.to_string())?;
        let form = form.file_name("cat.jpg");
        let verdict = form.verify(&row.text("secret_access_key"), &rules_of(row, &url));
        let expected = match row.find("unconditioned") {
            _ if row.find("key").is_some_and(|key| key.contains("${filename}")) => {
                Some("policy condition failed")
            }
            Some(_) => Some("form field"),
            None => None,
        };
        match (verdict, expected) {
            (Ok(form), None) => {
                same("bucket", form.bucket(), &row.text("bucket"))?;
                let range = row.pairs("content_length_range").pop();
                let range = range.map(|(min, max)| format!("{min}..={max}"));
                let verified = form.content_length_range().map(|range| format!("{range:?}"));
                same("range", &verified.unwrap_or_default(), &range.unwrap_or_default())
            }
            (Err(rejection), Some(expected)) if rejection.to_string().starts_with(expected) => {
                Ok(())
            }
            (verdict, _) => Err(format!("{verdict:?}")),
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_signed_form_is_accepted_and_none_with_a_field_changed_missing_or_added(
        form in inputs::form(),
        token in option::of(inputs::token()),
        is_path_style in any::<bool>(),
    ) {
        // No content type meets such a prefix, because commas separate values.
        prop_assume!(!form.fields.iter().any(|(name, condition)| {
            let has_comma = matches!(condition, Condition::Prefix(prefix) if prefix.contains(','));
            name.eq_ignore_ascii_case("Content-Type") && has_comma
        }));
        let post = signed(&form, token.as_deref(), is_path_style)?;
        let fields = filled_in(&post);
        let verified = verified(post.url(), &fields);
        let verified = verified.map_err(|rejection| TestCaseError::fail(rejection.to_string()))?;
        let key = fields[0].1.replace("${filename}", "cat.jpg");
        prop_assert_eq!((verified.0, verified.1, verified.2), (inputs::BUCKET.into(), key, range(&form)));

        for index in 0..fields.len() {
            let (name, value) = &fields[index];
            let mut missing = fields.clone();
            missing.remove(index);
            prop_assert!(is_refused(post.url(), &missing), "{name} is missing");
            for other in other_values(&form, name, value) {
                let mut changed = fields.clone();
                changed[index].1.clone_from(&other);
                prop_assert!(is_refused(post.url(), &changed), "{name} is {other:?}");
            }
            let mut repeated = fields.clone();
            repeated.push((name.to_uppercase(), value.clone()));
            prop_assert!(is_refused(post.url(), &repeated), "{name} is repeated");
        }
        let mut added = fields.clone();
        added.push(("x-amz-meta-not-in-the-policy".into(), String::new()));
        prop_assert!(is_refused(post.url(), &added));
        prop_assert!(is_refused(&post.url().replace("bucket", "bucket2"), &fields));
    }

    #[test]
    fn no_form_panics(
        url in ".*",
        fields in proptest::collection::vec((inputs::text(), inputs::text()), 0..6),
        document in inputs::text(),
    ) {
        let _ = Form::parse(&url, &fields).map(|form| form.verify(SECRET, &Rules::s3(NOW)));
        let row = &sent_form::rows()[0];
        let mut sent = SentForm::of(row, NOW);
        sent.set("policy", &BASE64.encode(document));
        let _ = outcome(&sent, SECRET, &Rules::s3(NOW));
    }
}

#[test]
fn returns_what_the_policy_allows() {
    let policy = PostPolicy::with_key_prefix("my-bucket", "jane/")
        .content_type_prefix("image/")
        .content_length_range(1..=10)
        .field("x-amz-server-side-encryption-customer-key", "HIDDEN")
        .success_status(201);
    let credentials = Credentials::new("id", "secret").with_session_token("TOKEN");
    let post = Presigner::new(credentials, "eu-central-1")
        .at(NOW)
        .post(&policy, Expiry::minutes(15))
        .expect("a valid policy");
    let mut fields = post.fields().to_vec();
    fields.push(("content-type".into(), "image/png".into()));
    fields.push(("x-ignore-me".into(), "1".into()));
    let form =
        Form::parse(post.url(), &fields).expect("a form").file_name(r"C:\Pictures\a/cat.jpg");
    assert_eq!((form.access_key_id(), form.session_token()), ("id", Some("TOKEN")));
    assert_eq!((form.region(), form.service(), form.signed_at()), ("eu-central-1", "s3", NOW));

    let rules = Rules::s3(NOW).base_domain("s3.eu-central-1.amazonaws.com");
    let verified = form.verify("secret", &rules).expect("a good signature");
    assert_eq!((verified.bucket(), verified.key()), ("my-bucket", "jane/cat.jpg"));
    assert_eq!(verified.content_length_range(), Some(1..=10));
    let names: Vec<_> = verified.fields().iter().map(|(name, _)| *name).collect();
    let expected =
        ["x-amz-server-side-encryption-customer-key", "success_action_status", "content-type"];
    assert_eq!(names, expected);
    assert_eq!(verified.field("Content-Type"), Some("image/png"));
    assert_eq!((verified.field("key"), verified.field("x-ignore-me")), (None, None));
    assert_eq!(verified.signed_at(), NOW);
    assert_eq!(verified.expires_at().unix_seconds(), NOW.unix_seconds() + 900);

    let shown = format!("{form:?}{verified:?}");
    assert!(shown.contains("jane/cat.jpg"), "{shown}");
    assert!(!shown.contains("HIDDEN") && !shown.contains("TOKEN"), "{shown}");
}

#[test]
fn a_secret_is_not_in_a_message() {
    let mut form = SentForm::of(&row("exact-token"), NOW);
    form.set("x-amz-security-token", "another");
    let message = outcome(&form, SECRET, &Rules::s3(NOW));
    assert_eq!(message, r#"policy condition failed: ["eq", "$x-amz-security-token", "REDACTED"]"#);
}

#[test]
fn the_file_name_replaces_its_variable_in_every_field() {
    let row = row("open-redirect-of-success");
    let redirect = "https://example.com/${filename}?${filename}";
    for (file_name, expected) in [
        ("cat.jpg", "cat.jpg"),
        ("a/b/cat.jpg", "cat.jpg"),
        (r"C:\Program Files\cat.jpg", "cat.jpg"),
        ("a/", ""),
        ("", ""),
        ("${filename}", "${filename}"),
    ] {
        let mut form = SentForm::of(&row, NOW);
        form.set("success_action_redirect", redirect);
        form.set("key", "jane/${filename}");
        file_name.clone_into(&mut form.file_name);
        let expected_redirect = redirect.replace("${filename}", expected);
        let parsed = form.parse().expect("a form");
        let verified = parsed.verify(SECRET, &Rules::s3(NOW)).expect("a valid form");
        assert_eq!(verified.key(), format!("jane/{expected}"), "{file_name}");
        assert_eq!(verified.field("success_action_redirect"), Some(&*expected_redirect));
    }
    let mut form = SentForm::of(&row, NOW);
    form.set("key", "jane/${filename}");
    let unnamed = Form::parse(&form.path, &form.fields).expect("a form");
    let rejection = unnamed.verify(SECRET, &Rules::s3(NOW));
    assert_eq!(rejection, Err(Rejection::FileNameMissing { name: "key".into() }));
}

/// A short form must not become a long one.
#[test]
fn many_variables_for_a_long_file_name_are_refused() {
    let mut form = SentForm::of(&row("any-key"), NOW);
    form.fields.push(("x-ignore-me".into(), "${filename}".repeat(20)));
    form.file_name = "a".repeat(1024);
    assert_eq!(outcome(&form, SECRET, &Rules::s3(NOW)), "key é %2F+\"'");
    form.file_name.push('a');
    assert_eq!(outcome(&form, SECRET, &Rules::s3(NOW)), "form fields exceed 20480 bytes");
}

#[test]
fn what_follows_the_file_is_ignored() {
    let mut form = SentForm::of(&row("valid"), NOW);
    let field = |name: &str| (String::from(name), String::from("1"));
    form.fields.push(field("FILE"));
    form.fields.extend(["key", "submit", "acl"].map(field));
    assert_eq!(outcome(&form, SECRET, &Rules::s3(NOW)), "key jane/cat.jpg");
    form.fields.rotate_right(1);
    assert_eq!(
        outcome(&form, SECRET, &Rules::s3(NOW)),
        "form field `acl` has no condition in the policy"
    );
}

#[test]
fn the_rules_apply() {
    let seconds = Duration::from_secs;
    for (rules, expected) in [
        (Rules::s3(NOW), "key jane/cat.jpg"),
        (Rules::s3(NOW).region("us-east-1"), "key jane/cat.jpg"),
        (Rules::s3(NOW).region("us-east-2"), "signature is for region `us-east-1`"),
        (Rules::service(NOW, "s3"), "key jane/cat.jpg"),
        (Rules::service(NOW, "s3express"), "signature is for service `s3`"),
        (Rules::s3(NOW).max_expiry(seconds(3660)), "key jane/cat.jpg"),
        (Rules::s3(NOW).max_expiry(seconds(3659)), "expiry of 3660 seconds exceeds"),
        (Rules::s3(NOW).max_age(seconds(60)), "key jane/cat.jpg"),
        (Rules::s3(NOW).max_age(seconds(59)), "signature is 60 seconds old"),
        (Rules::s3(NOW).path_prefix("/files"), "path `/photos` is not below"),
        (Rules::s3(NOW).base_domain("s3.example.com"), "host `` is not a host of this server"),
        (Rules::s3(later(3599)), "key jane/cat.jpg"),
        (Rules::s3(later(3600)), "request expired at"),
        (Rules::s3(later(-960)), "key jane/cat.jpg"),
        (Rules::s3(later(-961)), "request was signed at"),
    ] {
        let outcome = outcome(&SentForm::of(&row("valid"), NOW), SECRET, &rules);
        assert!(outcome.starts_with(expected), "{outcome}\n{expected}\n{rules:?}");
    }
    // A service that the rules accept, and that has no forms.
    let form = SentForm::of(&row("another-service"), NOW);
    let outcome = outcome(&form, SECRET, &Rules::service(NOW, "ec2"));
    assert_eq!(outcome, "signature is for service `ec2`, which this server does not accept");
}

#[test]
fn the_url_names_the_bucket() {
    let rules = Rules::s3(NOW).base_domain("s3.example.com");
    let below = Rules::s3(NOW).path_prefix("/files");
    for (url, rules, expected) in [
        ("photos.s3.example.com", rules, "key jane/cat.jpg"),
        ("photos.s3.example.com/", rules, "key jane/cat.jpg"),
        ("photos.S3.example.com:9000/", rules, "key jane/cat.jpg"),
        ("https://photos.s3.example.com/", rules, "key jane/cat.jpg"),
        ("HTTP://s3.example.com/photos", rules, "key jane/cat.jpg"),
        ("s3.example.com/ph%6ftos/", rules, "key jane/cat.jpg"),
        ("https://example.com/files/photos", below, "key jane/cat.jpg"),
        ("https://example.com/photos", below, "path `/photos` is not below the path prefix"),
        ("videos.s3.example.com/photos", rules, "path has a key, but"),
        ("videos.s3.example.com/", rules, "policy condition failed: [\"eq\", \"$bucket\""),
        ("s3.example.com", rules, "path has no bucket"),
        ("s3.example.com//photos", rules, "path has a key and no bucket"),
        ("s3.example.com//photos", Rules::service(NOW, "s3"), "path has a key and no bucket"),
        ("example.com/photos", rules, "host `example.com` is not a host of this server"),
        ("s3.example.com/x://photos.s3.example.com/", rules, "path has a key, but"),
        ("photos.s3.example.com?delete", rules, "query is not empty"),
        ("photos.s3.example.com/?delete", rules, "query is not empty"),
        ("photos.s3.example.com/#a", rules, "query is not empty"),
    ] {
        let mut form = SentForm::of(&row("valid"), NOW);
        url.clone_into(&mut form.path);
        let outcome = outcome(&form, SECRET, &rules);
        assert!(outcome.starts_with(expected), "{url}\n{outcome}");
    }
}

#[test]
fn a_form_is_checked_with_a_signing_key_too() {
    let form = SentForm::of(&row("valid"), NOW);
    let form = Form::parse(&form.path, &form.fields).expect("a form");
    let scope = Scope::new(NOW, "us-east-1", "s3").expect("a year with four digits");
    let outcome = |secret, rules: Rules<'_>| {
        let verdict = form.verify_with_key(&SigningKey::derive(secret, &scope), &rules);
        verdict.map(|form| form.key().to_owned())
    };
    assert_eq!(outcome(SECRET, Rules::s3(NOW)), Ok("jane/cat.jpg".into()));
    assert_eq!(form.scope().to_string(), scope.to_string());
    assert_eq!(outcome("another", Rules::s3(NOW)), Err(Rejection::BadSignature));
    assert!(matches!(outcome(SECRET, Rules::s3(later(3600))), Err(Rejection::Expired { .. })));
}

#[test]
fn an_unknown_access_key_is_rejected_after_all_other_checks() {
    let form = SentForm::of(&row("valid"), NOW);
    let form = form.parse().expect("a form");
    assert_eq!(form.reject_unknown_key(&Rules::s3(NOW)), Rejection::UnknownAccessKey);
    let expired = form.reject_unknown_key(&Rules::s3(later(3600)));
    assert!(matches!(expired, Rejection::Expired { .. }), "{expired}");
}

/// HMAC accepts an empty key, so anyone can make a signature that matches an empty secret.
#[test]
fn an_empty_secret_is_rejected() {
    let form = SentForm::of(&row("valid"), NOW);
    let outcome = outcome(&form, "", &Rules::s3(NOW));
    assert_eq!(outcome, Rejection::EmptySecretAccessKey.to_string());
}

/// The rejection, or `key` and the key of the object; `size` if the file is of another size.
fn outcome(form: &SentForm, secret: &str, rules: &Rules<'_>) -> String {
    match form.parse().and_then(|parsed| parsed.verify(secret, rules)) {
        Ok(verified) if !form.has_size_of(&verified) => String::from("size"),
        Ok(verified) => format!("key {}", verified.key()),
        Err(rejection) => rejection.to_string(),
    }
}

fn row(name: &str) -> Row {
    let mut rows = sent_form::rows();
    let index = rows.iter().position(|row| row.to_string().ends_with(&format!(" {name}")));
    rows.swap_remove(index.expect("a row of this name"))
}

/// The fields that a browser sends for a row of botocore.
fn botocore_fields(row: &Row) -> Vec<(String, String)> {
    let date = row.at().to_string().replace(['-', ':'], "");
    let (id, region) = (row.text("access_key_id"), row.text("region"));
    let key = row.find("key").or_else(|| Some(row.text("key_prefix") + "${filename}"));
    let token = row.find("session_token");
    let signed = [
        ("x-amz-algorithm", Some(String::from("AWS4-HMAC-SHA256"))),
        ("x-amz-credential", Some(format!("{id}/{}/{region}/s3/aws4_request", &date[..8]))),
        ("x-amz-date", Some(date)),
        ("x-amz-security-token", token),
        ("policy", row.find("policy")),
        ("x-amz-signature", row.find("signature")),
        ("key", key),
    ];
    let signed = signed.into_iter().filter_map(|(name, value)| Some((name.into(), value?)));
    let given = [row.pairs("field"), row.pairs("field_prefix")].concat();
    given.into_iter().chain(signed).collect()
}

/// The rules of the host that a row's URL names.
fn rules_of<'r>(row: &Row, url: &'r str) -> Rules<'r> {
    let host = url.split('/').nth(2).expect("a host");
    let bucket = format!("{}.", row.text("bucket"));
    Rules::s3(row.at()).base_domain(host.strip_prefix(&bucket).unwrap_or(host))
}

fn signed(
    form: &inputs::Form,
    token: Option<&str>,
    is_path_style: bool,
) -> Result<PresignedPost, TestCaseError> {
    let credentials = Credentials::new("id", SECRET).with_session_token(token.unwrap_or_default());
    let endpoint = Endpoint::custom("https://s3.example.com").expect("a valid URL");
    let endpoint = if is_path_style { endpoint } else { endpoint.virtual_hosted() };
    let presigner = Presigner::new(credentials, "us-east-1").with_endpoint(endpoint);
    let post = presigner.at(NOW).post(&form.policy(), Expiry::minutes(15));
    post.map_err(|error| TestCaseError::fail(error.to_string()))
}

/// The fields of a form, in which the sender has filled in the open ones.
fn filled_in(post: &PresignedPost) -> Vec<(String, String)> {
    let open = post.open_fields().iter().map(|(name, prefix)| (name.clone(), prefix.clone()));
    post.fields().iter().cloned().chain(open).collect()
}

type Upload = (String, String, Option<RangeInclusive<u64>>);

fn verified(url: &str, fields: &[(String, String)]) -> Result<Upload, Rejection> {
    let form = Form::parse(url, fields)?.file_name("cat.jpg");
    let form: VerifiedForm<'_> =
        form.verify(SECRET, &Rules::s3(NOW).base_domain("s3.example.com"))?;
    Ok((form.bucket().into(), form.key().into(), form.content_length_range()))
}

fn is_refused(url: &str, fields: &[(String, String)]) -> bool {
    verified(url, fields).is_err()
}

fn range(form: &inputs::Form) -> Option<RangeInclusive<u64>> {
    form.length_range.map(|(min, max)| min..=max)
}

/// Values that the policy does not allow for a field.
fn other_values(form: &inputs::Form, name: &str, value: &str) -> Vec<String> {
    let key = (String::from("key"), form.key.clone());
    match form.fields.iter().chain([&key]).find(|(other, _)| other == name) {
        Some((_, Condition::Prefix(prefix))) => {
            let shorter = prefix.char_indices().next_back().map(|(last, _)| prefix[..last].into());
            shorter.into_iter().collect()
        }
        _ => vec![format!("{value}$"), format!("${value}"), value.chars().skip(1).collect()],
    }
    .into_iter()
    .filter(|other| other != value)
    .collect()
}

const fn later(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(NOW.unix_seconds() + seconds)
}

/// 2024-03-15T12:34:56Z
const NOW: Timestamp = Timestamp::from_unix_seconds(1_710_506_096);
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
