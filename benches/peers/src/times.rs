//! The time per URL. All peers run in turn, so that other load on the machine affects them equally.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use crate::{EXPIRY, KEYS, peers::Job};

/// The median time per URL of each job for a bucket, in nanoseconds.
#[must_use]
pub fn medians(jobs: &[&Job], bucket: &str, rounds: usize) -> Vec<f64> {
    let turn = |job: &Job, calls| turn(job, bucket, calls);
    let calls: Vec<u32> = jobs.iter().map(|job| calls_per_turn(|calls| turn(job, calls))).collect();
    let mut times = vec![Vec::with_capacity(rounds); jobs.len()];
    for _ in 0..rounds {
        for ((job, &calls), times) in jobs.iter().zip(&calls).zip(&mut times) {
            // The first call warms up the caches, which the other peers have used.
            turn(job, 1);
            times.push(turn(job, calls).as_secs_f64() * 1e9 / f64::from(calls));
        }
    }
    times.into_iter().map(median).collect()
}

fn calls_per_turn(turn: impl Fn(u32) -> Duration) -> u32 {
    turn(100);
    let calls = TURN.as_secs_f64() / (turn(100).as_secs_f64() / 100.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rough number")]
    (calls as u32).max(1)
}

fn turn(job: &Job, bucket: &str, calls: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..calls {
        let url = job(black_box(bucket), black_box(KEYS[0]), black_box(EXPIRY));
        black_box(url.expect("an ordinary key"));
    }
    start.elapsed()
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

const TURN: Duration = Duration::from_millis(1);
