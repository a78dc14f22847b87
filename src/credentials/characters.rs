//! Characters that copying and pasting adds to credentials. A server would only respond that the
//! signature does not match.

use crate::error::Error;

/// The first control character, the white space at either end or before a comment, or the quotation mark before a text
/// in quotation marks. `part` names the credential.
pub(super) fn error(part: &'static str, text: &str) -> Option<Error> {
    let control = text.char_indices().find(|(_, character)| character.is_control());
    let begin = text.char_indices().next();
    let end = text.char_indices().next_back();
    let blank = [begin, end].into_iter().flatten().find(|(_, character)| is_blank(*character));
    let (index, character) = match (control, blank) {
        (Some((index, _)), _) => (index, "a control character"),
        (None, Some((index, _))) => (index, "white space"),
        (None, None) if is_quoted(text) => (0, "a quotation mark"),
        (None, None) => (
            comment_index(text).filter(|index| is_issued_secret(text[..*index].trim_end()))?,
            "white space",
        ),
    };
    Some(Error::InvalidCredentials { part, character, index })
}

/// As [`error`], and the white space before any comment. Other white space is accepted, because some stores allow it in
/// an access key id.
pub(super) fn access_key_id_error(id: &str) -> Option<Error> {
    let part = "access key id";
    error(part, id).or_else(|| {
        let index = comment_index(id)?;
        Some(Error::InvalidCredentials { part, character: "white space", index })
    })
}

/// The index of a comment, which is part of the value in a profile and in `docker --env-file`.
fn comment_index(text: &str) -> Option<usize> {
    [" #", " ;"].into_iter().filter_map(|comment| text.find(comment)).min()
}

/// Whether a text is in quotation marks, which shells remove, but profiles and `docker --env-file` do not. Only around
/// the characters of credentials that services issue.
fn is_quoted(text: &str) -> bool {
    let unquoted = |mark: char| text.strip_prefix(mark)?.strip_suffix(mark);
    ['"', '\''].into_iter().filter_map(unquoted).any(is_issued)
}

/// Whether a text may be a credential that a service issued. The secrets that people choose are any text.
fn is_issued(text: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte);
    text.len() >= MIN_ISSUED_BYTES && text.bytes().all(is_base64)
}

/// The same for a secret, of which people also choose long ones with white space.
fn is_issued_secret(text: &str) -> bool {
    text.len() >= MIN_ISSUED_SECRET_BYTES && is_issued(text)
}

/// Whether a character is white space, including zero-width space and the byte order mark, with
/// which many files begin.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}' | '\u{feff}')
}

/// The minimum of the type [`accessKeyIdType`] of IAM. Passwords that people choose are shorter, and may be in
/// quotation marks.
///
/// [`accessKeyIdType`]: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html
const MIN_ISSUED_BYTES: usize = 16;

/// The length of the secret access keys of Alibaba Cloud. Those of AWS are longer.
const MIN_ISSUED_SECRET_BYTES: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_surrounding_white_space_and_quotation_marks_are_found() {
        let control = "a control character";
        let blank = "white space";
        let quote = "a quotation mark";
        for (text, expected) in [
            ("", None),
            ("AKIAIOSFODNN7EXAMPLE", None),
            ("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY=", None),
            ("my secret pass\u{a0}phrase", None),
            ("sch\u{f6}n", None),
            ("id\r", Some((control, 2))),
            ("id\r\n", Some((control, 2))),
            ("\nid", Some((control, 0))),
            ("i\0d", Some((control, 1))),
            ("i\td ", Some((control, 1))),
            ("\u{f6}\u{7f}d", Some((control, 2))),
            ("id\u{85}", Some((control, 2))),
            (" id", Some((blank, 0))),
            ("id ", Some((blank, 2))),
            ("id  ", Some((blank, 3))),
            (" ", Some((blank, 0))),
            ("\u{f6}\u{a0}", Some((blank, 2))),
            ("id\u{3000}", Some((blank, 2))),
            ("\u{feff}id", Some((blank, 0))),
            ("id\u{200b}", Some((blank, 2))),
            ("\"AKIAIOSFODNN7EXAMPLE\"", Some((quote, 0))),
            ("'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY='", Some((quote, 0))),
            ("'1234567890123456'", Some((quote, 0))),
            ("'123456789012345'", None),
            ("\"minioadmin\"\n", Some((control, 12))),
            (" \"minioadmin\"", Some((blank, 0))),
            ("\"minioadmin", None),
            ("minioadmin'", None),
            ("\"minioadmin'", None),
            ("\"minio admin\"", None),
            ("\"minio\"admin\"", None),
            ("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY # mine", Some((blank, 40))),
            ("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY  ; mine", Some((blank, 41))),
            ("my pass phrase # 1", None),
            ("passphrase #1", None),
            ("correcthorsebatterystaple #1", None),
            ("CCCCCCCCCCCCCCCCCCCCCCCCCCCCCC # mine", Some((blank, 30))),
            ("''", None),
            ("'", None),
        ] {
            let expected = expected.map(|(character, index)| Error::InvalidCredentials {
                part: "access key id",
                character,
                index,
            });
            assert_eq!(error("access key id", text), expected, "{text:?}");
        }
    }
    #[test]
    fn a_comment_after_an_access_key_id_is_found() {
        for (id, index) in [
            ("AKIAIOSFODNN7EXAMPLE", None),
            ("AKIAIOSFODNN7EXAMPLE # my key", Some(20)),
            ("AKIAIOSFODNN7EXAMPLE  ; my key", Some(21)),
            ("\u{f6} ;#", Some(2)),
            ("id ", Some(2)),
            ("my#key", None),
            ("key with space", None),
        ] {
            let expected = index.map(|index| Error::InvalidCredentials {
                part: "access key id",
                character: "white space",
                index,
            });
            assert_eq!(access_key_id_error(id), expected, "{id:?}");
        }
    }
}
