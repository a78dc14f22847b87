//! Allocations and bytes per URL for each peer; run by the program that prints the table.

use std::{alloc::System, hint::black_box};

use presigner_peers::{
    EXPIRY, KEYS,
    peers::{self, BUCKET},
};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    for peer in peers::all() {
        let url =
            || drop(black_box((peer.url)(BUCKET.name, KEYS[0], EXPIRY).expect("an ordinary key")));
        // Allocations that the first call caches are not counted.
        url();
        let region = Region::new(&INSTRUMENTED_SYSTEM);
        for _ in 0..CALLS {
            url();
        }
        let change = region.change();
        let allocations = (change.allocations + change.reallocations) / CALLS;
        println!("{}\t{allocations}\t{}", peer.name, change.bytes_allocated / CALLS);
    }
}

const CALLS: usize = 100;
