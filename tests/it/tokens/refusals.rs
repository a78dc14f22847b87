//! Login tokens that are not signed.

use std::time::Duration;

use presigner::{Credentials, Error, Expiry, Timestamp, tokens};

use crate::error::refusal::{NOON, Refusal, about, check, credentials};

#[test]
fn invalid_tokens_are_rejected_when_signing() {
    check(invalid_tokens());
}

/// One token for each reason to reject it.
pub(crate) fn invalid_tokens() -> Vec<Refusal> {
    [hosts(), names(), users(), regions(), expiries(), invalid_credentials()]
        .into_iter()
        .flatten()
        .collect()
}

fn hosts() -> Vec<Refusal> {
    let key = credentials();
    let allowed = "where only letters, digits, `-` and `.` are allowed; \
                   pass the host without scheme, port and path";
    let hosts = [
        ("", String::from("is empty; pass the host of the endpoint")),
        ("https://db.example.com", format!("has `:` at byte 5, {allowed}")),
        ("db.example.com:5432", format!("has `:` at byte 14, {allowed}")),
        ("db.example.com/postgres", format!("has `/` at byte 14, {allowed}")),
        ("db.example.com?x", format!("has `?` at byte 14, {allowed}")),
        ("jane@db.example.com", format!("has `@` at byte 4, {allowed}")),
        ("postgres://jane:hush@db.example.com", format!("has `:` at byte 8, {allowed}")),
        ("db.example.com\n", format!("has `\\n` at byte 14, {allowed}")),
        ("b\u{fc}cher.example", format!("has `\u{fc}` at byte 1, {allowed}")),
        ("[::1]", format!("has `[` at byte 0, {allowed}")),
    ];
    let both = hosts.iter().flat_map(|(host, problem)| {
        let sentence = format!("database host {problem}");
        [
            refusal(host, tokens::rds(&key, REGION, host, 5432, "jane").at(NOON), &sentence),
            refusal(host, tokens::dsql(&key, REGION, host).at(NOON), &sentence),
            refusal(host, tokens::dsql_admin(&key, REGION, host).at(NOON), &sentence),
        ]
    });
    let mut refusals: Vec<_> = both.collect();
    refusals.push(refusal(
        "an empty label",
        tokens::rds(&key, REGION, "db.example.com.", 5432, "jane").at(NOON),
        "URL to sign has a host with an empty label; remove the dot",
    ));
    for (host, region) in [
        ("db.123456789012.us-west-2.rds.amazonaws.com", "us-west-2"),
        ("my.proxy-abc.eu-west-1.RDS.amazonaws.com", "eu-west-1"),
        ("db.123456789012.cn-north-1.rds.amazonaws.com.cn", "cn-north-1"),
    ] {
        refusals.push(refusal(
            host,
            tokens::rds(&key, "ap-south-1", host, 5432, "jane").at(NOON),
            &other_region(region),
        ));
    }
    refusals.push(refusal(
        "a cluster in another region",
        tokens::dsql(&key, "us-east-2", "peccy.dsql.us-east-1.on.aws").at(NOON),
        &other_region("us-east-1"),
    ));
    refusals.push(refusal(
        "port 0",
        tokens::rds(&key, REGION, "db.example.com", 0, "jane").at(NOON),
        "database port is 0; pass the port of the endpoint",
    ));
    refusals
}

fn other_region(region: &str) -> String {
    format!("region is not that of the database host, `{region}`; pass the region of the host")
}

fn names() -> Vec<Refusal> {
    let key = credentials();
    let endpoint = "pass the name of the cache or cluster, not its endpoint";
    let allowed = "where only letters, digits and `-` are allowed";
    let caches = [
        ("", format!("is empty; {endpoint}")),
        (
            "my-cache.abc123.use1.cache.amazonaws.com",
            format!("has `.` at byte 8, {allowed}; {endpoint}"),
        ),
        ("my cache", format!("has ` ` at byte 2, {allowed}; {endpoint}")),
        ("my-cache:6379", format!("has `:` at byte 8, {allowed}; {endpoint}")),
        ("my-cache-", format!("begins or ends with `-`; {endpoint}")),
    ];
    let caches = caches.iter().flat_map(|(name, problem)| {
        let sentence = format!("cache name {problem}");
        [
            tokens::elasticache(&key, REGION, name, "jane"),
            tokens::elasticache_serverless(&key, REGION, name, "jane"),
            tokens::memorydb(&key, REGION, name, "jane"),
        ]
        .map(|request| refusal(name, request.at(NOON), &sentence))
    });
    let format = "but a name is letters, digits, `-` and `_` and begins with a letter or digit; \
                  pass the name of the cluster, not its ARN or endpoint";
    let long = "a".repeat(101);
    let clusters = [
        ("", String::from("is empty; pass the name of the cluster")),
        (
            "arn:aws:eks:us-east-1:123456789012:cluster/my-cluster",
            format!("has `:` at byte 3, {format}"),
        ),
        ("-cluster", format!("has `-` at byte 0, {format}")),
        ("my cluster", format!("has ` ` at byte 2, {format}")),
        (&long, String::from("has 101 bytes, but a name has at most 100; check the name")),
    ];
    let clusters = clusters.iter().map(|(name, problem)| {
        let sentence = format!("cluster name {problem}");
        refusal(name, tokens::eks(&key, REGION, name).at(NOON), &sentence)
    });
    caches.chain(clusters).collect()
}

