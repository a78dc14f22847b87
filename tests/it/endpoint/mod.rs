//! Endpoints: the host, path and scope of requests.

mod addresses;
pub(crate) mod arns;
pub(crate) mod refusals;
mod rules;
