//! Parsers and encoders for what client and server exchange, and the names in it.
//!
//! The parsers of URLs, queries and credentials return raw slices; the caller chooses how strictly to decode
//! them.

pub(crate) mod byte_set;
pub(crate) mod credential;
pub(crate) mod encode;
#[cfg(any(feature = "std", feature = "json"))]
mod expiration;
pub(crate) mod find_byte;
pub(crate) mod form;
pub(crate) mod host;
pub(crate) mod names;
pub(crate) mod query;
pub(crate) mod region_set;
pub(crate) mod timestamp;
pub(crate) mod url;
pub(crate) mod xml;
