//! The number of allocations of signing and verifying.

use std::time::Duration;

use allocation_counter::measure;
use presigner::{
    Credentials, Endpoint, PresignedUrl, Presigner, Request, Signer, Timestamp,
    verify::{Claim, Rules},
};

const EXPIRY: Duration = Duration::from_secs(900);

#[test]
fn a_warm_presigner_allocates_only_the_url() {
    let presigner = Presigner::new(credentials(), "eu-central-1");
    // The minimum of three, because midnight, when a key is derived, may fall between two.
    let fewest = (0..3)
        .map(|_| allocations(|| drop(presigner.get("my-bucket", "photos/cat.jpg", EXPIRY))))
        .min();
    assert_eq!(fewest, Some(1));
}

#[test]
fn a_request_without_parameters_and_headers_allocates_nothing() {
    assert_eq!(allocations(|| drop(Request::get("my-bucket", "photos/cat.jpg"))), 0);
    assert_eq!(allocations(|| drop(Request::put("my-bucket", "photos/cat.jpg"))), 0);
    assert_eq!(allocations(|| drop(Request::list_buckets())), 0);
}

#[test]
fn signing_into_a_large_buffer_allocates_nothing() {
    let get = || Request::get("my-bucket", "photos/cat.jpg");
    let long_lived = || presigner(credentials());
    let temporary = || presigner(credentials().with_session_token("token/+=".repeat(128)));
    let session = || presigner(credentials().with_s3_express_session_token("/".repeat(128)));
    let with_parameters = get().query("versionId", "null").query("ä", "€").query("x-user", "");
    // Names of which every byte is escaped, without values that could leave spare capacity.
    let names: Vec<_> = (1..=24).map(|length| "&".repeat(length)).collect();
    let with_names = names.iter().fold(get(), |request, name| request.query(name, ""));
    let with_headers = names.iter().fold(get(), |request, name| request.header(name, ""));
    let with_all = put_with_four_headers().query("partNumber", "1").query("uploadId", "ä");
    check_buffer([
        ("an object", long_lived(), get()),
        ("a key full of escapes", long_lived(), Request::get("my-bucket", "ä€😀 ?&=/+%")),
        ("a dotted bucket, in the path", long_lived(), Request::get("my.bucket", "cat.jpg")),
        ("an old bucket, in the path", long_lived(), Request::get("My_Bucket", "cat.jpg")),
        ("a listing of buckets", long_lived(), Request::list_buckets()),
        ("an access point", long_lived(), Request::get(ACCESS_POINT, "cat.jpg")),
        ("Object Lambda over FIPS", over(Endpoint::aws().fips()), Request::get(OBJECT_LAMBDA, "€")),
        ("an access point of an outpost", long_lived(), Request::get(OUTPOST, "€")),
        ("the same by its alias", long_lived(), Request::get(OUTPOST_ALIAS, "€")),
        ("a directory bucket over IPv6", over(Endpoint::aws().dual_stack()), in_directory()),
        (
            "a listing of directory buckets over FIPS and IPv6",
            over(Endpoint::aws().fips().dual_stack()),
            Request::list_directory_buckets(),
        ),
        ("Cloudflare R2", over(Endpoint::r2("0")), Request::get("b", "€")),
        ("a session token", temporary(), get()),
        ("a session of a directory bucket", session(), Request::get(DIRECTORY, "€")),
        ("long path, id and region", with_long_names(), Request::get("My_Bucket", "€")),
        ("parameters", long_lived(), with_parameters),
        ("parameters without values", long_lived(), with_names),
        ("headers without values", long_lived(), with_headers),
        ("four headers", long_lived(), put_with_four_headers()),
        ("a session token, parameters and four headers", temporary(), with_all),
    ]);
}

/// Its key is not cached, but deriving one allocates nothing.
#[test]
fn signing_for_another_region_allocates_only_the_buffer() {
    let request = Request::get(ACCESS_POINT_IN_ANOTHER_REGION, "cat.jpg");
    check_buffer([("an access point of another region", presigner(credentials()), request)]);
}

#[test]
fn an_upload_with_four_headers_allocates_once() {
    let presigner = Presigner::new(credentials(), "eu-central-1");
    let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));

    // One list, with an initial capacity of four.
    assert_eq!(allocations(|| drop(put_with_four_headers())), 1);

    // The headers to send follow the URL in the same string.
    let request = put_with_four_headers();
    assert_eq!(allocations(|| drop(signer.presign(&request, EXPIRY))), 1);
    let short = Request::put("my-bucket", "photos/cat.jpg").header("x-amz-meta-empty", "");
    assert_eq!(allocations(|| drop(signer.presign(&short, EXPIRY))), 1);
}

