//! Parses the tables in `tests/data` and compares results with them.
//!
//! A table is a list of blocks, separated by blank lines. A block is one case, with one field per
//! line: its name, a space, its value. The first field is `case`, the name of the case. The block
//! `defaults` has the fields that apply to all cases that do not set them. The lines of a
//! multi-line value follow the field, each after `| `. Lines that begin with `#` are comments.
//!
//! Values may have the escapes `\\ \n \r \t \u{20}`, and `\{1024 k}` for 1024 times `k`.

mod inputs;
pub(crate) mod signer;

use std::{fmt, fs, str::FromStr};

/// One case of a table. Its `Display` is its file, line and name.
pub(crate) struct Row {
    location: String,
    fields: Vec<Field>,
}

#[derive(Clone)]
struct Field {
    location: String,
    name: String,
    raw: String,
}

/// Reads the cases of a table. Panics with file and line if it is malformed.
#[track_caller]
pub(crate) fn read(file: &str) -> Vec<Row> {
    let path = format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    parse(file, &text)
}

/// The cases of a table whose text is `text`. Panics with file and line if it is malformed.
#[track_caller]
pub(crate) fn parse(file: &str, text: &str) -> Vec<Row> {
    let (defaults, cases): (Vec<_>, _) =
        blocks(file, text).into_iter().partition(|block| block[0].name == "defaults");
    let defaults = defaults.concat();
    cases.into_iter().map(|fields| Row::new(fields, &defaults)).collect()
}

/// Runs `check` on every row, then panics with all failures, each with file, line and name.
#[track_caller]
pub(crate) fn check(rows: &[Row], check: impl Fn(&Row) -> Result<(), String>) {
    let failures: Vec<_> =
        rows.iter().filter_map(|row| Some(format!("{row}: {}", check(row).err()?))).collect();
    let (failed, cases) = (failures.len(), rows.len());
    assert!(failures.is_empty(), "{failed} of {cases} cases fail\n{}", failures.join("\n"));
}

/// Compares one result of a case, named by `layer`, with the value in the table.
pub(crate) fn same(layer: &str, actual: &str, expected: &str) -> Result<(), String> {
    if actual == expected {
        return Ok(());
    }
    let equal_lines =
        actual.lines().zip(expected.lines()).take_while(|(actual, expected)| actual == expected);
    let line = 1 + equal_lines.count();
    Err(format!("{layer} differs in line {line}\n  actual   {actual:?}\n  expected {expected:?}"))
}

impl Row {
    #[track_caller]
    fn new(mut fields: Vec<Field>, defaults: &[Field]) -> Self {
        let location = fields[0].location.clone();
        assert_eq!(fields[0].name, "case", "{location}: the first field of a block is its `case`");
        let missing = |default: &&Field| fields.iter().all(|field| field.name != default.name);
        let missing: Vec<_> = defaults.iter().filter(missing).cloned().collect();
        fields.extend(missing);
        Self { location, fields }
    }

    /// The value of a required field.
    #[track_caller]
    pub(crate) fn text(&self, name: &str) -> String {
        self.find(name).unwrap_or_else(|| panic!("{self}: no field `{name}`"))
    }

    /// The value of a required field, as a number.
    #[track_caller]
    pub(crate) fn number<N: FromStr>(&self, name: &str) -> N {
        let text = self.text(name);
        text.parse().unwrap_or_else(|_| panic!("{self}: `{name}` is not a number: {text}"))
    }

    /// The value of an optional field.
    #[track_caller]
    pub(crate) fn find(&self, name: &str) -> Option<String> {
        let mut fields = self.all(name);
        let field = fields.next()?;
        assert!(fields.next().is_none(), "{self}: `{name}` is repeated");
        Some(field.unescape(field.raw.strip_prefix('\n').unwrap_or(&field.raw)))
    }

    /// The values of a field that may be repeated, each split at its first space.
    #[track_caller]
    pub(crate) fn pairs(&self, name: &str) -> Vec<(String, String)> {
        let split = |field: &Field| {
            let (first, second) = field.raw.split_once(' ').unwrap_or((&field.raw, ""));
            (field.unescape(first), field.unescape(second))
        };
        self.all(name).map(split).collect()
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.name == name)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.location, self.fields[0].raw)
    }
}

impl Field {
    #[track_caller]
    fn unescape(&self, raw: &str) -> String {
        unescape(raw).unwrap_or_else(|| panic!("{}: malformed escape in `{raw}`", self.location))
    }
}

#[track_caller]
fn blocks(file: &str, text: &str) -> Vec<Vec<Field>> {
    let mut blocks = vec![Vec::<Field>::new()];
    for (number, line) in (1..).zip(text.lines()) {
        let location = format!("{file}:{number}");
        let block = blocks.last_mut().expect("the list starts with one block");
        if line.is_empty() {
            blocks.push(Vec::new());
        } else if let Some(line) = line.strip_prefix('|') {
            let field = block
                .last_mut()
                .unwrap_or_else(|| panic!("{location}: a value line without a field"));
            field.raw.push('\n');
            field.raw.push_str(line.strip_prefix(' ').unwrap_or(line));
        } else if !line.starts_with('#') {
            let (name, raw) = line.split_once(' ').unwrap_or((line, ""));
            block.push(Field { location, name: name.into(), raw: raw.into() });
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn unescape(raw: &str) -> Option<String> {
    let (mut text, mut rest) = (String::new(), raw);
    while let Some((plain, escaped)) = rest.split_once('\\') {
        let braced = escaped.starts_with(['u', '{']);
        let bytes = if braced { escaped.find('}')? + 1 } else { 1 };
        let (escape, after) = escaped.split_at_checked(bytes)?;
        text.push_str(plain);
        text.push_str(&expand(escape)?);
        rest = after;
    }
    Some(text + rest)
}

fn expand(escape: &str) -> Option<String> {
    let plain = match escape {
        "\\" => "\\",
        "n" => "\n",
        "r" => "\r",
        "t" => "\t",
        _ => {
            let (kind, braced) = escape.strip_suffix('}')?.split_once('{')?;
            if kind == "u" {
                return char::from_u32(u32::from_str_radix(braced, 16).ok()?).map(String::from);
            }
            let (count, unit) = braced.split_once(' ')?;
            return Some(unit.repeat(count.parse().ok()?));
        }
    };
    Some(plain.into())
}
