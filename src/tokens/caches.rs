//! Tokens for caches: Amazon `ElastiCache` and `MemoryDB`.

use super::{
    input::{check_cache, check_user},
    login::Login,
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
        cache_login("elasticache", name, user, &[])
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
        cache_login("elasticache", name, user, &[("ResourceType", "ServerlessCache")])
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
        cache_login("memorydb", name, user, &[])
    })
}

fn cache_login(
    service: &'static str,
    name: &str,
    user: &str,
    resource_type: &[(&str, &str)],
) -> Result<Login<'static>, Error> {
    check_user(user)?;
    check_cache(name)?;
    let parameters = [&[("Action", "connect")], resource_type, &[("User", user)]].concat();
    Ok(Login::without_scheme(service, &name.to_ascii_lowercase(), &parameters))
}
