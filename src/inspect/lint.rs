//! Problems that presigned URLs have in practice.

use alloc::string::String;

use super::SignatureVersion;

/// A problem of a presigned URL: a server rejects it, or a client or proxy is likely to change it.
///
/// `Display` writes a sentence that names the problem and the remedy. Text of the URL, in the
/// sentence and in the fields, is escaped and truncated to 64 characters; it contains neither the
/// signature nor a session token.
///
/// ```
/// # use presigner::{Credentials, Endpoint, Expiry, Presigner, inspect::InspectedUrl};
/// # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1")
/// #     .with_endpoint(Endpoint::custom("http://minio.example.com")?);
/// # let url = presigner.get("b", "k", Expiry::hours(1))?;
/// # let url = url.as_str();
/// for lint in InspectedUrl::parse(url)?.lints() {
///     eprintln!("{}: {lint}", lint.name());
///     # assert_eq!(lint.name(), "plain_http");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Lint {
    /// The request is signed with Signature Version 2.
    #[error("signature version is 2, which most S3 regions reject; sign with Signature Version 4")]
    SignatureVersion2,
    /// The signature does not have the format of its version.
    #[error(
        "signature is not a valid {version} signature; the URL was truncated, redacted or \
         changed, so copy it again"
    )]
    MalformedSignature {
        /// The version.
        version: SignatureVersion,
    },
    /// The access key id belongs to temporary credentials (`ASIA…`, or `STS.…` of Alibaba Cloud),
    /// and there is no session token.
    #[error(
        "access key id belongs to temporary credentials, which servers reject without their \
         session token; sign with the session token"
    )]
    MissingSessionToken,
    /// The access key id contains white space or another invisible character, which was probably
    /// copied together with the id.
    #[error(
        "access key id contains `{}` at byte {byte}, so no server knows it; sign with the id \
         alone, without white space and line breaks",
        character.escape_default()
    )]
    WhitespaceInAccessKeyId {
        /// The first such character.
        character: char,
        /// Its index in the decoded id, in bytes.
        byte: usize,
    },
    /// The session token contains white space or another invisible character, which was probably
    /// copied together with the token.
    #[error(
        "session token contains `{}` at byte {byte}, so no server accepts it; sign with the token \
         alone, without white space and line breaks",
        character.escape_default()
    )]
    WhitespaceInSessionToken {
        /// The first such character.
        character: char,
        /// Its index in the decoded token, in bytes.
        byte: usize,
    },
    /// The day of the credential is not that of `X-Amz-Date`.
    #[error(
        "credential scope has the date `{day}` and `X-Amz-Date` has another, which AWS rejects; \
         derive both from the same time"
    )]
    OtherDay {
        /// The day of the credential.
        day: String,
    },
    /// The URL is valid for 0 seconds.
    #[error("expiry is 0 seconds, so the URL is never valid; sign with 1 to 604800")]
    ZeroExpiry,
    /// The URL is valid for longer than the seven days that S3 allows.
    #[error(
        "expiry of {seconds} seconds exceeds seven days, which S3 rejects; sign with 1 to 604800"
    )]
    ExpiryOverSevenDays {
        /// `X-Amz-Expires`.
        seconds: u64,
    },
    /// The header `host` is not signed.
    #[error("header `host` is not signed, which AWS rejects; sign it")]
    HostNotSigned,
    /// The name of a parameter of the signature is not in the case that AWS documents.
    #[error(
        "query parameter `{parameter}` is not written `{name}`, and S3 ignores it, as if the URL \
         were not signed; sign with the names in the case that AWS documents"
    )]
    NameInOtherCase {
        /// The parameter's name in the URL.
        parameter: String,
        /// The name in the documented case.
        name: &'static str,
    },
    /// A name in `X-Amz-SignedHeaders` is not in lower case.
    #[error(
        "`X-Amz-SignedHeaders` contains `{name}`, and some servers accept only lower case; sign \
         with the names in lower case"
    )]
    SignedHeaderNotLowerCase {
        /// The first such name.
        name: String,
    },
    /// `X-Amz-SignedHeaders` is not in alphabetical order.
    #[error(
        "`X-Amz-SignedHeaders` is not sorted, and many servers hash the headers in its order; \
         sign with the names in alphabetical order"
    )]
    UnsortedSignedHeaders,
    /// A parameter of the signature is percent-encoded twice.
    #[error(
        "query parameter `{parameter}` contains `{escape}`, so it is percent-encoded twice; undo \
         the second encoding, or sign with the raw value"
    )]
    DoubleEncodedParameter {
        /// The parameter's name.
        parameter: String,
        /// The first such escape, for example `%253B`.
        escape: String,
    },
    /// A query parameter is not percent-encoded as in the canonical query, in which `/` is `%2F`
    /// and hex digits are upper case.
    #[error(
        "query parameter `{parameter}` contains `{found}`, which is signed as `{signed}`; servers \
         that hash the query as received reject it, so write `{signed}`"
    )]
    NonCanonicalParameter {
        /// The parameter's name.
        parameter: String,
        /// The first character or escape of that kind, for example `/`.
        found: String,
        /// Its canonical form, for example `%2F`.
        signed: String,
    },
    /// The scheme is `http`, and the host is not a loopback address.
    #[error(
        "scheme is http, so anyone on the network path can read and use the URL; sign for https"
    )]
    PlainHttp,
    /// The host is followed by the default port of the scheme.
    #[error(
        "host has the default port {port}, which clients do not send, so a signature that \
         includes it fails; sign for the host without the port"
    )]
    DefaultPort {
        /// The port, 443 or 80.
        port: u16,
    },
    /// The host is in another region than the credential scope.
    #[error(
        "host is in region `{host_region}` and the signature is for `{region}`, which S3 rejects; \
         use the bucket's region for both"
    )]
    HostOfAnotherRegion {
        /// The region in the host.
        host_region: String,
        /// The region in the credential.
        region: String,
    },
    /// The host is the global one of S3, which names no region, and the signature is not for
    /// us-east-1.
    #[error(
        "host does not name a region, and S3 may redirect or reject a signature for `{region}` \
         there; sign for the regional host"
    )]
    HostWithoutRegion {
        /// The region in the credential.
        region: String,
    },
    /// The host is in another AWS partition than its region.
    #[error(
        "host does not end with `{dns_suffix}`, as all hosts of region `{region}` do; sign for a \
         host of that region"
    )]
    HostOfAnotherPartition {
        /// The region.
        region: String,
        /// The DNS suffix of the hosts of that region.
        dns_suffix: &'static str,
    },
    /// The host of S3 or of another store is of another service than the credential scope. For
    /// directory buckets the service is `s3express`, and for other stores `s3`.
    #[error(
        "host is of service `{host_service}` and the signature is for `{service}`, which servers \
         reject; sign for `{host_service}`"
    )]
    HostOfAnotherService {
        /// The service of the host.
        host_service: &'static str,
        /// The service in the credential.
        service: String,
    },
    /// The host is that of a Multi-Region Access Point, and the signature is for one region.
    #[error(
        "host is that of a Multi-Region Access Point, which rejects a signature for one region; \
         sign with SigV4A, or for a bucket in one region"
    )]
    MultiRegionAccessPoint,
    /// The host is a [website endpoint][website] of S3, which serves only public objects.
    ///
    /// [website]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html#WebsiteRestEndpointDiff
    #[error(
        "host is a website endpoint of S3, which ignores signatures; sign for the REST endpoint, \
         such as `bucket.s3.us-east-1.amazonaws.com`"
    )]
    WebsiteEndpoint,
    /// The host is that of the [public development URL][r2] of an R2 bucket (`r2.dev`), which does
    /// not verify signatures.
    ///
    /// [r2]: https://developers.cloudflare.com/r2/buckets/public-buckets/
    #[error(
        "host is that of the public development URL of an R2 bucket, which does not verify \
         signatures; sign for `ACCOUNT_ID.r2.cloudflarestorage.com`"
    )]
    PublicDevelopmentUrl,
    /// The bucket name contains dots, and it is in the host of an `https` URL.
    #[error(
        "bucket `{bucket}` contains dots, so S3's wildcard certificate does not cover the host; \
         sign for the path-style URL"
    )]
    DottedBucketInHost {
        /// The bucket.
        bucket: String,
    },
    /// The bucket is in the URL twice, because the configured endpoint already contained it.
    #[error(
        "bucket `{bucket}` is in the URL twice, so it leads to another bucket or key; sign for \
         the endpoint without the bucket"
    )]
    BucketTwice {
        /// The bucket.
        bucket: String,
    },
    /// A segment of the path is `.` or `..`, percent-encoded or not.
    #[error(
        "path has the segment `{segment}`, which browsers and URL libraries rewrite; rename the \
         object, or use `curl --path-as-is`"
    )]
    DotSegment {
        /// The segment as it appears in the path.
        segment: String,
    },
    /// The object key begins with `/`, so the path has `//` before it.
    #[error(
        "path has `//` before the object key, which some clients and proxies reduce to `/`; sign \
         for a key without a leading slash"
    )]
    DoubleSlash,
    /// The path is probably percent-encoded twice.
    #[error(
        "path contains `{escape}`, which looks percent-encoded twice, and S3 decodes once; sign \
         for the raw key"
    )]
    DoubleEncodedPath {
        /// The first such escape, for example `%2520`.
        escape: String,
    },
    /// The path contains a `+`.
    #[error(
        "path contains `+`, which S3 decodes as a space and other stores as a plus sign; sign \
         with `%20` or `%2B`"
    )]
    PlusInPath,
    /// A query parameter contains a `+`.
    #[error(
        "query parameter `{parameter}` contains `+`, which some servers decode as a space and \
         others as a plus sign; sign with `%20` or `%2B`"
    )]
    PlusInQuery {
        /// The parameter's name.
        parameter: String,
    },
    /// A `response-…` parameter contains a character that is not in ISO-8859-1.
    #[error(
        "query parameter `{parameter}` contains `{}`, which is not in ISO-8859-1, so S3 rejects \
         it; replace it, for a file name by `filename*=UTF-8''…` as `Request::attachment` does",
        character.escape_debug()
    )]
    ResponseHeaderNotLatin1 {
        /// The parameter's name.
        parameter: String,
        /// The first such character.
        character: char,
    },
    /// Headers of Object Lock are signed, but no checksum of the body.
    #[error(
        "object lock headers are signed without a checksum, and S3 rejects such an upload unless \
         it has `Content-MD5` or `x-amz-checksum-…`; sign one of these too"
    )]
    ObjectLockWithoutChecksum,
    /// A query parameter occurs more than once.
    #[error(
        "query parameter `{parameter}` occurs more than once, and servers disagree on which value \
         counts; sign with it once"
    )]
    DuplicateParameter {
        /// The parameter's name.
        parameter: String,
    },
    /// A query parameter is the checksum of an empty body. AWS SDKs add it when they presign an
    /// upload, because they do not know the body.
    #[error(
        "`{parameter}` is the checksum of an empty body, so S3 rejects any other body; sign \
         without it, in AWS SDKs by `AWS_REQUEST_CHECKSUM_CALCULATION=when_required`"
    )]
    EmptyBodyChecksum {
        /// The parameter's name.
        parameter: String,
    },
    /// The URL contains a character that must be percent-encoded.
    #[error(
        "URL contains `{}` at byte {byte}, which clients rewrite, reject or take for the end of \
         the link; percent-encode it and sign again",
        character.escape_debug()
    )]
    UnencodedCharacter {
        /// The first such character.
        character: char,
        /// Its index in the URL, in bytes.
        byte: usize,
    },
    /// The URL is too long for one line of an e-mail.
    #[error(
        "URL is {bytes} bytes long, and mail servers break lines over 998; mail a short link that \
         redirects to it"
    )]
    LongerThan998 {
        /// The length of the URL in bytes.
        bytes: usize,
    },
}

