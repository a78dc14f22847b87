//! A refused request, and the diagnosis of the error response.

use alloc::{borrow::Cow, string::String, vec, vec::Vec};
use core::{fmt, iter};

use super::{
    Cause, Finding, error_response::ErrorResponse, form, general, headers, identity,
    mismatch::mismatch, original::Original, patterns::Refusal, payload,
    refused_request::RefusedRequest, scope, sent_form::SentForm, sent_request::SentRequest,
    validity,
};
use crate::{
    inspect::NotPresigned,
    redact::{Explanation, Redacted, Secrets},
    request::Method,
    wire::timestamp::Timestamp,
};

/// A presigned URL that a server refused, and what else is known about the request.
///
/// The URL is enough if the server reports what it received, as S3 does. Further facts narrow down
/// the causes: the [`Explanation`] is what was signed, and method and headers are what was sent.
///
/// `Debug` redacts the URL, and shows only the names of headers and form fields.
#[derive(Clone)]
pub struct Diagnosis<'a> {
    url: &'a str,
    sent: SentRequest<'a>,
    original: Original<'a>,
    form: SentForm<'a>,
    at: Option<Timestamp>,
}

impl<'a> Diagnosis<'a> {
    /// Creates a diagnosis of a URL, which may be malformed or unsigned. For an upload form, it is
    /// the URL to which the form was sent.
    ///
    /// If you also pass an [`explanation`](Self::explanation), pass the URL as it was sent.
    /// Otherwise pass the URL as it was signed, because it is compared with what the server
    /// received.
    ///
    /// # Errors
    ///
    /// [`NotPresigned::InvalidUrl`] if the text is not an absolute `http` or `https` URL, and
    /// [`NotPresigned::Escaped`] if it is percent-encoded as a whole.
    pub fn new(url: &'a str) -> Result<Self, NotPresigned> {
        let (sent, original) = (SentRequest::new(url)?, Original::default());
        Ok(Self { url, sent, original, form: SentForm::default(), at: None })
    }

    /// Sets what was signed: the [`Explanation`] that [`Signer::explain`](crate::Signer::explain)
    /// returned for the same request, expiry and signing time.
    #[must_use]
    pub fn explanation(self, explanation: &'a Explanation) -> Self {
        self.explanation_texts(explanation.canonical_request(), explanation.string_to_sign())
    }

    /// Sets what was signed, from the texts of a saved [`Explanation`]: its canonical request, in
    /// which `REDACTED` is in place of a session token, and its string to sign.
    #[must_use]
    pub const fn explanation_texts(
        mut self,
        canonical_request: &'a str,
        string_to_sign: &'a str,
    ) -> Self {
        self.original.texts = Some((canonical_request, string_to_sign));
        self
    }

