//! What is asked for.

pub(crate) mod refusals;
mod typed;
