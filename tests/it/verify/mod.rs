//! Incoming requests, verified as a server does.

mod explained;
#[cfg(feature = "json")]
mod form;
mod hosts;
#[cfg(feature = "http")]
mod http;
mod keys;
mod path_prefix;
mod received;
mod rejections;
mod s3_errors;
mod same_meaning;
#[cfg(feature = "json")]
mod sent_form;
#[cfg(feature = "sigv4a")]
mod sigv4a;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use percent_encoding::percent_decode_str;
use presigner::{
    Credentials, Endpoint, Expiry, Method, Presigner, Request, Timestamp,
    sigv4::{
        CanonicalRequest, PathEncoding, PayloadHash, QuerySigner, Scope, SigningKey, TokenPlacement,
    },
    verify::{Claim, Rejection, Rules, Verified},
};
use proptest::prelude::*;

use crate::table::{self, Row, same};

#[test]
fn accepts_urls_by_eleven_implementations() {
    let rows = table::read("foreign_urls.txt");
    assert_eq!(rows.len(), 336);
    table::check(&rows, |row| {
        let received = Received::of(row);
        let outcome = received.verify(&row.text("secret_access_key"));
        let outcome = outcome.map_or_else(|rejection| rejection.to_string(), |()| String::new());
        same("rejection", &outcome, "")
    });
}

#[test]
fn returns_the_signed_headers_of_urls_by_eleven_implementations() {
    let rows = table::read("foreign_urls.txt");
    let signed = rows.iter().flat_map(|row| row.pairs("header"));
    let names: BTreeSet<_> = signed.map(|(name, _)| name).collect();
    assert!(names.contains("content-type") && names.len() > 20, "{names:?}");
    table::check(&rows, |row| {
        let received = Received::of(row);
        let mut headers = received.headers.clone();
        for unsigned in ["Cache-Control", "Content-Type", "Range"] {
            if headers.iter().all(|(name, _)| !name.eq_ignore_ascii_case(unsigned)) {
                headers.push((unsigned.into(), "unsigned".into()));
            }
        }
        let claim = Claim::parse(&received.method, &received.path_and_query, &headers);
        let claim = claim.map_err(|rejection| rejection.to_string())?;
        let verified = claim.verify(&row.text("secret_access_key"), &received.rules(&claim));
        let verified = verified.map_err(|rejection| rejection.to_string())?;

        let canonical = |(name, value): &(String, String)| {
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            match name.as_str() {
                "Host" => ("host".into(), value.to_ascii_lowercase()),
                _ => (name.to_ascii_lowercase(), value),
            }
        };
        let signed: BTreeMap<String, _> = received.headers.iter().map(canonical).collect();
        let signed: Vec<_> = signed.iter().map(|(name, value)| (&**name, &**value)).collect();
        let made: Vec<_> = verified.headers().collect();
        same("headers", &format!("{made:?}"), &format!("{signed:?}"))
    });
}

/// Except where the decoded request is the same, which is the case of the hex digits of an escape in the query.
#[test]
fn rejects_a_url_with_one_byte_changed() {
    let rows = table::read("foreign_urls.txt");
    let mut exceptions = BTreeSet::new();
    for (number, row) in rows.iter().enumerate() {
        // Every index of some URLs, a few of the others.
        let step = if number % 34 == 0 { 1 } else { 41 };
        let (received, secret) = (Received::of(row), row.text("secret_access_key"));
        let decoded = received.decoded();
        for index in (number % step..received.path_and_query.len()).step_by(step) {
            let before = received.path_and_query.as_bytes()[index];
            let other_case = before ^ b' ';
            for after in [b'x', b'0', b'%', b'&', b'/', other_case] {
                let changed = received.with_byte(index, after);
                let is_the_same = changed.decoded() == decoded;
                let is_accepted = changed.verify(&secret).is_ok();
                assert_eq!(is_accepted, is_the_same, "{row}: {}", changed.path_and_query);
                if is_the_same && after != before {
                    exceptions.insert([before, after].map(char::from));
                }
            }
        }
    }
    let hex_digits = ["Aa", "Bb", "Cc", "Dd", "Ee", "Ff"].map(|pair| pair.chars().collect());
    assert!(exceptions.contains(&['F', 'f']), "{exceptions:?}");
    assert!(exceptions.iter().all(|pair| hex_digits.contains(&pair.to_vec())), "{exceptions:?}");
}

