//! Keys from standard input, one a line.

use std::{
    io::{self, BufRead, BufReader, Read},
    ops::Range,
};

/// The keys of an input, read with constant memory. Empty lines are skipped.
///
/// If the first line is one of `aws s3 ls`, all are, and the keys are their last column; otherwise
/// every line is a key.
pub(crate) struct KeyLines<R> {
    input: BufReader<R>,
    line: Vec<u8>,
    number: u64,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    /// No line has been read yet.
    Unknown,
    Keys,
    Listing,
}

/// A line of the input.
enum Line {
    /// The bytes of the key in it.
    Key(Range<usize>),
    /// It has no key, as intended.
    None,
    /// It has no key: why.
    Invalid(&'static str),
}

impl<R: Read> KeyLines<R> {
    pub(crate) fn new(input: R, are_keys: bool) -> Self {
        let kind = if are_keys { Kind::Keys } else { Kind::Unknown };
        let input = BufReader::with_capacity(1 << 16, input);
        Self { input, line: Vec::new(), number: 0, kind }
    }

    /// Whether the next line is not read yet, so that [`next`](Self::next) may wait for it.
    pub(crate) fn is_pending(&self) -> bool {
        !self.input.buffer().contains(&b'\n')
    }

    /// The number of the next line, starting at 1, and its key; `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<(u64, Result<&str, String>)>> {
        let line = loop {
            if !self.read()? {
                return Ok(None);
            }
            match self.parse() {
                Line::None => {}
                line => break line,
            }
        };
        let key = match line {
            Line::Key(range) => {
                str::from_utf8(&self.line[range]).map_err(|_| "it is not UTF-8".to_owned())
            }
            Line::Invalid(reason) => Err(reason.to_owned()),
            Line::None => Ok(""),
        };
        Ok(Some((self.number, key)))
    }

    /// Reads a line without its end, cut at [`MAX_LINE_BYTES`].
    fn read(&mut self) -> io::Result<bool> {
        self.line.clear();
        let limit = MAX_LINE_BYTES as u64;
        if self.input.by_ref().take(limit).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(false);
        }
        self.number += 1;
        if self.line.ends_with(b"\n") {
            self.line.pop();
            if self.line.ends_with(b"\r") {
                self.line.pop();
            }
        } else if self.line.len() == MAX_LINE_BYTES {
            self.input.skip_until(b'\n')?;
            return Ok(true);
        }
        // PowerShell writes a byte order mark before the first line.
        if self.number == 1 && self.kind == Kind::Unknown && self.line.starts_with(BYTE_ORDER_MARK)
        {
            self.line.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(true)
    }

    fn parse(&mut self) -> Line {
        if self.line.is_empty() {
            return Line::None;
        }
        if self.line.len() == MAX_LINE_BYTES {
            return Line::Invalid("it is longer than a key, which has at most 1024 bytes");
        }
        let listed = listed(&self.line);
        if self.kind == Kind::Unknown {
            self.kind = if listed.is_some() { Kind::Listing } else { Kind::Keys };
        }
        match (self.kind, listed) {
            (Kind::Listing, Some(line)) => line,
            (Kind::Listing, None) if is_total(&self.line) => Line::None,
            (Kind::Listing, None) => Line::Invalid(
                "it is not a line of `aws s3 ls`, as the first is; pass one key a line",
            ),
            _ => Line::Key(0..self.line.len()),
        }
    }
}

/// A line of `aws s3 ls`: `2024-03-15 12:34:56       1234 key`, or a folder, `PRE folder/`.
fn listed(line: &[u8]) -> Option<Line> {
    let is_folder = |line: &[u8]| line[..30].trim_ascii_start() == b"PRE" && line[30] == b' ';
    if line.len() > 30 && is_folder(line) {
        return Some(Line::None);
    }
    let (time, rest) = line.split_at_checked(TIME.len())?;
    let is_time = time.iter().zip(TIME).all(|(byte, form)| match form {
        b'0' => byte.is_ascii_digit(),
        _ => byte == form,
    });
    // The size has at least ten characters, aligned to the right.
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (size, rest) = rest.split_at_checked(digits.max(10))?;
    (is_time && is_size(size) && rest.first() == Some(&b' '))
        .then_some(Line::Key(line.len() - rest.len() + 1..line.len()))
}

