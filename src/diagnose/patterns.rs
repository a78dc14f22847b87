//! The kinds of refusals, by code and message.

use super::error_response::ErrorResponse;

/// A kind of refusal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Refusal {
    HeaderNotSigned,
    TwoSignatures,
    SignatureVersion,
    NotYetValid,
    Expired,
    TokenExpired,
    InvalidToken,
    UnknownAccessKey,
    Incomplete,
    Expiry,
    Service,
    Region,
    Checksum,
    Mismatch,
    Denied,
    Malformed,
    /// Not about the signature.
    Other,
    /// No code, as in the response to HEAD.
    Silent,
}

impl Refusal {
    pub(super) fn of(response: &ErrorResponse<'_>) -> Self {
        let code = response.code();
        let mut message = response.message();
        message.make_ascii_lowercase();
        // The canonical request that follows is not part of the message.
        let message = message.split("the canonical string for").next().unwrap_or_default();
        if response.element("HeadersNotSigned").is_some() {
            return Self::HeaderNotSigned;
        }
        let is_authorization = |name| {
            response.element(name).is_some_and(|text| text.eq_ignore_ascii_case("Authorization"))
        };
        if is_authorization("ArgumentName") {
            return Self::TwoSignatures;
        }
        let has_code = |codes: &[&str]| {
            code.as_deref().is_some_and(|code| codes.iter().any(|it| it.eq_ignore_ascii_case(code)))
        };
        let says = |phrases: &[&str]| phrases.iter().any(|phrase| message.contains(phrase));
        let kind = KINDS.iter().find(|(_, codes, phrases)| has_code(codes) || says(phrases));
        match kind {
            Some((kind, ..)) => *kind,
            None if code.is_some() => Self::Other,
            None => Self::Silent,
        }
    }
}

/// Each kind with its codes, and with phrases of its messages in lower case. The first match counts: the
/// same code has many messages.
const KINDS: [(Refusal, &[&str], &[&str]); 16] = [
    (Refusal::HeaderNotSigned, &[], &["which were not signed"]),
    (Refusal::TwoSignatures, &[], &["only one auth mechanism", "multiple authentication types"]),
    (Refusal::SignatureVersion, &[], &["use aws4-hmac-sha256", "sigv2", "signature version 2"]),
    (
        Refusal::NotYetValid,
        &["RequestTimeTooSkewed"],
        &["not yet valid", "not valid yet", "not yet current"],
    ),
    (
        Refusal::Expired,
        &["ExpiredRequest", "RequestExpired"],
        &["request has expired", "signature expired", "url has expired"],
    ),
    (
        Refusal::TokenExpired,
        &["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"],
        &["token has expired", "token included in the request is expired"],
    ),
    (Refusal::InvalidToken, &["InvalidToken"], &[]),
    (
        Refusal::UnknownAccessKey,
        &[
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidSecurity",
            "NotSignedUp",
            "Unauthorized",
            "UnrecognizedClientException",
        ],
        &["token included in the request is invalid"],
    ),
    (
        Refusal::Incomplete,
        &["IncompleteSignature", "MissingSecurityHeader"],
        &["requires the x-amz-", "missing presigned", "signature is required"],
    ),
    (Refusal::Expiry, &[], &["x-amz-expires"]),
    (Refusal::Service, &[], &["incorrect service", "unknown service", "correct service"]),
    (
        Refusal::Region,
        &[
            "IllegalLocationConstraintException",
            "InvalidRegion",
            "InvalidRegionName",
            "PermanentRedirect",
            "Redirect",
            "TemporaryRedirect",
        ],
        &["is wrong; expecting", "region is wrong", "region does not match", "valid region"],
    ),
    (
        Refusal::Checksum,
        &[
            "BadDigest",
            "ContentSHA256Mismatch",
            "InvalidDigest",
            "XAmzContentChecksumMismatch",
            "XAmzContentSHA256Mismatch",
        ],
        &["checksum"],
    ),
    (
        Refusal::Mismatch,
        &["InvalidSignatureException", "SignatureDoesNotMatch"],
        &["signature we calculated does not match"],
    ),
    (
        Refusal::Denied,
        &["AccessDenied", "AccountProblem", "AllAccessDisabled", "Forbidden", "UserSuspended"],
        &["not authorized to perform"],
    ),
    (
        Refusal::Malformed,
        &[
            "AuthorizationHeaderMalformed",
            "AuthorizationParametersError",
            "AuthorizationQueryParametersError",
            "InvalidArgument",
            "InvalidRequest",
            "InvalidURI",
            "MalformedSecurityHeader",
            "NotImplemented",
        ],
        &[],
    ),
];
