//! Presigned URLs tried against an S3 server that verifies them: what each opens, and all that it
//! does not.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

mod addressing;
mod bodies;
mod diagnoses;
mod downloads;
mod fixture;
mod forms;
mod keys;
mod multipart;
mod refusals;
mod session_token;
mod verbs;
