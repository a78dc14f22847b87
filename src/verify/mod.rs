//! Verifies an incoming presigned request, for the server that received it.
//!
//! **A server must refuse unsigned `x-amz-*` headers**, and [`Claim::verify`] does. Anyone with a link can add
//! headers to the request: if the server acts on an `x-amz-copy-source` that was not signed, a link for an upload
//! can be used to copy any object that the signer can read, as in
//! [GHSA-g8w9-qw9q-fghr](https://github.com/rustfs/rustfs/security/advisories/GHSA-g8w9-qw9q-fghr).
//!
//! In two steps and without I/O: [`Claim::parse`] returns the access key id, the caller looks up its secret,
//! and [`Claim::verify`] checks the signature and returns what it authenticates, so that the request does not
//! have to be parsed a second time, by a parser that may disagree.
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
//! A refused request is a typed [`Rejection`], which has the answer of S3: code, HTTP status and XML. The
//! path is used exactly as it was received: behind a router that strips a prefix, such as `nest` in axum,
//! pass the original URI (`OriginalUri`). The query is decoded and encoded again; a `+` in it is a plus sign.
//! HEAD is not GET. A session token is authenticated as part of the query, but the caller must check that it
//! belongs to the access key.
//!
//! With the feature `sigv4a`, [`Rules`] can also accept Signature Version 4A, with the secret or with the public key
//! alone.

mod answer;
mod claim;
#[cfg(feature = "http")]
mod http;
mod query;
mod rejection;
mod rules;
mod signed_request;
mod verified;

pub use self::{claim::Claim, rejection::Rejection, rules::Rules, verified::Verified};
