//! Tokens for caches: Amazon `ElastiCache` and `MemoryDB`.

use super::{
    input::{check_cache, check_user},
    login::{self, Login},
    token_request::{Lifetime, TokenRequest},
};
use crate::{credentials::Credentials, error::Error};

/// A token for a node-based cache of Amazon `ElastiCache` with [IAM authentication][docs].
///
/// `name` is the id of the replication group, not its endpoint; it is signed in lower case, as
/// `ElastiCache` stores it. `user` is the id of the user, which is also its name. Pass both user and
/// token to `AUTH` or `HELLO`.
///
/// The server verifies the token up to 15 minutes after it was signed. It closes the connection after
/// 12 hours, unless the client sends `AUTH` with a new token before.
///
/// [docs]: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
pub fn elasticache<'a>(
    credentials: &'a Credentials,
    region: &'a str,
    name: &str,
    user: &str,
) -> TokenRequest<'a> {
    TokenRequest::new(credentials, region, Lifetime::FIFTEEN_MINUTES, || {
        check_user(user)?;
        cache_login("elasticache", name, &[("Action", "connect"), ("User", user)])
    })
}

/// A token for a serverless cache of Amazon `ElastiCache` with [IAM authentication][docs].
///
/// As for [`elasticache`]; `name` is the name of the serverless cache.
///
/// [docs]: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
pub fn elasticache_serverless<'a>(
    credentials: &'a Credentials,
    region: &'a str,
    name: &str,
    user: &str,
) -> TokenRequest<'a> {
    TokenRequest::new(credentials, region, Lifetime::FIFTEEN_MINUTES, || {
        check_user(user)?;
        let resource_type = ("ResourceType", "ServerlessCache");
        cache_login("elasticache", name, &[("Action", "connect"), resource_type, ("User", user)])
    })
}

/// A token for a cluster of Amazon `MemoryDB` with [IAM authentication][docs].
///
/// As for [`elasticache`]; `name` is the name of the cluster.
///
/// [docs]: https://docs.aws.amazon.com/memorydb/latest/devguide/auth-iam.html
pub fn memorydb<'a>(
    credentials: &'a Credentials,
    region: &'a str,
    name: &str,
    user: &str,
) -> TokenRequest<'a> {
    TokenRequest::new(credentials, region, Lifetime::FIFTEEN_MINUTES, || {
        check_user(user)?;
        cache_login("memorydb", name, &[("Action", "connect"), ("User", user)])
    })
}

fn cache_login(
    service: &'static str,
    name: &str,
    parameters: &[(&str, &str)],
) -> Result<Login<'static>, Error> {
    check_cache(name)?;
    Ok(Login {
        service,
        method: "GET",
        url: login::request_url(&name.to_ascii_lowercase(), parameters),
        header: None,
        format: login::without_scheme,
    })
}
