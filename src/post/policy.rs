//! Which form S3 shall accept.

use alloc::{
    borrow::Cow,
    collections::BTreeSet,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::{fmt, ops::RangeInclusive};

use super::markup::escape_markup;
use crate::{
    error::{Error, excerpt},
    redact::shown_value,
    request::{Checksum, ServerSideEncryption, object_key::DotSegments},
    sigv4::headers::is_token,
};

/// What S3 is to accept in an upload form from a browser: which key, which fields, which size.
///
/// A presigned PUT cannot cap the size of an upload; a form can. Each method adds a form field *and* the
/// policy's condition on it, so that the two cannot disagree. Bucket, algorithm, credential, date and
/// session token are added when signing. Nothing here fails; what S3 would refuse is an [`Error`] at
/// [`Presigner::post`](crate::Presigner::post).
///
/// ```
/// use presigner::{Credentials, Expiry, PostPolicy, Presigner};
///
/// let policy = PostPolicy::with_key_prefix("my-bucket", "uploads/jane/")
///     .content_type_prefix("image/")
///     .content_length_range(1..=10_000_000);
/// let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
/// let post = presigner.post(&policy, Expiry::minutes(10))?;
/// assert_eq!(post.url(), "https://my-bucket.s3.eu-central-1.amazonaws.com/");
/// assert_eq!(post.fields()[0], ("key".into(), "uploads/jane/${filename}".into()));
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>
#[derive(Clone, Eq, PartialEq)]
pub struct PostPolicy<'a> {
    bucket: &'a str,
    /// The key first, the others in the order in which they came.
    fields: Vec<Field<'a>>,
    content_length_range: Option<RangeInclusive<u64>>,
    dot_segments: DotSegments,
}

/// A form field, raw, with its condition.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Field<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) value: Value<'a>,
}

