use std::{pin::Pin, sync::Arc, time::Duration};

use futures_util::{Stream, stream};
use presigner::{RotatingPresigner, tokens};
use redis::{
    AsyncConnectionConfig, Client, ConnectionAddr, ErrorKind, RedisError, RedisResult,
    aio::MultiplexedConnection,
    auth::{BasicAuth, StreamingCredentialsProvider},
};

/// Connects to the endpoint of a cache, with TLS.
pub async fn connect(tokens: CacheTokens, host: &str) -> RedisResult<MultiplexedConnection> {
    let address =
        ConnectionAddr::TcpTls { host: host.into(), port: 6379, insecure: false, tls_params: None };
    let config = AsyncConnectionConfig::new().set_credentials_provider(tokens);
    Client::open(address)?.get_multiplexed_async_connection_with_config(&config).await
}

/// Logs in to a cache of Amazon `ElastiCache`.
pub struct CacheTokens {
    pub presigner: Arc<RotatingPresigner>,
}

impl StreamingCredentialsProvider for CacheTokens {
    /// A token at once, and another every six hours: the cache closes a connection twelve hours
    /// after its last `AUTH`.
    fn subscribe(&self) -> Pin<Box<dyn Stream<Item = RedisResult<BasicAuth>> + Send>> {
        let presigner = Arc::clone(&self.presigner);
        Box::pin(stream::unfold((presigner, Duration::ZERO), async |(presigner, wait)| {
            tokio::time::sleep(wait).await;
            let login = login(&presigner);
            let next = Duration::from_secs(if login.is_ok() { 6 * 3600 } else { 60 });
            Some((login, (presigner, next)))
        }))
    }
}

/// The user and a token that is valid for fifteen minutes.
fn login(presigner: &RotatingPresigner) -> RedisResult<BasicAuth> {
    let (cache, user) = ("my-cache", "iam-user-01");
    let token = tokens::elasticache(presigner.load().credentials(), "us-east-1", cache, user)
        .now()
        .map_err(|error| {
            let what = "no login token";
            RedisError::from((ErrorKind::AuthenticationFailed, what, error.to_string()))
        })?;
    Ok(BasicAuth::new(user.into(), token.as_str().into()))
}
