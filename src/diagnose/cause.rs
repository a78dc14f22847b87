//! Why servers refuse presigned URLs.

use core::fmt;

/// The reason that a server refused a presigned URL.
///
/// `Display` describes the cause, [`remedy`](Self::remedy) returns what to do about it, and
/// [`name`](Self::name) a name for programs.
///
/// ```
/// use presigner::diagnose::Cause;
///
/// assert_eq!(Cause::PlusForSpace.to_string(), "`+` is a plus sign on one side and a space on the other");
/// assert_eq!(Cause::PlusForSpace.name(), "plus_for_space");
/// assert!(Cause::PlusForSpace.remedy().contains("`%20`"));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Cause {
    /// The request is signed with Signature Version 2.
    SignatureVersion2,
    /// The request has a signature in its URL and another in the header `Authorization`.
    TwoSignatures,
    /// The credentials are temporary, and the URL has no session token.
    MissingSessionToken,
    /// The temporary credentials have expired, earlier than the URL.
    CredentialsExpired,
    /// The session token is malformed, or does not belong to the access key.
    InvalidSessionToken,
    /// The server does not know the access key id.
    UnknownAccessKey,
    /// The difference between the signing time and the server's clock is larger than the server
    /// allows.
    ClockSkew,
    /// The URL has expired.
    Expired,
    /// `X-Amz-Expires` is over seven days.
    ExpiryTooLong,
    /// `X-Amz-Expires` is not a whole number of seconds, or is zero.
    MalformedExpiry,
    /// Another parameter of the signature is malformed.
    MalformedParameter,
    /// The signature is for another region.
    WrongRegion,
    /// The signature is for one region, and the host is a Multi-Region Access Point.
    SingleRegionSignature,
    /// The session token is from the global endpoint of STS, which Signature Version 4A does not support.
    GlobalSessionToken,
    /// The signature is for another service.
    WrongService,
    /// The host is a `CloudFront` distribution, which requires a `CloudFront` signature.
    CloudfrontUrl,
    /// The host is a website endpoint of S3, which ignores signatures.
    WebsiteEndpoint,
    /// The bucket is in the path, and the server accepts it only in the host.
    VirtualHostedStyleRequired,
    /// The URL has a signature of a service other than AWS.
    NotAwsSignature,
    /// The request was sent with another method than the signed one.
    MethodMismatch,
    /// The request was sent to another host than the signed one.
    HostMismatch,
    /// The request was sent to another port than the signed one.
    PortMismatch,
    /// A `+` was decoded as a space, or a space was sent as `+`.
    PlusForSpace,
    /// Dot segments or double slashes in the path were resolved.
    PathNormalized,
    /// The path was percent-encoded twice, decoded, or encoded by other rules.
    PathReencoded,
    /// The path is not the one that was signed.
    PathChanged,
    /// The URL was sent as it is written in HTML, with `&amp;` in place of `&`.
    HtmlEscaped,
    /// A query parameter is missing.
    ParameterRemoved,
    /// A query parameter was added.
    ParameterAdded,
    /// A query parameter occurs more than once.
    ParameterDuplicated,
    /// The value of a query parameter was percent-encoded twice, decoded, or encoded by other
    /// rules.
    ParameterReencoded,
    /// The value of a query parameter is not the one that was signed.
    ParameterChanged,
    /// The query parameters are not in the order that was signed.
    ParametersReordered,
    /// A signed header was not sent.
    HeaderNotSent,
    /// A signed header was sent with another value.
    HeaderChanged,
    /// A header was sent that must be signed but is not.
    HeaderNotSigned,
    /// The payload hash that was signed is not the one that the server used.
    PayloadHashMismatch,
    /// The checksum in the request is not that of the body, but for example that of an empty body.
    ChecksumMismatch,
    /// The request requires a checksum of the body, but has none.
    ChecksumMissing,
    /// A `response-` parameter contains a character that a response header cannot contain.
    ResponseOverrideNotLatin1,
    /// The signature that the server received is not the one in the URL.
    SignatureChanged,
    /// The secret access key does not belong to the access key id.
    WrongSecret,
    /// The signature is valid, but the signer lacks the permission.
    AccessDenied,
    /// A form field does not satisfy a condition of the policy.
    PolicyConditionFailed,
    /// A form field has no condition in the policy.
    FormFieldNotInPolicy,
    /// A form field is not the one that was signed.
    FormFieldChanged,
    /// The policy of a form is not a valid document.
    MalformedPolicy,
    /// A form is not valid: a field is missing or in the wrong order, or it is not
    /// `multipart/form-data`.
    MalformedForm,
    /// The server does not support upload forms at this URL.
    FormsUnsupported,
    /// The request has a body, but no `Content-Length`.
    ContentLengthMissing,
    /// The body is larger than the policy or the server allows.
    TooLarge,
    /// The body is smaller than the policy or the server allows.
    TooSmall,
}

