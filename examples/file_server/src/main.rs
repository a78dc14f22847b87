//! The program: serves a folder until Ctrl-C.

use std::{net::SocketAddr, path::PathBuf, time::SystemTime};

use clap::Parser;
use file_server::{PREFIX, Settings, router};

/// Serves the files of a folder to whoever has a presigned URL.
#[derive(Parser)]
struct Arguments {
    /// The folder that contains a folder for each bucket.
    root: PathBuf,
    /// The address to listen at.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The region that URLs are signed for.
    #[arg(long, env = "AWS_REGION", default_value = "us-east-1")]
    region: String,
    /// The access key whose URLs are accepted.
    #[arg(long, env = "AWS_ACCESS_KEY_ID")]
    access_key_id: String,
    /// The secret of the access key.
    #[arg(long, env = "AWS_SECRET_ACCESS_KEY", hide_env_values = true)]
    secret_access_key: String,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let Arguments { root, listen, region, access_key_id, secret_access_key } = Arguments::parse();
    let now = || SystemTime::now().into();
    let settings = Settings { root, region, access_key_id, secret_access_key, now };
    let listener = tokio::net::TcpListener::bind(listen).await?;
    tracing::info!("endpoint to sign for: http://{}{PREFIX}", listener.local_addr()?);
    axum::serve(listener, router(settings))
        .with_graceful_shutdown(async {
            // Without a signal handler, the process ends at Ctrl-C anyway.
            let _ = tokio::signal::ctrl_c().await;
        })
        .await
}
