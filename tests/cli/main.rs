//! Tests of the program `presign`, which run it.
#![cfg(unix)]

mod aws_cli;
mod credentials;
mod keys;
mod picture;
mod session;
mod token;
mod transcripts;
