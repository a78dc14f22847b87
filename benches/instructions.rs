//! Instructions for a URL without the hashing, and allocations: figures that do not depend on the load of the machine.
//!
//! ```sh
//! cargo bench --bench instructions                # prints the table if valgrind is installed
//! cargo bench --bench instructions -- --require   # fails if valgrind is not installed
//! ```
//!
//! Both fail if a case takes more instructions than its limit, which is a tenth above the figure with all features.
//!
//! Each case runs under callgrind twice, with few calls and with many, and the difference is divided by the number
//! of calls. `sha2` is counted separately, because valgrind does not support the SHA extensions, so that hashing runs
//! in software. Reading the clock is a system call under valgrind and not counted. Two runs differ by less than 1 %.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "prints its results")]

use std::{
    collections::HashMap,
    env,
    hint::black_box,
    process::{Command, ExitCode},
};

use presigner::{
    Credentials, Expiry, Presigner, Request, Timestamp,
    sigv4::{Scope, SigningKey},
    verify::{Claim, Rules},
};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [flag, name, calls] = &arguments[..]
        && flag == "--case"
    {
        let (.., run) = CASES.iter().find(|(case, ..)| case == name).expect("a case");
        run(calls.parse().expect("a number of calls"));
        return ExitCode::SUCCESS;
    }
    if Command::new("valgrind").arg("--version").output().is_err() {
        eprintln!("counting instructions requires valgrind, such as `apt-get install valgrind`");
        let required = arguments.iter().any(|argument| argument == "--require");
        return if required { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    }
    println!("| URL | instructions | in `sha2` | allocations |\n|---|---:|---:|---:|");
    let mut is_within_limits = true;
    for (name, limit, _) in CASES {
        let [few, many] = [FEW, MANY].map(|calls| Counts::of(name, calls));
        let per_call = |few, many| (many - few) / (MANY - FEW);
        let other = per_call(few.other, many.other);
        let hashing = per_call(few.hashing, many.hashing);
        let allocations = per_call(few.allocations, many.allocations);
        assert!(hashing > 0, "no function of {HASH} was called");
        println!("| {name} | {other} | {hashing} | {allocations} |");
        if other > limit {
            eprintln!("{name}: {other} instructions, and the limit is {limit}");
            is_within_limits = false;
        }
    }
    if is_within_limits { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

type Case = (&'static str, u64, fn(u64));

/// The cases of `benches/presign.rs` with their limits; the argument is the number of calls.
const CASES: [Case; 7] = [
    ("get, warm", 3_300, |calls| get(&presigner(), calls)),
    ("get, session token of 1.2 kB", 4_200, |calls| get(&presigner_with_token(), calls)),
    ("get, one of a batch", 2_850, batch),
    ("presign_into, on a signer", 2_600, into_buffer),
    ("put, and its request", 6_800, put_with_headers),
    ("verify", 5_900, verify),
    ("verify_with_key", 4_400, verify_with_key),
];

fn get(presigner: &Presigner, calls: u64) {
    for _ in 0..calls {
        black_box(
            presigner.get(black_box(BUCKET), black_box(KEY), EXPIRY).expect("a valid request"),
        );
    }
}

fn batch(calls: u64) {
    let presigner = presigner();
    let signer = presigner.at(NOW);
    for _ in 0..calls {
        black_box(signer.get(black_box(BUCKET), black_box(KEY), EXPIRY).expect("a valid request"));
    }
}

fn into_buffer(calls: u64) {
    let presigner = presigner();
    let signer = presigner.at(NOW);
    let mut buffer = String::with_capacity(4096);
    for _ in 0..calls {
        buffer.clear();
        let request = Request::get(black_box(BUCKET), black_box(KEY));
        signer.presign_into(&request, EXPIRY, &mut buffer).expect("a valid request");
        black_box(&buffer);
    }
}

fn put_with_headers(calls: u64) {
    let presigner = presigner();
    for _ in 0..calls {
        let request = Request::put(black_box(BUCKET), black_box(KEY))
            .header("content-type", "image/jpeg")
            .header("content-length", "1048576")
            .header("x-amz-meta-owner", "jane doe")
            .header("x-amz-storage-class", "INTELLIGENT_TIERING");
        black_box(presigner.presign(&request, EXPIRY).expect("a valid request"));
    }
}

fn verify(calls: u64) {
    claims(calls, |claim| {
        black_box(claim.verify(black_box(SECRET), &Rules::s3(NOW)).expect("a valid signature"));
    });
}

fn verify_with_key(calls: u64) {
    let scope = Scope::new(NOW, "eu-central-1", "s3").expect("a year below 10000");
    let key = SigningKey::derive(SECRET, &scope);
    claims(calls, |claim| {
        let verified = claim.verify_with_key(black_box(&key), &Rules::s3(NOW));
        black_box(verified.expect("a valid signature"));
    });
}

/// As in a server: each request is parsed.
fn claims(calls: u64, verify: impl Fn(&Claim<'_>)) {
    let url = presigner().at(NOW).get(BUCKET, KEY, EXPIRY).expect("a valid request").into_string();
    let url = url.strip_prefix("https://").expect("a scheme");
    let (host, path_and_query) = url.split_at(url.find('/').expect("a path"));
    let headers = [("host", host)];
    for _ in 0..calls {
        let claim = Claim::parse("GET", black_box(path_and_query), &headers).expect("a claim");
        verify(&claim);
    }
}

fn presigner() -> Presigner {
    Presigner::new(credentials(), "eu-central-1")
}

fn presigner_with_token() -> Presigner {
    let token = "IQoJb3JpZ2luX2VjE//+".repeat(60);
    Presigner::new(credentials().with_session_token(token), "eu-central-1")
}

fn credentials() -> Credentials {
    Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET)
}

/// The instructions and allocations of a run.
#[derive(Default)]
struct Counts {
    other: u64,
    hashing: u64,
    allocations: u64,
}

impl Counts {
    fn of(name: &str, calls: u64) -> Self {
        let output = Command::new("valgrind")
            .args(["--quiet", "--tool=callgrind", "--callgrind-out-file=/dev/stdout"])
            .arg(env::current_exe().expect("this program"))
            .args(["--case", name, &calls.to_string()])
            .output()
            .expect("valgrind runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self::parse(&String::from_utf8_lossy(&output.stdout))
    }

    /// Parses the format of callgrind: `fn=(id) name`, with the name only the first time, then the cost of each
    /// source line. A call is `cfn=(id) name` and `calls=` with their number; the line after it is the inclusive cost,
    /// which is counted in the callee.
    fn parse(profile: &str) -> Self {
        let (mut counts, mut names) = (Self::default(), HashMap::new());
        let (mut function, mut callee, mut after_call) = ("", "", false);
        for line in profile.lines() {
            if let Some((kind, id_and_name)) = line.split_once("fn=(") {
                let (id, name) = id_and_name.split_once(')').expect("an id");
                if !name.is_empty() {
                    names.insert(id, name.trim_start());
                }
                let changed = if kind.is_empty() { &mut function } else { &mut callee };
                *changed = names[id];
            } else if let Some(calls) = line.strip_prefix("calls=") {
                after_call = true;
                if ALLOCATE.contains(&callee) {
                    counts.allocations += number(calls);
                }
            } else if line.starts_with(|c: char| c.is_ascii_digit() || "+-*".contains(c)) {
                let cost = line.split_once(' ').map_or(0, |(_, cost)| number(cost));
                match (after_call, function.starts_with(HASH)) {
                    (true, _) => after_call = false,
                    (false, true) => counts.hashing += cost,
                    (false, false) => counts.other += cost,
                }
            }
        }
        counts
    }
}

/// The number before the first space.
fn number(text: &str) -> u64 {
    text.split(' ').next().and_then(|number| number.parse().ok()).expect("a number")
}

/// The functions of the C library that allocate.
const ALLOCATE: [&str; 4] = ["calloc", "malloc", "posix_memalign", "realloc"];

/// The prefix of the names of the compression functions.
const HASH: &str = "sha2::";
const FEW: u64 = 100;
const MANY: u64 = 1_100;
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const BUCKET: &str = "my-bucket";
const KEY: &str = "photos/2024/cat.jpg";
const EXPIRY: Expiry = Expiry::minutes(15);
const NOW: Timestamp = Timestamp::from_unix_seconds(1_710_506_096);
