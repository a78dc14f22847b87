//! Compares crates that presign S3 URLs on one task: from bucket, key and expiry to a `String`.
//!
//! ```sh
//! cargo run --release --manifest-path benches/peers/Cargo.toml             # prints the table
//! cargo run --release --manifest-path benches/peers/Cargo.toml -- --write  # writes it and the plot
//! ```
//!
//! `tests/migration.rs` compiles the migration guide of `presigner` with these crates.
//!
//! Cargo unifies the features of all dependencies, so peers that use the same version of `hmac` as this crate also
//! wipe its keys here, which costs them at most 3 %. Signature Version 4A is compiled in, which costs this crate about
//! 1 %.

use std::time::Duration;

pub mod outcome;
pub mod peers;
pub mod times;

/// The validity of the URLs.
pub const EXPIRY: Duration = Duration::from_mins(15);

/// The key that is timed, and one that some crates sign incorrectly.
pub const KEYS: [&str; 2] = ["photos/2026/cat.jpg", "a/../b c+d%2Fé//x"];
