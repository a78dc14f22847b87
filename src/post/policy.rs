//! The policy of an upload form, and its fields.

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
    request::{Checksum, ServerSideEncryption, check_digest, object_key::DotSegments},
    sigv4::headers::is_token,
    wire::{
        form::{FILENAME, META, is_ignored},
        names::{has_prefix, is_one_of},
    },
};

/// The policy of an upload form: the conditions on key, fields and file size that an upload must
/// meet.
///
/// Unlike a presigned PUT, a form can set a maximum size. Each method adds a form field *and* its
/// condition in the [POST policy], so that they always match. Signing adds bucket, algorithm,
/// credential, date and session token. No method of this type fails; for an invalid value,
/// [`Presigner::post`](crate::Presigner::post) returns an [`Error`].
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
/// [POST policy]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
#[derive(Clone, Eq, PartialEq)]
pub struct PostPolicy<'a> {
    bucket: &'a str,
    /// The key first, then the others in insertion order.
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
    /// The exact value of the field.
    Exact(Cow<'a, str>),
    /// The prefix of a value that the sender completes.
    Prefix(Cow<'a, str>),
}

impl Value<'_> {
    fn text(&self) -> &str {
        match self {
            Self::Exact(text) | Self::Prefix(text) => text,
        }
    }
}

impl<'a> PostPolicy<'a> {
    /// Creates the policy of a form that uploads one object with the given key, raw text.
    #[must_use]
    pub fn new(bucket: &'a str, key: &'a str) -> Self {
        Self::with_key(bucket, Value::Exact(Cow::Borrowed(key)))
    }

    /// Creates the policy of a form that uploads objects whose keys begin with `prefix`, raw text.
    ///
    /// The key field of the form is `prefix` followed by `${filename}`, which S3 replaces by the
    /// name of the uploaded file. The client may send any other key that begins with `prefix`: end it
    /// with `/`, because `uploads/jane` also permits `uploads/janet/cat.jpg`.
    #[must_use]
    pub fn with_key_prefix(bucket: &'a str, prefix: &'a str) -> Self {
        Self::with_key(bucket, Value::Prefix(Cow::Borrowed(prefix)))
    }

    /// Adds a form field with an exact value, both raw text. The name may be in any case.
    ///
    /// A field named `x-ignore-…` is an [`Error::InvalidFormField`] when signing, because S3
    /// ignores it: the client may send any such field, without a condition.
    #[must_use]
    pub fn field(self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        self.with_field(name.into(), Value::Exact(value.into()))
    }

    /// Adds a form field whose value the client chooses, as long as it begins with `prefix`, raw
    /// text (`starts-with`). An empty prefix allows any value.
    ///
    /// S3 supports this for `acl`, `Cache-Control`, `Content-Disposition`, `Content-Encoding`,
    /// `Content-Type`, `Expires`, `redirect`, `success_action_redirect` and `x-amz-meta-…`. Another
    /// name is an [`Error::InvalidFormField`] when signing.
    #[must_use]
    pub fn field_prefix(
        self,
        name: impl Into<Cow<'a, str>>,
        prefix: impl Into<Cow<'a, str>>,
    ) -> Self {
        self.with_field(name.into(), Value::Prefix(prefix.into()))
    }

    /// Limits the size of the file, in bytes. Both bounds are inclusive.
    #[must_use]
    pub const fn content_length_range(mut self, bytes: RangeInclusive<u64>) -> Self {
        self.content_length_range = Some(bytes);
        self
    }

    /// Sets the `Content-Type` of the object. S3 ignores the content type of the file field that
    /// the browser sends.
    #[must_use]
    pub fn content_type(self, content_type: impl Into<Cow<'a, str>>) -> Self {
        self.field("Content-Type", content_type)
    }

