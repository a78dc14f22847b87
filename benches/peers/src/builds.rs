//! The build time of each peer. Measuring takes minutes, so the figures are stored in `builds.tsv`.

use std::{
    collections::{HashMap, HashSet},
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::{self, Command},
    time::Instant,
};

use presigner_peers::peers;

use crate::machine;

/// The build figures of a peer, as text for the table.
#[derive(Clone, Debug, Default)]
pub struct Build {
    /// The crates in its normal dependency tree, including itself.
    pub crates: String,
    /// The seconds of a clean release build.
    pub seconds: String,
}

/// The figures of the last measurement, by package.
pub fn recorded() -> HashMap<String, Build> {
    let recorded = fs::read_to_string(FILE).unwrap_or_default();
    let rows = recorded.lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| {
        let [package, crates, seconds] =
            row.split('\t').map(str::to_owned).collect::<Vec<_>>().try_into().expect("columns");
        (package, Build { crates, seconds })
    })
    .collect()
}

/// The machine on which they were measured.
pub fn recorded_machine() -> String {
    let recorded = fs::read_to_string(FILE).unwrap_or_default();
    let comment = recorded.lines().next().and_then(|line| line.strip_prefix("# "));
    comment.unwrap_or_default().to_owned()
}

/// Measures all peers and stores the figures.
pub fn record() {
    let mut rows = format!("# {}\n", machine::description());
    let mut seen = HashSet::new();
    for peer in peers::all() {
        let package = peer.dependencies[0];
        if seen.insert(package) {
            let lone = LoneCrate::new(peer.dependencies);
            let (crates, seconds) = (lone.crates(), lone.build_seconds());
            eprintln!("{package}: {crates} crates, {seconds:.0} s");
            writeln!(rows, "{package}\t{crates}\t{seconds:.0}")
                .expect("writing to a String cannot fail");
        }
    }
    fs::write(FILE, rows).expect("writes the file");
}

/// An empty crate that depends only on one peer, removed when dropped.
struct LoneCrate(PathBuf);

impl LoneCrate {
    fn new(dependencies: &[&str]) -> Self {
        let lone = Self(env::temp_dir().join(format!("presigner-peers-{}", process::id())));
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = format!("\"{}\"", own.join("../..").display());
        let lines: String = dependencies
            .iter()
            .map(|name| dependency_line(name).replace("\"../..\"", &path) + "\n")
            .collect();
        let manifest = format!(
            "[package]\nname = \"lone\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [workspace]\n\n[dependencies]\n{lines}"
        );
        fs::create_dir_all(lone.0.join("src")).expect("makes a directory");
        fs::write(lone.0.join("Cargo.toml"), manifest).expect("writes the manifest");
        fs::write(lone.0.join("src/lib.rs"), "").expect("writes the crate");
        // The same versions as in the table; cargo ignores the rest.
        fs::copy(own.join("Cargo.lock"), lone.0.join("Cargo.lock")).expect("copies the lock file");
        lone
    }

    fn crates(&self) -> usize {
        let output = self.cargo(&["tree", "--edges", "normal", "--prefix", "none"]);
        let tree = String::from_utf8(output).expect("text");
        let crates: HashSet<&str> =
            tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        crates.iter().filter(|name| !name.starts_with("lone ")).count()
    }

    fn build_seconds(&self) -> f64 {
        let start = Instant::now();
        self.cargo(&["build", "--release"]);
        start.elapsed().as_secs_f64()
    }

    fn cargo(&self, arguments: &[&str]) -> Vec<u8> {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--quiet"])
            .current_dir(&self.0)
            .env("CARGO_TARGET_DIR", self.0.join("target"))
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }
}

impl Drop for LoneCrate {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The line of `Cargo.toml`, so that a peer is built with the features it is measured with.
fn dependency_line(name: &str) -> &'static str {
    let mut lines = include_str!("../Cargo.toml").lines();
    lines
        .find(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(" = ")))
        .expect("a dependency")
}

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/builds.tsv");
