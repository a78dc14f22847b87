//! The content types of files.

/// The content type of a file, by the extension of its name.
///
/// The browser that uploads a file does not choose its type: `text/html` or `image/svg+xml`, for example, would execute
/// the file in the origin of the store. A file with any other extension is binary data, which browsers download.
pub(crate) fn of(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_known = |(known, _): &&(&str, &str)| known.eq_ignore_ascii_case(extension);
    SHOWN.iter().find(is_known).map_or(BINARY, |(_, media_type)| media_type)
}

/// The extensions of the files that browsers show.
pub(crate) fn shown() -> [&'static str; SHOWN.len()] {
    SHOWN.map(|(extension, _)| extension)
}

pub(crate) const BINARY: &str = "application/octet-stream";

const TEXT: &str = "text/plain; charset=utf-8";

/// The types that browsers show without executing them.
pub(crate) const SHOWN: [(&str, &str); 25] = [
    ("aac", "audio/aac"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("csv", TEXT),
    ("flac", "audio/flac"),
    ("gif", "image/gif"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("log", TEXT),
    ("m4a", "audio/mp4"),
    ("m4v", "video/mp4"),
    ("md", TEXT),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("oga", "audio/ogg"),
    ("ogg", "audio/ogg"),
    ("ogv", "video/ogg"),
    ("opus", "audio/ogg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("txt", TEXT),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
];
