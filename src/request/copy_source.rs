//! The source object of a copy.

use alloc::string::String;
use core::fmt;

use crate::wire::encode;

/// The source object of a copy: a bucket name or access point ARN, a key, and optionally a version
/// id, all raw text.
///
/// `Display` writes the percent-encoded value of the header `x-amz-copy-source` of [`CopyObject`].
///
/// [`CopyObject`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html#AmazonS3-CopyObject-request-header-CopySource
///
/// ```
/// use presigner::CopySource;
///
/// let source = CopySource::new("my-bucket", "photos/café.jpg").version_id("3sL4kqtJ");
/// assert_eq!(source.to_string(), "my-bucket/photos/caf%C3%A9.jpg?versionId=3sL4kqtJ");
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CopySource<'a> {
    bucket: &'a str,
    key: &'a str,
    version_id: Option<&'a str>,
}

impl<'a> CopySource<'a> {
    /// Creates a source that is the current version of an object.
    #[must_use]
    pub const fn new(bucket: &'a str, key: &'a str) -> Self {
        Self { bucket, key, version_id: None }
    }

    /// Selects one version of the object.
    #[must_use]
    pub const fn version_id(mut self, version_id: &'a str) -> Self {
        self.version_id = Some(version_id);
        self
    }
}

impl<'a> From<(&'a str, &'a str)> for CopySource<'a> {
    fn from((bucket, key): (&'a str, &'a str)) -> Self {
        Self::new(bucket, key)
    }
}

/// The value of `x-amz-copy-source`, percent-encoded. An ARN is not encoded.
impl fmt::Display for CopySource<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut value = String::new();
        if self.bucket.starts_with("arn:") {
            value.extend([self.bucket, "/object/"]);
        } else {
            encode::push_query(&mut value, self.bucket);
            value.push('/');
        }
        encode::push_path(&mut value, self.key);
        if let Some(version_id) = self.version_id {
            value.push_str("?versionId=");
            encode::push_query(&mut value, version_id);
        }
        f.pad(&value)
    }
}

/// The header that turns an upload into a copy.
pub(super) const COPY_SOURCE: &str = "x-amz-copy-source";
