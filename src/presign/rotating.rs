//! A presigner whose credentials can be replaced while other threads sign.

use alloc::sync::Arc;
use core::{fmt, ops::Deref};

use arc_swap::{ArcSwap, Guard};

use super::presigner::Presigner;
use crate::credentials::Credentials;

/// A [`Presigner`] whose credentials any thread can replace at any time.
///
/// Temporary credentials are typically valid for an hour, and a service fetches new ones before
/// they expire. Threads share a `RotatingPresigner` and sign with the current presigner, which
/// [`load`](Self::load) returns:
///
/// ```
/// use presigner::{Credentials, Expiry, Presigner, RotatingPresigner};
///
/// let presigner = RotatingPresigner::new(Presigner::new(Credentials::new("id-1", "secret-1"), "eu-central-1"));
/// assert!(presigner.load().get("my-bucket", "cat.jpg", Expiry::hours(1))?.as_str().contains("id-1"));
///
/// presigner.rotate(Credentials::new("id-2", "secret-2"));
/// assert!(presigner.load().get("my-bucket", "cat.jpg", Expiry::hours(1))?.as_str().contains("id-2"));
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// Each URL is signed with one set of credentials. Loading takes no lock, and readers do not block
/// each other; `cargo bench --features rotation --bench rotation` measures it. The old secret is
/// wiped when the last loaded presigner that uses it is dropped.
pub struct RotatingPresigner {
    current: ArcSwap<Presigner>,
}

impl RotatingPresigner {
    /// Creates a rotating presigner from `presigner`. Its settings are kept when the credentials
    /// are replaced.
    #[must_use]
    pub fn new(presigner: Presigner) -> Self {
        Self { current: ArcSwap::from_pointee(presigner) }
    }

    /// Replaces the credentials. A presigner loaded before keeps the old ones.
    pub fn rotate(&self, credentials: Credentials) {
        let presigner = Presigner::clone(&self.load()).with_credentials(credentials);
        self.current.store(Arc::new(presigner));
    }

    /// Returns the current presigner. It does not change, and it keeps its credentials in memory
    /// until it is dropped: load it again for each request.
    pub fn load(&self) -> impl Deref<Target = Presigner> {
        Loaded(self.current.load())
    }
}

impl fmt::Debug for RotatingPresigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RotatingPresigner").field(&*self.load()).finish()
    }
}

/// Dereferences to the presigner instead of the `Arc`.
struct Loaded(Guard<Arc<Presigner>>);

impl Deref for Loaded {
    type Target = Presigner;

    fn deref(&self) -> &Presigner {
        &self.0
    }
}
