//! Finds out why a server refused a presigned URL.
//!
//! If a signature does not match, the [error response of S3][errors] contains the canonical request
//! of what S3 received. [`Diagnosis`] compares it with the one that was signed, or with the URL,
//! line by line and parameter by parameter. It also parses the errors of other stores, which
//! contain less information. It does no I/O, and neither needs nor shows a secret.
//!
//! [errors]: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
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
//! // The client sent another content type, and S3 responded with this body.
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
//! // One line: the cause, the signed value, the received value and the remedy.
//! println!("{}", findings[0]);
//!
//! // The URL alone is enough for most causes.
//! let findings = Diagnosis::new(url.as_str())?.method(Method::Put).error_xml(&body);
//! assert_eq!(findings[0].cause(), Cause::HeaderChanged);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Certainty
//!
//! Each [`Finding`] has a certainty: its cause is [stated](Certainty::Stated) by the server,
//! [concluded](Certainty::Concluded) from the signed and the received request, or
//! [suspected](Certainty::Suspected). Most stores do not report the request that they received.
//! Then several causes of a signature mismatch are possible, including a wrong secret access key.
//! Each further fact excludes some of them: pass what was signed as an
//! [`Explanation`](crate::Explanation) or with [`Diagnosis::signed_header`], and what was sent with
//! [`Diagnosis::method`] and [`Diagnosis::header`].
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
//! The error codes and messages of S3, Garage, `MinIO`, Ceph, `SeaweedFS`, R2, B2, Google Cloud
//! Storage, Supabase, Scaleway, Alibaba Cloud OSS, Tencent Cloud COS, Huawei Cloud OBS, Volcengine
//! TOS, Oracle Cloud, versitygw, s3s, `LocalStack`, moto and `CloudFront` are known. A known message
//! takes precedence over the code, because a code such as `AccessDenied` has many meanings. Without
//! a known message, problems of the URL take precedence over such a code.
//!
//! The body is XML or JSON, possibly escaped or nested in other JSON, its text as copied from a
//! browser, or the output of `curl -v` or of an SDK:
//!
//! ```
//! use presigner::diagnose::{Cause, Diagnosis};
//!
//! # let url = "https://b.s3.eu-central-1.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20231114%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20231114T221320Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=0000000000000000000000000000000000000000000000000000000000000000";
//! let printed = "An error occurred (InvalidAccessKeyId) when calling the GetObject operation: \
//!     The AWS Access Key Id you provided does not exist in our records.";
//! assert_eq!(Diagnosis::new(url)?.error_xml(printed)[0].cause(), Cause::UnknownAccessKey);
//!
//! // Text in a URL is not evidence, so this log line has no cause.
//! let printed = format!("403 Client Error: Forbidden for url: {url}");
//! assert!(Diagnosis::new(url)?.error_xml(&printed).is_empty());
//! # Ok::<(), presigner::inspect::NotPresigned>(())
//! ```
//!
//! # Upload forms
//!
//! For a form, pass the URL to which it was sent, the method POST and, if known, its fields:
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
mod refusal;
mod refused_request;
mod region;
mod scope;
mod sdk_text;
mod sent_form;
mod sent_request;
mod string_to_sign;
mod string_to_sign_v2;
mod times;
mod transcript;
mod url_defects;
mod validity;

pub use self::{
    cause::Cause,
    diagnosis::Diagnosis,
    finding::{Certainty, Finding},
};
