//! This crate. The second of the keys is refused unless one asks for it, and so it is asked for.

use std::time::SystemTime;

use presigner::{Credentials, Presigner, Request};

use super::{ACCESS_KEY_ID, Job, REGION, SECRET_ACCESS_KEY};

/// A presigner, which reads the clock.
pub(super) fn get() -> Job {
    let presigner = presigner();
    Box::new(move |bucket, key, expiry| {
        let request = Request::get(bucket, key).allow_dot_segments();
        Ok(presigner.presign(&request, expiry)?.into_string())
    })
}

/// A link of a page of links: all of them have one signing time.
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
