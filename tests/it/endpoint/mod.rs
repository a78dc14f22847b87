//! Where requests go, and what they are signed for.

mod addresses;
pub(crate) mod arns;
pub(crate) mod refusals;
mod rules;
