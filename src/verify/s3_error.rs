//! The error response to a refused request, as S3 sends it.

use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString},
};

use super::rejection::Rejection;
use crate::wire::{
    names::{HOST, MAX_EXPIRES_SECONDS, X_AMZ_ALGORITHM, X_AMZ_CONTENT_SHA256, X_AMZ_DATE},
    xml::push_escaped,
};

impl Rejection {
    /// The error code of S3, such as `AccessDenied`.
    ///
    /// A wrong signature, an access key id that is not known and an empty secret have the same response, so that the
    /// sender does not learn which access key ids exist.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>
    #[must_use]
    pub fn s3_code(&self) -> &'static str {
        self.code_and_message().0
    }

    /// The HTTP status of [`s3_code`](Self::s3_code): 400 or 403.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        match self.s3_code() {
            ACCESS_DENIED | SIGNATURE_DOES_NOT_MATCH => 403,
            _ => 400,
        }
    }

    /// The body of the response, in the XML of S3, for the content type `application/xml`. The response to HEAD has
    /// none. Characters of the request id that XML does not allow are replaced. If it is empty, its element is left
    /// out.
    ///
    /// The message is that of S3 where known. The elements that S3 adds are there too: the times of an expired
    /// request, the names of unsigned headers, the expected region. For the log use `Display`, which says more.
    ///
    /// ```
    /// use presigner::verify::Rejection;
    ///
    /// let rejection = Rejection::BadSignature;
    /// assert_eq!(rejection.http_status(), 403);
    /// assert_eq!(
    ///     rejection.to_xml("4442587FB7D0A2F9"),
    ///     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    ///      <Error><Code>SignatureDoesNotMatch</Code>\
    ///      <Message>The request signature we calculated does not match the signature you provided. \
    ///      Check your key and signing method.</Message>\
    ///      <RequestId>4442587FB7D0A2F9</RequestId></Error>"
    /// );
    /// ```
    #[must_use]
    pub fn to_xml(&self, request_id: &str) -> String {
        let (code, message) = self.code_and_message();
        error_document(code, &message, request_id, |xml| self.push_details(xml))
    }

    fn code_and_message(&self) -> (&'static str, Cow<'static, str>) {
        match self {
            Self::NotPresigned { name: X_AMZ_ALGORITHM }
            | Self::WrongHost { .. }
            | Self::WrongPath { .. }
            | Self::SignatureTooOld { .. } => denied("Access Denied"),
            // A maximum below that of S3 is like a policy on `s3:signatureAge`.
            Self::ExpiryTooLong { seconds, .. } if *seconds <= MAX_EXPIRES_SECONDS.into() => {
                denied("Access Denied")
            }
            Self::NotYetValid { .. } => denied("Request is not yet valid"),
            Self::Expired { .. } => denied("Request has expired"),
            Self::HostNotSigned | Self::HeaderNotSigned { .. } => denied(NOT_SIGNED),
            // S3 hashes a signed header that was not sent as an empty one.
            Self::HeaderMissing { .. }
            | Self::UnknownAccessKey
            | Self::EmptySecretAccessKey
            | Self::BadSignature => (SIGNATURE_DOES_NOT_MATCH, MISMATCH.into()),
            Self::AuthorizationHeader | Self::SignatureVersion2 { .. } => {
                invalid_argument(ONE_MECHANISM)
            }
            Self::DuplicateParameter { .. } | Self::DuplicateFormField { .. } => {
                invalid_argument(self.to_string())
            }
            Self::Malformed { part: "path" | "query", .. } => ("InvalidURI", INVALID_URI.into()),
            Self::Malformed { part, .. }
                if *part == X_AMZ_CONTENT_SHA256
                    || part.starts_with("header ")
                    || part.starts_with("form field ") =>
            {
                invalid_argument(self.to_string())
            }
            Self::Malformed { part: X_AMZ_ALGORITHM, .. } => bad_parameter(ALGORITHM),
            Self::Malformed { part: X_AMZ_DATE, .. } => bad_parameter(DATE),
            Self::Malformed { .. } => bad_parameter(self.to_string()),
            Self::NotPresigned { .. } => bad_parameter(INCOMPLETE),
            Self::ExpiryTooLong { .. } => bad_parameter(EXPIRY_TOO_LONG),
            Self::WrongRegion { region, expected } => bad_parameter(format!(
                "Error parsing the X-Amz-Credential parameter; \
                 the region '{region}' is wrong; expecting '{expected}'"
            )),
            Self::WrongService { service } => bad_parameter(format!(
                "Error parsing the X-Amz-Credential parameter; incorrect service \"{service}\"."
            )),
            Self::FormFieldMissing { name } => invalid_argument(format!(
                "Bucket POST must contain a field named '{name}'.  \
                 If it is specified, please check the order of the fields."
            )),
            Self::FormTooLarge { .. } => {
                ("MaxPostPreDataLengthExceededError", FORM_TOO_LARGE.into())
            }
            Self::FileNameMissing { .. } => invalid_argument(ONE_FILE),
            Self::InvalidPolicy { .. } => {
                ("InvalidPolicyDocument", format!("Invalid Policy: the {self}").into())
            }
            Self::PolicyConditionFailed { condition } => {
                denied(format!("Invalid according to Policy: Policy Condition failed: {condition}"))
            }
            Self::FormFieldNotInPolicy { name } => {
                denied(format!("Invalid according to Policy: Extra input fields: {name}"))
            }
        }
    }

    /// The elements that S3 adds to code and message.
    fn push_details(&self, xml: &mut String) {
        match self {
            Self::NotYetValid { now, .. } => push_element(xml, "ServerTime", &now.to_string()),
            Self::Expired { expires_at, now } => {
                push_element(xml, "Expires", &expires_at.to_string());
                push_element(xml, "ServerTime", &now.to_string());
            }
            Self::HostNotSigned => push_element(xml, "HeadersNotSigned", HOST),
            Self::HeaderNotSigned { name } => push_element(xml, "HeadersNotSigned", name),
            Self::WrongRegion { expected, .. } => push_element(xml, "Region", expected),
            Self::AuthorizationHeader => push_element(xml, "ArgumentName", "Authorization"),
            Self::FormFieldMissing { name } => push_element(xml, "ArgumentName", name),
            _ => {}
        }
    }
}

