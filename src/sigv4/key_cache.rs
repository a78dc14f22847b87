//! What a presigner remembers from one URL to the next: the signing key of the day, and the string to sign
//! of the second.

use alloc::string::String;
use core::{
    array, fmt,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

use super::{
    Timestamp,
    scope::Scope,
    scope_key::{Begun, ScopeKey},
    seqlock::Seqlock,
    sha256::{BLOCK_BYTES, MIDSTATE_WORDS, Midstate},
    signing_key::{SIGNING_KEY_WORDS, SigningKey},
    timestamp::{AMZ_DATE_WORDS, AmzDate},
};
use crate::error::Error;

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

    /// The latest of all, if it is of that second.
    #[inline]
    pub(crate) fn scope_key(&self, signed_at: Timestamp) -> Option<ScopeKey<'_>> {
        let second = second(signed_at)?;
        self.latest.read(|words| {
            (words[SECOND].load(Relaxed) == second).then(|| {
                let date = AmzDate::from_words(load(words, DATE));
                let scope = Scope::on(date, &self.region, self.service);
                let begun = self.begun(|| load(words, FIRST_BLOCK));
                ScopeKey::new(scope, load_key(words), begun)
            })
        })
    }

    /// The scope at a time.
    ///
    /// # Errors
    ///
    /// As for [`Scope::new`].
    pub(crate) fn scope(&self, signed_at: Timestamp) -> Result<Scope<'_>, Error> {
        Scope::new(signed_at, &self.region, self.service)
    }

    /// A [`scope`](Self::scope) of this cache with its key.
    pub(crate) fn begin<'k>(&'k self, scope: Scope<'k>, key: SigningKey) -> ScopeKey<'k> {
        debug_assert!(self.is_for(scope.region(), scope.service()), "a scope of another cache");
        let begun = self.begun(|| {
            let mut message = key.message::<BLOCK_BYTES>();
            scope.push_string_to_sign(&mut |piece| message.update(piece.as_bytes()));
            message.compress_blocks();
            message.state()
        });
        ScopeKey::new(scope, key, begun)
    }

    /// Nothing if a string to sign is too short to have a first block.
    #[inline]
    fn begun(&self, first_block: impl FnOnce() -> Midstate) -> Option<Begun<'_>> {
        let after_first_block = self.after_first_block.as_deref()?;
        Some(Begun { first_block: first_block(), after_first_block })
    }

    /// The signing key of the latest, if it is of that day.
    pub(crate) fn key(&self, scope: &Scope<'_>) -> Option<SigningKey> {
        if !self.is_for(scope.region(), scope.service()) {
            return None;
        }
        self.latest.read(|words| {
            let date = AmzDate::from_words(load(words, DATE));
            date.is_day_of(scope.signed_at()).then(|| load_key(words))
        })
    }

    /// Keeps a scope's key unless it is of another region or service, or another thread is writing.
    #[cfg_attr(
        not(any(
            test,
            all(feature = "std", not(all(target_arch = "wasm32", target_os = "unknown")))
        )),
        expect(dead_code, reason = "only the clock's keys are kept, and there is no clock")
    )]
    pub(crate) fn publish(&self, signed_at: Timestamp, latest: &ScopeKey<'_>) {
        let is_mine = self.is_for(latest.scope.region(), latest.scope.service());
        let first_block = latest.first_block();
        // A key that was not made by `begin` has no first block to keep.
        let is_begun = first_block.is_some() == self.after_first_block.is_some();
        if let Some(second) = second(signed_at).filter(|_| is_mine && is_begun) {
            // In the order of the places below.
            let words = [second].into_iter().chain(latest.scope.signed_at().to_words());
            let words = words.chain(first_block.unwrap_or_default());
            self.latest.write(words.chain(latest.key.words()));
        }
    }

    fn is_for(&self, region: &str, service: &str) -> bool {
        self.region == region && self.service == service
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

fn load<const N: usize>(words: &[AtomicU32; WORDS], place: usize) -> [u32; N] {
    array::from_fn(|index| words[place + index].load(Relaxed))
}

fn load_key(words: &[AtomicU32; WORDS]) -> SigningKey {
    SigningKey::from_words(|index| words[KEY + index].load(Relaxed))
}

/// Until 2106.
fn second(signed_at: Timestamp) -> Option<u32> {
    u32::try_from(signed_at.unix_seconds()).ok()
}

/// The places of the words: the second, its date, the midstate of the string to sign, the signing key.
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

    fn scope(signed_at: i64) -> Scope<'static> {
        Scope::new(Timestamp::from_unix_seconds(signed_at), "us-east-1", "s3").expect("near 1970")
    }

    fn key(scope: Scope<'_>) -> SigningKey {
        SigningKey::derive("secret", &scope)
    }

    /// With nothing hashed beforehand.
    fn made(scope: Scope<'_>) -> ScopeKey<'_> {
        ScopeKey::new(scope, key(scope), None)
    }

    fn publish(cache: &KeyCache, signed_at: i64) {
        let signed_at = Timestamp::from_unix_seconds(signed_at);
        let scope = cache.scope(signed_at).expect("near 1970");
        cache.publish(signed_at, &cache.begin(scope, key(scope)));
    }

    fn find(cache: &KeyCache, signed_at: i64) -> Option<[u8; 32]> {
        let signed_at = Timestamp::from_unix_seconds(signed_at);
        cache.scope_key(signed_at).map(|found| found.sign(&canonical()))
    }

    fn canonical() -> CanonicalRequest<'static> {
        CanonicalRequest::new("GET", "example.com", "/", "")
    }

    fn signs_alike(a: &SigningKey, b: &SigningKey) -> bool {
        a.sign(b"message") == b.sign(b"message")
    }

    #[test]
    fn nothing_is_found_in_an_empty_one() {
        let cache = KeyCache::new("us-east-1", "s3");
        assert!(cache.key(&scope(0)).is_none());
        assert!(find(&cache, 0).is_none());
    }

    #[test]
    fn the_latest_is_found_for_its_own_second_alone() {
        let cache = KeyCache::new("us-east-1", "s3");
        publish(&cache, DAY);
        let expected = made(scope(DAY)).sign(&canonical());
        assert_eq!(find(&cache, DAY), Some(expected));
        for other in [DAY - 1, DAY + 1, 2 * DAY] {
            assert!(find(&cache, other).is_none(), "{other}");
        }
    }

    #[test]
    fn its_key_is_found_for_its_own_day_alone() {
        let cache = KeyCache::new("us-east-1", "s3");
        publish(&cache, DAY);
        for of_the_day in [DAY, 2 * DAY - 1] {
            let found = cache.key(&scope(of_the_day)).expect("just published");
            assert!(signs_alike(&found, &made(scope(DAY)).key));
        }
        let time = Timestamp::from_unix_seconds(DAY);
        for (what, scope) in [
            ("the day before", scope(DAY - 1)),
            ("the day after", scope(2 * DAY)),
            ("another region", Scope::new(time, "eu-west-1", "s3").expect("1970")),
            ("another service", Scope::new(time, "us-east-1", "s3express").expect("1970")),
        ] {
            assert!(cache.key(&scope).is_none(), "{what}");
        }
    }

    #[test]
    fn what_is_of_another_region_or_not_begun_is_not_kept() {
        let (cache, other) = (KeyCache::new("us-east-1", "s3"), KeyCache::new("eu-west-1", "s3"));
        let time = Timestamp::from_unix_seconds(0);
        let (own, others) = (scope(0), other.scope(time).expect("1970"));
        cache.publish(time, &made(own));
        cache.publish(time, &other.begin(others, key(others)));
        assert!(cache.latest.read(|_| Some(())).is_none());
    }

    /// Whatever the length of the region, and so whatever stands in the first block.
    #[test]
    fn what_is_found_signs_as_what_was_kept() {
        let region = "a-region-with-a-name-that-fills-more-than-one-block-of-a-hash";
        for length in 1..=region.len() {
            let cache = KeyCache::new(&region[..length], "s3");
            let time = Timestamp::from_unix_seconds(1_710_506_096);
            let scope = cache.scope(time).expect("2024");
            let kept = cache.begin(scope, key(scope));
            cache.publish(time, &kept);
            let found = cache.scope_key(time).expect("just published");
            // `AWS4-HMAC-SHA256`, the time, the day, `s3` and `aws4_request`, each with what follows it.
            let is_a_block = 17 + 17 + 9 + (length + 1) + 3 + 13 >= BLOCK_BYTES;
            assert_eq!(found.first_block().is_some(), is_a_block, "{length}");
            assert_eq!(found.scope, kept.scope, "{length}");
            assert_eq!(found.sign(&canonical()), kept.sign(&canonical()), "{length}");
            assert_eq!(found.sign(&canonical()), made(scope).sign(&canonical()), "{length}");
        }
    }

    #[test]
    fn debug_tells_what_it_is_for_and_no_key() {
        let cache = KeyCache::new("us-east-1", "s3");
        publish(&cache, DAY);
        let expected = r#"KeyCache { region: "us-east-1", service: "s3", .. }"#;
        assert_eq!(alloc::format!("{cache:?}"), expected);
    }

    #[test]
    fn a_clone_remembers_the_same_by_itself() {
        let cache = KeyCache::new("us-east-1", "s3");
        publish(&cache, DAY);
        let clone = cache.clone();
        publish(&cache, 2 * DAY);
        assert!(clone.key(&scope(DAY)).is_some());
        assert!(clone.key(&scope(2 * DAY)).is_none());
    }
}
