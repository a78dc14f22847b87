//! The sections of an INI file, as Python's `configparser` reads them and so botocore.

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use configparser::ini::Ini;

/// The sections of a file by name.
pub(super) struct Sections(BTreeMap<String, Keys>);

/// The values of a section by their keys, which are lower case. A value of several lines has a line
/// break before each but the first.
pub(super) type Keys = BTreeMap<String, String>;

/// What is wrong with a line, and what to do.
type Problem = &'static str;

impl Sections {
    /// The sections of a file, or the number of the line that is at fault, and the problem.
    pub(super) fn parse(text: &str) -> Result<Self, (usize, Problem)> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        read(&text).map(Self).map_err(|problem| first_problem(&text).unwrap_or((1, problem)))
    }

    /// The sections whose name this holds for.
    pub(super) fn named(&self, holds: impl Fn(&str) -> bool) -> impl Iterator<Item = &Keys> {
        self.0.iter().filter(move |(name, _)| holds(name)).map(|(_, keys)| keys)
    }
}

/// Reads a file. The crate reads what Python reads, and more: that is refused.
fn read(text: &str) -> Result<BTreeMap<String, Keys>, Problem> {
    check_lines(text)?;
    let mut ini = Ini::new_cs();
    ini.set_default_section("");
    ini.set_inline_comment_symbols(Some(&[]));
    ini.set_multiline(true);
    let sections = ini.read(text.into()).map_err(|_| "has no `]` or no key; complete it")?;
    let sections: BTreeMap<_, Keys> =
        sections.into_iter().map(|(name, keys)| (name, in_lower_case(keys))).collect();
    check_values(&sections)?;
    check_all_arrived(text, &sections)?;
    Ok(sections)
}

fn in_lower_case(keys: impl IntoIterator<Item = (String, Option<String>)>) -> Keys {
    keys.into_iter().map(|(key, value)| (key.to_lowercase(), value.unwrap_or_default())).collect()
}

fn check_lines(text: &str) -> Result<(), Problem> {
    let mut shallowest = usize::MAX;
    for line in significant_lines(text) {
        if line.contains(|c: char| c.is_control() && !c.is_whitespace()) {
            return Err("has a control character; remove it");
        }
        let indent = line.len() - line.trim_start().len();
        // Python counts the characters, the crate their bytes.
        if !line.as_bytes()[..indent].is_ascii() {
            return Err("is indented by other than spaces and tabs; replace them");
        }
        shallowest = shallowest.min(indent);
        let Some(section) = section_name(line) else { continue };
        if indent > shallowest {
            return Err("is a section that is indented; begin it where the first line begins");
        }
        if section.is_empty() || section.trim() != section {
            return Err("has a space inside the brackets, or nothing; write `[name]`");
        }
        if section == "DEFAULT" {
            return Err("is a section for all profiles in some tools; name it `[default]`");
        }
    }
    Ok(())
}

fn check_values(sections: &BTreeMap<String, Keys>) -> Result<(), Problem> {
    if sections.contains_key("") {
        return Err("stands before the first section; put `[name]` above it");
    }
    let nested = |value: &&String| value.starts_with(['\r', '\n']);
    let mut values = sections.values().flat_map(BTreeMap::values).filter(nested);
    if values.any(|value| continuations(value).any(|line| !line.contains('='))) {
        return Err("has no `=` below a key without a value; add it, or indent the line less");
    }
    Ok(())
}

/// A key or section that is there twice leaves no trace in what the crate read, nor does a line without
/// a delimiter. So the lines are counted there and in the text.
fn check_all_arrived(text: &str, sections: &BTreeMap<String, Keys>) -> Result<(), Problem> {
    let values = || sections.values().flat_map(BTreeMap::values);
    let keys = values().count();
    let continuations: Vec<_> = values().flat_map(|value| continuations(value)).collect();
    if sections.len() + keys + continuations.len() != significant_lines(text).count() {
        return Err("gives a section or key for the second time; remove one of them");
    }
    let has_delimiter = |line: &&str| line.contains(DELIMITERS) && section_name(line).is_none();
    let delimited = keys + continuations.into_iter().filter(has_delimiter).count();
    if delimited != significant_lines(text).filter(has_delimiter).count() {
        return Err("has no `=` and continues no value; write `key = value`");
    }
    Ok(())
}

/// The first line that makes the text unreadable; what is unreadable stays so however it goes on.
fn first_problem(text: &str) -> Option<(usize, Problem)> {
    let line_ends = text.match_indices('\n').map(|(end, _)| end);
    let ends: Vec<_> = line_ends.chain([text.len()]).collect();
    let readable = ends.partition_point(|end| read(&text[..*end]).is_ok());
    let problem = read(&text[..*ends.get(readable)?]).err()?;
    Some((readable + 1, problem))
}

fn significant_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !matches!(line.trim_start().chars().next(), None | Some('#' | ';')))
}

/// The lines of a value after its first.
fn continuations(value: &str) -> impl Iterator<Item = &str> {
    value.lines().skip(1).filter(|line| !line.is_empty())
}

fn section_name(line: &str) -> Option<&str> {
    let name = line.trim_start().strip_prefix('[')?;
    Some(name.rsplit_once(']').map_or(name, |(name, _)| name))
}

const DELIMITERS: [char; 2] = ['=', ':'];
