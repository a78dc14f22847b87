//! The names of files, and the keys of their objects.

use std::time::SystemTime;

use presigner::Timestamp;

use crate::problem::Problem;

/// The prefix of every key.
pub(crate) const PREFIX: &str = "files/";

/// The key of a file: [`PREFIX`] and its name with its folders, such as `photos/cat.jpg`.
pub(crate) fn key_of(name: &str) -> String {
    format!("{PREFIX}{name}")
}

/// Checks the name of a new file, with its folders. Files that other programs have stored may have other names.
pub(crate) fn check_new(name: &str, max_bytes: usize) -> Result<(), Problem> {
    name.split('/').try_for_each(check_part)?;
    if name.len() > max_bytes {
        return Err(Problem::refused(TOO_LONG));
    }
    Ok(())
}

/// Checks a file name without folders. Stricter than S3, because browsers and file systems do not accept every key
/// as a file name.
pub(crate) fn check_part(name: &str) -> Result<(), Problem> {
    let is_invalid = |character: char| character.is_control() || matches!(character, '/' | '\\');
    let problem = if name.trim().is_empty() {
        "The file name is empty."
    } else if name.len() > MAX_PART_BYTES {
        TOO_LONG
    } else if name.chars().any(is_invalid)
        || matches!(name, "." | "..")
        // S3 replaces this part of a key that is uploaded with a form.
        || name.contains("${filename}")
    {
        "The file name contains characters that are not allowed. Rename the file."
    } else {
        return Ok(());
    };
    Err(Problem::refused(problem))
}

/// The folder of the files that are uploaded through an upload link. It is new, so that no existing file can be
/// replaced.
pub(crate) fn received_folder(now: SystemTime) -> String {
    let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(now.as_secs()).unwrap_or_default();
    let time = Timestamp::from_unix_seconds(seconds).to_string();
    let time = time.trim_end_matches('Z').replace(':', "").replace('T', "-");
    format!("received-{time}-{:03}", now.subsec_millis())
}

/// File systems allow 255 bytes, to which browsers add an extension during the download.
const MAX_PART_BYTES: usize = 200;
const TOO_LONG: &str = "The file name is too long. Shorten it.";
