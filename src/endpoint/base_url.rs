//! The base URL of a store, or of a proxy in front of one.

use alloc::string::String;
use core::fmt;

use crate::wire::url::{HostKind, Url};

/// A URL with scheme, host, port and path, to which bucket and key are appended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct BaseUrl {
    scheme: &'static str,
    authority: String,
    pub(super) host: HostKind,
    /// Without a trailing slash.
    path: String,
}

impl BaseUrl {
    /// Parses a URL. The error is a predicate, whose subject is the URL.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let Url { scheme, authority, host, path, query, .. } = Url::parse(text)?;
        if query.is_some() {
            return Err("has a query; remove everything from `?` on");
        }
        let path = path.trim_end_matches('/');
        let is_plain = |byte: u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~')
        };
        if !path.bytes().all(is_plain) {
            return Err(
                "has a path with characters other than letters, digits and `-._~/`; use only these",
            );
        }
        if path.split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err("has a segment `.` or `..` in its path; remove it");
        }
        Ok(Self { scheme, authority, host, path: String::from(path) })
    }

    /// `https://` or `http://`.
    pub(crate) const fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// Host and port.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// The path, without a trailing slash.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The length in bytes of host, port and path.
    pub(super) const fn len(&self) -> usize {
        self.authority.len() + self.path.len()
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scheme, authority, path, .. } = self;
        write!(f, "{scheme}{authority}{path}")
    }
}
