//! The entities of XML.

use alloc::{borrow::Cow, string::String};

/// Replaces entities, by name and by number, by what they stand for. What is none stays as it is.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, after)) = rest.split_once('&') {
        unescaped.push_str(plain);
        let entity = after.bytes().take(LONGEST_BYTES + 1).position(|byte| byte == b';');
        let entity = entity.and_then(|end| Some((character(&after[..end])?, &after[end + 1..])));
        let (character, after) = entity.unwrap_or(('&', after));
        unescaped.push(character);
        rest = after;
    }
    unescaped.push_str(rest);
    Cow::Owned(unescaped)
}

/// The character of an entity without its `&` and `;`.
fn character(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = entity.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(number.ok()?)
        }
    }
}

/// `#x10FFFF`, and some zeros.
const LONGEST_BYTES: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_become_characters() {
        for (text, expected) in [
            ("a=1&amp;b=2", "a=1&b=2"),
            ("&lt;&gt;&quot;&apos;", "<>\"'"),
            ("a&#10;b&#x0A;c&#XA;d", "a\nb\nc\nd"),
            ("&#x1F600;&#233;", "😀é"),
            ("&amp;amp;", "&amp;"),
            ("&#x000010FFFF;", "\u{10ffff}"),
        ] {
            assert_eq!(unescape(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_entity_stays() {
        for text in [
            "&",
            "&&",
            "&;",
            "&#;",
            "&#x;",
            "&#xD800;",
            "&#x110000;",
            "&nbsp;",
            "&amp",
            "a&b=c;",
            "&é;",
            "&#99999999999999999999;",
            "&#x0000010FFFF;",
        ] {
            assert_eq!(unescape(text), text);
        }
    }
}
