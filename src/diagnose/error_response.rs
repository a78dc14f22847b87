//! The error response of a server.

use alloc::{
    borrow::Cow,
    string::{String, ToString},
    vec::Vec,
};

use super::xml::Elements;

/// The body of an error response.
pub(super) struct ErrorResponse<'x> {
    body: &'x str,
    elements: Elements<'x>,
}

impl<'x> ErrorResponse<'x> {
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

    /// The message for people. A body that is not XML is its own message: some services respond with JSON.
    pub(super) fn message(&self) -> String {
        if self.elements.is_empty() {
            return String::from(self.body.trim());
        }
        let texts = ["Message", "Details"].map(|name| self.element(name).unwrap_or_default());
        texts.join(" ").trim().to_string()
    }

    /// The canonical request of the server.
    pub(super) fn canonical_request(&self) -> Option<Cow<'x, str>> {
        self.canonical_text(
            "CanonicalRequest",
            "The Canonical String for this request should have been",
        )
    }

    /// The string to sign of the server.
    pub(super) fn string_to_sign(&self) -> Option<Cow<'x, str>> {
        self.canonical_text("StringToSign", "The String-to-Sign should have been")
    }

    /// S3 has an element with the text and one with its bytes, which keep the line breaks that browsers
    /// remove. Other services quote the text in the message.
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

/// Decodes bytes in hex, such as `47 45 54`.
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
        assert_eq!(ErrorResponse::new(xml).canonical_request().as_deref(), expected, "{xml}");
    }

    #[test]
    fn finds_the_canonical_request_in_its_element_or_bytes_or_the_message() {
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
    fn takes_a_body_that_is_not_xml_as_the_message() {
        assert_eq!(
            ErrorResponse::new(" {\"message\":\"Forbidden\"}\n").message(),
            "{\"message\":\"Forbidden\"}"
        );
        assert_eq!(
            ErrorResponse::new("<a><Message>m</Message><Details>d</Details></a>").message(),
            "m d"
        );
        assert_eq!(ErrorResponse::new("<html><title>403</title></html>").message(), "");
    }
}
