//! Presigned URLs, from credentials, an endpoint and an expiry policy.

mod curl;
mod expiry;
mod headers;
#[cfg(feature = "http")]
mod http;
mod prepared_request;
mod presigned_url;
#[cfg(feature = "rotation")]
mod rotating;
mod settings;
mod signer;
mod url_writer;

// The methods of `Presigner`, in the order of its page: constructors before verbs.
mod presigner;
#[cfg(feature = "std")]
mod sources;

#[cfg(all(feature = "std", not(all(target_arch = "wasm32", target_os = "unknown"))))]
mod clock;

#[cfg(all(feature = "rotation", feature = "aws-credential-types"))]
pub use self::rotating::RefreshError;
#[cfg(feature = "rotation")]
pub use self::rotating::RotatingPresigner;
pub(crate) use self::{curl::Command, expiry::ExpiryRules, url_writer::base_url};
pub use self::{
    expiry::{Expiry, ExpiryPolicy, Validity},
    headers::{Headers, HeadersIter},
    presigned_url::PresignedUrl,
    presigner::Presigner,
    signer::Signer,
};
