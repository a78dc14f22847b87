//! The fuzz targets: a function for each entry point of presigner, which takes any bytes and panics if an
//! invariant is violated.

mod credentials;
mod diagnose;
mod endpoint;
mod inspect;
mod parts;
mod post_policy;
mod presign;
mod sigv4a;
mod verify;

pub use self::{
    credentials::credentials, diagnose::diagnose, endpoint::endpoint, inspect::inspect,
    post_policy::post_policy, presign::presign, sigv4a::sigv4a, verify::verify,
};

/// 2024-03-15T12:00:00Z
const NOON: i64 = 1_710_504_000;
