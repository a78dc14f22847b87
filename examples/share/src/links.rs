//! What is signed: the one place that decides what a browser may do at the store.

use std::time::{Duration, SystemTime};

use presigner::{Error, Expiry, PostPolicy, PresignedPost, PresignedUrl, Presigner, Request};

use crate::problem::Problem;

/// The signed requests of one bucket.
///
/// Callers name files, never keys: a key is [`PREFIX`] and a name without a slash, so nothing outside the
/// prefix can be reached, whatever is asked.
#[derive(Debug)]
pub(crate) struct Links {
    presigner: Presigner,
    bucket: String,
    max_bytes: u64,
}

/// How a file is uploaded, which its size decides.
pub(crate) enum Upload {
    /// In one form.
    Form(PresignedPost),
    /// In parts of this many bytes, the last of which may be shorter.
    Parts { part_bytes: u64 },
}

/// A form for somebody else.
pub(crate) struct DropBox {
    pub(crate) form: PresignedPost,
    /// The most bytes that a file may have, which the store itself keeps to.
    pub(crate) max_bytes: u64,
}

/// How a link opens.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Disposition {
    Download,
    Show,
}

impl Links {
    pub(crate) fn new(presigner: Presigner, bucket: String, max_bytes: u64) -> Self {
        Self { presigner, bucket, max_bytes }
    }

    /// Where browsers will send their requests, for the page's content security policy.
    pub(crate) fn store_origin(&self) -> Result<String, Error> {
        let url = self.presigner.get(&self.bucket, "probe", OWN_REQUEST)?;
        let (scheme, rest) = url.as_str().split_once("://").unwrap_or_default();
        let host = rest.split('/').next().unwrap_or_default();
        Ok(format!("{scheme}://{host}"))
    }

    /// A link to a file, named in the browser's download as the caller likes.
    pub(crate) fn download(
        &self,
        name: &str,
        save_as: &str,
        disposition: Disposition,
        expiry: Expiry,
    ) -> Result<PresignedUrl, Problem> {
        let key = key_of(name)?;
        check_name(save_as)?;
        let request = Request::get(&self.bucket, &key);
        // A response parameter is signed like any other: whoever has the link cannot have the file open as
        // something else.
        let request = match disposition {
            Disposition::Download => request.attachment(save_as),
            Disposition::Show => request.inline(save_as),
        };
        Ok(self.presigner.presign(&request, expiry)?)
    }

    /// How to upload a file of so many bytes.
    pub(crate) fn upload(
        &self,
        name: &str,
        media_type: &str,
        bytes: u64,
    ) -> Result<Upload, Problem> {
        check_type(media_type)?;
        if bytes > self.max_bytes {
            let most = in_words(self.max_bytes);
            return Err(Problem::refused(format!("files have at most {most} here")));
        }
        if bytes > FORM_BYTES {
            return Ok(Upload::Parts { part_bytes: part_bytes(bytes) });
        }
        let key = key_of(name)?;
        let policy = PostPolicy::new(&self.bucket, &key)
            .content_type(media_type)
            // The store itself takes exactly so many bytes, and nothing that is larger than was said.
            .content_length_range(bytes..=bytes)
            .success_status(201);
        Ok(Upload::Form(self.presigner.post(&policy, UPLOAD_EXPIRY)?))
    }

