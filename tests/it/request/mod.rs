//! Requests.

pub(crate) mod multipart;
pub(crate) mod refusals;
mod typed;
