//! Tests of the program `presign`, which run it.
#![cfg(unix)]

mod aws_cli;
mod credentials;
mod keys;
mod session;
mod token;
mod transcripts;
