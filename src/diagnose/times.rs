//! Times in error responses and messages.

use alloc::format;

use crate::wire::timestamp::Timestamp;

/// Parses `2013-05-24T00:00:00Z`, also with a fraction, and `20130524T000000Z`.
pub(super) fn parse_time(text: &str) -> Option<Timestamp> {
    let seconds = text.split('.').next().unwrap_or(text).trim_end_matches('Z');
    let mut compact = [0; 16];
    let mut length = 0;
    for byte in seconds.bytes().filter(|byte| !matches!(byte, b'-' | b':')).chain([b'Z']) {
        *compact.get_mut(length)? = byte;
        length += 1;
    }
    Timestamp::parse_amz_date(core::str::from_utf8(&compact[..length]).ok()?)
}

/// The last time in a message, which is the server's clock: `Signature expired: 20130524T000000Z is
/// now earlier than 20130524T003000Z (20130524T003500Z - 5 min.)`.
pub(super) fn last_time(message: &str) -> Option<Timestamp> {
    let mut words = message.rsplit(|c: char| !c.is_ascii_alphanumeric());
    words.find_map(Timestamp::parse_amz_date)
}

/// Parses the header `Date`: `Fri, 24 May 2013 00:00:00 GMT`.
pub(super) fn parse_http_date(text: &str) -> Option<Timestamp> {
    let (_, date) = text.split_once(", ")?;
    let mut parts = date.split_ascii_whitespace();
    let (day, month, year, time) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let month = 1 + MONTHS.iter().position(|name| *name == month)?;
    parse_time(&format!("{year}{month:02}{day}T{time}Z"))
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_both_time_formats() {
        let midnight = Timestamp::from_unix_seconds(1_369_353_600);
        for text in ["2013-05-24T00:00:00Z", "2013-05-24T00:00:00.000Z", "20130524T000000Z"] {
            assert_eq!(parse_time(text), Some(midnight), "{text}");
        }
        for text in
            ["", "Z", "2013-05-24", "Fri, 24 May 2013 00:00:00 GMT", "1369353600000", "é", "----"]
        {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    #[test]
    fn takes_the_last_time_of_a_message() {
        let message = "Signature expired: 20130523T000000Z is now earlier than 20130523T235500Z \
                       (20130524T000000Z - 5 min.)";
        assert_eq!(last_time(message), Some(Timestamp::from_unix_seconds(1_369_353_600)));
        assert_eq!(last_time("Signature expired"), None);
    }

    #[test]
    fn parses_the_date_of_a_response() {
        let midnight = Some(Timestamp::from_unix_seconds(1_369_353_600));
        assert_eq!(parse_http_date("Fri, 24 May 2013 00:00:00 GMT"), midnight);
        for text in ["", "Fri, ", "Fri, 24 Mai 2013 00:00:00 GMT", "Fri, 24 May 2013"] {
            assert_eq!(parse_http_date(text), None, "{text}");
        }
    }
}
