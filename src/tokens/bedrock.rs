//! Short-term API keys of Amazon Bedrock.

use base64::prelude::BASE64_STANDARD;
use zeroize::Zeroizing;

use super::{
    login::{self, Login},
    token_request::{Lifetime, TokenRequest, TokenRequestWithExpiry},
};
use crate::credentials::Credentials;

/// A short-term [API key of Amazon Bedrock][docs] for `region`.
///
/// Send it as `Authorization: Bearer` with each request, or set `AWS_BEARER_TOKEN_BEDROCK` for AWS
/// SDKs. It is valid for 12 hours, or a shorter [`expiry`](TokenRequestWithExpiry::expiry), and has
/// the permissions of the credentials.
///
/// ```
/// use presigner::{Credentials, Expiry, tokens};
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let key = tokens::bedrock(&credentials, "us-east-1").expiry(Expiry::hours(1)).now()?;
/// assert!(key.as_str().starts_with("bedrock-api-key-"));
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// [docs]: https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html
pub fn bedrock<'a>(credentials: &'a Credentials, region: &'a str) -> TokenRequestWithExpiry<'a> {
    let lifetime = Lifetime::seconds(MAX_SECONDS);
    let request = TokenRequest::new(credentials, region, lifetime, || {
        Ok(Login {
            service: "bedrock",
            method: "POST",
            // In all regions and partitions.
            url: login::request_url("bedrock.amazonaws.com", &[("Action", "CallWithBearerToken")]),
            header: None,
            format: |url, signed_url| {
                let request = login::without_scheme(url, signed_url);
                let versioned = Zeroizing::new([request.as_str(), "&Version=1"].concat());
                login::base64("bedrock-api-key-", &versioned, &BASE64_STANDARD)
            },
        })
    });
    TokenRequestWithExpiry::new(request, MAX_SECONDS)
}

/// 12 hours.
const MAX_SECONDS: u32 = 43_200;
