//! The paths that a Rust source file names, as far as they can lead to another file.

use std::iter::Peekable;

/// A path, such as `["crate", "error", "Error"]`, and the name that it goes by in the file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Mention {
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
    /// `None` if it is no `use`.
    pub(crate) name: Option<String>,
}

/// The paths in `source`: those in `use`, and those of more than one part in code. Comments, texts
/// and what is compiled for tests alone do not count.
pub(crate) fn mentions(source: &str) -> Vec<Mention> {
    let mut tokens = without_tests(&tokens(source)).into_iter().peekable();
    let mut mentions = Vec::new();
    while let Some((line, token)) = tokens.next() {
        if token == "use" && tokens.peek().is_some_and(|(_, next)| next != "<") {
            push_tree(&mut tokens, &[], &mut mentions);
        } else if is_word(&token) {
            let path = path_from(token, &mut tokens);
            if path.len() > 1 {
                mentions.push(Mention { line, path, name: None });
            }
        }
    }
    mentions
}

type Token = (usize, String);
type Tokens = Peekable<std::vec::IntoIter<Token>>;

/// Reads one tree of a `use`: `a::b`, `a::b as c`, `a::*` or `a::{b, c::d}`.
fn push_tree(tokens: &mut Tokens, prefix: &[String], mentions: &mut Vec<Mention>) {
    let mut path = prefix.to_vec();
    let mut name = None;
    while let Some((line, token)) = tokens.next() {
        match token.as_str() {
            "::" => continue,
            "{" => {
                while tokens.next_if(|(_, next)| next == "}").is_none() {
                    push_tree(tokens, &path, mentions);
                    tokens.next_if(|(_, next)| next == ",");
                }
                return;
            }
            "as" => name = tokens.next().map(|(_, name)| name),
            "self" if !prefix.is_empty() && path == prefix => {}
            _ => path.push(token),
        }
        if tokens.peek().is_none_or(|(_, next)| matches!(next.as_str(), "," | "}" | ";")) {
            let name = name.or_else(|| path.last().cloned());
            mentions.push(Mention { line, path, name });
            return;
        }
    }
}

fn path_from(first: String, tokens: &mut Tokens) -> Vec<String> {
    let mut path = vec![first];
    while tokens.next_if(|(_, next)| next == "::").is_some() {
        match tokens.next_if(|(_, next)| is_word(next)) {
            Some((_, word)) => path.push(word),
            None => break,
        }
    }
    path
}

/// Leaves out each item that has `#[cfg(test)]` before it.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    const CFG_TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut rest = tokens;
    while let [first, after @ ..] = rest {
        if rest.iter().map(|(_, token)| token).take(CFG_TEST.len()).eq(CFG_TEST) {
            rest = after_item(&rest[CFG_TEST.len()..]);
        } else {
            kept.push(first.clone());
            rest = after;
        }
    }
    kept
}

/// What follows the first `;` or the first pair of braces.
fn after_item(tokens: &[Token]) -> &[Token] {
    let mut depth = 0_usize;
    for (index, (_, token)) in tokens.iter().enumerate() {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(token.as_str(), "}" | ";") {
            return &tokens[index + 1..];
        }
    }
    &[]
}

/// Words, `::` and single characters with their lines, without white space, comments and literals.
fn tokens(source: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut line, mut rest) = (1, source);
    while let Some(character) = rest.chars().next() {
        let (skipped, after) = rest.split_at(skipped(rest));
        line += skipped.matches('\n').count();
        if skipped.is_empty() {
            let word = rest.find(|c| !is_word_character(c)).unwrap_or(rest.len());
            let length = if rest.starts_with("::") { 2 } else { word.max(character.len_utf8()) };
            tokens.push((line, rest[..length].into()));
            rest = &rest[length..];
        } else {
            rest = after;
        }
    }
    tokens
}

/// The length of the white space, comment or literal that `text` begins with.
fn skipped(text: &str) -> usize {
    let until = |end: &str| text.find(end).map_or(text.len(), |at| at + end.len());
    let raw = text.strip_prefix('b').unwrap_or(text);
    let raw = raw.strip_prefix('r').map(|raw| (raw, raw.len() - raw.trim_start_matches('#').len()));
    match text.as_bytes() {
        [byte, ..] if byte.is_ascii_whitespace() => 1,
        [b'/', b'/', ..] => until("\n"),
        [b'/', b'*', ..] => until("*/"),
        [b'"', ..] => quoted(text, '"'),
        [b'b', quote @ (b'"' | b'\''), ..] => 1 + quoted(&text[1..], char::from(*quote)),
        [b'b' | b'r', ..] => match raw {
            Some((raw, hashes)) if raw[hashes..].starts_with('"') => {
                let begin = text.len() - raw.len() + hashes + 1;
                let end = format!("\"{}", "#".repeat(hashes));
                begin + text[begin..].find(&end).map_or(0, |at| at + end.len())
            }
            _ => 0,
        },
        // A character, or else the apostrophe of a lifetime.
        [b'\'', b'\\', ..] => quoted(text, '\''),
        [b'\'', ..] if text.chars().nth(2) == Some('\'') => quoted(text, '\''),
        [b'\'', ..] => 1,
        _ => 0,
    }
}

/// The length of a literal up to its closing quote.
fn quoted(text: &str, quote: char) -> usize {
    let mut characters = text.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            _ if character == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_word(token: &str) -> bool {
    token.starts_with(is_word_character)
}

fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[track_caller]
fn check(source: &str, expected: &[&str]) {
    let spell = |Mention { line, path, name }: Mention| {
        let name = name.map(|name| format!(" as {name}")).unwrap_or_default();
        format!("{line} {}{name}", path.join("::"))
    };
    let made: Vec<_> = mentions(source).into_iter().map(spell).collect();
    assert_eq!(made, expected, "{source}");
}

#[test]
fn every_form_of_use_is_read() {
    check("use crate::error::Error;", &["1 crate::error::Error as Error"]);
    check("pub(crate) use self::a::B as C;", &["1 self::a::B as C"]);
    check("use super::*;", &["1 super::* as *"]);
    check(
        "use crate::{\n a::{self, B},\n c,\n};",
        &["2 crate::a as a", "2 crate::a::B as B", "3 crate::c as c"],
    );
    check("use ::core::fmt;\nuse self::a;", &["1 core::fmt as fmt", "2 self::a as a"]);
    check("fn f() -> impl Fn() + use<'_> {}", &[]);
}

#[test]
fn paths_in_code_are_read() {
    check(
        "fn f() -> crate::a::B { super::c(self::D) }",
        &["1 crate::a::B", "1 super::c", "1 self::D"],
    );
    check("let x = <super::A as crate::B>::c::<u8>();", &["1 super::A", "1 crate::B"]);
    check("pub(crate) fn f(self) {}", &[]);
}

#[test]
fn what_is_no_code_or_a_test_is_not_read() {
    check("// crate::a\n/* crate::b\n */ /// [`C`](crate::C)\n", &[]);
    check(r##"let (a, b) = ("crate::a \" crate::b", r#"crate::c " crate::d"#);"##, &[]);
    check("let (quote, slash) = ('\"', b'\\''); crate::a()", &["1 crate::a"]);
    check("fn f<'a>(x: &'a crate::A) {}", &["1 crate::A"]);
    check("#[cfg(test)]\nmod tests { use crate::a; fn f() {} }\nuse b::c;", &["3 b::c as c"]);
    check("#[cfg(test)]\nuse crate::a;\nuse b::c;", &["3 b::c as c"]);
}
