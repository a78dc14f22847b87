//! Query parameters by name: sugar over [`Request::query`], so no header has to be sent.

use alloc::{borrow::Cow, string::ToString};

use super::{Request, disposition::content_disposition};

impl<'a> Request<'a> {
    /// One version of the object.
    #[must_use]
    pub fn version_id(self, version_id: impl Into<Cow<'a, str>>) -> Self {
        self.query("versionId", version_id)
    }

    /// One part of the object, 1 to 10 000; another number is an error when signing.
    #[must_use]
    pub fn part_number(self, part_number: u32) -> Self {
        self.query("partNumber", part_number.to_string())
    }

    /// Has a browser save the download as `filename`, any Unicode text.
    ///
    /// S3 then answers with a `Content-Disposition` that holds the name as
    /// [RFC 6266](https://www.rfc-editor.org/rfc/rfc6266) wants it: for old clients in ASCII, and if that
    /// is not the whole of it, once more percent-encoded ([RFC 8187](https://www.rfc-editor.org/rfc/rfc8187)).
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

    /// Has a browser show the object, and save it as `filename` if asked to; as
    /// [`attachment`](Self::attachment).
    #[must_use]
    pub fn inline(self, filename: &str) -> Self {
        self.response_content_disposition(content_disposition("inline", filename))
    }

    /// The `Cache-Control` to answer a download with.
    #[must_use]
    pub fn response_cache_control(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-cache-control", value)
    }

    /// The `Content-Disposition` to answer a download with; [`attachment`](Self::attachment) and
    /// [`inline`](Self::inline) build it.
    #[must_use]
    pub fn response_content_disposition(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-content-disposition", value)
    }

    /// The `Content-Encoding` to answer a download with.
    #[must_use]
    pub fn response_content_encoding(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-content-encoding", value)
    }

    /// The `Content-Language` to answer a download with.
    #[must_use]
    pub fn response_content_language(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-content-language", value)
    }

    /// The `Content-Type` to answer a download with.
    #[must_use]
    pub fn response_content_type(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-content-type", value)
    }

    /// The `Expires` to answer a download with, an HTTP date.
    #[must_use]
    pub fn response_expires(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.query("response-expires", value)
    }

    /// Lets the requester pay, as a bucket of that kind demands.
    ///
    /// AWS documents the parameter for presigned URLs; it spares the sender the header of the same name.
    #[must_use]
    pub fn request_payer(self) -> Self {
        self.query("x-amz-request-payer", "requester")
    }
}
