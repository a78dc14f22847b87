//! A point in time in whole seconds, and its two spellings: `20130524T000000Z` and the day.

use core::{array, fmt, str};

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

/// A point in time: seconds since 1970-01-01T00:00:00Z, before it negative.
///
/// Anything that converts into it can be a signing time, a deadline or an expiration. Conversions drop
/// fractions of a second towards the past and saturate where the other type holds less; none panics.
///
/// ```
/// use presigner::Timestamp;
///
/// let at = Timestamp::from_unix_seconds(1_369_353_600);
/// assert_eq!(at.to_string(), "2013-05-24T00:00:00Z");
/// assert_eq!(Timestamp::from(std::time::SystemTime::from(at)), at);
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Timestamp {
    unix_seconds: i64,
}

impl Timestamp {
    /// The time `unix_seconds` seconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_unix_seconds(unix_seconds: i64) -> Self {
        Self { unix_seconds }
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.unix_seconds
    }

    /// This time `seconds` later; the last representable second if that is past it.
    pub(crate) const fn saturating_add(self, seconds: u64) -> Self {
        Self { unix_seconds: self.unix_seconds.saturating_add_unsigned(seconds) }
    }

    /// Seconds from `earlier` to this time, negative if it is the later one.
    pub(crate) const fn saturating_since(self, earlier: Self) -> i64 {
        self.unix_seconds.saturating_sub(earlier.unix_seconds)
    }

    /// Whether the year is 0 to 9999, so that a signature can spell the time.
    #[inline]
    pub(crate) const fn is_spellable(self) -> bool {
        matches!(self.unix_seconds, YEAR_0..YEAR_10000)
    }

    /// Reads `YYYYMMDDThhmmssZ`, and nothing else.
    pub(crate) fn parse_amz_date(text: &str) -> Option<Self> {
        AmzDate::parse(text).map(|(_, time)| time)
    }

    /// The spelling that is signed, or `None` outside the years 0 to 9999, which it cannot spell.
    pub(crate) fn amz_date(self) -> Option<AmzDate> {
        // Not left to `time`: with its feature `large-dates`, which any crate of a program can enable for
        // all of them, there are years of five digits.
        if !self.is_spellable() {
            return None;
        }
        let utc = OffsetDateTime::from_unix_timestamp(self.unix_seconds).ok()?;
        let (year, month, day) = utc.to_calendar_date();
        let century = u8::try_from(year.div_euclid(100)).ok()?;
        let year_of_century = u8::try_from(year.rem_euclid(100)).ok()?;
        let date = [century, year_of_century, month as u8, day];
        let (hour, minute, second) = utc.to_hms();
        let time = [hour, minute, second];
        let mut text = *b"YYYYMMDDThhmmssZ";
        push_pairs(&mut text[..8], &date);
        push_pairs(&mut text[9..15], &time);
        Some(AmzDate { text })
    }
}

impl From<OffsetDateTime> for Timestamp {
    fn from(time: OffsetDateTime) -> Self {
        Self::from_unix_seconds(time.unix_timestamp())
    }
}

impl From<Timestamp> for OffsetDateTime {
    fn from(timestamp: Timestamp) -> Self {
        let least = PrimitiveDateTime::MIN.assume_utc();
        let greatest = PrimitiveDateTime::MAX.assume_utc();
        let in_range =
            timestamp.unix_seconds.clamp(least.unix_timestamp(), greatest.unix_timestamp());
        Self::from_unix_timestamp(in_range).unwrap_or(greatest)
    }
}

#[cfg(feature = "std")]
impl From<std::time::SystemTime> for Timestamp {
    fn from(time: std::time::SystemTime) -> Self {
        use std::time::UNIX_EPOCH;

        let unix_seconds = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
            Err(error) => {
                let before = error.duration();
                let whole = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
                let started = i64::from(before.subsec_nanos() > 0);
                (-whole).saturating_sub(started)
            }
        };
        Self { unix_seconds }
    }
}

