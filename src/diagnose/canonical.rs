//! A canonical request, parsed line by line.

use alloc::{borrow::Cow, collections::BTreeMap, string::String, vec::Vec};

use percent_encoding::percent_decode_str;

use crate::wire::{encode, names::X_AMZ_SIGNATURE, query};

/// A parsed canonical request; what is unknown is `None`.
#[derive(Clone)]
pub(super) struct Canonical<'t> {
    pub(super) method: Option<Cow<'t, str>>,
    pub(super) path: Cow<'t, str>,
    /// In their order, without the signature.
    pub(super) parameters: Vec<EncodedParameter<'t>>,
    /// The signed headers. S3 writes a header that was not sent with an empty value.
    pub(super) headers: BTreeMap<Cow<'t, str>, Option<Cow<'t, str>>>,
    pub(super) payload_hash: Option<Cow<'t, str>>,
}

/// A query parameter, percent-encoded.
#[derive(Clone, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct EncodedParameter<'t> {
    pub(super) name: Cow<'t, str>,
    pub(super) value: Cow<'t, str>,
}

impl<'t> Canonical<'t> {
    /// `None` if the text is not a canonical request. Its line breaks may be spaces, as in a text
    /// that was copied from a browser.
    pub(super) fn parse(text: &'t str) -> Option<Self> {
        if text.trim().contains('\n') { Self::parse_lines(text) } else { Self::parse_line(text) }
    }

    fn parse_lines(text: &'t str) -> Option<Self> {
        let mut lines = text.lines();
        let method = lines.next().filter(|method| is_method(method))?;
        let path = lines.next().filter(|path| path.starts_with('/'))?;
        let parameters = parse_query(lines.next()?);
        let header_lines = lines.by_ref().take_while(|line| !line.is_empty());
        let mut headers: BTreeMap<_, _> = header_lines.filter_map(parse_header).collect();
        for name in lines.next().unwrap_or_default().split(';').filter(|name| !name.is_empty()) {
            headers.entry(Cow::Borrowed(name)).or_insert(Some(Cow::Borrowed("")));
        }
        Some(Self {
            method: Some(Cow::Borrowed(method)),
            path: Cow::Borrowed(path),
            parameters,
            headers,
            payload_hash: lines.next().map(Cow::Borrowed),
        })
    }

    /// Method, path, query, the headers, their names and the payload hash, between spaces. Values of
    /// headers may have spaces too.
    fn parse_line(text: &'t str) -> Option<Self> {
        let (before, payload_hash) = text.trim().rsplit_once(' ')?;
        let (before, names) = before.rsplit_once(' ')?;
        let mut words = before.splitn(4, ' ');
        let method = words.next().filter(|method| is_method(method))?;
        let path = words.next().filter(|path| path.starts_with('/'))?;
        let (parameters, mut lines) = (parse_query(words.next()?), words.next()?);
        let mut headers = BTreeMap::new();
        for name in names.rsplit(';') {
            let begin = lines.rfind(&[name, ":"].concat())?;
            let (name, value) = parse_header(&lines[begin..])?;
            headers.insert(name, value);
            lines = lines[..begin].trim_end();
        }
        lines.is_empty().then_some(Self {
            method: Some(Cow::Borrowed(method)),
            path: Cow::Borrowed(path),
            parameters,
            headers,
            payload_hash: Some(Cow::Borrowed(payload_hash)),
        })
    }

    /// The canonical request of a server that decodes what it receives, as S3 does: encoded by the
    /// rules of AWS, with sorted parameters.
    pub(super) fn reencoded(mut self) -> Self {
        self.path = Cow::Owned(reencode(&self.path, encode::push_path));
        for EncodedParameter { name, value } in &mut self.parameters {
            *name = Cow::Owned(reencode(name, encode::push_query));
            *value = Cow::Owned(reencode(value, encode::push_query));
        }
        self.parameters.sort_unstable();
        self
    }

    /// The value of a signed header, if it is known.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.as_deref()
    }
}

