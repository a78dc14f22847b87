//! The expiration of credentials, as providers and tools write it.

use super::timestamp::{AmzDate, Timestamp};

impl Timestamp {
    /// Parses `2024-03-15T12:44:56Z` or `20240315T124456Z`, with `T` or a space, possibly a
    /// fraction, and a time zone: `Z`, `UTC`, or an offset such as `+02:00`, which may be followed by
    /// the name of the zone, as Go writes it. Fractions are rounded down.
    ///
    /// A time without a zone is refused, because tools disagree on whether it is in UTC.
    pub(crate) fn parse_expiration(text: &str) -> Option<Self> {
        let mut rest = Rest(text.trim_matches(' '));
        let year = rest.digits(4)?;
        let is_extended = rest.skip('-');
        let month = rest.digits(2)?;
        (rest.skip('-') == is_extended).then_some(())?;
        let day = rest.digits(2)?;
        (rest.skip('T') || rest.skip('t') || rest.skip(' ')).then_some(())?;
        let hour = rest.digits(2)?;
        let is_extended = rest.skip(':');
        let minute = rest.digits(2)?;
        (rest.skip(':') == is_extended).then_some(())?;
        let second = rest.digits(2)?;
        rest.skip_fraction()?;
        let amz_date = [year, month, day, "T", hour, minute, second, "Z"].concat();
        let (_, local) = AmzDate::parse(&amz_date)?;
        let time = Self::from_unix_seconds(local.unix_seconds() - rest.offset_seconds()?);
        time.has_four_digit_year().then_some(time)
    }
}

/// The part of a text that is not yet parsed.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// The next `len` characters, if they are decimal digits.
    fn digits(&mut self, len: usize) -> Option<&'a str> {
        let (digits, rest) = self.0.split_at_checked(len)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
        self.0 = rest;
        Some(digits)
    }

    fn skip(&mut self, character: char) -> bool {
        let rest = self.0.strip_prefix(character);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// `None` if a decimal separator is not followed by a digit.
    fn skip_fraction(&mut self) -> Option<()> {
        if self.skip('.') || self.skip(',') {
            self.digits(1)?;
            self.0 = self.0.trim_start_matches(|character: char| character.is_ascii_digit());
        }
        Some(())
    }

    /// Skips a space and a name such as `PST` or `-03`.
    fn skip_zone_name(&mut self) {
        let is_in_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-');
        match self.0.strip_prefix(' ') {
            Some(name) if !name.is_empty() && name.bytes().all(is_in_name) => self.0 = "",
            _ => {}
        }
    }

    /// The time zone at the end of the text, in seconds east of UTC.
    fn offset_seconds(mut self) -> Option<i64> {
        self.skip(' ');
        if matches!(self.0, "Z" | "z" | "UTC" | "GMT") {
            return Some(0);
        }
        let sign = if self.skip('+') { 1 } else { self.skip('-').then_some(-1)? };
        let hours: i64 = self.digits(2)?.parse().ok()?;
        let has_minutes = self.skip(':') || !matches!(self.0.as_bytes(), [] | [b' ', ..]);
        let minutes = if has_minutes { self.digits(2)?.parse().ok()? } else { 0 };
        self.skip_zone_name();
        let is_offset = self.0.is_empty() && hours < 24 && minutes < 60;
        is_offset.then_some(sign * (3600 * hours + 60 * minutes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expirations_are_parsed_as_tools_write_them() {
        // 2024-03-15T12:44:56Z
        const TIME: i64 = 1_710_506_696;
        for (text, expected) in [
            // STS, instance metadata, aws-vault
            ("2024-03-15T12:44:56Z", TIME),
            // `aws configure export-credentials`, saml2aws
            ("2024-03-15T12:44:56+00:00", TIME),
            ("2024-03-15T14:44:56+02:00", TIME),
            ("2024-03-15T07:14:56-05:30", TIME),
            // the cache of the AWS CLI
            ("2024-03-15T12:44:56UTC", TIME),
            ("2024-03-15 12:44:56 UTC", TIME),
            ("2024-03-15 12:44:56+00:00", TIME),
            ("2024-03-15 14:44:56 +0200", TIME),
            ("2024-03-15T14:44:56+02", TIME),
            ("2024-03-15T12:44:56.999999Z", TIME),
            ("2024-03-15T12:44:56,5+00:00", TIME),
            // aws-sso, and others in Go
            ("2024-03-15 04:44:56 -0800 PST", TIME),
            ("2024-03-15 12:44:56.5 +0000 UTC", TIME),
            ("2024-03-15 09:44:56 -0300 -03", TIME),
            ("20240315T124456Z", TIME),
            ("20240315T124456.1Z", TIME),
            ("2024-03-15t12:44:56z", TIME),
            (" 2024-03-15 12:44:56 GMT ", TIME),
            ("2024-02-29T00:00:00Z", 1_709_164_800),
            ("1970-01-01T00:00:00+23:59", -86_340),
            ("0000-01-01T00:00:00Z", -62_167_219_200),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] {
            let actual = Timestamp::parse_expiration(text).map(Timestamp::unix_seconds);
            assert_eq!(actual, Some(expected), "{text:?}");
        }
        for text in [
            "",
            "tomorrow",
            "1710506696",
            "2024-03-15",
            "2024-03-15T12:44:56",
            "2024-03-15T12:44Z",
            "2024-0315T12:44:56Z",
            "202403-15T12:44:56Z",
            "2024-03-15T12:4456Z",
            "2024-03-15T1244:56Z",
            "2024-03-15  12:44:56Z",
            "2024-03-15T12:44:56.Z",
            "2024-03-15T12:44:56  UTC",
            "2024-03-15T12:44:56CET",
            "2024-03-15T12:44:56Zhush",
            "2024-03-15 12:44:56 UTC UTC",
            "2024-03-15 12:44:56 PST",
            "2024-03-15 12:44:56 +0000  UTC",
            "2024-03-15 12:44:56 +0000 U T",
            "2024-03-15 12:44:56 +0000 hush!",
            "2024-03-15T12:44:56+2",
            "2024-03-15T12:44:56+02:",
            "2024-03-15T12:44:56+02:0",
            "2024-03-15T12:44:56+24:00",
            "2024-03-15T12:44:56+02:60",
            "2024-03-15T12:44:56+02:00Z",
            "2024-02-30T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2024-13-15T12:44:56Z",
            "2024-03-15T24:00:00Z",
            "0000-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
            "２024-03-15T12:44:56Z",
            "2024-03-15T12:44:5é",
        ] {
            assert_eq!(Timestamp::parse_expiration(text), None, "{text:?}");
        }
    }
}
