//! Presigned URLs, from credentials, an endpoint and an expiry policy.

#[cfg(all(feature = "std", not(all(target_arch = "wasm32", target_os = "unknown"))))]
mod clock;
mod curl;
mod expiry;
mod headers;
#[cfg(feature = "http")]
mod http;
mod prepared_request;
mod presigned_url;
mod presigner;
#[cfg(feature = "rotation")]
mod rotating;
mod signer;
#[cfg(feature = "std")]
mod sources;
mod url_writer;

#[cfg(all(feature = "rotation", feature = "aws-credential-types"))]
pub use self::rotating::RefreshError;
#[cfg(feature = "rotation")]
pub use self::rotating::RotatingPresigner;
pub(crate) use self::{curl::Command, expiry::ExpiryRules, url_writer::base_url};
pub use self::{
    expiry::{Expiry, ExpiryPolicy, Validity},
    headers::Headers,
    presigned_url::PresignedUrl,
    presigner::Presigner,
    signer::Signer,
};
