//! Why a request cannot be signed.

use alloc::string::String;
use core::fmt;

use crate::wire::timestamp::Timestamp;

/// Why a request cannot be signed; the message names the place and the remedy.
///
/// Text that came from the caller is shown escaped and cut at 64 characters. No message holds a secret
/// access key, a session token, a signature or a customer-provided encryption key.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The access key id is empty.
    #[error("access key id is empty; pass the id that belongs to the secret access key")]
    EmptyAccessKeyId,

    /// The secret access key is empty.
    #[error("secret access key is empty; pass the secret that belongs to the access key id")]
    EmptySecretAccessKey,

    /// The credentials expired before the signing time.
    #[error("credentials expired at {expiration} and it is {now}; fetch new ones")]
    CredentialsExpired {
        /// When the credentials stopped being valid.
        expiration: Timestamp,
        /// The time of the call.
        now: Timestamp,
    },

    /// An environment variable that holds a credential is unset or empty.
    #[error(
        "environment variable `{variable}` is unset or empty; set it, or build `Credentials` by hand"
    )]
    MissingEnvironmentVariable {
        /// The variable's name.
        variable: &'static str,
    },

    /// An environment variable holds text that is not Unicode.
    #[error("environment variable `{variable}` is not valid Unicode; set it to ASCII text")]
    InvalidEnvironmentVariable {
        /// The variable's name.
        variable: &'static str,
    },

    /// A shared file of AWS tools is there and cannot be read.
    #[error("{file} cannot be read ({problem}); check its permissions, and that it is UTF-8")]
    UnreadableProfileFile {
        /// Which file, and where it lies.
        file: String,
        /// What the operating system says.
        problem: String,
    },

    /// A shared file of AWS tools is not INI, or tools read it differently.
    #[error("line {line} of the {file} {problem}")]
    InvalidProfileFile {
        /// Which file, and where it lies if that is known.
        file: String,
        /// The number of the line, counted from one.
        line: usize,
        /// What is wrong with the line, and what to do.
        problem: &'static str,
    },

    /// Neither of the shared files has the profile.
    #[error(
        "profile `{profile}` is neither in the {credentials_file} nor in the {config_file}; \
         check its name, or add it with `aws configure`"
    )]
    MissingProfile {
        /// The profile's name.
        profile: String,
        /// The credentials file, and where it lies if that is known.
        credentials_file: String,
        /// The config file, and where it lies if that is known.
        config_file: String,
    },

    /// A key of the profile is missing or malformed.
    #[error("profile `{profile}` in the {file}: {problem}")]
    InvalidProfile {
        /// The profile's name.
        profile: String,
        /// Which file, and where it lies if that is known.
        file: String,
        /// Which key, what is wrong with it, and what to do.
        problem: String,
    },

    /// The profile holds no credentials, but says where to fetch them.
    #[error("profile `{profile}` has its credentials from {origin} (`{key}`); {remedy}")]
    UnsupportedProfile {
        /// The profile's name.
        profile: String,
        /// The key that says so.
        key: &'static str,
        /// What the credentials come from.
        origin: &'static str,
        /// What to do.
        remedy: &'static str,
    },

    /// The document with credentials is not JSON.
    #[error(
        "credentials document is not JSON at line {line}, column {column}; \
         pass what the source wrote as it is"
    )]
    MalformedCredentialsDocument {
        /// The number of the line, counted from one.
        line: usize,
        /// The number of the byte in the line, counted from one.
        column: usize,
    },

    /// The source of credentials answered with an error.
    #[error("credentials document has the code `{code}` instead of `Success`; ask its source why")]
    CredentialsNotGranted {
        /// The code as given.
        code: String,
    },

    /// A key of the document with credentials is missing or malformed.
    #[error("`{field}` of the credentials document {problem}")]
    InvalidCredentialsDocument {
        /// The key.
        field: &'static str,
        /// What is wrong with it, and what to do; never the value.
        problem: &'static str,
    },

    /// The session token of `CreateSession` was to sign for something that is no directory bucket.
    #[error(
        "session token of `CreateSession` is good for objects of a directory bucket alone; \
         sign with the credentials that the session was created with"
    )]
    ExpressSessionElsewhere,

    /// The region is empty or no host label.
    #[error("region `{region}` {problem}; pass a name such as `eu-central-1`")]
    InvalidRegion {
        /// The region as given.
        region: String,
        /// What is wrong with it, and where.
        problem: String,
    },

    /// The service to sign for is empty.
    #[error("service is empty; pass its signing name, such as `execute-api`")]
    EmptyService,

    /// The endpoint is not the base URL of a store.
    #[error("endpoint {problem}")]
    InvalidEndpoint {
        /// What is wrong with it, and what to do.
        problem: &'static str,
    },

    /// The endpoint's settings exclude each other, or do not go with this bucket.
    #[error("{problem}")]
    UnsupportedEndpoint {
        /// Which settings, and what to do.
        problem: &'static str,
    },

    /// No request can address a bucket of this name.
    #[error("bucket name `{bucket}` {problem}")]
    InvalidBucket {
        /// The bucket name as given.
        bucket: String,
        /// What is wrong with it, and where.
        problem: String,
    },

    /// The bucket is given by an ARN that S3 has no address for.
    #[error("bucket ARN `{arn}` {problem}")]
    InvalidArn {
        /// The ARN as given.
        arn: String,
        /// What is wrong with it.
        problem: String,
    },

    /// The bucket's ARN is of a region that the presigner may not sign for.
    #[error("bucket ARN is of region `{arn_region}`, {problem}")]
    ArnElsewhere {
        /// The region that the ARN names.
        arn_region: String,
        /// Why not, and what to do.
        problem: String,
    },

    /// The object key is empty.
    #[error(
        "object key is empty; name the object, or do without by `Request::on_bucket` or \
         `PostPolicy::with_key_prefix`"
    )]
    EmptyKey,

    /// The object key is longer than S3 allows.
    #[error("object key has {bytes} bytes; shorten it to 1024 bytes of UTF-8")]
    KeyTooLong {
        /// The length of the key in bytes.
        bytes: usize,
    },

    /// The object key holds a segment `.` or `..`, which browsers and URL libraries rewrite.
    #[error(
        "object key `{key}` has the segment `{segment}` at byte {byte}, which browsers and URL libraries \
         rewrite; rename the object, or allow it with `allow_dot_segments`"
    )]
    DotSegment {
        /// The key as given.
        key: String,
        /// `.` or `..`.
        segment: &'static str,
        /// Where the segment begins in the key, in bytes.
        byte: usize,
    },

    /// The method is not one that can be signed.
    #[error("method `{method}` {problem}")]
    InvalidMethod {
        /// The method as given.
        method: String,
        /// What is wrong with it, and what to do.
        problem: &'static str,
    },

    /// The URL to sign is not an absolute `http` or `https` URL.
    #[error("URL to sign {problem}")]
    InvalidUrl {
        /// What is wrong with it, and what to do.
        problem: &'static str,
    },

    /// A query parameter has no name.
    #[error("query parameter has an empty name; give it one")]
    EmptyParameterName,

    /// A query parameter belongs to a signature, of version 4 or 2, and only signing may add it.
    #[error("query parameter `{name}` is part of the signature; leave it to the presigner")]
    ReservedParameter {
        /// The parameter's name.
        name: String,
    },

    /// A query parameter is given twice, and servers disagree on what that means.
    #[error("query parameter `{name}` is given more than once; give it once")]
    DuplicateParameter {
        /// The parameter's name.
        name: String,
    },

    /// A part number is not 1 to 10 000.
    #[error("part number `{number}` is not 1 to 10000; parts are counted from one")]
    InvalidPartNumber {
        /// The number as given.
        number: String,
    },

    /// The upload id is empty: the request would not be on the upload, but on the object.
    #[error("upload id is empty; pass the one that `create_multipart_upload` returned")]
    EmptyUploadId,

    /// A header name is empty or holds a character that HTTP does not allow there.
    #[error("header name `{name}` {problem}")]
    InvalidHeaderName {
        /// The name as given.
        name: String,
        /// What is wrong with it, and where.
        problem: String,
    },

    /// A header value holds a control character or is not ASCII.
    #[error(
        "value of header `{name}` has {character} at byte {byte}; \
         only printable ASCII arrives as it was signed, so remove or encode it"
    )]
    InvalidHeaderValue {
        /// The header's name.
        name: String,
        /// The kind of character; the value itself may be a secret.
        character: &'static str,
        /// Where it stands in the value, in bytes.
        byte: usize,
    },

    /// A header that the presigner sets itself, or that excludes a signature in the query.
    #[error("header `{name}` cannot be added to a presigned request; leave it out")]
    ReservedHeader {
        /// The header's name.
        name: String,
    },

    /// A header is given twice.
    #[error("header `{name}` is given more than once; join the values into one")]
    DuplicateHeader {
        /// The header's name.
        name: String,
    },

    /// A field of an upload form cannot be what it is given as.
    #[error("form field `{name}` {problem}")]
    InvalidFormField {
        /// The field's name.
        name: String,
        /// What is wrong with it, and what to do.
        problem: &'static str,
    },

    /// The key of an upload form holds S3's variable for a file name, where S3 compares it as it is.
    #[error(
        "form key `{key}` holds `${{filename}}`, which is filled in before it is compared; \
         give the part before it to `PostPolicy::with_key_prefix`"
    )]
    FilenameInExactKey {
        /// The key as given.
        key: String,
    },

    /// The size range of an upload form admits no size.
    #[error("content length range of {min_bytes} to {max_bytes} bytes is empty; swap its ends")]
    ReversedLengthRange {
        /// The lower end.
        min_bytes: u64,
        /// The upper end.
        max_bytes: u64,
    },

    /// The URL would be valid for less than a second.
    #[error("expiry is less than one second; ask for 1 to 604800 seconds")]
    ExpiryTooShort,

    /// The cap of the expiry policy admits no URL at all.
    #[error("cap of the expiry policy is less than one second; raise it")]
    PolicyCapTooShort,

    /// The cap of the expiry policy ends before the stable window does, and it has.
    #[error(
        "cap of the expiry policy is shorter than the stable window, so the URL would be dead already; \
         raise the cap or shorten the window"
    )]
    PolicyCapBehindWindow,

    /// The URL would have expired before it was made.
    #[error("URL would expire at {expires_at} and it is {now}; ask for a later time")]
    ExpiryInPast {
        /// When the URL would stop working.
        expires_at: Timestamp,
        /// The time of the call.
        now: Timestamp,
    },

    /// The URL cannot live as long as asked, and the policy is to refuse it then.
    #[error(
        "expiry of {asked_seconds} seconds exceeds {limited_by}; ask for at most {allowed_seconds}"
    )]
    ExpiryLimited {
        /// What was asked for, in seconds from the signing time.
        asked_seconds: u64,
        /// What could be had.
        allowed_seconds: u64,
        /// What stands in the way.
        limited_by: Limit,
    },

    /// The stable window is under a second or over seven days.
    #[error("stable window of {seconds} seconds is out of range; pass 1 to 604800 seconds")]
    InvalidStableWindow {
        /// The window's length in whole seconds.
        seconds: u64,
    },

    /// The stable window is as long as a URL can live at all.
    #[error(
        "stable window of {seconds} seconds leaves nothing of {limited_by}; shorten the window, \
         or ask with `Expiry::until`"
    )]
    StableWindowTooLong {
        /// The window's length in seconds.
        seconds: u64,
        /// What stands in the way.
        limited_by: Limit,
    },

    /// A time that the signature cannot spell: the year is not 0 to 9999.
    #[error(
        "{what} is outside the years 0 to 9999 ({unix_seconds} seconds after 1970); \
         pass seconds, not milliseconds"
    )]
    TimeOutOfRange {
        /// Which time.
        what: &'static str,
        /// The time in Unix seconds.
        unix_seconds: i64,
    },
}

