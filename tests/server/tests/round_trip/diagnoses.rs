//! Requests with a defect, which the server refuses: the diagnosis names the defect.

use std::time::{Duration, SystemTime};

use presigner::diagnose::{Cause, Certainty, Diagnosis, Finding};
use presigner::{
    Credentials, Endpoint, Expiry, Explanation, PresignedUrl, Presigner, Request, Timestamp,
};
use presigner_server::{AccessKey, Response, Server};

use crate::fixture::{ACCESS_KEY_ID, BUCKET, Fixture, SECRET_ACCESS_KEY};

const KEY: &str = "my cat.jpg";

/// A presigned URL with its explanation, and what is sent.
struct Attempt {
    fixture: Fixture,
    link: PresignedUrl,
    explanation: Explanation,
    url: String,
    method: &'static str,
    headers: Vec<(String, String)>,
    at: SystemTime,
}

impl Attempt {
    fn at_the_memory_store(request: &Request) -> Self {
        let fixture = Fixture::in_memory();
        fixture.put(KEY, "meow");
        Self::new(fixture, request, SystemTime::now())
    }

    fn new(fixture: Fixture, request: &Request, signed_at: SystemTime) -> Self {
        let signer = fixture.presigner.at(signed_at);
        let link = signer.presign(request, Expiry::hours(1)).unwrap();
        let explanation = signer.explain(request, Expiry::hours(1)).unwrap();
        Self {
            url: link.as_str().to_owned(),
            method: link.method().as_str(),
            headers: link
                .headers()
                .iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            at: SystemTime::now(),
            fixture,
            link,
            explanation,
        }
    }

    fn signed_by(credentials: Credentials) -> Self {
        let mut fixture = Fixture::in_memory();
        fixture.presigner = fixture.presigner.with_credentials(credentials);
        Self::new(fixture, &Request::get(BUCKET, KEY), SystemTime::now())
    }

    fn method(mut self, method: &'static str) -> Self {
        self.method = method;
        self
    }

    fn headers(mut self, headers: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        self.headers = headers.iter().map(owned).collect();
        self
    }

    #[track_caller]
    fn replace(mut self, from: &str, to: &str) -> Self {
        assert!(self.url.contains(from), "no {from} in {}", self.url);
        self.url = self.url.replacen(from, to, 1);
        self
    }

    fn send(&self) -> Response {
        let client = self.fixture.server.client();
        client.send(self.method, &self.url, &self.headers, "meow").expect("the server responds")
    }

    fn findings(&self) -> Vec<Finding> {
        let response = self.send();
        assert!(!(200..300).contains(&response.status()), "{} is accepted", self.url);
        let method = self.method.parse().unwrap();
        let diagnosis = Diagnosis::new(&self.url).unwrap().explanation(&self.explanation);
        let diagnosis = diagnosis.method(method).at(self.at);
        let headers = self.headers.iter();
        let diagnosis = headers.fold(diagnosis, |it, (name, value)| it.header(name, value));
        diagnosis.error_xml(response.text())
    }

    #[track_caller]
    fn assert_cause(&self, cause: Cause) -> Finding {
        let findings = self.findings();
        let causes: Vec<_> = findings.iter().map(Finding::cause).collect();
        assert_eq!(causes, [cause], "{findings:#?}\n{}", self.send().text());
        findings.into_iter().next().unwrap()
    }
}

fn get() -> Attempt {
    Attempt::at_the_memory_store(&Request::get(BUCKET, KEY))
}

fn put_typed() -> Attempt {
    let put = Request::put(BUCKET, KEY).content_type("image/jpeg");
    Attempt::at_the_memory_store(&put)
}

#[test]
fn finds_a_wrong_secret() {
    let secret = SECRET_ACCESS_KEY.to_lowercase();
    let findings = Attempt::signed_by(Credentials::new(ACCESS_KEY_ID, secret)).findings();
    // The server does not say what it received.
    assert_eq!(findings[0].cause(), Cause::WrongSecret);
    assert!(findings.iter().all(|finding| finding.certainty() == Certainty::Suspected));
}

#[test]
fn finds_an_unknown_access_key() {
    let unknown = Credentials::new("AKIAUNKNOWN", SECRET_ACCESS_KEY);
    let finding = Attempt::signed_by(unknown).assert_cause(Cause::UnknownAccessKey);
    assert_eq!(finding.ours(), Some("AKIAUNKNOWN"));
}

