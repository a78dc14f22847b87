//! Starts the service, and stops it on Ctrl+C.
//!
//! ```sh
//! cargo run -p share                                      # its own S3 server with a temporary bucket
//! cargo run -p share -- --bucket my-bucket --region eu-central-1
//! cargo run -p share -- --bucket my-bucket --endpoint http://127.0.0.1:9000
//! ```
//!
//! With a bucket, credentials come from the environment and must permit listing, reading, writing and deleting objects
//! whose keys begin with `files/`. The CORS rules of the bucket must allow GET, PUT and POST
//! from the origin of the page and expose the header `ETag`. Add a lifecycle rule that aborts incomplete multipart
//! uploads, because a page that is closed during an upload cannot do so.

use std::{
    error::Error,
    io::{self, IsTerminal},
    process::ExitCode,
    time::Duration,
};

use clap::Parser;
use presigner::{Credentials, Endpoint};
use share::{Remote, Settings, Share};
use tracing_subscriber::EnvFilter;

/// Serves a web page that shares files through presigned URLs
#[derive(Debug, Parser)]
struct Arguments {
    /// The port on 127.0.0.1
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// An existing bucket; if omitted, the service starts an S3 server with a temporary bucket
    #[arg(long)]
    bucket: Option<String>,
    /// The region of the bucket
    #[arg(long, default_value = "us-east-1", requires = "bucket")]
    region: String,
    /// The URL of an S3-compatible store, such as `http://127.0.0.1:9000`
    #[arg(long, requires = "bucket")]
    endpoint: Option<String>,
    /// The maximum validity of a link, in hours
    #[arg(long, default_value_t = 7 * 24, value_parser = clap::value_parser!(u64).range(1..=7 * 24))]
    longest_link: u64,
    /// The maximum size of a file, in bytes
    #[arg(long, default_value_t = 1 << 30, value_parser = clap::value_parser!(u64).range(1..))]
    max_bytes: u64,
}

impl Arguments {
    fn settings(self) -> Result<Settings, presigner::Error> {
        let remote = match self.bucket {
            None => None,
            Some(bucket) => Some(Remote {
                credentials: Credentials::from_env()?,
                region: self.region,
                endpoint: match self.endpoint {
                    Some(url) => Endpoint::custom(&url)?,
                    None => Endpoint::aws(),
                },
                bucket,
            }),
        };
        let longest_link = Duration::from_hours(self.longest_link);
        Ok(Settings { port: self.port, remote, longest_link, max_bytes: self.max_bytes })
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let is_terminal = io::stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(is_terminal)
        .init();
    let arguments = Arguments::parse();
    let port = arguments.port;
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_address_in_use(&*error) => {
            tracing::error!("port {port} is in use; choose another with `--port`");
            ExitCode::FAILURE
        }
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let share = Share::start(arguments.settings()?).await?;
    tracing::info!("open {} in a browser (Ctrl+C stops the service)", share.url());
    stopped().await?;
    share.stop().await?;
    tracing::info!("stopped");
    Ok(())
}

/// Waits for Ctrl+C, SIGTERM or SIGHUP.
async fn stopped() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        let mut terminate = signal(SignalKind::terminate())?;
        let mut hangup = signal(SignalKind::hangup())?;
        tokio::select! {
            result = tokio::signal::ctrl_c() => result,
            _ = terminate.recv() => Ok(()),
            _ = hangup.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

fn is_address_in_use(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::AddrInUse)
}
