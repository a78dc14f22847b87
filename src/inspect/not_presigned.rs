//! Why a URL cannot be inspected.

/// Why a text is no presigned URL; the message names the place and the remedy.
///
/// No message holds text of the URL, which may be a secret.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotPresigned {
    /// The text is not an absolute `http` or `https` URL.
    #[error("URL {problem}")]
    InvalidUrl {
        /// What is wrong with it, and what to do.
        problem: &'static str,
    },

    /// The query holds nothing of a signature of AWS.
    #[error(
        "URL has neither `X-Amz-Signature` nor `AWSAccessKeyId` in its query; \
         if it was cut at `&` or `#`, copy it whole and put it in quotes"
    )]
    Unsigned,

    /// A parameter of the signature is missing, though others are there.
    #[error(
        "query parameter `{name}` is missing; if the URL was cut, or its `&` became `&amp;`, \
         copy it again"
    )]
    MissingParameter {
        /// The parameter's name.
        name: &'static str,
    },

    /// A parameter of the signature is not in its form.
    #[error("query parameter `{name}` {problem}")]
    MalformedParameter {
        /// The parameter's name.
        name: &'static str,
        /// What is wrong with it, and what to do.
        problem: &'static str,
    },
}