#[test]
fn rejects_a_signed_header_with_one_byte_changed() {
    for row in table::read("foreign_urls.txt") {
        let (received, secret) = (Received::of(&row), row.text("secret_access_key"));
        for header in 0..received.headers.len() {
            for position in 0..received.headers[header].1.len() {
                let mut changed = received.clone();
                let value = &mut changed.headers[header].1;
                let byte = if value.as_bytes()[position] == b'x' { "y" } else { "x" };
                value.replace_range(position..=position, byte);
                assert!(changed.verify(&secret).is_err(), "{row}: {:?}", changed.headers[header]);
            }
        }
    }
}

#[test]
fn rejects_another_method_or_secret() {
    for row in table::read("foreign_urls.txt") {
        let received = Received::of(&row);
        let other = if received.method == "HEAD" { "GET" } else { "HEAD" };
        let changed = Received { method: other.into(), ..received.clone() };
        let secret = row.text("secret_access_key");
        assert_eq!(changed.verify(&secret), Err(Rejection::BadSignature), "{row}");
        assert_eq!(received.verify("another"), Err(Rejection::BadSignature), "{row}");
    }
}

#[test]
fn debug_output_redacts_secrets() {
    let credentials = Credentials::new("id", "secret");
    let url = "https://s3.example.com/b/k?X-Amz-Server-Side-Encryption-Customer-Key=HIDDEN&a=shown";
    let signed_headers = [
        ("x-amz-copy-source-server-side-encryption-customer-key", "HIDDEN"),
        ("x-amz-meta-a", "visible"),
    ];
    let signed = QuerySigner::new(&credentials, "eu-central-1", "s3")
        .path_encoding(PathEncoding::Single)
        .payload_hash(PayloadHash::Unsigned)
        .presign("GET", url, &signed_headers, Duration::from_secs(900), NOW)
        .expect("a good request");
    let path_and_query = signed.as_str().strip_prefix("https://s3.example.com").expect("the host");
    let headers = [("host", "s3.example.com"), signed_headers[0], signed_headers[1]];
    let claim = Claim::parse("GET", path_and_query, &headers).expect("a presigned request");
    let verified = claim.verify("secret", &Rules::s3(NOW)).expect("a good signature");
    assert_eq!(verified.header(signed_headers[0].0), Some("HIDDEN"));
    let shown = format!("{claim:?}{verified:?}");
    assert!(shown.contains("shown") && shown.contains("visible"), "{shown}");
    assert!(!shown.contains("HIDDEN"), "{shown}");
}

/// HMAC accepts an empty key, so anyone can make a signature that matches an empty secret.
#[test]
fn rejects_a_signature_with_an_empty_secret() {
    let query = "X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=id%2F20240315%2Feu-central-1%2Fs3%2Faws4_request\
         &X-Amz-Date=20240315T123456Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host";
    let canonical = CanonicalRequest::new("GET", "s3.example.com", "/bucket/key", query)
        .payload_hash(PayloadHash::Unsigned);
    let string_to_sign = format!(
        "AWS4-HMAC-SHA256\n20240315T123456Z\n20240315/eu-central-1/s3/aws4_request\n{}",
        hex::encode(canonical.hash())
    );
    let scope = Scope::new(NOW, "eu-central-1", "s3").expect("a year that can be signed");
    let signature = SigningKey::derive("", &scope).sign(string_to_sign.as_bytes());
    let forged = format!("/bucket/key?{query}&X-Amz-Signature={}", hex::encode(signature));
    let headers = [("host", "s3.example.com")];
    let claim = Claim::parse("GET", &forged, &headers).expect("a presigned request");
    let rejection = claim.verify("", &Rules::s3(NOW)).expect_err("no secret");
    assert_eq!(rejection, Rejection::EmptySecretAccessKey);
    let sentence = "secret access key is empty; reject access key ids that have none";
    assert_eq!(rejection.to_string(), sentence);
}