impl Cause {
    /// Returns the name of the variant in snake case, for programs. It is stable.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignatureVersion2 => "signature_version_2",
            Self::TwoSignatures => "two_signatures",
            Self::MissingSessionToken => "missing_session_token",
            Self::CredentialsExpired => "credentials_expired",
            Self::InvalidSessionToken => "invalid_session_token",
            Self::UnknownAccessKey => "unknown_access_key",
            Self::ClockSkew => "clock_skew",
            Self::Expired => "expired",
            Self::ExpiryTooLong => "expiry_too_long",
            Self::MalformedExpiry => "malformed_expiry",
            Self::MalformedParameter => "malformed_parameter",
            Self::WrongRegion => "wrong_region",
            Self::SingleRegionSignature => "single_region_signature",
            Self::GlobalSessionToken => "global_session_token",
            Self::WrongService => "wrong_service",
            Self::CloudfrontUrl => "cloudfront_url",
            Self::WebsiteEndpoint => "website_endpoint",
            Self::VirtualHostedStyleRequired => "virtual_hosted_style_required",
            Self::NotAwsSignature => "not_aws_signature",
            Self::MethodMismatch => "method_mismatch",
            Self::HostMismatch => "host_mismatch",
            Self::PortMismatch => "port_mismatch",
            Self::PlusForSpace => "plus_for_space",
            Self::PathNormalized => "path_normalized",
            Self::PathReencoded => "path_reencoded",
            Self::PathChanged => "path_changed",
            Self::HtmlEscaped => "html_escaped",
            Self::ParameterRemoved => "parameter_removed",
            Self::ParameterAdded => "parameter_added",
            Self::ParameterDuplicated => "parameter_duplicated",
            Self::ParameterReencoded => "parameter_reencoded",
            Self::ParameterChanged => "parameter_changed",
            Self::ParametersReordered => "parameters_reordered",
            Self::HeaderNotSent => "header_not_sent",
            Self::HeaderChanged => "header_changed",
            Self::HeaderNotSigned => "header_not_signed",
            Self::PayloadHashMismatch => "payload_hash_mismatch",
            Self::ChecksumMismatch => "checksum_mismatch",
            Self::ChecksumMissing => "checksum_missing",
            Self::ResponseOverrideNotLatin1 => "response_override_not_latin_1",
            Self::SignatureChanged => "signature_changed",
            Self::WrongSecret => "wrong_secret",
            Self::AccessDenied => "access_denied",
            Self::PolicyConditionFailed => "policy_condition_failed",
            Self::FormFieldNotInPolicy => "form_field_not_in_policy",
            Self::FormFieldChanged => "form_field_changed",
            Self::MalformedPolicy => "malformed_policy",
            Self::MalformedForm => "malformed_form",
            Self::FormsUnsupported => "forms_unsupported",
            Self::ContentLengthMissing => "content_length_missing",
            Self::TooLarge => "too_large",
            Self::TooSmall => "too_small",
        }
    }

    /// Returns what to do, in one sentence, without a capital letter or full stop.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one sentence for each cause")]
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::SignatureVersion2 => {
                "sign with version 4: most regions of S3 and most stores accept no other"
            }
            Self::TwoSignatures => {
                "send the URL without the header, on redirects and through proxies too"
            }
            Self::MissingSessionToken => {
                "add the session token to the credentials and sign again; it cannot be added to the \
                 URL later"
            }
            Self::CredentialsExpired => {
                "fetch new credentials and sign again; a URL is valid no longer than its \
                 credentials"
            }
            Self::InvalidSessionToken => {
                "take id, secret and token from one source, the token raw and whole, and sign again"
            }
            Self::UnknownAccessKey => {
                "check the id, and that its key is active and belongs to this store, partition and \
                 account"
            }
            Self::ClockSkew => {
                "correct the clock of the machine that signs, and sign again; some stores accept a \
                 signature for only 15 minutes"
            }
            Self::Expired => {
                "sign a new URL; if it expired too early, sign for a longer time and check the \
                 clocks"
            }
            Self::ExpiryTooLong => {
                "sign for at most 604800 seconds, and sign a new URL when it is needed"
            }
            Self::MalformedExpiry => "set `X-Amz-Expires` to a whole number from 1 to 604800",
            Self::MalformedParameter => {
                "copy the URL again, whole and unchanged; if it was signed like this, fix its \
                 signer"
            }
            Self::WrongRegion => {
                "sign for the region of the bucket, which many servers name, and use the endpoint \
                 of that region"
            }
            Self::SingleRegionSignature => {
                "sign for the ARN of the Multi-Region Access Point, with Signature Version 4A, or for a \
                 bucket in one region"
            }
            Self::GlobalSessionToken => {
                "request the credentials from a regional endpoint of STS, such as \
                 `sts.us-east-1.amazonaws.com`, and sign again"
            }
            Self::WrongService => "sign for the service of the endpoint: `s3` for objects",
            Self::CloudfrontUrl => {
                "sign a CloudFront URL, or sign for the S3 host and send the URL there"
            }
            Self::WebsiteEndpoint => {
                "sign for the REST endpoint, such as `bucket.s3.us-east-1.amazonaws.com`, and send \
                 the URL there"
            }
            Self::VirtualHostedStyleRequired => {
                "sign a virtual-hosted-style URL, which has the bucket in its host"
            }
            Self::NotAwsSignature => {
                "presign with AWS credentials, or send the URL to the service that it was signed \
                 for"
            }
            Self::MethodMismatch => {
                "send the method that the URL was signed for, or sign a URL for this one: HEAD is \
                 not GET, and POST is not PUT"
            }
            Self::HostMismatch => {
                "sign for the host that clients use, and configure proxies to forward the header \
                 `Host`"
            }
            Self::PortMismatch => {
                "sign for the port that clients send in `Host`, without the default 443 or 80"
            }
            Self::PlusForSpace => {
                "write a space as `%20` and a plus as `%2B`, and do not pass the URL through a form \
                 encoder"
            }
            Self::PathNormalized => {
                "send the path unchanged, as `curl --path-as-is` does, or rename the object"
            }
            Self::PathReencoded => {
                "pass raw keys to the signer and its URL unchanged to the client: encode once, \
                 never decode"
            }
            Self::PathChanged => {
                "request the object that the URL was signed for; configure proxies not to change \
                 the path"
            }
            Self::HtmlEscaped => "replace each `&amp;` with `&` before sending the URL",
            Self::ParameterRemoved => {
                "send the whole URL: in a shell put it in quotes, in HTML write `&` as `&amp;`"
            }
            Self::ParameterAdded => "leave the URL as it was signed, or sign the parameter too",
            Self::ParameterDuplicated => {
                "send each parameter once, and do not append those of the signature again"
            }
            Self::ParameterReencoded => {
                "pass raw values to the signer and its URL unchanged to the client: encode once, \
                 never decode"
            }
            Self::ParameterChanged => "leave the URL as it was signed, or sign the other value",
            Self::ParametersReordered => {
                "sort the parameters by encoded name when signing; their order in the URL does \
                 not matter"
            }
            Self::HeaderNotSent => {
                "send every signed header with exactly the value that was signed"
            }
            Self::HeaderChanged => {
                "send exactly the value that was signed; some clients set `Content-Type` and \
                 `Content-Length` themselves"
            }
            Self::HeaderNotSigned => {
                "sign the header, or do not send it: S3 refuses `x-amz-` headers that are not \
                 signed"
            }
            Self::PayloadHashMismatch => {
                "sign `UNSIGNED-PAYLOAD` for S3, and do not send `x-amz-content-sha256`"
            }
            Self::ChecksumMismatch => {
                "sign without a checksum unless it is that of the body; AWS SDKs sign that of an \
                 empty body unless `AWS_REQUEST_CHECKSUM_CALCULATION` is `when_required`"
            }
            Self::ChecksumMissing => {
                "sign a `content-md5` or `x-amz-checksum-` header with the checksum of the body"
            }
            Self::ResponseOverrideNotLatin1 => {
                "sign a value of ISO-8859-1 characters; a file name with others is written as \
                 `filename*=UTF-8''…`"
            }
            Self::SignatureChanged => {
                "check that the error belongs to this URL, and that nothing cuts or edits the URL"
            }
            Self::WrongSecret => {
                "check that the secret access key is complete, has no surrounding white space, \
                 and belongs to the access key id"
            }
            Self::AccessDenied => {
                "grant the signer permission for the operation; S3 returns the same error for a \
                 missing object if the signer may not list the bucket"
            }
            Self::PolicyConditionFailed => {
                "send the field with a value that the policy allows, or sign a policy that allows \
                 the value"
            }
            Self::FormFieldNotInPolicy => {
                "do not send the field, or sign a policy with a condition for it; names that begin \
                 with `x-ignore-` need none"
            }
            Self::FormFieldChanged => {
                "send the fields of the form as they were signed, the policy byte for byte"
            }
            Self::MalformedPolicy => {
                "sign a policy that is base64-encoded JSON with `expiration` and `conditions`"
            }
            Self::MalformedForm => {
                "send every field of the form, then exactly one `file` as the last, as \
                 `multipart/form-data`"
            }
            Self::FormsUnsupported => {
                "send the form to the URL of the bucket; for a store without forms, such as R2, \
                 sign a PUT URL"
            }
            Self::ContentLengthMissing => {
                "send the header `Content-Length` with the length of the body in bytes, and not \
                 `Transfer-Encoding: chunked`"
            }
            Self::TooLarge => {
                "send a smaller body, sign a policy with a larger `content-length-range`, or upload \
                 in parts"
            }
            Self::TooSmall => {
                "send a larger body, or sign a policy with a smaller `content-length-range`; parts \
                 have at least 5 MiB except the last"
            }
        }
    }

    const fn message(self) -> &'static str {
        match self {
            Self::SignatureVersion2 => "request is signed with Signature Version 2",
            Self::TwoSignatures => {
                "request has both a signature in its URL and an `Authorization` header"
            }
            Self::MissingSessionToken => {
                "temporary credentials are used without their session token"
            }
            Self::CredentialsExpired => {
                "temporary credentials have expired, so the URL is no longer valid"
            }
            Self::InvalidSessionToken => {
                "session token is malformed, or does not belong to the access key"
            }
            Self::UnknownAccessKey => "access key id is unknown to the server",
            Self::ClockSkew => "signing time is too far from the server's clock",
            Self::Expired => "URL has expired",
            Self::ExpiryTooLong => "expiry is over seven days",
            Self::MalformedExpiry => "expiry is not a positive whole number of seconds",
            Self::MalformedParameter => "parameter of the signature is malformed",
            Self::WrongRegion => "signature is for another region",
            Self::SingleRegionSignature => {
                "signature is for one region, and the host is a Multi-Region Access Point"
            }
            Self::GlobalSessionToken => "session token is from the global endpoint of STS",
            Self::WrongService => "signature is for another service",
            Self::CloudfrontUrl => {
                "host is a CloudFront distribution, which requires a CloudFront signature"
            }
            Self::WebsiteEndpoint => "host is a website endpoint of S3, which ignores signatures",
            Self::VirtualHostedStyleRequired => {
                "bucket is in the path, and the server accepts it only in the host"
            }
            Self::NotAwsSignature => "signature is not an AWS signature",
            Self::MethodMismatch => "method is not the one that was signed",
            Self::HostMismatch => "host is not the one that was signed",
            Self::PortMismatch => "port is not the one that was signed",
            Self::PlusForSpace => "`+` is a plus sign on one side and a space on the other",
            Self::PathNormalized => "dot segments or double slashes of the path were resolved",
            Self::PathReencoded => {
                "path is percent-encoded differently from the one that was signed"
            }
            Self::PathChanged => "path is not the one that was signed",
            Self::HtmlEscaped => "URL contains `&amp;` instead of `&`, as in HTML source",
            Self::ParameterRemoved => "signed query parameter is missing",
            Self::ParameterAdded => "query parameter was added after signing",
            Self::ParameterDuplicated => "query parameter occurs more than once",
            Self::ParameterReencoded => {
                "value of a query parameter is percent-encoded differently from the one that was \
                 signed"
            }
            Self::ParameterChanged => "value of a query parameter is not the one that was signed",
            Self::ParametersReordered => "query parameters are not in the order that was signed",
            Self::HeaderNotSent => "signed header is not sent",
            Self::HeaderChanged => "value of a header is not the one that was signed",
            Self::HeaderNotSigned => "header that must be signed is not signed",
            Self::PayloadHashMismatch => "payload hash is not the one that was signed",
            Self::ChecksumMismatch => "checksum in the request does not match the body",
            Self::ChecksumMissing => "request requires a checksum, but has none",
            Self::ResponseOverrideNotLatin1 => "value of a `response-` parameter is not ISO-8859-1",
            Self::SignatureChanged => {
                "signature that the server received is not the one in the URL"
            }
            Self::WrongSecret => "secret access key does not belong to the access key id",
            Self::AccessDenied => "signature is valid, but the signer lacks permission",
            Self::PolicyConditionFailed => "form field does not satisfy a condition of the policy",
            Self::FormFieldNotInPolicy => "form field has no condition in the policy",
            Self::FormFieldChanged => "form field is not the one that was signed",
            Self::MalformedPolicy => "policy of the form is not a valid document",
            Self::MalformedForm => {
                "form is not valid `multipart/form-data` with its fields before the file"
            }
            Self::FormsUnsupported => "server does not support upload forms at this URL",
            Self::ContentLengthMissing => "body is sent without its length",
            Self::TooLarge => "body is larger than allowed",
            Self::TooSmall => "body is smaller than allowed",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.message())
    }
}
