//! The canonical request that S3 makes of a request: an independent, simple implementation.

use percent_encoding::percent_decode_str;

pub(crate) struct Received<'r> {
    pub(crate) method: &'r str,
    pub(crate) url: &'r str,
    pub(crate) headers: &'r [(String, String)],
}

impl Received<'_> {
    /// Path and query are decoded and encoded again, a `+` in the query is a space, and a signed header that
    /// was not sent has an empty value.
    pub(crate) fn canonical_request(&self) -> String {
        let (_, rest) = self.url.split_once("://").expect("an absolute URL");
        let (host, target) = rest.split_once('/').expect("a path");
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = encode(&percent_decode_str(path).collect::<Vec<_>>(), "/");
        let mut pairs: Vec<_> = query
            .split('&')
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .filter(|(name, _)| *name != "X-Amz-Signature")
            .map(|(name, value)| (encode_query(name), encode_query(value)))
            .collect();
        pairs.sort();
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let names = parameter(self.url, "X-Amz-SignedHeaders").unwrap_or_default();
        let names = percent_decode_str(names).decode_utf8_lossy();
        let host = host.trim_end_matches(":443");
        let lines: Vec<_> =
            names.split(';').map(|name| format!("{name}:{}", self.header(name, host))).collect();
        let payload = self.header("x-amz-content-sha256", "");
        let payload = if payload.is_empty() { "UNSIGNED-PAYLOAD" } else { &payload };
        let (method, pairs, lines) = (self.method, pairs.join("&"), lines.join("\n"));
        format!("{method}\n/{path}\n{pairs}\n{lines}\n\n{names}\n{payload}")
    }

    fn header(&self, name: &str, host: &str) -> String {
        let header = self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        match header {
            Some((_, value)) => value.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
            None if name == "host" => host.to_lowercase(),
            None => String::new(),
        }
    }
}

/// The percent-encoded value of a parameter of a URL.
pub(crate) fn parameter<'u>(url: &'u str, name: &str) -> Option<&'u str> {
    let (_, query) = url.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// Escapes text for XML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn encode_query(text: &str) -> String {
    encode(&percent_decode_str(&text.replace('+', " ")).collect::<Vec<_>>(), "")
}

fn encode(bytes: &[u8], stays: &str) -> String {
    bytes
        .iter()
        .map(|byte| match char::from(*byte) {
            c if c.is_ascii_alphanumeric() || "-_.~".contains(c) || stays.contains(c) => {
                c.to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