#[test]
fn finds_a_missing_or_wrong_session_token() {
    let sign = |credentials| {
        let key = AccessKey::new("STSKEY", "secret").with_session_token("issued/token+1==");
        let server = Server::in_memory([key]).unwrap();
        let endpoint = Endpoint::custom(&server.url()).unwrap();
        let presigner = Presigner::new(credentials, "us-east-1").with_endpoint(endpoint);
        let fixture = Fixture { server, presigner };
        Attempt::new(fixture, &Request::get(BUCKET, KEY), SystemTime::now())
    };
    let credentials = Credentials::new("STSKEY", "secret");
    sign(credentials.clone()).assert_cause(Cause::MissingSessionToken);

    let issued = credentials.clone().with_session_token("issued/token+1==");
    let cut = sign(issued).replace("%3D%3D", "").assert_cause(Cause::ParameterChanged);
    assert_eq!(cut.theirs(), Some("X-Amz-Security-Token=REDACTED"));
    sign(credentials.with_session_token("another")).assert_cause(Cause::InvalidSessionToken);
}

#[test]
fn finds_a_clock_an_hour_ahead() {
    let fixture = Fixture::in_memory();
    let (request, now) = (Request::get(BUCKET, KEY), SystemTime::now());
    let attempt = Attempt::new(fixture, &request, now + Duration::from_hours(1));
    let finding = attempt.assert_cause(Cause::ClockSkew);
    assert!(matches!(finding.seconds(), Some(3590..=3600)), "{finding}");
}

#[test]
fn finds_an_expired_link() {
    let fixture = Fixture::in_memory();
    let request = Request::get(BUCKET, KEY);
    let attempt = Attempt::new(fixture, &request, SystemTime::now() - Duration::from_mins(61));
    let finding = attempt.assert_cause(Cause::Expired);
    assert!(matches!(finding.seconds(), Some(-70..=-60)), "{finding}");
    let expires_at = attempt.link.validity().expires_at().to_string();
    assert_eq!(finding.ours(), Some(&*expires_at));
}

#[test]
fn finds_an_expiry_that_is_not_a_number() {
    let finding = get().replace("Expires=3600", "Expires=undefined");
    assert_eq!(
        finding.assert_cause(Cause::MalformedExpiry).ours(),
        Some("X-Amz-Expires=undefined")
    );
    get().replace("Expires=3600", "Expires=-1").assert_cause(Cause::MalformedExpiry);
}

#[test]
fn finds_malformed_parameters() {
    get().replace("%2Faws4_request", "").assert_cause(Cause::MalformedParameter);
    get().replace("X-Amz-Date=2", "X-Amz-Date=x").assert_cause(Cause::MalformedParameter);
    get().replace("X-Amz-Signature=", "X-Amz-Signature=z").assert_cause(Cause::MalformedParameter);
}

#[test]
fn finds_a_wrong_region() {
    let finding = get().replace("us-east-1", "eu-central-1").assert_cause(Cause::WrongRegion);
    assert_eq!((finding.ours(), finding.theirs()), (Some("us-east-1"), Some("eu-central-1")));
}

#[test]
fn finds_a_wrong_service() {
    let attempt = get().replace("%2Fs3%2F", "%2Fs3express%2F");
    let finding = attempt.assert_cause(Cause::WrongService);
    assert_eq!((finding.ours(), finding.theirs()), (Some("s3express"), Some("s3")));
}

#[test]
fn finds_a_wrong_method() {
    for method in ["PUT", "POST", "DELETE", "HEAD"] {
        let finding = get().method(method).assert_cause(Cause::MethodMismatch);
        assert_eq!((finding.ours(), finding.theirs()), (Some("GET"), Some(method)));
    }
}

#[test]
fn finds_a_wrong_host() {
    get().replace("//127.0.0.1", "//127.0.0.2").assert_cause(Cause::HostMismatch);
    let finding = get().headers(&[("host", "files.example.com")]).findings();
    assert_eq!(finding[0].cause(), Cause::HostMismatch);
}

#[test]
fn finds_a_wrong_port() {
    let attempt = get();
    let port = attempt.fixture.server.url();
    let (_, port) = port.rsplit_once(':').unwrap();
    let port = format!(":{port}/");
    attempt.replace(&port, "/").assert_cause(Cause::PortMismatch);
}

#[test]
fn finds_a_wrong_path() {
    get().replace("my%20cat", "my%2520cat").assert_cause(Cause::PathReencoded);
    get().replace("my%20cat", "my+cat").assert_cause(Cause::PlusForSpace);
    get().replace("my%20cat.jpg", "dog.jpg").assert_cause(Cause::PathChanged);
}

