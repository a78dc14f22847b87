//! Parses a presigned URL of any implementation, and reports its parts, its validity and its
//! problems.
//!
//! [`InspectedUrl::parse`] accepts URLs of Signature Version 2, 4 and 4A, with their parameters in
//! any order and with other parameters between them. It needs no secret access key, so it cannot
//! determine whether the signature is correct. [`verify`](crate::verify) does that.
//!
//! ```
//! use presigner::{Timestamp, inspect::{InspectedUrl, Status}};
//!
//! // A URL for an upload, which S3 refuses.
//! let url = "https://my-bucket.s3.eu-central-1.amazonaws.com/cat.jpg\
//!     ?X-Amz-Algorithm=AWS4-HMAC-SHA256\
//!     &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20240315%2Feu-central-1%2Fs3%2Faws4_request\
//!     &X-Amz-Date=20240315T123456Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host\
//!     &X-Amz-Signature=d7b3d50bd2f2b7e587ef8b12fcb6a48880c4b772f0c1c7eee12e7a6f2d147bb2\
//!     &x-amz-checksum-crc32=AAAAAA%3D%3D&x-id=PutObject";
//! let url = InspectedUrl::parse(url)?;
//! assert_eq!(url.access_key_id(), "AKIAIOSFODNN7EXAMPLE");
//! assert_eq!(url.region(), Some("eu-central-1"));
//!
//! let later = Timestamp::from_unix_seconds(1_710_506_996 + 60);
//! assert_eq!(url.status(later), Status::Expired { since_seconds: 60 });
//! for lint in url.lints() {
//!     // An AWS SDK signed the checksum of an empty body.
//!     assert_eq!(lint.name(), "empty_body_checksum");
//! }
//! # Ok::<(), presigner::inspect::NotPresigned>(())
//! ```

// First, so that its methods precede `lints` on the page of `InspectedUrl`.
mod inspected_url;

mod authentication;
mod checks;
mod escapes;
mod lint;
mod not_presigned;
mod parameters;
mod query_checks;

use core::fmt;

use crate::redact::Redacted;

pub use self::{
    authentication::SignatureVersion,
    inspected_url::{InspectedUrl, Status},
    lint::Lint,
    not_presigned::NotPresigned,
};

/// Returns a URL for logs, with `REDACTED` in place of signature, session token and customer-provided encryption keys,
/// and of the signatures of other known stores.
///
/// The text can be a whole URL or, as a server receives it, a path and a query. It need not be well-formed or
/// presigned.
///
/// ```
/// use presigner::inspect;
///
/// assert_eq!(
///     inspect::redacted("/my-bucket/cat.jpg?X-Amz-Expires=900&X-Amz-Signature=d7b3d50b").to_string(),
///     "/my-bucket/cat.jpg?X-Amz-Expires=900&X-Amz-Signature=REDACTED"
/// );
/// ```
#[must_use]
pub fn redacted(url: &str) -> impl fmt::Display + '_ {
    Redacted(url)
}