#[test]
fn returns_what_was_signed() {
    let presigner = presigner("id", "https://s3.example.com");
    let request = Request::get("my-bucket", "ключ/../a+b %2e").allow_dot_segments();
    let request = request.version_id("a&b").attachment("é");
    let url = presigner.at(NOW).presign(&request, Expiry::minutes(15)).expect("a good request");
    let path_and_query = url.as_str().strip_prefix("https://s3.example.com").expect("the host");
    let headers = [("HOST", "s3.example.com")];
    let claim = Claim::parse("GET", path_and_query, &headers).expect("a presigned request");
    assert_eq!(
        (claim.access_key_id(), claim.region(), claim.service()),
        ("id", "eu-central-1", "s3")
    );
    assert_eq!(claim.signed_at(), NOW);
    let verified = claim.verify("secret", &Rules::s3(NOW)).expect("a good signature");
    assert_eq!((verified.method(), verified.host()), ("GET", "s3.example.com"));
    assert_eq!(verified.bucket(), Some("my-bucket"));
    assert_eq!(verified.key(), Some("ключ/../a+b %2e"));
    assert_eq!(verified.expires_at(), url.validity().expires_at());
    let parameters: Vec<_> = verified.parameters().iter().map(|(n, v)| (&**n, &**v)).collect();
    let disposition = "attachment; filename=\"_\"; filename*=UTF-8''%C3%A9";
    assert_eq!(parameters, [("response-content-disposition", disposition), ("versionId", "a&b")]);
    assert_eq!(verified.parameter("versionId"), Some("a&b"));
    assert_eq!(verified.parameter("versionid"), None);
    assert_eq!(verified.parameter("X-Amz-Date"), None);
}

#[test]
fn an_owned_result_is_equal_to_the_borrowed_one() {
    let presigner = presigner("id", "https://s3.example.com");
    let request = Request::put("my-bucket", "a b").content_type("image/png").query("a", "b");
    let url = presigner.at(NOW).presign(&request, Expiry::minutes(15)).expect("a good request");
    let path_and_query = url.as_str().strip_prefix("https://s3.example.com").expect("the host");
    let headers = [("host", "s3.example.com"), ("content-type", "image/png")];
    let claim = Claim::parse("PUT", path_and_query, &headers).expect("a presigned request");
    let verified = claim.verify("secret", &Rules::s3(NOW)).expect("a good signature");
    let owned: Verified<'static> = verified.clone().into_owned();
    assert_eq!(owned, verified);
}

/// Bounds the work on an unauthenticated request.
#[test]
fn rejects_more_than_100_parameters_or_signed_headers() {
    let many = |count: usize, text: fn(usize) -> String, separator: &str| {
        (0..count).map(text).collect::<Vec<_>>().join(separator)
    };
    // Six parameters belong to the signature.
    let parameters = |count: usize| many(count - 6, |index| format!("p{index:03}="), "&");
    let names = |count: usize| many(count, |index| format!("h{index:03}"), "%3B");
    let headers = [("host", "s3.example.com")];
    for (parameters, names, sentence) in [
        (parameters(100), names(100), "accepted"),
        (parameters(101), names(100), "query has more than 100 parameters"),
        (parameters(100), names(101), "X-Amz-SignedHeaders names more than 100 headers"),
    ] {
        let path_and_query = format!(
            "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20231114T120000Z&X-Amz-Expires=900\
             &X-Amz-Credential=id%2F20231114%2Fus-east-1%2Fs3%2Faws4_request\
             &X-Amz-SignedHeaders={names}&X-Amz-Signature={}&{parameters}",
            "ab".repeat(32)
        );
        let outcome = Claim::parse("GET", &path_and_query, &headers);
        let outcome = outcome.map_or_else(|rejection| rejection.to_string(), |_| "accepted".into());
        assert_eq!(outcome, sentence);
    }
}

