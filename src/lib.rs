//! Presigned S3 URLs: AWS Signature Version 4 in the query string, without an SDK, without I/O.
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod credentials;
mod endpoint;
mod error;
mod expiry;
mod limit;
mod method;
mod presigned_url;
mod presigner;
mod region;
mod request;
mod url;

pub mod sigv4;

pub use crate::{
    credentials::Credentials,
    endpoint::Endpoint,
    error::Error,
    expiry::{Expiry, ExpiryPolicy, Validity},
    limit::Limit,
    method::Method,
    presigned_url::PresignedUrl,
    presigner::{Presigner, Signer},
    region::Region,
    request::Request,
    sigv4::Timestamp,
};
