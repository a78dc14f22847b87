//! A small service that shares files through presigned URLs.
//!
//! The browser talks to the store itself; this service says what it may do there. So no file ever passes
//! through it, and no credentials ever leave it. To copy from: `links.rs` decides what is signed,
//! `store.rs` sends what the service needs itself, `api.rs` is what the page calls.
//!
//! It knows no users: whoever reaches it may list, share and replace the files. So it listens on loopback
//! alone; anywhere else, put a sign-in before it.

mod api;
mod host;
mod links;
mod listing;
mod local_store;
mod page;
mod problem;
mod store;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{Router, middleware};
use presigner::{Credentials, Endpoint, ExpiryPolicy, Presigner};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle, time::timeout};
use tower_http::trace::TraceLayer;

use crate::{links::Links, local_store::LocalStore, store::Store};

/// How a service is set up.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "it is to be filled in by whoever starts a service")]
pub struct Settings {
    /// The port on loopback; 0 takes any that is free.
    pub port: u16,
    /// Where the files are; nothing starts an S3 server of its own on loopback, with a temporary bucket.
    pub remote: Option<Remote>,
    /// The longest that a link may live.
    pub longest_link: Duration,
    /// The most bytes that a file may have.
    pub max_bytes: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { port: 8787, remote: None, longest_link: SEVEN_DAYS, max_bytes: 1 << 30 }
    }
}

/// A bucket that exists.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "it is to be filled in by whoever starts a service")]
pub struct Remote {
    /// Who signs.
    pub credentials: Credentials,
    /// The bucket's region.
    pub region: String,
    /// The store; AWS unless said otherwise.
    pub endpoint: Endpoint,
    /// The bucket's name.
    pub bucket: String,
}

/// A running service, on loopback.
#[derive(Debug)]
pub struct Share {
    address: SocketAddr,
    /// Whoever holds the receiver sees this end, and stops.
    stop: watch::Sender<()>,
    server: JoinHandle<io::Result<()>>,
    local_store: Option<LocalStore>,
}

impl Share {
    /// Starts a service.
    ///
    /// # Errors
    ///
    /// When the port is taken, or the temporary bucket cannot be made.
    pub async fn start(settings: Settings) -> io::Result<Self> {
        // First of all, so that nothing has to be undone when the port is taken.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port)).await?;
        let address = listener.local_addr()?;
        let (remote, local_store) = if let Some(remote) = settings.remote {
            (remote, None)
        } else {
            let store = LocalStore::start(address.port()).await?;
            (store.as_remote()?, Some(store))
        };
        let presigner = Presigner::new(remote.credentials, remote.region.as_str())
            .with_endpoint(remote.endpoint)
            .with_expiry_policy(ExpiryPolicy::ClampTo(settings.longest_link));
        let links = Arc::new(Links::new(presigner, remote.bucket, settings.max_bytes));
        let store_origin = links.store_origin().map_err(io::Error::other)?;
        let store = Store::new(Arc::clone(&links)).map_err(io::Error::other)?;
        let router = Router::new()
            .nest("/api", api::routes(links, store))
            .merge(page::routes(&store_origin))
            .layer(middleware::from_fn(host::refuse_others))
            .layer(TraceLayer::new_for_http());

        let (stop, mut stopped) = watch::channel(());
        let server = axum::serve(listener, router).with_graceful_shutdown(async move {
            let _ = stopped.changed().await;
        });
        let server = tokio::spawn(server.into_future());
        Ok(Self { address, stop, server, local_store })
    }

    /// Where the page is.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Finishes the requests that are being answered, for a few seconds, and removes what was temporary.
    ///
    /// # Errors
    ///
    /// When the server had failed, or the temporary bucket cannot be removed.
    pub async fn stop(self) -> io::Result<()> {
        drop(self.stop);
        let mut server = self.server;
        match timeout(LAST_REQUESTS, &mut server).await {
            Ok(outcome) => outcome??,
            // Somebody began a request and never finished it.
            Err(_) => server.abort(),
        }
        self.local_store.map_or(Ok(()), LocalStore::stop)
    }
}

/// How long a stop waits for them; shorter than service managers wait before they kill.
const LAST_REQUESTS: Duration = Duration::from_secs(5);

/// What Signature Version 4 allows.
const SEVEN_DAYS: Duration = Duration::from_hours(7 * 24);
