//! URLs per second by number of threads that share a `Presigner` or a `RotatingPresigner`.
//!
//! ```sh
//! cargo bench --features rotation --bench rotation
//! ```
#![expect(clippy::print_stdout, reason = "prints its results")]

use std::{
    hint::black_box,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
    time::{Duration, Instant},
};

use presigner::{Credentials, Expiry, Presigner, RotatingPresigner};

fn main() {
    let plain = Presigner::new(credentials(), "eu-central-1");
    let rotating = RotatingPresigner::new(plain.clone());
    println!("| threads | `Presigner` | `RotatingPresigner` | rotated every millisecond |");
    println!("|---:|---:|---:|---:|");
    for threads in [1, 2] {
        let alone = throughput(threads, || sign(&plain));
        let loaded = throughput(threads, || sign(&rotating.load()));
        let rotated = while_rotating(&rotating, || throughput(threads, || sign(&rotating.load())));
        let percent = |rate: f64| 100.0 * rate / alone;
        println!(
            "| {threads} | {:.0} k/s | {:.0} % | {:.0} % |",
            alone / 1e3,
            percent(loaded),
            percent(rotated)
        );
    }
}

fn sign(presigner: &Presigner) {
    let url =
        presigner.get(black_box("my-bucket"), black_box("photos/cat.jpg"), Expiry::minutes(15));
    black_box(url.expect("a valid request"));
}

/// Calls per second, summed over all threads: the best of several rounds.
fn throughput(threads: usize, call: impl Fn() + Sync) -> f64 {
    (0..ROUNDS).map(|_| round(threads, &call)).fold(0.0, f64::max)
}

fn round(threads: usize, call: &(impl Fn() + Sync)) -> f64 {
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| (0..CALLS).for_each(|_| call()));
        }
    });
    let calls = u32::try_from(threads).map_or(f64::MAX, f64::from) * f64::from(CALLS);
    calls / start.elapsed().as_secs_f64()
}

fn while_rotating<T>(rotating: &RotatingPresigner, work: impl FnOnce() -> T) -> T {
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Relaxed) {
                rotating.rotate(credentials());
                thread::sleep(Duration::from_millis(1));
            }
        });
        let result = work();
        is_done.store(true, Relaxed);
        result
    })
}

fn credentials() -> Credentials {
    Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
}

const ROUNDS: u32 = 10;
const CALLS: u32 = 50_000;
