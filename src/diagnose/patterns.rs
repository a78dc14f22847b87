//! What the codes and messages of servers mean.

/// A kind of refusal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Refusal {
    HeaderNotSigned,
    HeaderNotSent,
    TwoSignatures,
    SignatureVersion,
    NotYetValid,
    Expired,
    TokenExpired,
    InvalidToken,
    /// The session token or the signature is of a version that is not supported here.
    TokenVersion,
    UnknownAccessKey,
    /// The access key is unknown in the region that was signed.
    KeyOfRegion,
    Incomplete,
    /// The request arrived without a signature.
    Anonymous,
    Expiry,
    Service,
    Region,
    Scope,
    /// The bucket is in the path, not in the host.
    PathStyle,
    Checksum,
    ChecksumMissing,
    ResponseOverride,
    PolicyCondition,
    ExtraField,
    MalformedPolicy,
    MalformedForm,
    /// The body came without its length.
    Length,
    TooLarge,
    TooSmall,
    Cloudfront,
    Mismatch,
    /// The server states that a permission is missing.
    NotPermitted,
    /// The code is general. If the request shows no other cause, a permission is missing.
    Denied,
    /// The code is general, and only the request shows the cause.
    Malformed,
    MethodNotAllowed,
    /// Not about the signature.
    Other,
    /// No code, as in the response to HEAD.
    NoCode,
}

/// A code and a part of a message, and what they mean. An empty text matches any.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pattern {
    pub(super) code: &'static str,
    /// In lower case.
    pub(super) phrase: &'static str,
    pub(super) refusal: Refusal,
    /// The servers that it is known from.
    #[cfg_attr(not(test), expect(dead_code, reason = "for people, and for the tests"))]
    pub(super) servers: &'static str,
}

/// One row: the code, a phrase of the message in lower case, the refusal, and the servers that it
/// is known from. `_` is any code or phrase.
macro_rules! patterns {
    (@text _) => { "" };
    (@text $text:literal) => { $text };
    ($($code:tt $phrase:tt => $refusal:ident, $servers:literal;)*) => {
        &[$(Pattern {
            code: patterns!(@text $code),
            phrase: patterns!(@text $phrase),
            refusal: Refusal::$refusal,
            servers: $servers,
        }),*]
    };
}

