//! The XML bodies of multipart uploads: the list of parts that completes one, and the responses.

use alloc::{
    borrow::Cow,
    string::{String, ToString},
    vec::Vec,
};

use super::Checksum;
use crate::{
    error::{Error, excerpt},
    wire::xml::{Elements, push_escaped},
};

/// The parts of a multipart upload, which are the body of a
/// [`complete_multipart_upload`](crate::Request::complete_multipart_upload) request.
///
/// ```
/// use presigner::CompletedParts;
///
/// let parts = CompletedParts::new()
///     .part(2, "\"b1946ac92492d2347c6235b4d2611184\"")
///     .part(1, "\"7778aef83f66abc1fa1e8477f296d394\"");
/// assert_eq!(
///     parts.to_xml()?,
///     "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
///      <Part><PartNumber>1</PartNumber><ETag>\"7778aef83f66abc1fa1e8477f296d394\"</ETag></Part>\
///      <Part><PartNumber>2</PartNumber><ETag>\"b1946ac92492d2347c6235b4d2611184\"</ETag></Part>\
///      </CompleteMultipartUpload>"
/// );
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CompletedParts<'a> {
    parts: Vec<CompletedPart<'a>>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct CompletedPart<'a> {
    number: u32,
    etag: Cow<'a, str>,
    checksum: Option<Checksum>,
}

impl<'a> CompletedParts<'a> {
    /// Creates an empty list.
    #[must_use]
    pub const fn new() -> Self {
        Self { parts: Vec::new() }
    }

    /// Adds a part: its number, from 1 to 10 000, and its `ETag`, which is a header of the response
    /// to its upload, with or without the double quotes. Parts may be added in any order.
    #[must_use]
    pub fn part(mut self, number: u32, etag: impl Into<Cow<'a, str>>) -> Self {
        self.parts.push(CompletedPart { number, etag: etag.into(), checksum: None });
        self
    }

    /// Adds a part that was uploaded with a checksum.
    ///
    /// S3 requires the checksum of every part if the upload was created with a checksum algorithm and
    /// the type `COMPOSITE`, and the numbers of the parts must then be consecutive, starting at 1.
    #[must_use]
    pub fn part_with_checksum(
        mut self,
        number: u32,
        etag: impl Into<Cow<'a, str>>,
        checksum: Checksum,
    ) -> Self {
        self.parts.push(CompletedPart { number, etag: etag.into(), checksum: Some(checksum) });
        self
    }

    /// Returns the body of the request, which is [XML] with the parts sorted by number.
    ///
    /// [XML]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html#API_CompleteMultipartUpload_RequestSyntax
    ///
    /// # Errors
    ///
    /// [`Error::NoParts`] if the list is empty, [`Error::InvalidPartNumber`] if a number is not 1
    /// to 10 000, [`Error::DuplicatePart`] if two parts have the same number, and
    /// [`Error::InvalidEtag`] if an `ETag` is empty, or contains a space, a double quote or a
    /// character that is not printable ASCII.
    pub fn to_xml(&self) -> Result<String, Error> {
        let mut parts: Vec<_> = self.parts.iter().collect();
        parts.sort_by_key(|part| part.number);
        if parts.is_empty() {
            return Err(Error::NoParts);
        }
        if let Some(pair) = parts.windows(2).find(|pair| pair[0].number == pair[1].number) {
            return Err(Error::DuplicatePart { number: pair[0].number });
        }
        let mut xml = String::from(OPENING);
        for part in parts {
            part.push_xml(&mut xml)?;
        }
        xml.push_str("</CompleteMultipartUpload>");
        Ok(xml)
    }
}

/// From the number and the `ETag` of each part.
impl<'a, E: Into<Cow<'a, str>>> FromIterator<(u32, E)> for CompletedParts<'a> {
    fn from_iter<I: IntoIterator<Item = (u32, E)>>(parts: I) -> Self {
        parts.into_iter().fold(Self::new(), |parts, (number, etag)| parts.part(number, etag))
    }
}

