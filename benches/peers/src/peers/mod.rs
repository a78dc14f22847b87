//! One file for each crate: the whole job from bucket, key and expiry to a `String`, the way its documentation
//! does it. What is good for any bucket is made once, outside what is timed.

mod aws_sdk_s3;
mod aws_sigv4;
mod object_store;
mod ours;
mod reqsign;
mod rust_s3;
mod rusty_s3;
mod s3_presign;

use std::{error::Error, pin::pin, task, time::Duration};

/// A way to make a URL.
pub struct Peer {
    /// The crate as it is named in `Cargo.toml`, or it with the way to use it.
    pub name: &'static str,
    /// The dependencies that this job needs, as they are named in `Cargo.toml`; the first is the peer.
    pub dependencies: &'static [&'static str],
    /// Makes the URL of a key in a bucket that lives for so long.
    pub url: Job,
    /// The same with a client for [`BUCKET`] that is made beforehand, if clients are for one bucket.
    pub bound: Option<Job>,
}

pub type Job = Box<dyn Fn(&str, &str, Duration) -> Result<String, Box<dyn Error>>>;

/// This crate comes first: the others are measured against it.
#[must_use]
pub fn all() -> Vec<Peer> {
    let ours = &["presigner"];
    vec![
        Peer { name: "presigner", dependencies: ours, url: ours::get(), bound: None },
        Peer { name: "presigner, batch", dependencies: ours, url: ours::batch(), bound: None },
        Peer {
            name: "s3-presign",
            dependencies: &["s3-presign"],
            url: s3_presign::get(),
            bound: Some(s3_presign::bound()),
        },
        Peer {
            name: "rusty-s3",
            dependencies: &["rusty-s3"],
            url: rusty_s3::get(),
            bound: Some(rusty_s3::bound()),
        },
        Peer {
            name: "reqsign-aws-v4",
            dependencies: &["reqsign-aws-v4", "reqsign-core", "http"],
            url: reqsign::get(),
            bound: None,
        },
        Peer {
            name: "aws-sigv4",
            dependencies: &["aws-sigv4", "aws-credential-types", "http"],
            url: aws_sigv4::get(),
            bound: None,
        },
        Peer {
            name: "rust-s3",
            dependencies: &["rust-s3"],
            url: rust_s3::get(),
            bound: Some(rust_s3::bound()),
        },
        Peer {
            name: "object_store",
            dependencies: &["object_store", "http"],
            url: object_store::get(),
            bound: None,
        },
        Peer {
            name: "aws-sdk-s3",
            dependencies: &["aws-sdk-s3"],
            url: aws_sdk_s3::get(),
            bound: None,
        },
    ]
}

/// The result of a future that does not wait for anything, and so needs no runtime: none could be quicker.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut task::Context::from_waker(task::Waker::noop())) {
        task::Poll::Ready(output) => output,
        task::Poll::Pending => panic!("signing waits for something"),
    }
}

/// What callers of `aws-sigv4` and `reqsign-aws-v4` do themselves: the URL to be signed.
fn unsigned_url(bucket: &str, key: &str) -> String {
    const ENCODED: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~');
    let key = percent_encoding::utf8_percent_encode(key, ENCODED);
    format!("https://{bucket}.{HOST}/{key}")
}

pub const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
pub const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
pub const REGION: &str = "eu-central-1";
pub const HOST: &str = "s3.eu-central-1.amazonaws.com";
pub const BUCKET: &str = "my-bucket";
