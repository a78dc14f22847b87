//! What a presigner remembers from one URL to the next: the signing key of the day, and the string to sign
//! of the second.

use alloc::string::String;
use core::{
    array, fmt,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

use super::{
    scope::Scope,
    scope_key::{HashedPrefix, ScopeKey},
    seqlock::Seqlock,
    sha256::{BLOCK_BYTES, MIDSTATE_WORDS, Midstate},
    signing_key::{SIGNING_KEY_WORDS, SigningKey},
};
use crate::{
    error::Error,
    wire::timestamp::{AMZ_DATE_WORDS, AmzDate, Timestamp},
};

/// The latest [`ScopeKey`] of one region and service.
///
/// URLs of the same second share it as it is: the calendar and a compression are saved, 120 ns. Those of
/// the same day share its signing key. A new second is written once, whoever comes first; between two
/// such writes the threads read the same cache lines, and none of them writes.
#[derive(Clone)]
pub(crate) struct KeyCache {
    region: String,
    service: &'static str,
    /// What a string to sign has between its first block and the hash of the request; nothing if it is
    /// too short to have a first block.
    after_first_block: Option<String>,
    latest: Seqlock<WORDS>,
}

impl KeyCache {
    pub(crate) fn new(region: &str, service: &'static str) -> Self {
        let mut text = String::new();
        if let Ok(scope) = Scope::new(Timestamp::from_unix_seconds(0), region, service) {
            scope.push_string_to_sign(&mut |piece| text.push_str(piece));
        }
        Self {
            region: region.into(),
            service,
            // The time is in the first block.
            after_first_block: text.get(BLOCK_BYTES..).map(String::from),
            latest: Seqlock::new(),
        }
    }

    /// The scope and key of requests signed at `signed_at`: the cached ones, or new ones, which are not cached.
    ///
    /// # Errors
    ///
    /// As for [`Scope::new`].
    #[inline]
    pub(crate) fn get(
        &self,
        signed_at: Timestamp,
        secret_access_key: &str,
    ) -> Result<ScopeKey<'_>, Error> {
        match self.cached(signed_at) {
            Some(cached) => Ok(cached),
            None => self.make(signed_at, secret_access_key),
        }
    }

    /// The same, and caches new ones.
    #[cfg(any(
        test,
        all(feature = "std", not(all(target_arch = "wasm32", target_os = "unknown")))
    ))]
    #[inline]
    pub(crate) fn get_or_insert(
        &self,
        signed_at: Timestamp,
        secret_access_key: &str,
    ) -> Result<ScopeKey<'_>, Error> {
        match self.cached(signed_at) {
            Some(cached) => Ok(cached),
            None => self.insert(signed_at, secret_access_key),
        }
    }

    /// The cached scope and key, if they are of that second.
    #[inline]
    fn cached(&self, signed_at: Timestamp) -> Option<ScopeKey<'_>> {
        let second = second(signed_at)?;
        self.latest.read(|words| {
            (words[SECOND].load(Relaxed) == second).then(|| {
                let date = AmzDate::from_words(load(words, DATE));
                let scope = Scope::on(date, &self.region, self.service);
                let prefix = self.prefix(|| load(words, FIRST_BLOCK));
                ScopeKey::new(scope, load_key(words), prefix)
            })
        })
    }

    /// Once a second, and for each signer at a time of the caller's.
    #[cold]
    fn make(&self, signed_at: Timestamp, secret_access_key: &str) -> Result<ScopeKey<'_>, Error> {
        let scope = Scope::new(signed_at, &self.region, self.service)?;
        let key = self
            .key_of_day(&scope)
            .unwrap_or_else(|| SigningKey::derive(secret_access_key, &scope));
        let prefix = self.prefix(|| {
            let mut message = key.message::<BLOCK_BYTES>();
            scope.push_string_to_sign(&mut |piece| message.update(piece.as_bytes()));
            message.compress_blocks();
            message.state()
        });
        Ok(ScopeKey::new(scope, key, prefix))
    }

    /// Makes a scope and key, and caches them.
    #[cfg(any(
        test,
        all(feature = "std", not(all(target_arch = "wasm32", target_os = "unknown")))
    ))]
    #[cold]
    fn insert(&self, signed_at: Timestamp, secret_access_key: &str) -> Result<ScopeKey<'_>, Error> {
        let made = self.make(signed_at, secret_access_key)?;
        if let Some(second) = second(signed_at) {
            // In the order of the indexes below.
            let words = [second].into_iter().chain(made.scope.signed_at().to_words());
            let words = words.chain(made.first_block().unwrap_or_default());
            self.latest.write(words.chain(made.key.words()));
        }
        Ok(made)
    }

    /// `None` if a string to sign is too short to have a first block.
    #[inline]
    fn prefix(&self, first_block: impl FnOnce() -> Midstate) -> Option<HashedPrefix<'_>> {
        let after_first_block = self.after_first_block.as_deref()?;
        Some(HashedPrefix { first_block: first_block(), after_first_block })
    }

    /// The cached signing key, if it is of the day of `scope`.
    fn key_of_day(&self, scope: &Scope<'_>) -> Option<SigningKey> {
        self.latest.read(|words| {
            let date = AmzDate::from_words(load(words, DATE));
            date.is_day_of(scope.signed_at()).then(|| load_key(words))
        })
    }
}

impl fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyCache")
            .field("region", &self.region)
            .field("service", &self.service)
            .finish_non_exhaustive()
    }
}