    /// Adds a header that was signed with this value. The URL contains only the names of signed
    /// headers. An [`explanation`](Self::explanation) takes precedence.
    ///
    /// ```
    /// use presigner::diagnose::{Cause, Certainty, Diagnosis};
    ///
    /// # let url = "https://b.s3.eu-central-1.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20231114%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20231114T221320Z&X-Amz-Expires=60&X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Signature=0000000000000000000000000000000000000000000000000000000000000000";
    /// let body = "<Error><Code>SignatureDoesNotMatch</Code></Error>";
    /// let sent = Diagnosis::new(url)?.header("content-type", "application/octet-stream");
    ///
    /// let findings = sent.clone().error_xml(body);
    /// assert_eq!(findings[0].cause(), Cause::HeaderChanged);
    /// assert_eq!(findings[0].certainty(), Certainty::Suspected);
    ///
    /// let findings = sent.signed_header("content-type", "image/png").error_xml(body);
    /// assert_eq!(findings[0].cause(), Cause::HeaderChanged);
    /// assert_eq!(findings[0].certainty(), Certainty::Concluded);
    /// assert_eq!(findings.len(), 1);
    /// # Ok::<(), presigner::inspect::NotPresigned>(())
    /// ```
    #[must_use]
    pub fn signed_header(
        mut self,
        name: impl Into<Cow<'a, str>>,
        value: impl Into<Cow<'a, str>>,
    ) -> Self {
        self.original.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a field of the upload form that was sent, except the file.
    #[must_use]
    pub fn form_field(
        mut self,
        name: impl Into<Cow<'a, str>>,
        value: impl Into<Cow<'a, str>>,
    ) -> Self {
        self.form.push(name.into(), value.into());
        self
    }

    /// Sets the method of the request that was sent. A POST to a URL without a signature is treated
    /// as an upload form.
    ///
    /// The URL does not contain the method that was signed; only an
    /// [`explanation`](Self::explanation) does.
    #[must_use]
    pub const fn method(mut self, method: Method) -> Self {
        self.sent.method = Some(method);
        self
    }

    /// Adds a header that was sent. If any header is added, add all: the others count as not sent,
    /// except `Host`, which is taken from the URL, and `Content-Length`.
    #[must_use]
    pub fn header(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        self.sent.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the time of the response by the clock of the server, which is its header `Date`. A time
    /// in the body takes precedence.
    #[must_use]
    pub fn at(mut self, time: impl Into<Timestamp>) -> Self {
        self.at = Some(time.into());
        self
    }

    /// Returns the causes of an error response, given its body, the most specific cause first. The
    /// list is empty if the error is not about authentication, for example if the object does not
    /// exist.
    ///
    /// The body is XML or JSON of any server, the output of an SDK or of `curl -v`, or empty, as in
    /// the response to HEAD. If it is the output of `curl -v`, method and headers are taken from it
    /// unless [`method`](Self::method) and [`header`](Self::header) are set. In text of another
    /// format, only whole sentences of known servers are recognized, and URLs are ignored.
    ///
    /// If the server does not report its canonical request, a signature mismatch has several
    /// causes, each [suspected](crate::diagnose::Certainty::Suspected).
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
        let sent = match response.request() {
            Some(printed) => &self.sent.clone().completed_by(printed),
            None => &self.sent,
        };
        let headers = sent.headers.iter().chain(&self.original.headers);
        let form = self.form.values();
        let headers = headers.chain(&form).map(|(name, value)| (&**name, &**value));
        // The printed requests may be of other URLs.
        let printed = response.requests.iter();
        let printed_headers = printed.clone().flat_map(|request| &request.headers);
        let headers = headers.chain(printed_headers.map(|(name, value)| (&**name, &**value)));
        let printed_urls = printed.flat_map(|request| ["&", &request.path, "?", &request.query]);
        let urls: String = iter::once(self.url).chain(printed_urls).collect();
        let secrets = Secrets::in_request(&urls, headers);
        let findings = self.findings(sent, &response).into_iter();
        findings.map(|finding| finding.concealing(&secrets)).collect()
    }

    fn findings(&self, sent: &SentRequest<'_>, response: &ErrorResponse) -> Vec<Finding> {
        // The text is the object.
        if response.is_free_text() && matches!(response.status, Some(200..=299)) {
            return Vec::new();
        }
        let (original, form) = (&self.original, &self.form);
        let refused =
            &RefusedRequest { sent, original, form, response, at: self.at.or(response.date) };
        let with_message = |cause| {
            let message = Some(response.message()).filter(|message| !message.is_empty());
            Finding::stated(cause).with_sides(None, message)
        };
        let is_refused_form = refused.is_form()
            && (matches!(response.code(), Some("NotImplemented" | "MethodNotAllowed"))
                || response.code().is_none() && matches!(response.status, Some(405 | 501)));
        let refusal = Refusal::in_response(response);
        let findings = match refusal {
            Refusal::HeaderNotSigned => headers::not_signed(refused),
            Refusal::HeaderNotSent => headers::missing(refused),
            Refusal::TwoSignatures => vec![identity::two_signatures(refused)],
            Refusal::SignatureVersion => vec![identity::signature_version(refused)],
            Refusal::NotYetValid => vec![validity::clock_skew(refused)],
            Refusal::Expired => validity::expired(refused),
            Refusal::TokenExpired => validity::not_before_expiry(identity::token_expired(refused)),
            Refusal::InvalidToken => vec![identity::invalid_token(refused)],
            Refusal::TokenVersion => identity::token_version(refused),
            Refusal::UnknownAccessKey => vec![identity::unknown_access_key(refused)],
            Refusal::KeyOfRegion => scope::key_of_region(refused),
            Refusal::Incomplete => refused.incomplete(),
            Refusal::Anonymous => general::anonymous(refused),
            Refusal::Expiry => validity::expiry(refused),
            Refusal::Service => vec![scope::service(refused)],
            Refusal::Region => scope::region(refused),
            Refusal::Scope => scope::unexpected(refused),
            Refusal::PathStyle => vec![Finding::stated(Cause::VirtualHostedStyleRequired)],
            Refusal::Checksum => vec![payload::checksum(refused)],
            Refusal::ChecksumMissing => vec![Finding::stated(Cause::ChecksumMissing)],
            Refusal::ResponseOverride => vec![payload::response_override(refused)],
            Refusal::PolicyCondition => vec![form::policy_condition(refused)],
            Refusal::ExtraField => vec![form::extra_field(refused)],
            // The policy may also be that of a bucket, and the fields those of another request.
            Refusal::MalformedPolicy if !refused.may_be_form() => Vec::new(),
            Refusal::MalformedForm
                if response.code() == Some("MissingFields") && !refused.may_be_form() =>
            {
                Vec::new()
            }
            Refusal::MalformedPolicy => vec![with_message(Cause::MalformedPolicy)],
            Refusal::MalformedForm => vec![with_message(Cause::MalformedForm)],
            Refusal::Length => vec![payload::length_missing(refused)],
            Refusal::TooLarge => vec![payload::size(refused, Cause::TooLarge)],
            Refusal::TooSmall => vec![payload::size(refused, Cause::TooSmall)],
            Refusal::Cloudfront => vec![with_message(Cause::CloudfrontUrl)],
            Refusal::Mismatch => mismatch(refused),
            Refusal::NotPermitted => general::not_permitted(refused),
            Refusal::Denied => general::denied(refused),
            Refusal::Malformed
                if response.code().is_none_or(|code| code == "NotImplemented")
                    && payload::is_chunked(refused) =>
            {
                vec![payload::length_missing(refused)]
            }
            Refusal::MethodNotAllowed | Refusal::Malformed if is_refused_form => {
                vec![Finding::stated(Cause::FormsUnsupported)]
            }
            Refusal::Malformed => general::malformed(refused),
            Refusal::MethodNotAllowed | Refusal::Other => Vec::new(),
            Refusal::NoCode if is_refused_form => vec![Finding::stated(Cause::FormsUnsupported)],
            Refusal::NoCode => general::without_code(refused),
        };
        if refusal.is_about_credentials() {
            identity::with_second_signature(findings, refused)
        } else {
            findings
        }
    }
}

/// Shows neither signature nor token, and only the names of headers: one may be `Authorization`.
impl fmt::Debug for Diagnosis<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |pairs: &[(Cow<'_, str>, Cow<'_, str>)]| {
            pairs.iter().map(|(name, _)| name.clone().into_owned()).collect::<Vec<_>>()
        };
        f.debug_struct("Diagnosis")
            .field("url", &format_args!("{}", Redacted(self.url)))
            .field("is_explained", &self.original.texts.is_some())
            .field("signed_headers", &names(&self.original.headers))
            .field("method", &self.sent.method)
            .field("headers", &names(&self.sent.headers))
            .field("form_fields", &names(&self.form.fields))
            .field("at", &self.at)
            .finish()
    }
}
