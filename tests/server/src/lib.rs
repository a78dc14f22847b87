//! An S3 server in process, on loopback, that the presigned URLs are tried against.
//!
//! [`Server`] is [`s3s`], an S3 implementation of its own that verifies AWS Signature Version 4,
//! over one of two stores: [`s3s_fs`] in a temporary directory, or a [`MemoryStore`] that keeps
//! every key exactly as it is written. [`Client`] sends a URL as it stands, byte for byte: nothing
//! between the signer and the server may rewrite what was signed.
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
mod response;
mod server;

pub use access_key::AccessKey;
pub use client::Client;
pub use form::Form;
pub use memory_store::MemoryStore;
pub use response::Response;
pub use server::Server;
