//! `object_store` with its feature `aws`. Of its two ways to make a path, `parse` takes the key as it is, or
//! refuses it; `from` would encode it twice. A store is for one bucket, but opens an HTTP client of its own,
//! which takes two milliseconds: it is made beforehand.

use http::Method;
use object_store::{
    aws::{AmazonS3, AmazonS3Builder},
    path::Path,
    signer::Signer,
};

use super::{ACCESS_KEY_ID, BUCKET, Job, REGION, SECRET_ACCESS_KEY, ready};

pub(super) fn get() -> Job {
    let store: AmazonS3 = AmazonS3Builder::new()
        .with_region(REGION)
        .with_bucket_name(BUCKET)
        .with_access_key_id(ACCESS_KEY_ID)
        .with_secret_access_key(SECRET_ACCESS_KEY)
        .with_virtual_hosted_style_request(true)
        .build()
        .expect("a store");
    Box::new(move |_, key, expiry| {
        let path = Path::parse(key)?;
        Ok(ready(store.signed_url(Method::GET, &path, expiry))?.into())
    })
}
