//! A presigner whose credentials are replaced while other threads sign.

use alloc::sync::Arc;
use core::{fmt, ops::Deref};

use arc_swap::{ArcSwap, Guard};

use super::presigner::Presigner;
use crate::credentials::Credentials;

/// A [`Presigner`] whose credentials can be replaced at any moment by any thread.
///
/// Temporary credentials live for an hour or so, and a service fetches new ones before that. Share one of
/// these between threads; whoever signs takes the presigner of the moment with [`load`](Self::load):
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
/// A URL is signed by one presigner from beginning to end, so never half with old and half with new
/// credentials; the new presigner begins without the old one's signing key. Loading takes no lock and
/// writes nothing that other readers read, so they scale with the cores; `cargo bench --features
/// rotation --bench rotation` measures it. Old secrets are wiped when the last reader lets go of them.
pub struct RotatingPresigner {
    current: ArcSwap<Presigner>,
}

impl RotatingPresigner {
    /// Begins with this presigner, whose settings every later one shares.
    #[must_use]
    pub fn new(presigner: Presigner) -> Self {
        Self { current: ArcSwap::from_pointee(presigner) }
    }

    /// Replaces the credentials. Whoever has loaded a presigner before goes on with the old ones.
    pub fn rotate(&self, credentials: Credentials) {
        let presigner = Presigner::clone(&self.load()).with_credentials(credentials);
        self.current.store(Arc::new(presigner));
    }

    /// The presigner of the moment. Hold it for a request or a page of links, not for long: it does not
    /// change.
    pub fn load(&self) -> impl Deref<Target = Presigner> {
        Loaded(self.current.load())
    }
}

impl fmt::Debug for RotatingPresigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RotatingPresigner").field(&*self.load()).finish()
    }
}

/// Spares callers one of the two dereferences.
struct Loaded(Guard<Arc<Presigner>>);

impl Deref for Loaded {
    type Target = Presigner;

    fn deref(&self) -> &Presigner {
        &self.0
    }
}
