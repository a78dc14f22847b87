//! A row of a table of errors: an input and the expected sentence.

use std::{fmt::Display, time::Duration};

use presigner::{Credentials, Endpoint, Error, PresignedUrl, Presigner, Request, Timestamp};

pub(crate) struct Refusal {
    what: String,
    actual: Result<Error, String>,
    sentence: String,
}

impl Refusal {
    pub(crate) fn new(
        what: impl Into<String>,
        result: Result<impl Display, Error>,
        sentence: impl Into<String>,
    ) -> Self {
        let actual = match result {
            Ok(signed) => Err(format!("not refused: {signed}")),
            Err(error) => Ok(error),
        };
        Self { what: what.into(), actual, sentence: sentence.into() }
    }

    /// A request to Amazon S3 in `us-east-1`.
    pub(crate) fn of_request(request: &Request<'_>, sentence: impl Into<String>) -> Self {
        Self::new(format!("{request:?}"), presign(request), sentence)
    }

    pub(crate) fn sentence(&self) -> &str {
        &self.sentence
    }

    pub(crate) fn error(&self) -> Option<&Error> {
        self.actual.as_ref().ok()
    }

    /// The name of the error's variant, or an empty string if there was no error.
    pub(crate) fn variant(&self) -> String {
        let debug = self.actual.as_ref().map(|error| format!("{error:?}")).unwrap_or_default();
        debug.split(' ').next().unwrap_or_default().into()
    }

    fn failure(&self) -> Option<String> {
        let Self { what, actual, sentence } = self;
        let actual = match actual {
            Ok(error) => error.to_string(),
            Err(signed) => signed.clone(),
        };
        (actual != *sentence).then(|| format!("{what}\n  actual   {actual}\n  expected {sentence}"))
    }
}

/// Compares every sentence, and panics with all differences.
#[track_caller]
pub(crate) fn check(refusals: impl IntoIterator<Item = Refusal>) {
    let failures: Vec<_> = refusals.into_iter().filter_map(|refusal| refusal.failure()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A sentence of `what`, the text in backquotes, and the problem.
pub(crate) fn about(what: &str, text: &str, problem: &str) -> String {
    format!("{what} `{}` {problem}", shown(text))
}

/// The sentence of a value that is not a digest in base64.
pub(crate) fn about_digest(name: &str, bytes: usize) -> String {
    format!(
        "value of `{name}` is not base64 of {bytes} bytes; encode the bytes themselves, not their hex digits"
    )
}

/// The caller's text as messages show it: escaped, and truncated to 64 characters.
pub(crate) fn shown(text: &str) -> String {
    let cut: String = text.chars().take(64).flat_map(char::escape_debug).collect();
    if text.chars().count() > 64 { cut + "…" } else { cut }
}

pub(crate) fn presign(request: &Request<'_>) -> Result<PresignedUrl, Error> {
    presign_at(&Endpoint::aws(), "us-east-1", request)
}

pub(crate) fn presign_at(
    endpoint: &Endpoint,
    region: &str,
    request: &Request<'_>,
) -> Result<PresignedUrl, Error> {
    Presigner::new(credentials(), region)
        .with_endpoint(endpoint.clone())
        .at(NOON)
        .presign(request, EXPIRY)
}

pub(crate) fn credentials() -> Credentials {
    Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
}

/// 2024-03-15T12:00:00Z
pub(crate) const NOON: Timestamp = Timestamp::from_unix_seconds(1_710_504_000);

pub(crate) const EXPIRY: Duration = Duration::from_secs(900);
