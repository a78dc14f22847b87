//! Upload forms of botocore, reproduced, and the fields that each method adds.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use presigner::{
    Checksum, Credentials, Error, Expiry, PostPolicy, PresignedPost, Presigner,
    ServerSideEncryption, Timestamp,
    sigv4::{Scope, SigningKey},
};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::table::{self, Row, same};

#[test]
fn every_form_has_the_same_url_expiration_and_conditions() {
    table::check(&reproduced(), |row| {
        let post = sign(row).map_err(|error| format!("signing fails: {error}"))?;
        same("URL", post.url(), &row.text("url"))?;
        let (actual, expected) = (decode(field(&post, "policy")?)?, decode(&row.text("policy"))?);
        same("expiration", &actual["expiration"].to_string(), &expected["expiration"].to_string())?;
        let (actual, expected) = (conditions(&actual), conditions(&expected));
        let unconditioned = match row.find("unconditioned") {
            Some(name) => exact(&name, field(&post, &name)?),
            None => String::new(),
        };
        same("missing conditions", &lines(&expected - &actual), "")?;
        same("additional conditions", &lines(&actual - &expected), &unconditioned)
    });
}

#[test]
fn every_form_has_a_condition_for_each_field_and_a_field_for_each_condition() {
    table::check(&reproduced(), |row| {
        let post = sign(row).map_err(|error| format!("signing fails: {error}"))?;
        let policy = conditions(&decode(field(&post, "policy")?)?);
        same("conditions", &lines(policy), &lines(required_by_fields(row, &post)))
    });
}

#[test]
fn forms_that_stores_refuse_are_refused() {
    let mut rows = table::read("post_policies.txt");
    rows.retain(|row| row.find("error").is_some());
    assert_eq!(rows.len(), 2);
    table::check(&rows, |row| match sign(row) {
        Ok(post) => Err(format!("not refused: {post:?}")),
        Err(error) => same("error", &error.to_string(), &row.text("error")),
    });
}

#[test]
fn every_policy_of_botocore_has_the_known_signature() {
    let rows = table::read("post_policies.txt");
    assert_eq!(rows.len(), 37);
    table::check(&rows, |row| {
        let region = row.text("region");
        let scope = Scope::new(row.at(), &region, "s3").map_err(|error| error.to_string())?;
        let key = SigningKey::derive(&row.text("secret_access_key"), &scope);
        let signature = key.sign(row.text("policy").as_bytes());
        same("signature", &hex::encode(signature), &row.text("signature"))
    });
}

#[test]
fn every_policy_is_signed_as_it_is_sent() {
    table::check(&reproduced(), |row| {
        let post = sign(row).map_err(|error| format!("signing fails: {error}"))?;
        let secret = format!("AWS4{}", row.text("secret_access_key"));
        let credential = field(&post, "x-amz-credential")?;
        let key = credential
            .split('/')
            .skip(1)
            .fold(secret.into_bytes(), |key, step| hmac_sha256(&key, step));
        let signature = hmac_sha256(&key, field(&post, "policy")?);
        same("signature", field(&post, "x-amz-signature")?, &hex::encode(signature))
    });
}

#[test]
fn fields_are_ordered_key_given_signed() {
    let credentials = Credentials::new("id", "secret").with_session_token("token");
    let policy = PostPolicy::with_key_prefix("bucket", "cats/")
        .field("Z", "1")
        .content_type_prefix("image/")
        .acl("private")
        .field("a", "1");
    let post = post(credentials, &policy);
    let names: Vec<_> = post.fields().iter().map(|(name, _)| name.as_str()).collect();
    let signed = "x-amz-algorithm x-amz-credential x-amz-date x-amz-security-token policy";
    assert_eq!(names.join(" "), format!("key Z acl a {signed} x-amz-signature"));
}