#[derive(Clone, Eq, PartialEq)]
pub(crate) enum Value<'a> {
    /// The form has exactly this.
    Exact(Cow<'a, str>),
    /// The sender chooses what follows.
    Prefix(Cow<'a, str>),
}

impl<'a> PostPolicy<'a> {
    /// A form that uploads one object: `key`, raw text.
    #[must_use]
    pub fn new(bucket: &'a str, key: &'a str) -> Self {
        Self::with_key(bucket, Value::Exact(Cow::Borrowed(key)))
    }

    /// A form that uploads objects whose keys begin with `prefix`, raw text. The rest is the name of the
    /// uploaded file, which S3 puts in the place of `${filename}`, unless the sender writes another key.
    #[must_use]
    pub fn with_key_prefix(bucket: &'a str, prefix: &'a str) -> Self {
        Self::with_key(bucket, Value::Prefix(Cow::Borrowed(prefix)))
    }

    /// Any form field, with exactly this value.
    #[must_use]
    pub fn field(self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        self.with_field(name.into(), Value::Exact(value.into()))
    }

    /// A form field that the sender fills in, with a value that begins with `prefix`; an empty one admits
    /// anything.
    ///
    /// S3 allows that for `acl`, `Cache-Control`, `Content-Disposition`, `Content-Encoding`,
    /// `Content-Type`, `Expires`, `success_action_redirect` and `x-amz-meta-…`.
    #[must_use]
    pub fn field_prefix(
        self,
        name: impl Into<Cow<'a, str>>,
        prefix: impl Into<Cow<'a, str>>,
    ) -> Self {
        self.with_field(name.into(), Value::Prefix(prefix.into()))
    }

    /// The size of the file in bytes, both ends included.
    #[must_use]
    pub const fn content_length_range(mut self, bytes: RangeInclusive<u64>) -> Self {
        self.content_length_range = Some(bytes);
        self
    }

    /// The object's type. The form field counts, not the type that the browser gives the file.
    #[must_use]
    pub fn content_type(self, content_type: impl Into<Cow<'a, str>>) -> Self {
        self.field("Content-Type", content_type)
    }

    /// A type that begins with `prefix`, such as `image/`; the sender adds the field.
    #[must_use]
    pub fn content_type_prefix(self, prefix: impl Into<Cow<'a, str>>) -> Self {
        self.field_prefix("Content-Type", prefix)
    }

    /// How the object is to be shown or saved, for example `attachment; filename="cat.jpg"`.
    #[must_use]
    pub fn content_disposition(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.field("Content-Disposition", value)
    }

    /// How the object is encoded, for example `gzip`.
    #[must_use]
    pub fn content_encoding(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.field("Content-Encoding", value)
    }

    /// How long the object may be cached.
    #[must_use]
    pub fn cache_control(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.field("Cache-Control", value)
    }

    /// When the object is stale, an HTTP date.
    #[must_use]
    pub fn expires(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.field("Expires", value)
    }

    /// Metadata of yours: `name` becomes `x-amz-meta-name`.
    #[must_use]
    pub fn metadata(self, name: &str, value: impl Into<Cow<'a, str>>) -> Self {
        self.field(format!("x-amz-meta-{name}"), value)
    }

    /// A canned access control list, such as `private`.
    #[must_use]
    pub fn acl(self, acl: impl Into<Cow<'a, str>>) -> Self {
        self.field("acl", acl)
    }

    /// The object's tags, at most ten, raw. In a form they are XML.
    #[must_use]
    pub fn tagging<'t>(self, tags: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut value = String::from("<Tagging><TagSet>");
        for (name, tag) in tags {
            let (name, tag) = (escape_markup(name), escape_markup(tag));
            value.extend(["<Tag><Key>", &name, "</Key><Value>", &tag, "</Value></Tag>"]);
        }
        value.push_str("</TagSet></Tagging>");
        self.field("tagging", value)
    }

    /// The storage class, such as `STANDARD_IA`.
    #[must_use]
    pub fn storage_class(self, storage_class: impl Into<Cow<'a, str>>) -> Self {
        self.field("x-amz-storage-class", storage_class)
    }

    /// How S3 encrypts the object. With a key of the customer's, add the key itself with
    /// `.field("x-amz-server-side-encryption-customer-key", …)`: a form has no unsigned fields.
    #[must_use]
    pub fn server_side_encryption(self, encryption: ServerSideEncryption<'a>) -> Self {
        encryption
            .headers()
            .into_iter()
            .flatten()
            .fold(self, |policy, (name, value)| policy.field(name, value))
    }

    /// The checksum of the file.
    #[must_use]
    pub fn checksum(self, checksum: Checksum) -> Self {
        let (name, value) = checksum.header();
        self.field(name, value)
    }

    /// What S3 answers a successful upload with: 200, 201 (with an XML body) or 204, its default.
    #[must_use]
    pub fn success_status(self, status: u16) -> Self {
        self.field("success_action_status", status.to_string())
    }

    /// Where S3 sends the browser after a successful upload.
    #[must_use]
    pub fn success_redirect(self, url: impl Into<Cow<'a, str>>) -> Self {
        self.field("success_action_redirect", url)
    }

    /// Accepts a key with a segment `.` or `..`, which no browser could download by its URL.
    #[must_use]
    pub const fn allow_dot_segments(mut self) -> Self {
        self.dot_segments = DotSegments::Allowed;
        self
    }

    pub(crate) const fn bucket(&self) -> &'a str {
        self.bucket
    }

    pub(crate) fn fields(&self) -> &[Field<'a>] {
        &self.fields
    }

    pub(crate) const fn length_range(&self) -> Option<&RangeInclusive<u64>> {
        self.content_length_range.as_ref()
    }

    /// Refuses what S3 would refuse, or what no form can match.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let mut names = BTreeSet::new();
        for (index, field) in self.fields.iter().enumerate() {
            match &*field.name {
                "key" if index == 0 => self.check_key(&field.value)?,
                _ => check_field(field)?,
            }
            if !names.insert(field.name.to_ascii_lowercase()) {
                return invalid(field, "is given more than once; give it once");
            }
        }
        match &self.content_length_range {
            Some(range) if range.is_empty() => Err(Error::ReversedLengthRange {
                min_bytes: *range.start(),
                max_bytes: *range.end(),
            }),
            _ => Ok(()),
        }
    }

    fn check_key(&self, key: &Value<'_>) -> Result<(), Error> {
        match key {
            Value::Exact(key) if key.contains(FILENAME) => {
                Err(Error::FilenameInExactKey { key: excerpt(key) })
            }
            Value::Exact(key) => self.dot_segments.check_key(key),
            Value::Prefix(prefix) if prefix.contains(FILENAME) => {
                Err(Error::FilenameInExactKey { key: excerpt(prefix) })
            }
            Value::Prefix(prefix) => self.dot_segments.check_key_prefix(prefix),
        }
    }

    fn with_key(bucket: &'a str, key: Value<'a>) -> Self {
        Self {
            bucket,
            fields: Vec::from([Field { name: Cow::Borrowed("key"), value: key }]),
            content_length_range: None,
            dot_segments: DotSegments::Refused,
        }
    }

    fn with_field(mut self, name: Cow<'a, str>, value: Value<'a>) -> Self {
        self.fields.push(Field { name, value });
        self
    }
}

