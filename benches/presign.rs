//! The time to presign a URL, compared with the hashing that it requires.
//!
//! ```sh
//! cargo bench --bench presign               # all benchmarks
//! cargo bench --bench presign -- ratio      # only the tables
//! RUSTFLAGS='--cfg sha2_backend="soft"' cargo bench --bench presign -- ratio      # as without SHA extensions
//! ```
//!
//! `benches/measure` writes the tables to `benches/README.md`.
//!
//! The floor of a URL is the time for its SHA-256 compressions: those of the canonical request, of the string to sign
//! after the cached block of the key, and the outer one of HMAC; for a cold key also those of the key derivation.
//! They are counted from the lengths and timed with `sha2` itself. Quote the figures of the table: it alternates
//! between URL and floor thousands of times and uses the fastest run of each.

#![expect(clippy::print_stdout, reason = "prints its results")]

mod machine;

use std::{
    hint::black_box,
    iter,
    sync::Barrier,
    thread,
    time::{Duration, Instant},
};

use criterion::Criterion;
use presigner::{
    Credentials, Expiry, Method, Presigner, Request, Timestamp,
    sigv4::{CanonicalRequest, PayloadHash, Scope, SigningKey},
    verify::{Claim, Rules},
};
use sha2::block_api::compress256;

fn main() {
    let cases = cases();
    let mut criterion = Criterion::default().configure_from_args();
    for case in &cases {
        let mut group = criterion.benchmark_group(case.name);
        group.bench_function("url", |bencher| bencher.iter(|| (case.run)()));
        group.bench_function("floor", |bencher| bencher.iter(|| compress(case.floor_blocks)));
        group.finish();
    }
    #[cfg(feature = "sigv4a")]
    multi_region(&mut criterion);
    criterion.final_summary();
    println!("On {}:", machine::description());
    print_ratios(&cases);
    print_sharing();
}

/// A URL for a Multi-Region Access Point, most of whose time is ECDSA.
#[cfg(feature = "sigv4a")]
fn multi_region(criterion: &mut Criterion) {
    const ARN: &str = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
    let presigner = presigner(None);
    criterion.bench_function("get, Multi-Region Access Point", |bencher| {
        bencher.iter(|| {
            presigner.get(black_box(ARN), black_box(KEY), EXPIRY).expect("a valid request")
        });
    });
}

/// A way to make a URL, and the number of compressions that it requires.
struct Case {
    name: &'static str,
    floor_blocks: usize,
    run: Box<dyn Fn() -> usize>,
}

fn cases() -> Vec<Case> {
    let long_key = "ключ/鍵/🔑/".repeat(1024 / "ключ/鍵/🔑/".len());
    vec![
        get("get, warm", presigner(None), KEY),
        cold(presigner(None)),
        get(
            "get, session token of 1.2 kB",
            presigner(Some(&"IQoJb3JpZ2luX2VjE//+".repeat(60))),
            KEY,
        ),
        get("get, key of 1 kB, not ASCII", presigner(None), long_key.leak()),
        put(presigner(None)),
        put_from_scratch(presigner(None)),
        of_a_batch(presigner(None)),
        into_buffer(presigner(None)),
        verified(presigner(None)),
        verified_with_key(presigner(None)),
    ]
}

fn presigner(session_token: Option<&str>) -> &'static Presigner {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET);
    let credentials = match session_token {
        Some(token) => credentials.with_session_token(token),
        None => credentials,
    };
    Box::leak(Box::new(Presigner::new(credentials, "eu-central-1")))
}

fn get(name: &'static str, presigner: &'static Presigner, key: &'static str) -> Case {
    let run = move || {
        let url =
            presigner.get(black_box(BUCKET), black_box(key), EXPIRY).expect("a valid request");
        url.as_str().len()
    };
    let floor_blocks = warm_blocks(presigner, &Request::get(BUCKET, key));
    Case { name, floor_blocks, run: Box::new(run) }
}

/// `at` a day that is not cached, so that each call derives the signing key.
fn cold(presigner: &'static Presigner) -> Case {
    let run = move || {
        let url = presigner.at(black_box(NOW)).get(black_box(BUCKET), black_box(KEY), EXPIRY);
        url.expect("a valid request").as_str().len()
    };
    let floor_blocks = warm_blocks(presigner, &Request::get(BUCKET, KEY)) + DERIVATION_BLOCKS;
    Case { name: "get, cold key", floor_blocks, run: Box::new(run) }
}

/// With an existing request.
fn put(presigner: &'static Presigner) -> Case {
    let request = with_headers(KEY);
    let floor_blocks = warm_blocks(presigner, &request);
    let run = move || {
        let url = presigner.presign(black_box(&request), EXPIRY).expect("a valid request");
        url.as_str().len()
    };
    Case { name: "put, four signed headers", floor_blocks, run: Box::new(run) }
}

