//! `Content-Disposition` for a file name that may hold anything.

use alloc::string::String;

use crate::wire::encode;

/// `kind; filename="ascii"; filename*=UTF-8''encoded`, the last part only if the first name is not it.
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
        // RFC 8187 leaves more characters as they are, but encoding them is allowed too.
        encode::push_query(&mut value, &filename);
    }
    value
}

/// Slashes would name a folder, controls would end the header or hide in the name.
fn without_controls(character: char) -> char {
    if character.is_control() || matches!(character, '/' | '\\') { '_' } else { character }
}

/// What every client reads alike between quotes: no quotes, no escapes, no percent signs, which some
/// decode, and only ASCII.
fn plain(character: char) -> char {
    if character.is_ascii() && !matches!(character, '"' | '%') { character } else { '_' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_quoted_in_ascii_and_encoded_beside_it_if_need_be() {
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
