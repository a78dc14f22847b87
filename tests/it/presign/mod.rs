//! Presigned URLs.

#[cfg(feature = "std")]
mod allocations;
mod curl;
mod expiry;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "sigv4a")]
mod multi_region;
#[cfg(feature = "std")]
mod properties;
pub(crate) mod refusals;
#[cfg(feature = "rotation")]
mod rotation;
mod s3_corpus;
#[cfg(feature = "serde")]
mod serde;
