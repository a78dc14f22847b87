//! Tests of the crate from outside, in folders named after the rooms of `src`.

mod credentials;
mod diagnose;
mod endpoint;
mod error;
mod guide;
mod inspect;
mod post;
mod presign;
mod readme;
#[cfg(feature = "std")]
mod redact;
mod request;
mod rooms;
mod sigv4;
mod table;
mod tokens;
mod variants;
mod verify;
