//! What cannot be signed is refused with a sentence that says what, where, and what to do instead.

mod arns;
mod endpoints;
mod forms;
pub(crate) mod refusal;
mod requests;
mod signatures;

use std::collections::BTreeSet;

use presigner::{Endpoint, Request};

use self::refusal::{Refusal, about, check, presign, presign_at, shown};

#[test]
fn keys_that_no_request_can_carry_are_refused() {
    check(requests::keys());
}

#[test]
fn keys_that_only_look_so_are_signed() {
    let longest = "é".repeat(512);
    for key in ["..a", "a..", "...", "a/.../b", "a/..b", "%2e%2e", "/", "//", "a\\..\\b", &longest]
    {
        presign(&Request::get("bucket", key)).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn dot_segments_that_are_allowed_are_signed() {
    for (key, ..) in requests::DOT_SEGMENTS {
        let request = Request::get("bucket", key).allow_dot_segments();
        let url = presign(&request).unwrap_or_else(|error| panic!("{error}"));
        let path = url.as_str().split_once(".com/").expect("a path").1;
        assert!(path.starts_with(&(key.replace('é', "%C3%A9") + "?")), "{key}: {url}");
    }
}

#[test]
fn buckets_that_no_request_can_address_are_refused() {
    check(requests::buckets());
}

#[test]
fn buckets_that_only_look_so_are_signed() {
    let longest = "b".repeat(255);
    for bucket in ["My_Bucket", "tenant:bucket", "...", "a..b", "a", "%2F", "-a-", &longest] {
        presign(&Request::get(bucket, "key")).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn buckets_that_no_host_can_carry_go_into_the_path() {
    for bucket in ["xn--a", "xn--films-0ra", "My_Bucket", "my.bucket", "ab"] {
        let url = presign(&Request::get(bucket, "key")).unwrap_or_else(|error| panic!("{error}"));
        let begin = format!("https://s3.us-east-1.amazonaws.com/{bucket}/key?");
        assert!(url.as_str().starts_with(&begin), "{url}");
    }
}

#[test]
fn parameters_of_the_signature_and_repeated_ones_are_refused() {
    check(requests::parameters());
}

#[test]
fn headers_of_the_signature_and_unsendable_ones_are_refused() {
    check(requests::headers());
}

/// Else it would look like one without the header, and not be equal to it.
#[test]
fn a_request_shows_why_a_header_is_refused() {
    let plain = Request::get("bucket", "key");
    for refused in [plain.clone().header("host", "x"), plain.clone().header("ä", "x")] {
        assert_ne!(refused, plain);
        let error = presign(&refused).expect_err("a header that is refused");
        assert!(format!("{refused:?}").contains(&format!("{error:?}")), "{refused:?}");
    }
    let twice = plain.header("a", "1").header("A", "2").header("host", "x");
    let first = presign(&twice).expect_err("two headers that are refused");
    assert_eq!(first.to_string(), "header `a` is given more than once; join the values into one");
}

#[test]
fn parameters_and_headers_that_only_look_so_are_signed() {
    let request = Request::get("bucket", "key")
        .query("X-Amz-Dates", "")
        .query("Expires", "1")
        .query("x-amz-acl", "private")
        .query("a", "1")
        .query("A", "1")
        .query("host", "1")
        .query("authorization", "1")
        .query("partNumber", "10000")
        .query("\0", "\n")
        .header("x-amz-acl", "private")
        .header("Signature", "1")
        .header("AWSAccessKeyId", "1")
        .header("partNumber", "0")
        .header("empty", "");
    presign(&request).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn names_of_headers_are_percent_encoded_among_the_signed_ones() {
    let request = Request::get("bucket", "key").header("A%26", "1").header("&", "1");
    let url = presign(&request).unwrap_or_else(|error| panic!("{error}"));
    assert!(url.as_str().contains("&X-Amz-SignedHeaders=%26%3Ba%2526%3Bhost&"), "{url}");
}

#[test]
fn regions_that_are_no_host_label_are_refused() {
    check(endpoints::regions());
}

#[test]
fn a_custom_endpoint_takes_regions_in_upper_case() {
    let store = Endpoint::custom("https://store.example.com").expect("a good URL");
    let url = presign_at(&store, "RegionOne", &Request::get("bucket", "key"));
    let url = url.unwrap_or_else(|error| panic!("{error}"));
    assert!(url.as_str().contains("%2FRegionOne%2Fs3%2F"), "{url}");
}

#[test]
fn endpoint_urls_that_are_no_base_are_refused() {
    check(endpoints::urls());
}

#[test]
fn settings_that_exclude_each_other_are_refused() {
    check(endpoints::switches());
}

#[test]
fn arns_without_an_address_are_refused() {
    check(arns::without_address());
}

#[test]
fn the_token_of_a_session_is_refused_outside_its_bucket() {
    check(endpoints::express_sessions());
}

#[test]
fn forms_that_s3_would_not_take_are_refused() {
    check(forms::forms());
}

#[test]
fn credentials_that_cannot_sign_are_refused() {
    check(signatures::credentials_of_no_use());
}

#[test]
fn times_that_cannot_be_signed_are_refused() {
    check(signatures::times());
}

#[test]
fn methods_that_s3_does_not_know_are_refused() {
    check(signatures::methods());
}

#[test]
fn other_services_have_refusals_of_their_own() {
    check(signatures::other_services());
}

#[test]
fn text_of_the_callers_is_escaped_and_cut() {
    let long = "\u{202e}\n\"'`".repeat(13) + "not shown";
    let (dotted, token) = (format!("../{long}"), "a".repeat(65));
    let get = || Request::get("bucket", "key");
    let segment = "has the segment `..` at byte 0, which browsers and URL libraries rewrite; \
                   rename the object, or allow it with `allow_dot_segments`";
    let rows = [
        (Request::get("bucket", &dotted), about("object key", &dotted, segment)),
        (
            Request::get(&long, "key"),
            about(
                "bucket name",
                &long,
                "has `\\u{202e}` at byte 0, which no bucket has; check the name",
            ),
        ),
        (
            get().query(&long, "1").query(&long, "2"),
            about("query parameter", &long, "is given more than once; give it once"),
        ),
        (
            get().query("partNumber", &long),
            about("part number", &long, "is not 1 to 10000; parts are counted from one"),
        ),
        (
            get().header(&long, ""),
            about(
                "header name",
                &long,
                "has a character at byte 0 that HTTP does not allow there; \
                 use letters, digits and `-`",
            ),
        ),
        (
            get().header(&token, "1").header(&token, "2"),
            about("header", &token, "is given more than once; join the values into one"),
        ),
        (
            get().header(&token, "é"),
            format!(
                "value of header `{}` has a non-ASCII character at byte 0; \
                 only printable ASCII arrives as it was signed, so remove or encode it",
                shown(&token)
            ),
        ),
    ];
    let requests = rows.map(|(request, sentence)| Refusal::of_request(&request, sentence));
    check(requests.into_iter().chain(arns::with_long_parts()));
}

#[test]
fn every_error_has_a_refusal_here() {
    let source = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/error.rs"));
    let (_, variants) = source.split_once("pub enum Error {\n").expect("the enum of errors");
    let refused: BTreeSet<_> = all().iter().map(Refusal::variant).collect();
    let missing: BTreeSet<_> = variants
        .lines()
        .take_while(|line| *line != "}")
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(char::is_uppercase))
        .map(|line| line.trim_end_matches([',', '{', ' ']))
        .filter(|variant| !refused.contains(*variant) && !ELSEWHERE.contains(variant))
        .collect();
    assert!(missing.is_empty(), "no refusal here ends in {missing:?}");
}

#[test]
fn every_sentence_begins_in_lower_case_and_has_no_full_stop() {
    const NAMES: [&str; 5] = ["URL", "S3", "Object Lambda", "Transfer Acceleration", "Cloudflare"];
    let all = all();
    let others: BTreeSet<_> = all
        .iter()
        .map(Refusal::sentence)
        .filter(|sentence| {
            let begins_well = sentence.starts_with(char::is_lowercase)
                || NAMES.iter().any(|name| sentence.starts_with(name));
            !begins_well || sentence.ends_with(['.', ' ', ';', ','])
        })
        .collect();
    assert!(others.is_empty(), "{others:#?}");
}

#[test]
fn every_sentence_ends_with_a_remedy() {
    let all = all();
    let others: BTreeSet<_> =
        all.iter().map(Refusal::sentence).filter(|sentence| !sentence.contains("; ")).collect();
    assert!(others.is_empty(), "nothing says what to do after `; ` in {others:#?}");
}

fn all() -> Vec<Refusal> {
    [
        requests::keys(),
        requests::buckets(),
        requests::parameters(),
        requests::headers(),
        endpoints::regions(),
        endpoints::urls(),
        endpoints::switches(),
        arns::without_address(),
        endpoints::express_sessions(),
        forms::forms(),
        signatures::credentials_of_no_use(),
        signatures::times(),
        signatures::methods(),
        signatures::other_services(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Errors with tests of their own: here they would need another process, or a feature.
const ELSEWHERE: [&str; 10] = [
    // credentials/environment.rs
    "MissingEnvironmentVariable",
    "InvalidEnvironmentVariable",
    // credentials/profile.rs
    "UnreadableProfileFile",
    "InvalidProfileFile",
    "MissingProfile",
    "InvalidProfile",
    "UnsupportedProfile",
    // credentials/json.rs
    "MalformedCredentialsDocument",
    "CredentialsNotGranted",
    "InvalidCredentialsDocument",
];
