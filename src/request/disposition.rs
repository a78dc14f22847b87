//! `Content-Disposition` for a file name of arbitrary text.

use alloc::{borrow::Cow, string::String};
use core::fmt;

use crate::wire::encode;

/// A value of the header `Content-Disposition` with a file name, which is any Unicode text. It
/// tells browsers whether to save or to display an object, and the file name to save it under.
///
/// The value follows [RFC 6266]. `/`, `\` and control characters in the name become `_`. `filename`
/// is an ASCII form of the name; if it differs from the name, `filename*` is the whole name,
/// percent-encoded as in [RFC 8187]. The value is ASCII, so it can be a header of an upload.
///
/// ```
/// use presigner::{ContentDisposition, Request};
///
/// let disposition = ContentDisposition::attachment("Übersicht.pdf");
/// assert_eq!(
///     disposition.to_string(),
///     "attachment; filename=\"_bersicht.pdf\"; filename*=UTF-8''%C3%9Cbersicht.pdf"
/// );
/// let upload = Request::put("my-bucket", "7f3a.pdf").content_disposition(disposition);
/// # let _ = upload;
/// ```
///
/// [RFC 6266]: https://www.rfc-editor.org/rfc/rfc6266
/// [RFC 8187]: https://www.rfc-editor.org/rfc/rfc8187
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ContentDisposition {
    value: String,
}

impl ContentDisposition {
    /// Returns a value that makes browsers save the object as `filename`. An empty name results in
    /// `attachment` without a file name.
    #[must_use]
    pub fn attachment(filename: &str) -> Self {
        Self { value: value("attachment", filename) }
    }

    /// Returns a value that makes browsers display the object, with `filename` as the name to save
    /// it under. An empty name results in `inline` without a file name.
    #[must_use]
    pub fn inline(filename: &str) -> Self {
        Self { value: value("inline", filename) }
    }
}

/// The value of the header.
impl fmt::Display for ContentDisposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.value)
    }
}

impl From<ContentDisposition> for Cow<'_, str> {
    fn from(disposition: ContentDisposition) -> Self {
        Self::Owned(disposition.value)
    }
}

/// `kind; filename="ascii"; filename*=UTF-8''encoded`, the last part only if `ascii` is not the
/// whole name.
fn value(kind: &str, filename: &str) -> String {
    let filename: String = filename.chars().map(without_controls).collect();
    let mut value = String::from(kind);
    if filename.is_empty() {
        return value;
    }
    // Signing replaces two spaces in a header by one.
    let plain = filename.chars().map(plain).collect::<String>().replace("  ", " _");
    value.extend(["; filename=\"", &plain, "\""]);
    if plain != filename {
        value.push_str("; filename*=UTF-8''");
        // RFC 8187 allows more unencoded characters, but does not require them.
        encode::push_query(&mut value, &filename);
    }
    value
}

/// Replaces slashes, which would name a folder, and control characters, which could end the header.
fn without_controls(character: char) -> char {
    if character.is_control() || matches!(character, '/' | '\\') { '_' } else { character }
}

/// Replaces what clients parse differently inside quotes: quotes, percent signs, which some decode,
/// and non-ASCII characters.
fn plain(character: char) -> char {
    if character.is_ascii() && !matches!(character, '"' | '%') { character } else { '_' }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::sigv4::headers::is_canonical;

    #[test]
    fn a_file_name_is_quoted_in_ascii_and_encoded_if_that_is_not_the_whole_name() {
        for (filename, expected) in [
            ("", "attachment"),
            ("cat.jpg", r#"attachment; filename="cat.jpg""#),
            ("a; b=c.txt", r#"attachment; filename="a; b=c.txt""#),
            ("a b.txt", r#"attachment; filename="a b.txt""#),
            ("a   b.txt", r#"attachment; filename="a _ b.txt"; filename*=UTF-8''a%20%20%20b.txt"#),
            ("../etc/passwd", r#"attachment; filename=".._etc_passwd""#),
            ("a\r\nSet-Cookie: b", r#"attachment; filename="a__Set-Cookie: b""#),
            ("\"quoted\"", r#"attachment; filename="_quoted_"; filename*=UTF-8''%22quoted%22"#),
            ("100%.txt", r#"attachment; filename="100_.txt"; filename*=UTF-8''100%25.txt"#),
            (
                "€ rates.txt",
                r#"attachment; filename="_ rates.txt"; filename*=UTF-8''%E2%82%AC%20rates.txt"#,
            ),
        ] {
            let disposition = ContentDisposition::attachment(filename);
            assert_eq!(disposition.to_string(), expected, "{filename:?}");
            assert!(is_canonical("content-disposition", expected), "signing changes {expected}");
        }
    }
}