#[test]
fn accepts_requests_for_other_services_by_their_rules() {
    let credentials = Credentials::new("id", "secret").with_session_token("token/+=");
    for placement in [TokenPlacement::Signed, TokenPlacement::Appended] {
        let request = QuerySigner::new(&credentials, "us-east-1", "execute-api")
            .session_token(placement)
            .presign(
                "POST",
                "https://api.example.com/a/./b%20c//d/?q=1",
                &[("x-amz-target", "T")],
                Duration::from_secs(60),
                NOW,
            )
            .expect("a good request");
        let path_and_query = request.as_str().strip_prefix("https://api.example.com");
        let headers = [("host", "api.example.com"), ("X-Amz-Target", "T")];
        let claim = Claim::parse("POST", path_and_query.expect("the host"), &headers);
        let claim = claim.expect("a presigned request");
        assert_eq!(claim.session_token().as_deref(), Some("token/+="));
        let rules = Rules::service(NOW, "execute-api").session_token(placement);
        claim.verify("secret", &rules).expect("a good signature");
    }
}

#[test]
fn an_appended_session_token_of_either_name_is_not_authenticated() {
    let credentials = Credentials::new("id", "secret");
    let url = "https://api.example.com/a";
    let signed = QuerySigner::new(&credentials, "us-east-1", "execute-api")
        .presign("GET", url, &[], Duration::from_secs(60), NOW)
        .expect("a good request");
    let path_and_query = signed.as_str().strip_prefix("https://api.example.com").expect("the host");
    for name in ["X-Amz-Security-Token", "X-Amz-S3session-Token"] {
        let path_and_query = format!("{path_and_query}&{name}=token");
        let headers = [("host", "api.example.com")];
        let claim = Claim::parse("GET", &path_and_query, &headers).expect("a presigned request");
        assert_eq!(claim.session_token().as_deref(), Some("token"));
        let rules = Rules::service(NOW, "execute-api");
        assert_eq!(claim.verify("secret", &rules), Err(Rejection::BadSignature), "{name}");
        let appended = rules.session_token(TokenPlacement::Appended);
        claim.verify("secret", &appended).expect("a good signature");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn accepts_everything_that_presigner_signs(
        key in "\\PC{1,40}",
        method in prop::sample::select(vec![Method::Get, Method::Put, Method::Head, Method::Delete]),
        parameters in prop::collection::btree_map("[a-zé +&=]{1,6}", "\\PC{0,8}", 0..4),
        headers in prop::collection::btree_map("x-amz-meta-[a-z]{1,4}", "[ -~]{0,12}", 0..4),
        token in prop::option::of("[!-~]{1,40}"),
        now in 0_i64..=253_000_000_000,
        elapsed in 0_i64..900,
    ) {
        let mut credentials = Credentials::new("id/with+slash", "secret");
        if let Some(token) = token {
            credentials = credentials.with_session_token(token);
        }
        let mut request = Request::new(method, "bucket", &key).allow_dot_segments();
        for (name, value) in &parameters {
            request = request.query(name, value);
        }
        for (name, value) in &headers {
            request = request.header(name, value);
        }
        let presigner = presigner("id", "http://s3.example.com:9000").with_credentials(credentials);
        let signed_at = Timestamp::from_unix_seconds(now);
        let url = presigner.at(signed_at).presign(&request, Expiry::minutes(15)).expect("a good request");

        let mut received: Vec<_> = url.headers().iter().collect();
        received.push(("Host", "s3.example.com:9000"));
        let path_and_query = url.as_str().strip_prefix("http://s3.example.com:9000").expect("the host");
        let claim = Claim::parse(method.as_str(), path_and_query, &received).expect("presigned");
        prop_assert_eq!(claim.access_key_id(), "id/with+slash");
        let rules = Rules::s3(Timestamp::from_unix_seconds(now + elapsed)).region("eu-central-1");
        let verified = claim.verify("secret", &rules).expect("a good signature");
        prop_assert_eq!(verified.key(), Some(key.as_str()));
    }
}

#[test]
fn no_request_causes_a_panic() {
    let presigner = presigner("id", "https://s3.example.com");
    let url = presigner.at(NOW).get("bucket", "a b", Expiry::minutes(15)).expect("a good request");
    let good = url.as_str().strip_prefix("https://s3.example.com").expect("the host");
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for case in 0..100_000 {
        let mut received: Vec<char> = good.chars().collect();
        for _ in 0..=random.below(4) {
            let position = random.below(received.len());
            let character = ODD[random.below(ODD.len())];
            match random.below(3) {
                0 => received[position] = character,
                1 => received.insert(position, character),
                _ => drop(received.remove(position)),
            }
        }
        let received: String = received.into_iter().collect();
        let header = ODD[random.below(ODD.len())].to_string();
        let headers = [("host", "s3.example.com"), (header.as_str(), header.as_str())];
        if let Ok(claim) = Claim::parse("GET", &received, &headers) {
            let outcome = claim.verify("secret", &Rules::s3(NOW));
            // Nothing between two `&` is no parameter.
            let is_the_same = || {
                let parts = |text| str::split(text, '&').filter(|part| !part.is_empty());
                let (path, query) = received.split_once('?').unwrap_or_default();
                good.split_once('?')
                    .is_some_and(|good| good.0 == path && parts(good.1).eq(parts(query)))
            };
            assert!(outcome.is_err() || is_the_same(), "case {case}: {received}");
        }
    }
}

/// Xorshift: the same cases every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }
}

