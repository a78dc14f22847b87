//! Replays the seeds without libFuzzer, as regression tests.

use std::{fs, path::Path};

#[test]
fn credentials() {
    replay("credentials", presigner_fuzz::credentials);
}

#[test]
fn diagnose() {
    replay("diagnose", presigner_fuzz::diagnose);
}

#[test]
fn endpoint() {
    replay("endpoint", presigner_fuzz::endpoint);
}

#[test]
fn inspect() {
    replay("inspect", presigner_fuzz::inspect);
}

#[test]
fn post_policy() {
    replay("post_policy", presigner_fuzz::post_policy);
}

#[test]
fn presign() {
    replay("presign", presigner_fuzz::presign);
}

#[test]
fn sigv4a() {
    replay("sigv4a", presigner_fuzz::sigv4a);
}

#[test]
fn verify() {
    replay("verify", presigner_fuzz::verify);
}

#[track_caller]
fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    let mut seeds: Vec<_> = fs::read_dir(&folder)
        .expect("a folder of seeds")
        .map(|entry| entry.expect("a seed").path())
        .collect();
    assert!(!seeds.is_empty(), "no seeds in {}", folder.display());
    seeds.sort();
    for seed in seeds {
        println!("{}", seed.display());
        check(&fs::read(&seed).expect("a seed"));
    }
}
