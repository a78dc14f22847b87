//! A refused request, and the diagnosis of the error response.

use alloc::{borrow::Cow, vec, vec::Vec};
use core::fmt;

use super::{
    Cause, Finding, case::Case, error_response::ErrorResponse, general, headers, identity,
    mismatch::mismatch, original::Original, patterns::Refusal, payload, scope,
    sent_request::SentRequest, validity,
};
use crate::{
    inspect::NotPresigned,
    presign::Explanation,
    redact::{Redacted, Secrets},
    request::Method,
    wire::timestamp::Timestamp,
};

/// A presigned URL that was refused, and what else is known about the request.
///
/// The URL is enough if the server says what it received, as S3 does. Other facts narrow the causes down:
/// the [`Explanation`] says what was signed; method and headers say what was sent.
#[derive(Clone)]
pub struct Diagnosis<'a> {
    url: &'a str,
    sent: SentRequest<'a>,
    original: Original<'a>,
    at: Option<Timestamp>,
}

impl<'a> Diagnosis<'a> {
    /// Creates a diagnosis of a URL, which may be broken, or not presigned at all.
    ///
    /// With an [`explanation`](Self::explanation), pass the URL as it was sent. Without one, pass it as it
    /// was signed, because it is then taken as what was signed.
    ///
    /// # Errors
    ///
    /// [`NotPresigned::InvalidUrl`] if it is not an absolute `http` or `https` URL.
    pub fn new(url: &'a str) -> Result<Self, NotPresigned> {
        let (sent, original) = (SentRequest::new(url)?, Original::default());
        Ok(Self { url, sent, original, at: None })
    }

    /// Sets what was signed: what [`Signer::explain`](crate::Signer::explain) returned for the same request
    /// at the same time.
    #[must_use]
    pub const fn explanation(mut self, explanation: &'a Explanation) -> Self {
        self.original.explanation = Some(explanation);
        self
    }

    /// Sets the method that the URL was sent with. Without an explanation it is also taken as the one that
    /// was signed, which the URL does not contain.
    #[must_use]
    pub const fn method(mut self, method: Method) -> Self {
        self.sent.method = Some(method);
        self
    }

    /// Adds a header that was sent. Once one is added, the others count as not sent, except `Host`, which
    /// is taken from the URL, and `Content-Length`.
    #[must_use]
    pub fn header(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        self.sent.headers.push((name.into(), value.into()));
        self
    }

    /// Sets when the server responded, by its own clock: the header `Date` of the response. A time in the
    /// body takes precedence.
    #[must_use]
    pub fn at(mut self, time: impl Into<Timestamp>) -> Self {
        self.at = Some(time.into());
        self
    }

    /// Returns the causes that the body of the error response points to, the most specific first; none if
    /// it is not about the signature, such as for a missing object.
    ///
    /// The body is that of any server, with or without the canonical request, or empty as after HEAD.
    /// Without the canonical request, the secret is what remains if everything that is known agrees.
    ///
    /// ```
    /// use presigner::diagnose::{Cause, Diagnosis};
    ///
    /// # let url = "https://b.s3.eu-central-1.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20231114%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20231114T221320Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=0000000000000000000000000000000000000000000000000000000000000000";
    /// let body = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message>\
    ///     <X-Amz-Expires>60</X-Amz-Expires><Expires>2023-11-14T22:14:20Z</Expires>\
    ///     <ServerTime>2023-11-14T22:14:30Z</ServerTime></Error>";
    /// let findings = Diagnosis::new(url)?.error_xml(body);
    /// assert_eq!(findings[0].cause(), Cause::Expired);
    /// assert_eq!(findings[0].seconds(), Some(-10));
    /// # Ok::<(), presigner::inspect::NotPresigned>(())
    /// ```
    #[must_use]
    pub fn error_xml(&self, body: &str) -> Vec<Finding> {
        let response = ErrorResponse::new(body);
        let headers = self.sent.headers.iter().map(|(name, value)| (&**name, &**value));
        let secrets = Secrets::of(self.url, headers);
        let findings = self.findings(&response).into_iter();
        findings.map(|finding| finding.concealing(&secrets)).collect()
    }

    fn findings(&self, response: &ErrorResponse<'_>) -> Vec<Finding> {
        let case = &Case { sent: &self.sent, original: &self.original, response, at: self.at };
        match Refusal::of(response) {
            Refusal::HeaderNotSigned => headers::not_signed(case),
            Refusal::TwoSignatures => vec![identity::two_signatures(case)],
            Refusal::SignatureVersion => vec![Finding::new(Cause::SignatureVersion2)],
            Refusal::NotYetValid => vec![validity::clock_skew(case)],
            Refusal::Expired => validity::expired(case),
            Refusal::TokenExpired => identity::token_expired(case),
            Refusal::InvalidToken => vec![identity::invalid_token(case)],
            Refusal::UnknownAccessKey => vec![identity::unknown_access_key(case)],
            Refusal::Incomplete => general::incomplete(case),
            Refusal::Expiry => validity::expiry(case),
            Refusal::Service => vec![scope::service(case)],
            Refusal::Region => vec![scope::region(case)],
            Refusal::Checksum => vec![payload::checksum(case)],
            Refusal::Mismatch => mismatch(case),
            Refusal::Denied => general::denied(case),
            Refusal::Malformed => general::malformed(case),
            Refusal::Other => Vec::new(),
            Refusal::Silent => general::silent(case),
        }
    }
}

/// Shows neither signature nor token, and only the names of headers: one may be `Authorization`.
impl fmt::Debug for Diagnosis<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.sent.headers.iter().map(|(name, _)| name);
        f.debug_struct("Diagnosis")
            .field("url", &format_args!("{}", Redacted(self.url)))
            .field("original", &self.original)
            .field("method", &self.sent.method)
            .field("headers", &headers.collect::<Vec<_>>())
            .field("at", &self.at)
            .finish()
    }
}
