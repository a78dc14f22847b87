//! A local file to upload.

use std::{
    fs::{self, File},
    path::Path,
};

use crate::printable::printable;

/// What is known of a readable file without reading it.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct UploadFile {
    /// The last component of its path.
    pub(crate) name: String,
    pub(crate) bytes: u64,
    /// The media type of its extension.
    pub(crate) content_type: Option<String>,
}

impl UploadFile {
    pub(crate) fn open(path: &Path) -> Result<Self, String> {
        let shown = printable(&path.to_string_lossy());
        let unreadable = |error| {
            format!("file `{shown}` cannot be read ({error}); check its path and permissions")
        };
        let metadata = fs::metadata(path).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(format!("`{shown}` is not a regular file; a URL uploads one file"));
        }
        File::open(path).map_err(unreadable)?;
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| format!("name of file `{shown}` is not UTF-8; rename it"))?;
        let content_type = mime_guess::from_path(path).first_raw();
        Ok(Self {
            name: name.into(),
            bytes: metadata.len(),
            content_type: content_type.map(String::from),
        })
    }

    /// What to say if a single PUT cannot upload the file to Amazon S3.
    pub(crate) fn note(&self) -> Option<String> {
        (self.bytes > MAX_PUT_BYTES).then(|| {
            format!(
                "file has {} bytes, but Amazon S3 accepts at most {MAX_PUT_BYTES} in one PUT; upload it in parts",
                self.bytes
            )
        })
    }
}

/// 5 GiB: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html>
const MAX_PUT_BYTES: u64 = 5 << 30;
