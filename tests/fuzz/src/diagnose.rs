//! Any error response of a server.

use std::sync::LazyLock;

use presigner::{
    Credentials, Expiry, Explanation, Method, PresignedUrl, Presigner, Request, Timestamp,
    diagnose::{Diagnosis, Finding},
};

use crate::{NOON, parts::Parts};

/// The first line of the data is a URL, and the rest the body of an error response. Findings go to log lines:
/// they have no control characters, and neither signature nor token of the URL.
pub fn diagnose(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (url, body) = text.split_once('\n').unwrap_or(("", &text));
    if let Ok(diagnosis) = Diagnosis::new(url) {
        check_lines(&diagnosis.error_xml(body));
        let _ = format!("{diagnosis:?}");
    }
    let (signed, explanation) = &*REFUSED;
    let diagnosis = Diagnosis::new(signed.as_str()).expect("a URL");
    let at = Timestamp::from_unix_seconds(NOON + 60);
    let told = diagnosis.clone().explanation(explanation).method(Method::Put).at(at);
    let sent = told.clone().header("content-type", "image/png").header("x-amz-acl", "private");
    for diagnosis in [diagnosis, told, sent] {
        let findings = diagnosis.error_xml(body);
        check_lines(&findings);
        for finding in &findings {
            let text = format!("{finding}\n{finding:?}");
            for secret in SECRETS {
                let value = Parts::of(signed.as_str()).parameter(secret);
                assert!(!text.contains(&value), "{secret} in {text}");
            }
        }
    }
}

fn check_lines(findings: &[Finding]) {
    for finding in findings {
        let line = finding.to_string();
        assert!(!line.contains(char::is_control), "{line:?}");
        assert!(!finding.cause().to_string().is_empty());
    }
}

static REFUSED: LazyLock<(PresignedUrl, Explanation)> = LazyLock::new(|| {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret")
        .with_session_token("FwoGZXIvYXdzEXAMPLETOKEN");
    let presigner = Presigner::new(credentials, "eu-central-1");
    let signer = presigner.at(Timestamp::from_unix_seconds(NOON));
    let upload = Request::put("my-bucket", "photos/cat.jpg").content_type("image/jpeg");
    let signed = signer.presign(&upload, Expiry::minutes(15)).expect("a good request");
    let explanation = signer.explain(&upload, Expiry::minutes(15)).expect("a good request");
    (signed, explanation)
});

const SECRETS: [&str; 2] = ["X-Amz-Signature", "X-Amz-Security-Token"];
