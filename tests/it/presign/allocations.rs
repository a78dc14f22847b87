//! What signing allocates: the URL, and what the caller wants to own beside it.

use std::time::Duration;

use allocation_counter::measure;
use presigner::{
    Credentials, Endpoint, PresignedUrl, Presigner, Request, Signer, Timestamp,
    verify::{Claim, Rules},
};

const EXPIRY: Duration = Duration::from_secs(900);

#[test]
fn a_warm_presigner_allocates_the_url_alone() {
    let presigner = Presigner::new(credentials(), "eu-central-1");
    // The fewest of some: midnight, when a key is derived, may come between two of them.
    let fewest = (0..3)
        .map(|_| allocations(|| drop(presigner.get("my-bucket", "photos/cat.jpg", EXPIRY))))
        .min();
    assert_eq!(fewest, Some(1));
}

#[test]
fn a_request_without_extras_allocates_nothing() {
    assert_eq!(allocations(|| drop(Request::get("my-bucket", "photos/cat.jpg"))), 0);
    assert_eq!(allocations(|| drop(Request::put("my-bucket", "photos/cat.jpg"))), 0);
    assert_eq!(allocations(|| drop(Request::list_buckets())), 0);
}

#[test]
fn a_buffer_that_is_large_enough_is_all_that_is_needed() {
    let get = || Request::get("my-bucket", "photos/cat.jpg");
    let long_lived = || presigner(credentials());
    let temporary = || presigner(credentials().with_session_token("token/+=".repeat(128)));
    let session = || presigner(credentials().with_s3_express_session_token("/".repeat(128)));
    let with_parameters = get().query("versionId", "null").query("ä", "€").query("x-user", "");
    // Names that are escaped throughout, and nothing else to take room from.
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
        ("names of one's own", elsewhere(), Request::get("My_Bucket", "€")),
        ("parameters", long_lived(), with_parameters),
        ("parameters without values", long_lived(), with_names),
        ("headers without values", long_lived(), with_headers),
        ("four headers", long_lived(), put_with_four_headers()),
        ("a session token, parameters and four headers", temporary(), with_all),
    ]);
}

/// No key is kept for it, but deriving one takes no more than the stack.
#[test]
fn another_region_needs_no_more_than_the_buffer() {
    let foreign = Request::get(FOREIGN_ACCESS_POINT, "cat.jpg");
    check_buffer([("an access point of another region", presigner(credentials()), foreign)]);
}

#[test]
fn an_upload_with_four_headers_allocates_once() {
    let presigner = Presigner::new(credentials(), "eu-central-1");
    let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));

    // One list, which has room for four from the start.
    assert_eq!(allocations(|| drop(put_with_four_headers())), 1);

    // The headers to send stand behind the URL, in the same text.
    let request = put_with_four_headers();
    assert_eq!(allocations(|| drop(signer.presign(&request, EXPIRY))), 1);
    let short = Request::put("my-bucket", "photos/cat.jpg").header("x-amz-meta-empty", "");
    assert_eq!(allocations(|| drop(signer.presign(&short, EXPIRY))), 1);
}

#[test]
fn the_buffer_needs_no_room_for_the_values_of_headers() {
    let signer_of = presigner(credentials());
    let signer = signer_of.at(Timestamp::from_unix_seconds(1_369_353_600));
    let request = Request::put("my-bucket", "k").header("x-amz-meta-a", "v".repeat(2000));
    let mut url = String::with_capacity(1024);
    assert_eq!(allocations(|| sign(&signer, &request, &mut url)), 0, "{url}");
}

/// Else whoever names a long key could fill the memory with rooms for URLs that are never made.
#[test]
fn a_key_that_is_too_long_takes_little_memory() {
    let presigner = Presigner::new(credentials(), "eu-central-1");
    let key = "k".repeat(1 << 20);
    let signing = measure(|| assert!(presigner.get("my-bucket", &key, EXPIRY).is_err()));
    assert!(signing.bytes_max < 32 * 1024, "{} bytes", signing.bytes_max);
}

#[test]
fn a_url_is_handed_over_without_a_copy() {
    let presigner = Presigner::new(credentials(), "eu-central-1");
    let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
    for hand_over in [PresignedUrl::into_string, String::from] {
        let url = signer.get("my-bucket", "photos/cat.jpg", EXPIRY).expect("a good request");
        let text = url.to_string();
        assert_eq!(allocations(|| assert_eq!(hand_over(url), text)), 0);
    }
}

/// What stands before the signature is what was signed, if it stands there in order.
#[test]
fn a_url_as_it_was_signed_is_verified_without_a_copy() {
    let presigner = Presigner::new(credentials(), "eu-central-1");
    let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
    let url = signer.get("my-bucket", "photos/cat.jpg", EXPIRY).expect("a good request");
    let host = "my-bucket.s3.eu-central-1.amazonaws.com";
    let path_and_query = url.as_str().split_once(host).expect("the host").1;
    let headers = [("host", host)];
    let claim = Claim::parse("GET", path_and_query, &headers).expect("a presigned request");
    let rules = Rules::s3(url.validity().signed_at());
    let verify = || drop(claim.verify(SECRET, &rules).expect("a good signature"));
    assert_eq!(allocations(verify), 0);
}

fn over(endpoint: Endpoint) -> Presigner {
    presigner(credentials()).with_endpoint(endpoint)
}

fn in_directory() -> Request<'static> {
    Request::get(DIRECTORY, "€")
}

/// Signs each request into an empty buffer, and then again into the same.
#[track_caller]
fn check_buffer<const N: usize>(rows: [(&str, Presigner, Request<'_>); N]) {
    let counts = rows.map(|(what, presigner, request)| {
        let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
        let mut url = String::new();
        let first = allocations(|| sign(&signer, &request, &mut url));
        // A byte that is not escaped has room for three.
        assert!(url.capacity() < 3 * url.len(), "{what}: {} bytes for {url}", url.capacity());
        url.clear();
        (what, first, allocations(|| sign(&signer, &request, &mut url)))
    });
    let failures: Vec<_> =
        counts.iter().filter(|(_, first, again)| (*first, *again) != (1, 0)).collect();
    assert!(failures.is_empty(), "allocations at first, not 1, and again, not 0: {failures:?}");
}

fn sign(signer: &Signer<'_>, request: &Request<'_>, url: &mut String) {
    signer.presign_into(request, EXPIRY, url).expect("a good request");
}

/// Allocations of this thread; a buffer that grows counts as one.
fn allocations(work: impl FnOnce()) -> u64 {
    measure(work).count_total
}

fn put_with_four_headers() -> Request<'static> {
    Request::put("my-bucket", "photos/cat.jpg")
        .header("content-type", "image/jpeg")
        .header("content-length", "1024")
        .header("x-amz-meta-author", "jane doe")
        .header("x-amz-server-side-encryption", "AES256")
}

fn presigner(credentials: Credentials) -> Presigner {
    Presigner::new(credentials, "eu-central-1")
}

/// A store where every name is a long one.
fn elsewhere() -> Presigner {
    let [path, id, region] = ["/path", "id", "region"].map(|name| name.repeat(10));
    let endpoint = Endpoint::custom(&format!("https://store.example.com{path}"));
    Presigner::new(Credentials::new(id, SECRET), region)
        .with_endpoint(endpoint.expect("a good URL"))
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
const FOREIGN_ACCESS_POINT: &str = "arn:aws:s3:eu-west-1:123456789012:accesspoint/films";