fn load<const N: usize>(words: &[AtomicU32; WORDS], begin: usize) -> [u32; N] {
    array::from_fn(|index| words[begin + index].load(Relaxed))
}

#[inline]
fn load_key(words: &[AtomicU32; WORDS]) -> SigningKey {
    SigningKey::from_words(|index| words[KEY + index].load(Relaxed))
}

/// Until 2106.
#[inline]
fn second(signed_at: Timestamp) -> Option<u32> {
    u32::try_from(signed_at.unix_seconds()).ok()
}

/// The indexes of the words: the second, its date, the midstate of the string to sign, the signing key.
const SECOND: usize = 0;
const DATE: usize = SECOND + 1;
const FIRST_BLOCK: usize = DATE + AMZ_DATE_WORDS;
const KEY: usize = FIRST_BLOCK + MIDSTATE_WORDS;
const WORDS: usize = KEY + SIGNING_KEY_WORDS;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sigv4::CanonicalRequest;

    const DAY: i64 = 86_400;

    fn at(unix_seconds: i64) -> Timestamp {
        Timestamp::from_unix_seconds(unix_seconds)
    }

    fn scope(signed_at: i64, region: &str) -> Scope<'_> {
        Scope::new(at(signed_at), region, "s3").expect("near 1970")
    }

    /// Without the cache.
    fn derived(scope: Scope<'_>) -> ScopeKey<'_> {
        ScopeKey::new(scope, SigningKey::derive("secret", &scope), None)
    }

    fn insert(cache: &KeyCache, signed_at: i64) {
        cache.get_or_insert(at(signed_at), "secret").expect("near 1970");
    }

    fn sign(scope_key: &ScopeKey<'_>) -> [u8; 32] {
        scope_key.sign(&CanonicalRequest::new("GET", "example.com", "/", ""))
    }

    #[test]
    fn an_empty_cache_has_nothing() {
        let cache = KeyCache::new("us-east-1", "s3");
        assert!(cache.cached(at(0)).is_none());
        assert!(cache.key_of_day(&scope(0, "us-east-1")).is_none());
    }

    #[test]
    fn get_caches_nothing() {
        let cache = KeyCache::new("us-east-1", "s3");
        let made = cache.get(at(DAY), "secret").expect("1970");
        assert_eq!(sign(&made), sign(&derived(scope(DAY, "us-east-1"))));
        assert!(cache.cached(at(DAY)).is_none());
    }

    #[test]
    fn what_is_cached_is_used_for_its_own_second_alone() {
        let cache = KeyCache::new("us-east-1", "s3");
        insert(&cache, DAY);
        let cached = cache.cached(at(DAY)).expect("just inserted");
        assert_eq!(sign(&cached), sign(&derived(scope(DAY, "us-east-1"))));
        for other in [DAY - 1, DAY + 1, 2 * DAY] {
            assert!(cache.cached(at(other)).is_none(), "{other}");
        }
    }

    #[test]
    fn its_key_is_used_for_its_own_day_alone() {
        let cache = KeyCache::new("us-east-1", "s3");
        insert(&cache, DAY);
        for (signed_at, is_of_the_day) in
            [(DAY - 1, false), (DAY, true), (2 * DAY - 1, true), (2 * DAY, false)]
        {
            let scope = scope(signed_at, "us-east-1");
            assert_eq!(cache.key_of_day(&scope).is_some(), is_of_the_day, "{signed_at}");
            // With another secret it shows whether a key was derived or taken from the cache.
            let made = cache.get(at(signed_at), "other secret").expect("1970");
            assert_eq!(sign(&made) == sign(&derived(scope)), is_of_the_day, "{signed_at}");
        }
    }

    /// Whatever the length of the region, and so whatever stands in the first block.
    #[test]
    fn what_is_cached_signs_as_what_was_inserted() {
        let region = "a-region-with-a-name-that-fills-more-than-one-block-of-a-hash";
        for length in 1..=region.len() {
            let cache = KeyCache::new(&region[..length], "s3");
            let inserted = cache.get_or_insert(at(1_710_506_096), "secret").expect("2024");
            let cached = cache.cached(at(1_710_506_096)).expect("just inserted");
            // `AWS4-HMAC-SHA256`, the time, the day, `s3` and `aws4_request`, each with what follows it.
            let is_a_block = 17 + 17 + 9 + (length + 1) + 3 + 13 >= BLOCK_BYTES;
            assert_eq!(cached.first_block().is_some(), is_a_block, "{length}");
            assert_eq!(cached.scope, inserted.scope, "{length}");
            assert_eq!(sign(&cached), sign(&inserted), "{length}");
            assert_eq!(sign(&cached), sign(&derived(inserted.scope)), "{length}");
        }
    }

    #[test]
    fn debug_shows_region_and_service_and_no_key() {
        let cache = KeyCache::new("us-east-1", "s3");
        insert(&cache, DAY);
        let expected = r#"KeyCache { region: "us-east-1", service: "s3", .. }"#;
        assert_eq!(alloc::format!("{cache:?}"), expected);
    }

    #[test]
    fn a_clone_has_the_same_in_a_cache_of_its_own() {
        let cache = KeyCache::new("us-east-1", "s3");
        insert(&cache, DAY);
        let clone = cache.clone();
        insert(&cache, 2 * DAY);
        assert!(clone.cached(at(DAY)).is_some());
        assert!(clone.cached(at(2 * DAY)).is_none());
    }
}