    /// A form through which somebody else may upload files, each under a name that begins as given.
    pub(crate) fn drop_box(&self, expiry: Expiry) -> Result<DropBox, Problem> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        // A prefix of its own, so that no file that is there already can be replaced.
        let prefix = format!("{PREFIX}dropped-{}-", now.as_millis());
        let max_bytes = FORM_BYTES.min(self.max_bytes);
        let policy = PostPolicy::with_key_prefix(&self.bucket, &prefix)
            .content_type("application/octet-stream")
            .content_length_range(0..=max_bytes)
            .success_status(201);
        Ok(DropBox { form: self.presigner.post(&policy, expiry)?, max_bytes })
    }

    /// The URLs of all parts, signed at one time: the clock is read once, and the key looked up once.
    pub(crate) fn parts(
        &self,
        name: &str,
        upload_id: &str,
        bytes: u64,
        part_bytes: u64,
    ) -> Result<Vec<String>, Problem> {
        let key = key_of(name)?;
        let signer = self.presigner.at(SystemTime::now());
        let count = u32::try_from(bytes.div_ceil(part_bytes)).unwrap_or(u32::MAX);
        let url = |number: u32| {
            let begin = u64::from(number - 1) * part_bytes;
            let request = Request::upload_part(&self.bucket, &key, upload_id, number)
                // Exactly so many bytes, and not one more than was said at the beginning.
                .content_length(part_bytes.min(bytes - begin));
            Ok(signer.presign(&request, UPLOAD_EXPIRY)?.into_string())
        };
        (1..=count).map(url).collect()
    }

    /// The service's own: a page of the list of files, the first or the one that follows.
    pub(crate) fn list(&self, continuation: Option<&str>) -> Result<PresignedUrl, Problem> {
        let request = Request::list_objects_v2(&self.bucket).query("prefix", PREFIX);
        let request = match continuation {
            Some(token) => request.query("continuation-token", token),
            None => request,
        };
        Ok(self.presigner.presign(&request, OWN_REQUEST)?)
    }

    /// The service's own: the begin of an upload in parts.
    pub(crate) fn begin(&self, name: &str, media_type: &str) -> Result<PresignedUrl, Problem> {
        let key = key_of(name)?;
        let request = Request::create_multipart_upload(&self.bucket, &key).content_type(media_type);
        Ok(self.presigner.presign(&request, OWN_REQUEST)?)
    }

    /// The service's own: the end of an upload in parts.
    pub(crate) fn complete(&self, name: &str, upload_id: &str) -> Result<PresignedUrl, Problem> {
        let key = key_of(name)?;
        let request = Request::complete_multipart_upload(&self.bucket, &key, upload_id);
        Ok(self.presigner.presign(&request, OWN_REQUEST)?)
    }

    /// The service's own: what is left of an upload in parts that was given up.
    pub(crate) fn abort(&self, name: &str, upload_id: &str) -> Result<PresignedUrl, Problem> {
        let key = key_of(name)?;
        let request = Request::abort_multipart_upload(&self.bucket, &key, upload_id);
        Ok(self.presigner.presign(&request, OWN_REQUEST)?)
    }
}

fn key_of(name: &str) -> Result<String, Problem> {
    check_name(name)?;
    Ok(format!("{PREFIX}{name}"))
}

/// The store would take more names, but not every browser and file system does.
pub(crate) fn check_name(name: &str) -> Result<(), Problem> {
    let is_unfit = |character: char| character.is_control() || matches!(character, '/' | '\\');
    let problem = if name.is_empty() {
        "a file needs a name"
    } else if name.len() > MAX_NAME_BYTES {
        "this name is too long: 200 bytes at most"
    } else if name.chars().any(is_unfit) || matches!(name, "." | "..") {
        "this is no file name: leave out slashes and control characters"
    } else {
        return Ok(());
    };
    Err(Problem::refused(problem))
}

/// Refuses what a browser would run if it were opened from the store.
fn check_type(media_type: &str) -> Result<(), Problem> {
    let is_well_formed = media_type.split_once('/').is_some_and(|(kind, rest)| {
        let is_token = |text: &str| {
            let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte);
            !text.is_empty() && text.bytes().all(is_fit)
        };
        is_token(kind) && is_token(rest)
    });
    if !is_well_formed {
        return Err(Problem::refused("a type has the form `image/png`, without parameters"));
    }
    let lower = media_type.to_ascii_lowercase();
    // `text/xsl` is read as XML, and what is in several parts may have HTML among them.
    if ["html", "xml", "xsl", "script", "multipart/"].iter().any(|kind| lower.contains(kind)) {
        return Err(Problem::refused(format!(
            "files of the type “{media_type}” are not taken, for browsers run what is in them; pack it into a ZIP file"
        )));
    }
    Ok(())
}

/// Few enough that their URLs fit into one answer, and as large as S3 wants them.
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

/// What every key begins with.
pub(crate) const PREFIX: &str = "files/";

const MAX_NAME_BYTES: usize = 200;

/// What goes into one form; more goes in parts.
const FORM_BYTES: u64 = 16 << 20;
/// S3 wants at least 5 MiB in all parts but the last.
const PART_BYTES: u64 = 8 << 20;
const MAX_PARTS: u64 = 1_000;

/// Long enough for a slow line.
const UPLOAD_EXPIRY: Duration = Duration::from_hours(1);
/// The service follows these URLs at once.
const OWN_REQUEST: Duration = Duration::from_mins(1);
