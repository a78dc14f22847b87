//! Multi-Region Access Points, signed with Signature Version 4A.

use percent_encoding::percent_decode_str;
use presigner::{
    Credentials, Endpoint, Expiry, Presigner, Request, Timestamp,
    inspect::{InspectedUrl, SignatureVersion},
    sigv4::{EcdsaSigningKey, VerifyingKey},
};

use crate::table::{self, Row, same};

/// The cases of the host of a Multi-Region Access Point.
#[test]
fn requests_are_those_of_another_implementation_and_their_signatures_are_valid() {
    let mut rows = table::read("v4a_requests.txt");
    rows.retain(|row| row.text("url").starts_with(BASE));
    assert_eq!(rows.len(), 18);
    table::check(&rows, check);
}

#[test]
fn the_url_is_one_that_the_inspector_reads_without_a_complaint() {
    let url = signer(&presigner()).get(ARN, "photos/cat 1.jpg", Expiry::hours(1));
    let url = url.expect("a valid request");
    let inspected = InspectedUrl::parse(url.as_str()).expect("a presigned URL");
    assert_eq!(inspected.signature_version(), SignatureVersion::V4a);
    assert_eq!(inspected.region(), Some("*"));
    assert_eq!(inspected.lints(), []);
}

#[test]
fn stable_windows_give_identical_urls() {
    let presigner = presigner().with_stable_window(std::time::Duration::from_secs(3600));
    let at = |seconds| {
        let signer = presigner.at(Timestamp::from_unix_seconds(seconds));
        signer.get(ARN, "key", Expiry::hours(1)).expect("a valid request").into_string()
    };
    assert_eq!(at(1_710_504_000), at(1_710_507_599));
    assert_ne!(at(1_710_504_000), at(1_710_507_600));
}

#[test]
fn the_display_url_replaces_the_host_and_not_the_signed_text() {
    let displayed =
        presigner().with_endpoint(Endpoint::aws().display_url("https://files.example.com/films"));
    let displayed = signer(&displayed).get(ARN, "key", Expiry::hours(1)).expect("a valid request");
    let plain = signer(&presigner()).get(ARN, "key", Expiry::hours(1)).expect("a valid request");
    let shown = plain.as_str().replace(BASE, "https://files.example.com/films");
    assert_eq!(displayed.as_str(), shown);
}

#[test]
fn the_set_is_all_regions_by_default_and_applies_to_nothing_else() {
    let two_regions = presigner().with_endpoint(Endpoint::aws().region_set("us-east-1,eu-west-1"));
    let url = |presigner: &Presigner, bucket| {
        let url = signer(presigner).get(bucket, "key", Expiry::hours(1));
        url.expect("a valid request").into_string()
    };
    let all = presigner().with_endpoint(Endpoint::aws().region_set("*"));
    assert_eq!(url(&presigner(), ARN), url(&all, ARN));
    assert_ne!(url(&two_regions, ARN), url(&all, ARN));
    assert_eq!(url(&two_regions, "my-bucket"), url(&presigner(), "my-bucket"));
}

#[test]
fn white_space_around_a_region_is_not_signed() {
    let url = |set| {
        let presigner = presigner().with_endpoint(Endpoint::aws().region_set(set));
        let url = signer(&presigner).get(ARN, "key", Expiry::hours(1));
        url.expect("a valid request").into_string()
    };
    assert_eq!(url(" us-east-1, eu-west-1"), url("us-east-1,eu-west-1"));
}

#[test]
fn appending_to_a_buffer_gives_the_same_url() {
    let presigner = presigner();
    let (signer, request) = (signer(&presigner), Request::get(ARN, "key"));
    let mut buffer = String::from("GET ");
    signer.presign_into(&request, Expiry::hours(1), &mut buffer).expect("a valid request");
    let url = signer.presign(&request, Expiry::hours(1)).expect("a valid request");
    assert_eq!(buffer, format!("GET {url}"));
}

fn check(row: &Row) -> Result<(), String> {
    let target = row.text("url").split_off(BASE.len());
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let decode = |text| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let key = decode(&path[1..]);
    let method = row.text("method").parse().expect("a method of S3");
    let mut request = match &*key {
        "" => Request::on_bucket(method, ARN),
        key => Request::new(method, ARN, key).allow_dot_segments(),
    };
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        request = request.query(decode(name), decode(value));
    }

    let endpoint = Endpoint::aws().region_set(&row.text("region"));
    let presigner = Presigner::new(row.credentials(), "eu-central-1").with_endpoint(endpoint);
    let signer = presigner.at(row.at());
    let explained = signer.explain(&request, row.expires()).map_err(|error| error.to_string())?;
    let canonical_request = row.text("canonical_request");
    let canonical_request = match row.find("session_token") {
        Some(token) => {
            let token =
                percent_encoding::utf8_percent_encode(&token, percent_encoding::NON_ALPHANUMERIC);
            canonical_request.replace(&token.to_string(), "REDACTED")
        }
        None => canonical_request,
    };
    same("canonical request", explained.canonical_request(), &canonical_request)?;
    same("string to sign", explained.string_to_sign(), &row.text("string_to_sign"))?;

    let url = signer.presign(&request, row.expires()).map_err(|error| error.to_string())?;
    let (unsigned, signature) =
        url.as_str().split_once("&X-Amz-Signature=").ok_or("the URL has no signature")?;
    let (text, der) = (row.text("string_to_sign"), hex::decode(signature).unwrap_or_default());
    let (_, canonical_query) = unsigned.split_once('?').ok_or("the URL has no query")?;
    let expected = row.text("canonical_request");
    same("query", canonical_query, expected.lines().nth(2).unwrap_or_default())?;
    let public = hex::decode(row.text("public_key")).map_err(|error| error.to_string())?;
    let public = VerifyingKey::from_sec1_bytes(&public).ok_or("the row has no public key")?;
    let key = EcdsaSigningKey::derive(&row.text("access_key_id"), &row.text("secret_access_key"));
    let is_valid = |text: &[u8]| public.verify(text, &der) && key.verify(text, &der);
    if !is_valid(text.as_bytes()) || is_valid(format!("{text} ").as_bytes()) {
        return Err(format!("signature {signature} is not valid for this string alone"));
    }
    Ok(())
}

fn presigner() -> Presigner {
    Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"), "eu-central-1")
}

fn signer(presigner: &Presigner) -> presigner::Signer<'_> {
    presigner.at(Timestamp::from_unix_seconds(1_710_506_096))
}

const ARN: &str = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";

const BASE: &str = "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com";