/// With a new request for each URL, whose headers are checked and sorted.
fn put_from_scratch(presigner: &'static Presigner) -> Case {
    let run = move || {
        let url =
            presigner.presign(&with_headers(black_box(KEY)), EXPIRY).expect("a valid request");
        url.as_str().len()
    };
    let floor_blocks = warm_blocks(presigner, &with_headers(KEY));
    Case { name: "put, and its request", floor_blocks, run: Box::new(run) }
}

fn with_headers(key: &str) -> Request<'_> {
    Request::put(BUCKET, key)
        .header("content-type", "image/jpeg")
        .header("content-length", "1048576")
        .header("x-amz-meta-owner", "jane doe")
        .header("x-amz-storage-class", "INTELLIGENT_TIERING")
}

/// One URL of many with the same signing time.
fn of_a_batch(presigner: &'static Presigner) -> Case {
    let signer = presigner.at(NOW);
    let floor_blocks = warm_blocks(presigner, &Request::get(BUCKET, KEY));
    let run = move || {
        let url = signer.get(black_box(BUCKET), black_box(KEY), EXPIRY).expect("a valid request");
        url.as_str().len()
    };
    Case { name: "get, one of a batch", floor_blocks, run: Box::new(run) }
}

fn into_buffer(presigner: &'static Presigner) -> Case {
    let signer = presigner.at(NOW);
    let buffer = std::cell::RefCell::new(String::with_capacity(4096));
    let floor_blocks = warm_blocks(presigner, &Request::get(BUCKET, KEY));
    let run = move || {
        let mut buffer = buffer.borrow_mut();
        buffer.clear();
        let request = Request::get(black_box(BUCKET), black_box(KEY));
        signer.presign_into(&request, EXPIRY, &mut buffer).expect("a valid request");
        buffer.len()
    };
    Case { name: "presign_into, on a signer", floor_blocks, run: Box::new(run) }
}

/// As in a server: from the request line and the secret.
fn verified(presigner: &'static Presigner) -> Case {
    let run = verification(presigner, |claim| {
        let verified = claim.verify(black_box(SECRET), &Rules::s3(NOW)).expect("a valid signature");
        verified.host().len()
    });
    let floor_blocks = warm_blocks(presigner, &Request::get(BUCKET, KEY)) + DERIVATION_BLOCKS;
    Case { name: "verify", floor_blocks, run }
}

/// With the signing key of the day.
fn verified_with_key(presigner: &'static Presigner) -> Case {
    let scope = Scope::new(NOW, "eu-central-1", "s3").expect("a year below 10000");
    let key = SigningKey::derive(SECRET, &scope);
    let run = verification(presigner, move |claim| {
        let verified = claim.verify_with_key(black_box(&key), &Rules::s3(NOW));
        verified.expect("a valid signature").host().len()
    });
    let floor_blocks = warm_blocks(presigner, &Request::get(BUCKET, KEY));
    Case { name: "verify_with_key", floor_blocks, run }
}

fn verification(
    presigner: &Presigner,
    verify: impl Fn(&Claim<'_>) -> usize + 'static,
) -> Box<dyn Fn() -> usize> {
    let url = presigner.at(NOW).get(BUCKET, KEY, EXPIRY).expect("a valid request");
    let (host, path_and_query) =
        url.as_str().strip_prefix("https://").and_then(|url| url.split_once('/')).expect("a path");
    let (host, path_and_query) = (host.to_owned(), ["/", path_and_query].concat());
    Box::new(move || {
        let headers = [("host", host.as_str())];
        verify(&Claim::parse("GET", black_box(&path_and_query), &headers).expect("a claim"))
    })
}

/// The blocks to hash for a URL when the signing key is cached.
fn warm_blocks(presigner: &Presigner, request: &Request<'_>) -> usize {
    let url = presigner.at(NOW).presign(request, EXPIRY).expect("a valid request");
    let (path, query) = url.as_str()["https://".len()..].split_once('?').expect("a query");
    let (host, path) = path.split_at(path.find('/').expect("a path"));
    let query = query.split("&X-Amz-Signature=").next().expect("a signature");
    let canonical = CanonicalRequest::new(Method::as_str(url.method()), host, path, query)
        .payload_hash(PayloadHash::Unsigned);
    let canonical = url
        .headers()
        .iter()
        .fold(canonical, |canonical, (name, value)| canonical.header(name, value));
    let scope = Scope::new(NOW, "eu-central-1", "s3").expect("a year below 10000");
    let string_to_sign =
        "AWS4-HMAC-SHA256\nYYYYMMDDThhmmssZ\n".len() + scope.to_string().len() + "\n".len() + 64;
    blocks(canonical.to_string().len()) + blocks(string_to_sign) + blocks(32)
}

/// The blocks of a message, which is followed by one bit, padding, and its length in eight bytes.
const fn blocks(bytes: usize) -> usize {
    (bytes + 1 + 8).div_ceil(64)
}

fn compress(blocks: usize) -> [u32; 8] {
    let mut state = [0; 8];
    compress256(&mut state, black_box(&[[0; 64]; 128][..blocks]));
    state
}

fn print_ratios(cases: &[Case]) {
    println!("\n| URL | blocks | floor, {} | URL | ratio |", backend());
    println!("|---|---:|---:|---:|---:|");
    for case in cases {
        let (mut url, mut floor) = (Duration::MAX, Duration::MAX);
        for _ in 0..TURNS {
            url = url.min(time(|| (case.run)()));
            floor = floor.min(time(|| compress(case.floor_blocks)));
        }
        let ratio = url.as_secs_f64() / floor.as_secs_f64();
        let nanoseconds = |time: Duration| time.as_nanos() / u128::from(CALLS_PER_TURN);
        let (url, floor) = (nanoseconds(url), nanoseconds(floor));
        let Case { name, floor_blocks, .. } = case;
        println!("| {name} | {floor_blocks} | {floor} ns | {url} ns | {ratio:.2} |");
    }
}

/// The implementation of SHA-256 that `sha2` uses.
fn backend() -> &'static str {
    let is_software = cfg!(sha2_backend = "soft") || !machine::has_sha_extensions();
    if is_software { "software" } else { "SHA extensions" }
}

