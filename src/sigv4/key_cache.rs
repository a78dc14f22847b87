//! One presigner's derived key: a seqlock whose readers write nothing.

use core::{
    fmt,
    sync::atomic::{
        AtomicU32,
        Ordering::{Acquire, Relaxed, Release},
        fence,
    },
};

use alloc::borrow::ToOwned;
use alloc::string::String;
use zeroize::Zeroize;

use super::{
    scope::Scope,
    signing_key::{SIGNING_KEY_WORDS, SigningKey},
};

/// The signing key of one region and service on one day at a time.
///
/// A reader copies the words and then looks whether the version is still what it was before; a writer
/// makes the version odd while it writes. So readers share the cache line without ever writing to it
/// (a lock's reader count is such a write), a torn read is thrown away, and nobody waits: whoever
/// cannot read or write the slot right now signs with a key of their own.
pub(crate) struct KeyCache {
    region: String,
    service: &'static str,
    /// Odd while a writer is at work.
    version: AtomicU32,
    /// The day of the key as the number `YYYYMMDD`; [`NO_DAY`] while there is none.
    day: AtomicU32,
    words: [AtomicU32; SIGNING_KEY_WORDS],
}

impl KeyCache {
    pub(crate) fn new(region: &str, service: &'static str) -> Self {
        Self {
            region: region.to_owned(),
            service,
            version: AtomicU32::new(0),
            day: AtomicU32::new(NO_DAY),
            words: [const { AtomicU32::new(0) }; SIGNING_KEY_WORDS],
        }
    }

    /// The key of `scope`, if it is the one that is kept.
    pub(crate) fn key(&self, scope: &Scope<'_>) -> Option<SigningKey> {
        let (day, key) = self.read()?;
        (day == scope.day_number() && self.is_for(scope)).then_some(key)
    }

    /// Keeps `key` unless it belongs to another region or service, or another thread is writing.
    #[cfg_attr(
        not(all(feature = "std", not(all(target_arch = "wasm32", target_os = "unknown")))),
        expect(dead_code, reason = "only the clock's keys are kept, and there is no clock")
    )]
    pub(crate) fn publish(&self, scope: &Scope<'_>, key: &SigningKey) {
        if self.is_for(scope) {
            self.write(scope.day_number(), key);
        }
    }

    pub(crate) fn is_for(&self, scope: &Scope<'_>) -> bool {
        self.region == scope.region() && self.service == scope.service()
    }

    fn wipe(&mut self) {
        *self.day.get_mut() = NO_DAY;
        for word in &mut self.words {
            word.get_mut().zeroize();
        }
    }

    fn read(&self) -> Option<(u32, SigningKey)> {
        let before = self.version.load(Acquire);
        let day = self.day.load(Relaxed);
        let key = SigningKey::from_words(|index| self.words[index].load(Relaxed));
        // Keeps the loads above from moving below the load that vouches for them.
        fence(Acquire);
        let after = self.version.load(Relaxed);
        (before == after && before.is_multiple_of(2) && day != NO_DAY).then_some((day, key))
    }

    fn write(&self, day: u32, key: &SigningKey) {
        let version = self.version.load(Relaxed);
        let writing = version.wrapping_add(1);
        if !version.is_multiple_of(2)
            || self.version.compare_exchange(version, writing, Acquire, Relaxed).is_err()
        {
            return;
        }
        // Keeps the stores below from moving above the odd version.
        fence(Release);
        self.day.store(day, Relaxed);
        for (kept, word) in self.words.iter().zip(key.words()) {
            kept.store(word, Relaxed);
        }
        self.version.store(version.wrapping_add(2), Release);
    }
}

impl Clone for KeyCache {
    /// A slot of its own that holds the same key.
    fn clone(&self) -> Self {
        let clone = Self::new(&self.region, self.service);
        if let Some((day, key)) = self.read() {
            clone.write(day, &key);
        }
        clone
    }
}

impl Drop for KeyCache {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyCache")
            .field("region", &self.region)
            .field("service", &self.service)
            .field("day", &self.day.load(Relaxed))
            .finish_non_exhaustive()
    }
}

