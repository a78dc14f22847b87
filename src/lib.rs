//! Presigned S3 URLs: AWS Signature Version 4 in the query string, without an SDK and without I/O.
//!
//! A presigned URL lets someone without AWS credentials download or upload one object for a limited
//! time. This crate creates one without network access.
//!
//! ```
//! use presigner::{Credentials, Expiry, Presigner};
//!
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let presigner = Presigner::new(credentials, "eu-central-1");
//!
//! let url = presigner.get("my-bucket", "photos/cat.jpg", Expiry::minutes(15))?;
//! assert!(url.as_str().starts_with("https://my-bucket.s3.eu-central-1.amazonaws.com/photos/cat.jpg?"));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! Anyone who opens this link within fifteen minutes downloads the object with the permissions of
//! the credentials. `presigner.put` returns a URL for an upload. `Presigner::from_env()?` takes
//! credentials, region and endpoint from environment variables (`AWS_ACCESS_KEY_ID`, `AWS_REGION`,
//! …). With the feature `profile`, `Presigner::load()?` also reads `~/.aws/credentials` and
//! `~/.aws/config`.
//!
//! # Cookbook
//!
//! | Task | Call | Recipe |
//! |---|---|---|
//! | let someone download an object | [`Presigner::get`] | [download](guide::cookbook#download) |
//! | let a browser save it under a file name | [`Request::attachment`], [`Presigner::presign`] | [download](guide::cookbook#download) |
//! | accept an upload | [`Presigner::put`] | [upload](guide::cookbook#upload) |
//! | accept an upload of a given type and length | [`Request::content_type`], [`Request::content_length`] | [upload](guide::cookbook#upload) |
//! | accept an upload from a web page, up to a maximum size | [`PostPolicy::content_length_range`], [`Presigner::post`] | [capped upload](guide::cookbook#capped-upload) |
//! | upload a large object in parts | [`Request::upload_part`], [`CompletedParts`] | [multipart upload](guide::cookbook#multipart-upload) |
//! | list objects | [`Request::list_objects_v2`] | [list and delete](guide::cookbook#list-and-delete) |
//! | delete one object or many | [`Presigner::delete`], [`Request::delete_objects`] | [list and delete](guide::cookbook#list-and-delete) |
//! | protect an upload from deletion | [`Request::object_lock`] | [object lock](guide::cookbook#object-lock) |
//! | sign with a role, an instance profile or SSO | [`Credentials::with_expiration`] | [temporary credentials](guide::cookbook#temporary-credentials) |
//! | refresh credentials while a service runs | `RotatingPresigner` (feature `rotation`) | [temporary credentials](guide::cookbook#temporary-credentials) |
//! | share a link for longer than the credentials are valid | a redirect to [`Presigner::get`] | [longer-lived links](guide::cookbook#longer-lived-links) |
//! | let browsers and CDNs cache the object | [`Presigner::with_stable_window`] | [cacheable links](guide::cookbook#cacheable-links) |
//! | use `MinIO`, R2, B2, Spaces, Wasabi, Ceph | [`Endpoint::custom`], [`Endpoint::r2`] | [compatible stores](guide::cookbook#compatible-stores) |
//! | serve a store behind nginx or Caddy | [`Endpoint::display_url`] | [reverse proxy](guide::cookbook#behind-a-reverse-proxy) |
//! | sign a request to another AWS service | [`sigv4::QuerySigner`] | [other AWS services](guide::cookbook#other-aws-services) |
//! | log in to a database, Redis, Kafka or Kubernetes with IAM | [`tokens::rds`] and others in [`tokens`] | [login tokens](guide::tokens) |
//! | verify presigned requests in your own server | [`verify::Claim`] | [verifying](guide::cookbook#verifying-in-your-own-server) |
//! | verify an upload form in your own server | `verify::Form` (feature `json`) | [verifying](guide::cookbook#verifying-in-your-own-server) |
//! | respond to a client with the HTTP status of an error | [`ErrorKind::http_status`], [`verify::Rejection::http_status`] | [a service](guide::cookbook#a-service) |
//! | find out why a URL is refused | [`diagnose::Diagnosis`], [`inspect::InspectedUrl`] | [debugging a refusal](guide::cookbook#debugging-a-refusal) |
//! | see what is signed | [`Signer::explain`] | [how a URL is made](guide::signing) |
//! | test code that creates URLs | [`Presigner::at`] | [testing](guide::cookbook#testing-code-that-uses-presigner) |
//! | sign many URLs at once | [`Signer::presign_into`] | [a page of a thousand links](guide::cookbook#a-page-of-a-thousand-links) |
//! | share a presigner between threads | [`Presigner`], by reference | [many threads](guide::cookbook#many-threads) |
//! | build a service with axum | `RotatingPresigner`, [`verify::Claim`] | [a service](guide::cookbook#a-service) |
//! | use the crate without `std`, or in a browser | [`Presigner::at`] | [`no_std` and wasm](guide::cookbook#without-std-and-in-a-browser) |
//! | migrate from another crate or SDK | [`Presigner`], [`Request`] | [aws-sdk-s3, rusty-s3, rust-s3, `object_store`, `opendal`, boto3](guide::migration) |
//!
//! # Main types
//!
//! - [`Presigner`]: credentials, a region, an endpoint and an expiry policy.
//! - [`Request`]: the request to sign, as plain data: method, bucket, key, query parameters and
//!   headers. The methods `get`, `put`, `head` and `delete` of a presigner are shorthand for
//!   requests without parameters and headers.
//! - [`Expiry`]: the requested expiry, which is a duration or a deadline. A
//!   [`Duration`](core::time::Duration) converts into it.
//! - [`PresignedUrl`]: the URL, the method and headers to send with it, and its [`Validity`].
//! - [`PostPolicy`]: the policy of a form for uploads from a browser, with limits on size, key and
//!   content type. Signing it returns a [`PresignedPost`].
//! - [`Signer`]: a presigner at a fixed time, to create many URLs at once, for tests, and where
//!   there is no clock.
//! - `RotatingPresigner` (feature `rotation`): a presigner that threads share while its credentials
//!   are replaced.
//! - [`MultipartUpload`], [`CompletedParts`] and [`CompletedUpload`]: the XML bodies of the
//!   requests and responses of a multipart upload.
//! - [`Endpoint`]: the address of Amazon S3 or of a compatible store.
//! - [`Error`]: what is wrong with a request, where, and how to fix it. Formats and combinations of
//!   options are checked when signing; of a bucket name, only its characters and length are. Whether
//!   the bucket exists, and whether the permissions suffice, is not checked.
//!
//! # How a URL is signed
//!
//! 1. The [`ExpiryPolicy`] limits the requested expiry, which becomes a number of seconds.
//! 2. The [`Endpoint`] maps region and bucket (or ARN) to the host, the path prefix, and the region
//!    and service of the credential scope.
//! 3. Scheme, host, path and query are written into one `String`. The key is percent-encoded once,
//!    and the parameters are sorted by their encoded names.
//! 4. The canonical request is hashed. It consists of slices of this string, so the URL is sent as
//!    it was signed.
//! 5. The string to sign is signed with the signing key of the day, and `X-Amz-Signature` is
//!    appended.
//!
//! These are the steps of [the AWS documentation]. [`guide::signing`] shows each step of the
//! example there.
//!
//! [the AWS documentation]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
//!
//! # Beyond signing
//!
//! - [`inspect`] parses a presigned URL of any implementation and reports problems with it.
//! - [`verify`] verifies an incoming presigned request in a server.
//! - [`diagnose`] finds out why a server refused a URL. [`Signer::explain`] returns the canonical
//!   request and the string to sign.
//! - [`tokens`] creates the login tokens of RDS, Aurora DSQL, `ElastiCache`, `MemoryDB`, EKS, MSK and
//!   Bedrock.
//! - [`sigv4`] implements the algorithm, and presigns requests to any AWS service.
//!
//! # Limitations
//!
//! The crate does not:
//!
//! - fetch credentials from the network itself. It reads them from the environment, from files and
//!   from documents that the caller has fetched, converts those of the AWS SDK, and calls a provider
//!   of the AWS SDK that you pass to `RotatingPresigner::fetch` and `refresh`;
//! - send requests, or parse responses of S3 other than those of a multipart upload and the errors
//!   that [`diagnose`] explains;
//! - sign with `SigV2`, or for the `Authorization` header;
//! - check whether a bucket exists, which region it is in, or what the credentials permit. If the
//!   request is not possible, S3 refuses it when it is sent;
//! - revoke URLs. A URL stops working when it expires, or when its credentials expire or are
//!   deleted.
//!
//! # Security
//!
//! Anyone who has a presigned URL can use it until it expires. Log [`PresignedUrl::redacted`], and for received URLs
//! [`inspect::redacted`]. Secrets and derived keys are wiped from memory when dropped, and are neither in `Debug`
//! output nor in errors. The crate has no unsafe code, and does not panic on any input. There has been no external
//! security audit.
//!
//! # Features
//!
//! ```toml
//! [dependencies]
//! # For a service with axum that refreshes credentials of `aws-config`. To verify upload forms, add `json`.
//! presigner = { version = "0.1", features = ["aws-credential-types", "http", "rotation", "serde"] }
//! ```
//!
//! Features are additive: none changes what another item does, except that `sigv4a` signs requests that are
//! otherwise an error.
//!
//! - `std` (default): the methods that read the clock, `Presigner::from_env`, `Credentials::from_env`, and
//!   conversions between `SystemTime` and [`Timestamp`]. Without it the crate is `no_std` with `alloc`, and the
//!   time is passed to [`Presigner::at`]. `profile`, `http`, `rotation` and `aws-credential-types` enable it.
//! - `profile`: `Profile`, `SharedConfig` and `Presigner::load`, for the shared files
//!   `~/.aws/credentials` and `~/.aws/config`.
//! - `json`: `Credentials::from_json`, for the JSON documents of instance metadata, containers,
//!   `credential_process` and STS, and `verify::Form`, which verifies upload forms in a server.
//! - `aws-credential-types`: conversion from the credentials of `aws-config` and the AWS SDK.
//! - `http`: conversions of a [`PresignedUrl`] into an `http::Request`, of [`Method`], and of [`ErrorKind`] and
//!   [`verify::Rejection`] into an `http::StatusCode`; `verify::Claim::from_parts`.
//! - `serde`: `Serialize` for [`PresignedUrl`], [`PresignedPost`] and [`diagnose::Finding`].
//! - `sigv4a`: Signature Version 4A, in pure Rust. A presigner then accepts the ARN of a Multi-Region Access
//!   Point, which is an error without the feature; see [`sigv4`](sigv4#signature-version-4a).
//! - `rotation`: `RotatingPresigner`, whose credentials can be replaced while other threads sign. With
//!   `aws-credential-types` too, it fetches and refreshes them from a provider of `aws-config`.
//! - `cli`: the program `presign`; nothing for the library.
//!
//! # Versioning
//!
//! Types of these crates are in public signatures, so a new major version of one of them is a new major version of
//! this crate: `time` 0.3, and with the feature of the same name `http` 1, `serde` 1 and `aws-credential-types` 1.
//! Enums marked `non_exhaustive` can gain variants in minor versions. The minimum supported Rust version is raised
//! in minor versions only.
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    all(doc, not(feature = "std")),
    allow(rustdoc::broken_intra_doc_links, reason = "links to methods that read the clock")
)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod credentials;
mod endpoint;
mod error;
mod presign;
mod redact;
mod region;
mod request;
mod wire;

