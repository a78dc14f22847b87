//! `rust-s3` in its synchronous variant without TLS, because signing requires neither a runtime nor a connection.

use std::time::Duration;

use s3::{Bucket, creds::Credentials, error::S3Error};

use super::{ACCESS_KEY_ID, BUCKET, Job, REGION, SECRET_ACCESS_KEY};

pub(super) fn get() -> Job {
    let credentials = credentials();
    Box::new(move |name, key, expiry: Duration| {
        let bucket = bucket(name, &credentials)?;
        Ok(bucket.presign_get(key, expiry.as_secs().try_into()?, None)?)
    })
}

pub(super) fn bound() -> Job {
    let bucket = bucket(BUCKET.name, &credentials()).expect("a bucket");
    Box::new(move |_, key, expiry: Duration| {
        Ok(bucket.presign_get(key, expiry.as_secs().try_into()?, None)?)
    })
}

fn bucket(name: &str, credentials: &Credentials) -> Result<Box<Bucket>, S3Error> {
    let region = REGION.parse().expect("a region");
    Bucket::new(name, region, credentials.clone())
}

fn credentials() -> Credentials {
    Credentials::new(Some(ACCESS_KEY_ID), Some(SECRET_ACCESS_KEY), None, None, None)
        .expect("static credentials")
}
