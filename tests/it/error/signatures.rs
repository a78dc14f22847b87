//! What stands in the way of a signature: credentials, times, requests for other services.

use std::time::Duration;

use presigner::{
    Credentials, Error, Expiry, ExpiryPolicy, Method, Presigner, Request, Timestamp,
    sigv4::{PresignedQuery, QuerySigner, Scope},
};

use super::refusal::{EXPIRY, NOON, Refusal, about, credentials};

pub(crate) fn credentials_of_no_use() -> Vec<Refusal> {
    let rows = [
        (
            "an empty id",
            Credentials::new("", "secret"),
            "access key id is empty; pass the id that belongs to the secret access key",
        ),
        (
            "an empty secret",
            Credentials::new("id", ""),
            "secret access key is empty; pass the secret that belongs to the access key id",
        ),
        (
            "expired credentials",
            credentials().with_expiration(NOON),
            "credentials expired at 2024-03-15T12:00:00Z and it is 2024-03-15T12:00:00Z; \
             fetch new ones",
        ),
    ];
    rows.map(|(what, credentials, sentence)| {
        let made = Presigner::new(credentials, "us-east-1").at(NOON).get("bucket", "key", EXPIRY);
        Refusal::new(what, made, sentence)
    })
    .into()
}

/// A few; `presign/expiry` has them all.
pub(crate) fn times() -> Vec<Refusal> {
    let presigner = || Presigner::new(credentials(), "us-east-1");
    let an_hour = Expiry::hours(1);
    let strict_to_half = ExpiryPolicy::StrictTo(Duration::from_secs(1800));
    let far = Timestamp::from_unix_seconds(1_710_504_000_000);
    let rows = [
        (
            "no time at all",
            presigner(),
            Expiry::seconds(0),
            "expiry is less than one second; ask for 1 to 604800 seconds",
        ),
        (
            "less than a second",
            presigner(),
            Duration::from_millis(999).into(),
            "expiry is less than one second; ask for 1 to 604800 seconds",
        ),
        (
            "a past deadline",
            presigner(),
            Expiry::until(NOON),
            "URL would expire at 2024-03-15T12:00:00Z and it is 2024-03-15T12:00:00Z; \
             ask for a later time",
        ),
        (
            "more than the policy allows",
            presigner().with_expiry_policy(strict_to_half),
            an_hour,
            "expiry of 3600 seconds exceeds the cap of the expiry policy; ask for at most 1800",
        ),
        (
            "more than seven days",
            presigner().with_expiry_policy(ExpiryPolicy::Strict),
            Expiry::days(8),
            "expiry of 691200 seconds exceeds the seven days that Signature Version 4 allows; \
             ask for at most 604800",
        ),
        (
            "a policy that allows less than a second",
            presigner().with_expiry_policy(ExpiryPolicy::ClampTo(Duration::from_millis(999))),
            an_hour,
            "cap of the expiry policy is less than one second; raise it",
        ),
        (
            "a policy that allows less than has gone by of the window",
            presigner()
                .with_expiry_policy(ExpiryPolicy::ClampTo(Duration::from_secs(60)))
                .with_stable_window(Duration::from_secs(86_400)),
            an_hour,
            "cap of the expiry policy is shorter than the stable window, \
             so the URL would be dead already; raise the cap or shorten the window",
        ),
        (
            "a window as long as a URL can live",
            presigner()
                .with_expiry_policy(ExpiryPolicy::Strict)
                .with_stable_window(Duration::from_secs(604_800)),
            an_hour,
            "stable window of 604800 seconds leaves nothing of the seven days that \
             Signature Version 4 allows; shorten the window, or ask with `Expiry::until`",
        ),
        (
            "a window of nothing",
            presigner().with_stable_window(Duration::ZERO),
            an_hour,
            "stable window of 0 seconds is out of range; pass 1 to 604800 seconds",
        ),
        (
            "a deadline in milliseconds",
            presigner(),
            Expiry::until(far),
            "expiry time is outside the years 0 to 9999 (1710504000000 seconds after 1970); \
             pass seconds, not milliseconds",
        ),
    ];
    let at_noon = rows.map(|(what, presigner, expiry, sentence)| {
        Refusal::new(what, presigner.at(NOON).get("bucket", "key", expiry), sentence)
    });
    let sentence = "signing time is outside the years 0 to 9999 \
                    (1710504000000 seconds after 1970); pass seconds, not milliseconds";
    let in_milliseconds = presigner();
    let signing_times = [
        Refusal::new(
            "a signing time in milliseconds",
            in_milliseconds.at(far).presign(&Request::get("bucket", "key"), EXPIRY),
            sentence,
        ),
        Refusal::new("a scope in milliseconds", Scope::new(far, "us-east-1", "s3"), sentence),
    ];
    at_noon.into_iter().chain(signing_times).collect()
}

pub(crate) fn methods() -> Vec<Refusal> {
    let problem = "is not one of S3's; use DELETE, GET, HEAD, POST or PUT";
    ["", "PATCH", "get ", "GET\r\n"]
        .map(|text| Refusal::new(text, text.parse::<Method>(), about("method", text, problem)))
        .into()
}

/// What `QuerySigner` refuses.
pub(crate) fn other_services() -> Vec<Refusal> {
    let get = |url: &str| presign("GET", url, &[], EXPIRY);
    let methods = ["", "G T", "GET\r\nX: 1", "é"].map(|method| {
        let sentence = about("method", method, "is no HTTP method; pass a word such as `GET`");
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
        let problem = "is part of the signature; leave it to the presigner";
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
        (Duration::from_millis(999), "expiry is less than one second; ask for 1 to 604800 seconds"),
        (
            Duration::from_secs(604_801),
            "expiry of 604801 seconds exceeds the seven days that Signature Version 4 allows; \
             ask for at most 604800",
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
        .collect()
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
        "has user info before `@`; remove it, credentials go into `Credentials`",
    ),
    ("https://host/#top", "has a fragment, which is never sent; remove it from `#` on"),
    ("https://host/?a=\n", "holds a control character; remove it"),
    ("https://host/?a=%FF", "has a query that is not UTF-8; percent-encode UTF-8"),
];