/// Bytes, or with `--human-readable` such as `1.2 KiB`.
fn is_size(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let number = text.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let units: [&[u8]; 9] =
        [b"", b" Byte", b" Bytes", b" KiB", b" MiB", b" GiB", b" TiB", b" PiB", b" EiB"];
    number > 0 && units.contains(&&text[number..])
}

/// A line of `--summarize`.
fn is_total(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    line.starts_with(b"Total Objects: ") || line.starts_with(b"Total Size: ")
}

const TIME: &[u8] = b"0000-00-00 00:00:00 ";

/// U+FEFF in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A key of 1024 bytes and the other columns, with room to spare.
const MAX_LINE_BYTES: usize = 1 << 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, are_keys: bool, expected: &[(u64, Result<&str, &str>)]) {
        let mut lines = KeyLines::new(input.as_bytes(), are_keys);
        for (number, expected) in expected {
            let next = lines.next().expect("a text").map(|(number, key)| {
                (number, key.map_err(|reason| reason.chars().take(9).collect::<String>()))
            });
            assert_eq!(next, Some((*number, expected.map_err(String::from))), "{input:?}");
        }
        assert_eq!(lines.next().expect("a text"), None, "{input:?}");
    }

    #[test]
    fn a_line_is_a_key() {
        check("", false, &[]);
        check("a", false, &[(1, Ok("a"))]);
        check("a b \r\n\n\n/c/\n", false, &[(1, Ok("a b ")), (4, Ok("/c/"))]);
        let long = format!("{}\nb\n", "a".repeat(100_000));
        check(&long, false, &[(1, Err("it is lon")), (2, Ok("b"))]);
        let marked = "\u{feff}a\r\n\u{feff}b\r\n";
        check(marked, false, &[(1, Ok("a")), (2, Ok("\u{feff}b"))]);
        check(marked, true, &[(1, Ok("\u{feff}a")), (2, Ok("\u{feff}b"))]);
        let long = format!("\u{feff}{long}");
        check(&long, false, &[(1, Err("it is lon")), (2, Ok("b"))]);
        let mut lines = KeyLines::new(&b"\xff\nb\n"[..], false);
        assert!(lines.next().expect("bytes").is_some_and(|(_, key)| key.is_err()));
        assert!(lines.next().expect("bytes").is_some_and(|(_, key)| key == Ok("b")));
    }

    #[test]
    fn a_listing_has_its_keys_in_the_last_column() {
        let listing = "                           PRE folder/\n\
            2024-03-15 12:34:56          0 \n\
            2024-03-15 12:34:56       1234  a  b\n\
            2024-03-15 12:34:56 123456789012 c\n\
            2024-03-15 12:34:56    1.2 KiB d\n\
            2024-03-15 12:34:56    0 Bytes e\n\
            2024-03-15 12:34:56 1023.9 KiB f\n\
            rest of a key\n\
            \nTotal Objects: 5\n   Total Size: 7\n";
        check(
            listing,
            false,
            &[
                (2, Ok("")),
                (3, Ok(" a  b")),
                (4, Ok("c")),
                (5, Ok("d")),
                (6, Ok("e")),
                (7, Ok("f")),
                (8, Err("it is not")),
            ],
        );
    }

    #[test]
    fn only_the_first_line_tells_that_it_is_a_listing() {
        let line = "2024-03-15 12:34:56       1234 a";
        check(&format!("k\n{line}\n"), false, &[(1, Ok("k")), (2, Ok(line))]);
        check(&format!("{line}\n"), true, &[(1, Ok(line))]);
        for line in [
            "2024-03-15 12:34:56 1234 a",
            "2024-03-15 12:34:56       1234",
            "2024-03-15T12:34:56       1234 a",
            "2024-03-15 12:34:56       12x4 a",
            "2024-03-15 12:34:56            a",
        ] {
            check(line, false, &[(1, Ok(line))]);
        }
    }
}
