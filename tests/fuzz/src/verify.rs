//! Parses and verifies arbitrary incoming requests and upload forms.

use std::time::Duration;

use arbitrary::{Arbitrary, Unstructured};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use presigner::{
    Credentials, Endpoint, Expiry, Presigner, Request, Timestamp,
    sigv4::{
        EcdsaSigningKey, PathNormalization, PayloadHash, QuerySigner, Scope, SigningKey,
        TokenPlacement,
    },
    verify::{Claim, Form, Rejection, Rules, Verified},
};

use crate::{NOON, parts::Parts};

/// Parses the input as a request, as a form, as the policy of a form, and then as the description of a one-byte
/// change to a signed request.
pub fn verify(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    received(&text);
    received_form(&text);
    form_with_policy(&text);
    if let Ok(change) = Change::arbitrary_take_rest(Unstructured::new(data)) {
        changed(&change);
    }
}

/// A method and a target in the first line, a header in each of the others.
fn received(text: &str) {
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or_default();
    let (method, path_and_query) = first.split_once(' ').unwrap_or_default();
    let headers: Vec<_> = lines.filter_map(|line| line.split_once(": ")).collect();
    let claim = match Claim::parse(method, path_and_query, &headers) {
        Ok(claim) => claim,
        Err(rejection) => {
            let _ = (rejection.to_string(), format!("{rejection:?}"), rejection.to_xml("1"));
            return;
        }
    };
    let _ = (claim.access_key_id(), claim.session_token(), format!("{claim:?}"));
    let at = claim.signed_at();
    let s3 = Rules::s3(at).base_domain("s3.example.com");
    let appended = Rules::service(at, claim.service()).session_token(TokenPlacement::Appended);
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let key = SigningKey::derive(secret, &claim.scope());
    for rules in [Rules::s3(Timestamp::from_unix_seconds(NOON)), s3, appended, s3.path_prefix("a")]
    {
        let outcome = claim.verify(secret, &rules);
        assert_eq!(claim.verify_with_key(&key, &rules), outcome);
        match outcome {
            Ok(verified) => {
                assert!(claim.explain(&rules).is_ok());
                assert_eq!(claim.reject_unknown_key(&rules), Rejection::UnknownAccessKey);
                assert_eq!(verified.method(), method);
                assert_eq!(claim.verify("another", &rules), Err(Rejection::BadSignature));
            }
            Err(rejection) => {
                let _ = (rejection.to_string(), format!("{rejection:?}"), rejection.to_xml("1"));
            }
        }
    }
    // Without a region, `day/service/aws4_request`.
    if claim.scope().to_string().matches('/').count() == 2 {
        received_sigv4a(&claim, secret);
    }
}

/// The secret and the public key accept the same requests, and only those that the rules allow.
fn received_sigv4a(claim: &Claim<'_>, secret: &str) {
    let rules = Rules::s3(claim.signed_at());
    let accepting = rules.accept_sigv4a();
    let public = EcdsaSigningKey::derive(claim.access_key_id(), secret).verifying_key();
    let outcome = claim.verify(secret, &accepting);
    assert_eq!(claim.verify_with_verifying_key(&public, &accepting), outcome);
    if outcome.is_ok() {
        assert_eq!(claim.verify("another", &accepting), Err(Rejection::BadSignature));
        assert!(claim.verify(secret, &rules).is_err());
    }
}

/// A URL in the first line, a field in each of the others.
fn received_form(text: &str) {
    let mut lines = text.split('\n');
    let url = lines.next().unwrap_or_default();
    let fields: Vec<_> = lines.filter_map(|line| line.split_once(": ")).collect();
    check_form(url, &fields);
}

/// A form whose policy is the text, signed.
fn form_with_policy(document: &str) {
    let policy = BASE64.encode(document);
    let scope = Scope::new(noon(), "eu-central-1", "s3").expect("a year with four digits");
    let signature = hex::encode(SigningKey::derive(SECRET, &scope).sign(policy.as_bytes()));
    let fields = [
        ("key", "uploads/${filename}"),
        ("Content-Type", "image/png,image/gif"),
        ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
        ("x-amz-credential", "id/20240315/eu-central-1/s3/aws4_request"),
        ("x-amz-date", "20240315T120000Z"),
        ("policy", &policy),
        ("x-amz-signature", &signature),
    ];
    check_form("my-bucket.s3.example.com", &fields);
}