/// The body of an error response in the XML of S3, for what the server itself checks after a request is verified.
/// [`Rejection::to_xml`] writes those of refused signatures.
///
/// Characters that XML does not allow are replaced. If the request id is empty, its element is left out. These are
/// [codes of S3] for such checks:
///
/// | check | code | HTTP status |
/// |---|---|---|
/// | the access key may not perform the operation | `AccessDenied` | 403 |
/// | the session token has expired; if it is that of another key, use [`reject_unknown_key`](super::Claim::reject_unknown_key) | `ExpiredToken` | 400 |
/// | there is no such object, bucket or upload | `NoSuchKey`, `NoSuchBucket`, `NoSuchUpload` | 404 |
/// | the operation or a parameter is not implemented | `NotImplemented` | 501 |
/// | the method is not allowed for the bucket or object | `MethodNotAllowed` | 405 |
/// | the body is larger or smaller than allowed | `EntityTooLarge`, `EntityTooSmall` | 400 |
/// | the body ends before `Content-Length` bytes | `IncompleteBody` | 400 |
/// | the body has no `Content-Length` | `MissingContentLength` | 411 |
/// | the body has another hash than [`payload_hash`](super::Verified::payload_hash) | `XAmzContentSHA256Mismatch` | 400 |
/// | the body has another checksum than its header | `BadDigest` | 400 |
/// | a form is not `multipart/form-data` | `MalformedPOSTRequest` | 400 |
/// | the object does not match `If-Match`, or exists despite `If-None-Match: *` | `PreconditionFailed` | 412 |
///
/// ```
/// use presigner::verify::error_xml;
///
/// assert_eq!(
///     error_xml("NoSuchKey", "The specified key does not exist.", "4442587FB7D0A2F9"),
///     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
///      <Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>\
///      <RequestId>4442587FB7D0A2F9</RequestId></Error>"
/// );
/// ```
///
/// [codes of S3]: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
#[must_use]
pub fn error_xml(code: &str, message: &str, request_id: &str) -> String {
    error_document(code, message, request_id, |_| {})
}

fn error_document(
    code: &str,
    message: &str,
    request_id: &str,
    push_details: impl FnOnce(&mut String),
) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
    push_element(&mut xml, "Code", code);
    push_element(&mut xml, "Message", message);
    push_details(&mut xml);
    if !request_id.is_empty() {
        push_element(&mut xml, "RequestId", request_id);
    }
    xml.push_str("</Error>");
    xml
}

fn denied(message: impl Into<Cow<'static, str>>) -> (&'static str, Cow<'static, str>) {
    (ACCESS_DENIED, message.into())
}

fn invalid_argument(message: impl Into<Cow<'static, str>>) -> (&'static str, Cow<'static, str>) {
    ("InvalidArgument", message.into())
}

fn bad_parameter(message: impl Into<Cow<'static, str>>) -> (&'static str, Cow<'static, str>) {
    ("AuthorizationQueryParametersError", message.into())
}

fn push_element(xml: &mut String, name: &str, text: &str) {
    xml.extend(["<", name, ">"]);
    push_escaped(xml, &text.replace(is_not_xml, "\u{fffd}"));
    xml.extend(["</", name, ">"]);
}

/// Whether XML 1.0 has no way to write the character (section 2.2).
fn is_not_xml(character: char) -> bool {
    matches!(character, '\0'..'\t' | '\u{b}'..='\u{c}' | '\u{e}'..' ' | '\u{fffe}'..='\u{ffff}')
}

const ACCESS_DENIED: &str = "AccessDenied";
const SIGNATURE_DOES_NOT_MATCH: &str = "SignatureDoesNotMatch";

// The sentences of S3.

const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. \
     Check your key and signing method.";

const NOT_SIGNED: &str = "There were headers present in the request which were not signed";

const ONE_MECHANISM: &str = "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, \
     Signature query string parameter or the Authorization header should be specified";

const INVALID_URI: &str = "Couldn't parse the specified URI.";

const INCOMPLETE: &str = "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, \
     X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.";

const ALGORITHM: &str = "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"";

const DATE: &str = "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"";

const EXPIRY_TOO_LONG: &str = "X-Amz-Expires must be less than a week (in seconds); \
     that is, the given X-Amz-Expires must be less than 604800 seconds";

const FORM_TOO_LARGE: &str = "Your POST request fields preceding the upload file were too large.";

const ONE_FILE: &str = "POST requires exactly one file upload per request.";
