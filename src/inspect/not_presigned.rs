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

    /// The URL is escaped, as in the source of a program or as a part of another URL.
    #[error(
        "URL is escaped: it contains `{found}` in place of `{character}`; undo the escaping, which a \
         program, a shell or an encoder has added"
    )]
    Escaped {
        /// The text in the URL, for example `\u0026`.
        found: &'static str,
        /// The character that the URL must contain instead: `&`, `=`, `?` or `:`.
        character: char,
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

impl NotPresigned {
    /// The problem of a text that is not a URL; a character before the URL is named.
    pub(crate) fn invalid_url(text: &str, problem: &'static str) -> Self {
        let begins_with = |scheme: &str| {
            text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
        };
        if begins_with("https%3A") || begins_with("http%3A") {
            return Self::Escaped { found: "%3A", character: ':' };
        }
        let before = BEFORE_URLS.iter().find(|(before, _)| text.starts_with(before));
        Self::InvalidUrl { problem: before.map_or(problem, |(_, problem)| problem) }
    }

    /// The same problem, or the escape in the URL that is the reason for it.
    pub(super) fn or_escaped(self, path: &str, text: &str) -> Self {
        let mut escapes = ESCAPES.iter();
        let in_text = escapes.find(|(found, _)| text.contains(found));
        let path = path.to_ascii_uppercase();
        let is_encoded = ENCODED_QUERIES.iter().any(|begin| path.contains(begin));
        match in_text {
            Some(&(found, character)) => Self::Escaped { found, character },
            None if is_encoded => Self::Escaped { found: "%3F", character: '?' },
            None => self,
        }
    }
}

/// What is copied together with a URL.
const BEFORE_URLS: [(&str, &str); 5] = [
    ("\"", "begins with `\"`; remove the quotation marks"),
    ("'", "begins with `'`; remove the quotation marks"),
    ("`", "begins with a backquote; remove the backquotes"),
    ("<", "begins with `<`; remove the angle brackets"),
    ("curl ", "begins with `curl`; pass only the URL of the command"),
];

/// `&` and `=` in JSON, in HTML, and in commands of shells. A URL contains neither `\` nor `^`.
const ESCAPES: [(&str, char); 10] = [
    ("\\u0026", '&'),
    ("\\x26", '&'),
    ("\\&", '&'),
    ("^&", '&'),
    ("\\u003d", '='),
    ("\\u003D", '='),
    ("\\x3d", '='),
    ("&#x3D;", '='),
    ("&#x3d;", '='),
    ("&#61;", '='),
];

/// The beginning of a query that is percent-encoded as a whole, which makes it a part of the path. In upper case.
const ENCODED_QUERIES: [&str; 2] = ["%3FX-AMZ-", "%3FAWSACCESSKEYID"];
