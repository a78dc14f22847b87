//! Escaping of text in HTML and XML.

use alloc::string::String;

/// Escapes text for an element or a quoted attribute of HTML or XML.
pub(super) fn escape_markup(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Allowed in attributes, but parsers normalize them.
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' => escaped.push_str("&#9;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_characters_become_character_references() {
        for (text, escaped) in [
            ("", ""),
            ("a b/é😀=#;", "a b/é😀=#;"),
            ("&amp;", "&amp;amp;"),
            ("</Key>", "&lt;/Key&gt;"),
            ("\" onclick='", "&quot; onclick=&#39;"),
            ("a\r\n\tb", "a&#13;&#10;&#9;b"),
        ] {
            assert_eq!(escape_markup(text), escaped, "{text:?}");
        }
    }
}
