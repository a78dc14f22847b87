//! All presigned requests: decides what a browser may do at the store.

use std::time::{Duration, SystemTime};

use presigner::{Error, Expiry, PostPolicy, PresignedPost, PresignedUrl, Presigner, Request};

use crate::{
    media_types,
    names::{self, PREFIX, key_of},
    problem::Problem,
};

/// Signs the requests for one bucket.
///
/// Callers pass file names, never keys. A key consists of [`PREFIX`] and a name with its folders, such as
/// `photos/cat.jpg`. The presigner refuses a name with the part `..`, so no object outside the prefix can be reached.
#[derive(Debug)]
pub(crate) struct Links {
    presigner: Presigner,
    bucket: String,
    limits: Limits,
}

/// What the service allows.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub(crate) struct Limits {
    /// The maximum validity of a link.
    pub(crate) longest_link_seconds: u64,
    /// The maximum size of a file.
    pub(crate) max_bytes: u64,
    /// The maximum size of a file that is uploaded through an upload link.
    pub(crate) max_form_bytes: u64,
    /// The maximum length of the name of a new file with its folders, in UTF-8.
    pub(crate) max_name_bytes: usize,
}

/// How a file is uploaded, depending on its size.
pub(crate) enum Upload {
    /// With one form.
    Form(PresignedPost),
    /// As a multipart upload with parts of this many bytes; the last may be shorter.
    Parts { part_bytes: u64 },
}

/// An upload form for other people.
pub(crate) struct DropBox {
    pub(crate) form: PresignedPost,
    /// The new folder of the files.
    pub(crate) folder: String,
    /// The maximum size of a file, which the store enforces.
    pub(crate) max_bytes: u64,
}

/// Whether the browser downloads or shows the file.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Disposition {
    Download,
    Show,
}