/// If the form is accepted, it is so with one secret only.
fn check_form(url: &str, fields: &[(&str, &str)]) {
    let form = match Form::parse(url, fields) {
        Ok(form) => form.file_name("cat.jpg"),
        Err(rejection) => {
            let _ = (rejection.to_string(), format!("{rejection:?}"));
            return;
        }
    };
    let _ = (form.access_key_id(), form.session_token(), format!("{form:?}"));
    let rules = Rules::s3(noon()).base_domain("s3.example.com");
    match form.verify(SECRET, &rules) {
        Ok(verified) => {
            assert!(!verified.bucket().is_empty() && !verified.key().is_empty(), "{verified:?}");
            assert_eq!(form.verify("another", &rules), Err(Rejection::BadSignature));
        }
        Err(rejection) => {
            let _ = (rejection.to_string(), format!("{rejection:?}"));
        }
    }
}

/// Signs a request and changes one byte. If the changed request is accepted, it must mean the same.
fn changed(change: &Change<'_>) {
    let Some(signed) = change.signed() else { return };
    let original = match signed.read(&change.rules()) {
        // Other services accept what S3 rules do not: a repeated name, a path that is not UTF-8.
        Err(Rejection::DuplicateParameter { .. } | Rejection::Malformed { .. })
            if !change.is_s3 =>
        {
            return;
        }
        outcome => outcome.expect("a signed request is accepted"),
    };
    let mut forged = signed.clone();
    if !forged.change(change.part, change.position, change.byte) {
        return;
    }
    if let Ok(accepted) = forged.read(&change.rules()) {
        assert_eq!(accepted, original, "{forged:?} for {signed:?}");
    }
}

#[derive(Arbitrary, Debug)]
struct Change<'a> {
    part: u8,
    position: u16,
    byte: u8,
    is_s3: bool,
    is_sigv4a: bool,
    key: &'a str,
    parameters: Vec<(&'a str, &'a str)>,
    header: Option<&'a str>,
    session_token: Option<&'a str>,
}

impl Change<'_> {
    fn signed(&self) -> Option<Sent> {
        let mut credentials = Credentials::new("id", SECRET);
        if let Some(token) = self.session_token {
            credentials = credentials.with_session_token(token);
        }
        if self.is_s3 { self.signed_for_s3(credentials) } else { self.signed_for_any(&credentials) }
    }

    fn signed_for_s3(&self, credentials: Credentials) -> Option<Sent> {
        let (endpoint, bucket) = if self.is_sigv4a {
            (Endpoint::aws().region_set(REGION_SET), MULTI_REGION)
        } else {
            (Endpoint::custom("https://s3.example.com").ok()?.virtual_hosted(), "my-bucket")
        };
        let presigner = Presigner::new(credentials, "eu-central-1").with_endpoint(endpoint);
        let request = Request::put(bucket, self.key).allow_dot_segments();
        let parameters = self.parameters.iter();
        let request =
            parameters.fold(request, |request, (name, value)| request.query(*name, *value));
        let request = match self.header {
            Some(value) => request.header("Content-Type", value),
            None => request,
        };
        let signed = presigner.at(noon()).presign(&request, Expiry::minutes(15)).ok()?;
        Some(Sent::new(
            "PUT",
            signed.as_str(),
            signed.headers().iter().map(|(name, value)| (name.into(), value.into())).collect(),
        ))
    }

    fn signed_for_any(&self, credentials: &Credentials) -> Option<Sent> {
        let signer = QuerySigner::new(credentials, "eu-central-1", "execute-api")
            // A normalized path has other spellings.
            .path_normalization(PathNormalization::Keep)
            .session_token(TokenPlacement::Appended)
            .payload_hash(PayloadHash::Unsigned);
        let signer = if self.is_sigv4a { signer.region_set(REGION_SET) } else { signer };
        let value = self.header.unwrap_or_default();
        let url = format!("https://api.example.com/{}", self.key);
        let headers = [("content-type", value)];
        let second = Duration::from_secs(1);
        let signed = signer.presign("POST", &url, &headers, second, noon()).ok()?;
        // Clients do not send other bytes in a request target.
        let is_target = signed.as_str().bytes().all(|byte| byte.is_ascii_graphic());
        let headers = vec![(String::from("content-type"), value.to_owned())];
        is_target.then(|| Sent::new("POST", signed.as_str(), headers))
    }

    fn rules(&self) -> Rules<'static> {
        let rules = if self.is_s3 {
            let aws = "accesspoint.s3-global.amazonaws.com";
            Rules::s3(noon()).base_domain(if self.is_sigv4a { aws } else { "s3.example.com" })
        } else {
            Rules::service(noon(), "execute-api")
                .path_normalization(PathNormalization::Keep)
                .session_token(TokenPlacement::Appended)
                .payload_hash(PayloadHash::Unsigned)
        };
        if self.is_sigv4a { rules.accept_sigv4a() } else { rules }
    }
}

