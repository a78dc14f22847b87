//! The errors of signing.

mod kind;

use alloc::string::String;
use core::fmt;

use crate::wire::timestamp::Timestamp;

pub use self::kind::ErrorKind;

/// The reason that a request cannot be signed, that credentials cannot be read, or that S3 did not complete a
/// multipart upload.
///
/// The message says what is wrong, where, and how to fix it; [`kind`](Self::kind) says who has to.
///
/// Fields and messages contain text of the caller only as an *excerpt*: escaped as by
/// [`str::escape_debug`], and truncated to 64 characters followed by `…`. The only longer text is
/// the host of an endpoint. No error contains a secret access key, a session token, a signature or
/// a customer-provided encryption key.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    // Credentials.
    /// The access key id is empty.
    #[error("access key id is empty; pass the id that belongs to the secret access key")]
    EmptyAccessKeyId,

    /// The secret access key is empty.
    #[error("secret access key is empty; pass the secret that belongs to the access key id")]
    EmptySecretAccessKey,

    /// The access key id, secret access key or session token contains a control character, begins
    /// or ends with white space, or is in quotation marks, or a comment follows the access key id.
    /// No provider issues such credentials.
    #[error("{part} has {character} at byte {index}; remove it, as it was probably pasted")]
    InvalidCredentials {
        /// `access key id`, `secret access key` or `session token`.
        part: &'static str,
        /// The kind of character: `a control character`, `white space` or `a quotation mark`.
        character: &'static str,
        /// The byte index of the character in the value.
        index: usize,
    },

    /// The credentials have expired.
    #[error("credentials expired at {expiration} (the time is {now}); fetch new ones")]
    CredentialsExpired {
        /// The expiration of the credentials.
        expiration: Timestamp,
        /// The time of signing.
        now: Timestamp,
    },

    /// The request does not accept the session token of [`CreateSession`].
    ///
    /// [`CreateSession`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
    #[error(
        "session token of `CreateSession` is valid only for objects of a directory bucket; \
         sign with the credentials that created the session"
    )]
    ExpressSessionNotAllowed,

    /// S3 requires IAM credentials for the operation, even on a directory bucket.
    #[error(
        "session token of `CreateSession` is not valid for {operation}, which requires IAM credentials; \
         sign with the credentials that created the session"
    )]
    IamCredentialsRequired {
        /// The operation, such as `CopyObject`.
        operation: &'static str,
    },

    /// The credentials document is not valid JSON.
    #[error(
        "credentials document is not valid JSON at line {line}, column {column}; \
         pass the output of the source unchanged"
    )]
    MalformedCredentialsDocument {
        /// The line number, starting at 1.
        line: usize,
        /// The byte index within the line, starting at 1.
        column: usize,
    },

    /// A key of the credentials document is missing, or its value is malformed.
    #[error("`{field}` of the credentials document {problem}")]
    InvalidCredentialsDocument {
        /// The name of the key.
        field: &'static str,
        /// What is wrong with it, and what to do, without its value.
        problem: &'static str,
    },

    /// The document contains no credentials, or has another format than JSON.
    #[error("credentials document is {kind}; {remedy}")]
    UnsupportedCredentialsDocument {
        /// What the document is, such as `an HTML page`.
        kind: &'static str,
        /// What to do.
        remedy: &'static str,
    },

    /// The credentials source returned an error.
    #[error(
        "credentials document has code `{code}` instead of `Success`; \
         check why the credentials source failed"
    )]
    CredentialsNotGranted {
        /// An excerpt of the value of `Code` or `__type`.
        code: String,
    },

    // Environment and profiles (the shared AWS files `credentials` and `config`).
    /// An environment variable that holds a credential is unset or empty.
    #[error(
        "environment variable `{variable}` is unset or empty; set it, or use `Credentials::new`"
    )]
    MissingEnvironmentVariable {
        /// The variable's name.
        variable: &'static str,
    },

    /// The value of an environment variable is malformed.
    #[error("environment variable `{variable}` {problem}")]
    InvalidEnvironmentVariable {
        /// The variable's name.
        variable: &'static str,
        /// What is wrong with its value, and what to do, without the value.
        problem: &'static str,
    },

    /// Neither the environment nor the shared AWS files have credentials.
    #[error(
        "environment variable `AWS_ACCESS_KEY_ID` is unset or empty, and profile `{profile}` is \
         neither in the {credentials_file} nor in the {config_file}; set the variable, \
         or run `aws configure`"
    )]
    MissingCredentials {
        /// An excerpt of the profile's name.
        profile: String,
        /// The credentials file, and its path if known.
        credentials_file: String,
        /// The config file, and its path if known.
        config_file: String,
    },

    /// The region is set neither in the environment nor in the profile.
    #[error("region is not set; set {sources}")]
    MissingRegion {
        /// The environment variables, and the key of the profile, that can set it.
        sources: String,
    },

    /// A shared AWS file exists but cannot be read.
    #[error("{file} cannot be read ({problem}); check its permissions, and that it is UTF-8")]
    UnreadableProfileFile {
        /// Which file, and its path.
        file: String,
        /// The error of the operating system.
        problem: String,
    },

    /// A shared AWS file is not valid INI, or AWS tools parse it differently.
    #[error("line {line} of the {file} {problem}")]
    InvalidProfileFile {
        /// Which file, and its path if known.
        file: String,
        /// The line number, starting at 1.
        line: usize,
        /// What is wrong with the line, and what to do.
        problem: &'static str,
    },

    /// The profile is in neither of the shared files.
    #[error(
        "profile `{profile}` is neither in the {credentials_file} nor in the {config_file}; \
         check its name, or add it with `aws configure`"
    )]
    MissingProfile {
        /// An excerpt of the profile's name.
        profile: String,
        /// The credentials file, and its path if known.
        credentials_file: String,
        /// The config file, and its path if known.
        config_file: String,
    },

    /// A key of the profile is missing or malformed.
    #[error("profile `{profile}` in the {file}: {problem}")]
    InvalidProfile {
        /// An excerpt of the profile's name.
        profile: String,
        /// Which file, and its path if known.
        file: String,
        /// Which key, what is wrong with it, and what to do.
        problem: String,
    },

    /// The profile contains no credentials, but a source from which they must be fetched.
    #[error("profile `{profile}` gets its credentials from {origin} (`{key}`); {remedy}")]
    UnsupportedProfile {
        /// An excerpt of the profile's name.
        profile: String,
        /// The key that configures the source, such as `role_arn`.
        key: &'static str,
        /// The source of the credentials.
        origin: &'static str,
        /// What to do.
        remedy: &'static str,
    },

    // Endpoint, region and service.
    /// The region is empty or not a valid host label.
    #[error("region `{region}` {problem}; pass a name such as `eu-central-1`")]
    InvalidRegion {
        /// An excerpt of the region.
        region: String,
        /// What is wrong with it, and where.
        problem: String,
    },

    /// The signing name of the service is empty.
    #[error("service is empty; pass its signing name, such as `execute-api`")]
    EmptyService,

    /// The endpoint URL, account id, display URL, display host or region set is not valid.
    #[error("endpoint {problem}")]
    InvalidEndpoint {
        /// What is wrong with it, and what to do.
        problem: &'static str,
    },

    /// The host of the endpoint already contains the bucket, so that the URL would contain it twice.
    #[error(
        "endpoint host `{host}` already contains the bucket `{bucket}`; \
         remove `{bucket}.` from the endpoint, or use `Endpoint::bucket_domain`"
    )]
    BucketInEndpoint {
        /// An excerpt of the bucket name.
        bucket: String,
        /// An excerpt of the host of the endpoint, with its port unless that is the default.
        host: String,
    },

    /// The path of the endpoint is already the bucket, so that the URL would contain it twice.
    #[error(
        "endpoint path `/{bucket}` is already the bucket `{bucket}`; \
         remove `/{bucket}` from the endpoint `{host}/{bucket}`"
    )]
    BucketInEndpointPath {
        /// An excerpt of the bucket name.
        bucket: String,
        /// An excerpt of the host of the endpoint, with its port unless that is the default.
        host: String,
    },

    /// The endpoint is a host of Amazon S3 in another region than that of the signature.
    #[error(
        "endpoint host is in region `{host_region}` and requests are signed for `{region}`, which S3 \
         rejects; use the bucket's region for both"
    )]
    EndpointRegionMismatch {
        /// An excerpt of the region of the host.
        host_region: String,
        /// An excerpt of the region of the signature.
        region: String,
    },

    /// The endpoint options exclude each other, or the store does not support one of them or this
    /// request.
    #[error("{problem}")]
    UnsupportedEndpoint {
        /// Which options, and what to do.
        problem: &'static str,
    },

    /// The URL to sign is not an absolute `http` or `https` URL.
    #[error("URL to sign {problem}")]
    InvalidUrl {
        /// What is wrong with it, and what to do.
        problem: &'static str,
    },

    // Bucket and key.
    /// The bucket name is not valid.
    #[error("bucket name `{bucket}` {problem}")]
    InvalidBucket {
        /// An excerpt of the bucket name.
        bucket: String,
        /// What is wrong with it, where, and what to do.
        problem: String,
    },

    /// The ARN in place of the bucket name is malformed or not supported.
    #[error("bucket ARN `{arn}` {problem}")]
    InvalidArn {
        /// An excerpt of the ARN.
        arn: String,
        /// What is wrong with it, and what to do.
        problem: String,
    },

    /// The presigner cannot sign for the region of the ARN.
    #[error("bucket ARN has region `{arn_region}`, {problem}")]
    ArnRegionMismatch {
        /// An excerpt of the region of the ARN.
        arn_region: String,
        /// Why not, and what to do.
        problem: String,
    },

    /// The object key is empty.
    #[error(
        "object key is empty; name the object, or use `Request::on_bucket` or \
         `PostPolicy::with_key_prefix`"
    )]
    EmptyKey,

    /// The object key is longer than S3 allows.
    #[error("object key has {bytes} bytes; shorten it to 1024 bytes of UTF-8")]
    KeyTooLong {
        /// The length of the key in bytes.
        bytes: usize,
    },

    /// The object key has a segment `.` or `..`, which browsers and URL libraries rewrite.
    #[error(
        "object key `{key}` has the segment `{segment}` at byte {index}, which browsers and URL libraries \
         rewrite; rename the object, or allow it with `allow_dot_segments`"
    )]
    DotSegment {
        /// An excerpt of the key.
        key: String,
        /// `.` or `..`.
        segment: &'static str,
        /// The byte index of the segment in the key.
        index: usize,
    },

    // Method, parameters and headers.
    /// The HTTP method is not valid, or S3 does not support it.
    #[error("method `{method}` {problem}")]
    InvalidMethod {
        /// An excerpt of the method.
        method: String,
        /// What is wrong with it, and what to do.
        problem: &'static str,
    },

    /// A query parameter has no name.
    #[error("query parameter has an empty name; give it one")]
    EmptyParameterName,

    /// The query parameter is reserved for a signature of version 4, 4A or 2.
    #[error("query parameter `{name}` is reserved for the signature; remove it")]
    ReservedParameter {
        /// An excerpt of the parameter's name.
        name: String,
    },

    /// A query parameter is given twice. Servers disagree on which value they use.
    #[error("query parameter `{name}` is given more than once; give it once")]
    DuplicateParameter {
        /// An excerpt of the parameter's name.
        name: String,
    },

    /// The part number is not an integer from 1 to 10 000.
    #[error("part number `{number}` is not an integer from 1 to 10000; number parts from 1")]
    InvalidPartNumber {
        /// The number, or an excerpt of the text in its place.
        number: String,
    },

    /// The upload id is empty, so the request would apply to the object instead of the upload.
    #[error("upload id is empty; pass the one that `create_multipart_upload` returned")]
    EmptyUploadId,

    /// The version id is empty, which S3 refuses, and other stores take for the current version.
    #[error("version id is empty; pass one, or leave it out for the current version")]
    EmptyVersionId,

    /// A PUT of an object has only one of the parameters of a part, so S3 refuses it, and other stores replace the
    /// object.
    #[error("query parameter `{given}` of a PUT requires `{missing}`; add it")]
    IncompletePart {
        /// The parameter that the request has.
        given: &'static str,
        /// The parameter that it lacks.
        missing: &'static str,
    },

    /// The value of a `response-…` parameter contains a control character, or a character that is
    /// not in ISO-8859-1. S3 refuses such a request.
    #[error(
        "value of query parameter `{name}` has `{}` at byte {index}, which is not a printable character \
         of ISO-8859-1; {remedy}",
        .character.escape_debug()
    )]
    InvalidResponseHeader {
        /// The parameter's name.
        name: &'static str,
        /// The character.
        character: char,
        /// The byte index of the character in the value.
        index: usize,
        /// What to do.
        remedy: &'static str,
    },

    /// The request does not return an object, so S3 ignores the `response-…` parameter.
    #[error(
        "query parameter `{name}` applies only to GET and HEAD of an object; for an upload, set {setting}"
    )]
    OverrideWithoutDownload {
        /// The parameter's name.
        name: &'static str,
        /// What sets the header when an object is uploaded, such as `` `content_type` ``.
        setting: &'static str,
    },

    /// A header name is empty or contains a character that HTTP does not allow.
    #[error("header name `{name}` {problem}")]
    InvalidHeaderName {
        /// An excerpt of the name.
        name: String,
        /// What is wrong with it, and where.
        problem: String,
    },

    /// A header value contains a control character or a non-ASCII character.
    #[error(
        "value of header `{name}` has {character} at byte {index}; \
         remove or encode it, because only printable ASCII reaches the server unchanged"
    )]
    InvalidHeaderValue {
        /// An excerpt of the header's name.
        name: String,
        /// The kind of character: `a control character` or `a non-ASCII character`.
        character: &'static str,
        /// The byte index of the character in the value.
        index: usize,
    },

    /// The header is `host`, which is always signed, or conflicts with a signature in the query.
    #[error("header `{name}` cannot be added to a presigned request; leave it out")]
    ReservedHeader {
        /// An excerpt of the header's name.
        name: String,
    },

    /// The header sets the encryption of a new object, and the request does not create one. S3 refuses it.
    #[error(
        "header `{name}` applies only to requests that create an object; leave it out, or for the parts \
         of a multipart upload, set it when the upload is created"
    )]
    EncryptionWithoutObject {
        /// The header's name.
        name: &'static str,
    },

    /// A header is given twice.
    #[error("header `{name}` is given more than once; join the values into one")]
    DuplicateHeader {
        /// An excerpt of the header's name.
        name: String,
    },

    /// The payload hash is not a SHA-256 in lower-case hex.
    #[error(
        "value `{value}` of header `x-amz-content-sha256` is not 64 lower-case hex digits; \
         pass the SHA-256 of the body to `payload_sha256`, or leave it out to accept any body"
    )]
    InvalidPayloadHash {
        /// An excerpt of the value.
        value: String,
    },

    /// The value of `content-md5`, of a header, parameter or form field such as `x-amz-checksum-sha256`, or of the
    /// MD5 digest of a customer-provided encryption key is not in base64, or has another length.
    #[error(
        "value of `{name}` is not base64 of {bytes} bytes; encode the bytes themselves, not their hex \
         digits"
    )]
    InvalidDigest {
        /// The name in lower case.
        name: &'static str,
        /// The number of bytes of the digest.
        bytes: usize,
    },

    /// The signed request cannot be represented by the crate `http`.
    #[error("presigned request cannot be converted into an `http::Request`: {problem}")]
    UnsupportedHttpRequest {
        /// What cannot be represented, and what to do.
        problem: &'static str,
    },

    // Multipart uploads.
    /// The list of completed parts is empty.
    #[error("list of completed parts is empty; add the parts, or abort the upload")]
    NoParts,

    /// A part is listed twice.
    #[error("part {number} is listed twice; list it once, with the `ETag` of its last upload")]
    DuplicatePart {
        /// The part number.
        number: u32,
    },

    /// The `ETag` of a part is empty or malformed.
    #[error("part {number} has an `ETag` that {problem}")]
    InvalidEtag {
        /// The part number.
        number: u32,
        /// What is wrong with it, and what to do.
        problem: &'static str,
    },

    /// The response to a multipart upload request is an [error response].
    ///
    /// [error response]: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    #[error(
        "server returned the error `{code}`; fix the request, or send it again if the code is \
         `InternalError` or `SlowDown`"
    )]
    ServerError {
        /// An excerpt of the error code, such as `NoSuchUpload`.
        code: String,
    },

    /// The response to a multipart upload request contains neither the expected element nor an
    /// error code.
    #[error(
        "response to `{operation}` has no `{element}`; check its status, and pass the whole body"
    )]
    UnexpectedResponse {
        /// The operation, such as `CreateMultipartUpload`.
        operation: &'static str,
        /// The element that the response must contain.
        element: &'static str,
    },

    // Upload forms.
    /// A field of the upload form is not valid.
    #[error("form field `{name}` {problem}")]
    InvalidFormField {
        /// An excerpt of the field's name.
        name: String,
        /// What is wrong with it, and what to do.
        problem: &'static str,
    },

    /// The key of the upload form contains S3's variable `${filename}`.
    #[error(
        "form key `{key}` contains `${{filename}}`, which S3 replaces before it checks the policy; \
         pass the part before it to `PostPolicy::with_key_prefix`"
    )]
    FilenameVariableInKey {
        /// An excerpt of the key.
        key: String,
    },

    /// The content length range of the upload form is empty.
    #[error("content length range from {min_bytes} to {max_bytes} bytes is empty; swap its bounds")]
    EmptyContentLengthRange {
        /// The lower bound.
        min_bytes: u64,
        /// The upper bound.
        max_bytes: u64,
    },

    /// The fields of the upload form exceed S3's limit of 20 KB, together with the signature.
    #[error(
        "fields of the form have at least {bytes} bytes, and S3 accepts {max_bytes} before the file; \
         leave fields out or shorten their values"
    )]
    FormTooLarge {
        /// The minimum size of the fields in `multipart/form-data`, in bytes.
        bytes: usize,
        /// The maximum, in bytes.
        max_bytes: usize,
    },

    // Login tokens.
    /// The host, port, user or name of a login token is not valid.
    #[error("{input} {problem}")]
    InvalidTokenInput {
        /// Which of them, such as `database host`. The value itself may be secret: a connection URL
        /// contains a password.
        input: &'static str,
        /// What is wrong with it, where, and what to do.
        problem: String,
    },

    // Expiry and time.
    /// The URL would be valid for less than a second.
    #[error("expiry is less than one second; pass 1 to 604800 seconds")]
    ExpiryTooShort,

    /// The requested expiry time is not in the future.
    #[error("expiry time {expires_at} is not in the future (the time is {now}); pass a later one")]
    ExpiryInPast {
        /// The requested expiry time.
        expires_at: Timestamp,
        /// The time of signing.
        now: Timestamp,
    },

    /// The requested expiry exceeds a limit, and the expiry policy is strict, or it is the expiry of a login token or
    /// of [`QuerySigner`](crate::sigv4::QuerySigner), which do not shorten it.
    #[error(
        "expiry of {requested_seconds} seconds exceeds {limited_by}; request at most {allowed_seconds}"
    )]
    ExpiryLimited {
        /// The requested expiry, in seconds from the signing time.
        requested_seconds: u64,
        /// The longest expiry allowed, in seconds from the signing time.
        allowed_seconds: u64,
        /// The limit that it exceeds.
        limited_by: Limit,
    },

    /// The cap of the expiry policy is less than one second.
    #[error("cap of the expiry policy is less than one second; raise it")]
    PolicyCapTooShort,

    /// With the cap of the expiry policy, a URL signed at the start of the stable window would
    /// already have expired.
    #[error(
        "cap of the expiry policy is shorter than the stable window, so the URL would already have expired; \
         raise the cap or shorten the window"
    )]
    PolicyCapShorterThanWindow,

    /// The length of the stable window is not between one second and seven days.
    #[error("stable window of {seconds} seconds is out of range; pass 1 to 604800 seconds")]
    InvalidStableWindow {
        /// The length of the window in whole seconds.
        seconds: u64,
    },

    /// The stable window is at least as long as a limit on the validity, and the expiry policy is
    /// strict.
    #[error(
        "stable window of {seconds} seconds is not shorter than {limited_by}; shorten the window, \
         or use `Expiry::until`"
    )]
    StableWindowTooLong {
        /// The length of the window in seconds.
        seconds: u64,
        /// The limit.
        limited_by: Limit,
    },

    /// The year of a time is not between 0 and 9999, so the format `YYYYMMDDThhmmssZ` cannot
    /// represent it.
    #[error(
        "{name} is outside the years 0 to 9999 (Unix time {unix_seconds}); \
         pass seconds, not milliseconds"
    )]
    TimeOutOfRange {
        /// Which time, such as `signing time`.
        name: &'static str,
        /// The time in seconds since 1970-01-01T00:00:00Z.
        unix_seconds: i64,
    },
}

