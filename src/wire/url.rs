//! Parses an absolute URL: a custom endpoint, or the URL that `QuerySigner` signs.
//!
//! Object keys are never parsed as part of a URL; they are encoded into one.

use alloc::string::{String, ToString};
use core::net::{Ipv4Addr, Ipv6Addr};

use super::host::HostPort;

/// An absolute `http` or `https` URL without user info and without a fragment.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Url<'a> {
    /// `https://` or `http://`.
    pub(crate) scheme: &'static str,
    /// Host and port, raw.
    pub(crate) raw_authority: &'a str,
    /// Host and port in lower case, without the scheme's default port, as clients send them in
    /// `Host`.
    pub(crate) authority: String,
    pub(crate) host: HostKind,
    /// The raw path with its leading `/`; empty if there is none.
    pub(crate) path: &'a str,
    /// The raw text after the first `?`.
    pub(crate) query: Option<&'a str>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum HostKind {
    Name,
    IpAddress,
}

impl<'a> Url<'a> {
    /// Parses an absolute URL.
    ///
    /// # Errors
    ///
    /// A predicate, whose subject is "endpoint", "URL" or "URL to sign".
    pub(crate) fn parse(text: &'a str) -> Result<Self, &'static str> {
        if text.bytes().any(|byte| byte.is_ascii_control()) {
            return Err("contains a control character; remove it");
        }
        let (scheme, default_port, rest) = split_scheme(text)?;
        if rest.contains('#') {
            return Err("has a fragment, which is never sent; remove everything from `#` on");
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (raw_authority, target) = rest.split_at(end);
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        let (mut authority, host, port) = parse_authority(raw_authority)?;
        if let Some(port) = port.filter(|port| *port != default_port) {
            authority.push(':');
            authority.push_str(&port.to_string());
        }
        Ok(Self { scheme, raw_authority, authority, host, path, query })
    }
}

fn split_scheme(text: &str) -> Result<(&'static str, u16, &str), &'static str> {
    let (scheme, rest) =
        text.split_once("://").ok_or("has no scheme; begin it with `https://` or `http://`")?;
    match scheme {
        _ if scheme.eq_ignore_ascii_case("https") => Ok(("https://", 443, rest)),
        _ if scheme.eq_ignore_ascii_case("http") => Ok(("http://", 80, rest)),
        _ => Err("has a scheme other than `https` and `http`; use one of these"),
    }
}

fn parse_authority(authority: &str) -> Result<(String, HostKind, Option<u16>), &'static str> {
    if authority.contains('@') {
        return Err("has user info before `@`; remove it, and pass credentials as `Credentials`");
    }
    let HostPort { name, port } = HostPort::split(authority);
    let port = match port {
        "" => None,
        _ if !port.bytes().all(|byte| byte.is_ascii_digit()) => {
            return Err("has a port that is not a number; write `host:port`");
        }
        _ => Some(port.parse().map_err(|_| "has a port over 65535; write a smaller one")?),
    };
    let (host, kind) = parse_host(name)?;
    Ok((host, kind, port))
}

fn parse_host(host: &str) -> Result<(String, HostKind), &'static str> {
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        let address: Ipv6Addr = address.parse().map_err(
            |_| "has a host in brackets that is not an IPv6 address; write it as `[::1]`",
        )?;
        if address.to_ipv4_mapped().is_some() {
            // Clients disagree on the format of such an address in `Host`, which is signed.
            return Err("has an IPv4-mapped IPv6 address; write it as `a.b.c.d`");
        }
        return Ok((alloc::format!("[{address}]"), HostKind::IpAddress));
    }
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if host.is_empty() {
        return Err("has no host; write `https://host`");
    }
    if !host.bytes().all(is_name) {
        return Err("has a host with a character other than letters, digits, `-`, `_` and `.`; \
             write an international name in its `xn--` form");
    }
    if host.split('.').any(str::is_empty) {
        return Err("has a host with an empty label; remove the dot");
    }
    // Clients parse a name whose last label is a number as an IPv4 address in an old notation.
    let last = host.rsplit('.').next().unwrap_or(host);
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit())
        || last.get(..2).is_some_and(|prefix| prefix.eq_ignore_ascii_case("0x"));
    match host.parse::<Ipv4Addr>() {
        Ok(_) => Ok((host.to_string(), HostKind::IpAddress)),
        Err(_) if is_number => Err(
            "has a host that ends in a number but is not an IPv4 address; write it as `a.b.c.d`",
        ),
        Err(_) => Ok((host.to_ascii_lowercase(), HostKind::Name)),
    }
}

