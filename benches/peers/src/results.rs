//! The measurements of all peers.

use std::{
    collections::HashMap,
    env,
    process::{Command, Stdio},
};

use presigner_peers::{
    KEYS,
    outcome::Outcome,
    peers::{self, BUCKET, Job},
    times,
};

use crate::builds::{self, Build};

/// The measurements of one peer.
pub struct Measured {
    /// The name of the crate, with its version unless it is this crate, and the variant.
    pub name: String,
    /// The outcome for each of [`KEYS`].
    pub outcomes: [Outcome; 2],
    pub nanoseconds: f64,
    /// The time relative to `get` of this crate.
    pub ratio: f64,
    /// The same with a client that is created for the bucket in advance.
    pub bound_ratio: Option<f64>,
    pub allocations: u64,
    pub bytes: u64,
    /// The figures of the last build measurement.
    pub build: Build,
}

impl Measured {
    pub fn is_this_crate(&self) -> bool {
        self.name.starts_with("presigner")
    }
}

/// All peers, fastest first.
pub fn measure(rounds: usize) -> Vec<Measured> {
    let peers = peers::all();
    let allocations = allocations();
    let builds = builds::recorded();
    let bound_jobs = peers.iter().filter_map(|peer| peer.bound.as_ref());
    let jobs: Vec<&Job> = peers.iter().map(|peer| &peer.url).chain(bound_jobs).collect();
    let times = times::medians(&jobs, BUCKET.name, rounds);
    let mut bound_times = times[peers.len()..].iter();
    let mut measured: Vec<Measured> = peers
        .iter()
        .zip(&times)
        .map(|(peer, &nanoseconds)| {
            let (allocations, bytes) = allocations[peer.name];
            Measured {
                name: peer.full_name(),
                outcomes: KEYS.map(|key| Outcome::of(peer, BUCKET, key)),
                nanoseconds,
                ratio: nanoseconds / times[0],
                bound_ratio: peer
                    .bound
                    .as_ref()
                    .map(|_| bound_times.next().expect("a time for each bound job") / times[0]),
                allocations,
                bytes,
                build: builds.get(peer.dependencies[0]).cloned().unwrap_or_default(),
            }
        })
        .collect();
    measured.sort_by(|a, b| a.nanoseconds.total_cmp(&b.nanoseconds));
    measured
}

/// Allocations and bytes by peer, counted in a separate program, because the counting allocator slows down peers
/// that allocate much by up to 10 %.
fn allocations() -> HashMap<String, (u64, u64)> {
    let this = env::current_exe().expect("this program");
    let target = this.ancestors().nth(2).expect("the directory above `release`");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--release", "--bin", "allocations", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .arg("--target-dir")
        .arg(target)
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "the program that counts allocations failed");
    let lines = String::from_utf8(output.stdout).expect("text");
    lines
        .lines()
        .map(|line| {
            let [name, allocations, bytes] =
                line.split('\t').collect::<Vec<_>>().try_into().expect("three columns");
            let number = |text: &str| text.parse().expect("a number");
            (name.to_owned(), (number(allocations), number(bytes)))
        })
        .collect()
}