impl CompletedPart<'_> {
    fn push_xml(&self, xml: &mut String) -> Result<(), Error> {
        let number = self.number.to_string();
        if !(MIN_PART_NUMBER..=MAX_PART_NUMBER).contains(&self.number) {
            return Err(Error::InvalidPartNumber { number });
        }
        let etag = self.opaque_etag()?;
        xml.push_str("<Part>");
        push_element(xml, "PartNumber", &number);
        push_element(xml, "ETag", &["\"", etag, "\""].concat());
        if let Some(checksum) = self.checksum {
            // The elements are named after the headers: `x-amz-checksum-crc32c`, `ChecksumCRC32C`.
            let (header, value) = checksum.header();
            let algorithm = header.trim_start_matches("x-amz-checksum-").to_ascii_uppercase();
            push_element(xml, &["Checksum", &algorithm].concat(), &value);
        }
        xml.push_str("</Part>");
        Ok(())
    }

    /// The `ETag` without quotes, and without the `W/` of a proxy that compresses responses.
    fn opaque_etag(&self) -> Result<&str, Error> {
        let etag = self.etag.trim();
        let etag = etag.strip_prefix("W/").unwrap_or(etag);
        let unquoted = etag.strip_prefix('"').and_then(|etag| etag.strip_suffix('"'));
        let etag = unquoted.unwrap_or(etag);
        let invalid = |problem| Err(Error::InvalidEtag { number: self.number, problem });
        match etag {
            "" => invalid("is empty; pass the `ETag` header of the response to the upload"),
            _ if !etag.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"') => invalid(
                "has a space, a quote or a character that is not printable ASCII; \
                 pass the `ETag` header of the response unchanged",
            ),
            _ => Ok(etag),
        }
    }
}

fn push_element(xml: &mut String, name: &str, text: &str) {
    for piece in ["<", name, ">"] {
        xml.push_str(piece);
    }
    push_escaped(xml, text);
    for piece in ["</", name, ">"] {
        xml.push_str(piece);
    }
}

/// The response to a [`create_multipart_upload`](crate::Request::create_multipart_upload) request,
/// which contains the id of the multipart upload.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MultipartUpload {
    id: String,
}

impl MultipartUpload {
    /// Parses the body of the response.
    ///
    /// ```
    /// use presigner::MultipartUpload;
    ///
    /// let body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<InitiateMultipartUploadResult>\
    ///             <Bucket>my-bucket</Bucket><Key>cat.mp4</Key><UploadId>VXBsb2FkIElE</UploadId>\
    ///             </InitiateMultipartUploadResult>";
    /// assert_eq!(MultipartUpload::from_xml(body)?.id(), "VXBsb2FkIElE");
    /// # Ok::<(), presigner::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::ServerError`] if the body is an error response, and
    /// [`Error::UnexpectedResponse`] if it contains no upload id.
    pub fn from_xml(body: &str) -> Result<Self, Error> {
        parse_response(body, "CreateMultipartUpload", "UploadId").map(|id| Self { id })
    }

    /// Returns the upload id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// The response to a
/// [`complete_multipart_upload`](crate::Request::complete_multipart_upload) request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CompletedUpload {
    etag: String,
}

impl CompletedUpload {
    /// Parses the body of the response. S3 sends the status 200 before it has assembled the object,
    /// so [only the body says][complete] whether the request succeeded.
    ///
    /// ```
    /// use presigner::{CompletedUpload, Error};
    ///
    /// // The status is 200, yet the object was not created.
    /// let body = "<Error><Code>InternalError</Code><Message>Please try again.</Message></Error>";
    /// let error = CompletedUpload::from_xml(body).unwrap_err();
    /// assert_eq!(error, Error::ServerError { code: "InternalError".into() });
    /// ```
    ///
    /// [complete]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
    ///
    /// # Errors
    ///
    /// [`Error::ServerError`] if the body is an error response, and
    /// [`Error::UnexpectedResponse`] if it contains no `ETag`. With these [codes][complete], the
    /// request was wrong, and fails again; their [kind](crate::ErrorKind) is `Request`:
    ///
    /// | code | status of S3 | cause |
    /// |---|---|---|
    /// | `EntityTooSmall` | 400 | a part other than the last has less than 5 MiB |
    /// | `InvalidPart` | 400 | a part was not uploaded, or has another `ETag` |
    /// | `InvalidPartOrder` | 400 | with checksums, the part numbers are not consecutive from 1 |
    /// | `NoSuchUpload` | 404 | the upload id is wrong, or the upload was already completed or aborted |
    pub fn from_xml(body: &str) -> Result<Self, Error> {
        parse_response(body, "CompleteMultipartUpload", "ETag").map(|etag| Self { etag })
    }

    /// Returns the `ETag` of the object, as in the response, with its double quotes.
    #[must_use]
    pub fn etag(&self) -> &str {
        &self.etag
    }
}

/// Returns the text of one element of a response. An error may contain the same elements as the
/// result: `NoSuchUpload` has `UploadId`, `InvalidPart` has `ETag`.
fn parse_response(
    body: &str,
    operation: &'static str,
    element: &'static str,
) -> Result<String, Error> {
    let elements = Elements::parse(body);
    if let Some(code) = elements.find("Code") {
        return Err(Error::ServerError { code: excerpt(&code) });
    }
    match elements.find(element) {
        Some(text) => Ok(text.into_owned()),
        None => Err(Error::UnexpectedResponse { operation, element }),
    }
}

const OPENING: &str = "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";

pub(super) const MIN_PART_NUMBER: u32 = 1;
pub(super) const MAX_PART_NUMBER: u32 = 10_000;
