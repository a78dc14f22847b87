//! The canonical request and the string to sign of a request, for debugging.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use super::{Redacted, shown_value};
use crate::sigv4::{CanonicalRequest, HexDigest, Scope, name_value::NameValue};

/// The [canonical request, string to sign][steps] and credential scope of a request, from
/// [`Signer::explain`](crate::Signer::explain) and [`Claim::explain`](crate::verify::Claim::explain).
///
/// If a server responds with `SignatureDoesNotMatch`, compare them with those in its response, or
/// let [`diagnose`](crate::diagnose) compare them. They contain no secret and no signature. Session
/// tokens and customer-provided encryption keys are replaced by `REDACTED`, but the hash is that of
/// the unredacted canonical request. `Display` writes all of them, with headings.
///
/// [steps]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
///
/// ```
/// # use presigner::{Credentials, Expiry, Presigner, Request, Timestamp};
/// # let presigner = Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"), "eu-central-1");
/// let signer = presigner.at(Timestamp::from_unix_seconds(1_700_000_000));
/// let explanation = signer.explain(&Request::get("my-bucket", "cat 1.jpg"), Expiry::hours(1))?;
/// assert!(explanation.canonical_request().starts_with("GET\n/cat%201.jpg\nX-Amz-Algorithm="));
/// assert_eq!(explanation.scope(), "20231114/eu-central-1/s3/aws4_request");
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Explanation {
    canonical_request: String,
    canonical_request_sha256: String,
    string_to_sign: String,
    scope: String,
}

impl Explanation {
    pub(crate) fn new(canonical: &CanonicalRequest<'_>, scope: &Scope<'_>) -> Self {
        let hash = HexDigest::encode(&canonical.hash()).to_string();
        Self {
            canonical_request: redacted(canonical),
            string_to_sign: scope.string_to_sign(&hash),
            canonical_request_sha256: hash,
            scope: scope.to_string(),
        }
    }

    /// Returns the canonical request, redacted. Its lines are separated by `\n`.
    #[must_use]
    pub fn canonical_request(&self) -> &str {
        &self.canonical_request
    }

    /// Returns the SHA-256 of the unredacted canonical request, in 64 lower-case hex digits.
    #[must_use]
    pub fn canonical_request_sha256(&self) -> &str {
        &self.canonical_request_sha256
    }

    /// Returns the string to sign: four lines separated by `\n`.
    #[must_use]
    pub fn string_to_sign(&self) -> &str {
        &self.string_to_sign
    }

    /// Returns the credential scope, such as `20130524/us-east-1/s3/aws4_request`.
    #[must_use]
    pub fn scope(&self) -> &str {
        &self.scope
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { canonical_request, canonical_request_sha256, string_to_sign, scope } = self;
        write!(
            f,
            "Canonical request\n\n{canonical_request}\n\n\
             Hash of the canonical request\n\n{canonical_request_sha256}\n\n\
             Credential scope\n\n{scope}\n\n\
             String to sign\n\n{string_to_sign}\n"
        )
    }
}

/// The canonical request with session token and customer-provided encryption keys redacted.
fn redacted(canonical: &CanonicalRequest<'_>) -> String {
    let query = Redacted(canonical.query).to_string();
    let headers = canonical
        .headers
        .iter()
        .map(|header| NameValue::new(&*header.name, shown_value(&header.name, &header.value)));
    let headers: Vec<_> = headers.collect();
    CanonicalRequest::new(canonical.method, canonical.host, canonical.path, &query)
        .sorted_headers(&headers)
        .payload_hash(canonical.payload_hash)
        .to_string()
}