/// What made a URL expire sooner than it was asked to.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Limit {
    /// Signature Version 4 itself: `X-Amz-Expires` is at most seven days (604 800 seconds).
    SevenDays,
    /// The credentials, which die before the URL would have.
    Credentials,
    /// The cap of the presigner's own [`ExpiryPolicy`](crate::ExpiryPolicy).
    Policy,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SevenDays => "the seven days that Signature Version 4 allows",
            Self::Credentials => "the expiration of the credentials",
            Self::Policy => "the cap of the expiry policy",
        })
    }
}

/// The refusal of settings that do not go together.
pub(crate) const fn unsupported<T>(problem: &'static str) -> Result<T, Error> {
    Err(Error::UnsupportedEndpoint { problem })
}

/// Text of the caller's as messages show it: escaped, and cut at [`EXCERPT_CHARACTERS`].
pub(crate) fn excerpt(text: &str) -> String {
    let cut = text.char_indices().nth(EXCERPT_CHARACTERS).map_or(text.len(), |(byte, _)| byte);
    let mut shown: String = text[..cut].escape_debug().collect();
    if cut < text.len() {
        shown.push('…');
    }
    shown
}

const EXCERPT_CHARACTERS: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_escaped_and_cut_between_characters() {
        assert_eq!(excerpt("a\n\u{202e}b"), "a\\n\\u{202e}b");
        assert_eq!(excerpt(&"é".repeat(64)), "é".repeat(64));
        assert_eq!(excerpt(&"é".repeat(65)), "é".repeat(64) + "…");
    }
}
