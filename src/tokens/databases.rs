//! Tokens for databases: Amazon RDS, Aurora and Aurora DSQL.

use super::{
    input::{check_host, check_port, check_region_of_host, check_user},
    login::Login,
    token_request::{Lifetime, TokenRequest, TokenRequestWithExpiry},
};
use crate::{credentials::Credentials, wire::names::MAX_EXPIRES_SECONDS};

/// A token for a database of Amazon RDS or Aurora with [IAM authentication][docs], or for an RDS
/// proxy.
///
/// `host` and `port` are those of the endpoint, which the token contains. Behind a tunnel or an
/// alias, sign for the endpoint, not for the address that is connected to. `region` is the region
/// of the database; one that is not that of `host` is an error. `user` is the database user, which
/// needs the role `rds_iam` in `PostgreSQL` or the plugin `AWSAuthenticationPlugin` in `MySQL`.
///
/// The server verifies the token when a connection is opened, up to 15 minutes after it was signed.
/// Connections stay open after that.
///
/// ```
/// use presigner::{Credentials, tokens};
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let host = "db.123456789012.us-west-2.rds.amazonaws.com";
/// let token = tokens::rds(&credentials, "us-west-2", host, 5432, "jane_doe").now()?;
/// // … .password(token.as_str())
/// # let _ = token;
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// [docs]: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
pub fn rds<'a>(
    credentials: &'a Credentials,
    region: &'a str,
    host: &str,
    port: u16,
    user: &str,
) -> TokenRequest<'a> {
    TokenRequest::new(credentials, region, Lifetime::FIFTEEN_MINUTES, || {
        check_host(host)?;
        check_region_of_host(host, region)?;
        check_port(port)?;
        check_user(user)?;
        let authority = alloc::format!("{host}:{port}");
        let parameters = [("Action", "connect"), ("DBUser", user)];
        Ok(Login::without_scheme("rds-db", &authority, &parameters))
    })
}

/// A token for a cluster of [Aurora DSQL][docs], as a user that the IAM role is granted to.
///
/// `host` is the endpoint of the cluster, without a port. The token does not contain the user. The
/// server verifies it when a connection is opened, for 15 minutes after it was signed, or for the
/// [`expiry`](TokenRequestWithExpiry::expiry) that was set, at most 7 days. For the user `admin`, see
/// [`dsql_admin`].
///
/// ```
/// use presigner::{Credentials, Expiry, tokens};
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let token = tokens::dsql(&credentials, "us-east-1", "peccy.dsql.us-east-1.on.aws")
///     .expiry(Expiry::hours(1))
///     .now()?;
/// # let _ = token;
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// [docs]: https://docs.aws.amazon.com/aurora-dsql/latest/userguide/SECTION_authentication-token.html
pub fn dsql<'a>(
    credentials: &'a Credentials,
    region: &'a str,
    host: &str,
) -> TokenRequestWithExpiry<'a> {
    dsql_action(credentials, region, host, "DbConnect")
}

/// A token for a cluster of [Aurora DSQL][docs], as the user `admin`.
///
/// As for [`dsql`]; the permission is `dsql:DbConnectAdmin`.
///
/// [docs]: https://docs.aws.amazon.com/aurora-dsql/latest/userguide/SECTION_authentication-token.html
pub fn dsql_admin<'a>(
    credentials: &'a Credentials,
    region: &'a str,
    host: &str,
) -> TokenRequestWithExpiry<'a> {
    dsql_action(credentials, region, host, "DbConnectAdmin")
}

fn dsql_action<'a>(
    credentials: &'a Credentials,
    region: &'a str,
    host: &str,
    action: &str,
) -> TokenRequestWithExpiry<'a> {
    let request = TokenRequest::new(credentials, region, Lifetime::FIFTEEN_MINUTES, || {
        check_host(host)?;
        check_region_of_host(host, region)?;
        Ok(Login::without_scheme("dsql", host, &[("Action", action)]))
    });
    TokenRequestWithExpiry::new(request, MAX_EXPIRES_SECONDS)
}
