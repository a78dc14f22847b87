//! `s3-presign`, whose presigner is bound to one bucket. As in its documentation, the caller passes the root domain of
//! the region.

use std::time::Duration;

use s3_presign::{Credentials, Presigner};

use super::{ACCESS_KEY_ID, BUCKET, HOST, Job, REGION, SECRET_ACCESS_KEY};

pub(super) fn get() -> Job {
    Box::new(move |bucket, key, expiry: Duration| {
        let url = presigner(bucket).get(key, expiry.as_secs().try_into()?);
        url.ok_or_else(|| "no URL".into())
    })
}

pub(super) fn bound() -> Job {
    let presigner = presigner(BUCKET.name);
    Box::new(move |_, key, expiry: Duration| {
        let url = presigner.get(key, expiry.as_secs().try_into()?);
        url.ok_or_else(|| "no URL".into())
    })
}

fn presigner(bucket: &str) -> Presigner {
    let credentials = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None);
    Presigner::new_with_root(credentials, bucket, REGION, HOST)
}