/// The limit that shortened the validity of a URL or form.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Limit {
    /// Signature Version 4 itself: `X-Amz-Expires` is at most seven days (604 800 seconds).
    SevenDays,
    /// The expiration of the credentials.
    Credentials,
    /// The cap of the presigner's own [`ExpiryPolicy`](crate::ExpiryPolicy).
    Policy,
    /// The maximum of the service, for a login token.
    Service,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SevenDays => "the seven-day limit of Signature Version 4",
            Self::Credentials => "the remaining validity of the credentials",
            Self::Policy => "the cap of the expiry policy",
            Self::Service => "the maximum of the service",
        })
    }
}

/// Returns an [`Error::UnsupportedEndpoint`].
pub(crate) const fn unsupported<T>(problem: &'static str) -> Result<T, Error> {
    Err(Error::UnsupportedEndpoint { problem })
}

/// Returns an excerpt of the caller's text: escaped, and truncated to [`EXCERPT_CHARACTERS`].
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
    fn an_excerpt_is_escaped_and_truncated_between_characters() {
        assert_eq!(excerpt("a\n\u{202e}b"), "a\\n\\u{202e}b");
        assert_eq!(excerpt(&"é".repeat(64)), "é".repeat(64));
        assert_eq!(excerpt(&"é".repeat(65)), "é".repeat(64) + "…");
    }
}
