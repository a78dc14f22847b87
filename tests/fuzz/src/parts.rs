//! Splits a URL without a URL library and without the code of the crate.

use percent_encoding::percent_decode_str;

/// The parts of a URL, not decoded.
pub(crate) struct Parts<'u> {
    pub(crate) host: &'u str,
    pub(crate) path: &'u str,
    pub(crate) query: &'u str,
}

impl<'u> Parts<'u> {
    pub(crate) fn of(url: &'u str) -> Self {
        let (_, rest) = url.split_once("://").expect("a scheme");
        let (rest, query) = rest.split_once('?').expect("a query");
        let (host, path) = rest.split_at(rest.find('/').expect("a path"));
        Self { host, path, query }
    }

    pub(crate) fn path_and_query(&self) -> String {
        [self.path, "?", self.query].concat()
    }

    /// The decoded value of a mandatory parameter.
    pub(crate) fn parameter(&self, name: &str) -> String {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        let value = pairs.into_iter().find(|pair| pair.0 == name).expect("the parameter").1;
        decode(value)
    }
}

/// Percent-decodes once; the result must be UTF-8.
pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned()
}
