//! Why a server refused a presigned URL.
//!
//! S3 responds to a wrong signature with the canonical request of what it received. [`Diagnosis`]
//! compares it with the one that was signed, or with the URL, line by line and parameter by
//! parameter. It parses the errors of other stores too, which say less. It does no I/O, needs no
//! secret, and shows none.
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
//! # Certainty
//!
//! A [`Finding`] says how certain its cause is: [stated](Certainty::Stated) by the server,
//! [concluded](Certainty::Concluded) from what is known of both sides, or only
//! [suspected](Certainty::Suspected). Most stores do not say what they received. A signature that
//! does not match then has several suspects, the secret among them; the more of what was signed and
//! sent is known, the fewer remain. What was signed is in an [`Explanation`](crate::Explanation) or
//! in [`Diagnosis::signed_header`]; what was sent is in [`Diagnosis::method`] and
//! [`Diagnosis::header`].
//!
//! ```
//! use presigner::{Credentials, Expiry, Presigner, Timestamp};
//! use presigner::diagnose::{Cause, Certainty, Diagnosis};
//!
//! # let presigner = Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"), "us-east-1");
//! # let signer = presigner.at(Timestamp::from_unix_seconds(1_700_000_000));
//! let url = signer.get("my-bucket", "cat.jpg", Expiry::minutes(5))?;
//! let body = "<Error><Code>SignatureDoesNotMatch</Code></Error>";
//! let findings = Diagnosis::new(url.as_str())?.error_xml(body);
//! assert!(findings.iter().any(|finding| finding.cause() == Cause::WrongSecret));
//! assert!(findings.iter().any(|finding| finding.cause() == Cause::MethodMismatch));
//! assert!(findings.iter().all(|finding| finding.certainty() == Certainty::Suspected));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Stores and SDKs
//!
//! The error responses of S3, Garage, `MinIO`, Ceph, `SeaweedFS`, R2, B2, Google Cloud Storage,
//! Supabase, versitygw, s3s, `LocalStack`, moto and `CloudFront` are known, from a table of codes
//! and messages in `src/diagnose/patterns.rs`, to which a row adds another. A message decides
//! before a code that has many messages, such as `AccessDenied`, and what the URL shows before such
//! a code alone.
//!
//! The body is XML or JSON, also escaped or within JSON, or what `curl -v` or an SDK printed:
//!
//! ```
//! use presigner::diagnose::{Cause, Diagnosis};
//!
//! # let url = "https://b.s3.eu-central-1.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20231114%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20231114T221320Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=0000000000000000000000000000000000000000000000000000000000000000";
//! let printed = "An error occurred (InvalidAccessKeyId) when calling the GetObject operation: \
//!     The AWS Access Key Id you provided does not exist in our records.";
//! assert_eq!(Diagnosis::new(url)?.error_xml(printed)[0].cause(), Cause::UnknownAccessKey);
//!
//! // A log line with the URL proves nothing, whatever words are in the URL.
//! let printed = format!("403 Client Error: Forbidden for url: {url}");
//! assert!(Diagnosis::new(url)?.error_xml(&printed).is_empty());
//! # Ok::<(), presigner::inspect::NotPresigned>(())
//! ```
//!
//! # Upload forms
//!
//! For a form, pass the URL that it was sent to, the method POST and, if they are known, its
//! fields:
//!
//! ```
//! use presigner::{Method, diagnose::{Cause, Diagnosis}};
//!
//! let form = Diagnosis::new("https://my-bucket.s3.us-east-1.amazonaws.com/")?.method(Method::Post);
//! let body = r#"<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy Condition
//! failed: ["starts-with", "$key", "uploads/"]</Message></Error>"#.replace('\n', " ");
//! let findings = form.form_field("key", "cat.jpg").error_xml(&body);
//! assert_eq!(findings[0].cause(), Cause::PolicyConditionFailed);
//! assert_eq!(findings[0].ours(), Some(r#"["starts-with", "$key", "uploads/"]"#));
//! assert_eq!(findings[0].theirs(), Some("key=cat.jpg"));
//! # Ok::<(), presigner::inspect::NotPresigned>(())
//! ```

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
mod transcript;
mod url_defects;
mod validity;

pub use self::{
    cause::Cause,
    diagnosis::Diagnosis,
    finding::{Certainty, Finding},
};