impl fmt::Debug for PostPolicy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.fields.iter().map(|field| match &field.value {
            Value::Exact(value) => (&*field.name, "=", shown_value(&field.name, value)),
            Value::Prefix(prefix) => {
                (&*field.name, "starts-with", shown_value(&field.name, prefix))
            }
        });
        f.debug_struct("PostPolicy")
            .field("bucket", &self.bucket)
            .field("fields", &fields.collect::<Vec<_>>())
            .field("content_length_range", &self.content_length_range)
            .finish_non_exhaustive()
    }
}

fn check_field(field: &Field<'_>) -> Result<(), Error> {
    let name = &*field.name;
    let is_one_of = |names: &[&str]| names.iter().any(|other| name.eq_ignore_ascii_case(other));
    if !is_token(name) {
        return invalid(field, "is no field name; use letters, digits and `-`");
    }
    if name.eq_ignore_ascii_case("key") {
        return invalid(field, "is set by `PostPolicy::new` or `with_key_prefix`; leave it out");
    }
    if is_one_of(&RESERVED_FIELDS) {
        return invalid(field, "is set when signing, or is the file itself; leave it out");
    }
    let text = match &field.value {
        Value::Exact(value) => value,
        Value::Prefix(prefix) => prefix,
    };
    if matches!(&field.value, Value::Exact(value) if value.contains(FILENAME)) {
        return invalid(
            field,
            "holds `${filename}`, which is filled in before it is compared; leave it to the sender",
        );
    }
    if text.chars().any(char::is_control) {
        return invalid(field, "has a control character in its value; remove it");
    }
    let is_metadata = name.get(..META.len()).is_some_and(|meta| meta.eq_ignore_ascii_case(META));
    match &field.value {
        Value::Prefix(_) if !is_metadata && !is_one_of(&PREFIX_FIELDS) => {
            invalid(field, "cannot be given by its beginning; S3 wants an exact value for it")
        }
        Value::Exact(status)
            if name.eq_ignore_ascii_case("success_action_status")
                && !matches!(&**status, "200" | "201" | "204") =>
        {
            invalid(field, "has another value than 200, 201 and 204; use one of these")
        }
        _ => Ok(()),
    }
}

fn invalid(field: &Field<'_>, problem: &'static str) -> Result<(), Error> {
    Err(Error::InvalidFormField { name: excerpt(&field.name), problem })
}

/// S3 puts the name of the uploaded file here.
pub(super) const FILENAME: &str = "${filename}";

const META: &str = "x-amz-meta-";

/// Beside the key and `x-amz-meta-…`, the fields that S3 compares by their beginning.
const PREFIX_FIELDS: [&str; 8] = [
    "acl",
    "Cache-Control",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Type",
    "Expires",
    "redirect",
    "success_action_redirect",
];

const RESERVED_FIELDS: [&str; 10] = [
    "AWSAccessKeyId",
    "bucket",
    "file",
    "policy",
    "signature",
    "x-amz-algorithm",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-security-token",
    "x-amz-signature",
];
