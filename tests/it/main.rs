//! Tests of the crate from outside, in folders named after the rooms of `src`.

mod credentials;
mod diagnose;
mod endpoint;
mod error;
mod imports;
mod inspect;
mod post;
mod presign;
#[cfg(feature = "std")]
mod redact;
mod request;
mod sigv4;
mod table;
mod verify;
