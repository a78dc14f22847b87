//! `object_store` with its feature `aws`. `Path::parse` uses the key unchanged or refuses it; `Path::from` would
//! encode it twice. A store is bound to one bucket, but is created in advance, because creating its HTTP client takes
//! two milliseconds.

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
        .with_bucket_name(BUCKET.name)
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
