//! What breaks presigned URLs in practice.

use alloc::string::String;

use super::SignatureVersion;

/// Something about a presigned URL that breaks it, now or somewhere on its way.
///
/// `Display` is a sentence that says what breaks, and what to do. Text of the URL is shown escaped
/// and cut at 64 characters; it holds neither the signature nor a session token.
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
    /// The signature is of version 2.
    #[error("signature is of version 2, which most regions of S3 refuse; sign with version 4")]
    SignatureVersion2,
    /// The signature is not in the form that its version has.
    #[error(
        "signature is none that {version} makes; the URL was cut, redacted or changed, so copy \
         it again"
    )]
    MalformedSignature {
        /// The version.
        version: SignatureVersion,
    },
    /// The access key id is of temporary credentials (`ASIA…`), and there is no session token.
    #[error(
        "access key id is of temporary credentials, which AWS refuses without their session \
         token; sign with the token too"
    )]
    MissingSessionToken,
    /// The day of the credential is not that of `X-Amz-Date`.
    #[error(
        "credential is for the day `{day}`, and `X-Amz-Date` is another, which AWS refuses; take \
         both from one instant"
    )]
    OtherDay {
        /// The day of the credential.
        day: String,
    },
    /// The URL is valid for 0 seconds.
    #[error("expiry is 0 seconds, so that the URL is never valid; sign with 1 to 604800")]
    ZeroExpiry,
    /// The URL is to live longer than the seven days that S3 allows.
    #[error(
        "expiry of {seconds} seconds is over seven days, which S3 refuses; sign with 1 to 604800"
    )]
    ExpiryOverSevenDays {
        /// `X-Amz-Expires`.
        seconds: u64,
    },
    /// The header `host` is not signed.
    #[error("header `host` is not signed, which AWS refuses; sign it")]
    HostNotSigned,
    /// The scheme is `http`, and the host another machine.
    #[error(
        "scheme is http, so that anyone on the way can read the URL and use it; sign for https"
    )]
    PlainHttp,
    /// The host has its scheme's default port.
    #[error(
        "host has the default port {port}, which clients do not send, so that a signature over \
         it fails; sign for the host without it"
    )]
    DefaultPort {
        /// 443 or 80.
        port: u16,
    },
    /// The host is of another region than the signature.
    #[error(
        "host is of region `{host_region}` and the signature for `{region}`, which S3 refuses; \
         sign with the bucket's region for both"
    )]
    HostOfAnotherRegion {
        /// The region in the host.
        host_region: String,
        /// The region in the credential.
        region: String,
    },
    /// The host is S3's without a region, and the signature not for us-east-1.
    #[error(
        "host names no region, where S3 may redirect or refuse what is signed for `{region}`; \
         sign for the host of that region"
    )]
    HostWithoutRegion {
        /// The region in the credential.
        region: String,
    },
    /// The host is of another partition of AWS than its region.
    #[error(
        "host does not end with `{dns_suffix}`, as all of region `{region}` do; sign for such a \
         host"
    )]
    HostOfAnotherPartition {
        /// The region.
        region: String,
        /// What the hosts of that region end with.
        dns_suffix: &'static str,
    },
    /// The host is of a multi-region access point, and the signature for one region.
    #[error(
        "host is of a multi-region access point, which refuses a signature for one region; sign \
         with SigV4A, or for the bucket of a region"
    )]
    MultiRegionAccessPoint,
    /// The bucket has dots, and stands in a host under `https`.
    #[error(
        "bucket `{bucket}` has dots, so that S3's certificate does not cover the host; sign for \
         the path-style URL"
    )]
    DottedBucketInHost {
        /// The bucket.
        bucket: String,
    },
    /// A segment of the path is `.` or `..`, percent-encoded or not.
    #[error(
        "path has the segment `{segment}`, which browsers and URL libraries rewrite; rename the \
         object, or use `curl --path-as-is`"
    )]
    DotSegment {
        /// The segment as it stands in the path.
        segment: String,
    },
    /// The path looks percent-encoded twice.
    #[error(
        "path has `{escape}`, which looks percent-encoded twice, and S3 decodes once; sign for \
         the raw key"
    )]
    DoubleEncodedPath {
        /// The first place of that kind, such as `%2520`.
        escape: String,
    },
    /// The path has a `+`.
    #[error(
        "path has `+`, which S3 reads as a space and other stores as a plus sign; sign for `%20` \
         or `%2B`"
    )]
    PlusInPath,
    /// A parameter has a `+`.
    #[error(
        "query parameter `{parameter}` has `+`, which some read as a space and some as a plus \
         sign; sign for `%20` or `%2B`"
    )]
    PlusInQuery {
        /// The parameter's name.
        parameter: String,
    },
    /// A parameter is there more than once.
    #[error(
        "query parameter `{parameter}` occurs more than once, and servers disagree on what that \
         means; sign with it once"
    )]
    DuplicateParameter {
        /// The parameter's name.
        parameter: String,
    },
    /// A parameter is the checksum of nothing: SDKs that know no body when they presign put it
    /// there.
    #[error(
        "`{parameter}` is the checksum of an empty body, so that S3 refuses any other; sign \
         without it, for SDKs with `AWS_REQUEST_CHECKSUM_CALCULATION=when_required`"
    )]
    EmptyBodyChecksum {
        /// The parameter's name.
        parameter: String,
    },
    /// There is a character that has to be percent-encoded in a URL.
    #[error(
        "URL has `{}` at byte {byte}, where clients rewrite it, refuse it or end the link; \
         percent-encode it and sign for that",
        character.escape_debug()
    )]
    UnencodedCharacter {
        /// The first such character.
        character: char,
        /// Where it stands in the URL, in bytes.
        byte: usize,
    },
    /// The URL does not fit into a line of mail.
    #[error(
        "URL has {bytes} bytes, and mail servers break lines over 998; mail a short link that \
         redirects to it"
    )]
    LongerThan998 {
        /// The length of the URL in bytes.
        bytes: usize,
    },
}

impl Lint {
    /// A name for programs to tell lints apart by: the variant's, in snake case. It stays as it is.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SignatureVersion2 => "signature_version_2",
            Self::MalformedSignature { .. } => "malformed_signature",
            Self::MissingSessionToken => "missing_session_token",
            Self::OtherDay { .. } => "other_day",
            Self::ZeroExpiry => "zero_expiry",
            Self::ExpiryOverSevenDays { .. } => "expiry_over_seven_days",
            Self::HostNotSigned => "host_not_signed",
            Self::PlainHttp => "plain_http",
            Self::DefaultPort { .. } => "default_port",
            Self::HostOfAnotherRegion { .. } => "host_of_another_region",
            Self::HostWithoutRegion { .. } => "host_without_region",
            Self::HostOfAnotherPartition { .. } => "host_of_another_partition",
            Self::MultiRegionAccessPoint => "multi_region_access_point",
            Self::DottedBucketInHost { .. } => "dotted_bucket_in_host",
            Self::DotSegment { .. } => "dot_segment",
            Self::DoubleEncodedPath { .. } => "double_encoded_path",
            Self::PlusInPath => "plus_in_path",
            Self::PlusInQuery { .. } => "plus_in_query",
            Self::DuplicateParameter { .. } => "duplicate_parameter",
            Self::EmptyBodyChecksum { .. } => "empty_body_checksum",
            Self::UnencodedCharacter { .. } => "unencoded_character",
            Self::LongerThan998 { .. } => "longer_than_998",
        }
    }
}