fn time<T>(call: impl Fn() -> T) -> Duration {
    let start = Instant::now();
    for _ in 0..CALLS_PER_TURN {
        black_box(call());
    }
    start.elapsed()
}

/// Compares threads that share a presigner with threads that have a clone each.
fn print_sharing() {
    let presigner = presigner(None);
    println!("\n| threads | shared presigner | a clone each | ratio |\n|---:|---:|---:|---:|");
    for threads in thread_counts() {
        let clones = vec![presigner.clone(); threads];
        let (mut shared, mut own) = (0.0_f64, 0.0_f64);
        for _ in 0..THREAD_TURNS {
            shared = shared.max(throughput(iter::repeat_n(presigner, threads)));
            own = own.max(throughput(clones.iter()));
        }
        let ratio = shared / own;
        println!("| {threads} | {:.0} k/s | {:.0} k/s | {ratio:.2} |", shared / 1e3, own / 1e3);
    }
}

/// Powers of two up to the number of cores, and that number.
fn thread_counts() -> impl Iterator<Item = usize> {
    let cores = thread::available_parallelism().map_or(2, usize::from).max(2);
    let powers = iter::successors(Some(2), |threads| Some(2 * threads));
    powers.take_while(move |threads| *threads < cores).chain([cores])
}

/// URLs per second, summed over one thread for each presigner.
fn throughput<'p>(presigners: impl ExactSizeIterator<Item = &'p Presigner>) -> f64 {
    let threads = presigners.len();
    let start = Barrier::new(threads);
    let work = |presigner: &Presigner| {
        start.wait();
        let begin = Instant::now();
        for _ in 0..CALLS_PER_THREAD {
            let url = presigner.get(black_box(BUCKET), black_box(KEY), EXPIRY);
            black_box(url.expect("a valid request"));
        }
        (begin, Instant::now())
    };
    let times: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> =
            presigners.map(|presigner| scope.spawn(move || work(presigner))).collect();
        workers.into_iter().map(|worker| worker.join().expect("a worker")).collect()
    });
    // From the first start to the last end, because no core is left for a thread that measures.
    let begin = times.iter().map(|(begin, _)| begin).min().expect("a worker");
    let end = times.iter().map(|(_, end)| end).max().expect("a worker");
    let urls = u32::try_from(threads).map_or(f64::MAX, f64::from) * f64::from(CALLS_PER_THREAD);
    urls / end.duration_since(*begin).as_secs_f64()
}

/// Four HMACs of short messages, each with two blocks for the padded keys and one each for message and digest, and
/// two blocks for the padded signing key, whose states a presigner caches.
const DERIVATION_BLOCKS: usize = 4 * 4 + 2;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const BUCKET: &str = "my-bucket";
const KEY: &str = "photos/2024/cat.jpg";
const EXPIRY: Expiry = Expiry::minutes(15);
const NOW: Timestamp = Timestamp::from_unix_seconds(1_710_506_096);
const TURNS: u32 = 2_000;
const CALLS_PER_TURN: u32 = 100;
const THREAD_TURNS: u32 = 500;
const CALLS_PER_THREAD: u32 = 4_000;