impl Links {
    pub(crate) fn new(presigner: Presigner, bucket: String, limits: Limits) -> Self {
        Self { presigner, bucket, limits }
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// The origin to which browsers send requests, for the content security policy of the page.
    pub(crate) fn store_origin(&self) -> Result<String, Error> {
        let url = self.presigner.get(&self.bucket, "probe", OWN_REQUEST)?;
        let (scheme, rest) = url.as_str().split_once("://").unwrap_or_default();
        let host = rest.split('/').next().unwrap_or_default();
        Ok(format!("{scheme}://{host}"))
    }

    /// A link to a file, with the file name for the download.
    pub(crate) fn download(
        &self,
        name: &str,
        save_as: &str,
        disposition: Disposition,
        expiry: Expiry,
    ) -> Result<PresignedUrl, Problem> {
        let key = key_of(name);
        names::check_part(save_as)?;
        let request = Request::get(&self.bucket, &key);
        // Response parameters are signed, so the holder of the link cannot change how the file opens.
        let request = match disposition {
            Disposition::Download => request.attachment(save_as),
            // Files that were uploaded through an upload link or by another program have any type.
            Disposition::Show => {
                request.inline(save_as).response_content_type(media_types::of(name))
            }
        };
        Ok(self.presigner.presign(&request, expiry)?)
    }

    /// How to upload a file of this size.
    pub(crate) fn upload(&self, name: &str, bytes: u64) -> Result<Upload, Problem> {
        names::check_new(name, self.limits.max_name_bytes)?;
        check_size(bytes, self.limits.max_bytes)?;
        if bytes > FORM_BYTES {
            return Ok(Upload::Parts { part_bytes: part_bytes(bytes) });
        }
        let key = key_of(name);
        let policy = PostPolicy::new(&self.bucket, &key)
            .content_type(media_types::of(name))
            // The store accepts only a file of exactly the stated size.
            .content_length_range(bytes..=bytes)
            .success_status(201);
        Ok(Upload::Form(self.presigner.post(&policy, UPLOAD_EXPIRY)?))
    }

    /// A form with which other people may upload files of at most `max_bytes` to a new folder.
    pub(crate) fn drop_box(
        &self,
        max_bytes: Option<u64>,
        expiry: Expiry,
    ) -> Result<DropBox, Problem> {
        let max_bytes = max_bytes.unwrap_or(self.limits.max_form_bytes);
        check_size(max_bytes, self.limits.max_form_bytes)?;
        let folder = names::received_folder(SystemTime::now());
        let prefix = key_of(&folder) + "/";
        let policy = PostPolicy::with_key_prefix(&self.bucket, &prefix)
            .content_type(media_types::BINARY)
            .content_length_range(0..=max_bytes)
            .success_status(201);
        Ok(DropBox { form: self.presigner.post(&policy, expiry)?, folder, max_bytes })
    }

    /// The requests for all parts, signed at one time, so that the clock and the key cache are read once.
    pub(crate) fn parts(
        &self,
        name: &str,
        upload_id: &str,
        bytes: u64,
        part_bytes: u64,
    ) -> Result<Vec<PresignedUrl>, Problem> {
        let key = key_of(name);
        let signer = self.presigner.at(SystemTime::now());
        let count = u32::try_from(bytes.div_ceil(part_bytes)).unwrap_or(u32::MAX);
        let part = |number: u32| {
            let begin = u64::from(number - 1) * part_bytes;
            let request = Request::upload_part(&self.bucket, &key, upload_id, number)
                // The store accepts only a part of exactly this size.
                .content_length(part_bytes.min(bytes - begin));
            Ok(signer.presign(&request, PARTS_EXPIRY)?)
        };
        (1..=count).map(part).collect()
    }

    /// For the service itself: lists one page of files.
    pub(crate) fn list(&self, continuation: Option<&str>) -> Result<PresignedUrl, Problem> {
        let request = Request::list_objects_v2(&self.bucket).query("prefix", PREFIX);
        let request = match continuation {
            Some(token) => request.query("continuation-token", token),
            None => request,
        };
        Ok(self.presigner.presign(&request, OWN_REQUEST)?)
    }

    /// For the service itself: creates a multipart upload.
    pub(crate) fn begin(&self, name: &str) -> Result<PresignedUrl, Problem> {
        let key = key_of(name);
        let request = Request::create_multipart_upload(&self.bucket, &key)
            .content_type(media_types::of(name));
        Ok(self.presigner.presign(&request, OWN_REQUEST)?)
    }

    /// For the service itself: completes a multipart upload.
    pub(crate) fn complete(&self, name: &str, upload_id: &str) -> Result<PresignedUrl, Problem> {
        let key = key_of(name);
        let request = Request::complete_multipart_upload(&self.bucket, &key, upload_id);
        Ok(self.presigner.presign(&request, OWN_REQUEST)?)
    }

    /// For the service itself: aborts a multipart upload.
    pub(crate) fn abort(&self, name: &str, upload_id: &str) -> Result<PresignedUrl, Problem> {
        let key = key_of(name);
        let request = Request::abort_multipart_upload(&self.bucket, &key, upload_id);
        Ok(self.presigner.presign(&request, OWN_REQUEST)?)
    }

    /// For the service itself: whether a file exists.
    pub(crate) fn head(&self, name: &str) -> Result<PresignedUrl, Problem> {
        let key = key_of(name);
        Ok(self.presigner.presign(&Request::head(&self.bucket, &key), OWN_REQUEST)?)
    }

    /// For the service itself: deletes a file.
    pub(crate) fn delete(&self, name: &str) -> Result<PresignedUrl, Problem> {
        let key = key_of(name);
        Ok(self.presigner.presign(&Request::delete(&self.bucket, &key), OWN_REQUEST)?)
    }
}

fn check_size(bytes: u64, max_bytes: u64) -> Result<(), Problem> {
    if bytes <= max_bytes {
        return Ok(());
    }
    let maximum = in_words(max_bytes);
    Err(Problem::refused(format!(
        "The file is larger than {maximum}, the maximum of this service."
    )))
}

/// Limits the number of parts, so that their URLs fit into one response.
fn part_bytes(bytes: u64) -> u64 {
    bytes.div_ceil(MAX_PARTS).next_multiple_of(1 << 20).max(PART_BYTES)
}

fn in_words(bytes: u64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    let Some((shift, unit)) = units.into_iter().find(|(shift, _)| bytes >> shift > 0) else {
        return format!("{bytes} bytes");
    };
    match (bytes >> shift, (bytes >> (shift - 10)) % 1024 * 10 / 1024) {
        (whole, 0) => format!("{whole} {unit}"),
        (whole, tenths) => format!("{whole}.{tenths} {unit}"),
    }
}

/// The largest file that S3 accepts with one form.
pub(crate) const S3_FORM_BYTES: u64 = 5 << 30;
/// The largest file that is uploaded with one form.
const FORM_BYTES: u64 = 16 << 20;
/// S3 requires at least 5 MiB for all parts except the last.
const PART_BYTES: u64 = 8 << 20;
const MAX_PARTS: u64 = 1_000;
/// The largest file that S3 accepts in so many parts.
pub(crate) const S3_PARTS_BYTES: u64 = MAX_PARTS * (5 << 30);

/// Long enough for a slow connection.
const UPLOAD_EXPIRY: Duration = Duration::from_hours(1);
/// All parts are signed before the first is sent. The maximum validity of a link applies to them too.
const PARTS_EXPIRY: Duration = Duration::from_hours(24);
/// The service uses these URLs immediately.
const OWN_REQUEST: Duration = Duration::from_mins(1);
