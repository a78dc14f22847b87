//! The machine on which the figures are measured.

use std::{env, fs, process::Command, thread};

/// The processor, the number of its cores, and the compiler.
pub fn description() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    format!("{}, {cores} cores, {}", processor(), compiler())
}

fn processor() -> String {
    let information = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let value = |name: &str| {
        let line = information.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim())
    };
    let model = value("model name").unwrap_or(env::consts::ARCH);
    let extensions = value("flags").is_some_and(|flags| flags.split(' ').any(|f| f == "sha_ni"));
    format!("{model}{}", if extensions { " with SHA extensions" } else { "" })
}

fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").output().expect("rustc runs");
    let version = String::from_utf8(output.stdout).expect("text");
    version.split(' ').take(2).collect::<Vec<_>>().join(" ")
}
