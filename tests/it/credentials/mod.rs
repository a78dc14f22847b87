//! Credentials, and the sources they are loaded from.

#[cfg(feature = "std")]
mod environment;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "profile")]
mod profile;
pub(crate) mod refusals;
#[cfg(feature = "aws-credential-types")]
mod sdk;
#[cfg(feature = "profile")]
mod sources;
