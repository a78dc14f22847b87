//! What presigner has to withstand: a function for each way in, which takes any bytes and panics if what
//! ought to hold does not.

mod credentials;
mod diagnose;
mod endpoint;
mod inspect;
mod parts;
mod post_policy;
mod presign;
mod verify;

pub use self::{
    credentials::credentials, diagnose::diagnose, endpoint::endpoint, inspect::inspect,
    post_policy::post_policy, presign::presign, verify::verify,
};

/// 2024-03-15T12:00:00Z
const NOON: i64 = 1_710_504_000;
