//! Generated input of callers: texts, endpoints, times.

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, Ipv6Addr},
    time::Duration,
};

use presigner::{Endpoint, Expiry, ExpiryPolicy, Request, Timestamp};
use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::select,
};

/// Arbitrary text, biased towards characters with a meaning in URLs.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => select(&SPECIAL_PIECES[..]).prop_map(String::from),
        2 => any::<char>().prop_map(String::from),
        1 => "[a-zA-Z0-9]{1,4}",
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

pub(crate) fn key() -> impl Strategy<Value = String> {
    text().prop_map(|key| if key.is_empty() { String::from("key") } else { key })
}

/// Bucket names, ARNs, and invalid names.
pub(crate) fn bucket() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9][a-z0-9-]{1,20}[a-z0-9]",
        "[a-zA-Z0-9._:-]{1,12}",
        "xn--[a-z0-9-]{1,8}",
        select(&BUCKETS[..]).prop_map(String::from),
        text(),
    ]
}

pub(crate) fn region() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z0-9-]{1,12}", "xn--[a-z0-9-]{1,8}", text()]
}

/// Raw names and values, without reserved and repeated names.
pub(crate) fn parameters() -> impl Strategy<Value = BTreeMap<String, String>> {
    let name = text().prop_map(|name| {
        let is_reserved = |reserved: &&str| reserved.eq_ignore_ascii_case(&name);
        if name.is_empty() || RESERVED.iter().any(is_reserved) { name + "~" } else { name }
    });
    btree_map(name, text(), 0..6)
}

/// Lower-case names and raw values, without reserved and repeated names.
pub(crate) fn headers() -> impl Strategy<Value = BTreeMap<String, String>> {
    let name = prop_oneof!["[a-z-]{1,12}", "[a-z0-9!#$%&'*+.^_`|~-]{1,6}"];
    let name =
        name.prop_map(|name| if RESERVED.contains(&name.as_str()) { name + "~" } else { name });
    btree_map(name, "[ -~]{0,16}", 0..5)
}

/// `request` with these parameters and headers, every second header name in upper case.
pub(crate) fn with<'r>(
    request: Request<'r>,
    parameters: &'r BTreeMap<String, String>,
    headers: &'r BTreeMap<String, String>,
) -> Request<'r> {
    let request =
        parameters.iter().rev().fold(request, |request, (name, value)| request.query(name, value));
    headers.iter().enumerate().fold(request, |request, (index, (name, value))| match index % 2 {
        0 => request.header(name, value),
        _ => request.header(name.to_ascii_uppercase(), value),
    })
}

pub(crate) fn endpoint() -> impl Strategy<Value = Endpoint> {
    let store = prop_oneof![
        Just(Some(Endpoint::aws())),
        url().prop_map(|url| Endpoint::custom(&url).ok()),
        url().prop_map(|url| Endpoint::bucket_domain(&url).ok()),
        "[a-z0-9-]{1,8}".prop_map(|account| Some(Endpoint::r2(&account))),
    ]
    .prop_filter_map("no base URL", |endpoint| endpoint);
    (store, vec(select(&OPTIONS[..]), 0..2)).prop_map(|(store, options)| {
        options.into_iter().fold(store, |endpoint, option| option(endpoint))
    })
}

/// Endpoints, some of them with a display host.
pub(crate) fn endpoint_with_display_host() -> impl Strategy<Value = Endpoint> {
    (endpoint(), option::weighted(0.3, host())).prop_map(|(endpoint, host)| match host {
        Some(host) => endpoint.display_host(&host),
        None => endpoint,
    })
}

/// Base URLs, most of them valid.
pub(crate) fn url() -> impl Strategy<Value = String> {
    let scheme = select(&["http://", "https://", "HTTPS://"][..]);
    let port = option::of(prop_oneof![Just(80), Just(443), any::<u16>()])
        .prop_map(|port| port.map(|port| format!(":{port}")).unwrap_or_default());
    let valid = (scheme, host(), port, "(/[a-zA-Z0-9._~-]{0,4}){0,3}")
        .prop_map(|(scheme, host, port, path)| [scheme, &host, &port, &path].concat());
    prop_oneof![8 => valid, 1 => text().prop_map(|text| format!("https://{text}"))]
}

