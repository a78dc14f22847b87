//! The texts that travel between client and server: one reader for each, and one home for their names.
//!
//! The readers return slices as they were received. Whoever calls decides how strictly they are decoded.

pub(crate) mod byte_set;
pub(crate) mod credential;
pub(crate) mod encode;
pub(crate) mod find_byte;
pub(crate) mod host;
pub(crate) mod names;
pub(crate) mod query;
pub(crate) mod timestamp;
pub(crate) mod url;
