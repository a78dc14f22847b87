//! Login tokens in the clients of databases, caches, Kafka and Kubernetes.
//!
//! A token of [`tokens`](crate::tokens) is a password that is valid for minutes. Pass it to the client's method for
//! passwords:
//!
//! ```
//! use presigner::{Credentials, tokens};
//!
//! // Or `Credentials::from_env()?`.
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let host = "db.123456789012.us-west-2.rds.amazonaws.com";
//! let token = tokens::rds(&credentials, "us-west-2", host, 5432, "jane_doe").now()?;
//! assert!(!format!("{token:?}").contains(token.as_str()));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! A service that outlives its credentials shares a `RotatingPresigner` (feature `rotation`), which one
//! task gives new credentials. With `aws-config`, copy the function `presigner` of
//! [a service](crate::guide::cookbook#a-service), and enable `rotation` and `aws-credential-types`; then
//! `pool(presigner().await?)?` is the pool of the next recipe. The region of the presigner does not
//! matter here.
//!
//! # `PostgreSQL` with `sqlx`
//!
//! A pool of sqlx (0.9) has one password for all new connections, so a task of tokio (features `rt` and
//! `time`) replaces it every minute, until `pool.close()`. Enable the features `postgres` and
//! `runtime-tokio` of sqlx and one for TLS, such as `tls-rustls-ring-native-roots`; without it,
//! connections fail. `global-bundle.pem` contains the [certificates of RDS][rds-tls]; Aurora DSQL has
//! certificates that the root stores contain. A refused token is an error of the first query.
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("clients/sqlx.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! For `MySQL`, use `MySqlConnectOptions` with `enable_cleartext_plugin(true)`: RDS requires the token in
//! clear text, which TLS encrypts.
//!
//! # `PostgreSQL` with `deadpool`
//!
//! The manager of a pool opens the connections, so each has its own token:
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("clients/deadpool.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! # Redis
//!
//! With the features `tokio-rustls-comp` and `token-based-authentication` of the crate `redis`, a
//! connection logs in again by itself. At its start, the program must install a crypto provider:
//! `rustls::crypto::ring::default_provider().install_default()`.
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("clients/redis.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! # Kafka
//!
//! Clients connect to port 9098 with `security.protocol=SASL_SSL` and `sasl.mechanism=OAUTHBEARER`,
//! and call back for a token. In `rdkafka`, that is `ClientContext::generate_oauth_token`, if
//! `ENABLE_REFRESH_OAUTH_TOKEN` is true; librdkafka calls it again after 80 % of the lifetime. Other
//! clients need the same margin: they must have the next token before this one expires.
//!
//! ```
//! use presigner::{Credentials, Presigner, tokens};
//!
//! /// The fields of `rdkafka::client::OAuthToken`, which is not used here because it builds a C
//! /// library.
//! struct OAuthToken {
//!     token: String,
//!     principal_name: String,
//!     /// When the token expires, in milliseconds since the Unix epoch.
//!     lifetime_ms: i64,
//! }
//!
//! /// `presigner` is `&rotating.load()` of a `RotatingPresigner`.
//! fn generate_oauth_token(presigner: &Presigner) -> Result<OAuthToken, Box<dyn std::error::Error>> {
//!     let token = tokens::msk(presigner.credentials(), "us-east-1").now()?;
//!     Ok(OAuthToken {
//!         token: token.as_str().to_owned(),
//!         // Required by librdkafka, and not used by MSK.
//!         principal_name: String::from("presigner"),
//!         lifetime_ms: token.expires_at().unix_seconds() * 1000,
//!     })
//! }
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "us-east-1");
//! let token = generate_oauth_token(&presigner)?;
//! # assert!(token.token.starts_with("aHR0cHM6Ly9rYWZrYS51cy1lYXN0LTEuYW1hem9uYXdzLmNvbS8_QWN0aW9u"));
//! # assert!(token.lifetime_ms > 1_700_000_000_000 && !token.principal_name.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Kubernetes
//!
//! `kubectl` and the crate `kube` run the command in the [`exec`][exec] section of a kubeconfig and
//! read an `ExecCredential` from its output. This one is that of `aws eks get-token`; `apiVersion` must
//! be the version in the kubeconfig:
//!
//! ```
//! use presigner::{Credentials, Error, Timestamp, tokens};
//! use serde_json::{Value, json};
//!
//! fn exec_credential(credentials: &Credentials, now: Timestamp) -> Result<Value, Error> {
//!     let token = tokens::eks(credentials, "eu-west-1", "my-cluster").at(now)?;
//!     Ok(json!({
//!         "kind": "ExecCredential",
//!         "apiVersion": "client.authentication.k8s.io/v1",
//!         "spec": {},
//!         "status": {
//!             "expirationTimestamp": token.expires_at().to_string(),
//!             "token": token.as_str(),
//!         },
//!     }))
//! }
//!
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let now = Timestamp::from_unix_seconds(1_710_506_096); // or SystemTime::now().into()
//! let document = exec_credential(&credentials, now)?;
//! println!("{document}");
//! assert_eq!(document["status"]["expirationTimestamp"], "2024-03-15T12:48:56Z");
//! # let token = document["status"]["token"].as_str().unwrap_or_default();
//! # assert!(token.starts_with("k8s-aws-v1.aHR0cHM6Ly9zdHMuZXUtd2VzdC0xLmFtYXpvbmF3cy5jb20vP0FjdGlvbj1H"));
//! # Ok::<(), Error>(())
//! ```
//!
//! The `apiVersion` must be the one of the kubeconfig, which Kubernetes passes in
//! `KUBERNETES_EXEC_INFO`. A program that calls the API itself sends the token as
//! `Authorization: Bearer`.
//!
//! # If the login is refused
//!
//! The error of the server does not contain the reason. Check that:
//!
//! - the credentials have the permission in the table of [`tokens`](crate::tokens), and the policy names
//!   an RDS database by its resource id (`db-…`), not by its endpoint;
//! - the database user has the role `rds_iam`, or the cache user is in the user group of the cache;
//! - the token was signed for the endpoint and its region, not for the address of a tunnel or an alias;
//! - the connection is encrypted, and the password is not part of a URL;
//! - the credentials have not expired, and include the session token if they are temporary;
//! - the clock of the client is right.
//!
//! [exec]: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
//! [rds-tls]: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
