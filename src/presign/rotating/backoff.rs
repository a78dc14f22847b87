//! How long to sleep if credentials are not replaced in time.

use core::{
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    time::Duration,
};

/// Counts consecutive calls that have failed, or after which the credentials still have to be replaced.
#[derive(Default)]
pub(super) struct Backoff {
    calls: AtomicU32,
}

impl Backoff {
    /// Counts a call, and returns how long to sleep after it.
    pub(super) fn next(&self) -> Duration {
        let doublings = self.calls.fetch_add(1, Relaxed).min(MAX_BACKOFF.as_secs().ilog2() + 1);
        Duration::from_secs(1 << doublings).min(MAX_BACKOFF)
    }

    pub(super) fn reset(&self) {
        self.calls.store(0, Relaxed);
    }
}

const MAX_BACKOFF: Duration = Duration::from_secs(60);
