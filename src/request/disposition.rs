//! `Content-Disposition` for a file name of arbitrary text.

use alloc::string::String;

use crate::wire::encode;

/// `kind; filename="ascii"; filename*=UTF-8''encoded`, the last part only if `ascii` is not the
/// whole name.
pub(super) fn content_disposition(kind: &str, filename: &str) -> String {
    let filename: String = filename.chars().map(without_controls).collect();
    let mut value = String::from(kind);
    if filename.is_empty() {
        return value;
    }
    let plain: String = filename.chars().map(plain).collect();
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
    use super::*;

    #[test]
    fn a_file_name_is_quoted_in_ascii_and_encoded_if_that_is_not_the_whole_name() {
        for (filename, expected) in [
            ("", "attachment"),
            ("cat.jpg", r#"attachment; filename="cat.jpg""#),
            ("a; b=c.txt", r#"attachment; filename="a; b=c.txt""#),
            ("../etc/passwd", r#"attachment; filename=".._etc_passwd""#),
            ("a\r\nSet-Cookie: b", r#"attachment; filename="a__Set-Cookie: b""#),
            ("\"quoted\"", r#"attachment; filename="_quoted_"; filename*=UTF-8''%22quoted%22"#),
            ("100%.txt", r#"attachment; filename="100_.txt"; filename*=UTF-8''100%25.txt"#),
            (
                "€ rates.txt",
                r#"attachment; filename="_ rates.txt"; filename*=UTF-8''%E2%82%AC%20rates.txt"#,
            ),
        ] {
            assert_eq!(content_disposition("attachment", filename), expected, "{filename:?}");
        }
    }
}
