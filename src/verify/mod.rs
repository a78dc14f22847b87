//! Verifies an incoming presigned request, for the server that received it.
//!
//! **A server must refuse unsigned `x-amz-*` headers**, and [`Claim::verify`] does. Anyone with a link can add
//! headers to the request: if the server acts on an `x-amz-copy-source` that was not signed, a link for an upload
//! can be used to copy any object that the signer can read, as in
//! [GHSA-g8w9-qw9q-fghr](https://github.com/rustfs/rustfs/security/advisories/GHSA-g8w9-qw9q-fghr); an unsigned
//! `x-amz-acl` can make the object public.
//!
//! Verification takes two steps and no I/O: [`Claim::parse`] returns the access key id, the caller looks up its
//! secret, and [`Claim::verify`] checks the signature and returns what it authenticates, so that the request does
//! not have to be parsed a second time, by a parser that may disagree.
//!
//! ```
//! use presigner::{Credentials, Endpoint, Expiry, Presigner, Timestamp, verify::{Claim, Rules}};
//!
//! # let now = Timestamp::from_unix_seconds(1_700_000_000);
//! # let presigner = Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"), "eu-central-1")
//! #     .with_endpoint(Endpoint::custom("https://s3.example.com")?);
//! # let url = presigner.at(now).get("my-bucket", "photos/cat 1.jpg", Expiry::hours(1))?;
//! # let path_and_query = url.as_str().strip_prefix("https://s3.example.com").unwrap();
//! # let lookup = |_: &str| Some("secret");
//! // From the request line and the headers, byte for byte as they were received.
//! let claim = Claim::parse("GET", path_and_query, &[("Host", "s3.example.com")])?;
//! let rules = Rules::s3(now).region("eu-central-1");
//! let verified = match lookup(claim.access_key_id()) {
//!     Some(secret) => claim.verify(secret, &rules)?,
//!     None => return Err(claim.reject_unknown_key(&rules).into()),
//! };
//! assert_eq!(verified.bucket(), Some("my-bucket"));
//! assert_eq!(verified.key(), Some("photos/cat 1.jpg"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A refused request is a [`Rejection`], with the code, status and XML that S3 responds with. A URL for GET is
//! refused for HEAD. For what the server checks itself, [`error_xml`] writes such XML.
//!
//! With the feature `sigv4a`, [`Rules`] can also accept Signature Version 4A, with the secret or with the public key
//! alone.
//!
//! # What is not verified
//!
//! - **The body.** If [`Verified::payload_hash`] is a hash, compare it with that of the body. Most URLs are signed
//!   with `UNSIGNED-PAYLOAD`, which allows any body. Also compare the signed headers `content-md5` and
//!   `x-amz-checksum-…` ([`Verified::header`]), which are digests of the body in base64, and refuse algorithms that
//!   the server does not compute. Some AWS SDKs put the checksum into the query ([`Verified::parameters`]).
//! - **The size of the body.** A signed `content-length` is compared with the received header only. Compare it with
//!   the number of bytes received too: not every HTTP server does for each version and transfer encoding, and a test
//!   that calls the router directly never does. Limit the size of a body whose length is not signed.
//! - **Headers that are not signed**, such as `Content-Type` with a URL of
//!   [`Signer::put`](crate::Signer::put). The client chooses their values. [`Verified::header`] has only those that are
//!   signed.
//! - **Permissions.** Check whether the access key may perform the operation: the method, bucket, key and
//!   [parameters](Verified::parameters) that were signed.
//! - **Replay.** A URL is valid any number of times until it expires.
//! - **The session token.** It is authenticated as part of the query, unless [`Rules::session_token`] says that it
//!   was appended. Check that [`Claim::session_token`] belongs to the access key and has not expired.
//!
//! An upload whose bucket, key, content type and content are signed:
//!
//! ```
//! use presigner::{sigv4::PayloadHash, verify::{Claim, Rules}};
//! use sha2::{Digest, Sha256};
//!
//! # use presigner::{Credentials, Endpoint, Expiry, Presigner, Request, Timestamp};
//! # let now = Timestamp::from_unix_seconds(1_700_000_000);
//! # let presigner = Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"), "eu-central-1")
//! #     .with_endpoint(Endpoint::custom("https://s3.example.com")?);
//! # let body = "content";
//! # let digest = Sha256::digest(body);
//! # let hash = hex::encode(digest);
//! # let request = Request::put("my-bucket", "cat.jpg").content_type("image/jpeg").payload_sha256(digest.into());
//! # let url = presigner.at(now).presign(&request, Expiry::hours(1))?;
//! # let path_and_query = url.as_str().strip_prefix("https://s3.example.com").unwrap();
//! let headers = [
//!     ("Host", "s3.example.com"),
//!     ("Content-Type", "image/jpeg"),
//!     ("X-Amz-Content-Sha256", &hash),
//!     ("Cache-Control", "no-store"),
//! ];
//! let claim = Claim::parse("PUT", path_and_query, &headers)?;
//! let verified = claim.verify("secret", &Rules::s3(now).region("eu-central-1"))?;
//! assert_eq!((verified.bucket(), verified.key()), (Some("my-bucket"), Some("cat.jpg")));
//! assert_eq!(verified.header("content-type"), Some("image/jpeg"));
//! // Sent, but not signed.
//! assert_eq!(verified.header("cache-control"), None);
//! // After the body was received.
//! if let PayloadHash::Sha256(signed) = verified.payload_hash() && Sha256::digest(body)[..] != signed {
//!     return Err("body differs from the one that was signed".into());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Routers and proxies
//!
//! The path is used exactly as it was received. A router that strips a prefix, such as `Router::nest` of axum, or a
//! proxy that rewrites the path removes a part of what was signed, and every request is refused because its signature
//! does not match. Pass the original URI, which is the extractor `OriginalUri` of axum.
//!
//! # Upload forms
//!
//! With the feature `json`, `Form` verifies the forms of browsers (`POST Object`), such as those of
//! [`PostPolicy`](crate::PostPolicy), in the same two steps. Pass the fields that come before the file, and the
//! file's name. What the policy allows is in the returned `VerifiedForm`; the caller then receives the file, and
//! must enforce the size that the policy allows.
//!
//! ```
//! # #[cfg(feature = "json")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use presigner::{Credentials, Endpoint, Expiry, PostPolicy, Presigner, Timestamp};
//! use presigner::verify::{Form, Rules};
//!
//! # let now = Timestamp::from_unix_seconds(1_700_000_000);
//! # let presigner = Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"), "eu-central-1")
//! #     .with_endpoint(Endpoint::custom("https://s3.example.com")?);
//! # let policy = PostPolicy::with_key_prefix("my-bucket", "photos/").content_length_range(1..=10_000_000);
//! # let post = presigner.at(now).post(&policy, Expiry::hours(1))?;
//! # let fields = post.fields();
//! # let lookup = |_: &str| Some("secret");
//! // `Host`, path and query of the request, the parts before the file, and the file's name.
//! let form = Form::parse("s3.example.com/my-bucket", fields)?.file_name("cat 1.jpg");
//! let rules = Rules::s3(now).region("eu-central-1");
//! let verified = match lookup(form.access_key_id()) {
//!     Some(secret) => form.verify(secret, &rules)?,
//!     None => return Err(form.reject_unknown_key(&rules).into()),
//! };
//! assert_eq!((verified.bucket(), verified.key()), ("my-bucket", "photos/cat 1.jpg"));
//! let max_bytes = verified.content_length_range().map(|range| *range.end());
//! assert_eq!(max_bytes, Some(10_000_000));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "json"))]
//! # fn main() {}
//! ```
//!
//! **Every field needs a condition in the policy, and the bucket too.** A field without one would take effect
//! without being authenticated, and a form without a condition on the bucket could be sent to any. Forms are
//! checked as S3 documents it, which is stricter than some servers are: a repeated field is refused, variables
//! are replaced before the conditions are checked, and a condition with an empty prefix still requires its field.

mod claim;
#[cfg(feature = "json")]
mod form;
#[cfg(feature = "http")]
mod http;
mod ordered_query;
#[cfg(feature = "json")]
mod policy;
mod query;
mod received_headers;
mod rejection;
mod rules;
mod s3_error;
mod signed_request;
mod verification;
mod verified;
#[cfg(feature = "json")]
mod verified_form;

pub use self::{
    claim::Claim, rejection::Rejection, rules::Rules, s3_error::error_xml, verified::Verified,
};
#[cfg(feature = "json")]
pub use self::{form::Form, verified_form::VerifiedForm};
