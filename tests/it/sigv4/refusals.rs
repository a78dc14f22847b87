//! Requests that `QuerySigner` rejects.

use std::time::Duration;

use presigner::{
    Error,
    sigv4::{PresignedQuery, QuerySigner},
};

use crate::error::refusal::{EXPIRY, NOON, Refusal, about, check, credentials};

#[test]
fn invalid_requests_for_other_services_are_rejected() {
    check(other_services());
}

/// One request for each reason to reject it.
pub(crate) fn other_services() -> Vec<Refusal> {
    let get = |url: &str| presign("GET", url, &[], EXPIRY);
    let methods = ["", "G T", "GET\r\nX: 1", "é"].map(|method| {
        let sentence = about("method", method, "is not an HTTP method; pass a token such as `GET`");
        Refusal::new(method, presign(method, URL, &[], EXPIRY), sentence)
    });
    let urls =
        URLS.map(|(url, problem)| Refusal::new(url, get(url), format!("URL to sign {problem}")));
    let reserved = [
        "X-Amz-Date",
        "x-amz-signature",
        "X-AMZ-SECURITY-TOKEN",
        "X-Amz-S3session-Token",
        "X-Amz-%45xpires",
    ];
    let reserved = reserved.map(|name| {
        let decoded = name.replace("%45", "E");
        let problem = "is reserved for the signature; remove it";
        let sentence = about("query parameter", &decoded, problem);
        Refusal::new(name, get(&format!("https://host/?{name}=1")), sentence)
    });
    let headers = [
        ("Host", "header `Host` cannot be added to a presigned request; leave it out"),
        (
            "Authorization",
            "header `Authorization` cannot be added to a presigned request; leave it out",
        ),
        ("x-amz-date", "header `x-amz-date` cannot be added to a presigned request; leave it out"),
        ("", "header name `` is empty; give the header a name"),
        (
            "a b",
            "header name `a b` has a character at byte 1 that HTTP does not allow there; \
             use letters, digits and `-`",
        ),
    ];
    let headers = headers.map(|(name, sentence)| {
        Refusal::new(name, presign("GET", URL, &[(name, "x")], EXPIRY), sentence)
    });
    let expiries = [
        (Duration::from_millis(999), "expiry is less than one second; pass 1 to 604800 seconds"),
        (
            Duration::from_secs(604_801),
            "expiry of 604801 seconds exceeds the seven-day limit of Signature Version 4; \
             request at most 604800",
        ),
    ];
    let expiries = expiries.map(|(expires, sentence)| {
        Refusal::new(format!("{expires:?}"), presign("GET", URL, &[], expires), sentence)
    });
    methods
        .into_iter()
        .chain(urls)
        .chain(reserved)
        .chain(headers)
        .chain(expiries)
        .chain(scopes())
        .chain([expired_credentials()])
        .collect()
}

fn expired_credentials() -> Refusal {
    let credentials = credentials().with_expiration(NOON);
    let signer = QuerySigner::new(&credentials, "us-east-1", "execute-api");
    let made = signer.presign("GET", URL, &[], EXPIRY, NOON).map(PresignedQuery::into_string);
    let sentence = "credentials expired at 2024-03-15T12:00:00Z (the time is 2024-03-15T12:00:00Z); \
                    fetch new ones";
    Refusal::new("expired credentials", made, sentence)
}

fn scopes() -> impl Iterator<Item = Refusal> {
    let no_region = "region `` is empty; pass a name such as `eu-central-1`";
    let no_service = "service is empty; pass its signing name, such as `execute-api`";
    let rows = [("", "execute-api", no_region), ("", "", no_region), ("us-east-1", "", no_service)];
    rows.into_iter().map(|(region, service, sentence)| {
        let credentials = credentials();
        let signer = QuerySigner::new(&credentials, region, service);
        let made = signer.presign("GET", URL, &[], EXPIRY, NOON).map(PresignedQuery::into_string);
        Refusal::new(format!("region {region:?} and service {service:?}"), made, sentence)
    })
}

fn presign(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    expires: Duration,
) -> Result<String, Error> {
    QuerySigner::new(&credentials(), "us-east-1", "execute-api")
        .presign(method, url, headers, expires, NOON)
        .map(PresignedQuery::into_string)
}

const URL: &str = "https://api.example.com/";

const URLS: [(&str, &str); 6] = [
    ("api.example.com", "has no scheme; begin it with `https://` or `http://`"),
    ("wss://host/", "has a scheme other than `https` and `http`; use one of these"),
    (
        "https://user:hunter2@host/",
        "has user info before `@`; remove it, and pass credentials as `Credentials`",
    ),
    ("https://host/#top", "has a fragment, which is never sent; remove everything from `#` on"),
    ("https://host/?a=\n", "contains a control character; remove it"),
    ("https://host/?a=%FF", "has a query that is not UTF-8; percent-encode the UTF-8 bytes"),
];