/// The index of the path in an absolute URL; the URL's length if it has no path.
pub(crate) fn path_index(url: &str) -> usize {
    let host_index = url.find("://").map_or(0, |index| index + "://".len());
    url[host_index..].find(['/', '?']).map_or(url.len(), |index| host_index + index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn authority_of(text: &str, expected: &str, host: HostKind) {
        let url = Url::parse(text).expect("a valid URL");
        assert_eq!((url.authority.as_str(), url.host), (expected, host), "{text}");
    }

    #[test]
    fn the_authority_is_what_clients_send_as_host() {
        authority_of("https://S3.Example.COM", "s3.example.com", HostKind::Name);
        authority_of("https://s3.example.com:443/", "s3.example.com", HostKind::Name);
        authority_of("http://s3.example.com:80", "s3.example.com", HostKind::Name);
        authority_of("https://s3.example.com:80", "s3.example.com:80", HostKind::Name);
        authority_of("HTTP://localhost:09000", "localhost:9000", HostKind::Name);
        authority_of("http://host:", "host", HostKind::Name);
        authority_of("http://127.0.0.1:9000", "127.0.0.1:9000", HostKind::IpAddress);
        authority_of("http://[2001:DB8:0::1]:9000", "[2001:db8::1]:9000", HostKind::IpAddress);
        authority_of("http://[::1]", "[::1]", HostKind::IpAddress);
        authority_of("http://[::1.2.3.4]", "[::102:304]", HostKind::IpAddress);
    }

    #[test]
    fn path_and_query_are_raw() {
        let url = Url::parse("https://h/a/../%2f ü?x=1?y").expect("a valid URL");
        assert_eq!((url.path, url.query), ("/a/../%2f ü", Some("x=1?y")));
        let url = Url::parse("https://h?x").expect("a valid URL");
        assert_eq!((url.path, url.query), ("", Some("x")));
    }

    #[test]
    fn an_invalid_url_is_rejected_with_the_reason() {
        for (text, problem) in [
            ("localhost:9000", "has no scheme; begin it with `https://` or `http://`"),
            ("ftp://host", "has a scheme other than `https` and `http`; use one of these"),
            ("https://", "has no host; write `https://host`"),
            ("https://:9000", "has no host; write `https://host`"),
            (
                "https://host/#top",
                "has a fragment, which is never sent; remove everything from `#` on",
            ),
            (
                "https://user:pass@host",
                "has user info before `@`; remove it, and pass credentials as `Credentials`",
            ),
            ("https://host:port", "has a port that is not a number; write `host:port`"),
            ("https://host:65536", "has a port over 65535; write a smaller one"),
            (
                "https://[::g]",
                "has a host in brackets that is not an IPv6 address; write it as `[::1]`",
            ),
            ("https://[::ffff:1.2.3.4]", "has an IPv4-mapped IPv6 address; write it as `a.b.c.d`"),
            (
                "https://bücher.example",
                "has a host with a character other than letters, digits, `-`, `_` and `.`; \
             write an international name in its `xn--` form",
            ),
            ("https://host..example", "has a host with an empty label; remove the dot"),
            (
                "https://127.1",
                "has a host that ends in a number but is not an IPv4 address; write it as `a.b.c.d`",
            ),
            (
                "https://0x7f.0x1",
                "has a host that ends in a number but is not an IPv4 address; write it as `a.b.c.d`",
            ),
            ("https://host/a\nb", "contains a control character; remove it"),
        ] {
            assert_eq!(Url::parse(text), Err(problem), "{text:?}");
        }
    }
}
