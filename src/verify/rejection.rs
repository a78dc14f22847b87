//! Why a request is refused.

use alloc::string::String;

use crate::wire::timestamp::Timestamp;

/// Why an incoming request is refused.
///
/// The messages are for logs and for the sender; none holds a signature, a token or a secret.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// The query has no signature of version 4: the request is not presigned, or in another way.
    #[error("query parameter `{name}` is missing; the request is not presigned with SigV4")]
    NotPresigned {
        /// The parameter that is missing.
        name: &'static str,
    },
    /// Something in the request is not what Signature Version 4 writes.
    #[error("{part} {problem}")]
    Malformed {
        /// The part of the request.
        part: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The host is neither the base domain of the rules nor below it.
    #[error("host `{host}` is not one of this server's")]
    WrongHost {
        /// The host of the request.
        host: String,
    },
    /// A query parameter occurs twice; servers disagree on which counts.
    #[error("query parameter `{name}` occurs more than once")]
    DuplicateParameter {
        /// The parameter's name.
        name: String,
    },
    /// The signature is for another region.
    #[error("signature is for the region `{region}`, not for this one")]
    WrongRegion {
        /// The region in the credential.
        region: String,
    },
    /// The signature is for another service.
    #[error("signature is for the service `{service}`, not for this one")]
    WrongService {
        /// The service in the credential.
        service: String,
    },
    /// The signing time is in the future, by more than clocks may differ.
    #[error("request was signed at {signed_at} and it is {now}; one of the clocks is wrong")]
    NotYetValid {
        /// `X-Amz-Date`.
        signed_at: Timestamp,
        /// The time of the check.
        now: Timestamp,
    },
    /// The URL's time is over.
    #[error("request expired at {expires_at} and it is {now}")]
    Expired {
        /// `X-Amz-Date` plus `X-Amz-Expires`.
        expires_at: Timestamp,
        /// The time of the check.
        now: Timestamp,
    },
    /// The URL asks for a longer life than is allowed.
    #[error("expiry of {seconds} seconds is over the maximum of {max_seconds}")]
    ExpiryTooLong {
        /// `X-Amz-Expires`.
        seconds: u64,
        /// The most that is allowed.
        max_seconds: u64,
    },
    /// The signature is older than is allowed, whatever its expiry.
    #[error("signature is {seconds} seconds old, over the maximum of {max_seconds}")]
    SignatureTooOld {
        /// Seconds since `X-Amz-Date`.
        seconds: u64,
        /// The most that is allowed.
        max_seconds: u64,
    },
    /// `host` is not among the signed headers, so the URL would work anywhere.
    #[error("header `host` is not signed")]
    HostNotSigned,
    /// A header that S3 acts on is there, but the signer did not vouch for it.
    #[error("header `{name}` is not signed; it was added after signing")]
    HeaderNotSigned {
        /// The header's name.
        name: String,
    },
    /// A header that was signed is not there.
    #[error("header `{name}` is signed and was not sent")]
    HeaderMissing {
        /// The header's name.
        name: String,
    },
    /// The secret that the request is to be checked against is empty: with it anyone could have signed.
    #[error("secret access key is empty; refuse an access key id that has none")]
    EmptySecretAccessKey,
    /// The signature is not that of this request by this secret.
    #[error("signature does not match: the request was changed, or the secret is another")]
    BadSignature,
}
