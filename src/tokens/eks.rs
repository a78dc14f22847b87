//! Tokens for clusters of Amazon EKS.

use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::{
    input::check_cluster,
    login::{self, Login},
    token_request::{Lifetime, TokenRequest},
};
use crate::{credentials::Credentials, endpoint::partition::Partition};

/// A bearer token for the Kubernetes API of a cluster of [Amazon EKS][docs]: that of
/// `aws eks get-token`.
///
/// `cluster` is the name of the cluster, or the id of a local cluster on an outpost, and `region`
/// its region, which selects the endpoint of STS. The token is a presigned `GetCallerIdentity`, and
/// the cluster sends it to STS to learn who the caller is.
///
/// `X-Amz-Expires` is 60 seconds, but the cluster accepts the token for 15 minutes. Like
/// `aws eks get-token`, [`Token::expires_at`](super::Token::expires_at) returns 14 minutes, so that
/// clients create the next one in time. The [guide](crate::guide::tokens#kubernetes) shows the JSON
/// for `kubectl`.
///
/// [docs]: https://docs.aws.amazon.com/eks/latest/userguide/cluster-auth.html
pub fn eks<'a>(
    credentials: &'a Credentials,
    region: &'a str,
    cluster: &'a str,
) -> TokenRequest<'a> {
    TokenRequest::new(credentials, region, LIFETIME, || {
        check_cluster(cluster)?;
        let dns_suffix = Partition::containing(region).dns_suffix;
        Ok(Login {
            service: "sts",
            method: "GET",
            url: login::request_url(
                &["sts.", region, ".", dns_suffix].concat(),
                &[("Action", "GetCallerIdentity"), ("Version", "2011-06-15")],
            ),
            header: Some(("x-k8s-aws-id", cluster)),
            format: |_, signed_url| {
                login::base64("k8s-aws-v1.", signed_url, &BASE64_URL_SAFE_NO_PAD)
            },
        })
    })
}

const LIFETIME: Lifetime = Lifetime { expires_seconds: 60, accepted_seconds: 14 * 60 };
