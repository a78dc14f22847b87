//! Crates that presign S3 URLs, side by side on one job: from bucket, key and expiry to a `String`.
//!
//! ```sh
//! cargo run --release --manifest-path benches/peers/Cargo.toml             # the table
//! cargo run --release --manifest-path benches/peers/Cargo.toml -- --write  # into the README, and the plot
//! ```
//!
//! Cargo unites the features of all of them: peers that share the version of `hmac` with this crate wipe its
//! keys here. That costs them at most 3 %.

use std::time::Duration;

pub mod peers;

/// How long URLs live.
pub const EXPIRY: Duration = Duration::from_mins(15);

/// The key that is timed, and the one that shows who signs what was asked.
pub const KEYS: [&str; 2] = ["photos/2026/cat.jpg", "a/../b c+d%2Fé//x"];
