//! The error of parsing a text that is not a presigned URL.

/// The reason that a text is not a presigned URL. The message names the problem and the remedy.
///
/// It contains no text of the URL, which may be secret.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotPresigned {
    /// The text is not an absolute `http` or `https` URL.
    #[error("URL {problem}")]
    InvalidUrl {
        /// The problem and the remedy.
        problem: &'static str,
    },

    /// The query has no parameter of an AWS signature.
    #[error(
        "URL has neither `X-Amz-Signature` nor `AWSAccessKeyId` in its query; \
         if it was truncated at `&` or `#`, copy all of it and quote it"
    )]
    Unsigned,

    /// The query has a signature of another service than AWS, such as Google Cloud Storage.
    #[error(
        "URL has a signature of {service}, which is not an AWS signature (SigV2, SigV4 or SigV4A); \
         check it with the tools of that service, or presign with AWS credentials"
    )]
    OtherSignature {
        /// The service, with the name of the signature.
        service: &'static str,
    },

    /// A parameter of the signature is missing, while others are present.
    #[error(
        "query parameter `{name}` is missing; if the URL was truncated, or its `&` became \
         `&amp;`, copy it again"
    )]
    MissingParameter {
        /// The parameter's name.
        name: &'static str,
    },

    /// A parameter of the signature is malformed.
    #[error("query parameter `{name}` {problem}")]
    MalformedParameter {
        /// The parameter's name.
        name: &'static str,
        /// The problem and the remedy.
        problem: &'static str,
    },
}
