//! `reqsign-aws-v4` with the signer of `reqsign-core`: signs a URL that the caller built.

use http::Request;
use reqsign_aws_v4::{RequestSigner, StaticCredentialProvider};
use reqsign_core::{Context, Signer};

use super::{ACCESS_KEY_ID, HOST, Job, REGION, SECRET_ACCESS_KEY, ready, unsigned_url};

pub(super) fn get() -> Job {
    let credentials = StaticCredentialProvider::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY);
    let signer = Signer::new(Context::new(), credentials, RequestSigner::new("s3", REGION));
    Box::new(move |bucket, key, expiry| {
        let (mut request, ()) =
            Request::get(unsigned_url(bucket, HOST, key)).body(())?.into_parts();
        ready(signer.sign(&mut request, Some(expiry)))?;
        Ok(request.uri.to_string())
    })
}
