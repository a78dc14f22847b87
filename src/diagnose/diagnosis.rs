//! What we know of a request that was refused, and the answer held against it.

use alloc::{borrow::Cow, vec::Vec};
use core::fmt;

use super::{Cause, Finding, answer::Answer, refusal::Refusal, sent::Sent};
use crate::{
    inspect::NotPresigned,
    presign::Explanation,
    redact::{Redacted, Secrets},
    request::Method,
    wire::timestamp::Timestamp,
};

/// A presigned URL that was refused, and what else is known about the request.
///
/// The URL alone will do where the server says what it received, as S3 does. The more is known, the more can
/// be told: with the [`Explanation`], what was signed; with method and headers, what was sent.
#[derive(Clone)]
pub struct Diagnosis<'a> {
    pub(super) url: &'a str,
    pub(super) sent: Sent<'a>,
    pub(super) explanation: Option<&'a Explanation>,
    pub(super) at: Option<Timestamp>,
}

impl<'a> Diagnosis<'a> {
    /// Takes the URL. It may be broken, or not presigned at all.
    ///
    /// With an [`explanation`](Self::explanation) give it as it was sent; without one, as it was made, for
    /// then it says what was signed.
    ///
    /// # Errors
    ///
    /// [`NotPresigned::InvalidUrl`] if it is not an absolute `http` or `https` URL.
    pub fn new(url: &'a str) -> Result<Self, NotPresigned> {
        Ok(Self { url, sent: Sent::new(url)?, explanation: None, at: None })
    }

    /// Says what was signed: what [`Signer::explain`](crate::Signer::explain) returned for the same request
    /// at the same time.
    #[must_use]
    pub const fn explanation(mut self, explanation: &'a Explanation) -> Self {
        self.explanation = Some(explanation);
        self
    }

    /// Says with which method the URL was sent. Without an explanation it is also taken for the one that was
    /// signed, which the URL does not tell.
    #[must_use]
    pub const fn method(mut self, method: Method) -> Self {
        self.sent.method = Some(method);
        self
    }

    /// Adds a header that was sent. Once one is added, those that are not count as not sent, but for `Host`,
    /// which is taken from the URL, and `Content-Length`.
    #[must_use]
    pub fn header(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        self.sent.headers.push((name.into(), value.into()));
        self
    }

    /// Says when the server answered, by its own clock, as its header `Date` has it. Bodies that tell the
    /// time themselves are believed instead.
    #[must_use]
    pub fn at(mut self, time: impl Into<Timestamp>) -> Self {
        self.at = Some(time.into());
        self
    }

    /// The causes that the answer's body points at, the most specific first; none if it is about something
    /// else than the signature, such as a missing object.
    ///
    /// The body is read as it is, whatever server wrote it: with or without the canonical request, or empty
    /// as after HEAD. Without the canonical request, what is left when everything that is known fits is the
    /// secret.
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
        let answer = Answer::new(body);
        let secrets = Secrets::of(
            self.url,
            self.sent.headers.iter().map(|(name, value)| (&**name, &**value)),
        );
        let findings = self.findings(&answer).into_iter();
        findings.map(|finding| finding.concealing(&secrets)).collect()
    }

    fn findings(&self, answer: &Answer<'_>) -> Vec<Finding> {
        match Refusal::of(answer) {
            Refusal::HeaderNotSigned => self.headers_not_signed(answer),
            Refusal::TwoSignatures => self.two_signatures(answer),
            Refusal::SignatureVersion => alloc::vec![Finding::new(Cause::SignatureVersion2)],
            Refusal::NotYetValid => self.clock_skew(answer),
            Refusal::Expired => self.expired(answer),
            Refusal::TokenExpired => self.token_expired(answer),
            Refusal::InvalidToken => self.invalid_token(),
            Refusal::UnknownAccessKey => self.unknown_access_key(answer),
            Refusal::Incomplete => self.incomplete(),
            Refusal::Expiry => self.expiry(answer),
            Refusal::Service => self.service(answer),
            Refusal::Region => self.region(answer),
            Refusal::Checksum => self.checksum(answer),
            Refusal::Mismatch => self.mismatch(answer),
            Refusal::Denied => self.denied(answer),
            Refusal::Malformed => self.malformed(answer),
            Refusal::Other => Vec::new(),
            Refusal::Silent => self.silent(answer),
        }
    }
}

/// Without signature and token, and of headers the names alone: `Authorization` may be among them.
impl fmt::Debug for Diagnosis<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.sent.headers.iter().map(|(name, _)| name);
        f.debug_struct("Diagnosis")
            .field("url", &format_args!("{}", Redacted(self.url)))
            .field("explanation", &self.explanation)
            .field("method", &self.sent.method)
            .field("headers", &headers.collect::<Vec<_>>())
            .field("at", &self.at)
            .finish()
    }
}