/// A request as it is sent.
#[derive(Clone, Debug)]
struct Sent {
    method: String,
    path_and_query: String,
    headers: Vec<(String, String)>,
}

/// The parts that a server acts on: those of `Verified`, and the signed headers.
#[derive(Debug, PartialEq)]
struct Meaning {
    verified: String,
    region: String,
    parameters: Vec<(String, String)>,
    bucket_and_key: (Option<String>, Option<String>),
    session_token: Option<String>,
    headers: Vec<(String, String)>,
}

impl Sent {
    fn new(method: &str, url: &str, mut headers: Vec<(String, String)>) -> Self {
        let parts = Parts::of(url);
        headers.push((String::from("host"), parts.host.to_owned()));
        Self { method: method.to_owned(), path_and_query: parts.path_and_query(), headers }
    }

    /// Replaces a byte; `false` if it is the same byte or the result is not UTF-8.
    fn change(&mut self, part: u8, position: u16, byte: u8) -> bool {
        let count = self.headers.len();
        let text = match usize::from(part) % (2 + 2 * count) {
            0 => &mut self.method,
            1 => &mut self.path_and_query,
            part if part % 2 == 0 => &mut self.headers[(part - 2) / 2].0,
            part => &mut self.headers[(part - 2) / 2].1,
        };
        let mut bytes = std::mem::take(text).into_bytes();
        let Some(index) = usize::from(position).checked_rem(bytes.len()) else { return false };
        let before = std::mem::replace(&mut bytes[index], byte);
        match String::from_utf8(bytes) {
            Ok(changed) if before != byte => {
                *text = changed;
                true
            }
            _ => false,
        }
    }

    fn read(&self, rules: &Rules<'_>) -> Result<Meaning, Rejection> {
        let claim = Claim::parse(&self.method, &self.path_and_query, &self.headers)?;
        let verified = claim.verify(SECRET, rules)?;
        // A token appended after signing is not authenticated.
        let signed_token = claim.session_token().filter(|_| claim.service() == "s3");
        Ok(Meaning {
            region: claim.region().to_owned(),
            session_token: signed_token.map(std::borrow::Cow::into_owned),
            ..Meaning::of(&verified, &self.headers, &self.path_and_query)
        })
    }
}

impl Meaning {
    fn of(verified: &Verified<'_>, headers: &[(String, String)], path_and_query: &str) -> Self {
        let signed = path_and_query.split("X-Amz-SignedHeaders=").nth(1).unwrap_or_default();
        let signed = signed.split('&').next().unwrap_or_default();
        let signed = crate::parts::decode(signed);
        let is_signed = |name: &str| signed.split(';').any(|signed| signed == name);
        let headers = headers.iter().map(|(name, value)| {
            let words: Vec<_> = value.split_ascii_whitespace().collect();
            (name.to_ascii_lowercase(), words.join(" "))
        });
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Self {
            verified: format!(
                "{} {} {} {:?} {} {}",
                verified.method(),
                verified.host(),
                verified.path(),
                verified.payload_hash(),
                verified.signed_at(),
                verified.expires_at(),
            ),
            parameters: verified
                .parameters()
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_string()))
                .collect(),
            bucket_and_key: (owned(verified.bucket()), owned(verified.key())),
            region: String::new(),
            session_token: None,
            headers: headers.filter(|(name, _)| name != "host" && is_signed(name)).collect(),
        }
    }
}

fn noon() -> Timestamp {
    Timestamp::from_unix_seconds(NOON)
}

const SECRET: &str = "secret";
const MULTI_REGION: &str = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
const REGION_SET: &str = "us-east-1,eu-*";
