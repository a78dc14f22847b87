//! Server-side encryption.

use alloc::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

/// How S3 encrypts an object at rest.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ServerSideEncryption<'a> {
    /// With keys of S3's own (SSE-S3).
    Aes256,
    /// With the account's default key in KMS.
    Kms,
    /// With the key in KMS that has this id, ARN or alias.
    KmsKey(&'a str),
    /// Twice, with the account's default key in KMS (DSSE-KMS).
    KmsDsse,
    /// Twice, with the key in KMS that has this id, ARN or alias.
    KmsDsseKey(&'a str),
    /// With a key of the customer's (SSE-C), known here by its MD5 alone. The sender adds the key itself,
    /// in base64, as `x-amz-server-side-encryption-customer-key`.
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

const MODE: &str = "x-amz-server-side-encryption";
const KMS_KEY_ID: &str = "x-amz-server-side-encryption-aws-kms-key-id";
const CUSTOMER_ALGORITHM: &str = "x-amz-server-side-encryption-customer-algorithm";
const CUSTOMER_KEY_MD5: &str = "x-amz-server-side-encryption-customer-key-md5";
