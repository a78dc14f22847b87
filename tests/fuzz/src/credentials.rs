//! Parses any text as a credentials document and as profile files.

use std::fmt::Debug;

use presigner::{Credentials, Expiry, Presigner, Profile, Timestamp};

use crate::NOON;

/// Parses the text as JSON, and, split at its first NUL, as a credentials file and a config file. Neither
/// the result nor the error shows the secret.
pub fn credentials(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let secret = json_secret(&text);
    check(&text, secret.as_deref(), Credentials::from_json(&text));

    let (credentials_file, config_file) = text.split_once('\0').unwrap_or((&text, ""));
    let secret = file_secret(&text);
    for name in ["default", "dev"] {
        let profile = Profile::parse(name, credentials_file, config_file);
        if let Ok(profile) = &profile {
            assert!(text.contains(profile.credentials().access_key_id()));
            assert!(profile.region().is_none_or(|region| text.contains(region.as_str())));
        }
        check(&text, secret, profile.map(Profile::into_credentials));
    }
}

fn check<E: Debug + ToString>(text: &str, secret: Option<&str>, outcome: Result<Credentials, E>) {
    // If the secret appears twice in the input, the other occurrence may be shown legitimately.
    let secret = secret.filter(|secret| secret.len() >= 8 && text.matches(secret).count() == 1);
    let leaks = |shown: &str| secret.is_some_and(|secret| shown.contains(secret));
    let credentials = match outcome {
        Ok(credentials) => credentials,
        Err(error) => {
            assert!(!leaks(&error.to_string()) && !leaks(&format!("{error:?}")), "{error:?}");
            return;
        }
    };
    assert!(!leaks(&format!("{credentials:?}")));
    assert!(!credentials.access_key_id().is_empty());
    // A secret such as `eu-central-1` is part of every URL; compare with a URL of another secret.
    let another = Credentials::new(credentials.access_key_id(), "another");
    if let (Some(url), Some(another)) = (url(credentials), url(another)) {
        assert!(!leaks(&url) || leaks(&another), "{url}");
    }
}

fn url(credentials: Credentials) -> Option<String> {
    let presigner = Presigner::new(credentials, "eu-central-1");
    let signer = presigner.at(Timestamp::from_unix_seconds(NOON));
    signer.get("bucket", "key", Expiry::seconds(1)).map(String::from).ok()
}

/// The secret in a JSON document without nesting.
fn json_secret(text: &str) -> Option<String> {
    let document: serde_json::Value = serde_json::from_str(text).ok()?;
    document.get("SecretAccessKey")?.as_str().map(str::to_owned)
}

/// The secret in a profile file.
fn file_secret(text: &str) -> Option<&str> {
    let lines = text.split(['\n', '\r']);
    let mut values = lines.filter_map(|line| line.strip_prefix("aws_secret_access_key"));
    values.next()?.trim_start().strip_prefix(['=', ':']).map(str::trim)
}
