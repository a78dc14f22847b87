//! The table of the crates that sign for Multi-Region Access Points.

use std::fmt::Write;

use presigner_peers::{
    KEYS,
    outcome::Outcome,
    peers::{ACCESS_POINT, Job, multi_region},
    times,
};

use crate::{machine, readme::Part};

/// The measurements of one peer.
pub struct Measured {
    name: String,
    /// The outcome for each of [`KEYS`].
    pub outcomes: [Outcome; 2],
    nanoseconds: f64,
}

impl Measured {
    pub fn is_this_crate(&self) -> bool {
        self.name == "presigner"
    }

    fn start_of_row(&self) -> String {
        let [ordinary, odd] = self.outcomes;
        format!("| {} | {ordinary} | {odd} |", self.name)
    }
}

/// All peers, fastest first.
pub fn measure(rounds: usize) -> Vec<Measured> {
    let peers = multi_region::all();
    let jobs: Vec<&Job> = peers.iter().map(|peer| &peer.url).collect();
    let times = times::medians(&jobs, ACCESS_POINT.name, rounds);
    let rows = peers.iter().zip(times).map(|(peer, nanoseconds)| Measured {
        name: peer.full_name(),
        outcomes: KEYS.map(|key| Outcome::of(peer, ACCESS_POINT, key)),
        nanoseconds,
    });
    let mut measured: Vec<_> = rows.collect();
    measured.sort_by(|a, b| a.nanoseconds.total_cmp(&b.nanoseconds));
    measured
}

/// The table in Markdown.
pub fn markdown(measured: &[Measured]) -> String {
    let [ordinary, odd] = KEYS;
    let mut text = format!("| crate | key `{ordinary}` | key `{odd}` | µs |\n|---|---|---|---:|\n");
    for peer in measured {
        writeln!(text, "{} {:.0} |", peer.start_of_row(), peer.nanoseconds / 1000.0)
            .expect("writing to a String cannot fail");
    }
    text
}

/// Writes the table to `benches/README.md`.
pub fn write(measured: &[Measured]) {
    let text = format!("{}\nOn {}.\n", markdown(measured), machine::description());
    PART.replace(&text);
}

/// Compares the peers, their versions and their outcomes with `benches/README.md`. Times may differ.
///
/// # Errors
///
/// The first difference.
pub fn check(measured: &[Measured]) -> Result<(), String> {
    let rows: Vec<_> = measured.iter().map(Measured::start_of_row).collect();
    PART.check_rows(&rows)
}

const PART: Part = Part { readme: "benches/README.md", name: "multi-region" };