    /// Allows any `Content-Type` that begins with `prefix`, such as `image/`. The client adds the
    /// field `Content-Type` to the form.
    ///
    /// A prefix with a comma is an [`Error::InvalidFormField`] when signing: S3 compares the prefix
    /// with each value of a comma-separated list, so that no content type would meet it.
    #[must_use]
    pub fn content_type_prefix(self, prefix: impl Into<Cow<'a, str>>) -> Self {
        self.field_prefix("Content-Type", prefix)
    }

    /// Sets the `Content-Disposition` of the object, for example `attachment; filename="cat.jpg"`.
    #[must_use]
    pub fn content_disposition(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.field("Content-Disposition", value)
    }

    /// Sets the `Content-Encoding` of the object, for example `gzip`.
    #[must_use]
    pub fn content_encoding(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.field("Content-Encoding", value)
    }

    /// Sets the `Cache-Control` of the object, for example `max-age=3600`.
    #[must_use]
    pub fn cache_control(self, value: impl Into<Cow<'a, str>>) -> Self {
        self.field("Cache-Control", value)
    }

    /// Adds user-defined metadata to the object, as the field `x-amz-meta-` followed by `name`.
    #[must_use]
    pub fn metadata(self, name: &str, value: impl Into<Cow<'a, str>>) -> Self {
        self.field(format!("x-amz-meta-{name}"), value)
    }

    /// Sets a [canned ACL], such as `private`.
    ///
    /// [canned ACL]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
    #[must_use]
    pub fn acl(self, acl: impl Into<Cow<'a, str>>) -> Self {
        self.field("acl", acl)
    }

    /// Sets the tags of the object, as pairs of a key and a value, both raw text. S3 allows at most
    /// ten. The value of the form field is XML.
    #[must_use]
    pub fn tagging<K, V>(self, tags: impl IntoIterator<Item = (K, V)>) -> Self
    where
        K: AsRef<str>,
        V: AsRef<str>,
    {
        let mut value = String::from("<Tagging><TagSet>");
        for (name, tag) in tags {
            let (name, tag) = (escape_markup(name.as_ref()), escape_markup(tag.as_ref()));
            value.extend(["<Tag><Key>", &name, "</Key><Value>", &tag, "</Value></Tag>"]);
        }
        value.push_str("</TagSet></Tagging>");
        self.field("tagging", value)
    }

    /// Sets the storage class, such as `STANDARD_IA`.
    #[must_use]
    pub fn storage_class(self, storage_class: impl Into<Cow<'a, str>>) -> Self {
        self.field("x-amz-storage-class", storage_class)
    }

    /// Sets the server-side encryption of the object. For a customer-provided key, also add the key
    /// itself, in base64, with `.field("x-amz-server-side-encryption-customer-key", …)`, because
    /// every form field must have a condition in the policy.
    #[must_use]
    pub fn server_side_encryption(self, encryption: ServerSideEncryption<'a>) -> Self {
        encryption
            .headers()
            .into_iter()
            .flatten()
            .fold(self, |policy, (name, value)| policy.field(name, value))
    }

    /// Sets the checksum of the file, which S3 verifies and stores with the object.
    #[must_use]
    pub fn checksum(self, checksum: Checksum) -> Self {
        let (name, value) = checksum.header();
        self.field(name, value)
    }

    /// Sets the HTTP status of the response to a successful upload: 200, 201 (with an XML body) or
    /// 204, the default. Another status is an [`Error::InvalidFormField`] when signing.
    #[must_use]
    pub fn success_status(self, status: u16) -> Self {
        self.field("success_action_status", status.to_string())
    }

    /// Sets the URL to which S3 redirects the browser after a successful upload.
    #[must_use]
    pub fn success_redirect(self, url: impl Into<Cow<'a, str>>) -> Self {
        self.field("success_action_redirect", url)
    }

    /// Allows a key with a segment `.` or `..`, which is an [`Error::DotSegment`] otherwise,
    /// because browsers cannot download such an object by its URL.
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

