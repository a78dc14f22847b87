//! Text of others on one line of a terminal.

/// `text` on one line, with escapes for what prints nothing, or prints what follows in another direction.
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
    fn what_does_not_print_is_escaped_and_nothing_else() {
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
