//! Compares the digests in a request with the received body.

use bytes::Bytes;
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Crc32, Crc32c, Crc64Nvme, Md5, Sha1, Sha256};
use s3s::dto::{Checksum, CompletedPart, PutObjectInput, StreamingBlob, UploadPartInput};
use s3s::{Body, S3Error, S3Result, s3_error};

/// The digests of the body that a request states, each in base64.
pub(crate) struct Digests {
    content_md5: Option<String>,
    checksum: Checksum,
}

macro_rules! digests_of {
    ($($input:ty),+) => {$(
        impl From<&$input> for Digests {
            fn from(input: &$input) -> Self {
                Self { content_md5: input.content_md5.clone(), checksum: checksum_of!(input) }
            }
        }
    )+};
}

macro_rules! checksum_of {
    ($input:expr) => {{
        let mut checksum = Checksum::default();
        checksum.checksum_crc32.clone_from(&$input.checksum_crc32);
        checksum.checksum_crc32c.clone_from(&$input.checksum_crc32c);
        checksum.checksum_crc64nvme.clone_from(&$input.checksum_crc64nvme);
        checksum.checksum_sha1.clone_from(&$input.checksum_sha1);
        checksum.checksum_sha256.clone_from(&$input.checksum_sha256);
        checksum
    }};
}

digests_of!(PutObjectInput, UploadPartInput);

/// The checksums in the list of parts.
pub(crate) fn listed_checksum(part: &CompletedPart) -> Checksum {
    checksum_of!(part)
}

impl Digests {
    /// Reads the whole `body` and refuses it if it does not match a stated digest.
    pub(crate) async fn read(self, body: Option<StreamingBlob>) -> S3Result<Bytes> {
        let mut body = body.map_or_else(Body::empty, Body::from);
        let bytes = body
            .store_all_limited(MAX_BYTES)
            .await
            .map_err(|error| S3Error::with_source(s3s::S3ErrorCode::IncompleteBody, error))?;
        if self.content_md5.is_some_and(|md5| md5 != base64(&Md5::checksum(&bytes))) {
            return Err(s3_error!(BadDigest, "Content-MD5 does not match the body"));
        }
        if self.checksum != checksum_like(&self.checksum, &bytes) {
            return Err(s3_error!(BadDigest, "x-amz-checksum does not match the body"));
        }
        Ok(bytes)
    }
}

/// The checksums of `body` for the algorithms present in `given`.
pub(crate) fn checksum_like(given: &Checksum, body: &[u8]) -> Checksum {
    let mut hasher = ChecksumHasher {
        crc32: given.checksum_crc32.as_ref().map(|_| Crc32::new()),
        crc32c: given.checksum_crc32c.as_ref().map(|_| Crc32c::new()),
        crc64nvme: given.checksum_crc64nvme.as_ref().map(|_| Crc64Nvme::new()),
        sha1: given.checksum_sha1.as_ref().map(|_| Sha1::new()),
        sha256: given.checksum_sha256.as_ref().map(|_| Sha256::new()),
    };
    hasher.update(body);
    hasher.finalize()
}

fn base64(digest: &[u8]) -> String {
    base64_simd::STANDARD.encode_to_string(digest)
}

const MAX_BYTES: usize = 64 * 1024 * 1024;
