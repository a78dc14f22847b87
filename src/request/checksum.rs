//! Checksums of an object.

use alloc::string::String;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

/// A checksum that S3 verifies on upload and stores with the object.
///
/// It is sent as a signed header, `x-amz-checksum-…`, never in the URL. See [Checking object
/// integrity].
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
    /// SHA-1.
    Sha1([u8; 20]),
    /// SHA-256.
    Sha256([u8; 32]),
}

impl Checksum {
    /// The name and value of its header: the big-endian bytes in base64.
    pub(crate) fn header(self) -> (&'static str, String) {
        match self {
            Self::Crc32(crc) => ("x-amz-checksum-crc32", BASE64.encode(crc.to_be_bytes())),
            Self::Crc32c(crc) => ("x-amz-checksum-crc32c", BASE64.encode(crc.to_be_bytes())),
            Self::Crc64Nvme(crc) => ("x-amz-checksum-crc64nvme", BASE64.encode(crc.to_be_bytes())),
            Self::Sha1(digest) => ("x-amz-checksum-sha1", BASE64.encode(digest)),
            Self::Sha256(digest) => ("x-amz-checksum-sha256", BASE64.encode(digest)),
        }
    }
}
