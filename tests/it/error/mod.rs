//! The sentences of errors. Each row is in the folder of the module whose rule it tests.

mod kinds;
pub(crate) mod refusal;

use std::collections::BTreeSet;

use presigner::Request;

use self::refusal::{Refusal, about, check, shown};
use crate::{credentials, endpoint, post, presign, request, sigv4, tokens, variants};

#[test]
fn text_of_the_caller_is_escaped_and_truncated() {
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
                "has `\\u{202e}` at byte 0, which bucket names do not allow; check the name",
            ),
        ),
        (
            get().query(&long, "1").query(&long, "2"),
            about("query parameter", &long, "is given more than once; give it once"),
        ),
        (
            get().query("partNumber", &long),
            about("part number", &long, "is not an integer from 1 to 10000; number parts from 1"),
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
                 remove or encode it, because only printable ASCII reaches the server unchanged",
                shown(&token)
            ),
        ),
    ];
    let requests = rows.map(|(request, sentence)| Refusal::of_request(&request, sentence));
    check(requests.into_iter().chain(endpoint::arns::with_long_components()));
}

#[test]
fn every_error_variant_has_a_row() {
    let refused: BTreeSet<_> = all().iter().map(Refusal::variant).collect();
    let missing: BTreeSet<_> = variants()
        .into_iter()
        .filter(|variant| !refused.contains(variant) && !TESTED_ELSEWHERE.contains(&&**variant))
        .collect();
    assert!(missing.is_empty(), "no row returns {missing:?}");
}

#[test]
fn every_sentence_begins_in_lower_case_and_has_no_full_stop() {
    const NAMES: [&str; 7] = [
        "URL",
        "S3",
        "Object Lambda",
        "Multi-Region Access Points",
        "Transfer Acceleration",
        "Cloudflare",
        "Backblaze",
    ];
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
    assert!(others.is_empty(), "no remedy after `; ` in {others:#?}");
}

fn variants() -> BTreeSet<String> {
    variants::variants("error.rs", "Error")
}

fn all() -> Vec<Refusal> {
    [
        request::refusals::keys(),
        request::refusals::buckets(),
        request::refusals::parameters(),
        request::refusals::headers(),
        endpoint::refusals::regions(),
        endpoint::refusals::urls(),
        endpoint::refusals::bucket_hosts(),
        endpoint::refusals::bucket_paths(),
        endpoint::refusals::other_regions(),
        endpoint::refusals::options(),
        endpoint::arns::invalid(),
        endpoint::refusals::express_sessions(),
        post::refusals::forms::forms(),
        credentials::refusals::invalid_credentials(),
        presign::refusals::times(),
        request::refusals::methods(),
        request::multipart::refused_parts(),
        request::multipart::refused_responses(),
        request::refusals::iam_only_operations(),
        sigv4::refusals::other_services(),
        tokens::refusals::invalid_tokens(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Errors that are tested in other files, because they need another process or a feature.
const TESTED_ELSEWHERE: &[&str] = &[
    // presign/http.rs
    "UnsupportedHttpRequest",
    // credentials/environment.rs
    "MissingEnvironmentVariable",
    "InvalidEnvironmentVariable",
    // credentials/sources.rs
    "MissingCredentials",
    "MissingRegion",
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
    "UnsupportedCredentialsDocument",
];
