//! The sections of an INI file, as parsed by Python's `configparser`, which botocore uses.

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use configparser::ini::Ini;

/// The sections of a file by name.
pub(super) struct Sections(BTreeMap<String, Section>);

/// The values of a section by key, in lower case. A value of several lines has a line break before
/// each line except the first.
pub(super) type Section = BTreeMap<String, String>;

/// A predicate, whose subject is the number of a line, with a remedy.
type Problem = &'static str;

impl Sections {
    /// Parses a file. The error is the number of the first invalid line and its problem.
    pub(super) fn parse(text: &str) -> Result<Self, (usize, Problem)> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        parse(&text).map(Self).map_err(|problem| first_problem(&text).unwrap_or((1, problem)))
    }

    /// The sections whose name satisfies a predicate.
    pub(super) fn named(&self, is_match: impl Fn(&str) -> bool) -> impl Iterator<Item = &Section> {
        self.0.iter().filter(move |(name, _)| is_match(name)).map(|(_, keys)| keys)
    }
}

/// The value of a key that is nested below a key without a value, as below `s3 =`. As in botocore,
/// the last one applies, and the names are case-sensitive.
pub(super) fn nested_value<'a>(parent: &'a str, key: &str) -> Option<&'a str> {
    let mut pairs = parent.lines().rev().filter_map(|line| line.split_once('='));
    pairs.find(|(name, _)| name.trim() == key).map(|(_, value)| value.trim())
}

/// Parses a file. The crate `configparser` accepts more than Python does; the checks reject the
/// rest.
fn parse(text: &str) -> Result<BTreeMap<String, Section>, Problem> {
    check_lines(text)?;
    let mut ini = Ini::new_cs();
    ini.set_default_section("");
    ini.set_inline_comment_symbols(Some(&[]));
    ini.set_multiline(true);
    let sections =
        ini.read(text.into()).map_err(|_| "has no closing `]`, or no key before `=`; add it")?;
    let sections: BTreeMap<_, Section> =
        sections.into_iter().map(|(name, keys)| (name, with_lower_case_keys(keys))).collect();
    check_values(&sections)?;
    check_line_count(text, &sections)?;
    Ok(sections)
}

fn with_lower_case_keys(keys: impl IntoIterator<Item = (String, Option<String>)>) -> Section {
    keys.into_iter().map(|(key, value)| (key.to_lowercase(), value.unwrap_or_default())).collect()
}

fn check_lines(text: &str) -> Result<(), Problem> {
    let mut min_indent = usize::MAX;
    for line in significant_lines(text) {
        if line.contains(|c: char| c.is_control() && !c.is_whitespace()) {
            return Err("contains a control character; remove it");
        }
        let indent = line.len() - line.trim_start().len();
        // Python counts the characters of an indent, the crate its bytes.
        if !line.as_bytes()[..indent].is_ascii() {
            return Err("is indented with characters other than spaces and tabs; replace them");
        }
        min_indent = min_indent.min(indent);
        let Some(section) = section_name(line) else { continue };
        if indent > min_indent {
            return Err(
                "is an indented section header; start it in the same column as the first line",
            );
        }
        if section.is_empty() || section.trim() != section {
            return Err("has spaces inside the brackets, or no name; write `[name]`");
        }
        if section == "DEFAULT" {
            return Err(
                "is a section whose keys apply to all profiles in some tools; rename it `[default]`",
            );
        }
    }
    Ok(())
}

fn check_values(sections: &BTreeMap<String, Section>) -> Result<(), Problem> {
    if sections.contains_key("") {
        return Err("is before the first section; add `[name]` above it");
    }
    let is_nested = |value: &&String| value.starts_with(['\r', '\n']);
    let mut values = sections.values().flat_map(BTreeMap::values).filter(is_nested);
    if values.any(|value| continuations(value).any(|line| !line.contains('='))) {
        return Err(
            "has no `=` but is nested below a key without a value; write `key = value`, or indent it less",
        );
    }
    Ok(())
}

/// The crate silently drops repeated keys and sections and lines without a delimiter, so the number
/// of lines in its result is compared with that in the text.
fn check_line_count(text: &str, sections: &BTreeMap<String, Section>) -> Result<(), Problem> {
    let values = || sections.values().flat_map(BTreeMap::values);
    let keys = values().count();
    let continuations: Vec<_> = values().flat_map(|value| continuations(value)).collect();
    if sections.len() + keys + continuations.len() != significant_lines(text).count() {
        return Err("repeats a section or key; remove one of the two");
    }
    let has_delimiter = |line: &&str| line.contains(DELIMITERS) && section_name(line).is_none();
    let delimited = keys + continuations.into_iter().filter(has_delimiter).count();
    if delimited != significant_lines(text).filter(has_delimiter).count() {
        return Err("has no `=` and does not continue a value; write `key = value`");
    }
    Ok(())
}

/// The first invalid line: the text up to it is invalid, whatever follows. This allows a binary
/// search.
fn first_problem(text: &str) -> Option<(usize, Problem)> {
    let line_ends = text.match_indices('\n').map(|(end, _)| end);
    let ends: Vec<_> = line_ends.chain([text.len()]).collect();
    let valid = ends.partition_point(|end| parse(&text[..*end]).is_ok());
    let problem = parse(&text[..*ends.get(valid)?]).err()?;
    Some((valid + 1, problem))
}

/// The lines that are neither blank nor comments.
fn significant_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !matches!(line.trim_start().chars().next(), None | Some('#' | ';')))
}

/// The lines of a value after the first.
fn continuations(value: &str) -> impl Iterator<Item = &str> {
    value.lines().skip(1).filter(|line| !line.is_empty())
}

fn section_name(line: &str) -> Option<&str> {
    let name = line.trim_start().strip_prefix('[')?;
    Some(name.rsplit_once(']').map_or(name, |(name, _)| name))
}

const DELIMITERS: [char; 2] = ['=', ':'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nested_key_is_found_by_its_exact_name() {
        for (parent, expected) in [
            ("", None),
            ("\na = 1", Some("1")),
            ("\nb = 2\n\n  a=1 ", Some("1")),
            ("\na =", Some("")),
            ("\na = b = c", Some("b = c")),
            ("\na = 1\na = 2", Some("2")),
            ("\nA = 1\naa = 2", None),
        ] {
            assert_eq!(nested_value(parent, "a"), expected, "{parent:?}");
        }
    }
}
