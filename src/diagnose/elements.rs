//! The elements of an XML text that hold text alone, read the way a person would.

use alloc::{borrow::Cow, vec::Vec};

use super::entities::unescape;

/// The innermost elements of a text that may be XML, in one pass and whatever is wrong with it. Attributes,
/// namespaces and where an element stands do not matter: in the errors of servers they say nothing.
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

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text of the first element of that name, in whatever case, without white space around it; `None`
    /// if there is none or it is empty.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn found(xml: &str, expected: Option<&str>) {
        assert_eq!(Elements::parse(xml).find("Code").as_deref(), expected, "{xml}");
    }

    #[test]
    fn an_element_is_found_wherever_it_stands() {
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
    fn what_is_no_element_with_text_is_passed_over() {
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
}
