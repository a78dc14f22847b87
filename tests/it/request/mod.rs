//! Requests.

pub(crate) mod refusals;
mod typed;
