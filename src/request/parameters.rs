//! Named query parameters: shorthand for [`Request::query`]. They require no header of the sender.

use alloc::{borrow::Cow, string::ToString};

use super::{Request, disposition::content_disposition};

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
    /// S3 then responds with a `Content-Disposition` according to [RFC
    /// 6266](https://www.rfc-editor.org/rfc/rfc6266): the name in ASCII for old clients, and if it
    /// has other characters, also percent-encoded ([RFC
    /// 8187](https://www.rfc-editor.org/rfc/rfc8187)).
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
        self.response_content_disposition(content_disposition("attachment", filename))
    }

    /// Makes browsers display the object, with `filename` as the name to save it under. The name is
    /// encoded as by [`attachment`](Self::attachment).
    #[must_use]
    pub fn inline(self, filename: &str) -> Self {
        self.response_content_disposition(content_disposition("inline", filename))
    }

    /// Sets the `Cache-Control` header of the response.
    #[must_use]
    pub fn response_cache_control(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-cache-control", value)
    }

    /// Sets the `Content-Disposition` header of the response. [`attachment`](Self::attachment) and
    /// [`inline`](Self::inline) build it from a file name.
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
