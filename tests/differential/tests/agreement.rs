//! Compares the signatures of random requests with those of the AWS SDK. `DIFFERENTIAL_CASES` sets the number of
//! cases; the default is 1000.

#[path = "agreement/inputs.rs"]
mod inputs;

use std::{collections::BTreeMap, env, error::Error, time::Duration};

use percent_encoding::percent_decode_str;
use presigner::{
    Credentials, Expiry, Method, PresignedUrl, Presigner, Request, Timestamp,
    sigv4::{QuerySigner, TokenPlacement},
};
use presigner_differential::{Signable, Style, presign};
use proptest::{prelude::*, test_runner::TestCaseResult};

use self::inputs::{
    Place, access_key_id, headers, key, method, parameters, place, region, secret, time, trimmed,
};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn s3_objects(
        (method, place, region, key) in (method(), place(), region(), key()),
        (parameters, headers) in (parameters(), headers()),
        (access_key_id, secret, token) in (access_key_id(), secret(), token()),
        (signed_at, expires_seconds) in (time(), 1_u32..=604_800),
    ) {
        let signed_at = Timestamp::from_unix_seconds(signed_at);
        let (token, style) = match place {
            Place::Express => (token.or_else(|| Some("session".into())), Style::S3Express),
            _ => (token, Style::S3),
        };
        let credentials = Credentials::new(&access_key_id, &secret);
        let credentials = match (&token, style) {
            (None, _) => credentials,
            (Some(token), Style::S3Express) => credentials.with_s3_express_session_token(token),
            (Some(token), _) => credentials.with_session_token(token),
        };
        let presigner = Presigner::new(credentials, region).with_endpoint(place.endpoint());
        let request = request(method, place.bucket(), &key, &parameters, &headers);
        let signed = presigner.at(signed_at).presign(&request, Expiry::seconds(expires_seconds));
        let signed = signed.map_err(fail)?;
        let url = [&place.base(region), &*encode(&key, "/"), &query(&parameters)].concat();
        let signable = Signable {
            method: method.as_str(),
            url: &url,
            headers: &headers,
            access_key_id: &access_key_id,
            secret_access_key: &secret,
            session_token: token.as_deref(),
            region,
            service: place.service(),
            expires_seconds,
            signed_at,
        };
        check_same(signed.as_str(), &signable, style)?;
        check_headers(&signed, &headers)?;
    }

    #[test]
    fn requests_to_other_services(
        (method, path, region, service) in (method(), path(), region(), "[a-z-]{1,12}"),
        (parameters, headers) in (parameters(), headers()),
        (access_key_id, secret, token) in (access_key_id(), secret(), token()),
        (signed_at, expires_seconds) in (time(), 1_u32..=604_800),
        placement in prop_oneof![Just(TokenPlacement::Signed), Just(TokenPlacement::Appended)],
    ) {
        let signed_at = Timestamp::from_unix_seconds(signed_at);
        let url = format!("https://api.example.com/{}{}", encode(&path, "/"), query(&parameters));
        let signable = Signable {
            method: method.as_str(),
            url: &url,
            headers: &headers,
            access_key_id: &access_key_id,
            secret_access_key: &secret,
            session_token: token.as_deref(),
            region,
            service: &service,
            expires_seconds,
            signed_at,
        };
        let credentials = Credentials::new(&access_key_id, &secret)
            .with_session_token(token.clone().unwrap_or_default());
        let borrowed: Vec<_> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let signed = QuerySigner::new(&credentials, region, &service)
            .session_token(placement)
            .presign(
                method.as_str(),
                &url,
                &borrowed,
                Duration::from_secs(expires_seconds.into()),
                signed_at,
            )
            .map_err(fail)?;
        let style = match placement {
            TokenPlacement::Appended => Style::OtherWithAppendedToken,
            _ => Style::Other,
        };
        check_same(signed.as_str(), &signable, style)?;
    }
}

/// Compares the signatures and the parts of the URLs.
fn check_same(signed: &str, signable: &Signable<'_>, style: Style) -> TestCaseResult {
    let added = presign(signable, style).map_err(fail)?;
    let (base, query) = signed.split_once('?').unwrap_or((signed, ""));
    let parameters = pairs(query);
    let signature = added.iter().find(|pair| pair.0 == "X-Amz-Signature").map(|pair| &pair.1);
    prop_assert_eq!(parameters.get("X-Amz-Signature"), signature, "{:?}", signable);

    let (requested_base, requested_query) =
        signable.url.split_once('?').unwrap_or((signable.url, ""));
    prop_assert_eq!(base, requested_base);
    let mut expected = pairs(requested_query);
    expected.extend(added);
    prop_assert_eq!(parameters, expected);
    Ok(())
}

/// The headers to send are the given ones, normalized as both implementations sign them.
fn check_headers(signed: &PresignedUrl, given: &[(String, String)]) -> TestCaseResult {
    let mut expected: Vec<_> = given
        .iter()
        .map(|(name, value)| {
            let words: Vec<_> = value.split(' ').filter(|word| !word.is_empty()).collect();
            (name.to_ascii_lowercase(), words.join(" "))
        })
        .collect();
    expected.sort();
    let headers = signed.headers().iter().map(|(name, value)| (name.into(), value.into()));
    prop_assert_eq!(headers.collect::<Vec<(String, String)>>(), expected);
    Ok(())
}

fn request<'r>(
    method: Method,
    bucket: &'r str,
    key: &'r str,
    parameters: &'r BTreeMap<String, String>,
    headers: &'r [(String, String)],
) -> Request<'r> {
    let request = Request::new(method, bucket, key).allow_dot_segments();
    let request =
        parameters.iter().rev().fold(request, |request, (name, value)| request.query(name, value));
    headers.iter().fold(request, |request, (name, value)| request.header(name, value))
}

/// Percent-encodes byte by byte, by the rule of the AWS page.
fn encode(text: &str, kept: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
            char::from(byte).to_string()
        }
        _ if kept.as_bytes().contains(&byte) => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

fn query(parameters: &BTreeMap<String, String>) -> String {
    let encoded = parameters.iter().map(|(n, v)| format!("{}={}", encode(n, ""), encode(v, "")));
    let encoded: Vec<_> = encoded.collect();
    if encoded.is_empty() { String::new() } else { format!("?{}", encoded.join("&")) }
}

fn pairs(query: &str) -> BTreeMap<String, String> {
    let decode = |text| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decode(name), decode(value))).collect()
}

/// Excludes paths that end in a dot segment: RFC 3986 and the SDK for Rust keep a trailing slash after removing it,
/// botocore and this crate do not.
fn path() -> impl Strategy<Value = String> {
    key().prop_map(|path| match path.rsplit('/').next() {
        Some("." | "..") => path + "/",
        _ => path,
    })
}

fn token() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(prop_oneof!["[A-Za-z0-9+/=]{1,80}", trimmed("\\PC{1,20}")])
}

fn fail(reason: impl Into<Box<dyn Error>>) -> TestCaseError {
    TestCaseError::fail(reason.into().to_string())
}

fn config() -> ProptestConfig {
    let cases = env::var("DIFFERENTIAL_CASES")
        .map_or(1000, |cases| cases.parse().expect("DIFFERENTIAL_CASES is a number"));
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}
