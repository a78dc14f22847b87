//! A point in time in whole seconds, and its formats in a signature: `20130524T000000Z` and
//! `20130524`.

use core::{
    array, fmt,
    ops::{Add, Sub},
    str,
    time::Duration,
};

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

/// A point in time in whole seconds: a Unix timestamp, which is negative before
/// 1970-01-01T00:00:00Z.
///
/// `SystemTime` (with the feature `std`) and `time::OffsetDateTime` convert into it and back.
/// Conversions never panic: fractions of a second are rounded down, and a time outside the range of
/// the other type becomes its earliest or latest time.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use presigner::Timestamp;
///
/// let at = Timestamp::from_unix_seconds(1_369_353_600);
/// assert_eq!(at.to_string(), "2013-05-24T00:00:00Z");
/// assert_eq!((at + Duration::from_secs(3600)).to_string(), "2013-05-24T01:00:00Z");
/// assert_eq!(Timestamp::from(SystemTime::from(at)), at);
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Timestamp {
    unix_seconds: i64,
}

impl Timestamp {
    /// Creates the time that is `unix_seconds` seconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_unix_seconds(unix_seconds: i64) -> Self {
        Self { unix_seconds }
    }

    /// Returns the number of seconds since 1970-01-01T00:00:00Z, without leap seconds.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.unix_seconds
    }

    /// Returns the time since `earlier`, or zero if `earlier` is the later one.
    ///
    /// ```
    /// # use presigner::{Credentials, Expiry, Presigner};
    /// # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
    /// let validity = presigner.get("my-bucket", "cat.jpg", Expiry::minutes(15))?.validity();
    /// let max_age = validity.expires_at().saturating_duration_since(validity.signed_at());
    /// assert_eq!(max_age.as_secs(), 900);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn saturating_duration_since(self, earlier: Self) -> Duration {
        let later = self.max(earlier);
        Duration::from_secs(later.unix_seconds.abs_diff(earlier.unix_seconds))
    }

    /// The time `seconds` later, saturating at the maximum.
    pub(crate) const fn saturating_add(self, seconds: u64) -> Self {
        Self { unix_seconds: self.unix_seconds.saturating_add_unsigned(seconds) }
    }

    /// The time `seconds` earlier, saturating at the minimum.
    pub(crate) const fn saturating_sub(self, seconds: u64) -> Self {
        Self { unix_seconds: self.unix_seconds.saturating_sub_unsigned(seconds) }
    }

    /// The seconds since `earlier`; negative if `earlier` is the later one.
    pub(crate) const fn saturating_since(self, earlier: Self) -> i64 {
        self.unix_seconds.saturating_sub(earlier.unix_seconds)
    }

    /// Whether the year is 0 to 9999, which is what `YYYYMMDDThhmmssZ` can represent.
    #[inline]
    pub(crate) const fn has_four_digit_year(self) -> bool {
        matches!(self.unix_seconds, YEAR_0..YEAR_10000)
    }

    /// Parses `YYYYMMDDThhmmssZ`, and no other format.
    pub(crate) fn parse_amz_date(text: &str) -> Option<Self> {
        AmzDate::parse(text).map(|(_, time)| time)
    }

    /// The time as `YYYYMMDDThhmmssZ`; `None` outside the years 0 to 9999.
    pub(crate) fn amz_date(self) -> Option<AmzDate> {
        // `time` does not check this with its feature `large-dates`, which any dependency may
        // enable.
        if !self.has_four_digit_year() {
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
        write_two_digits(&mut text[..8], &date);
        write_two_digits(&mut text[9..15], &time);
        Some(AmzDate { text })
    }
}

/// Adds the whole seconds of a duration. Unlike that of `SystemTime`, this does not panic: the result saturates at
/// the latest time.
impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        self.saturating_add(duration.as_secs())
    }
}

/// Subtracts the whole seconds of a duration. The result saturates at the earliest time.
impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        self.saturating_sub(duration.as_secs())
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
        // The range of `SystemTime` depends on the platform and is not exposed. So this adds powers
        // of two, largest first, skipping those that would pass the target or overflow.
        let target = timestamp.unix_seconds.unsigned_abs();
        let (mut time, mut distance) = (Self::UNIX_EPOCH, 0);
        for step in (0..u64::BITS).rev().map(|bit| 1 << bit) {
            let duration = Duration::from_secs(step);
            let next = match timestamp.unix_seconds {
                ..0 => time.checked_sub(duration),
                0.. => time.checked_add(duration),
            };
            if let Some(next) = next.filter(|_| step <= target - distance) {
                (time, distance) = (next, distance + step);
            }
        }
        time
    }
}