#[cfg(feature = "std")]
impl From<Timestamp> for std::time::SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        use std::time::Duration;

        // How far a `SystemTime` reaches differs between platforms, and none says: so it is walked
        // there by powers of two, each step taken that neither passes the target nor overflows.
        let target = timestamp.unix_seconds.unsigned_abs();
        let (mut reached, mut distance) = (Self::UNIX_EPOCH, 0);
        for step in (0..u64::BITS).rev().map(|bit| 1 << bit) {
            let duration = Duration::from_secs(step);
            let next = match timestamp.unix_seconds {
                ..0 => reached.checked_sub(duration),
                0.. => reached.checked_add(duration),
            };
            if let Some(next) = next.filter(|_| step <= target - distance) {
                (reached, distance) = (next, distance + step);
            }
        }
        reached
    }
}

/// RFC 3339, or the bare number of seconds outside the years 0 to 9999.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(amz_date) = self.amz_date() else {
            return write!(f, "{} s after 1970", self.unix_seconds);
        };
        let text = amz_date.as_str();
        let (year, month, day) = (&text[..4], &text[4..6], &text[6..8]);
        let (hour, minute, second) = (&text[9..11], &text[11..13], &text[13..15]);
        write!(f, "{year}-{month}-{day}T{hour}:{minute}:{second}Z")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

/// A time as `X-Amz-Date` spells it; its first eight characters are the day of the scope.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
// In a byte array's own alignment it is copied in odd pieces, 10 ns in a URL.
#[repr(align(8))]
pub(crate) struct AmzDate {
    text: [u8; 16],
}

impl AmzDate {
    /// Reads `YYYYMMDDThhmmssZ`, and nothing else; and the time that it is.
    pub(crate) fn parse(text: &str) -> Option<(Self, Timestamp)> {
        let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
        let number = |begin: usize, end: usize| -> Option<u16> {
            let digits = bytes.get(begin..end)?;
            digits.iter().all(u8::is_ascii_digit).then_some(())?;
            Some(digits.iter().fold(0, |number, digit| 10 * number + u16::from(digit - b'0')))
        };
        let small = |begin: usize| u8::try_from(number(begin, begin + 2)?).ok();
        if bytes[8] != b'T' || bytes[15] != b'Z' {
            return None;
        }
        let month = Month::try_from(small(4)?).ok()?;
        let date = Date::from_calendar_date(number(0, 4)?.into(), month, small(6)?).ok()?;
        let time = Time::from_hms(small(9)?, small(11)?, small(13)?).ok()?;
        Some((Self { text: *bytes }, PrimitiveDateTime::new(date, time).assume_utc().into()))
    }

    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(&self.text).expect("digits, T and Z are ASCII")
    }

    pub(crate) fn day(&self) -> &str {
        day_of(self.as_str())
    }

    pub(crate) fn is_day_of(&self, other: Self) -> bool {
        self.text.first_chunk::<8>() == other.text.first_chunk()
    }

    pub(crate) fn to_words(self) -> [u32; AMZ_DATE_WORDS] {
        let (chunks, _) = self.text.as_chunks();
        array::from_fn(|index| u32::from_le_bytes(chunks[index]))
    }

    #[inline]
    pub(crate) fn from_words(words: [u32; AMZ_DATE_WORDS]) -> Self {
        let mut text = [0; 16];
        for (chunk, word) in text.as_chunks_mut().0.iter_mut().zip(words) {
            *chunk = word.to_le_bytes();
        }
        Self { text }
    }
}

/// The day that a time begins with, as the scope spells it.
#[inline]
pub(crate) fn day_of(amz_date: &str) -> &str {
    &amz_date[.."YYYYMMDD".len()]
}

/// Writes each number below 100 as two digits.
fn push_pairs(text: &mut [u8], numbers: &[u8]) {
    for (digits, number) in text.chunks_exact_mut(2).zip(numbers) {
        digits[0] = b'0' + number / 10;
        digits[1] = b'0' + number % 10;
    }
}

pub(crate) const AMZ_DATE_WORDS: usize = 4;

const YEAR_0: i64 = -62_167_219_200;
const YEAR_10000: i64 = 253_402_300_800;

#[cfg(test)]
mod tests {
    use alloc::{format, string::ToString};

    use super::*;

    const SECONDS_PER_DAY: i64 = 86_400;

    fn amz_date(unix_seconds: i64) -> Option<alloc::string::String> {
        let date = Timestamp::from_unix_seconds(unix_seconds).amz_date()?;
        Some(date.as_str().to_string())
    }

    /// The digits of a text read as one number.
    fn number(text: &str) -> i64 {
        text.bytes().fold(0, |number, digit| 10 * number + i64::from(digit - b'0'))
    }

