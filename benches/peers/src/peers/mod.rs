//! One file per crate: the whole task from bucket, key and expiry to a `String`, as in its documentation. Clients that
//! serve any bucket are created once, outside the measurement.

mod aws_sdk_s3;
mod aws_sigv4;
pub mod multi_region;
mod object_store;
mod reqsign;
mod rust_s3;
mod rusty_s3;
mod s3_presign;
mod this_crate;

use std::{error::Error, pin::pin, task, time::Duration};

/// A way to make a URL.
pub struct Peer {
    /// The crate as named in `Cargo.toml`, optionally with a variant.
    pub name: &'static str,
    /// The dependencies that this task requires, as named in `Cargo.toml`; the first is the peer.
    pub dependencies: &'static [&'static str],
    /// Makes the URL for a bucket, a key and a validity.
    pub url: Job,
    /// The same with a client for [`BUCKET`] that is created in advance, if a client is bound to one bucket.
    pub bound: Option<Job>,
}

impl Peer {
    /// The name of the crate, with its version unless it is this crate, and the variant.
    #[must_use]
    pub fn full_name(&self) -> String {
        let package = self.dependencies[0];
        if package == "presigner" {
            return self.name.to_owned();
        }
        format!("{} {}", self.name, version(package))
    }
}

/// The version of a package that is in the lock file only once.
fn version(package: &str) -> &'static str {
    let name = format!("\nname = \"{package}\"\nversion = \"");
    let (_, rest) = include_str!("../../Cargo.lock").split_once(&name).expect("a locked package");
    rest.split('"').next().expect("a version")
}

/// A bucket, or an access point.
#[derive(Clone, Copy, Debug)]
pub struct Bucket {
    /// The name by which a peer is asked for it.
    pub name: &'static str,
    /// Its part of the host.
    pub label: &'static str,
    /// The rest of the host.
    pub domain: &'static str,
}

pub type Job = Box<dyn Fn(&str, &str, Duration) -> Result<String, Box<dyn Error>>>;

/// This crate is first, because the others are compared with it.
#[must_use]
pub fn all() -> Vec<Peer> {
    let dependencies = &["presigner"];
    vec![
        Peer { name: "presigner", dependencies, url: this_crate::get(), bound: None },
        Peer { name: "presigner, batch", dependencies, url: this_crate::batch(), bound: None },
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

/// The result of a future that is never pending and so needs no runtime, which is as fast as possible.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut task::Context::from_waker(task::Waker::noop())) {
        task::Poll::Ready(output) => output,
        task::Poll::Pending => panic!("signing waits for something"),
    }
}

/// The URL to sign, which callers of `aws-sigv4` and `reqsign-aws-v4` must build themselves.
fn unsigned_url(bucket: &str, domain: &str, key: &str) -> String {
    const ENCODED: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~');
    let key = percent_encoding::utf8_percent_encode(key, ENCODED);
    format!("https://{bucket}.{domain}/{key}")
}

pub const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
pub const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
pub const REGION: &str = "eu-central-1";
pub const HOST: &str = "s3.eu-central-1.amazonaws.com";
pub const BUCKET: Bucket = Bucket { name: "my-bucket", label: "my-bucket", domain: HOST };

/// The access point of the examples in the AWS documentation.
pub const ACCESS_POINT: Bucket = Bucket {
    name: "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
    label: "mfzwi23gnjvgw.mrap",
    domain: "accesspoint.s3-global.amazonaws.com",
};
