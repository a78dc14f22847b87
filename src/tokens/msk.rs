//! Tokens for clusters of Amazon MSK.

use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::{
    login::{self, Login},
    token_request::{Lifetime, TokenRequest},
};
use crate::credentials::Credentials;

/// A token for the Kafka clusters of [Amazon MSK][docs] in `region`, for the SASL mechanism
/// `OAUTHBEARER`.
///
/// The token is valid for 15 minutes and for every cluster of the region. Kafka clients take it
/// with the time when it expires, most of them in milliseconds; they must replace it before, because
/// the broker closes the connection otherwise. The [guide](crate::guide::tokens#kafka) shows the
/// callback.
///
/// The host in the token is `kafka.REGION.amazonaws.com` in all partitions, as in the signers that
/// AWS publishes. Their format includes a `User-Agent`, which is not signed; here it is the name
/// and version of this crate.
///
/// [docs]: https://docs.aws.amazon.com/msk/latest/developerguide/configure-clients-for-iam-access-control.html
pub fn msk<'a>(credentials: &'a Credentials, region: &'a str) -> TokenRequest<'a> {
    TokenRequest::new(credentials, region, Lifetime::FIFTEEN_MINUTES, || {
        Ok(Login {
            service: "kafka-cluster",
            method: "GET",
            url: login::request_url(
                &["kafka.", region, ".amazonaws.com"].concat(),
                &[("Action", "kafka-cluster:Connect")],
            ),
            header: None,
            format: |_, signed_url| {
                let url = Zeroizing::new([signed_url, USER_AGENT].concat());
                login::base64("", &url, &BASE64_URL_SAFE_NO_PAD)
            },
        })
    })
}

/// Appended after signing, percent-encoded.
const USER_AGENT: &str = concat!("&User-Agent=presigner%2F", env!("CARGO_PKG_VERSION"));
