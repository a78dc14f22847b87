//! The crates that sign for Multi-Region Access Points, with Signature Version 4A for all Regions.

use http::Request;
use reqsign_aws_v4a::{RequestSigner, SigningRegionSet, StaticCredentialProvider};
use reqsign_core::{Context, Signer};

use super::{
    ACCESS_KEY_ID, ACCESS_POINT, Job, Peer, SECRET_ACCESS_KEY, aws_sigv4, ready, this_crate,
    unsigned_url,
};

#[must_use]
pub fn all() -> Vec<Peer> {
    let peer = |name, dependencies, url| Peer { name, dependencies, url, bound: None };
    vec![
        peer("presigner", &["presigner"], this_crate::get()),
        peer("aws-sigv4", &["aws-sigv4"], aws_sigv4::get_from_access_point()),
        peer("reqsign-aws-v4a", &["reqsign-aws-v4a"], reqsign()),
    ]
}

fn reqsign() -> Job {
    let credentials = StaticCredentialProvider::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY);
    let signer = RequestSigner::new("s3", SigningRegionSet::all());
    let signer = Signer::new(Context::new(), credentials, signer);
    Box::new(move |_, key, expiry| {
        let url = unsigned_url(ACCESS_POINT.label, ACCESS_POINT.domain, key);
        let (mut request, ()) = Request::get(url).body(())?.into_parts();
        ready(signer.sign(&mut request, Some(expiry)))?;
        Ok(request.uri.to_string())
    })
}
