//! The cache of a presigner: the signing key for the current day, and the midstate after the first block
//! of the string to sign for the current second.

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
/// URLs signed in the same second use the cached value as it is, which saves 120 ns: the date
/// conversion and one compression. URLs signed on the same day use its signing key, which saves
/// four HMACs. The first thread in a new second writes the cache; until the next second, all
/// threads only read its cache lines.
#[derive(Clone)]
pub(crate) struct KeyCache {
    region: String,
    service: &'static str,
    /// The string to sign between its first block and the hash of the canonical request; `None` if
    /// that part is shorter than a block.
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
            // The same for every time, because the time is within the first block.
            after_first_block: text.get(BLOCK_BYTES..).map(String::from),
            latest: Seqlock::new(),
        }
    }

    /// The scope and signing key for `signed_at`, cached or derived. Derived ones are not inserted.
    ///
    /// # Errors
    ///
    /// Those of [`Scope::new`].
    #[inline]
    pub(crate) fn get(
        &self,
        signed_at: Timestamp,
        secret_access_key: &str,
    ) -> Result<ScopeKey<'_>, Error> {
        match self.cached(signed_at) {
            Some(cached) => Ok(cached),
            None => self.derive(signed_at, secret_access_key),
        }
    }

    /// The cached scope and signing key, if they are for this second.
    #[inline]
    fn cached(&self, signed_at: Timestamp) -> Option<ScopeKey<'_>> {
        let second = second(signed_at)?;
        // Plain words: a key would be copied once more, to be wiped if the read is not valid, which is
        // 3 % of the instructions of a URL.
        let (date, first_block, key) = self.latest.read(|words| {
            let is_cached = words[SECOND].load(Relaxed) == second;
            is_cached.then(|| (load(words, DATE), load(words, FIRST_BLOCK), load(words, KEY)))
        })?;
        let scope = Scope::from_amz_date(AmzDate::from_words(date), &self.region, self.service);
        let prefix = self.prefix(|| first_block);
        Some(ScopeKey::new(scope, SigningKey::from_words(key), prefix))
    }

    /// Called once a second, and for each signer whose time the caller chooses.
    #[cold]
    fn derive(&self, signed_at: Timestamp, secret_access_key: &str) -> Result<ScopeKey<'_>, Error> {
        let scope = Scope::new(signed_at, &self.region, self.service)?;
        let key = self
            .key_for_day(&scope)
            .unwrap_or_else(|| SigningKey::derive(secret_access_key, &scope));
        let prefix = self.prefix(|| {
            let mut message = key.message::<BLOCK_BYTES>();
            scope.push_string_to_sign(&mut |piece| message.update(piece.as_bytes()));
            message.compress_blocks();
            message.state()
        });
        Ok(ScopeKey::new(scope, key, prefix))
    }

    /// `None` if the string to sign is too short to have a first block.
    #[inline]
    fn prefix(&self, first_block: impl FnOnce() -> Midstate) -> Option<HashedPrefix<'_>> {
        let after_first_block = self.after_first_block.as_deref()?;
        Some(HashedPrefix { first_block: first_block(), after_first_block })
    }

    /// The cached signing key, if it is for the day of `scope`.
    fn key_for_day(&self, scope: &Scope<'_>) -> Option<SigningKey> {
        let key = self.latest.read(|words| {
            let date = AmzDate::from_words(load(words, DATE));
            date.is_day_of(scope.signed_at()).then(|| load(words, KEY))
        })?;
        Some(SigningKey::from_words(key))
    }
}

#[cfg_attr(
    not(any(test, all(feature = "std", not(all(target_arch = "wasm32", target_os = "unknown"))))),
    expect(dead_code, reason = "only the methods of `Presigner` that read the clock insert")
)]
impl KeyCache {
    /// Like [`get`](Self::get), and inserts what it derives.
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

