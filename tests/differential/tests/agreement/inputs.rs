//! Random requests.

use std::collections::{BTreeMap, BTreeSet};

use presigner::{Endpoint, Method};
use proptest::{
    collection::{btree_map, vec},
    prelude::*,
    sample::select,
};

/// How a bucket is addressed, with the URL to pass to the SDK.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Place {
    VirtualHosted,
    PathStyle,
    UnusualBucket,
    Local,
    BasePath,
    Domain,
    Express,
}

impl Place {
    pub(crate) fn endpoint(self) -> Endpoint {
        let custom = |url| Endpoint::custom(url).expect("a valid URL");
        match self {
            Self::VirtualHosted | Self::UnusualBucket | Self::Express => Endpoint::aws(),
            Self::PathStyle => Endpoint::aws().path_style(),
            Self::Local => custom("http://127.0.0.1:9000"),
            Self::BasePath => custom("https://store.example.com/base/path"),
            Self::Domain => {
                Endpoint::bucket_domain("https://files.example.com").expect("a valid URL")
            }
        }
    }

    pub(crate) fn bucket(self) -> &'static str {
        match self {
            Self::UnusualBucket => "My_Bucket.2",
            Self::Express => "films--use1-az4--x-s3",
            _ => "bucket",
        }
    }

    /// The URL up to the key, as AWS documents it.
    pub(crate) fn base(self, region: &str) -> String {
        match self {
            Self::VirtualHosted => format!("https://bucket.s3.{region}.amazonaws.com/"),
            Self::PathStyle => format!("https://s3.{region}.amazonaws.com/bucket/"),
            Self::UnusualBucket => format!("https://s3.{region}.amazonaws.com/My_Bucket.2/"),
            Self::Local => String::from("http://127.0.0.1:9000/bucket/"),
            Self::BasePath => String::from("https://store.example.com/base/path/bucket/"),
            Self::Domain => String::from("https://files.example.com/"),
            Self::Express => {
                format!("https://films--use1-az4--x-s3.s3express-use1-az4.{region}.amazonaws.com/")
            }
        }
    }

    pub(crate) fn service(self) -> &'static str {
        if self == Self::Express { "s3express" } else { "s3" }
    }
}

pub(crate) fn place() -> impl Strategy<Value = Place> {
    select(
        &[
            Place::VirtualHosted,
            Place::PathStyle,
            Place::UnusualBucket,
            Place::Local,
            Place::BasePath,
            Place::Domain,
            Place::Express,
        ][..],
    )
}

/// Regions of one partition, so that hosts differ only in the region.
pub(crate) fn region() -> impl Strategy<Value = &'static str> {
    select(&["us-east-1", "us-west-2", "eu-central-1", "ap-southeast-4", "mx-central-1"][..])
}

pub(crate) fn method() -> impl Strategy<Value = Method> {
    select(&[Method::Delete, Method::Get, Method::Head, Method::Post, Method::Put][..])
}

/// Keys of up to 1024 bytes, the maximum of S3.
pub(crate) fn key() -> impl Strategy<Value = String> {
    let short = text(1..12);
    let long = text(12..300);
    prop_oneof![8 => short, 1 => long].prop_map(|key| {
        let mut key = if key.is_empty() { String::from("key") } else { key };
        while key.len() > 1024 {
            key.pop();
        }
        key
    })
}

/// Names and values, not percent-encoded; no name is one that signing adds.
pub(crate) fn parameters() -> impl Strategy<Value = BTreeMap<String, String>> {
    let name = text(0..6).prop_map(|name| format!("p{name}"));
    let known =
        select(&["version-id-marker", "uploads", "response-expires-at", "acl", "a", "A"][..]);
    btree_map(prop_oneof![name, known.prop_map(String::from)], text(0..8), 0..6)
}

/// Names in upper and lower case, and values with spaces anywhere. Names are unique, ignoring case, and none is
/// `host`, which signing adds.
pub(crate) fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        "h[a-zA-Z0-9-]{1,12}",
        "x-amz-meta-[a-z0-9-]{1,12}",
        "[!#$%&'*+.^_`|~]h[a-z]{1,4}",
        select(&["Content-Type", "Content-Language", "User-Agent", "range", "x-amz-acl"][..])
            .prop_map(String::from),
    ];
    vec((name, "[ -~]{0,24}"), 0..6).prop_map(|headers| {
        let mut names = BTreeSet::from([String::from("host")]);
        headers.into_iter().filter(|(name, _)| names.insert(name.to_ascii_lowercase())).collect()
    })
}

pub(crate) fn access_key_id() -> impl Strategy<Value = String> {
    let any = trimmed("\\PC{1,8}").prop_filter("the beginning of a comment", |text| {
        !text.contains(" #") && !text.contains(" ;")
    });
    prop_oneof![4 => "AKIA[A-Z0-9]{16}", 1 => "[!-~]{1,20}", 1 => any]
}

pub(crate) fn secret() -> impl Strategy<Value = String> {
    trimmed("\\PC{1,40}")
}

/// Without white space at either end, which is refused in credentials.
pub(crate) fn trimmed(pattern: &'static str) -> impl Strategy<Value = String> {
    pattern.prop_filter("white space at either end", |text| text.trim() == *text)
}

/// From the year 0 to 9999, most of them near 2024.
pub(crate) fn time() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => 1_600_000_000_i64..1_900_000_000,
        1 => -62_167_219_200_i64..253_402_300_799 - 604_800,
    ]
}

/// Any text, in which characters with a meaning in URLs are frequent.
fn text(pieces: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => select(&TRAPS[..]).prop_map(String::from),
        2 => any::<char>().prop_map(String::from),
        2 => "[a-zA-Z0-9]{1,4}",
    ];
    vec(piece, pieces).prop_map(|pieces| pieces.concat())
}

const TRAPS: [&str; 32] = [
    "/", "//", ".", "..", "/../", "/./", "%", "%2F", "%2e", "+", " ", "?", "#", "&", "=", ";", ":",
    "@", "\\", "'", "\"", "~", "*", "(", "<", "|", "é", "€", "😀", "\0", "\n", "\u{7f}",
];
