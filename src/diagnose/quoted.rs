//! Quoted strings: the fields of JSON, and of similar output of SDKs.

use alloc::{string::String, vec::Vec};

/// A named text, such as `"Code": "AccessDenied"`.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct NamedText<'t> {
    pub(super) name: &'t str,
    pub(super) value: String,
}

/// The named strings of JSON and of similar notations: what JavaScript, Python, Ruby, Go and Rust
/// print for an object, such as `Code: 'X'`, `:code=>"X"`, `Code:"X"` and `code: Some("X")`.
pub(super) fn fields(text: &str) -> Vec<NamedText<'_>> {
    let mut fields = Vec::new();
    let mut texts = quoted(text).peekable();
    while let Some(Quoted { begin, inner, mut after }) = texts.next() {
        let Some(name) = name_before(&text[..begin]) else { continue };
        let mut value = unescape(inner);
        while let Some(next) = texts.next_if(|_| is_continued(after)) {
            value.push_str(&unescape(next.inner));
            after = next.after;
        }
        fields.push(NamedText { name, value });
    }
    fields
}

/// Whether a `+` and another quoted text follow, as Node.js prints a text of several lines.
fn is_continued(after: &str) -> bool {
    let next = after.trim_start().strip_prefix('+');
    next.is_some_and(|next| next.trim_start().starts_with(['"', '\'']))
}

/// A quoted text with the index of its quotation mark, and what follows it.
pub(super) struct Quoted<'t> {
    begin: usize,
    pub(super) inner: &'t str,
    pub(super) after: &'t str,
}

/// The quoted texts, from left to right.
pub(super) fn quoted(text: &str) -> impl Iterator<Item = Quoted<'_>> {
    let (mut index, mut has_end) = (0, [true, true]);
    core::iter::from_fn(move || {
        while let Some(at) = text[index..].find(['"', '\'']) {
            let begin = index + at;
            index = begin + 1;
            // The apostrophe in a word is not a quotation mark.
            if text[..begin].ends_with(|c: char| c.is_alphanumeric() || c == '\\') {
                continue;
            }
            let mark = text.as_bytes()[begin];
            let has_end = &mut has_end[usize::from(mark == b'"')];
            if let Some(end) = end_of(&text.as_bytes()[index..], mark).filter(|_| *has_end) {
                let (inner, after) = (&text[index..index + end], &text[index + end + 1..]);
                index += end + 1;
                return Some(Quoted { begin, inner, after });
            }
            *has_end = false;
        }
        None
    })
}

/// The first quoted text after a phrase.
pub(super) fn quoted_after<'m>(message: &'m str, phrase: &str) -> Option<&'m str> {
    let (_, after) = message.split_once(phrase)?;
    let (_, quoted) = after.split_once(['\'', '"', '`'])?;
    let (text, _) = quoted.split_once(['\'', '"', '`'])?;
    Some(text)
}

/// The index of the quotation mark that is not escaped.
fn end_of(bytes: &[u8], mark: u8) -> Option<usize> {
    let mut is_escaped = false;
    bytes.iter().position(|&byte| {
        let is_end = byte == mark && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    })
}

/// The name in front of a quoted text, with `:` or `=` between them.
fn name_before(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let text = ["Some(", "Optional("].iter().find_map(|it| text.strip_suffix(it)).unwrap_or(text);
    let text = text.trim_end().trim_end_matches('>').strip_suffix([':', '='])?;
    let text = text.trim_end().trim_end_matches(['"', '\'']);
    let bytes = text.bytes().rev().take(LONGEST_NAME_BYTES);
    let length = bytes.take_while(|it| it.is_ascii_alphanumeric() || b"-_$".contains(it)).count();
    Some(&text[text.len() - length..]).filter(|name| !name.is_empty())
}

/// Replaces the escapes of JSON.
pub(super) fn unescape(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, escape)) = rest.split_once('\\') {
        unescaped.push_str(plain);
        let mut characters = escape.chars();
        let character = match characters.next() {
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let digits = characters.as_str().get(..4);
                let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
                match code.and_then(char::from_u32) {
                    Some(character) => {
                        characters = characters.as_str()[4..].chars();
                        character
                    }
                    None => 'u',
                }
            }
            Some(character) => character,
            None => '\\',
        };
        unescaped.push(character);
        rest = characters.as_str();
    }
    unescaped.push_str(rest);
    unescaped
}

const LONGEST_NAME_BYTES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_named_texts_in_the_notations_of_many_languages() {
        for (text, expected) in [
            (
                r#"{"Code":"X","n":1,"Message":"a \"b\""}"#,
                &[("Code", "X"), ("Message", "a \"b\"")][..],
            ),
            (
                r"{'Error': {'Code': 'X', 'Message': 'it\'s'}}",
                &[("Code", "X"), ("Message", "it's")],
            ),
            ("  Code: 'X',\n  '$fault': 'client'", &[("Code", "X"), ("$fault", "client")]),
            ("  a: 'X\\n' +\n    'Y\\n' +\n    'Z',\n  b: \"X\"", &[("a", "X\nY\nZ"), ("b", "X")]),
            (r#"{:code=>"X", message: "m"}"#, &[("code", "X"), ("message", "m")]),
            (r#"code: Some("X"), message: Some("m")"#, &[("code", "X"), ("message", "m")]),
            (r#"{"__type" : "a#X"}"#, &[("__type", "a#X")]),
            (r#"couldn't: {"Code":"X"}, isn't"#, &[("Code", "X")]),
            (r#"{"m":"\u003cCode\u003e\n\/é"}"#, &[("m", "<Code>\n/é")]),
        ] {
            let fields: Vec<_> = fields(text).into_iter().map(|it| (it.name, it.value)).collect();
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
            assert_eq!(fields, expected, "{text}");
        }
    }

    #[test]
    fn ignores_texts_without_a_name_or_an_end() {
        for text in
            ["", "\"", "'", "\"a\"", ": \"a", "=\"a\"", "a \"b\"", "a: 'b\"", "é\"é\"", "\\\"a: \\"]
        {
            assert_eq!(fields(text), [], "{text}");
        }
        assert_eq!(unescape("\\"), "\\");
        assert_eq!(unescape("\\ud800\\u12\\é"), "ud800u12é");
    }
}