#[test]
fn the_buffer_needs_no_capacity_for_header_values() {
    let signer_of = presigner(credentials());
    let signer = signer_of.at(Timestamp::from_unix_seconds(1_369_353_600));
    let request = Request::put("my-bucket", "k").header("x-amz-meta-a", "v".repeat(2000));
    let mut url = String::with_capacity(1024);
    assert_eq!(allocations(|| sign(&signer, &request, &mut url)), 0, "{url}");
}

/// Otherwise long keys from untrusted callers could exhaust memory.
#[test]
fn a_key_that_is_too_long_allocates_little_memory() {
    let presigner = Presigner::new(credentials(), "eu-central-1");
    let key = "k".repeat(1 << 20);
    let signing = measure(|| assert!(presigner.get("my-bucket", &key, EXPIRY).is_err()));
    assert!(signing.bytes_max < 32 * 1024, "{} bytes", signing.bytes_max);
}

#[test]
fn into_string_does_not_allocate() {
    let presigner = Presigner::new(credentials(), "eu-central-1");
    let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
    for into_string in [PresignedUrl::into_string, String::from] {
        let url = signer.get("my-bucket", "photos/cat.jpg", EXPIRY).expect("a valid request");
        let text = url.to_string();
        assert_eq!(allocations(|| assert_eq!(into_string(url), text)), 0);
    }
}

/// The query before the signature is the canonical query if it is in canonical order.
#[test]
fn verifying_a_url_in_canonical_order_allocates_nothing() {
    let presigner = Presigner::new(credentials(), "eu-central-1");
    let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
    let url = signer.get("my-bucket", "photos/cat.jpg", EXPIRY).expect("a valid request");
    let host = "my-bucket.s3.eu-central-1.amazonaws.com";
    let path_and_query = url.as_str().split_once(host).expect("the host").1;
    let headers = [("host", host)];
    let claim = Claim::parse("GET", path_and_query, &headers).expect("a presigned request");
    let rules = Rules::s3(url.validity().signed_at());
    let verify = || drop(claim.verify(SECRET, &rules).expect("a valid signature"));
    assert_eq!(allocations(verify), 0);
}

fn over(endpoint: Endpoint) -> Presigner {
    presigner(credentials()).with_endpoint(endpoint)
}

fn in_directory() -> Request<'static> {
    Request::get(DIRECTORY, "€")
}

/// Signs each request twice into the same buffer, which is empty at first.
#[track_caller]
fn check_buffer<const N: usize>(rows: [(&str, Presigner, Request<'_>); N]) {
    let counts = rows.map(|(what, presigner, request)| {
        let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
        let mut url = String::new();
        let first = allocations(|| sign(&signer, &request, &mut url));
        // The capacity is for three bytes per byte, as if each were escaped.
        assert!(url.capacity() < 3 * url.len(), "{what}: {} bytes for {url}", url.capacity());
        url.clear();
        (what, first, allocations(|| sign(&signer, &request, &mut url)))
    });
    let failures: Vec<_> =
        counts.iter().filter(|(_, first, again)| (*first, *again) != (1, 0)).collect();
    assert!(failures.is_empty(), "allocations at first, not 1, and again, not 0: {failures:?}");
}

fn sign(signer: &Signer<'_>, request: &Request<'_>, url: &mut String) {
    signer.presign_into(request, EXPIRY, url).expect("a valid request");
}

/// The allocations of this thread. Growing a buffer counts as one.
fn allocations(work: impl FnOnce()) -> u64 {
    measure(work).count_total
}

fn put_with_four_headers() -> Request<'static> {
    Request::put("my-bucket", "photos/cat.jpg")
        .header("content-type", "image/jpeg")
        .header("content-length", "1024")
        .header("x-amz-meta-author", "jane doe")
        .header("x-amz-expected-bucket-owner", "123456789012")
}

fn presigner(credentials: Credentials) -> Presigner {
    Presigner::new(credentials, "eu-central-1")
}

/// A store with long path, access key id and region.
fn with_long_names() -> Presigner {
    let [path, id, region] = ["/path", "id", "region"].map(|name| name.repeat(10));
    let endpoint = Endpoint::custom(&format!("https://store.example.com{path}"));
    Presigner::new(Credentials::new(id, SECRET), region)
        .with_endpoint(endpoint.expect("a valid URL"))
}

fn credentials() -> Credentials {
    Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET)
}

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

const DIRECTORY: &str = "films--euc1-az1--x-s3";
const OBJECT_LAMBDA: &str = "arn:aws:s3-object-lambda:eu-central-1:123456789012:accesspoint/resize";
const OUTPOST: &str = "arn:aws:s3-outposts:eu-central-1:123456789012:outpost/op-01234567890123456/accesspoint/reports";
const OUTPOST_ALIAS: &str = "test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3";
const ACCESS_POINT: &str = "arn:aws:s3:eu-central-1:123456789012:accesspoint/films";
const ACCESS_POINT_IN_ANOTHER_REGION: &str = "arn:aws:s3:eu-west-1:123456789012:accesspoint/films";
