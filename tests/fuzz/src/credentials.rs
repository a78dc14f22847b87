//! Any text as a document with credentials, and as the files of a profile.

use std::fmt::Debug;

use presigner::{Credentials, Expiry, Presigner, Profile, Timestamp};

use crate::NOON;

/// Reads the text as JSON, and, divided at its first NUL, as a credentials file and a config file. What
/// comes of it can be printed, and does not tell the secret.
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
    // What stands there twice may have been told as something else.
    let secret = secret.filter(|secret| secret.len() >= 8 && text.matches(secret).count() == 1);
    let told = |shown: &str| secret.is_some_and(|secret| shown.contains(secret));
    let credentials = match outcome {
        Ok(credentials) => credentials,
        Err(error) => {
            assert!(!told(&error.to_string()) && !told(&format!("{error:?}")), "{error:?}");
            return;
        }
    };
    assert!(!told(&format!("{credentials:?}")));
    assert!(!credentials.access_key_id().is_empty());
    // What stands in every URL is told by none: a secret may well be `eu-central-1`.
    let another = Credentials::new(credentials.access_key_id(), "another");
    if let (Some(url), Some(another)) = (url(credentials), url(another)) {
        assert!(!told(&url) || told(&another), "{url}");
    }
}

fn url(credentials: Credentials) -> Option<String> {
    let presigner = Presigner::new(credentials, "eu-central-1");
    let signer = presigner.at(Timestamp::from_unix_seconds(NOON));
    signer.get("bucket", "key", Expiry::seconds(1)).map(String::from).ok()
}

/// The secret of a plain document.
fn json_secret(text: &str) -> Option<String> {
    let document: serde_json::Value = serde_json::from_str(text).ok()?;
    document.get("SecretAccessKey")?.as_str().map(str::to_owned)
}

/// The secret on a line of its own.
fn file_secret(text: &str) -> Option<&str> {
    let lines = text.split(['\n', '\r']);
    let mut values = lines.filter_map(|line| line.strip_prefix("aws_secret_access_key"));
    values.next()?.trim_start().strip_prefix(['=', ':']).map(str::trim)
}
