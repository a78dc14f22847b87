//! Why a server refused a presigned URL.
//!
//! S3 answers a wrong signature with the canonical request that it made of what it received; we have the one
//! that was signed, or the URL that tells most of it. [`Diagnosis`] holds one against the other, line by
//! line and parameter by parameter, and reads the errors of other stores too, which say less. It does no
//! I/O, needs no secret, and shows none.
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
//! // It was sent by a client that sets a type of its own, and this is what S3 said.
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
//! // One line for people: the cause, ours, theirs, and what to do.
//! println!("{}", findings[0]);
//!
//! // Most of it can be told from the URL alone.
//! let findings = Diagnosis::new(url.as_str())?.method(Method::Put).error_xml(&body);
//! assert_eq!(findings[0].cause(), Cause::HeaderChanged);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What a body does not say is concluded from our side, as far as we know it; then [`Finding::theirs`] is
//! `None`. Give method and headers, and the [`Explanation`](crate::Explanation), to leave less to guess.

mod answer;
mod canonical;
mod cause;
mod diagnosis;
mod difference;
mod elements;
mod encoding;
mod entities;
mod finding;
mod lints;
mod mismatch;
mod refusal;
mod refused;
mod sent;
mod signed;
mod times;

pub use self::{cause::Cause, diagnosis::Diagnosis, finding::Finding};