// After `presign`, because rustdoc lists the methods of a type in the order of the modules.
mod post;

pub mod diagnose;
#[cfg(any(doc, doctest))]
pub mod guide;
pub mod inspect;
pub mod sigv4;
pub mod tokens;
pub mod verify;

pub use crate::{
    credentials::Credentials,
    endpoint::Endpoint,
    error::{Error, ErrorKind, Limit},
    post::{PostPolicy, PresignedPost},
    presign::{
        Expiry, ExpiryPolicy, Headers, HeadersIter, PresignedUrl, Presigner, Signer, Validity,
    },
    redact::Explanation,
    region::Region,
    request::{
        Checksum, ChecksumAlgorithm, ChecksumType, CompletedParts, CompletedUpload,
        ContentDisposition, CopySource, Method, MultipartUpload, ObjectLockMode, Request,
        ServerSideEncryption,
    },
};

#[doc(inline)]
pub use crate::sigv4::Timestamp;

#[cfg(feature = "rotation")]
pub use crate::presign::RotatingPresigner;

#[cfg(all(feature = "rotation", feature = "aws-credential-types"))]
pub use crate::presign::RefreshError;

#[cfg(feature = "profile")]
pub use crate::credentials::{Profile, SharedConfig};

#[cfg(all(doctest, feature = "std"))]
#[doc = include_str!("../README.md")]
struct Readme;
