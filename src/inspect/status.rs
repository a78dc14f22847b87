//! Whether a URL is valid at a given time.

/// What a URL is at a given time, by what it says itself.
///
/// Temporary credentials can end sooner, and the URL with them.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Status {
    /// Signed more than 15 minutes ahead of that time, by which S3 lets clocks differ. `SigV2`
    /// has no signing time, so that its URLs are valid from the beginning.
    NotYetValid {
        /// Until S3 accepts it, in seconds.
        seconds: u64,
    },
    /// Valid.
    Valid {
        /// Until it expires, in seconds; at least one.
        remaining_seconds: u64,
    },
    /// Expired.
    Expired {
        /// Since it expired, in seconds; zero in the second in which it did.
        since_seconds: u64,
    },
}
