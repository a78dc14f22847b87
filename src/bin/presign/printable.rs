//! Untrusted text on one line of a terminal.

/// Escapes line breaks, control and invisible characters, and those that change the text direction.
pub(crate) fn printable(text: &str) -> String {
    let is_quote = |character| matches!(character, '\\' | '\'' | '"');
    let pieces = text.split_inclusive(is_quote).map(|piece| {
        let plain = piece.trim_end_matches(is_quote);
        format!("{}{}", plain.escape_debug(), &piece[plain.len()..])
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_only_unprintable_characters() {
        for (text, expected) in [
            ("a\n\tb\u{1b}[1m\0", "a\\n\\tb\\u{1b}[1m\\0"),
            ("a\u{202e}b\u{2066}c\u{200b}d", "a\\u{202e}b\\u{2066}c\\u{200b}d"),
            ("a\u{2028}b\u{feff}", "a\\u{2028}b\\u{feff}"),
            (r#"it's "a\b""#, r#"it's "a\b""#),
            ("ключ/鍵/🔑/e\u{301}", "ключ/鍵/🔑/e\u{301}"),
            ("", ""),
        ] {
            assert_eq!(printable(text), expected);
        }
    }
}
