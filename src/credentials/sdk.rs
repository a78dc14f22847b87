//! Conversion from the credentials of the AWS SDK, which `aws-config` loads.

use super::Credentials;

/// Converts access key, session token and expiry of credentials that `aws-config` or another
/// provider of the AWS SDK returned (feature `aws-credential-types`).
///
/// ```
/// use presigner::{Credentials, Timestamp};
///
/// // In an application, these are returned by `provider.provide_credentials().await?`.
/// let expiry = Timestamp::from_unix_seconds(1_700_000_000);
/// let sdk_credentials = aws_credential_types::Credentials::new(
///     "ASIAIOSFODNN7EXAMPLE",
///     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
///     Some("FwoGZXIvYXdzEXAMPLE".into()),
///     Some(expiry.into()),
///     "example",
/// );
/// assert_eq!(Credentials::from(sdk_credentials).expiration(), Some(expiry));
/// ```
impl From<aws_credential_types::Credentials> for Credentials {
    fn from(sdk: aws_credential_types::Credentials) -> Self {
        let credentials = Self::new(sdk.access_key_id(), sdk.secret_access_key())
            .with_session_token(sdk.session_token().unwrap_or_default());
        match sdk.expiry() {
            Some(expiry) => credentials.with_expiration(expiry),
            None => credentials,
        }
    }
}