fn host() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z0-9-]{1,8}(\\.[a-z0-9_-]{1,8}){0,2}",
        1 => Just(String::from("xn--bcher-kva.example")),
        1 => "[a-z]{1,4}\\.(0x)?[0-9a-f]{1,4}",
        1 => any::<[u8; 4]>().prop_map(|address| Ipv4Addr::from(address).to_string()),
        1 => vec(prop_oneof![Just(0), any::<u16>()], 8).prop_map(|address| {
            let address: [u16; 8] = address.try_into().expect("eight groups");
            format!("[{}]", Ipv6Addr::from(address))
        }),
    ]
}

/// Times around [`NOON`], and some arbitrary ones.
pub(crate) fn time() -> impl Strategy<Value = Timestamp> {
    let near = (-900_000_i64..900_000).prop_map(|offset| NOON + offset);
    prop_oneof![4 => near, 1 => any::<i64>()].prop_map(Timestamp::from_unix_seconds)
}

pub(crate) fn duration() -> impl Strategy<Value = Duration> {
    let weeks = (0..2_000_000_000_000_u64).prop_map(Duration::from_micros);
    prop_oneof![4 => weeks, 1 => any::<Duration>()]
}

pub(crate) fn expiry() -> impl Strategy<Value = Expiry> {
    prop_oneof![
        duration().prop_map(Expiry::from),
        any::<u32>().prop_map(Expiry::days),
        time().prop_map(Expiry::until),
    ]
}

pub(crate) fn policy() -> impl Strategy<Value = ExpiryPolicy> {
    prop_oneof![
        Just(ExpiryPolicy::Clamp),
        Just(ExpiryPolicy::Strict),
        duration().prop_map(ExpiryPolicy::ClampTo),
        duration().prop_map(ExpiryPolicy::StrictTo),
    ]
}

/// 2024-03-15T12:00:00Z
pub(crate) const NOON: i64 = 1_710_504_000;

const SPECIAL_PIECES: [&str; 40] = [
    "/",
    "//",
    ".",
    "..",
    "/../",
    "%",
    "%2F",
    "%2e",
    "+",
    " ",
    "?",
    "#",
    "&",
    "=",
    ";",
    ":",
    "@",
    "\\",
    "'",
    "\"",
    "~",
    "*",
    "(",
    "<",
    "|",
    "é",
    "e\u{301}",
    "€",
    "😀",
    "\0",
    "\n",
    "\t",
    "\u{7f}",
    "\u{202e}",
    "\u{feff}",
    "-",
    "_",
    "X-Amz-",
    "X-Amz-Date",
    "a",
];

const BUCKETS: [&str; 10] = [
    "my.bucket",
    "My_Bucket",
    "1.2.3.4",
    "...",
    "%2F",
    "films--use1-az4--x-s3",
    "arn:aws:s3:us-west-2:123456789012:accesspoint/films",
    "arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/films",
    "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01/accesspoint/films",
    "arn:aws:s3:us-east-1:123456789012:accesspoint:xn--films",
];

/// Parameters and headers that are reserved, or whose values are checked.
const RESERVED: [&str; 16] = [
    "x-amz-algorithm",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-expires",
    "x-amz-signedheaders",
    "x-amz-signature",
    "x-amz-security-token",
    "x-amz-s3session-token",
    "x-amz-region-set",
    "x-amz-content-sha256",
    "awsaccesskeyid",
    "signature",
    "host",
    "authorization",
    "partnumber",
    "uploadid",
];

const OPTIONS: [fn(Endpoint) -> Endpoint; 6] = [
    Endpoint::dual_stack,
    Endpoint::fips,
    Endpoint::accelerate,
    Endpoint::path_style,
    Endpoint::virtual_hosted,
    Endpoint::legacy_global,
];