#[test]
fn finds_a_path_resolved_by_a_client() {
    for key in ["a/../b.jpg", "a/./b.jpg", "a//b.jpg"] {
        let request = Request::get(BUCKET, key).allow_dot_segments();
        let attempt = Attempt::at_the_memory_store(&request);
        let resolved = if key.contains("..") { "/b.jpg" } else { "/a/b.jpg" };
        let attempt = attempt.replace(&format!("/{key}"), resolved);
        attempt.assert_cause(Cause::PathNormalized);
    }
}

#[test]
fn finds_wrong_parameters() {
    let typed = || {
        let request = Request::get(BUCKET, KEY).query("response-content-type", "a b/c");
        Attempt::at_the_memory_store(&request)
    };
    typed()
        .replace("&X-Amz-Signature", "&utm=1&X-Amz-Signature")
        .assert_cause(Cause::ParameterAdded);
    typed().replace("&response-content-type=a%20b%2Fc", "").assert_cause(Cause::ParameterRemoved);
    typed().replace("=a%20b%2Fc", "=d").assert_cause(Cause::ParameterChanged);
    typed().replace("=a%20b%2Fc", "=a%2520b%252Fc").assert_cause(Cause::ParameterReencoded);
    typed().replace("=a%20b", "=a%2Bb").assert_cause(Cause::PlusForSpace);
    let twice = "&response-content-type=x&response-content-type=";
    typed().replace("&response-content-type=", twice).assert_cause(Cause::ParameterDuplicated);
    typed()
        .replace("&X-Amz-Date", "&X-Amz-Expires=60&X-Amz-Date")
        .assert_cause(Cause::ParameterDuplicated);
}

#[test]
fn finds_a_missing_signature() {
    let attempt = get();
    let (unsigned, _) = attempt.link.as_str().split_once("&X-Amz-Signature").unwrap();
    let attempt = Attempt { url: unsigned.to_owned(), ..attempt };
    let finding = attempt.assert_cause(Cause::ParameterRemoved);
    assert_eq!(finding.ours(), Some("X-Amz-Signature"));
}

#[test]
fn finds_a_missing_or_wrong_header() {
    put_typed().headers(&[("user-agent", "none")]).assert_cause(Cause::HeaderNotSent);
    let html = [("content-type", "text/html")];
    let finding = put_typed().headers(&html).assert_cause(Cause::HeaderChanged);
    assert_eq!(finding.ours(), Some("content-type: image/jpeg"));
    assert_eq!(finding.theirs(), Some("content-type: text/html"));
}

#[test]
fn finds_a_checksum_of_another_body() {
    let put = Request::put(BUCKET, KEY).header("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==");
    let finding = Attempt::at_the_memory_store(&put).assert_cause(Cause::ChecksumMismatch);
    assert_eq!(finding.ours(), Some("content-md5: 1B2M2Y8AsgTpgAmY7PhCfg=="));

    let put = Request::put(BUCKET, KEY).header("x-amz-checksum-crc32", "AAAAAA==");
    Attempt::at_the_memory_store(&put).assert_cause(Cause::ChecksumMismatch);
}

#[test]
fn finds_a_second_signature_in_a_header() {
    let authorization = format!("AWS {ACCESS_KEY_ID}:frJIUN8DYpKDtOLCwoyllqDzg=");
    let attempt = get().headers(&[("authorization", &authorization)]);
    assert_eq!(attempt.assert_cause(Cause::TwoSignatures).theirs(), Some("AWS REDACTED"));
}

#[test]
fn finds_a_signature_of_version_2() {
    let mut attempt = get();
    let (base, _) = attempt.link.as_str().split_once('?').unwrap();
    let expires = Timestamp::from(SystemTime::now()).unix_seconds() + 60;
    attempt.url = format!(
        "{base}?AWSAccessKeyId={ACCESS_KEY_ID}&Expires={expires}&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D"
    );
    let response = attempt.send();
    let findings = Diagnosis::new(&attempt.url).unwrap().error_xml(response.text());
    assert_eq!(findings[0].cause(), Cause::SignatureVersion2, "{}", response.text());
}

#[test]
fn finds_nothing_for_a_missing_object() {
    let attempt = Attempt::at_the_memory_store(&Request::get(BUCKET, "dog.jpg"));
    assert_eq!(attempt.send().error_code(), Some("NoSuchKey"));
    assert_eq!(attempt.findings(), []);
}
