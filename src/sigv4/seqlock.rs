//! A seqlock: words that many threads read without writing to shared memory, and that few threads
//! write.

use core::sync::atomic::{
    AtomicU32,
    Ordering::{Acquire, Relaxed, Release},
    fence,
};

use zeroize::Zeroize;

/// An array of words that is read and written atomically as a whole.
///
/// A reader copies the words and then checks that the version has not changed; a writer makes the
/// version odd while it writes. So readers do not write to the shared cache lines, as they would to
/// count the readers of a lock, and they discard torn reads. No thread ever waits: a read or write
/// that conflicts with a write has no effect.
pub(crate) struct Seqlock<const WORDS: usize> {
    /// Odd during a write; 0 before the first one.
    version: AtomicU32,
    words: [AtomicU32; WORDS],
}

impl<const WORDS: usize> Seqlock<WORDS> {
    pub(crate) const fn new() -> Self {
        Self { version: AtomicU32::new(0), words: [const { AtomicU32::new(0) }; WORDS] }
    }

    /// Calls `make` to load the words and returns its result; `None` if nothing was written yet or
    /// a write overlapped.
    #[inline]
    pub(crate) fn read<T>(&self, make: impl FnOnce(&[AtomicU32; WORDS]) -> Option<T>) -> Option<T> {
        let before = self.version.load(Acquire);
        let value = make(&self.words);
        // Prevents the loads above from being reordered after the load that validates them.
        fence(Acquire);
        let after = self.version.load(Relaxed);
        value.filter(|_| before == after && before.is_multiple_of(2) && before != 0)
    }

    /// Replaces the words; does nothing if another thread is writing.
    pub(crate) fn write(&self, words: impl Iterator<Item = u32>) {
        let version = self.version.load(Relaxed);
        let writing = version.wrapping_add(1);
        if !version.is_multiple_of(2)
            || self.version.compare_exchange(version, writing, Acquire, Relaxed).is_err()
        {
            return;
        }
        // Prevents the stores below from being reordered before the odd version.
        fence(Release);
        for (slot, word) in self.words.iter().zip(words) {
            slot.store(word, Relaxed);
        }
        self.version.store(writing.wrapping_add(1), Release);
    }

    fn wipe(&mut self) {
        *self.version.get_mut() = 0;
        for word in &mut self.words {
            word.get_mut().zeroize();
        }
    }
}

/// Copies the words; the clone is empty if a write overlaps.
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
    fn a_read_returns_the_last_write() {
        let lock = Seqlock::new();
        assert_eq!(read(&lock), None);
        for words in [[1, 2, 3], [4, 5, 6], [0, 0, 0]] {
            lock.write(words.into_iter());
            assert_eq!(read(&lock), Some(words));
        }
    }

    #[test]
    fn a_write_during_another_write_does_nothing() {
        let lock = Seqlock::new();
        lock.write([1].into_iter());
        lock.version.store(3, Relaxed);
        lock.write([2].into_iter());
        assert_eq!(read(&lock), None, "the other write has not finished");
        lock.version.store(4, Relaxed);
        assert_eq!(read(&lock), Some([1]));
    }

    #[test]
    fn a_clone_does_not_share_later_writes() {
        let lock = Seqlock::new();
        lock.write([1].into_iter());
        let clone = lock.clone();
        lock.write([2].into_iter());
        assert_eq!(read(&clone), Some([1]));
        assert_eq!(read(&Seqlock::<1>::new().clone()), None);
    }

    #[test]
    fn drop_wipes_the_words() {
        let mut lock = Seqlock::<2>::new();
        lock.write([7, 7].into_iter());
        // `Drop` calls this; the memory cannot be inspected afterwards.
        lock.wipe();
        assert!(lock.words.iter().all(|word| word.load(Relaxed) == 0));
        assert_eq!(read(&lock), None);
    }

    #[cfg(feature = "std")]
    #[test]
    fn concurrent_reads_are_never_torn() {
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
