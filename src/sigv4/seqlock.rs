//! Words that many threads read and few write: a seqlock whose readers write nothing.

use core::sync::atomic::{
    AtomicU32,
    Ordering::{Acquire, Relaxed, Release},
    fence,
};

use zeroize::Zeroize;

/// Words that change all at once.
///
/// A reader copies the words and then looks whether the version is still what it was before; a writer
/// makes the version odd while it writes. So readers share the cache lines without ever writing to them
/// (a lock's reader count is such a write), a torn read is thrown away, and nobody waits: whoever
/// cannot read or write right now does without.
pub(crate) struct Seqlock<const WORDS: usize> {
    /// Odd while a writer is at work; 0 as long as nothing was written.
    version: AtomicU32,
    words: [AtomicU32; WORDS],
}

impl<const WORDS: usize> Seqlock<WORDS> {
    pub(crate) const fn new() -> Self {
        Self { version: AtomicU32::new(0), words: [const { AtomicU32::new(0) }; WORDS] }
    }

    /// What `make` makes of the words, loading them one by one; nothing if there are none, or they
    /// changed meanwhile.
    #[inline]
    pub(crate) fn read<T>(&self, make: impl FnOnce(&[AtomicU32; WORDS]) -> Option<T>) -> Option<T> {
        let before = self.version.load(Acquire);
        let value = make(&self.words);
        // Keeps the loads above from moving below the load that vouches for them.
        fence(Acquire);
        let after = self.version.load(Relaxed);
        value.filter(|_| before == after && before.is_multiple_of(2) && before != 0)
    }

    /// Replaces the words, unless another thread is at it.
    pub(crate) fn write(&self, words: impl Iterator<Item = u32>) {
        let version = self.version.load(Relaxed);
        let writing = version.wrapping_add(1);
        if !version.is_multiple_of(2)
            || self.version.compare_exchange(version, writing, Acquire, Relaxed).is_err()
        {
            return;
        }
        // Keeps the stores below from moving above the odd version.
        fence(Release);
        for (kept, word) in self.words.iter().zip(words) {
            kept.store(word, Relaxed);
        }
        self.version.store(writing.wrapping_add(1), Release);
    }

    pub(crate) fn wipe(&mut self) {
        *self.version.get_mut() = 0;
        for word in &mut self.words {
            word.get_mut().zeroize();
        }
    }
}

/// The same words in a place of their own.
impl<const WORDS: usize> Clone for Seqlock<WORDS> {
    fn clone(&self) -> Self {
        let clone = Self::new();
        let copied = self.read(|words| {
            clone.write(words.iter().map(|word| word.load(Relaxed)));
            Some(())
        });
        if copied.is_some() { clone } else { Self::new() }
    }
}

impl<const WORDS: usize> Drop for Seqlock<WORDS> {
    fn drop(&mut self) {
        self.wipe();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<const WORDS: usize>(lock: &Seqlock<WORDS>) -> Option<[u32; WORDS]> {
        lock.read(|words| Some(words.each_ref().map(|word| word.load(Relaxed))))
    }

    #[test]
    fn what_was_written_is_read() {
        let lock = Seqlock::new();
        assert_eq!(read(&lock), None);
        for words in [[1, 2, 3], [4, 5, 6], [0, 0, 0]] {
            lock.write(words.into_iter());
            assert_eq!(read(&lock), Some(words));
        }
    }

    #[test]
    fn a_writer_that_meets_another_leaves_the_words_alone() {
        let lock = Seqlock::new();
        lock.write([1].into_iter());
        lock.version.store(3, Relaxed);
        lock.write([2].into_iter());
        assert_eq!(read(&lock), None, "the other is still at work");
        lock.version.store(4, Relaxed);
        assert_eq!(read(&lock), Some([1]));
    }

    #[test]
    fn a_clone_is_a_place_of_its_own() {
        let lock = Seqlock::new();
        lock.write([1].into_iter());
        let clone = lock.clone();
        lock.write([2].into_iter());
        assert_eq!(read(&clone), Some([1]));
        assert_eq!(read(&Seqlock::<1>::new().clone()), None);
    }

    #[test]
    fn what_is_dropped_is_wiped() {
        let mut lock = Seqlock::<2>::new();
        lock.write([7, 7].into_iter());
        // What `Drop` calls: memory that is freed cannot be looked at.
        lock.wipe();
        assert!(lock.words.iter().all(|word| word.load(Relaxed) == 0));
        assert_eq!(read(&lock), None);
    }

    #[cfg(feature = "std")]
    #[test]
    fn no_thread_ever_reads_torn_words() {
        let lock = Seqlock::<30>::new();
        std::thread::scope(|threads| {
            for thread in 0..4 {
                let lock = &lock;
                threads.spawn(move || {
                    for round in 0..10_000 {
                        if round % 3 == 0 {
                            lock.write([thread; 30].into_iter());
                        } else if let Some(words) = read(lock) {
                            assert!(words.iter().all(|word| *word == words[0]), "{words:?}");
                        }
                    }
                });
            }
        });
    }
}
