//! The files of objects.

use std::{
    io,
    path::{Path, PathBuf},
};

use presigner::{sigv4::PayloadHash, verify::Verified};
use sha2::{Digest, Sha256};
use tempfile::TempPath;
use tokio::{fs::File, io::AsyncWriteExt};

use crate::answer::Refusal;

/// What the signature of a URL authenticates.
#[derive(Clone)]
pub(crate) struct SignedObject {
    pub(crate) bucket: String,
    pub(crate) key: String,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) payload_hash: PayloadHash,
}

impl SignedObject {
    pub(crate) fn path(&self, root: &Path) -> Result<PathBuf, Refusal> {
        path_of(root, &self.bucket, &self.key)
    }
}

impl TryFrom<Verified<'_>> for SignedObject {
    type Error = Refusal;

    fn try_from(verified: Verified<'_>) -> Result<Self, Refusal> {
        let (Some(bucket), Some(key)) = (verified.bucket(), verified.key()) else {
            // Requests on the bucket itself, such as listings.
            return Err(Refusal::NotImplemented);
        };
        let parameters = verified.parameters().iter();
        Ok(Self {
            bucket: bucket.into(),
            key: key.into(),
            parameters: parameters.map(|(name, value)| (name.to_string(), value.to_string())).collect(),
            payload_hash: verified.payload_hash(),
        })
    }
}

/// The file of an object. A key is a name, not a path: one that would lead out of its bucket has no file.
pub(crate) fn path_of(root: &Path, bucket: &str, key: &str) -> Result<PathBuf, Refusal> {
    let is_file_name = |name: &str| {
        !matches!(name, "" | "." | "..") && !name.contains(['\\', ':', '\0'])
    };
    if !is_file_name(bucket) || !key.split('/').all(is_file_name) {
        return Err(Refusal::InvalidKey);
    }
    let bucket = root.join(bucket);
    if bucket.is_dir() { Ok(bucket.join(key)) } else { Err(Refusal::NoSuchBucket) }
}

/// A file that is being received. It is invisible until it is complete, and removed if it never is.
pub(crate) struct NewFile {
    file: File,
    temporary: TempPath,
    path: PathBuf,
    hash: Sha256,
    bytes: u64,
}

impl NewFile {
    pub(crate) fn create(root: &Path, path: PathBuf) -> Result<Self, Refusal> {
        let (file, temporary) = tempfile::NamedTempFile::new_in(root)?.into_parts();
        Ok(Self { file: file.into(), temporary, path, hash: Sha256::new(), bytes: 0 })
    }

    /// Appends a part of the body, unless the body becomes longer than `max_bytes`.
    pub(crate) async fn write(&mut self, chunk: &[u8], max_bytes: u64) -> Result<(), Refusal> {
        self.bytes += chunk.len() as u64;
        if self.bytes > max_bytes {
            return Err(Refusal::EntityTooLarge);
        }
        self.hash.update(chunk);
        Ok(self.file.write_all(chunk).await?)
    }

    pub(crate) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Makes the file visible, if the body is the signed one; the file must not exist if `create_only` is set.
    pub(crate) async fn finish(
        mut self,
        signed: PayloadHash,
        create_only: bool,
    ) -> Result<(), Refusal> {
        let hash: [u8; 32] = self.hash.finalize().into();
        if matches!(signed, PayloadHash::Sha256(signed) if signed != hash) {
            return Err(Refusal::OtherBody);
        }
        self.file.flush().await?;
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        if create_only {
            self.temporary.persist_noclobber(&self.path).map_err(|error| match error.error.kind() {
                io::ErrorKind::AlreadyExists => Refusal::Exists,
                _ => error.error.into(),
            })
        } else {
            Ok(self.temporary.persist(&self.path).map_err(io::Error::from)?)
        }
    }
}
