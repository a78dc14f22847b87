//! The examples in the AWS documentation, compared at every step.

use hmac::{Hmac, KeyInit, Mac};
use presigner::{
    Credentials, Endpoint, Explanation, Method, Presigner, Request,
    sigv4::{
        CanonicalRequest, PathEncoding, PathNormalization, PayloadHash, QuerySigner, Scope,
        SigningKey,
    },
};
use sha2::{Digest, Sha256};

use crate::table::{self, Row, same, signer::check_steps};

#[test]
fn a_presigned_object_has_the_documented_url() {
    table::check(&rows("presigned_object", 1), |row| {
        check_steps(row, &s3_signer(&row.credentials(), &row.text("region")))?;
        let (bucket, key) = (row.text("bucket"), row.text("key"));
        let method: Method = row.text("method").parse().map_err(|error| format!("{error}"))?;
        let presigner = Presigner::new(row.credentials(), row.text("region").as_str())
            .with_endpoint(Endpoint::aws().legacy_global());
        let (signer, request) = (presigner.at(row.at()), Request::new(method, &bucket, &key));
        let url = signer.presign(&request, row.expires());
        let url = url.map_err(|error| format!("signing fails: {error}"))?;
        same("URL", url.as_str(), &row.text("signed_url"))?;
        let explanation = signer.explain(&request, row.expires());
        check_explanation(row, &explanation.map_err(|error| format!("explaining fails: {error}"))?)
    });
}

fn check_explanation(row: &Row, explanation: &Explanation) -> Result<(), String> {
    let string_to_sign = row.text("string_to_sign");
    let [_, _, scope, hash] = string_to_sign.lines().collect::<Vec<_>>()[..] else {
        return Err("the string to sign does not have four lines".into());
    };
    same(
        "canonical request of the explanation",
        explanation.canonical_request(),
        &row.text("canonical_request"),
    )?;
    same("hash of the explanation", explanation.canonical_request_sha256(), hash)?;
    same("scope of the explanation", explanation.scope(), scope)?;
    same("string to sign of the explanation", explanation.string_to_sign(), &string_to_sign)?;
    let shown = explanation.to_string();
    let is_shown = |text: &str| shown.contains(&format!("\n\n{text}\n"));
    let are_all_shown =
        [&row.text("canonical_request"), hash, scope, &string_to_sign].into_iter().all(is_shown);
    if are_all_shown { Ok(()) } else { Err(format!("a text is missing in {shown}")) }
}

#[test]
fn a_presigned_request_matches_at_every_step() {
    table::check(&rows("presigned_request", 1), |row| {
        let credentials = row.credentials();
        let (region, service) = (row.text("region"), row.text("service"));
        check_steps(row, &QuerySigner::new(&credentials, &region, &service))
    });
}

#[test]
fn header_signed_requests_have_the_documented_canonical_request_and_signature() {
    table::check(&rows("header_signed", 5), |row| {
        let (method, host) = (row.text("method"), row.text("host"));
        let (path, query) = (row.text("path"), row.text("query_string"));
        let payload = PayloadHash::Sha256(Sha256::digest(row.text("payload")).into());
        let mut request =
            CanonicalRequest::new(&method, &host, &path, &query).payload_hash(payload);
        for (name, value) in row.pairs("header") {
            request = request.header(name, value);
        }
        let string_to_sign = row.text("string_to_sign");
        let (_, hash) = string_to_sign.rsplit_once('\n').ok_or("a string to sign of one line")?;
        same("canonical request", &request.to_string(), &row.text("canonical_request"))?;
        same("hash of the canonical request", &hex::encode(request.hash()), hash)?;
        check_signature(row)
    });
}

#[test]
fn policies_and_streamed_chunks_have_the_documented_signature() {
    table::check(&rows("string_to_sign", 5), check_signature);
}

#[test]
fn derived_keys_sign_like_the_documented_keys() {
    table::check(&rows("signing_key", 2), |row| {
        let mut documented = [0; 32];
        hex::decode_to_slice(row.text("signing_key"), &mut documented)
            .map_err(|error| error.to_string())?;
        let mut hmac =
            Hmac::<Sha256>::new_from_slice(&documented).map_err(|error| error.to_string())?;
        hmac.update(b"message");
        let expected = hex::encode(hmac.finalize().into_bytes());
        same("signature", &sign(row, "message")?, &expected)
    });
}

fn s3_signer<'a>(credentials: &'a Credentials, region: &'a str) -> QuerySigner<'a> {
    QuerySigner::new(credentials, region, "s3")
        .path_encoding(PathEncoding::Single)
        .path_normalization(PathNormalization::Keep)
        .payload_hash(PayloadHash::Unsigned)
}

#[track_caller]
fn rows(kind: &str, count: usize) -> Vec<Row> {
    let mut rows = table::read("aws_documentation.txt");
    rows.retain(|row| row.text("kind") == kind);
    assert_eq!(rows.len(), count, "rows of the kind {kind}");
    rows
}

fn check_signature(row: &Row) -> Result<(), String> {
    same("signature", &sign(row, &row.text("string_to_sign"))?, &row.text("signature"))
}

fn sign(row: &Row, string_to_sign: &str) -> Result<String, String> {
    let (region, service) = (row.text("region"), row.text("service"));
    let scope = Scope::new(row.at(), &region, &service).map_err(|error| error.to_string())?;
    let key = SigningKey::derive(&row.text("secret_access_key"), &scope);
    Ok(hex::encode(key.sign(string_to_sign.as_bytes())))
}
