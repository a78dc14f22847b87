//! Server-side encryption.

use alloc::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

/// The server-side encryption of an object at rest.
///
/// See [Protecting data with server-side encryption].
///
/// [Protecting data with server-side encryption]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ServerSideEncryption<'a> {
    /// SSE-S3: Amazon S3 managed keys.
    Aes256,
    /// SSE-KMS with the account's default KMS key.
    Kms,
    /// SSE-KMS with the KMS key of this id, ARN or alias.
    KmsKey(&'a str),
    /// DSSE-KMS (dual-layer) with the account's default KMS key.
    KmsDsse,
    /// DSSE-KMS (dual-layer) with the KMS key of this id, ARN or alias.
    KmsDsseKey(&'a str),
    /// SSE-C: the customer-provided key whose 32 bytes have this MD5 digest. Algorithm and digest
    /// are signed headers; the client must also send the key, in base64, as the header
    /// `x-amz-server-side-encryption-customer-key`.
    ///
    /// S3 [accepts this header unsigned][sse-c], so the signer need not know the key. Servers that
    /// refuse every unsigned `x-amz-` header, such as those that use [`verify`](crate::verify),
    /// require it to be signed: add it with [`header`](crate::Request::header).
    ///
    /// [sse-c]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-s3-c-encryption.html#ssec-and-presignedurl
    CustomerKeyMd5([u8; 16]),
}

impl<'a> ServerSideEncryption<'a> {
    pub(crate) fn headers(self) -> [Option<(&'static str, Cow<'a, str>)>; 2] {
        let mode = |mode| Some((MODE, Cow::Borrowed(mode)));
        let key = |id| Some((KMS_KEY_ID, Cow::Borrowed(id)));
        match self {
            Self::Aes256 => [mode("AES256"), None],
            Self::Kms => [mode("aws:kms"), None],
            Self::KmsKey(id) => [mode("aws:kms"), key(id)],
            Self::KmsDsse => [mode("aws:kms:dsse"), None],
            Self::KmsDsseKey(id) => [mode("aws:kms:dsse"), key(id)],
            Self::CustomerKeyMd5(digest) => [
                Some((CUSTOMER_ALGORITHM, Cow::Borrowed("AES256"))),
                Some((CUSTOMER_KEY_MD5, Cow::Owned(BASE64.encode(digest)))),
            ],
        }
    }
}

/// The header that sets the encryption of a new object.
pub(super) const MODE: &str = "x-amz-server-side-encryption";
const KMS_KEY_ID: &str = "x-amz-server-side-encryption-aws-kms-key-id";
const CUSTOMER_ALGORITHM: &str = "x-amz-server-side-encryption-customer-algorithm";
const CUSTOMER_KEY_MD5: &str = "x-amz-server-side-encryption-customer-key-md5";