const ODD: [char; 16] =
    ['%', '&', '=', '?', '/', ';', '+', '0', '9', 'F', 'a', 'Z', '\0', ' ', 'é', '😀'];

/// A request as a server receives it.
#[derive(Clone, Debug)]
struct Received {
    method: String,
    path_and_query: String,
    headers: Vec<(String, String)>,
    /// The base domain, if the bucket is in the host.
    base_domain: Option<String>,
}

impl Received {
    fn of(row: &Row) -> Self {
        let url = row.text("url");
        let (_, rest) = url.split_once("://").expect("a scheme");
        let (host, path_and_query) = rest.split_at(rest.find(['/', '?']).expect("a query"));
        let mut headers = row.pairs("header");
        headers.push(("Host".into(), host.into()));
        Self {
            method: row.text("method"),
            path_and_query: path_and_query.into(),
            headers,
            base_domain: host.strip_prefix("examplebucket.").map(String::from),
        }
    }

    fn with_byte(&self, position: usize, byte: u8) -> Self {
        let mut changed = self.path_and_query.clone().into_bytes();
        changed[position] = byte;
        let path_and_query = String::from_utf8(changed).expect("URLs are ASCII");
        Self { path_and_query, ..self.clone() }
    }

    /// The path as it is, and the decoded parameters by name; `None` if they cannot be decoded.
    fn decoded(&self) -> Option<(&str, Vec<(String, String)>)> {
        let (path, query) = self.path_and_query.split_once('?')?;
        let decode = |text: &str| {
            let is_escape = |after: &str| u8::from_str_radix(after.get(..2)?, 16).ok();
            text.split('%').skip(1).map(is_escape).collect::<Option<Vec<_>>>()?;
            Some(percent_decode_str(text).decode_utf8().ok()?.into_owned())
        };
        let parameters = query.split('&').filter(|parameter| !parameter.is_empty());
        let parameters = parameters.map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            Some((decode(name)?, decode(value)?))
        });
        let mut parameters: Vec<_> = parameters.collect::<Option<_>>()?;
        parameters.sort();
        Some((path, parameters))
    }

    /// Verifies at the signing time.
    fn verify(&self, secret: &str) -> Result<(), Rejection> {
        let claim = Claim::parse(&self.method, &self.path_and_query, &self.headers)?;
        claim.verify(secret, &self.rules(&claim)).map(|_: Verified<'_>| ())
    }

    fn rules(&self, claim: &Claim<'_>) -> Rules<'_> {
        let rules = Rules::s3(claim.signed_at());
        self.base_domain.iter().fold(rules, |rules, domain| rules.base_domain(domain))
    }
}

fn presigner(access_key_id: &str, endpoint: &str) -> Presigner {
    Presigner::new(Credentials::new(access_key_id, "secret"), "eu-central-1")
        .with_endpoint(Endpoint::custom(endpoint).expect("a good URL"))
}

const NOW: Timestamp = Timestamp::from_unix_seconds(1_710_506_096);
