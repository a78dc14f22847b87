//! The output of `curl -v` and `curl -i`.

use alloc::{borrow::Cow, string::String, vec::Vec};

/// What `curl -v` and `curl -i` print: the requests, and the status, headers and body of the last response.
pub(super) struct Transcript<'t> {
    pub(super) requests: Vec<PrintedRequest>,
    pub(super) status: Option<u16>,
    headers: Vec<(&'t str, &'t str)>,
    pub(super) body: Cow<'t, str>,
}

/// A request as it was sent.
pub(super) struct PrintedRequest {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: Vec<(String, String)>,
}

impl<'t> Transcript<'t> {
    pub(super) fn parse(text: &'t str) -> Self {
        let is_head = |line: &str| line.starts_with("< HTTP/");
        if text.lines().any(is_head) {
            let headers = text.lines().filter_map(|line| line.strip_prefix("< "));
            let is_body = |line: &&str| {
                !["* ", "> ", "< ", "{ ", "} "].contains(&line.get(..2).unwrap_or(""))
                    && !["*", ">", "<"].contains(line)
            };
            let body: Vec<_> = text.lines().filter(is_body).collect();
            let transcript = Self::from_head_and_body(headers, Cow::Owned(body.join("\n")));
            return Self { requests: PrintedRequest::all_in(text), ..transcript };
        }
        // Proxies, redirects and `100 Continue` have a head of their own: the last one counts.
        let (mut head, mut body) = ("", text);
        while body.starts_with("HTTP/") {
            (head, body) = body.split_at(end_of_head(body));
            body = body.trim_start();
        }
        Self::from_head_and_body(head.lines(), Cow::Borrowed(body))
    }

    fn from_head_and_body(head: impl Iterator<Item = &'t str>, body: Cow<'t, str>) -> Self {
        let (mut status, mut headers) = (None, Vec::new());
        for line in head {
            if line.starts_with("HTTP/") {
                headers.clear();
                status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
            } else {
                headers.extend(header_of(line));
            }
        }
        Self { requests: Vec::new(), status, headers, body }
    }

    pub(super) fn header(&self, name: &str) -> Option<&'t str> {
        let named = self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        named.map(|(_, value)| *value)
    }
}

impl PrintedRequest {
    /// The requests of `curl -v`, whose lines begin with `> `: one for each redirect, and one for a tunnel
    /// through a proxy.
    fn all_in(text: &str) -> Vec<Self> {
        let mut requests: Vec<Self> = Vec::new();
        for line in text.lines().filter_map(|line| line.strip_prefix("> ")) {
            if let Some((method, target)) = request_line(line) {
                requests.push(Self::new(method, target));
            } else if let Some(Self { headers, .. }) = requests.last_mut() {
                headers.extend(header_of(line).map(|(name, value)| (name.into(), value.into())));
            }
        }
        requests
    }

    /// Whether the request asks a proxy for a tunnel to the server.
    pub(super) fn is_tunnel(&self) -> bool {
        self.method == "CONNECT"
    }

    fn new(method: &str, target: &str) -> Self {
        // To a proxy, the target is the whole URL.
        let target = match target.split_once("://") {
            Some((scheme, rest)) if !scheme.contains(['/', '?']) => {
                &rest[rest.find(['/', '?']).unwrap_or(rest.len())..]
            }
            _ => target,
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = if path.is_empty() { "/" } else { path };
        Self { method: method.into(), path: path.into(), query: query.into(), headers: Vec::new() }
    }
}

/// Method and target of `GET /path?query HTTP/1.1`.
fn request_line(line: &str) -> Option<(&str, &str)> {
    let mut words = line.trim_end().split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_method = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_last = words.next().is_none();
    (is_method && is_last && version.starts_with("HTTP/")).then_some((method, target))
}

fn header_of(line: &str) -> Option<(&str, &str)> {
    line.split_once(':').map(|(name, value)| (name, value.trim()))
}

/// The index of the empty line that ends a head.
fn end_of_head(text: &str) -> usize {
    let mut lines = text.match_indices('\n').map(|(at, _)| at + 1);
    let end = lines.find(|at| text[*at..].starts_with(['\n', '\r']));
    end.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn request(text: &str) -> Option<(String, String, String, usize)> {
        let requests = Transcript::parse(text).requests;
        let request = requests.into_iter().rfind(|request| !request.is_tunnel())?;
        Some((request.method, request.path, request.query, request.headers.len()))
    }

    #[test]
    fn the_last_request_counts() {
        let text = "* Connected\n> GET /a?b=c HTTP/1.1\n> Host: h\n> \n< HTTP/1.1 307 Temporary Redirect\n< \n\
                    > GET http://h:80/d?e HTTP/1.1\r\n> Host: h\r\n> Accept: */*\r\n> \r\n< HTTP/1.1 403 Forbidden\n<e/>";
        assert_eq!(request(text), Some(("GET".into(), "/d".into(), "e".into(), 2)));
        let tunnel = "> GET / HTTP/1.1\n> CONNECT h:443 HTTP/1.1\n> Host: h:443\n< HTTP/1.1 200 OK";
        assert_eq!(request(tunnel), Some(("GET".into(), "/".into(), String::new(), 0)));
        for text in [
            "> GET /a HTTP/1.1",
            "> a quotation\n< HTTP/1.1 403",
            "HTTP/1.1 403\n\n> GET / HTTP/1.1",
        ] {
            assert_eq!(request(text), None, "{text}");
        }
    }
}
