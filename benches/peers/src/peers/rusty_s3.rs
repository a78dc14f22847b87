//! `rusty-s3` without its features for XML and JSON, which signing does not require.

use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};
use url::Url;

use super::{ACCESS_KEY_ID, BUCKET, HOST, Job, REGION, SECRET_ACCESS_KEY};

pub(super) fn get() -> Job {
    let endpoint: Url = format!("https://{HOST}").parse().expect("a URL");
    let credentials = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY);
    Box::new(move |bucket, key, expiry| {
        let bucket =
            Bucket::new(endpoint.clone(), UrlStyle::VirtualHost, bucket.to_owned(), REGION)?;
        Ok(bucket.get_object(Some(&credentials), key).sign(expiry).into())
    })
}

pub(super) fn bound() -> Job {
    let endpoint = format!("https://{HOST}").parse().expect("a URL");
    let bucket = Bucket::new(endpoint, UrlStyle::VirtualHost, BUCKET.name, REGION)
        .expect("a host with a scheme");
    let credentials = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY);
    Box::new(move |_, key, expiry| {
        Ok(bucket.get_object(Some(&credentials), key).sign(expiry).into())
    })
}
