//! Checksums of an object.

use alloc::string::String;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use crate::error::Error;

/// A checksum that S3 verifies on upload and stores with the object.
///
/// It is a signed header, `x-amz-checksum-…`, whose value is the base64 encoding of the bytes, for
/// an integer in big-endian order. It is never in the URL. See [Checking object integrity].
///
/// ```
/// use presigner::{Checksum, Request};
///
/// // The CRC-32 of `123456789`. S3 refuses a body with another checksum.
/// let upload = Request::put("my-bucket", "digits.txt").checksum(Checksum::Crc32(0xcbf4_3926));
/// let by_hand = Request::put("my-bucket", "digits.txt").header("x-amz-checksum-crc32", "y/Q5Jg==");
/// assert_eq!(upload, by_hand);
/// ```
///
/// [Checking object integrity]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Checksum {
    /// CRC-32 as in ISO/IEC 3309 (zip, gzip, Ethernet).
    Crc32(u32),
    /// CRC-32C (Castagnoli).
    Crc32c(u32),
    /// CRC-64/NVME.
    Crc64Nvme(u64),
    /// MD5, as the header `x-amz-checksum-md5`.
    /// [`content_md5`](crate::Request::content_md5) is verified too, but not stored.
    Md5([u8; 16]),
    /// SHA-1.
    Sha1([u8; 20]),
    /// SHA-256.
    Sha256([u8; 32]),
    /// SHA-512.
    Sha512([u8; 64]),
    /// XXH3 with 128 bits and the seed 0.
    XxHash128(u128),
    /// XXH3 with 64 bits and the seed 0.
    XxHash3(u64),
    /// XXH64 with the seed 0.
    XxHash64(u64),
}

impl Checksum {
    /// The name and value of its header.
    pub(crate) fn header(self) -> (&'static str, String) {
        match self {
            Self::Crc32(crc) => ("x-amz-checksum-crc32", BASE64.encode(crc.to_be_bytes())),
            Self::Crc32c(crc) => ("x-amz-checksum-crc32c", BASE64.encode(crc.to_be_bytes())),
            Self::Crc64Nvme(crc) => ("x-amz-checksum-crc64nvme", BASE64.encode(crc.to_be_bytes())),
            Self::Md5(digest) => ("x-amz-checksum-md5", BASE64.encode(digest)),
            Self::Sha1(digest) => ("x-amz-checksum-sha1", BASE64.encode(digest)),
            Self::Sha256(digest) => ("x-amz-checksum-sha256", BASE64.encode(digest)),
            Self::Sha512(digest) => ("x-amz-checksum-sha512", BASE64.encode(digest)),
            Self::XxHash128(hash) => {
                ("x-amz-checksum-xxhash128", BASE64.encode(hash.to_be_bytes()))
            }
            Self::XxHash3(hash) => ("x-amz-checksum-xxhash3", BASE64.encode(hash.to_be_bytes())),
            Self::XxHash64(hash) => ("x-amz-checksum-xxhash64", BASE64.encode(hash.to_be_bytes())),
        }
    }
}

/// The checksum algorithm of a multipart upload or a copy. Its values are those of
/// [`ChecksumAlgorithm`] in the S3 API.
///
/// [`ChecksumAlgorithm`]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html#AmazonS3-CreateMultipartUpload-request-header-ChecksumAlgorithm
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ChecksumAlgorithm {
    /// `CRC32`
    Crc32,
    /// `CRC32C`
    Crc32c,
    /// `CRC64NVME`
    Crc64Nvme,
    /// `MD5`
    Md5,
    /// `SHA1`
    Sha1,
    /// `SHA256`
    Sha256,
    /// `SHA512`
    Sha512,
    /// `XXHASH128`
    XxHash128,
    /// `XXHASH3`
    XxHash3,
    /// `XXHASH64`
    XxHash64,
}

impl ChecksumAlgorithm {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Crc32c => "CRC32C",
            Self::Crc64Nvme => "CRC64NVME",
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
            Self::XxHash128 => "XXHASH128",
            Self::XxHash3 => "XXHASH3",
            Self::XxHash64 => "XXHASH64",
        }
    }
}

/// How S3 computes the checksum of an object that was uploaded in parts. See [Checksum types].
///
/// [Checksum types]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html#checksum-types
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ChecksumType {
    /// `COMPOSITE`: a checksum of the checksums of the parts.
    Composite,
    /// `FULL_OBJECT`: the checksum of the whole object. Only the CRC algorithms support it.
    FullObject,
}

impl ChecksumType {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Composite => "COMPOSITE",
            Self::FullObject => "FULL_OBJECT",
        }
    }
}

/// Refuses a digest that is not in base64, such as one in hex: S3 responds with 400 `InvalidDigest`. A checksum of
/// checksums may have the number of parts at its end, as in `Q5Ejog==-2`. The name is that of a header in lower case.
#[inline]
pub(super) fn check_digest_header(name: &str, value: &str) -> Result<(), Error> {
    if name.starts_with("x-amz-checksum-") || name.ends_with("-md5") {
        return check_digest(name, value);
    }
    Ok(())
}

/// The same for a header, a parameter or a form field, whose name is in any case.
pub(crate) fn check_digest(name: &str, value: &str) -> Result<(), Error> {
    let mut headers = DIGEST_HEADERS.into_iter();
    let found = headers.find(|(header, _)| header.eq_ignore_ascii_case(name));
    let Some((name, bytes)) = found else { return Ok(()) };
    let digest = match value.rsplit_once('-') {
        Some((digest, parts)) if parts.parse::<u16>().is_ok() => digest,
        _ => value,
    };
    match BASE64.decode_slice(digest, &mut [0; 66]) {
        Ok(len) if len == bytes => Ok(()),
        _ => Err(Error::InvalidDigest { name, bytes }),
    }
}

/// The headers whose value is a digest in base64, and its number of bytes.
const DIGEST_HEADERS: [(&str, usize); 13] = [
    ("content-md5", 16),
    ("x-amz-checksum-crc32", 4),
    ("x-amz-checksum-crc32c", 4),
    ("x-amz-checksum-crc64nvme", 8),
    ("x-amz-checksum-md5", 16),
    ("x-amz-checksum-sha1", 20),
    ("x-amz-checksum-sha256", 32),
    ("x-amz-checksum-sha512", 64),
    ("x-amz-checksum-xxhash128", 16),
    ("x-amz-checksum-xxhash3", 8),
    ("x-amz-checksum-xxhash64", 8),
    ("x-amz-copy-source-server-side-encryption-customer-key-md5", 16),
    ("x-amz-server-side-encryption-customer-key-md5", 16),
];
