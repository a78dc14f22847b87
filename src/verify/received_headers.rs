//! The headers of an incoming request.

use alloc::vec::Vec;

use super::rejection::Rejection;
use crate::wire::names::{AUTHORIZATION, HOST, is_amz_header};

/// The headers that a signature can depend on: `host`, those that are signed, and those of AWS, which must be signed.
/// A browser sends a dozen others, so most requests have only `host`.
#[derive(Clone, Default)]
pub(super) struct ReceivedHeaders<'a> {
    /// The first `host`.
    host: Option<&'a str>,
    /// All others, as they were received.
    others: Vec<(&'a str, &'a str)>,
}

impl<'a> ReceivedHeaders<'a> {
    /// Adds those of a request whose `X-Amz-SignedHeaders` is `signed_headers`: lower-case names, sorted.
    ///
    /// # Errors
    ///
    /// [`Rejection::AuthorizationHeader`].
    pub(super) fn select(
        &mut self,
        headers: &mut dyn Iterator<Item = (&'a str, &'a str)>,
        signed_headers: &str,
    ) -> Result<(), Rejection> {
        let signed: Vec<_> = match signed_headers {
            // The most common list.
            HOST => Vec::new(),
            _ => signed_headers.split(';').collect(),
        };
        for (name, value) in headers {
            if name.eq_ignore_ascii_case(AUTHORIZATION) {
                return Err(Rejection::AuthorizationHeader);
            }
            if self.host.is_none() && name.eq_ignore_ascii_case(HOST) {
                self.host = Some(value);
            } else if is_amz_header(name)
                || contains_name(&signed, name)
                || name.eq_ignore_ascii_case(HOST)
            {
                self.others.push((name, value));
            }
        }
        Ok(())
    }

    /// The values of `host`.
    pub(super) fn hosts(&self) -> impl Iterator<Item = &'a str> {
        self.host.into_iter().chain(self.values(HOST))
    }

    /// The values of a header other than `host`; `name` in any case.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.named(name).map(|(_, value)| value)
    }

    /// The same with their names, in the case in which they were received.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.others.iter().copied().filter(move |(other, _)| other.eq_ignore_ascii_case(name))
    }

    /// The names of the headers of AWS, in any case.
    pub(super) fn amz_names(&self) -> impl Iterator<Item = &'a str> {
        self.others.iter().map(|(name, _)| *name).filter(|name| is_amz_header(name))
    }
}

/// Whether sorted lower-case names contain a name in any case. An unauthenticated sender may send many of both.
pub(super) fn contains_name(sorted: &[&str], name: &str) -> bool {
    let lower = || name.bytes().map(|byte| byte.to_ascii_lowercase());
    sorted.binary_search_by(|signed| signed.bytes().cmp(lower())).is_ok()
}