/// The table, of which the first matching row applies. A message is more specific than a code,
/// because the same code has many messages. So rows with a phrase come first, except for messages
/// that are as general as the codes. To add a message of a server, add a row to the section of its
/// topic.
#[rustfmt::skip]
pub(super) const PATTERNS: &[Pattern] = patterns! {
    // Upload forms
    _ "policy condition failed"                          => PolicyCondition, "S3, MinIO, SeaweedFS";
    _ "policy check failed"                              => PolicyCondition, "Ceph";
    _ "has value not allowed in policy"                  => PolicyCondition, "Garage";
    _ "is required in policy"                            => PolicyCondition, "Garage";
    _ "file size does not match policy"                  => PolicyCondition, "Garage";
    _ "is not allowed in policy"                         => ExtraField, "Garage";
    _ "policy missing condition"                         => ExtraField, "Ceph";
    _ "policy did not reference these fields"            => ExtraField, "GCS";
    _ "must appear in the list of"                       => ExtraField, "MinIO";
    _ "extra input fields"                               => ExtraField, "S3, MinIO, versitygw, moto";
    _ "policy expired"                                   => Expired, "S3, MinIO, Ceph, SeaweedFS";
    _ "policy has expired"                               => Expired, "GCS, versitygw";
    _ "invalid according to policy: policy expired"      => Expired, "S3, MinIO, SeaweedFS";
    _ "expiration date is in the past"                   => Expired, "Garage";
    _ "policy document parsing error"                    => MalformedPolicy, "GCS";
    _ "does not meet the conditions specified in the policy" => PolicyCondition, "GCS";
    _ "invalid expiration date"                          => MalformedPolicy, "Garage";
    _ "invalid policy"                                   => MalformedPolicy, "S3, Garage";
    _ "exactly one file"                                 => MalformedForm, "S3, MinIO, R2";
    _ "bucket post must"                                 => MalformedForm, "S3, Ceph";
    _ "check the order of the fields"                    => MalformedForm, "S3";
    _ "not well-formed multipart"                        => MalformedForm, "S3, MinIO, SeaweedFS";
    _ "fields preceding the upload file"                 => MalformedForm, "S3, MinIO";
    _ "could not get multipart boundary"                 => MalformedForm, "Garage";
    _ "duplicate form field in post policy"              => MalformedForm, "Supabase";
    _ "request did not contain a file"                   => MalformedForm, "Garage";
    _ "no key was provided"                              => MalformedForm, "Garage";
    _ "no policy was provided"                           => MalformedForm, "Garage";
    _ "no signature was provided"                        => MalformedForm, "Garage";
    _ "no date was provided"                             => MalformedForm, "Garage";
    _ "proposed upload exceeds the maximum"              => TooLarge, "S3, MinIO, SeaweedFS";
    _ "object exceeded the maximum allowed size"         => TooLarge, "Supabase";
    _ "proposed upload is smaller than the minimum"      => TooSmall, "S3, MinIO, SeaweedFS";

    // Versions of the signature
    _ "authorization header is invalid -- one and only one" => SignatureVersion, "S3, versitygw";
    _ "only one auth mechanism"                          => TwoSignatures, "S3, LocalStack";
    _ "multiple authentication types"                    => TwoSignatures, "MinIO";
    _ "authorization header requires three components"   => TwoSignatures, "S3";
    _ "authorization header requires 'credential'"       => TwoSignatures, "API Gateway";
    _ "unsupported authorization type"                   => TwoSignatures, "Supabase";
    _ "please use aws4-hmac-sha256"                      => SignatureVersion, "S3, MinIO, SeaweedFS";
    _ "require aws signature version 4"                  => SignatureVersion, "S3";
    _ "sigv2 authorization is not supported"             => SignatureVersion, "R2";
    _ "sigv2"                                            => SignatureVersion, "R2";
    _ "signature version 2"                              => SignatureVersion, "versitygw, S3 in some regions";
    _ "v2 signature"                                     => SignatureVersion, "B2";
    _ "unsupported sts token version"                    => TokenVersion, "S3";

    // Headers
    _ "which were not signed"                            => HeaderNotSigned, "S3, MinIO, SeaweedFS, versitygw";
    _ "` should be signed"                               => HeaderNotSigned, "Garage";
    _ "must be included in signature"                    => HeaderNotSigned, "R2";
    _ "` is not present"                                 => HeaderNotSent, "Garage";
    _ "included in signedheaders, but not in the request" => HeaderNotSent, "GCS";
    _ "must provide the content-length"                  => Length, "S3, MinIO, GCS, Ceph";
    _ "signed header is missing"                         => HeaderNotSent, "s3s";
    _ "cannot be represented using iso-8859-1"           => ResponseOverride, "S3";

    // Missing parameters
    _ "requires the x-amz-"                              => Incomplete, "S3, MinIO";
    _ "authentication requires the signature"            => Incomplete, "S3";
    _ "missing presigned"                                => Incomplete, "s3s";
    _ "signature is required"                            => Incomplete, "s3s";
    _ "authentication requires a valid date"             => Anonymous, "S3, CDNetworks, Alibaba Cloud OSS";
    _ "user: anonymous is not authorized"                => Anonymous, "S3, other AWS services";
    _ "anonymous users cannot invoke this api"           => Anonymous, "S3";
    _ "anonymous access is forbidden for this operation" => Anonymous, "S3";
    _ "anonymous caller does not have"                   => Incomplete, "GCS";
    _ "anonymous callers do not have"                    => Incomplete, "GCS";
    _ "does not support anonymous access"                => Incomplete, "Garage";
    _ "required property 'authorization'"                => Incomplete, "Supabase";
    "AccessDeniedException" "missing authentication token" => Malformed, "Neptune";
    _ "no awsaccesskey was presented"                    => Incomplete, "MinIO";
    _ "missing key-pair-id"                              => Cloudfront, "CloudFront";
    "InvalidKey" "unknown key"                           => Cloudfront, "CloudFront";
    "MalformedPolicy" "malformed policy"                 => Cloudfront, "CloudFront";
    "MalformedSignature" "could not unencode signature"  => Cloudfront, "CloudFront";
    "MissingPolicy" "missing policy"                     => Cloudfront, "CloudFront";
    "MissingSignature" "missing signature"               => Cloudfront, "CloudFront";
    _ "missing signature"                                => Anonymous, "Supabase";
    "InvalidSignature" "invalid signature format"        => Incomplete, "Supabase";
    _ "not found in query parameters"                    => Incomplete, "Garage";
    _ "missing x-amz-date field"                         => Incomplete, "Garage";

    // Times
    _ "request is not yet valid"                         => NotYetValid, "S3, versitygw, LocalStack";
    _ "request is not valid yet"                         => NotYetValid, "MinIO, SeaweedFS";
    _ "not yet current"                                  => NotYetValid, "AWS services other than S3";
    _ "difference between the request time"              => NotYetValid, "S3, MinIO";
    _ "request has expired"                              => Expired, "S3, MinIO, GCS, R2, moto";
    _ "signature expired"                                => Expired, "AWS services other than S3";
    _ "url has expired"                                  => Expired, "stores behind a proxy";
    _ "url is expired"                                   => Expired, "stores behind a proxy";
    _ "date is too old"                                  => Expired, "Garage";
    _ "provided token has expired"                       => TokenExpired, "S3, GCS";
    _ "security token you provided has expired"          => TokenExpired, "Alibaba Cloud OSS";
    _ "token included in the request is expired"         => TokenExpired, "AWS services other than S3";
    _ "should be seconds since epoch"                    => Expiry, "S3";
    _ "x-amz-expires"                                    => Expiry, "S3, MinIO, Garage, R2, SeaweedFS";

    // Access keys and tokens
    _ "token is malformed or otherwise invalid"          => InvalidToken, "S3";
    _ "security token you provided is invalid"           => InvalidToken, "Alibaba Cloud OSS";
    _ "security token may be lost"                       => InvalidToken, "Alibaba Cloud OSS";
    "InvalidTokenId" "token included in the request is invalid" => InvalidToken, "MinIO";
    _ "token included in the request is invalid"         => UnknownAccessKey, "AWS services other than S3";
    _ "access key id you provided does not exist"        => UnknownAccessKey, "S3, MinIO, SeaweedFS, versitygw";
    _ "credential access key has length"                 => UnknownAccessKey, "R2";
    _ "malformed access key id"                          => UnknownAccessKey, "B2";
    "AccessDenied" "no such key: "                       => UnknownAccessKey, "Garage";
    _ "secret key required to complete authentication could not be found" => KeyOfRegion, "Oracle Cloud";
    _ "security credentials are not valid"               => UnknownAccessKey, "GCS";

    // Region and service
    _ "incorrect service"                                => Service, "S3, MinIO";
    _ "unknown service"                                  => Service, "s3s";
    _ "correct service"                                  => Service, "AWS services other than S3";
    _ "unexpected scope"                                 => Scope, "Garage";
    _ "is wrong; expecting"                              => Region, "S3, MinIO, R2";
    _ "region is wrong"                                  => Region, "S3, MinIO";
    _ "region does not match"                            => Region, "MinIO";
    _ "valid region"                                     => Region, "AWS services other than S3";
    _ "must be addressed using the specified endpoint"   => Region, "S3";
    _ "use virtual hosted style"                         => PathStyle, "Alibaba Cloud OSS";
    _ "must be addressed using cos virtual-styled domain" => PathStyle, "Tencent Cloud COS";
    _ "virtual host domain is required"                  => PathStyle, "Huawei Cloud OBS";
    _ "forbidden path to access server"                  => PathStyle, "Volcengine TOS";

    // The body
    _ "http header is required for"                      => ChecksumMissing, "S3, versitygw";
    _ "no corresponding x-amz-checksum"                  => ChecksumMissing, "S3";
    _ "missing required header for this request: content-md5" => ChecksumMissing, "S3, MinIO";
    _ "must include the checksum"                        => ChecksumMissing, "S3";
    _ "checksum you specified did not match"             => Checksum, "S3";
    _ "calculated checksum"                              => Checksum, "S3, MinIO, versitygw";
    _ "content-md5 you specified"                        => Checksum, "S3, MinIO, Ceph";
    _ "unsupported header 'x-amz-checksum"               => Checksum, "B2";
    _ "unsupported header 'x-amz-sdk-checksum"           => Checksum, "B2";
    _ "header 'x-amz-checksum"                           => Checksum, "R2";
    _ "header 'x-amz-sdk-checksum"                       => Checksum, "R2";
    _ "'x-amz-content-sha256' header does not match"     => Checksum, "S3";
    _ "checksum type mismatch"                           => Checksum, "S3";
    _ "checksum mismatch"                                => Checksum, "SeaweedFS, R2, Garage";
    _ "invalid checksum"                                 => Checksum, "Garage, versitygw";
    "InvalidArgument" "checksum"                         => Checksum, "S3, B2";
    "InvalidRequest" "checksum"                          => Checksum, "S3, MinIO";
    "NotImplemented" "checksum"                          => Checksum, "R2";

    // Signatures
    _ "signature we calculated does not match"           => Mismatch, "S3, MinIO, R2, GCS, Ceph";
    "AccessDenied" "signature does not match"            => Mismatch, "Scaleway";
    _ "signature validation failed"                      => Mismatch, "B2";
    _ "invalid signature"                                => Mismatch, "Garage, Supabase";
    _ "not authorized to perform"                        => NotPermitted, "S3";
    _ "row-level security policy"                        => NotPermitted, "Supabase";

    // Codes
    "MissingKey" _                                       => Cloudfront, "CloudFront";
    "PostPolicyInvalidKeyName" _                         => PolicyCondition, "MinIO";
    "InvalidPolicyDocument" _                            => MalformedPolicy, "S3, MinIO, GCS, Ceph";
    "MalformedPOSTRequest" _                             => MalformedForm, "S3, MinIO";
    "IncorrectNumberOfFilesInPostRequest" _              => MalformedForm, "S3";
    "MaxPostPreDataLengthExceeded" _                     => MalformedForm, "S3";
    "MaxPostPreDataLengthExceededError" _                => MalformedForm, "S3";
    "RequestIsNotMultiPartContent" _                     => MalformedForm, "S3";
    "UserKeyMustBeSpecified" _                           => MalformedForm, "S3";
    "MissingFields" _                                    => MalformedForm, "MinIO";
    "MaxMessageLengthExceeded" _                         => TooLarge, "S3";
    "MissingContentLength" _                             => Length, "S3, MinIO, GCS, Ceph, R2";
    "EntityTooLarge" _                                   => TooLarge, "S3, MinIO, GCS, Supabase";
    "EntityTooSmall" _                                   => TooSmall, "S3, MinIO, GCS";
    "RequestTimeTooSkewed" _                             => NotYetValid, "S3, MinIO, R2, B2, Ceph, s3s";
    "ExpiredRequest" _                                   => Expired, "R2";
    "RequestExpired" _                                   => Expired, "AWS services other than S3";
    "ExpiredToken" _                                     => TokenExpired, "S3, GCS, Supabase";
    "ExpiredTokenException" _                            => TokenExpired, "AWS services other than S3";
    "TokenRefreshRequired" _                             => TokenExpired, "S3";
    "InvalidTokenId" _                                   => InvalidToken, "MinIO";
    "InvalidToken" _                                     => InvalidToken, "S3, s3s";
    "InvalidSecurityToken" _                             => InvalidToken, "Alibaba Cloud OSS";
    "SecurityTokenExpired" _                             => TokenExpired, "Alibaba Cloud OSS";
    "InvalidAccessKeyId" _                               => UnknownAccessKey, "S3, MinIO, B2, Ceph";
    "S3InvalidAccessKeyId" _                             => UnknownAccessKey, "Supabase";
    "InvalidClientTokenId" _                             => UnknownAccessKey, "AWS services other than S3";
    "InvalidSecurity" _                                  => UnknownAccessKey, "S3, GCS";
    "NotSignedUp" _                                      => UnknownAccessKey, "S3, s3s";
    "Unauthorized" _                                     => UnknownAccessKey, "R2";
    "UnrecognizedClientException" _                      => UnknownAccessKey, "AWS services other than S3";
    "IncompleteSignature" _                              => Incomplete, "AWS services other than S3";
    "IncompleteSignatureException" _                     => Incomplete, "AWS services other than S3";
    "MissingAuthenticationToken" _                       => Incomplete, "AWS services other than S3";
    "MissingAuthenticationTokenException" _              => Incomplete, "AWS services other than S3";
    "IllegalLocationConstraintException" _               => Region, "S3";
    "InvalidPathAccess" _                                => PathStyle, "Volcengine TOS";
    "PathStyleDomainForbidden" _                         => PathStyle, "Tencent Cloud COS";
    "SecondLevelDomainForbidden" _                       => PathStyle, "Alibaba Cloud OSS";
    "VirtualHostDomainRequired" _                        => PathStyle, "Huawei Cloud OBS";
    "UnsupportedSignature" _                             => TokenVersion, "S3";
    "InvalidRegion" _                                    => Region, "MinIO, S3";
    "InvalidRegionName" _                                => Region, "R2";
    "PermanentRedirect" _                                => Region, "S3";
    "Redirect" _                                         => Region, "S3";
    "TemporaryRedirect" _                                => Region, "S3";
    "BadDigest" _                                        => Checksum, "S3, MinIO, Ceph, R2";
    "ContentSHA256Mismatch" _                            => Checksum, "SeaweedFS";
    "InvalidDigest" _                                    => Checksum, "S3, MinIO";
    "XAmzContentChecksumMismatch" _                      => Checksum, "MinIO";
    "XAmzContentSHA256Mismatch" _                        => Checksum, "S3, MinIO, Ceph";
    "MissingContentMD5" _                                => ChecksumMissing, "MinIO";
    "InvalidSignature" _                                 => Mismatch, "Supabase";
    "InvalidSignatureException" _                        => Mismatch, "AWS services other than S3";
    "SignatureDoesNotMatch" _                            => Mismatch, "S3 and most stores";
    "AccessDenied" _                                     => Denied, "S3 and most stores";
    "AccessDeniedException" _                            => Denied, "AWS services other than S3";
    "AccountProblem" _                                   => Denied, "S3";
    "AllAccessDisabled" _                                => Denied, "S3";
    "Forbidden" _                                        => Denied, "stores behind a proxy";
    "UnauthorizedAccess" _                               => Denied, "B2";
    "UserSuspended" _                                    => Denied, "Ceph";
    "AuthenticationFailed" _                             => Malformed, "Azure";
    "AuthorizationHeaderMalformed" _                     => Malformed, "S3, MinIO, Garage, B2";
    "AuthorizationParametersError" _                     => Malformed, "s3s";
    "AuthorizationQueryParametersError" _                => Malformed, "S3, MinIO";
    "InvalidArgument" _                                  => Malformed, "S3 and most stores";
    "InvalidRequest" _                                   => Malformed, "S3 and most stores";
    "InvalidURI" _                                       => Malformed, "S3";
    "MalformedSecurityHeader" _                          => Malformed, "GCS";
    "MissingSecurityHeader" _                            => Malformed, "S3, GCS";
    "NotImplemented" _                                   => Malformed, "S3 and most stores";
    "MethodNotAllowed" _                                 => MethodNotAllowed, "S3 and most stores";

    // Messages that SDKs print without the code
    _ "access denied"                                    => Denied, "S3 and most stores";
    _ "functionality that is not implemented"            => Malformed, "S3 and most stores";
    _ "method is not allowed against this resource"      => MethodNotAllowed, "S3 and most stores";
};

/// Whether a code is in the table.
pub(super) fn is_known_code(code: &str) -> bool {
    PATTERNS.iter().any(|pattern| pattern.code == code)
}