    #[cold]
    fn insert(&self, signed_at: Timestamp, secret_access_key: &str) -> Result<ScopeKey<'_>, Error> {
        let derived = self.derive(signed_at, secret_access_key)?;
        if let Some(second) = second(signed_at) {
            // In the order of the indices below.
            let words = [second].into_iter().chain(derived.scope.signed_at().to_words());
            let words = words.chain(derived.first_block().unwrap_or_default());
            self.latest.write(words.chain(derived.key.words()));
        }
        Ok(derived)
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

/// The cached form of a signing time; `None` before 1970 and from 2106 on, which are never cached.
#[inline]
fn second(signed_at: Timestamp) -> Option<u32> {
    u32::try_from(signed_at.unix_seconds()).ok()
}

// The indices of the cached words: the second, its date, the midstate of the string to sign, the
// key.

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

    /// Bypasses the cache.
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
    fn a_new_cache_is_empty() {
        let cache = KeyCache::new("us-east-1", "s3");
        assert!(cache.cached(at(0)).is_none());
        assert!(cache.key_for_day(&scope(0, "us-east-1")).is_none());
    }

    #[test]
    fn get_does_not_insert() {
        let cache = KeyCache::new("us-east-1", "s3");
        let found = cache.get(at(DAY), "secret").expect("1970");
        assert_eq!(sign(&found), sign(&derived(scope(DAY, "us-east-1"))));
        assert!(cache.cached(at(DAY)).is_none());
    }

    #[test]
    fn a_cached_value_is_returned_for_its_own_second_only() {
        let cache = KeyCache::new("us-east-1", "s3");
        insert(&cache, DAY);
        let cached = cache.cached(at(DAY)).expect("just inserted");
        assert_eq!(sign(&cached), sign(&derived(scope(DAY, "us-east-1"))));
        for other in [DAY - 1, DAY + 1, 2 * DAY] {
            assert!(cache.cached(at(other)).is_none(), "{other}");
        }
    }

    #[test]
    fn a_cached_key_is_used_for_its_own_day_only() {
        let cache = KeyCache::new("us-east-1", "s3");
        insert(&cache, DAY);
        for (signed_at, is_same_day) in
            [(DAY - 1, false), (DAY, true), (2 * DAY - 1, true), (2 * DAY, false)]
        {
            let scope = scope(signed_at, "us-east-1");
            assert_eq!(cache.key_for_day(&scope).is_some(), is_same_day, "{signed_at}");
            // A different secret shows whether the key was derived or came from the cache.
            let found = cache.get(at(signed_at), "other secret").expect("1970");
            assert_eq!(sign(&found) == sign(&derived(scope)), is_same_day, "{signed_at}");
        }
    }

    /// The length of the region decides where the first block ends.
    #[test]
    fn a_cached_value_signs_like_an_inserted_and_a_derived_one_for_every_region_length() {
        let region = "a-region-with-a-name-that-fills-more-than-one-block-of-a-hash";
        for length in 1..=region.len() {
            let cache = KeyCache::new(&region[..length], "s3");
            let inserted = cache.get_or_insert(at(1_710_506_096), "secret").expect("2024");
            let cached = cache.cached(at(1_710_506_096)).expect("just inserted");
            // `AWS4-HMAC-SHA256`, time, day, region, `s3`, `aws4_request`, each with its separator.
            let is_a_block = 17 + 17 + 9 + (length + 1) + 3 + 13 >= BLOCK_BYTES;
            assert_eq!(cached.first_block().is_some(), is_a_block, "{length}");
            assert_eq!(cached.scope, inserted.scope, "{length}");
            assert_eq!(sign(&cached), sign(&inserted), "{length}");
            assert_eq!(sign(&cached), sign(&derived(inserted.scope)), "{length}");
        }
    }

    #[test]
    fn debug_shows_region_and_service_only() {
        let cache = KeyCache::new("us-east-1", "s3");
        insert(&cache, DAY);
        let expected = r#"KeyCache { region: "us-east-1", service: "s3", .. }"#;
        assert_eq!(alloc::format!("{cache:?}"), expected);
    }

    #[test]
    fn a_clone_has_its_own_copy_of_the_cached_value() {
        let cache = KeyCache::new("us-east-1", "s3");
        insert(&cache, DAY);
        let clone = cache.clone();
        insert(&cache, 2 * DAY);
        assert!(clone.cached(at(DAY)).is_some());
        assert!(clone.cached(at(2 * DAY)).is_none());
    }
}
