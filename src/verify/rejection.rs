//! Why an incoming request is refused.

use alloc::string::String;

use crate::wire::timestamp::Timestamp;

/// Why an incoming request is refused.
///
/// The messages are for logs; none contains a signature, a token or a secret.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// The query has no Signature Version 4: the request is not presigned, or with another version.
    #[error("query parameter `{name}` is missing; the request is not presigned with SigV4")]
    NotPresigned {
        /// The parameter that is missing.
        name: &'static str,
    },
    /// The request has an `Authorization` header beside the signature in the query. S3 refuses both at once, and
    /// which one another server uses is not known.
    #[error("header `authorization` was sent with a presigned request; send only one of the two")]
    AuthorizationHeader,
    /// The query has a parameter of Signature Version 2 (`AWSAccessKeyId` or `Signature`) in addition to Signature
    /// Version 4. S3 refuses a request with both, even if these parameters are signed. Only the rules of
    /// [`Rules::s3`](super::Rules::s3) have this rejection.
    #[error(
        "query parameter `{name}` belongs to Signature Version 2; sign with Signature Version 4 alone"
    )]
    SignatureVersion2 {
        /// The parameter.
        name: &'static str,
    },
    /// A part of the request is malformed.
    #[error("{part} {problem}")]
    Malformed {
        /// The part of the request.
        part: &'static str,
        /// The problem.
        problem: &'static str,
    },
    /// The host is neither the base domain of the rules nor a subdomain of it.
    #[error("host `{host}` is not a host of this server")]
    WrongHost {
        /// The host of the request.
        host: String,
    },
    /// The path is not below the path prefix of the rules.
    #[error("path `{path}` is not below the path prefix of this server")]
    WrongPath {
        /// The signed path, percent-encoded.
        path: String,
    },
    /// A query parameter occurs more than once; servers disagree on which value counts.
    #[error("query parameter `{name}` occurs more than once")]
    DuplicateParameter {
        /// The parameter's name.
        name: String,
    },
    /// The signature is for another region.
    #[error("signature is for region `{region}`, which this server does not accept")]
    WrongRegion {
        /// The region of the credential scope.
        region: String,
        /// The region of the rules.
        expected: String,
    },
    /// The signature is for another service.
    #[error("signature is for service `{service}`, which this server does not accept")]
    WrongService {
        /// The service of the credential scope.
        service: String,
    },
    /// The signing time is further in the future than the accepted clock skew.
    #[error("request was signed at {signed_at} and it is now {now}; one of the clocks is wrong")]
    NotYetValid {
        /// `X-Amz-Date`.
        signed_at: Timestamp,
        /// The time of the check.
        now: Timestamp,
    },
    /// The URL has expired, or the policy of the form.
    #[error("request expired at {expires_at} and it is now {now}")]
    Expired {
        /// `X-Amz-Date` plus `X-Amz-Expires`, or the expiration of the policy.
        expires_at: Timestamp,
        /// The time of the check.
        now: Timestamp,
    },
    /// The validity of the URL or form is longer than the rules accept.
    #[error("expiry of {seconds} seconds exceeds the maximum of {max_seconds}")]
    ExpiryTooLong {
        /// `X-Amz-Expires`, or the time from `x-amz-date` to the expiration of the policy.
        seconds: u64,
        /// The maximum of the rules.
        max_seconds: u64,
    },
    /// The signature is older than the rules accept, regardless of its expiry.
    #[error("signature is {seconds} seconds old, which exceeds the maximum of {max_seconds}")]
    SignatureTooOld {
        /// Seconds since `X-Amz-Date`.
        seconds: u64,
        /// The maximum of the rules.
        max_seconds: u64,
    },
    /// `host` is not among the signed headers, so the URL would be valid at any host.
    #[error("header `host` is not signed")]
    HostNotSigned,
    /// An `x-amz-*` header was sent that is not signed.
    #[error("header `{name}` is not signed; sign it or do not send it")]
    HeaderNotSigned {
        /// The header's name.
        name: String,
    },
    /// A signed header was not sent.
    #[error("header `{name}` is signed but was not sent")]
    HeaderMissing {
        /// The header's name.
        name: String,
    },
    /// The access key id is not known to the server: see
    /// [`reject_unknown_key`](super::Claim::reject_unknown_key). The response is that of
    /// [`BadSignature`](Self::BadSignature).
    #[error("access key id is not known")]
    UnknownAccessKey,
    /// The secret access key passed to [`verify`](super::Claim::verify) is empty; anyone can sign with an
    /// empty secret. The response is that of [`BadSignature`](Self::BadSignature), because the difference
    /// would tell which access key ids exist.
    #[error("secret access key is empty; reject access key ids that have none")]
    EmptySecretAccessKey,
    /// The signature is not that of this request with this secret.
    #[error(
        "signature does not match; the request was changed, for example its path by a router or \
         a proxy, or signed with another secret"
    )]
    BadSignature,

    // Of upload forms.
    /// A field that every form has is missing: one of the signature, the policy, or the key.
    #[error("form field `{name}` is missing")]
    FormFieldMissing {
        /// The field that is missing.
        name: &'static str,
    },
    /// A field of the form occurs more than once; servers disagree on which value counts.
    #[error("form field `{name}` occurs more than once")]
    DuplicateFormField {
        /// The field's name.
        name: String,
    },
    /// The fields of the form are larger than S3 accepts.
    #[error("form fields exceed {max_bytes} bytes")]
    FormTooLarge {
        /// The maximum of S3, in bytes.
        max_bytes: usize,
    },
    /// A field contains `${filename}`, and the caller did not set the file name (`Form::file_name`).
    #[error("form field `{name}` contains `${{filename}}`, and the name of the file is not known")]
    FileNameMissing {
        /// The field's name.
        name: String,
    },
    /// The policy of the form is malformed.
    #[error("policy {problem}")]
    InvalidPolicy {
        /// The problem.
        problem: &'static str,
    },
    /// The fields of the form do not meet a condition of its policy.
    #[error("policy condition failed: {condition}")]
    PolicyConditionFailed {
        /// The condition, as S3 shows it: `["eq", "$key", "cat.jpg"]`.
        condition: String,
    },
    /// A field of the form, or its bucket, has no condition in the policy.
    #[error("form field `{name}` has no condition in the policy")]
    FormFieldNotInPolicy {
        /// The field's name; `bucket` for the bucket of the URL.
        name: String,
    },
}

impl Rejection {
    /// Returns the rejection of a request that was checked with a secret that cannot match; `self` if only the
    /// signature is wrong.
    pub(super) fn unless_rejected_before<T>(self, checked: Result<T, Self>) -> Self {
        match checked {
            Err(rejection) if rejection != Self::BadSignature => rejection,
            _ => self,
        }
    }
}
