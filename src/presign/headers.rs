//! The headers to send with a presigned request.

use alloc::string::String;
use core::{fmt, str};

use crate::{
    redact::shown_value,
    sigv4::{headers, name_value::NameValue},
};

/// The signed headers of a presigned request, except `host`: pairs of a lower-case name and the
/// exact value to send, sorted by name.
///
/// ```
/// # use presigner::{Credentials, Expiry, Presigner, Request};
/// # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
/// let request = Request::put("my-bucket", "cat.jpg").content_type("image/jpeg").create_only();
/// let url = presigner.presign(&request, Expiry::minutes(5))?;
/// for (name, value) in url.headers() {
///     println!("{name}: {value}");
/// }
/// assert_eq!(url.headers().get("if-none-match"), Some("*"));
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct Headers<'a> {
    lines: &'a str,
}

impl<'a> Headers<'a> {
    /// The headers that [`push_lines`] has written.
    pub(crate) const fn new(lines: &'a str) -> Self {
        Self { lines }
    }

    /// Returns an iterator over the pairs of name and value.
    #[must_use]
    pub fn iter(&self) -> HeadersIter<'a> {
        HeadersIter { lines: self.lines.lines() }
    }

    /// Returns the value of a header. The name may be in any case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Returns the number of headers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Returns `true` if the request requires no header except `host`.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

impl<'a> IntoIterator for Headers<'a> {
    type Item = (&'a str, &'a str);
    type IntoIter = HeadersIter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a> IntoIterator for &Headers<'a> {
    type Item = (&'a str, &'a str);
    type IntoIter = HeadersIter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Customer-provided encryption keys are redacted.
impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.iter(), f)
    }
}

/// An iterator over the pairs of name and value of [`Headers`].
#[derive(Clone)]
pub struct HeadersIter<'a> {
    lines: str::Lines<'a>,
}

impl<'a> Iterator for HeadersIter<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.lines.next()?;
        Some(line.split_once(':').unwrap_or((line, "")))
    }
}

/// Customer-provided encryption keys are redacted.
impl fmt::Debug for HeadersIter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = self.clone().map(|(name, value)| (name, shown_value(name, value)));
        f.debug_list().entries(pairs).finish()
    }
}

/// Appends headers in canonical form, one `name:value` a line. Checked names contain no colon, and
/// checked names and values no line feed.
pub(crate) fn push_lines(text: &mut String, headers: &[NameValue<'_>]) {
    headers::push_lines(headers, &mut |piece| text.push_str(piece));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_in_order_and_by_name() {
        let pairs =
            [NameValue::new("content-type", "a: b"), NameValue::new("x-amz-meta-empty", "")];
        let mut lines = String::new();
        push_lines(&mut lines, &pairs);
        let headers = Headers::new(&lines);
        assert!(headers.iter().eq([("content-type", "a: b"), ("x-amz-meta-empty", "")]));
        assert_eq!((headers.len(), headers.is_empty()), (2, false));
        assert_eq!(headers.get("content-type"), Some("a: b"));
        assert_eq!(headers.get("Content-Type"), Some("a: b"));
        assert_eq!(headers.get("x-amz-meta-empty"), Some(""));
        assert_eq!(headers.get("a"), None);
        let shown = alloc::format!("{headers:?}");
        assert_eq!(shown, r#"[("content-type", "a: b"), ("x-amz-meta-empty", "")]"#);

        let headers = Headers::new("");
        assert_eq!((headers.len(), headers.is_empty()), (0, true));
    }
}