/// No day has the number zero: months and days count from one.
const NO_DAY: u32 = 0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sigv4::Timestamp;

    const DAY: i64 = 86_400;

    fn scope(day: u32) -> Scope<'static> {
        Scope::new(Timestamp::from_unix_seconds(i64::from(day) * DAY), "us-east-1", "s3")
            .expect("near 1970")
    }

    fn derive(scope: &Scope<'_>) -> SigningKey {
        SigningKey::derive("secret", scope)
    }

    fn signs_alike(a: &SigningKey, b: &SigningKey) -> bool {
        a.sign(b"message") == b.sign(b"message")
    }

    #[test]
    fn an_empty_slot_has_no_key() {
        assert!(KeyCache::new("us-east-1", "s3").key(&scope(0)).is_none());
    }

    #[test]
    fn a_published_key_is_found_for_its_own_scope_alone() {
        let cache = KeyCache::new("us-east-1", "s3");
        cache.publish(&scope(1), &derive(&scope(1)));
        let found = cache.key(&scope(1)).expect("just published");
        assert!(signs_alike(&found, &derive(&scope(1))));
        let time = Timestamp::from_unix_seconds(DAY);
        let elsewhere = [
            ("another day", scope(2)),
            ("another region", Scope::new(time, "eu-west-1", "s3").expect("1970")),
            ("another service", Scope::new(time, "us-east-1", "s3express").expect("1970")),
        ];
        for (what, scope) in elsewhere {
            assert!(cache.key(&scope).is_none(), "{what}");
        }
    }

    #[test]
    fn a_key_of_another_region_is_not_kept() {
        let cache = KeyCache::new("us-east-1", "s3");
        let other = Scope::new(Timestamp::from_unix_seconds(0), "eu-west-1", "s3").expect("1970");
        cache.publish(&other, &derive(&other));
        assert!(cache.read().is_none());
    }

    #[test]
    fn a_dropped_slot_is_wiped() {
        let mut cache = KeyCache::new("us-east-1", "s3");
        cache.publish(&scope(1), &derive(&scope(1)));
        assert!(cache.words.iter().any(|word| word.load(Relaxed) != 0));
        // What `Drop` calls: memory that is freed cannot be looked at.
        cache.wipe();
        assert!(cache.words.iter().all(|word| word.load(Relaxed) == 0));
        assert!(cache.key(&scope(1)).is_none());
    }

    #[test]
    fn a_clone_holds_the_key_in_a_slot_of_its_own() {
        let cache = KeyCache::new("us-east-1", "s3");
        cache.publish(&scope(1), &derive(&scope(1)));
        let clone = cache.clone();
        cache.publish(&scope(2), &derive(&scope(2)));
        assert!(clone.key(&scope(1)).is_some());
        assert!(clone.key(&scope(2)).is_none());
    }

    #[test]
    fn a_writer_that_meets_another_leaves_the_slot_alone() {
        let cache = KeyCache::new("us-east-1", "s3");
        cache.version.store(1, Relaxed);
        cache.publish(&scope(1), &derive(&scope(1)));
        assert_eq!(cache.day.load(Relaxed), NO_DAY);
        assert!(cache.key(&scope(1)).is_none());
    }

    #[cfg(feature = "std")]
    #[test]
    fn no_thread_ever_reads_a_torn_key() {
        let cache = KeyCache::new("us-east-1", "s3");
        let expected =
            [scope(0), scope(1), scope(2)].map(|scope| (scope, derive(&scope).sign(b"message")));
        std::thread::scope(|threads| {
            for thread in 0..4 {
                let (cache, expected) = (&cache, &expected);
                threads.spawn(move || {
                    for round in 0..2_000 {
                        let day = (round + thread) % 3;
                        let (scope, expected) = &expected[day];
                        match cache.key(scope) {
                            Some(key) => assert_eq!(key.sign(b"message"), *expected),
                            None => cache.publish(scope, &derive(scope)),
                        }
                    }
                });
            }
        });
    }
}
