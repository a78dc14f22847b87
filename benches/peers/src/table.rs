//! The table in the README, between two markers.

use std::fmt::Write;

use presigner_peers::KEYS;

use crate::{builds, machine, readme::Part, results::Measured};

/// The table in Markdown.
pub fn markdown(measured: &[Measured]) -> String {
    let [ordinary, odd] = KEYS;
    let mut text = format!(
        "| crate | key `{ordinary}` | key `{odd}` | µs | × | × bound | allocations | bytes | crates | build |\n\
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
    let plot = "![Time for a URL, by crate](benches/peers/peers.svg)";
    PART.replace(&format!("{}\nOn {}.\n\n{plot}\n", markdown(measured), caption()));
}

/// Compares the peers, their versions and their outcomes with the README. Times may differ.
///
/// # Errors
///
/// The first difference.
pub fn check(measured: &[Measured]) -> Result<(), String> {
    let rows: Vec<_> = measured.iter().map(start_of_row).collect();
    PART.check_rows(&rows)
}

fn start_of_row(peer: &Measured) -> String {
    let [ordinary, odd] = peer.outcomes;
    format!("| {} | {ordinary} | {odd} |", peer.name)
}

const PART: Part = Part { readme: "README.md", name: "peers" };
