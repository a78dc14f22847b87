//! Named query parameters: shorthand for [`Request::query`]. The client has no header to send.

use alloc::{borrow::Cow, string::ToString};

use super::{ContentDisposition, Method, Request, Target};
use crate::{
    error::Error,
    sigv4::{headers::PRINTABLE, name_value::NameValue},
};

/// Methods that add a query parameter. It is part of the URL, so a GET request still works as a
/// plain link.
impl<'a> Request<'a> {
    /// Selects a version of the object by its id. An empty one is an [`Error::EmptyVersionId`] when
    /// signing.
    #[must_use]
    pub fn version_id(self, version_id: impl Into<Cow<'a, str>>) -> Self {
        self.query("versionId", version_id)
    }

    /// Selects a part of an object by its number, from 1 to 10 000. Another number is an
    /// [`Error::InvalidPartNumber`] when signing. To upload a part, use
    /// [`upload_part`](Self::upload_part).
    #[must_use]
    pub fn part_number(self, part_number: u32) -> Self {
        self.query("partNumber", part_number.to_string())
    }

    /// Makes browsers save the download as `filename`, any Unicode text. An empty name sets
    /// `attachment` without a file name; browsers then usually take the last part of the key.
    ///
    /// The response has the header `Content-Disposition` with the value
    /// [`ContentDisposition::attachment`]. Like all `response_…` values, it applies only to GET and
    /// HEAD of an object; on another request it is an [`Error::OverrideWithoutDownload`] when
    /// signing. To store the header with the object when it is uploaded, use
    /// [`content_disposition`](Self::content_disposition).
    ///
    /// ```
    /// # use presigner::Request;
    /// let request = Request::get("my-bucket", "7f3a.pdf").attachment("Übersicht \"2024\".pdf");
    /// assert_eq!(
    ///     request,
    ///     Request::get("my-bucket", "7f3a.pdf").response_content_disposition(
    ///         "attachment; filename=\"_bersicht _2024_.pdf\"; \
    ///          filename*=UTF-8''%C3%9Cbersicht%20%222024%22.pdf"
    ///     )
    /// );
    /// ```
    #[must_use]
    pub fn attachment(self, filename: &str) -> Self {
        self.response_content_disposition(ContentDisposition::attachment(filename))
    }

    /// Makes browsers display the object, with `filename`, any Unicode text, as the name to save it
    /// under. Otherwise like [`attachment`](Self::attachment).
    #[must_use]
    pub fn inline(self, filename: &str) -> Self {
        self.response_content_disposition(ContentDisposition::inline(filename))
    }

    /// Sets the `Cache-Control` header of the response.
    ///
    /// This and the following methods apply only to GET and HEAD of an object; on another request,
    /// signing returns an [`Error::OverrideWithoutDownload`].
    #[must_use]
    pub fn response_cache_control(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-cache-control", value)
    }

    /// Sets the `Content-Disposition` header of the response. [`attachment`](Self::attachment) and
    /// [`inline`](Self::inline) create it from a file name.
    ///
    /// Like all `response_…` values, it must consist of printable characters of ISO-8859-1.
    /// Otherwise signing returns an [`Error::InvalidResponseHeader`].
    #[must_use]
    pub fn response_content_disposition(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-content-disposition", value)
    }

    /// Sets the `Content-Encoding` header of the response.
    #[must_use]
    pub fn response_content_encoding(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-content-encoding", value)
    }

    /// Sets the `Content-Language` header of the response.
    #[must_use]
    pub fn response_content_language(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-content-language", value)
    }

    /// Sets the `Content-Type` header of the response.
    #[must_use]
    pub fn response_content_type(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-content-type", value)
    }

    /// Sets the `Expires` header of the response, an [HTTP date] such as
    /// `Fri, 24 May 2013 00:00:00 GMT`.
    ///
    /// [HTTP date]: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
    #[must_use]
    pub fn response_expires(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-expires", value)
    }

    /// Confirms that the requester pays for the request, which a [Requester Pays] bucket requires.
    ///
    /// It is the query parameter `x-amz-request-payer`, so the client has no header to send.
    ///
    /// [Requester Pays]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ObjectsinRequesterPaysBuckets.html
    #[must_use]
    pub fn request_payer(self) -> Self {
        self.query("x-amz-request-payer", "requester")
    }
}

/// Refuses `response-…` parameters of requests that do not return an object, in which S3 ignores them: they were
/// probably intended for the headers of an upload. Refuses values that S3 refuses: 400 `InvalidArgument`, "Header
/// value cannot be represented using ISO-8859-1".
pub(super) fn check_response_override(
    request: &Request<'_>,
    parameter: &NameValue<'_>,
) -> Result<(), Error> {
    let mut overrides = RESPONSE_OVERRIDES.into_iter();
    let Some((name, setting)) = overrides.find(|(name, _)| parameter.name == *name) else {
        return Ok(());
    };
    let is_download = matches!(request.method(), Method::Get | Method::Head)
        && matches!(request.target(), Target::Object { .. });
    if !is_download {
        return Err(Error::OverrideWithoutDownload { name, setting });
    }
    if PRINTABLE.contains_all(&parameter.value) {
        return Ok(());
    }
    let is_refused = |character: char| character.is_control() || character > '\u{ff}';
    match parameter.value.char_indices().find(|(_, character)| is_refused(*character)) {
        None => Ok(()),
        Some((index, character)) => Err(Error::InvalidResponseHeader {
            name,
            character,
            index,
            remedy: if name == DISPOSITION {
                "pass the file name to `attachment` or `inline`, which encode it"
            } else {
                "remove or replace it"
            },
        }),
    }
}

const DISPOSITION: &str = "response-content-disposition";

/// The parameters of `GetObject` that set a header of its response, and what sets this header when an object is
/// uploaded.
const RESPONSE_OVERRIDES: [(&str, &str); 6] = [
    ("response-cache-control", "`cache_control`"),
    (DISPOSITION, "`content_disposition`"),
    ("response-content-encoding", "`content_encoding`"),
    ("response-content-language", "the header `content-language`"),
    ("response-content-type", "`content_type`"),
    ("response-expires", "the header `expires`"),
];
