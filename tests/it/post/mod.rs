//! Upload forms.

mod policies;
pub(crate) mod properties;
pub(crate) mod refusals;
#[cfg(feature = "serde")]
mod serde;
