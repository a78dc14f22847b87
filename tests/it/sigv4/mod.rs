//! Signature Versions 4 and 4A for any service, and the key cache.

mod aws_documentation;
mod aws_suite;
#[cfg(feature = "std")]
mod key_cache;
mod other_services;
mod raw_requests;
pub(crate) mod refusals;
#[cfg(feature = "sigv4a")]
mod sigv4a;
