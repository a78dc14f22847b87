//! The signer of the AWS SDK, behind the one function that the comparison needs.

use std::{
    error::Error,
    time::{Duration, SystemTime},
};

use aws_credential_types::Credentials;
use aws_sigv4::{
    http_request::{
        PayloadChecksumKind, PercentEncodingMode, SessionTokenMode, SignableBody, SignableRequest,
        SignatureLocation, SigningSettings, UriPathNormalizationMode, sign,
    },
    sign::v4,
};
use presigner::Timestamp;

/// How a service expects requests to be signed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Style {
    /// S3: the path is used unchanged, and the payload is unsigned.
    S3,
    /// An S3 directory bucket with a session token of `CreateSession`.
    S3Express,
    /// Most services: the path is normalized and encoded twice, and the payload is empty.
    Other,
    /// Like `Other`, with the session token appended after signing.
    OtherWithAppendedToken,
}

/// A request, and the credentials and settings to sign it with.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a list of named arguments")]
pub struct Signable<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// An absolute URL, percent-encoded.
    pub url: &'a str,
    /// The signed headers except `host`, not normalized.
    pub headers: &'a [(String, String)],
    /// The access key id.
    pub access_key_id: &'a str,
    /// The secret access key.
    pub secret_access_key: &'a str,
    /// The session token, if the credentials are temporary.
    pub session_token: Option<&'a str>,
    /// The region of the credential scope.
    pub region: &'a str,
    /// The service of the credential scope.
    pub service: &'a str,
    /// The validity, in seconds.
    pub expires_seconds: u32,
    /// The signing time.
    pub signed_at: Timestamp,
}

/// The query parameters that signing adds, including the signature, not percent-encoded.
///
/// # Errors
///
/// If `aws-sigv4` refuses the request, such as an invalid URL.
pub fn presign(
    signable: &Signable<'_>,
    style: Style,
) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let Signable { access_key_id, secret_access_key, session_token, .. } = *signable;
    let session_token = session_token.map(str::to_owned);
    let identity =
        Credentials::new(access_key_id, secret_access_key, session_token, None, "random").into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(signable.region)
        .name(signable.service)
        .time(SystemTime::from(signable.signed_at))
        .settings(settings(signable.expires_seconds, style))
        .build()?
        .into();
    let body = match style {
        Style::S3 | Style::S3Express => SignableBody::UnsignedPayload,
        Style::Other | Style::OtherWithAppendedToken => SignableBody::Bytes(b""),
    };
    let headers = signable.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let request = SignableRequest::new(signable.method, signable.url, headers, body)?;
    let (_, parameters) = sign(request, &params)?.into_parts().0.into_parts();
    let owned = |(name, value): (&str, std::borrow::Cow<'_, str>)| (name.to_owned(), value.into());
    Ok(parameters.into_iter().map(owned).collect())
}

fn settings(expires_seconds: u32, style: Style) -> SigningSettings {
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(Duration::from_secs(expires_seconds.into()));
    settings.payload_checksum_kind = PayloadChecksumKind::NoHeader;
    // The SDK excludes headers that proxies may change; sign them like any other header.
    settings.excluded_headers = None;
    match style {
        Style::S3 | Style::S3Express => {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        }
        Style::Other | Style::OtherWithAppendedToken => {
            settings.percent_encoding_mode = PercentEncodingMode::Double;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Enabled;
        }
    }
    if style == Style::S3Express {
        settings.session_token_name_override = Some("X-Amz-S3session-Token");
    }
    settings.session_token_mode = match style {
        Style::OtherWithAppendedToken => SessionTokenMode::Exclude,
        _ => SessionTokenMode::Include,
    };
    settings
}
