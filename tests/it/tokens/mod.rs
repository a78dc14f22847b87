//! Login tokens of other AWS services.

mod expiry;
mod official;
mod properties;
pub(crate) mod refusals;
