//! The elements and entities of XML.

use alloc::{borrow::Cow, string::String, vec::Vec};

/// The elements of a text that hold only text, in one pass. A malformed document is accepted, and
/// attributes, namespaces and nesting are ignored: they carry no information in error responses.
pub(super) struct Elements<'x>(Vec<Element<'x>>);

struct Element<'x> {
    name: &'x str,
    /// Escaped.
    text: &'x str,
}

impl<'x> Elements<'x> {
    pub(super) fn parse(xml: &'x str) -> Self {
        let (mut elements, mut open, mut rest) = (Vec::new(), None, xml);
        while let Some((text, after)) = rest.split_once('<') {
            let Some((tag, after)) = after.split_once('>') else { break };
            rest = after;
            open = match (tag.strip_prefix('/'), open) {
                (Some(closing), Some(name)) if local_name(closing) == name => {
                    elements.push(Element { name, text });
                    None
                }
                (Some(_), _) => None,
                (None, _) => Some(local_name(tag)),
            };
        }
        Self(elements)
    }

    /// The names and texts of all elements.
    pub(super) fn all(&self) -> Vec<(String, String)> {
        let all = self.0.iter();
        all.map(|it| (String::from(it.name), unescape(it.text.trim()).into_owned())).collect()
    }

    /// The text of the first element of that name, in any case, without white space around it; `None`
    /// if there is no such element or it is empty.
    pub(super) fn find(&self, name: &str) -> Option<Cow<'x, str>> {
        let element = self.0.iter().find(|element| element.name.eq_ignore_ascii_case(name))?;
        Some(unescape(element.text.trim())).filter(|text| !text.is_empty())
    }
}

/// The name in a tag, without prefix and attributes.
fn local_name(tag: &str) -> &str {
    let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or(tag);
    name.rsplit(':').next().unwrap_or(name)
}

/// Replaces named and numeric entities by their characters. Anything else stays as it is.
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

    #[track_caller]
    fn found(xml: &str, expected: Option<&str>) {
        assert_eq!(Elements::parse(xml).find("Code").as_deref(), expected, "{xml}");
    }

    #[test]
    fn finds_the_first_element_of_a_name() {
        found(
            "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>",
            Some("AccessDenied"),
        );
        found(
            "\u{feff}<Error>\n  <Code>\n  AccessDenied\n  </Code>\n</Error>",
            Some("AccessDenied"),
        );
        found("<E xmlns='u'><s3:Code a='b'>x &amp; y</s3:Code></E>", Some("x & y"));
        found("<error><code>a</code><code>b</code></error>", Some("a"));
        found("<Code >a</Code >", Some("a"));
    }

    #[test]
    fn ignores_what_is_not_an_element_with_text() {
        for xml in [
            "",
            "<",
            ">",
            "<>",
            "</>",
            "<<<>>>",
            "<Code>",
            "<Code>a",
            "<Code>a<",
            "<Code>a</",
            "Code",
            "<Code/>",
            "<Code></Code>",
            "<Code> </Code>",
            "<Code><a>b</a></Code>",
            "<Code>a</Coda>",
            "<!-- <Code>a -->b</Code>",
        ] {
            found(xml, None);
        }
    }

    #[test]
    fn replaces_entities() {
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
    fn keeps_what_is_not_an_entity() {
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
