//! A URL parser without a URL library.

use percent_encoding::percent_decode_str;

/// The parts of a URL, not decoded.
pub(crate) struct Parts<'u> {
    pub(crate) scheme: &'u str,
    pub(crate) host: &'u str,
    pub(crate) path: &'u str,
    pub(crate) query: &'u str,
}

impl<'u> Parts<'u> {
    pub(crate) fn of(url: &'u str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap_or_default();
        let (rest, query) = rest.split_once('?').unwrap_or_default();
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Self { scheme, host, path, query }
    }

    pub(crate) fn pairs(&self) -> Vec<(&'u str, &'u str)> {
        self.query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect()
    }

    /// The decoded value of a parameter.
    pub(crate) fn parameter(&self, name: &str) -> String {
        self.pairs()
            .iter()
            .find(|pair| pair.0 == name)
            .map(|pair| decode(pair.1))
            .unwrap_or_default()
    }
}

pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into()
}
