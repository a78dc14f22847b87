//! All presigned requests: decides what a browser may do at the store.

use std::time::{Duration, SystemTime};

use presigner::{
    Error, Expiry, PostPolicy, PresignedPost, PresignedUrl, Presigner, Request, Timestamp,
};

use crate::problem::Problem;

/// Signs the requests for one bucket.
///
/// Callers pass file names, never keys. A key consists of [`PREFIX`] and a name with its folders, such as
/// `photos/cat.jpg`. No part of the name is `..`, so no object outside the prefix can be reached.
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
        let key = key_of(name)?;
        check_part(save_as)?;
        let request = Request::get(&self.bucket, &key);
        // Response parameters are signed, so the holder of the link cannot change how the file opens.
        let request = match disposition {
            Disposition::Download => request.attachment(save_as),
            Disposition::Show => request.inline(save_as),
        };
        Ok(self.presigner.presign(&request, expiry)?)
    }

    /// How to upload a file of this size.
    pub(crate) fn upload(
        &self,
        name: &str,
        media_type: &str,
        bytes: u64,
    ) -> Result<Upload, Problem> {
        check_type(media_type)?;
        self.check_size(bytes)?;
        if bytes > FORM_BYTES {
            return Ok(Upload::Parts { part_bytes: part_bytes(bytes) });
        }
        let key = key_of(name)?;
        let policy = PostPolicy::new(&self.bucket, &key)
            .content_type(media_type)
            // The store accepts only a file of exactly the stated size.
            .content_length_range(bytes..=bytes)
            .success_status(201);
        Ok(Upload::Form(self.presigner.post(&policy, UPLOAD_EXPIRY)?))
    }

    fn check_size(&self, bytes: u64) -> Result<(), Problem> {
        if bytes <= self.limits.max_bytes {
            return Ok(());
        }
        let maximum = in_words(self.limits.max_bytes);
        Err(Problem::refused(format!("file is too large: at most {maximum} are allowed")))
    }

    /// A form with which other people may upload files of at most `max_bytes` to a new folder.
    pub(crate) fn drop_box(
        &self,
        max_bytes: Option<u64>,
        expiry: Expiry,
    ) -> Result<DropBox, Problem> {
        let max_bytes = max_bytes.unwrap_or(self.limits.max_bytes);
        self.check_size(max_bytes)?;
        let prefix = format!("{PREFIX}{}/", received_folder(SystemTime::now()));
        let policy = PostPolicy::with_key_prefix(&self.bucket, &prefix)
            .content_type("application/octet-stream")
            .content_length_range(0..=max_bytes)
            .success_status(201);
        Ok(DropBox { form: self.presigner.post(&policy, expiry)?, max_bytes })
    }

    /// The requests for all parts, signed at one time, so that the clock and the key cache are read once.
    pub(crate) fn parts(
        &self,
        name: &str,
        upload_id: &str,
        bytes: u64,
        part_bytes: u64,
    ) -> Result<Vec<PresignedUrl>, Problem> {
        let key = key_of(name)?;
        let signer = self.presigner.at(SystemTime::now());
        let count = u32::try_from(bytes.div_ceil(part_bytes)).unwrap_or(u32::MAX);
        let part = |number: u32| {
            let begin = u64::from(number - 1) * part_bytes;
            let request = Request::upload_part(&self.bucket, &key, upload_id, number)
                // The store accepts only a part of exactly this size.
                .content_length(part_bytes.min(bytes - begin));
            Ok(signer.presign(&request, UPLOAD_EXPIRY)?)
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
    pub(crate) fn begin(&self, name: &str, media_type: &str) -> Result<PresignedUrl, Problem> {
        let key = key_of(name)?;
        let request = Request::create_multipart_upload(&self.bucket, &key).content_type(media_type);
        Ok(self.presigner.presign(&request, OWN_REQUEST)?)
    }

    /// For the service itself: completes a multipart upload.
    pub(crate) fn complete(&self, name: &str, upload_id: &str) -> Result<PresignedUrl, Problem> {
        let key = key_of(name)?;
        let request = Request::complete_multipart_upload(&self.bucket, &key, upload_id);
        Ok(self.presigner.presign(&request, OWN_REQUEST)?)
    }

    /// For the service itself: aborts a multipart upload.
    pub(crate) fn abort(&self, name: &str, upload_id: &str) -> Result<PresignedUrl, Problem> {
        let key = key_of(name)?;
        let request = Request::abort_multipart_upload(&self.bucket, &key, upload_id);
        Ok(self.presigner.presign(&request, OWN_REQUEST)?)
    }

    /// For the service itself: deletes a file.
    pub(crate) fn delete(&self, name: &str) -> Result<PresignedUrl, Problem> {
        let key = key_of(name)?;
        Ok(self.presigner.presign(&Request::delete(&self.bucket, &key), OWN_REQUEST)?)
    }
}

fn key_of(name: &str) -> Result<String, Problem> {
    check_name(name)?;
    Ok(format!("{PREFIX}{name}"))
}

/// The folder of the files that are uploaded through an upload link. It is new, so that no existing file can be
/// replaced.
fn received_folder(now: SystemTime) -> String {
    let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(now.as_secs()).unwrap_or_default();
    let time = Timestamp::from_unix_seconds(seconds).to_string();
    let time = time.trim_end_matches('Z').replace(':', "").replace('T', "-");
    format!("received-{time}-{:03}", now.subsec_millis())
}

/// Checks a file name with its folders.
pub(crate) fn check_name(name: &str) -> Result<(), Problem> {
    name.split('/').try_for_each(check_part)?;
    if name.len() > MAX_NAME_BYTES {
        return Err(Problem::refused(TOO_LONG));
    }
    Ok(())
}

/// Stricter than S3, because browsers and file systems do not accept every key as a file name.
fn check_part(name: &str) -> Result<(), Problem> {
    let is_invalid = |character: char| character.is_control() || matches!(character, '/' | '\\');
    let problem = if name.is_empty() {
        "file name is empty"
    } else if name.len() > MAX_NAME_BYTES {
        TOO_LONG
    } else if name.chars().any(is_invalid) || matches!(name, "." | "..") {
        "file name is invalid: it must not contain slashes, backslashes or control characters, or be `.` or `..`"
    } else {
        return Ok(());
    };
    Err(Problem::refused(problem))
}

/// Refuses content types that browsers execute, because the file would run in the origin of the store.
fn check_type(media_type: &str) -> Result<(), Problem> {
    let is_well_formed = media_type.split_once('/').is_some_and(|(kind, rest)| {
        let is_token = |text: &str| {
            let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte);
            !text.is_empty() && text.bytes().all(is_valid)
        };
        is_token(kind) && is_token(rest)
    });
    if !is_well_formed {
        return Err(Problem::refused(
            "content type is invalid: expected `type/subtype` without parameters, such as `image/png`",
        ));
    }
    let lower = media_type.to_ascii_lowercase();
    // Browsers parse `text/xsl` as XML, and a `multipart/` type may contain HTML.
    if ["html", "xml", "xsl", "script", "multipart/"].iter().any(|kind| lower.contains(kind)) {
        return Err(Problem::refused(format!(
            "files of type “{media_type}” are not accepted, because browsers may execute them; upload a ZIP file instead"
        )));
    }
    Ok(())
}

/// Limits the number of parts, so that their URLs fit into one response.
fn part_bytes(bytes: u64) -> u64 {
    bytes.div_ceil(MAX_PARTS).next_multiple_of(1 << 20).max(PART_BYTES)
}

fn in_words(bytes: u64) -> String {
    if bytes.is_multiple_of(1 << 20) {
        format!("{} MiB", bytes >> 20)
    } else {
        format!("{bytes} bytes")
    }
}

/// The prefix of every key.
pub(crate) const PREFIX: &str = "files/";

const MAX_NAME_BYTES: usize = 200;
const TOO_LONG: &str = "file name is too long: at most 200 bytes are allowed";

/// The largest file that is uploaded with one form.
const FORM_BYTES: u64 = 16 << 20;
/// S3 requires at least 5 MiB for all parts except the last.
const PART_BYTES: u64 = 8 << 20;
const MAX_PARTS: u64 = 1_000;

/// Long enough for a slow connection.
const UPLOAD_EXPIRY: Duration = Duration::from_hours(1);
/// The service uses these URLs immediately.
const OWN_REQUEST: Duration = Duration::from_mins(1);