impl Lint {
    /// Returns the name of the variant in snake case, for programs. It is stable.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SignatureVersion2 => "signature_version_2",
            Self::MalformedSignature { .. } => "malformed_signature",
            Self::MissingSessionToken => "missing_session_token",
            Self::WhitespaceInAccessKeyId { .. } => "whitespace_in_access_key_id",
            Self::WhitespaceInSessionToken { .. } => "whitespace_in_session_token",
            Self::OtherDay { .. } => "other_day",
            Self::ZeroExpiry => "zero_expiry",
            Self::ExpiryOverSevenDays { .. } => "expiry_over_seven_days",
            Self::HostNotSigned => "host_not_signed",
            Self::NameInOtherCase { .. } => "name_in_other_case",
            Self::SignedHeaderNotLowerCase { .. } => "signed_header_not_lower_case",
            Self::UnsortedSignedHeaders => "unsorted_signed_headers",
            Self::DoubleEncodedParameter { .. } => "double_encoded_parameter",
            Self::NonCanonicalParameter { .. } => "non_canonical_parameter",
            Self::PlainHttp => "plain_http",
            Self::DefaultPort { .. } => "default_port",
            Self::HostOfAnotherRegion { .. } => "host_of_another_region",
            Self::HostWithoutRegion { .. } => "host_without_region",
            Self::HostOfAnotherPartition { .. } => "host_of_another_partition",
            Self::HostOfAnotherService { .. } => "host_of_another_service",
            Self::MultiRegionAccessPoint => "multi_region_access_point",
            Self::WebsiteEndpoint => "website_endpoint",
            Self::PublicDevelopmentUrl => "public_development_url",
            Self::DottedBucketInHost { .. } => "dotted_bucket_in_host",
            Self::BucketTwice { .. } => "bucket_twice",
            Self::DotSegment { .. } => "dot_segment",
            Self::DoubleSlash => "double_slash",
            Self::DoubleEncodedPath { .. } => "double_encoded_path",
            Self::PlusInPath => "plus_in_path",
            Self::PlusInQuery { .. } => "plus_in_query",
            Self::ResponseHeaderNotLatin1 { .. } => "response_header_not_latin_1",
            Self::ObjectLockWithoutChecksum => "object_lock_without_checksum",
            Self::DuplicateParameter { .. } => "duplicate_parameter",
            Self::EmptyBodyChecksum { .. } => "empty_body_checksum",
            Self::UnencodedCharacter { .. } => "unencoded_character",
            Self::LongerThan998 { .. } => "longer_than_998",
        }
    }
}
