//! `rust-s3` in its synchronous variant, without TLS: signing needs neither a runtime nor a connection.

use std::time::Duration;

use s3::{Bucket, creds::Credentials};

use super::{ACCESS_KEY_ID, BUCKET, Job, REGION, SECRET_ACCESS_KEY};

pub(super) fn get() -> Job {
    let credentials =
        Credentials::new(Some(ACCESS_KEY_ID), Some(SECRET_ACCESS_KEY), None, None, None)
            .expect("static credentials");
    let region = REGION.parse().expect("a region");
    let bucket = Bucket::new(BUCKET, region, credentials).expect("a bucket");
    Box::new(move |key, expiry: Duration| {
        Ok(bucket.presign_get(key, expiry.as_secs().try_into()?, None)?)
    })
}
