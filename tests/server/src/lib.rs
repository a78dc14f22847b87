//! An in-process S3 server on loopback that tests presigned URLs.
//!
//! [`Server`] is [`s3s`], an independent S3 implementation that verifies AWS Signature Version 4,
//! with one of two stores: [`s3s_fs`] in a temporary directory, or a [`MemoryStore`], which supports
//! any key. [`Client`] sends a URL byte for byte, because nothing between the signer and the server
//! may rewrite what was signed.
//!
//! ```
//! use std::time::Duration;
//!
//! use presigner::{Credentials, Endpoint, Presigner};
//! use presigner_server::{AccessKey, Server};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::in_memory([AccessKey::new("AKIAIOSFODNN7EXAMPLE", "secret")])?;
//! server.create_bucket("photos")?;
//!
//! let presigner = Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"), "us-east-1")
//!     .with_endpoint(Endpoint::custom(&server.url())?);
//! let upload = presigner.put("photos", "cat.jpg", Duration::from_secs(60))?;
//! let response = server.client().follow(&upload, "meow")?;
//! assert_eq!(response.status(), 200);
//! # Ok(())
//! # }
//! ```

mod access_key;
mod client;
mod form;
mod memory_store;
mod proxy;
mod response;
mod server;

pub use access_key::AccessKey;
pub use client::Client;
pub use form::Form;
pub use memory_store::MemoryStore;
pub use proxy::Proxy;
pub use response::Response;
pub use server::Server;
