//! Characters that copying and pasting adds to credentials. A server would only respond that the
//! signature does not match.

use crate::error::Error;

/// The first control character, or the white space at either end. `part` names the credential.
pub(super) fn error(part: &'static str, text: &str) -> Option<Error> {
    let control = text.char_indices().find(|(_, character)| character.is_control());
    let begin = text.char_indices().next();
    let end = text.char_indices().next_back();
    let blank = [begin, end].into_iter().flatten().find(|(_, character)| is_blank(*character));
    let (index, character) = match (control, blank) {
        (Some((index, _)), _) => (index, "a control character"),
        (None, Some((index, _))) => (index, "white space"),
        (None, None) => return None,
    };
    Some(Error::InvalidCredentials { part, character, index })
}

/// Whether a character is white space, including zero-width space and the byte order mark, with
/// which many files begin.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_surrounding_white_space_are_found() {
        let control = "a control character";
        let blank = "white space";
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
        ] {
            let expected = expected.map(|(character, index)| Error::InvalidCredentials {
                part: "access key id",
                character,
                index,
            });
            assert_eq!(error("access key id", text), expected, "{text:?}");
        }
    }
}