/// The format of [RFC 3339], such as `2013-05-24T00:00:00Z`; for a time outside the years 0 to
/// 9999, the number of seconds, such as `253402300800 s after 1970`.
///
/// [RFC 3339]: https://www.rfc-editor.org/rfc/rfc3339
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

/// A time in the format of `X-Amz-Date`; its first eight characters are the day in the credential
/// scope.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub(crate) struct AmzDate {
    text: [u8; 16],
}

impl AmzDate {
    /// Parses `YYYYMMDDThhmmssZ`, and no other format; also returns the time.
    pub(crate) fn parse(text: &str) -> Option<(Self, Timestamp)> {
        let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
        let is_between =
            |byte: u8, (first, last): (&u8, &u8)| byte.wrapping_sub(*first) <= last - first;
        // Without branches, so that compilers vectorize it.
        let ranges = b"00000000T000000Z".iter().zip(b"99999999T999999Z");
        let bytes_and_ranges = bytes.iter().zip(ranges);
        if !bytes_and_ranges.fold(true, |are_in, (byte, range)| are_in & is_between(*byte, range)) {
            return None;
        }
        let number = |index: usize| 10 * (bytes[index] - b'0') + (bytes[index + 1] - b'0');
        let year = 100 * i32::from(number(0)) + i32::from(number(2));
        let month = Month::try_from(number(4)).ok()?;
        let date = Date::from_calendar_date(year, month, number(6)).ok()?;
        let time = Time::from_hms(number(9), number(11), number(13)).ok()?;
        Some((Self { text: *bytes }, PrimitiveDateTime::new(date, time).assume_utc().into()))
    }

    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(&self.text).expect("digits, T and Z are ASCII")
    }

    pub(crate) fn day(&self) -> &str {
        day_of(self.as_str())
    }

    /// Whether `day` is the day of this time.
    pub(crate) fn is_on(&self, day: &str) -> bool {
        self.text[.."YYYYMMDD".len()] == *day.as_bytes()
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

impl fmt::Debug for AmzDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The day in the credential scope, `YYYYMMDD`.
#[inline]
pub(crate) fn day_of(amz_date: &str) -> &str {
    &amz_date[.."YYYYMMDD".len()]
}

/// Writes each number, which must be below 100, as two digits.
fn write_two_digits(text: &mut [u8], numbers: &[u8]) {
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

    #[test]
    fn arithmetic_saturates_and_drops_fractions() {
        let at = Timestamp::from_unix_seconds;
        let [second_and_half, longest] = [Duration::from_millis(1500), Duration::MAX];
        assert_eq!((at(7) + second_and_half, at(7) - second_and_half), (at(8), at(6)));
        assert_eq!((at(0) + longest, at(0) - longest), (at(i64::MAX), at(i64::MIN)));
        assert_eq!((at(i64::MIN) + longest, at(i64::MAX) - longest), (at(i64::MAX), at(i64::MIN)));
        let since = |later, earlier| at(later).saturating_duration_since(at(earlier)).as_secs();
        assert_eq!((since(7, 5), since(5, 7), since(7, 7)), (2, 0, 0));
        assert_eq!(since(i64::MAX, i64::MIN), u64::MAX);
    }

    fn amz_date(unix_seconds: i64) -> Option<alloc::string::String> {
        let date = Timestamp::from_unix_seconds(unix_seconds).amz_date()?;
        Some(date.as_str().to_string())
    }

    /// Parses decimal digits.
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
    fn amz_date_is_none_outside_the_years_0_to_9999() {
        assert_eq!(amz_date(-62_167_219_200).as_deref(), Some("00000101T000000Z"));
        assert_eq!(amz_date(-62_167_219_201), None);
        assert_eq!(amz_date(253_402_300_799).as_deref(), Some("99991231T235959Z"));
        assert_eq!(amz_date(253_402_300_800), None);
        assert_eq!(amz_date(i64::MIN), None);
        assert_eq!(amz_date(i64::MAX), None);
        for seconds in [YEAR_0 - 1, YEAR_0, YEAR_10000 - 1, YEAR_10000] {
            let in_range = Timestamp::from_unix_seconds(seconds).has_four_digit_year();
            assert_eq!(in_range, amz_date(seconds).is_some(), "{seconds}");
        }
    }

    #[test]
    fn only_the_format_of_amz_date_is_parsed() {
        for seconds in [YEAR_0, -1, 0, 1_369_353_600, 1_709_251_199, YEAR_10000 - 1] {
            let time = Timestamp::from_unix_seconds(seconds);
            let date = time.amz_date().expect("a year from 0 to 9999");
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
    fn offset_date_time_conversion_saturates() {
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
