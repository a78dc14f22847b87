//! The table in the README, between two markers.

use std::{fmt::Write, fs};

use presigner_peers::KEYS;

use crate::{builds, machine, results::Measured};

/// The table in Markdown.
pub fn markdown(measured: &[Measured]) -> String {
    let [ordinary, odd] = KEYS;
    let mut text = format!(
        "| crate | `{ordinary}` | `{odd}` | µs | × | × bound | allocations | bytes | crates | build |\n\
         |---|---|---|---:|---:|---:|---:|---:|---:|---:|\n"
    );
    for peer in measured {
        let Measured { nanoseconds, ratio, bound_ratio, allocations, bytes, build, .. } = peer;
        let bound = bound_ratio.map(|ratio| format!("{ratio:.1}")).unwrap_or_default();
        let microseconds = nanoseconds / 1000.0;
        writeln!(
            text,
            "{} {microseconds:.2} | {ratio:.1} | {bound} | {allocations} | {bytes} | {} | {} s |",
            start_of_row(peer),
            build.crates,
            build.seconds,
        )
        .expect("writing to a String cannot fail");
    }
    text
}

/// The machine on which the table is measured.
pub fn caption() -> String {
    let (times, builds) = (machine::description(), builds::recorded_machine());
    if times == builds { times } else { format!("{times}; builds: {builds}") }
}

/// Writes the table to the README.
pub fn write(measured: &[Measured]) {
    let readme = fs::read_to_string(README).expect("reads the README");
    let (before, rest) = readme.split_once(START).expect("a marker");
    let (_, after) = rest.split_once(END).expect("a marker after it");
    let (table, caption) = (markdown(measured), caption());
    let plot = "![Time for a URL, by crate](benches/peers/peers.svg)";
    let readme = format!("{before}{START}\n{table}\nOn {caption}.\n\n{plot}\n{END}{after}");
    fs::write(README, readme).expect("writes the README");
}

/// Compares the peers, their versions and their outcomes with the README. Times may differ.
///
/// # Errors
///
/// The first difference.
pub fn check(measured: &[Measured]) -> Result<(), String> {
    let readme = fs::read_to_string(README).expect("reads the README");
    let (_, rest) = readme.split_once(START).expect("a marker");
    let (table, _) = rest.split_once(END).expect("a marker after it");
    for row in measured.iter().map(start_of_row) {
        if !table.lines().any(|line| line.starts_with(&row)) {
            return Err(format!("the README has no row `{row} …`"));
        }
    }
    let rows = table.lines().filter(|line| line.starts_with("| ")).count() - 1;
    if rows != measured.len() {
        return Err(format!("the README has {rows} rows, not {}", measured.len()));
    }
    Ok(())
}

fn start_of_row(peer: &Measured) -> String {
    let [ordinary, odd] = peer.outcomes;
    format!("| {} | {ordinary} | {odd} |", peer.name)
}

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
const START: &str = "<!-- peers -->";
const END: &str = "<!-- /peers -->";