    /// Refuses fields that S3 would refuse, and conditions that no form can meet.
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
            Some(range) if range.is_empty() => Err(Error::EmptyContentLengthRange {
                min_bytes: *range.start(),
                max_bytes: *range.end(),
            }),
            _ => Ok(()),
        }
    }

    fn check_key(&self, key: &Value<'_>) -> Result<(), Error> {
        let text = key.text();
        if text.contains(FILENAME) {
            return Err(Error::FilenameVariableInKey { key: excerpt(text) });
        }
        match key {
            Value::Exact(key) => self.dot_segments.check_key(key),
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
    check_field_name(field)?;
    check_field_value(field)
}

fn check_field_name(field: &Field<'_>) -> Result<(), Error> {
    let name = &*field.name;
    if !is_token(name) {
        return invalid(field, "is not a valid field name; use letters, digits and `-`");
    }
    if name.eq_ignore_ascii_case("key") {
        return invalid(field, "is set by `PostPolicy::new` or `with_key_prefix`; leave it out");
    }
    if is_ignored(name) {
        return invalid(
            field,
            "is ignored by S3 and needs no condition; leave it out, the sender may add it",
        );
    }
    if is_one_of(name, &RESERVED_FIELDS) {
        return invalid(field, "is added when signing or contains the file; leave it out");
    }
    let mut ineffective = INEFFECTIVE_FIELDS.into_iter();
    match ineffective.find(|(other, _)| other.eq_ignore_ascii_case(name)) {
        Some((_, problem)) => invalid(field, problem),
        None => Ok(()),
    }
}

fn check_field_value(field: &Field<'_>) -> Result<(), Error> {
    let name = &*field.name;
    if let Value::Exact(value) = &field.value {
        check_digest(name, value)?;
    }
    if matches!(&field.value, Value::Exact(value) if value.contains(FILENAME)) {
        return invalid(
            field,
            "contains `${filename}`, which S3 replaces before it checks the policy; \
             let the sender fill it in",
        );
    }
    if field.value.text().chars().any(char::is_control) {
        return invalid(field, "has a control character in its value; remove it");
    }
    match &field.value {
        Value::Prefix(_) if !has_prefix(name, META) && !is_one_of(name, &PREFIX_FIELDS) => {
            invalid(field, "does not support `starts-with`; give an exact value")
        }
        // S3 splits a content type at commas and compares each part.
        Value::Prefix(prefix)
            if name.eq_ignore_ascii_case("Content-Type") && prefix.contains(',') =>
        {
            invalid(
                field,
                "has a comma in its prefix, which S3 compares with each value of a \
                 comma-separated list; give one prefix, such as `image/`",
            )
        }
        Value::Exact(tags)
            if name.eq_ignore_ascii_case("tagging") && !tags.trim_start().starts_with('<') =>
        {
            invalid(
                field,
                "has a value that is not XML; write it as `<Tagging><TagSet>…</TagSet></Tagging>`",
            )
        }
        Value::Exact(status)
            if name.eq_ignore_ascii_case("success_action_status")
                && !matches!(&**status, "200" | "201" | "204") =>
        {
            invalid(field, "has a value other than 200, 201 and 204; use one of these")
        }
        _ => Ok(()),
    }
}

fn invalid(field: &Field<'_>, problem: &'static str) -> Result<(), Error> {
    Err(Error::InvalidFormField { name: excerpt(&field.name), problem })
}

/// The fields for which S3 supports `starts-with`, in addition to the key and `x-amz-meta-…`.
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

/// Headers of a PUT that have no effect in a form, and what to use instead.
const INEFFECTIVE_FIELDS: [(&str, &str); 2] = [
    // <https://github.com/aws/aws-sdk-js/issues/2649>
    (
        "x-amz-content-sha256",
        "is not compared with the file by S3; use a checksum such as `x-amz-checksum-sha256`",
    ),
    // <https://github.com/aws/aws-sdk-js-v3/issues/7154>
    ("x-amz-tagging", "is ignored by S3 in a form; use `tagging`, whose value is XML"),
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
