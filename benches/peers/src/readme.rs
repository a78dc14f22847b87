//! The parts of the README between two markers.

use std::fs;

/// Replaces the part between `<!-- name -->` and `<!-- /name -->`.
pub fn replace(name: &str, text: &str) {
    let readme = read();
    let (before, _, after) = split(&readme, name);
    let [start, end] = markers(name);
    fs::write(README, format!("{before}{start}\n{text}{end}{after}")).expect("writes the README");
}

/// Compares the beginnings of the rows with the table in a part. The rest of a row may differ.
///
/// # Errors
///
/// The first difference.
pub fn check_rows(name: &str, rows: &[String]) -> Result<(), String> {
    let readme = read();
    let (_, table, _) = split(&readme, name);
    for row in rows {
        if !table.lines().any(|line| line.starts_with(row)) {
            return Err(format!("the README has no row `{row} …`"));
        }
    }
    let count = table.lines().filter(|line| line.starts_with("| ")).count() - 1;
    if count != rows.len() {
        return Err(format!("the README has {count} rows, not {}", rows.len()));
    }
    Ok(())
}

fn read() -> String {
    fs::read_to_string(README).expect("reads the README")
}

/// The text before the part, the part, and the text after it, without the markers.
fn split<'r>(readme: &'r str, name: &str) -> (&'r str, &'r str, &'r str) {
    let [start, end] = markers(name);
    let (before, rest) = readme.split_once(&start).expect("a marker");
    let (part, after) = rest.split_once(&end).expect("a marker after it");
    (before, part, after)
}

fn markers(name: &str) -> [String; 2] {
    [format!("<!-- {name} -->"), format!("<!-- /{name} -->")]
}

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