fn users() -> Vec<Refusal> {
    let key = credentials();
    let users = [
        ("", "is empty; pass the name of the user to log in as"),
        ("jane\n", "has a control character at byte 4; remove it"),
    ];
    let refused = users.iter().flat_map(|(user, problem)| {
        [
            tokens::rds(&key, REGION, "db.example.com", 5432, user),
            tokens::elasticache(&key, REGION, "my-cache", user),
            tokens::elasticache_serverless(&key, REGION, "my-cache", user),
            tokens::memorydb(&key, REGION, "my-cluster", user),
        ]
        .map(|request| refusal(user, request.at(NOON), &format!("user {problem}")))
    });
    refused.collect()
}

fn regions() -> Vec<Refusal> {
    let key = credentials();
    let remedy = "pass a name such as `eu-central-1`";
    let regions = [
        ("", "is empty"),
        ("us east-1", "has ` ` at byte 2, where only letters, digits and `-` are allowed"),
        ("x.example", "has `.` at byte 1, where only letters, digits and `-` are allowed"),
        ("US-East-1", "has an upper-case letter at byte 0, but AWS region names are lower case"),
        ("aws-global", "stands for global endpoints, but a token is signed for one region"),
        ("aws-cn-global", "stands for global endpoints, but a token is signed for one region"),
    ];
    let refused = regions.iter().flat_map(|(region, problem)| {
        let sentence = format!("{}; {remedy}", about("region", region, problem));
        let signed = [
            tokens::rds(&key, region, "db.example.com", 5432, "jane").at(NOON),
            tokens::dsql(&key, region, "db.example.com").at(NOON),
            tokens::memorydb(&key, region, "my-cluster", "jane").at(NOON),
            tokens::eks(&key, region, "my-cluster").at(NOON),
            tokens::msk(&key, region).at(NOON),
            tokens::bedrock(&key, region).at(NOON),
        ];
        signed.map(|result| refusal(region, result, &sentence))
    });
    refused.collect()
}

fn expiries() -> Vec<Refusal> {
    let key = credentials();
    let dsql = || tokens::dsql(&key, REGION, "peccy.dsql.us-east-1.on.aws");
    let bedrock = || tokens::bedrock(&key, REGION);
    vec![
        refusal(
            "no second",
            dsql().expiry(Duration::from_millis(999)).at(NOON),
            "expiry is less than one second; pass 1 to 604800 seconds",
        ),
        refusal(
            "over seven days",
            dsql().expiry(Expiry::seconds(604_801)).at(NOON),
            "expiry of 604801 seconds exceeds the seven-day limit of Signature Version 4; \
             request at most 604800",
        ),
        refusal(
            "over twelve hours",
            bedrock().expiry(Expiry::seconds(43_201)).at(NOON),
            "expiry of 43201 seconds exceeds the maximum of the service; request at most 43200",
        ),
        refusal(
            "a deadline in the past",
            bedrock().expiry(Expiry::until(NOON)).at(NOON),
            "expiry time 2024-03-15T12:00:00Z is not in the future (the time is 2024-03-15T12:00:00Z); \
             pass a later one",
        ),
        refusal(
            "a time in milliseconds",
            tokens::msk(&key, REGION).at(Timestamp::from_unix_seconds(1_710_504_000_000)),
            "signing time is outside the years 0 to 9999 (Unix time 1710504000000); \
             pass seconds, not milliseconds",
        ),
        refusal(
            "an expiry after the year 9999",
            tokens::msk(&key, REGION).at(Timestamp::from_unix_seconds(253_402_300_799)),
            "expiry time is outside the years 0 to 9999 (Unix time 253402301699); \
             pass seconds, not milliseconds",
        ),
    ]
}

fn invalid_credentials() -> Vec<Refusal> {
    let rows = [
        (
            Credentials::new("", "secret"),
            "access key id is empty; pass the id that belongs to the secret access key",
        ),
        (
            Credentials::new("id", ""),
            "secret access key is empty; pass the secret that belongs to the access key id",
        ),
        (
            Credentials::new("id", "secret\n"),
            "secret access key has a control character at byte 6; remove it, as it was probably pasted",
        ),
        (
            credentials().with_s3_express_session_token("token"),
            "session token of `CreateSession` is valid only for objects of a directory bucket; \
             sign with the credentials that created the session",
        ),
        (
            credentials().with_expiration(NOON),
            "credentials expired at 2024-03-15T12:00:00Z (the time is 2024-03-15T12:00:00Z); \
             fetch new ones",
        ),
    ];
    let refused = rows.iter().flat_map(|(credentials, sentence)| {
        let signed = [
            tokens::rds(credentials, REGION, "db.example.com", 5432, "jane").at(NOON),
            tokens::eks(credentials, REGION, "my-cluster").at(NOON),
            tokens::bedrock(credentials, REGION).at(NOON),
        ];
        signed.map(|result| refusal("credentials", result, sentence))
    });
    refused.collect()
}

fn refusal(what: &str, result: Result<tokens::Token, Error>, sentence: &str) -> Refusal {
    Refusal::new(what, result.map(|token| String::from(token.as_str())), sentence)
}

const REGION: &str = "us-east-1";
