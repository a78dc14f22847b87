//! Who has to act on an error.

use super::{Error, Limit};

/// Who has to act on an [`Error`], for the response of a service that signs on behalf of others:
/// its status is [`http_status`](Self::http_status). The message of an error addresses the developer who calls this
/// crate, and can name its functions and the settings of the service: log it, and respond with a text of your own, such
/// as "the file name is invalid" for [`Error::DotSegment`].
///
/// ```
/// use presigner::{Credentials, ErrorKind, Presigner, Timestamp};
///
/// let now = Timestamp::from_unix_seconds(1_700_000_000);
/// let expired = Credentials::new("id", "secret").with_expiration(now);
/// let presigner = Presigner::new(expired, "eu-central-1");
/// let expiry = std::time::Duration::from_secs(900);
/// let error = presigner.at(now).get("my-bucket", "cat.jpg", expiry).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Credentials);
/// assert_eq!(error.kind().http_status(), 503);
///
/// let presigner = Presigner::new(Credentials::new("id", "secret"), "eu central 1");
/// let error = presigner.at(now).get("my-bucket", "cat.jpg", expiry).unwrap_err();
/// assert_eq!(error.kind().http_status(), 500);
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// What was to be signed is invalid: bucket, key, method, parameters, headers, form or expiry. Or the server
    /// returned the error that the parts or the id of a multipart upload are wrong.
    /// Whoever supplied it has to change it; the same request fails again. If bucket, expiry or form are chosen by the
    /// service and not by its client, an error about them is a configuration error of the service.
    Request,
    /// A setting is invalid, or does not support the request: region, endpoint, expiry policy, stable window,
    /// an environment variable, a profile, or host, port or user of a login token. The operator has to change it.
    Configuration,
    /// The credentials are missing, malformed, expired, or not of the type that the request requires. Other
    /// credentials are required; if they are replaced regularly, the same request may succeed later.
    Credentials,
    /// The response to a multipart upload is another error, or incomplete. The request was valid when signed; what
    /// to do depends on the error code of the server.
    Response,
}

impl ErrorKind {
    /// Returns the status code of a response to an HTTP request that failed with such an error: 400 for the
    /// request, 500 for the configuration, 503 for the credentials, and 502 for a response of a server.
    #[must_use]
    pub const fn http_status(self) -> u16 {
        match self {
            Self::Request => 400,
            Self::Configuration => 500,
            Self::Credentials => 503,
            Self::Response => 502,
        }
    }
}

/// The status of [`ErrorKind::http_status`] (feature `http`).
#[cfg(feature = "http")]
impl From<ErrorKind> for http::StatusCode {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Request => Self::BAD_REQUEST,
            ErrorKind::Configuration => Self::INTERNAL_SERVER_ERROR,
            ErrorKind::Credentials => Self::SERVICE_UNAVAILABLE,
            ErrorKind::Response => Self::BAD_GATEWAY,
        }
    }
}

impl Error {
    /// Returns who has to act on the error.
    ///
    /// [`ExpiryLimited`](Self::ExpiryLimited) and [`StableWindowTooLong`](Self::StableWindowTooLong) are of kind
    /// [`Credentials`](ErrorKind::Credentials) if the limit is [`Limit::Credentials`]. Otherwise, a requested expiry
    /// that is too long is of kind [`Request`](ErrorKind::Request), and a window that is too long of kind
    /// [`Configuration`](ErrorKind::Configuration).
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::EmptyAccessKeyId
            | Self::EmptySecretAccessKey
            | Self::InvalidCredentials { .. }
            | Self::CredentialsExpired { .. }
            | Self::ExpressSessionNotAllowed
            | Self::IamCredentialsRequired { .. }
            | Self::MalformedCredentialsDocument { .. }
            | Self::InvalidCredentialsDocument { .. }
            | Self::UnsupportedCredentialsDocument { .. }
            | Self::CredentialsNotGranted { .. }
            | Self::MissingEnvironmentVariable { .. }
            | Self::MissingCredentials { .. }
            | Self::ExpiryLimited { limited_by: Limit::Credentials, .. }
            | Self::StableWindowTooLong { limited_by: Limit::Credentials, .. } => {
                ErrorKind::Credentials
            }

            Self::InvalidEnvironmentVariable { .. }
            | Self::MissingRegion { .. }
            | Self::UnreadableProfileFile { .. }
            | Self::InvalidProfileFile { .. }
            | Self::MissingProfile { .. }
            | Self::InvalidProfile { .. }
            | Self::UnsupportedProfile { .. }
            | Self::InvalidRegion { .. }
            | Self::EmptyService
            | Self::InvalidEndpoint { .. }
            | Self::BucketInEndpoint { .. }
            | Self::BucketInEndpointPath { .. }
            | Self::EndpointRegionMismatch { .. }
            | Self::UnsupportedEndpoint { .. }
            | Self::InvalidTokenInput { .. }
            | Self::PolicyCapTooShort
            | Self::PolicyCapShorterThanWindow
            | Self::InvalidStableWindow { .. }
            | Self::StableWindowTooLong {
                limited_by: Limit::SevenDays | Limit::Policy | Limit::Service,
                ..
            } => ErrorKind::Configuration,

            Self::InvalidUrl { .. }
            | Self::InvalidBucket { .. }
            | Self::InvalidArn { .. }
            | Self::ArnRegionMismatch { .. }
            | Self::EmptyKey
            | Self::KeyTooLong { .. }
            | Self::DotSegment { .. }
            | Self::InvalidMethod { .. }
            | Self::EmptyParameterName
            | Self::ReservedParameter { .. }
            | Self::DuplicateParameter { .. }
            | Self::InvalidPartNumber { .. }
            | Self::EmptyUploadId
            | Self::EmptyVersionId
            | Self::IncompletePart { .. }
            | Self::InvalidResponseHeader { .. }
            | Self::OverrideWithoutDownload { .. }
            | Self::InvalidHeaderName { .. }
            | Self::InvalidHeaderValue { .. }
            | Self::ReservedHeader { .. }
            | Self::EncryptionWithoutObject { .. }
            | Self::DuplicateHeader { .. }
            | Self::InvalidPayloadHash { .. }
            | Self::InvalidDigest { .. }
            | Self::UnsupportedHttpRequest { .. }
            | Self::NoParts
            | Self::DuplicatePart { .. }
            | Self::InvalidEtag { .. }
            | Self::InvalidFormField { .. }
            | Self::FilenameVariableInKey { .. }
            | Self::EmptyContentLengthRange { .. }
            | Self::FormTooLarge { .. }
            | Self::ExpiryTooShort
            | Self::ExpiryInPast { .. }
            | Self::ExpiryLimited {
                limited_by: Limit::SevenDays | Limit::Policy | Limit::Service,
                ..
            }
            | Self::TimeOutOfRange { .. } => ErrorKind::Request,

            Self::ServerError { code } if REQUEST_ERROR_CODES.contains(&&**code) => {
                ErrorKind::Request
            }
            Self::ServerError { .. } | Self::UnexpectedResponse { .. } => ErrorKind::Response,
        }
    }
}

/// The codes for a wrong list of parts or upload id:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html>
const REQUEST_ERROR_CODES: [&str; 4] =
    ["EntityTooSmall", "InvalidPart", "InvalidPartOrder", "NoSuchUpload"];
