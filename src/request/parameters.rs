//! Named query parameters: shorthand for [`Request::query`]. They require no header of the sender.

use alloc::{borrow::Cow, string::ToString};

use super::{ContentDisposition, Method, Request, Target};
use crate::{
    error::Error,
    sigv4::{headers::PRINTABLE, name_value::NameValue},
};

impl<'a> Request<'a> {
    /// Selects one version of the object.
    #[must_use]
    pub fn version_id(self, version_id: impl Into<Cow<'a, str>>) -> Self {
        self.query("versionId", version_id)
    }

    /// Selects one part of the object, from 1 to 10 000; another number is an error when signing.
    #[must_use]
    pub fn part_number(self, part_number: u32) -> Self {
        self.query("partNumber", part_number.to_string())
    }

    /// Makes browsers save the download as `filename`, any Unicode text.
    ///
    /// S3 then responds with the header [`ContentDisposition::attachment`]. Only GET and HEAD of an
    /// object return it; with another request it is an error when signing. An upload stores it with
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

    /// Makes browsers display the object, with `filename` as the name to save it under. The name is
    /// encoded as by [`attachment`](Self::attachment).
    #[must_use]
    pub fn inline(self, filename: &str) -> Self {
        self.response_content_disposition(ContentDisposition::inline(filename))
    }

    /// Sets the `Cache-Control` header of the response.
    #[must_use]
    pub fn response_cache_control(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-cache-control", value)
    }

    /// Sets the `Content-Disposition` header of the response. [`attachment`](Self::attachment) and
    /// [`inline`](Self::inline) build it from a file name. Like every header of the response, it
    /// consists of printable characters of ISO-8859-1, else signing is an error.
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

    /// Sets the `Expires` header of the response, an HTTP date.
    #[must_use]
    pub fn response_expires(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-expires", value)
    }

    /// Confirms that the requester pays, as a Requester Pays bucket requires.
    ///
    /// It is a parameter, as [AWS documents] for presigned URLs, so the sender needs no header.
    ///
    /// [AWS documents]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ObjectsinRequesterPaysBuckets.html
    #[must_use]
    pub fn request_payer(self) -> Self {
        self.query("x-amz-request-payer", "requester")
    }
}

/// Refuses overrides of response headers with which S3 refuses the request: 400 `InvalidArgument`,
/// "Header value cannot be represented using ISO-8859-1". S3 ignores them in requests that do not
/// return an object; a disposition is then refused, because it was probably intended for the upload.
pub(super) fn check_response_override(
    request: &Request<'_>,
    parameter: &NameValue<'_>,
) -> Result<(), Error> {
    let Some(name) = RESPONSE_OVERRIDES.into_iter().find(|name| parameter.name == *name) else {
        return Ok(());
    };
    let is_download = matches!(request.method(), Method::Get | Method::Head)
        && matches!(request.target(), Target::Object { .. });
    if name == DISPOSITION && !is_download {
        return Err(Error::DispositionWithoutDownload);
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

/// The parameters of `GetObject` that set a header of its response.
const RESPONSE_OVERRIDES: [&str; 6] = [
    "response-cache-control",
    DISPOSITION,
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
];
