//! Upload forms.

mod policies;
mod properties;
mod refusals;
#[cfg(feature = "serde")]
mod serde;
