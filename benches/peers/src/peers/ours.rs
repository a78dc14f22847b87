//! This crate.

use std::time::SystemTime;

use presigner::{Credentials, Error, Presigner, Request};

use super::{ACCESS_KEY_ID, Job, REGION, SECRET_ACCESS_KEY};

/// The verb that reads the clock.
pub(super) fn get() -> Job {
    let presigner = presigner();
    Box::new(move |bucket, key, expiry| {
        let url = match presigner.get(bucket, key, expiry) {
            // Such a key is refused unless one asks for it.
            Err(Error::DotSegment { .. }) => {
                presigner.presign(&Request::get(bucket, key).allow_dot_segments(), expiry)?
            }
            url => url?,
        };
        Ok(url.into_string())
    })
}

/// A link of a page of links: all of them have one signing time.
pub(super) fn batch() -> Job {
    let signer = Box::leak(Box::new(presigner())).at(SystemTime::now());
    Box::new(move |bucket, key, expiry| {
        let url = match signer.get(bucket, key, expiry) {
            Err(Error::DotSegment { .. }) => {
                signer.presign(&Request::get(bucket, key).allow_dot_segments(), expiry)?
            }
            url => url?,
        };
        Ok(url.into_string())
    })
}

fn presigner() -> Presigner {
    Presigner::new(Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY), REGION)
}
