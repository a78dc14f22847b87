//! This crate, with `allow_dot_segments`, without which the second key is refused.

use std::time::SystemTime;

use presigner::{Credentials, Presigner, Request};

use super::{ACCESS_KEY_ID, Job, REGION, SECRET_ACCESS_KEY};

/// With a presigner, which reads the clock for each URL.
pub(super) fn get() -> Job {
    let presigner = presigner();
    Box::new(move |bucket, key, expiry| {
        let request = Request::get(bucket, key).allow_dot_segments();
        Ok(presigner.presign(&request, expiry)?.into_string())
    })
}

/// With a signer, whose URLs share one signing time.
pub(super) fn batch() -> Job {
    let signer = Box::leak(Box::new(presigner())).at(SystemTime::now());
    Box::new(move |bucket, key, expiry| {
        let request = Request::get(bucket, key).allow_dot_segments();
        Ok(signer.presign(&request, expiry)?.into_string())
    })
}

fn presigner() -> Presigner {
    Presigner::new(Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY), REGION)
}
