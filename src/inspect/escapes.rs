//! Percent-escapes, and the characters that need one.

/// Whether the text begins with `%` and two hex digits.
pub(super) fn is_escape(text: &str) -> bool {
    matches!(text.as_bytes(), [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

/// The first escape of a `%` that is followed by two hex digits, such as `%2520`.
pub(super) fn double_encoded(text: &str) -> Option<&str> {
    text.match_indices("%25").find_map(|(at, _)| {
        let escape = text.get(at..at + "%2520".len())?;
        escape.bytes().skip("%25".len()).all(|byte| byte.is_ascii_hexdigit()).then_some(escape)
    })
}

/// Whether RFC 3986 does not allow a character anywhere in a URL.
pub(super) fn is_forbidden_in_urls(character: char) -> bool {
    !character.is_ascii() || r#" "<>\^`{|}"#.contains(character)
}
