//! What the server answered.

use alloc::{
    borrow::Cow,
    string::{String, ToString},
    vec::Vec,
};

use super::elements::Elements;

/// The body of an error, in whichever server's words.
pub(super) struct Answer<'x> {
    body: &'x str,
    elements: Elements<'x>,
}

impl<'x> Answer<'x> {
    pub(super) fn new(body: &'x str) -> Self {
        Self { body, elements: Elements::parse(body) }
    }

    /// The text of an element.
    pub(super) fn element(&self, name: &str) -> Option<Cow<'x, str>> {
        self.elements.find(name)
    }

    pub(super) fn code(&self) -> Option<Cow<'x, str>> {
        self.element("Code")
    }

    /// What it says in words. A body that is no XML is taken for its own message, as the JSON of some
    /// services is.
    pub(super) fn message(&self) -> String {
        if self.elements.is_empty() {
            return String::from(self.body.trim());
        }
        let texts = ["Message", "Details"].map(|name| self.element(name).unwrap_or_default());
        texts.join(" ").trim().to_string()
    }

    /// The canonical request that the server made.
    pub(super) fn canonical_request(&self) -> Option<Cow<'x, str>> {
        self.canonical_text(
            "CanonicalRequest",
            "The Canonical String for this request should have been",
        )
    }

    /// The string to sign that the server made.
    pub(super) fn string_to_sign(&self) -> Option<Cow<'x, str>> {
        self.canonical_text("StringToSign", "The String-to-Sign should have been")
    }

    /// S3 has such a text as an element, and its bytes in another, which no browser joins into one line;
    /// other services have it in the message, in quotes.
    fn canonical_text(&self, name: &str, announcement: &str) -> Option<Cow<'x, str>> {
        let bytes = self.element(&[name, "Bytes"].concat());
        let text = bytes.and_then(|bytes| text_of(&bytes)).map(Cow::Owned);
        text.or_else(|| self.element(name)).or_else(|| {
            let message = self.element("Message")?;
            let (_, quoted) = message.split_once(announcement)?;
            let (text, _) = quoted.trim_start().strip_prefix('\'')?.split_once('\'')?;
            Some(Cow::Owned(String::from(text)))
        })
    }
}

/// The text that bytes in hex are, such as `47 45 54`.
fn text_of(bytes: &str) -> Option<String> {
    let byte = |hex: &str| u8::from_str_radix(hex, 16).ok();
    let bytes: Option<Vec<_>> = bytes.split_ascii_whitespace().map(byte).collect();
    String::from_utf8(bytes?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn canonical(xml: &str, expected: Option<&str>) {
        assert_eq!(Answer::new(xml).canonical_request().as_deref(), expected, "{xml}");
    }

    #[test]
    fn the_canonical_request_is_an_element_or_its_bytes_or_in_the_message() {
        canonical("<CanonicalRequest>GET\n/&amp;</CanonicalRequest>", Some("GET\n/&"));
        canonical(
            "<CanonicalRequest>GET /</CanonicalRequest>\
             <CanonicalRequestBytes>47 45 54 0a 2f</CanonicalRequestBytes>",
            Some("GET\n/"),
        );
        canonical(
            "<CanonicalRequestBytes>4</CanonicalRequestBytes><CanonicalRequest>a</CanonicalRequest>",
            Some("\u{4}"),
        );
        canonical(
            "<CanonicalRequest>a</CanonicalRequest><CanonicalRequestBytes>é</CanonicalRequestBytes>",
            Some("a"),
        );
        canonical(
            "<Message>It does not match.\n\nThe Canonical String for this request should have \
             been\n'GET\n/\n'\n\nThe String-to-Sign should have been\n'AWS4'\n</Message>",
            Some("GET\n/\n"),
        );
        canonical(
            "<Message>The Canonical String for this request should have been</Message>",
            None,
        );
    }

    #[test]
    fn a_body_that_is_no_xml_is_its_own_message() {
        assert_eq!(
            Answer::new(" {\"message\":\"Forbidden\"}\n").message(),
            "{\"message\":\"Forbidden\"}"
        );
        assert_eq!(Answer::new("<a><Message>m</Message><Details>d</Details></a>").message(), "m d");
        assert_eq!(Answer::new("<html><title>403</title></html>").message(), "");
    }
}
