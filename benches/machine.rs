//! The machine on which the figures are measured.

use std::{env, fs, process::Command, thread};

/// The processor, the number of its cores, and the compiler.
pub(crate) fn description() -> String {
    let model = processor("model name").unwrap_or_else(|| env::consts::ARCH.to_owned());
    let extensions = if has_sha_extensions() { " with SHA extensions" } else { "" };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    format!("{model}{extensions}, {cores} cores, {}", compiler())
}

/// Whether the processor has instructions for SHA-256: `sha_ni` on x86, `sha2` on ARM.
pub(crate) fn has_sha_extensions() -> bool {
    let flags = processor("flags").or_else(|| processor("Features")).unwrap_or_default();
    flags.split(' ').any(|flag| flag == "sha_ni" || flag == "sha2")
}

/// A line of the processor in `/proc/cpuinfo`.
fn processor(name: &str) -> Option<String> {
    let information = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = information.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").output().expect("rustc runs");
    let version = String::from_utf8(output.stdout).expect("text");
    version.split(' ').take(2).collect::<Vec<_>>().join(" ")
}
