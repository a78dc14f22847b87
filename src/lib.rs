//! Presigned S3 URLs: AWS Signature Version 4 in the query string, without an SDK, without I/O.
//!
//! A presigned URL lets someone without AWS credentials download or upload one object for a limited
//! time. This crate makes one in about half a microsecond.
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
//! Whoever opens this link within fifteen minutes gets the object, as if the owner of the credentials had
//! asked for it; `presigner.put` makes the same for an upload. `Credentials::from_env()?` takes yours from
//! `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
//!
//! # The nouns
//!
//! - [`Presigner`]: credentials, a region, and how URLs are to look and to live. Make one, share it.
//! - [`Request`]: what to sign, as plain data: a method, a bucket, a key, parameters, headers. The verbs
//!   `get`, `put`, `head` and `delete` are short for requests that have no more than that.
//! - [`Expiry`]: for how long, or until when. A [`Duration`](core::time::Duration) will do.
//! - [`PresignedUrl`]: the URL, the method and the headers that it wants, and its [`Validity`].
//! - [`PostPolicy`]: a form that uploads from a browser, with a limit on size, key and type; it becomes a
//!   [`PresignedPost`].
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
//! 4. The canonical request is hashed from slices of that very string, so that what is signed is what is
//!    sent.
//! 5. The day's signing key signs the hash, and `X-Amz-Signature` is appended.
//!
//! The steps are those of [the AWS page]; [`guide::signing`] walks through its example, text by text.
//!
//! [the AWS page]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
//!
//! # Cookbook
//!
//! | to | see |
//! |---|---|
//! | give out an object, under another name, for a while | [download](guide::cookbook#download) |
//! | take in an object of one type and length | [upload](guide::cookbook#upload) |
//! | take in at most so many bytes, from a page of yours | [capped upload](guide::cookbook#capped-upload) |
//! | take in gigabytes, in parts | [multipart upload](guide::cookbook#multipart-upload) |
//! | sign with a role, an instance profile, SSO | [temporary credentials](guide::cookbook#temporary-credentials) |
//! | have browsers and CDNs hit their caches | [cacheable links](guide::cookbook#cacheable-links) |
//! | use `MinIO`, R2, B2, Spaces, Wasabi, Ceph | [compatible stores](guide::cookbook#compatible-stores) |
//! | find out why it says `SignatureDoesNotMatch` | [debugging a refusal](guide::cookbook#debugging-a-refusal) |
//! | test code that makes links | [tests with a fixed clock](guide::cookbook#tests-with-a-fixed-clock) |
//! | accept presigned requests yourself | [verifying](guide::cookbook#verifying-in-your-own-server) |
//! | share a presigner | [many threads](guide::cookbook#many-threads) |
//! | sign many links at once | [a page of a thousand links](guide::cookbook#a-page-of-a-thousand-links) |
//! | do without `std`, or run in a browser | [`no_std` and wasm](guide::cookbook#without-std-and-in-a-browser) |
//! | replace what you have | [coming from aws-sdk-s3, rusty-s3, rust-s3, boto3](guide::migration) |
//!
//! # Beside signing
//!
//! - [`inspect`] reads any presigned URL, from any SDK, and says what breaks about it in practice.
//! - [`verify`] checks an incoming presigned request, for a server of yours.
//! - [`diagnose`] says why a server refused a URL; [`Signer::explain`] shows what was signed.
//! - [`sigv4`] is the algorithm, and signs URLs for any other AWS service.
//!
//! # What it does not do
//!
//! - Fetch credentials from the network. It takes them from the environment, from files, from documents that
//!   you fetched, and from the SDK.
//! - Send requests, or read S3's answers beyond the errors that [`diagnose`] explains.
//! - Sign with `SigV4A` (multi-region access points), `SigV2`, or in the `Authorization` header: those are
//!   other signatures.
//! - Ask S3 anything: whether a bucket exists, in which region it is, whether the credentials may do what they
//!   sign. A URL that cannot work because of that is signed all the same.
//! - Call a URL back. It ends with its time, or with its credentials.
//!
//! # Features
//!
//! Features only add: none changes what the rest does.
//!
//! - `std` (default): the verbs that read the clock, `Credentials::from_env`, `SystemTime` as a
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

mod credentials;
mod endpoint;
mod error;
mod post;
mod presign;
mod redact;
mod region;
mod request;
mod wire;

pub mod diagnose;
#[cfg(any(doc, doctest))]
pub mod guide;
pub mod inspect;
pub mod sigv4;
pub mod verify;

pub use crate::{
    credentials::Credentials,
    endpoint::Endpoint,
    error::{Error, Limit},
    post::{PostPolicy, PresignedPost},
    presign::{
        Expiry, ExpiryPolicy, Explanation, Headers, PresignedUrl, Presigner, Signer, Validity,
    },
    region::Region,
    request::{Checksum, CopySource, Method, Request, ServerSideEncryption},
};

#[doc(inline)]
pub use crate::sigv4::Timestamp;

#[cfg(feature = "rotation")]
pub use crate::presign::RotatingPresigner;

#[cfg(feature = "profile")]
pub use crate::credentials::Profile;

#[cfg(all(doctest, feature = "std"))]
#[doc = include_str!("../README.md")]
struct Readme;