    #[test]
    fn every_day_from_1970_to_9999_agrees_with_a_naive_calendar() {
        let (mut year, mut month, mut day) = (1970, 1, 1);
        for days in 0.. {
            if year == 10_000 {
                break;
            }
            let time =
                Timestamp::from_unix_seconds(days * SECONDS_PER_DAY + days % SECONDS_PER_DAY);
            let date = time.amz_date().expect("a year below 10000");
            assert_eq!(number(date.day()), 10_000 * year + 100 * month + day, "{time}");
            day += 1;
            if day > days_in(year, month) {
                (day, month) = (1, month + 1);
            }
            if month > 12 {
                (month, year) = (1, year + 1);
            }
        }
    }

    #[test]
    fn every_second_of_a_day_agrees_with_a_naive_clock() {
        for second in 0..SECONDS_PER_DAY {
            let (hour, minute) = (second / 3600, second / 60 % 60);
            let expected = format!("19700101T{hour:02}{minute:02}{:02}Z", second % 60);
            assert_eq!(amz_date(second), Some(expected));
        }
    }

    fn days_in(year: i64, month: i64) -> i64 {
        match month {
            2 if year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    #[test]
    fn only_the_years_0_to_9999_can_be_spelt() {
        assert_eq!(amz_date(-62_167_219_200).as_deref(), Some("00000101T000000Z"));
        assert_eq!(amz_date(-62_167_219_201), None);
        assert_eq!(amz_date(253_402_300_799).as_deref(), Some("99991231T235959Z"));
        assert_eq!(amz_date(253_402_300_800), None);
        assert_eq!(amz_date(i64::MIN), None);
        assert_eq!(amz_date(i64::MAX), None);
        for seconds in [YEAR_0 - 1, YEAR_0, YEAR_10000 - 1, YEAR_10000] {
            let spellable = Timestamp::from_unix_seconds(seconds).is_spellable();
            assert_eq!(spellable, amz_date(seconds).is_some(), "{seconds}");
        }
    }

    #[test]
    fn the_spelling_is_read_back_and_nothing_else_is() {
        for seconds in [YEAR_0, -1, 0, 1_369_353_600, 1_709_251_199, YEAR_10000 - 1] {
            let time = Timestamp::from_unix_seconds(seconds);
            let date = time.amz_date().expect("a year that can be spelt");
            assert_eq!(Timestamp::parse_amz_date(date.as_str()), Some(time));
        }
        for text in [
            "",
            "20130524T000000",
            "20130524T000000Z ",
            "20130524 000000Z",
            "20130524T000000z",
            "20130524T240000Z",
            "20130524T006000Z",
            "20130230T000000Z",
            "20131324T000000Z",
            "+0130524T000000Z",
            "２０１３０５T00Z",
        ] {
            assert_eq!(Timestamp::parse_amz_date(text), None, "{text:?}");
        }
    }

    #[test]
    fn conversions_saturate_and_round_towards_the_past() {
        for seconds in [i64::MIN, -62_167_219_201, -1, 0, 1, 253_402_300_800, i64::MAX] {
            let _ = OffsetDateTime::from(Timestamp::from_unix_seconds(seconds));
        }
        let last = OffsetDateTime::from(Timestamp::from_unix_seconds(i64::MAX));
        assert_eq!(last.year(), 9999);
        let first = OffsetDateTime::from(Timestamp::from_unix_seconds(i64::MIN));
        assert_eq!(first.year(), -9999);
    }

    #[cfg(feature = "std")]
    #[test]
    fn system_time_converts_both_ways() {
        use std::time::{Duration, SystemTime};

        for seconds in [-62_167_219_201, -1, 0, 1, 253_402_300_800] {
            let timestamp = Timestamp::from_unix_seconds(seconds);
            assert_eq!(Timestamp::from(SystemTime::from(timestamp)), timestamp);
        }
        let half_before = SystemTime::UNIX_EPOCH - Duration::from_millis(500);
        assert_eq!(Timestamp::from(half_before).unix_seconds(), -1);
        for extreme in [i64::MIN, i64::MAX] {
            let system = SystemTime::from(Timestamp::from_unix_seconds(extreme));
            assert_eq!(Timestamp::from(system).unix_seconds().signum(), extreme.signum());
        }
    }
}
