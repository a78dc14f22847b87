//! Login tokens of other AWS services, each a presigned request that the service takes as a
//! password.
//!
//! A function for each service returns a [`TokenRequest`], and signing it at a time a [`Token`]:
//!
//! ```
//! use presigner::{Credentials, Timestamp, tokens};
//!
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let host = "db.123456789012.us-west-2.rds.amazonaws.com";
//! let token = tokens::rds(&credentials, "us-west-2", host, 5432, "jane_doe")
//!     .at(Timestamp::from_unix_seconds(1_710_506_096))?;
//!
//! let password = token.as_str();
//! assert!(password.starts_with("db.123456789012.us-west-2.rds.amazonaws.com:5432/?Action=connect"));
//! assert_eq!(token.expires_at(), Timestamp::from_unix_seconds(1_710_506_996));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! With the feature `std`, `now()` signs at the current time. Signing takes microseconds and no
//! I/O, so create a token for each connection instead of storing one; for a pool that has one password,
//! every minute.
//!
//! | service | function | valid for | permission |
//! |---|---|---|---|
//! | Amazon RDS, Aurora | [`rds`] | 15 minutes | `rds-db:connect` |
//! | Aurora DSQL | [`dsql`], [`dsql_admin`] | 15 minutes by default, at most 7 days | `dsql:DbConnect`, `dsql:DbConnectAdmin` |
//! | Amazon `ElastiCache` | [`elasticache`], [`elasticache_serverless`] | 15 minutes | `elasticache:Connect` |
//! | Amazon `MemoryDB` | [`memorydb`] | 15 minutes | `memorydb:Connect` |
//! | Amazon EKS | [`eks`] | 14 minutes, as `aws eks get-token` reports | an access entry of the cluster |
//! | Amazon MSK | [`msk`] | 15 minutes | `kafka-cluster:Connect` |
//! | Amazon Bedrock | [`bedrock`] | 12 hours by default and at most | `bedrock:CallWithBearerToken` |
//!
//! No token is valid for longer than the credentials that signed it; [`Token::expires_at`] returns
//! the earlier of the two times.
//!
//! A token is a password, and whoever has it can log in until it expires:
//!
//! - Connect with TLS. RDS, DSQL, `ElastiCache`, `MemoryDB` and MSK require it with IAM
//!   authentication.
//! - Pass it to the driver's own method for passwords. It contains `/ ? & = %`, which a connection
//!   URL would require to be percent-encoded again.
//!
//! Hosts, names and regions are checked for their format when signing. Whether the user exists and
//! the credentials have the permission is known only to the service. The
//! [guide](crate::guide::tokens) shows the tokens in clients for `PostgreSQL`, Redis, Kafka and
//! Kubernetes.

mod bedrock;
mod caches;
mod databases;
mod eks;
mod input;
mod login;
mod msk;
mod token;
mod token_request;

pub use self::{
    bedrock::bedrock,
    caches::{elasticache, elasticache_serverless, memorydb},
    databases::{dsql, dsql_admin, rds},
    eks::eks,
    msk::msk,
    token::Token,
    token_request::{TokenRequest, TokenRequestWithExpiry},
};
