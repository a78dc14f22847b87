//! Upload forms.

mod policies;
mod properties;
pub(crate) mod refusals;
#[cfg(feature = "serde")]
mod serde;
