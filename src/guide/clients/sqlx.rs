use std::{sync::Arc, time::Duration};

use presigner::{Error, RotatingPresigner, tokens};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgSslMode};

/// Creates a pool, and gives it a new token every minute, so that it also follows the rotation of the
/// credentials. Call it within a Tokio runtime.
pub fn pool(presigner: Arc<RotatingPresigner>) -> Result<PgPool, Error> {
    let pool = PgPoolOptions::new().connect_lazy_with(options(&presigner)?);
    let renewed = pool.clone();
    tokio::spawn(async move {
        while !renewed.is_closed() {
            tokio::time::sleep(Duration::from_secs(60)).await;
            match options(&presigner) {
                Ok(options) => renewed.set_connect_options(options),
                Err(error) => eprintln!("no login token: {error}"),
            }
        }
    });
    Ok(pool)
}

/// The options for new connections. The pool keeps open ones.
pub fn options(presigner: &RotatingPresigner) -> Result<PgConnectOptions, Error> {
    let (host, port, user) = ("db.123456789012.us-west-2.rds.amazonaws.com", 5432, "jane_doe");
    let presigner = presigner.load();
    let token = tokens::rds(presigner.credentials(), "us-west-2", host, port, user).now()?;
    Ok(PgConnectOptions::new_without_pgpass()
        .host(host)
        .port(port)
        .username(user)
        .password(token.as_str())
        .database("orders")
        .ssl_mode(PgSslMode::VerifyFull)
        .ssl_root_cert("global-bundle.pem"))
}
