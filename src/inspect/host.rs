//! The host of a URL as it stands, and what can be told from its name.

use core::net::{Ipv4Addr, Ipv6Addr};

/// A host and its port.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Host<'u> {
    pub(super) name: &'u str,
    pub(super) port: Option<u16>,
}

impl<'u> Host<'u> {
    pub(super) fn new(host: &'u str) -> Self {
        match host.rsplit_once(':') {
            // The colons inside the brackets of an IPv6 address do not begin a port.
            Some((name, port)) if !port.ends_with(']') => Self { name, port: port.parse().ok() },
            _ => Self { name: host, port: None },
        }
    }

    /// Whether it is this machine, which nobody listens in on.
    pub(super) fn is_loopback(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        let address = name.trim_start_matches('[').trim_end_matches(']');
        name == "localhost"
            || name.ends_with(".localhost")
            || name.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
            || address.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_follows_the_last_colon() {
        for (host, name, port) in [
            ("example.com", "example.com", None),
            ("example.com:9000", "example.com", Some(9000)),
            ("example.com:0443", "example.com", Some(443)),
            ("example.com:", "example.com", None),
            ("[::1]", "[::1]", None),
            ("[::1]:80", "[::1]", Some(80)),
        ] {
            assert_eq!(Host::new(host), Host { name, port }, "{host}");
        }
    }

    #[test]
    fn loopback_has_names_and_addresses() {
        for (host, is_loopback) in [
            ("LOCALHOST:9000", true),
            ("bucket.localhost", true),
            ("127.0.0.1", true),
            ("127.1.2.3:9000", true),
            ("[::1]:9000", true),
            ("localhost.example.com", false),
            ("notlocalhost", false),
            ("10.0.0.1", false),
            ("[::2]", false),
        ] {
            assert_eq!(Host::new(host).is_loopback(), is_loopback, "{host}");
        }
    }
}
