//! Times in the answers of servers.

use crate::wire::timestamp::Timestamp;

/// Reads `2013-05-24T00:00:00Z`, also with a fraction, and `20130524T000000Z`.
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

/// The last time in a message, which is the server's: `Signature expired: 20130524T000000Z is now earlier
/// than 20130524T003000Z (20130524T003500Z - 5 min.)`.
pub(super) fn last_time(message: &str) -> Option<Timestamp> {
    let mut words = message.rsplit(|c: char| !c.is_ascii_alphanumeric());
    words.find_map(Timestamp::parse_amz_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_both_spellings() {
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
    fn the_last_time_of_a_message_is_the_servers() {
        let message = "Signature expired: 20130523T000000Z is now earlier than 20130523T235500Z \
                       (20130524T000000Z - 5 min.)";
        assert_eq!(last_time(message), Some(Timestamp::from_unix_seconds(1_369_353_600)));
        assert_eq!(last_time("Signature expired"), None);
    }
}