/// The parameters of a query without the signature; one without `=` has an empty value.
pub(super) fn parse_query(query: &str) -> Vec<EncodedParameter<'_>> {
    query::pairs(query)
        .filter(|(name, _)| *name != X_AMZ_SIGNATURE)
        .map(|(name, value)| EncodedParameter {
            name: Cow::Borrowed(name),
            value: Cow::Borrowed(value),
        })
        .collect()
}

/// A parameter's name without the rest of an `&` that was escaped for HTML once or more; `None` if
/// there is no such rest.
pub(super) fn unescaped(name: &str) -> Option<&str> {
    let strip = |name| strip_prefix(name, "amp;").or_else(|| strip_prefix(name, "amp%3B"));
    core::iter::successors(strip(name), |name| strip(name)).last()
}

fn is_method(text: &str) -> bool {
    !text.is_empty() && !text.contains([' ', ':', '/'])
}

fn strip_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn parse_header(line: &str) -> Option<(Cow<'_, str>, Option<Cow<'_, str>>)> {
    let (name, value) = line.split_once(':')?;
    Some((Cow::Borrowed(name), Some(Cow::Borrowed(value.trim()))))
}

fn reencode(text: &str, push: fn(&mut String, &str)) -> String {
    let mut encoded = String::with_capacity(text.len());
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) => push(&mut encoded, &decoded),
        Err(_) => encoded.push_str(text),
    }
    encoded
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn parses_each_line() {
        let text = "PUT\r\n/a b\r\nb=2&a&X-Amz-Signature=5\nhost:h:80\nrange: \n\nhost;range;x\nHASH\nmore";
        let canonical = Canonical::parse(text).expect("a canonical request");
        assert_eq!(canonical.method.as_deref(), Some("PUT"));
        assert_eq!(canonical.path, "/a b");
        let parameters: Vec<_> =
            canonical.parameters.iter().map(|p| (&*p.name, &*p.value)).collect();
        assert_eq!(parameters, [("b", "2"), ("a", "")]);
        let headers: Vec<_> =
            canonical.headers.iter().map(|(name, value)| (&**name, value.as_deref())).collect();
        assert_eq!(headers, [("host", Some("h:80")), ("range", Some("")), ("x", Some(""))]);
        assert_eq!(canonical.payload_hash.as_deref(), Some("HASH"));
    }

    #[test]
    fn parses_an_incomplete_text_as_far_as_it_goes() {
        let canonical = Canonical::parse("GET\n/\n").map(|canonical| canonical.parameters.len());
        assert_eq!(canonical, None);
        let canonical = Canonical::parse("GET\n/\na=1").expect("a canonical request");
        assert!(canonical.headers.is_empty() && canonical.payload_hash.is_none());
        for text in ["", "GET", "GET\nx\n\n", "GET / a=1 host:h UNSIGNED-PAYLOAD", "\n/\n\n"] {
            assert!(Canonical::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn parses_a_text_whose_line_breaks_are_spaces() {
        let text = "PUT\n/k\nb=2&a\nhost:h\nx-amz-meta-a:b: c d\n\nhost;x-amz-meta-a\nHASH";
        let lines = Canonical::parse(text).expect("a canonical request");
        for text in [text.replace('\n', " "), format!("\n{}\n", text.replace('\n', " "))] {
            let line = Canonical::parse(&text).expect("a canonical request");
            assert_eq!((&line.method, &line.path), (&lines.method, &lines.path));
            assert!(line.parameters == lines.parameters && line.headers == lines.headers);
            assert_eq!(line.payload_hash, lines.payload_hash);
        }
        for text in ["GET / a=1 h host HASH", "GET / a=1 x-host:h host HASH", "GET / host:h"] {
            assert!(Canonical::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn reencodes_by_the_rules_of_aws() {
        let text = "GET\n/a+b%2fc%c3%A9\nb=%7e'&a=+%20%FF\nhost:h\n\nhost\nUNSIGNED-PAYLOAD";
        let canonical = Canonical::parse(text).expect("a canonical request").reencoded();
        assert_eq!(canonical.path, "/a%2Bb/c%C3%A9");
        let parameters: Vec<_> =
            canonical.parameters.iter().map(|p| (&*p.name, &*p.value)).collect();
        // Invalid UTF-8 stays as it is.
        assert_eq!(parameters, [("a", "+%20%FF"), ("b", "~%27")]);
    }
}
