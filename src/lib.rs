//! Presigned S3 URLs: AWS Signature Version 4 in the query string, without an SDK, without I/O.
//!
//! A presigned URL lets someone without AWS credentials download or upload one object for a limited
//! time. This crate makes them, in about the time it takes to hash the request.
//!
//! ```
//! use std::time::Duration;
//! use presigner::{Credentials, Presigner};
//!
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let presigner = Presigner::new(credentials, "eu-central-1");
//!
//! let url = presigner.get("my-bucket", "photos/cat.jpg", Duration::from_secs(900))?;
//! assert!(url.as_str().starts_with("https://my-bucket.s3.eu-central-1.amazonaws.com/photos/cat.jpg?"));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! # The nouns
//!
//! - [`Presigner`]: credentials, a region, and how URLs are to look and to live. Make one, share it.
//! - [`Request`]: what to sign, as plain data: a method, a bucket, a key, parameters, headers. The verbs
//!   `get`, `put`, `head` and `delete` are short for requests that have no more than that.
//! - [`Expiry`]: for how long, or until when. A [`Duration`](core::time::Duration) will do.
//! - [`PostPolicy`]: a form that uploads from a browser, with a limit on size, key and type; it becomes a
//!   [`PresignedPost`].
//! - [`PresignedUrl`]: the URL, the method and the headers that it wants, and its [`Validity`].
//! - [`Signer`]: a presigner at one time, for a page of links, for tests, and where there is no clock.
//! - [`Endpoint`]: where S3, or another store, is to be reached.
//! - [`Error`]: what cannot be signed, where, and what to do. Everything is checked when signing.
//!
//! # How a URL is made
//!
//! 1. The [`Endpoint`] turns region and bucket (or ARN) into a host, a path prefix and a scope.
//! 2. The [`ExpiryPolicy`] turns what is asked into a number of seconds.
//! 3. One `String` receives scheme, host, path and query. The key is percent-encoded once; parameters are
//!    sorted by their encoded names.
//! 4. The canonical request is hashed from slices of that very string ([`sigv4::CanonicalRequest`]), so
//!    that what is signed is what is sent.
//! 5. The day's [`sigv4::SigningKey`] signs the hash, and `X-Amz-Signature` is appended.
//!
//! The steps are those of
//! [the AWS page](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html); for other
//! services [`sigv4::QuerySigner`] takes them.
//!
//! # Recipes
//!
//! An upload of one type and size, only if there is no such object yet:
//!
//! ```
//! # use presigner::{Credentials, Expiry, Presigner, Request};
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let request = Request::put("my-bucket", "uploads/cat.jpg")
//!     .header("content-type", "image/jpeg")
//!     .header("content-length", "48213")
//!     .header("if-none-match", "*");
//! let url = presigner.presign(&request, Expiry::minutes(5))?;
//! for (name, value) in url.headers() {
//!     // The client has to send these, exactly.
//!     # let _ = (name, value);
//! }
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! Temporary credentials, whose end no URL should pretend to outlive:
//!
//! ```
//! # use presigner::{Credentials, Expiry, Limit, Presigner, Timestamp};
//! let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
//!     .with_session_token("FwoGZXIvYXdzEXAMPLE")
//!     .with_expiration(Timestamp::from_unix_seconds(1_700_003_600));
//! let presigner = Presigner::new(credentials, "eu-central-1");
//!
//! let signer = presigner.at(Timestamp::from_unix_seconds(1_700_000_000));
//! let url = signer.get("my-bucket", "photos/cat.jpg", Expiry::days(1))?;
//! assert_eq!(url.validity().limited_by(), Some(Limit::Credentials));
//! assert_eq!(url.validity().expires_at(), Timestamp::from_unix_seconds(1_700_003_600));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! A page of a thousand links, into one buffer and without further allocations:
//!
//! ```
//! # use presigner::{Credentials, Expiry, Presigner, Request, Timestamp};
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! # let keys: Vec<String> = (0..1000).map(|n| format!("photos/{n}.jpg")).collect();
//! let signer = presigner.at(std::time::SystemTime::now());
//! let mut page = String::new();
//! for key in &keys {
//!     signer.presign_into(&Request::get("my-bucket", key), Expiry::hours(1), &mut page)?;
//!     page.push('\n');
//! }
//! assert_eq!(page.lines().count(), 1000);
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! Links that browsers and CDNs can cache, because within an hour they are the same:
//!
//! ```
//! # use std::time::Duration;
//! # use presigner::{Credentials, Expiry, Presigner, Timestamp};
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let presigner = presigner.with_stable_window(Duration::from_secs(3600));
//! let at = |seconds| presigner.at(Timestamp::from_unix_seconds(seconds));
//! let early = at(1_700_000_000).get("my-bucket", "logo.svg", Expiry::hours(1))?;
//! let later = at(1_700_000_900).get("my-bucket", "logo.svg", Expiry::hours(1))?;
//! assert_eq!(early, later);
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! A store that is not AWS:
//!
//! ```
//! # use presigner::{Credentials, Endpoint, Expiry, Presigner};
//! let minio = Presigner::new(Credentials::new("minioadmin", "minioadmin"), "us-east-1")
//!     .with_endpoint(Endpoint::custom("http://127.0.0.1:9000")?);
//! let url = minio.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
//! assert!(url.as_str().starts_with("http://127.0.0.1:9000/my-bucket/photos/cat.jpg?"));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! An upload from a browser, of at most ten megabytes and only of images:
//!
//! ```
//! # use presigner::{Credentials, Expiry, PostPolicy, Presigner};
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let policy = PostPolicy::with_key_prefix("my-bucket", "uploads/jane/")
//!     .content_type_prefix("image/")
//!     .content_length_range(1..=10_000_000);
//! let post = presigner.post(&policy, Expiry::minutes(10))?;
//! let html = post.to_html_form();
//! assert!(html.contains("name=\"policy\""));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! A refusal, explained from the URL and the error that the server answered with:
//!
//! ```
//! # use presigner::{Credentials, Expiry, Presigner, diagnose::{Cause, Diagnosis}};
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let url = presigner.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
//! let answer = "<Error><Code>AuthorizationQueryParametersError</Code>\
//!               <Message>the region is wrong</Message><Region>eu-west-1</Region></Error>";
//! let findings = Diagnosis::new(url.as_str())?.error_xml(answer);
//! assert_eq!(findings[0].cause(), Cause::WrongRegion);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Beside signing
//!
//! - [`inspect`] reads any presigned URL, from any SDK, and says what breaks about it in practice.
//! - [`verify`] checks an incoming request, as the server does that it is sent to.
//! - [`diagnose`] says why a server refused a URL; [`Signer::explain`] shows what was signed.
//! - [`sigv4`] is the algorithm for any other AWS service.
//!
//! # Many threads
//!
//! A [`Presigner`] is `Sync`. What its threads share while the day lasts they only read: the signing key
//! lies behind a sequence lock whose readers write nothing, so no cache line travels between cores. At
//! midnight (UTC) each thread derives the new key, and the first to finish leaves it for the others;
//! nobody waits.
//!
//! # What it does not do
//!
//! It does not look for credentials on the network, send requests, or sign with `SigV4A`
//! (multi-region access points), `SigV2` or in the `Authorization` header.
//!
//! # Features
//!
//! - `std` (default): the verbs that read the clock, [`Credentials::from_env`], `SystemTime` as a
//!   [`Timestamp`]. Without it the crate is `no_std` with `alloc`, and [`Presigner::at`] takes the time.
//! - `profile`: `Profile`, the files of `aws configure` (`~/.aws/credentials` and `~/.aws/config`).
//! - `json`: `Credentials::from_json`, the documents of instance metadata, containers,
//!   `credential_process` and STS.
//! - `aws-credential-types`: [`Credentials`] from those of `aws-config` and the AWS SDK.
//! - `serde`: [`PresignedPost`] can be serialised.
//! - `rotation`: `RotatingPresigner`, whose credentials can be replaced while other threads sign.
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[cfg(all(feature = "std", not(all(target_arch = "wasm32", target_os = "unknown"))))]
mod clock;
mod credentials;
#[cfg(feature = "json")]
mod credentials_json;
#[cfg(feature = "aws-credential-types")]
mod credentials_sdk;
mod curl;
mod endpoint;
mod error;
mod expiry;
mod explanation;
mod headers;
mod limit;
mod method;
mod object_key;
mod post;
mod presigned_url;
mod presigner;
#[cfg(feature = "profile")]
mod profile;
mod region;
mod request;
#[cfg(feature = "rotation")]
mod rotating;
mod signer;
mod url;
mod url_draft;

pub mod diagnose;
pub mod inspect;
pub mod sigv4;
pub mod verify;

pub use crate::{
    credentials::Credentials,
    endpoint::Endpoint,
    error::Error,
    expiry::{Expiry, ExpiryPolicy, Validity},
    explanation::Explanation,
    headers::Headers,
    limit::Limit,
    method::Method,
    post::{PostPolicy, PresignedPost},
    presigned_url::PresignedUrl,
    presigner::Presigner,
    region::Region,
    request::{Checksum, CopySource, Request, ServerSideEncryption},
    signer::Signer,
    sigv4::Timestamp,
};

#[cfg(feature = "rotation")]
pub use crate::rotating::RotatingPresigner;

#[cfg(feature = "profile")]
pub use crate::profile::Profile;

#[cfg(all(doctest, feature = "std"))]
#[doc = include_str!("../README.md")]
struct Readme;
