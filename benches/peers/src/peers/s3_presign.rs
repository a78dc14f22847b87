//! `s3-presign`: a presigner is for one bucket. Its documentation lets a caller name the root of the region's
//! hosts.

use std::time::Duration;

use s3_presign::{Credentials, Presigner};

use super::{ACCESS_KEY_ID, BUCKET, HOST, Job, REGION, SECRET_ACCESS_KEY};

pub(super) fn get() -> Job {
    let credentials = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None);
    let presigner = Presigner::new_with_root(credentials, BUCKET, REGION, HOST);
    Box::new(move |key, expiry: Duration| {
        let url = presigner.get(key, expiry.as_secs().try_into()?);
        url.ok_or_else(|| "no URL".into())
    })
}