#[test]
fn each_method_adds_its_field() {
    let form = || PostPolicy::new("bucket", "key");
    let encryption = |encryption| form().server_side_encryption(encryption);
    let tagging = "<Tagging><TagSet>\
                   <Tag><Key>a&amp;b</Key><Value>&lt;&quot;1&quot;&gt;</Value></Tag>\
                   <Tag><Key>c</Key><Value></Value></Tag>\
                   </TagSet></Tagging>";
    assert_adds(&form(), &[]);
    assert_adds(&form().field("x-amz-Meta-A", "é$\\\""), &[("x-amz-Meta-A", "é$\\\"")]);
    assert_adds(&form().content_type("image/png"), &[("Content-Type", "image/png")]);
    assert_adds(&form().content_disposition("inline"), &[("Content-Disposition", "inline")]);
    assert_adds(&form().content_encoding("gzip"), &[("Content-Encoding", "gzip")]);
    assert_adds(&form().cache_control("no-store"), &[("Cache-Control", "no-store")]);
    assert_adds(&form().metadata("uuid", "14365"), &[("x-amz-meta-uuid", "14365")]);
    assert_adds(&form().acl("private"), &[("acl", "private")]);
    assert_adds(&form().tagging([("a&b", "<\"1\">"), ("c", "")]), &[("tagging", tagging)]);
    assert_adds(
        &form().tagging([("", ""); 0]),
        &[("tagging", "<Tagging><TagSet></TagSet></Tagging>")],
    );
    assert_adds(&form().storage_class("GLACIER"), &[("x-amz-storage-class", "GLACIER")]);
    assert_adds(&encryption(ServerSideEncryption::Aes256), &[(ENCRYPTION, "AES256")]);
    assert_adds(
        &encryption(ServerSideEncryption::KmsKey("alias/cats")),
        &[(ENCRYPTION, "aws:kms"), (KMS_KEY, "alias/cats")],
    );
    assert_adds(
        &form().checksum(Checksum::Crc32(0x8a10_6afe)),
        &[("x-amz-checksum-crc32", "ihBq/g==")],
    );
    for status in ["200", "201", "204"] {
        let number = status.parse().expect("a number");
        assert_adds(&form().success_status(number), &[("success_action_status", status)]);
    }
    assert_adds(
        &form().success_redirect("https://example.com/?a=b&c"),
        &[("success_action_redirect", "https://example.com/?a=b&c")],
    );
}

#[test]
fn a_prefix_leaves_the_field_to_the_sender() {
    let policy = PostPolicy::new("bucket", "key")
        .content_type_prefix("image/")
        .field_prefix("x-amz-meta-Note", "");
    let post = post(Credentials::new("id", "secret"), &policy);
    let open = [("Content-Type", "image/"), ("x-amz-meta-Note", "")];
    assert_eq!(post.open_fields(), open.map(|(name, prefix)| (name.into(), prefix.into())));
    for (name, prefix) in open {
        let condition = json!(["starts-with", format!("${name}"), prefix]);
        assert!(policy_of(&post).contains(&condition), "{condition}");
        assert!(post.fields().iter().all(|(other, _)| other != name), "{name}");
    }
}

/// Compares the fields between the key and the authentication fields, and their conditions.
#[track_caller]
fn assert_adds(policy: &PostPolicy<'_>, expected: &[(&str, &str)]) {
    let post = post(Credentials::new("id", "secret"), policy);
    let added: Vec<_> = post.fields()[1..]
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .take_while(|(name, _)| *name != "x-amz-algorithm")
        .collect();
    assert_eq!(added, expected);
    for (name, value) in expected {
        let condition = json!({ *name: value });
        assert!(policy_of(&post).contains(&condition), "{condition}");
    }
}

fn reproduced() -> Vec<Row> {
    let mut rows = table::read("post_policies.txt");
    rows.retain(|row| row.find("error").is_none());
    assert_eq!(rows.len(), 35);
    rows
}

fn sign(row: &Row) -> Result<PresignedPost, Error> {
    let (bucket, key, prefix) = (row.text("bucket"), row.find("key"), row.find("key_prefix"));
    let mut policy = match (&key, &prefix) {
        (Some(key), None) => PostPolicy::new(&bucket, key),
        (None, Some(prefix)) => PostPolicy::with_key_prefix(&bucket, prefix),
        _ => panic!("{row}: neither or both of `key` and `key_prefix`"),
    };
    for (name, value) in row.pairs("field") {
        policy = policy.field(name, value);
    }
    for (name, prefix) in row.pairs("field_prefix") {
        policy = policy.field_prefix(name, prefix);
    }
    if let Some((min, max)) = length_range(row) {
        policy = policy.content_length_range(min..=max);
    }
    Presigner::new(row.credentials(), row.text("region").as_str())
        .with_endpoint(row.endpoint()?)
        .at(row.at())
        .post(&policy, row.expires())
}

