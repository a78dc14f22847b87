//! Escapes text for XML, and finds elements in the XML that servers send.

use alloc::{borrow::Cow, string::String, vec::Vec};

/// The innermost elements of a text that may be XML, parsed in one pass without validation.
/// Attributes, namespaces and nesting are ignored: in the responses of S3 they carry no information.
pub(crate) struct Elements<'x>(Vec<Element<'x>>);

struct Element<'x> {
    name: &'x str,
    text: &'x str,
    is_escaped: bool,
}

impl<'x> Element<'x> {
    /// Unescaped and trimmed.
    fn text(&self) -> Cow<'x, str> {
        let text = self.text.trim();
        if self.is_escaped { unescape(text) } else { Cow::Borrowed(text) }
    }
}

impl<'x> Elements<'x> {
    pub(crate) fn parse(xml: &'x str) -> Self {
        let (mut elements, mut open, mut rest) = (Vec::new(), None, xml);
        let mut section = None;
        while let Some((text, after)) = rest.split_once('<') {
            if let Some(data) = after.strip_prefix("![CDATA[") {
                let Some((data, after)) = data.split_once("]]>") else { break };
                section = Some(data);
                rest = after;
                continue;
            }
            let Some((tag, after)) = after.split_once('>') else { break };
            rest = after;
            let section = section.take();
            open = match (tag.strip_prefix('/'), open) {
                (Some(closing), Some(name)) if local_name(closing) == name => {
                    let (text, is_escaped) = (section.unwrap_or(text), section.is_none());
                    elements.push(Element { name, text, is_escaped });
                    None
                }
                (Some(_), _) => None,
                (None, _) => Some(local_name(tag)),
            };
        }
        Self(elements)
    }

    /// The names and texts of all elements, unescaped and trimmed.
    pub(crate) fn all(&self) -> Vec<(String, String)> {
        let all = self.0.iter();
        all.map(|it| (String::from(it.name), it.text().into_owned())).collect()
    }

    /// The text of the first element of this name in any case, unescaped and trimmed; `None` if there
    /// is no such element or it is empty.
    pub(crate) fn find(&self, name: &str) -> Option<Cow<'x, str>> {
        let element = self.0.iter().find(|element| element.name.eq_ignore_ascii_case(name))?;
        Some(element.text()).filter(|text| !text.is_empty())
    }
}

/// The name in a tag, without prefix and attributes.
fn local_name(tag: &str) -> &str {
    let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or(tag);
    name.rsplit(':').next().unwrap_or(name)
}

/// Appends `text` as the content of an element.
pub(crate) fn push_escaped(xml: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            _ => xml.push(character),
        }
    }
}

/// Replaces predefined entities and character references. Other text is unchanged.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
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

/// The length in bytes of `#x10FFFF`, and some zeros.
const LONGEST_BYTES: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn found(xml: &str, expected: Option<&str>) {
        assert_eq!(Elements::parse(xml).find("Code").as_deref(), expected, "{xml}");
    }

    #[test]
    fn an_element_is_found_at_any_depth() {
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
        found("<Code><![CDATA[a<b>&amp;]]></Code>", Some("a<b>&amp;"));
        found("<A><![CDATA[b]]></A><Code> <![CDATA[a]]>\n</Code>", Some("a"));
    }

    #[test]
    fn text_without_such_an_element_is_ignored() {
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
            "<Code><![CDATA[a</Code>",
            "<Code><![CDATA[]]></Code>",
            "Code",
            "<Code/>",
            "<Code></Code>",
            "<Code> </Code>",
            "<Code><a>b</a></Code>",
            "<Code>a</Coda>",
            "<!-- <Code>a -->b</Code>",
            "{\"Code\": \"a\"}",
        ] {
            found(xml, None);
        }
    }

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
    fn other_text_is_unchanged() {
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

    #[test]
    fn escaped_text_contains_no_markup() {
        let text = "a<b>&amp;\"é";
        let mut xml = String::new();
        push_escaped(&mut xml, text);
        assert_eq!(xml, "a&lt;b&gt;&amp;amp;\"é");
        assert_eq!(unescape(&xml), text);
    }
}
