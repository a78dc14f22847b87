//! Signature Version 4 below the rules of S3.

mod aws_documentation;
mod aws_suite;
#[cfg(feature = "std")]
mod key_cache;
mod other_services;
mod raw_requests;
pub(crate) mod refusals;