fn length_range(row: &Row) -> Option<(u64, u64)> {
    let (min, max) = row.pairs("content_length_range").pop()?;
    Some((min.parse().expect("a number"), max.parse().expect("a number")))
}

fn post(credentials: Credentials, policy: &PostPolicy<'_>) -> PresignedPost {
    Presigner::new(credentials, "us-east-1")
        .at(Timestamp::from_unix_seconds(1_710_506_096))
        .post(policy, Expiry::minutes(15))
        .expect("a valid policy")
}

fn policy_of(post: &PresignedPost) -> Vec<Value> {
    let policy = field(post, "policy").and_then(decode).expect("a policy in base64");
    policy["conditions"].as_array().expect("a list of conditions").clone()
}

fn field<'p>(post: &'p PresignedPost, name: &str) -> Result<&'p str, String> {
    let field = post.fields().iter().find(|(other, _)| other == name);
    field.map(|(_, value)| value.as_str()).ok_or_else(|| format!("the form has no `{name}`"))
}

fn decode(policy: &str) -> Result<Value, String> {
    let json = BASE64.decode(policy).map_err(|error| error.to_string())?;
    serde_json::from_slice(&json).map_err(|error| error.to_string())
}

/// The conditions of a policy in a normal form: `{"ACL": "private"}` is equivalent to
/// `["eq", "$acl", "private"]`, because S3 ignores the case of names.
fn conditions(policy: &Value) -> BTreeSet<String> {
    let list = policy["conditions"].as_array().into_iter().flatten();
    list.map(|condition| match condition {
        Value::Object(pair) => {
            let pair: Vec<_> = pair.iter().collect();
            let [(name, Value::String(value))] = pair[..] else { panic!("{condition}") };
            exact(name, value)
        }
        Value::Array(triple) => match &triple[..] {
            [Value::String(operator), Value::String(name), Value::String(value)] => {
                json!([operator, name.to_lowercase(), value]).to_string()
            }
            _ => condition.to_string(),
        },
        _ => panic!("neither pair nor triple: {condition}"),
    })
    .collect()
}

/// The conditions required by the fields of a form and the size range of its row.
fn required_by_fields(row: &Row, post: &PresignedPost) -> BTreeSet<String> {
    let filled = post.fields().iter().filter_map(|(name, value)| match name.as_str() {
        "policy" | "x-amz-signature" => None,
        "key" => Some(match value.strip_suffix("${filename}") {
            Some(prefix) => starts_with(name, prefix),
            None => exact(name, value),
        }),
        _ => Some(exact(name, value)),
    });
    let open = post.open_fields().iter().map(|(name, prefix)| starts_with(name, prefix));
    let range = length_range(row);
    let range = range.map(|(min, max)| json!(["content-length-range", min, max]).to_string());
    let bucket = exact("bucket", &row.text("bucket"));
    filled.chain(open).chain(range).chain([bucket]).collect()
}

fn exact(name: &str, value: &str) -> String {
    json!(["eq", format!("${}", name.to_lowercase()), value]).to_string()
}

fn starts_with(name: &str, prefix: &str) -> String {
    json!(["starts-with", format!("${}", name.to_lowercase()), prefix]).to_string()
}

fn lines(conditions: BTreeSet<String>) -> String {
    conditions.into_iter().collect::<Vec<_>>().join("\n")
}

fn hmac_sha256(key: &[u8], text: &str) -> Vec<u8> {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    hmac.update(text.as_bytes());
    hmac.finalize().into_bytes().to_vec()
}

const ENCRYPTION: &str = "x-amz-server-side-encryption";
const KMS_KEY: &str = "x-amz-server-side-encryption-aws-kms-key-id";
