//! An in-memory store that supports any key.

mod bucket;
mod integrity;
mod listing;
mod object;
mod upload;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use s3s::{S3, S3Request, S3Response, S3Result, dto, s3_error};

use bucket::Bucket;
use integrity::Digests;
use object::{Attributes, Object, e_tag};
use upload::Upload;

/// Buckets in memory; clones share them.
///
/// `s3s_fs` stores an object in a file named by its key, so that `a//b` is the same as `a/b`, and
/// `/lead` and `trail/` are refused. Here a key is a string. There are no versions, owners or access
/// control lists.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    buckets: Arc<Mutex<BTreeMap<String, Bucket>>>,
}

impl MemoryStore {
    pub(crate) fn create_bucket(&self, name: &str) {
        self.with_buckets(|buckets| {
            buckets.entry(name.to_owned()).or_default();
        });
    }

    pub(crate) fn body(&self, bucket: &str, key: &str) -> Option<Bytes> {
        self.with_bucket(bucket, |bucket| Ok(bucket.object(key)?.body.clone())).ok()
    }

    fn with_buckets<T>(&self, act: impl FnOnce(&mut BTreeMap<String, Bucket>) -> T) -> T {
        // If the lock is poisoned, a test has already failed; the buckets are still consistent.
        act(&mut self.buckets.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn with_bucket<T>(
        &self,
        name: &str,
        act: impl FnOnce(&mut Bucket) -> S3Result<T>,
    ) -> S3Result<T> {
        self.with_buckets(|buckets| {
            act(buckets.get_mut(name).ok_or_else(|| s3_error!(NoSuchBucket))?)
        })
    }
}

#[async_trait::async_trait]
impl S3 for MemoryStore {
    async fn list_buckets(
        &self,
        _: S3Request<dto::ListBucketsInput>,
    ) -> Reply<dto::ListBucketsOutput> {
        let bucket =
            |name: &String| dto::Bucket { name: Some(name.clone()), ..dto::Bucket::default() };
        let buckets = self.with_buckets(|buckets| buckets.keys().map(bucket).collect());
        Ok(S3Response::new(dto::ListBucketsOutput {
            buckets: Some(buckets),
            ..dto::ListBucketsOutput::default()
        }))
    }

    async fn create_bucket(
        &self,
        request: S3Request<dto::CreateBucketInput>,
    ) -> Reply<dto::CreateBucketOutput> {
        let name = request.input.bucket;
        let location = Some(format!("/{name}"));
        self.with_buckets(|buckets| match buckets.entry(name) {
            Entry::Occupied(_) => Err(s3_error!(BucketAlreadyOwnedByYou)),
            Entry::Vacant(vacant) => {
                vacant.insert(Bucket::default());
                Ok(S3Response::new(dto::CreateBucketOutput { location }))
            }
        })
    }

    async fn head_bucket(
        &self,
        request: S3Request<dto::HeadBucketInput>,
    ) -> Reply<dto::HeadBucketOutput> {
        self.with_bucket(&request.input.bucket, |_| {
            Ok(S3Response::new(dto::HeadBucketOutput::default()))
        })
    }

    async fn delete_bucket(
        &self,
        request: S3Request<dto::DeleteBucketInput>,
    ) -> Reply<dto::DeleteBucketOutput> {
        let name = request.input.bucket;
        self.with_bucket(&name, |bucket| {
            if bucket.is_empty() { Ok(()) } else { Err(s3_error!(BucketNotEmpty)) }
        })?;
        self.with_buckets(|buckets| buckets.remove(&name));
        Ok(S3Response::new(dto::DeleteBucketOutput {}))
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<dto::ListObjectsV2Input>,
    ) -> Reply<dto::ListObjectsV2Output> {
        let name = request.input.bucket.clone();
        self.with_bucket(&name, |bucket| Ok(S3Response::new(bucket.list(request.input))))
    }

    async fn put_object(
        &self,
        request: S3Request<dto::PutObjectInput>,
    ) -> Reply<dto::PutObjectOutput> {
        let mut input = request.input;
        let body = Digests::from(&input).read(input.body.take()).await?;
        let object = Object::new(body.clone(), Attributes::from(&input), e_tag(&body));
        let e_tag = Some(object.e_tag.clone());
        self.with_bucket(&input.bucket, |bucket| {
            bucket.check(&input.key, input.if_match.as_ref(), input.if_none_match.as_ref())?;
            bucket.put(input.key, object);
            Ok(S3Response::new(dto::PutObjectOutput { e_tag, ..dto::PutObjectOutput::default() }))
        })
    }

    async fn get_object(
        &self,
        request: S3Request<dto::GetObjectInput>,
    ) -> Reply<dto::GetObjectOutput> {
        let input = request.input;
        self.with_bucket(&input.bucket, |bucket| {
            let object = bucket.object(&input.key)?;
            bucket.check(&input.key, input.if_match.as_ref(), None)?;
            Ok(S3Response::new(object.clone().get(input.range)?))
        })
    }

    async fn head_object(
        &self,
        request: S3Request<dto::HeadObjectInput>,
    ) -> Reply<dto::HeadObjectOutput> {
        let input = request.input;
        self.with_bucket(&input.bucket, |bucket| {
            Ok(S3Response::new(bucket.object(&input.key)?.clone().head()))
        })
    }

    async fn delete_object(
        &self,
        request: S3Request<dto::DeleteObjectInput>,
    ) -> Reply<dto::DeleteObjectOutput> {
        self.with_bucket(&request.input.bucket, |bucket| {
            bucket.delete(&request.input.key);
            Ok(S3Response::new(dto::DeleteObjectOutput::default()))
        })
    }

    async fn copy_object(
        &self,
        request: S3Request<dto::CopyObjectInput>,
    ) -> Reply<dto::CopyObjectOutput> {
        let input = request.input;
        let dto::CopySource::Bucket { bucket, key, .. } = &input.copy_source else {
            return Err(s3_error!(NotImplemented));
        };
        let source = self.with_bucket(bucket, |bucket| Ok(bucket.object(key)?.clone()))?;
        let copy = source.copied_by(&input);
        let result = dto::CopyObjectResult {
            e_tag: Some(copy.e_tag.clone()),
            last_modified: Some(copy.last_modified.clone()),
            ..dto::CopyObjectResult::default()
        };
        self.with_bucket(&input.bucket, |bucket| {
            bucket.put(input.key.clone(), copy);
            Ok(S3Response::new(dto::CopyObjectOutput {
                copy_object_result: Some(result),
                ..dto::CopyObjectOutput::default()
            }))
        })
    }

    async fn create_multipart_upload(
        &self,
        request: S3Request<dto::CreateMultipartUploadInput>,
    ) -> Reply<dto::CreateMultipartUploadOutput> {
        let input = request.input;
        let upload = Upload::new(&input);
        self.with_bucket(&input.bucket, |bucket| {
            let upload_id = Some(bucket.begin_upload(upload));
            Ok(S3Response::new(dto::CreateMultipartUploadOutput {
                bucket: Some(input.bucket.clone()),
                key: Some(input.key),
                upload_id,
                ..dto::CreateMultipartUploadOutput::default()
            }))
        })
    }

    async fn upload_part(
        &self,
        request: S3Request<dto::UploadPartInput>,
    ) -> Reply<dto::UploadPartOutput> {
        let mut input = request.input;
        let body = Digests::from(&input).read(input.body.take()).await?;
        self.with_bucket(&input.bucket, |bucket| {
            let upload = bucket.upload(&input.key, &input.upload_id)?;
            let e_tag = Some(upload.put_part(input.part_number, body));
            Ok(S3Response::new(dto::UploadPartOutput { e_tag, ..dto::UploadPartOutput::default() }))
        })
    }

    async fn list_parts(
        &self,
        request: S3Request<dto::ListPartsInput>,
    ) -> Reply<dto::ListPartsOutput> {
        let input = request.input;
        self.with_bucket(&input.bucket, |bucket| {
            let parts = bucket.upload(&input.key, &input.upload_id)?.list_parts();
            Ok(S3Response::new(dto::ListPartsOutput {
                bucket: Some(input.bucket.clone()),
                key: Some(input.key),
                parts: Some(parts),
                upload_id: Some(input.upload_id),
                ..dto::ListPartsOutput::default()
            }))
        })
    }

    async fn complete_multipart_upload(
        &self,
        request: S3Request<dto::CompleteMultipartUploadInput>,
    ) -> Reply<dto::CompleteMultipartUploadOutput> {
        let input = request.input;
        let listed = input.multipart_upload.and_then(|upload| upload.parts).unwrap_or_default();
        self.with_bucket(&input.bucket, |bucket| {
            bucket.check(&input.key, input.if_match.as_ref(), input.if_none_match.as_ref())?;
            let object = bucket.upload(&input.key, &input.upload_id)?.complete(&listed)?;
            let e_tag = Some(object.e_tag.clone());
            bucket.put(input.key.clone(), object);
            bucket.end_upload(&input.upload_id);
            Ok(S3Response::new(dto::CompleteMultipartUploadOutput {
                bucket: Some(input.bucket.clone()),
                e_tag,
                key: Some(input.key),
                ..dto::CompleteMultipartUploadOutput::default()
            }))
        })
    }

    async fn abort_multipart_upload(
        &self,
        request: S3Request<dto::AbortMultipartUploadInput>,
    ) -> Reply<dto::AbortMultipartUploadOutput> {
        let input = request.input;
        self.with_bucket(&input.bucket, |bucket| {
            bucket.upload(&input.key, &input.upload_id)?;
            bucket.end_upload(&input.upload_id);
            Ok(S3Response::new(dto::AbortMultipartUploadOutput::default()))
        })
    }
}

type Reply<T> = S3Result<S3Response<T>>;
