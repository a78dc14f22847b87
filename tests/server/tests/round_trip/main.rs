//! Tests presigned URLs against an S3 server that verifies them: what it accepts, and what it refuses.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

mod addressing;
mod bodies;
mod diagnoses;
mod downloads;
mod fixture;
mod forms;
mod keys;
mod multipart;
mod proxy;
mod refusals;
mod session_token;
mod verbs;
