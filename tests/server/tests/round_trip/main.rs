//! Tests presigned URLs against an S3 server that verifies them: what it accepts, and what it refuses.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

mod addressing;
mod bodies;
mod diagnoses;
mod downloads;
mod fixture;
mod form_verdicts;
mod forms;
mod keys;
mod multipart;
mod proxy;
mod refusals;
#[path = "../../../it/verify/sent_form.rs"]
mod sent_form;
mod session_token;
#[path = "../../../it/table/mod.rs"]
#[expect(dead_code, reason = "each test reads other columns")]
mod table;
mod verbs;
