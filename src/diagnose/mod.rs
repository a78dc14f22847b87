//! Why a server refused a presigned URL.
//!
//! S3 responds to a wrong signature with the canonical request of what it received. [`Diagnosis`] compares
//! it with the one that was signed, or with the URL, line by line and parameter by parameter. It parses the
//! errors of other stores too, which say less. It does no I/O, needs no secret, and shows none.
//!
//! ```
//! use presigner::{Credentials, Expiry, Method, Presigner, Request, Timestamp};
//! use presigner::diagnose::{Cause, Diagnosis};
//!
//! # let presigner = Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"), "eu-central-1");
//! let signer = presigner.at(Timestamp::from_unix_seconds(1_700_000_000));
//! let upload = Request::put("my-bucket", "cat.jpg").content_type("image/jpeg");
//! let url = signer.presign(&upload, Expiry::minutes(5))?;
//!
//! // A client sent it with a content type of its own, and S3 responded with this.
//! # let canonical = signer.explain(&upload, Expiry::minutes(5))?.canonical_request().replace('&', "&amp;");
//! # let canonical = canonical.replace("image/jpeg", "application/octet-stream");
//! let body = format!(
//!     "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>{canonical}</CanonicalRequest></Error>"
//! );
//!
//! let explanation = signer.explain(&upload, Expiry::minutes(5))?;
//! let findings = Diagnosis::new(url.as_str())?.explanation(&explanation).error_xml(&body);
//! assert_eq!(findings.len(), 1);
//! assert_eq!(findings[0].cause(), Cause::HeaderChanged);
//! assert_eq!(findings[0].ours(), Some("content-type: image/jpeg"));
//! assert_eq!(findings[0].theirs(), Some("content-type: application/octet-stream"));
//!
//! // One line for people: the cause, ours, theirs and the remedy.
//! println!("{}", findings[0]);
//!
//! // Most causes can be found with only the URL.
//! let findings = Diagnosis::new(url.as_str())?.method(Method::Put).error_xml(&body);
//! assert_eq!(findings[0].cause(), Cause::HeaderChanged);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! If the server does not say what it received, [`Finding::theirs`] is `None`. Pass the method, the headers
//! and the [`Explanation`](crate::Explanation) to narrow the causes down.

mod canonical;
mod case;
mod cause;
mod diagnosis;
mod difference;
mod encoding;
mod error_response;
mod finding;
mod form;
mod general;
mod headers;
mod identity;
mod mismatch;
mod original;
mod patterns;
mod payload;
mod quoted;
mod scope;
mod sdk_text;
mod sent_request;
mod string_to_sign;
mod url_defects;
mod validity;
mod xml;

pub use self::{
    cause::Cause,
    diagnosis::Diagnosis,
    finding::{Certainty, Finding},
};
