use std::{error::Error, sync::Arc};

use deadpool::managed::{Manager, Metrics, RecycleError, RecycleResult};
use presigner::{RotatingPresigner, tokens};
use tokio_postgres::{
    Client, Config, Socket, config::SslMode, tls::MakeTlsConnect, tls::TlsConnect,
};

/// Opens connections to a cluster of Aurora DSQL, each with its own token. Create the pool with
/// `Pool::builder(manager).build()`.
pub struct TokenManager<T> {
    pub presigner: Arc<RotatingPresigner>,
    pub host: String,
    /// Everything except the password; see `config`.
    pub config: Config,
    /// Such as `MakeRustlsConnect` of the crate `tokio-postgres-rustls`.
    pub tls: T,
}

/// The connection settings, with TLS.
pub fn config(host: &str) -> Config {
    let mut config = Config::new();
    config.host(host).user("jane_doe").dbname("postgres").ssl_mode(SslMode::Require);
    config
}

impl<T> Manager for TokenManager<T>
where
    T: MakeTlsConnect<Socket> + Clone + Send + Sync,
    T::Stream: Send + 'static,
    T::TlsConnect: Send,
    <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
{
    type Type = Client;
    type Error = Box<dyn Error + Send + Sync>;

    async fn create(&self) -> Result<Client, Self::Error> {
        let token =
            tokens::dsql(self.presigner.load().credentials(), "us-east-1", &self.host).now()?;
        let mut config = self.config.clone();
        config.password(token.as_str());
        let (client, connection) = config.connect(self.tls.clone()).await?;
        tokio::spawn(connection);
        Ok(client)
    }

    async fn recycle(&self, client: &mut Client, _: &Metrics) -> RecycleResult<Self::Error> {
        if client.is_closed() {
            return Err(RecycleError::message("the server closed the connection"));
        }
        Ok(())
    }
}
