//! Constructors for requests on an object, a bucket or the buckets of the account.

use super::{Method, Request, Target};

impl<'a> Request<'a> {
    /// Creates a request for the object `key` of `bucket`.
    ///
    /// `bucket` is the name of a general purpose or directory bucket, an access point alias, or the
    /// ARN of an access point, an Object Lambda access point or an Outposts access point. `key` is
    /// the object key, raw text of 1 to 1024 bytes. A `/` at the beginning would be part of the
    /// key.
    #[must_use]
    pub const fn new(method: Method, bucket: &'a str, key: &'a str) -> Self {
        Self::on_target(method, Target::Object { bucket, key })
    }

    /// Creates a [`GetObject`] request, which downloads an object.
    ///
    /// [`GetObject`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    #[must_use]
    pub const fn get(bucket: &'a str, key: &'a str) -> Self {
        Self::new(Method::Get, bucket, key)
    }

    /// Creates a [`PutObject`] request, which uploads an object.
    ///
    /// [`PutObject`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
    #[must_use]
    pub const fn put(bucket: &'a str, key: &'a str) -> Self {
        Self::new(Method::Put, bucket, key)
    }

    /// Creates a [`HeadObject`] request, which returns only the headers of an object.
    ///
    /// [`HeadObject`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
    #[must_use]
    pub const fn head(bucket: &'a str, key: &'a str) -> Self {
        Self::new(Method::Head, bucket, key)
    }

    /// Creates a [`DeleteObject`] request, which deletes an object.
    ///
    /// [`DeleteObject`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
    #[must_use]
    pub const fn delete(bucket: &'a str, key: &'a str) -> Self {
        Self::new(Method::Delete, bucket, key)
    }

    /// Creates a request for a bucket instead of an object, for example to list its objects.
    #[must_use]
    pub const fn on_bucket(method: Method, bucket: &'a str) -> Self {
        Self::on_target(method, Target::Bucket(bucket))
    }

    /// Creates a [`ListBuckets`] request, which lists the general purpose buckets of the account.
    ///
    /// [`ListBuckets`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
    #[must_use]
    pub const fn list_buckets() -> Self {
        Self::on_target(Method::Get, Target::Buckets)
    }

    /// Creates a [`ListDirectoryBuckets`] request, which lists the directory buckets (S3 Express
    /// One Zone) of the account in the region.
    ///
    /// [`ListDirectoryBuckets`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListDirectoryBuckets.html
    #[must_use]
    pub const fn list_directory_buckets() -> Self {
        Self::on_target(Method::Get, Target::DirectoryBuckets)
    }
}
