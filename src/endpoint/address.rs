//! Where a request goes, and what it is signed for.

use alloc::string::String;
use core::fmt;

/// The address of one request: what stands in the URL before the key, and the scope's two names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Address<'a> {
    /// `https://` or `http://`.
    pub(crate) scheme: &'static str,
    /// What is signed, and unless the endpoint displays another also what stands in the URL.
    pub(crate) host: Host<'a>,
    /// The path of a custom endpoint, without a slash at its end.
    pub(crate) base_path: &'a str,
    /// The bucket, raw, if it stands in the path.
    pub(crate) path_bucket: Option<&'a str>,
    pub(crate) region: &'a str,
    pub(crate) service: &'static str,
    /// Whether the session token of `CreateSession` is good there.
    pub(crate) takes_express_session: bool,
}

/// A host name as the pieces of its template, so that it is written once, into the URL itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Host<'a> {
    pieces: [&'a str; MAX_PIECES],
    count: usize,
}

impl<'a> Host<'a> {
    pub(crate) fn new<const N: usize>(template: [&'a str; N]) -> Self {
        const { assert!(N <= MAX_PIECES) };
        let mut pieces = [""; MAX_PIECES];
        pieces[..N].copy_from_slice(&template);
        Self { pieces, count: N }
    }

    pub(crate) fn push_to(&self, url: &mut String) {
        for piece in self.pieces() {
            url.push_str(piece);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.pieces().iter().map(|piece| piece.len()).sum()
    }

    fn pieces(&self) -> &[&'a str] {
        &self.pieces[..self.count]
    }
}

impl fmt::Display for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces().iter().try_for_each(|piece| f.write_str(piece))
    }
}

const MAX_PIECES: usize = 9;
