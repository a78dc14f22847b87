//! A small service that shares files through presigned URLs.
//!
//! The browser sends files directly to the store, with requests that this service signs. No file passes through
//! the service, and no credentials leave it. `links.rs` decides what is signed, `store.rs` sends the requests of
//! the service itself, and `api.rs` is the API of the page.
//!
//! The service has no user accounts: anyone who can reach it can list, share, replace and delete files. It therefore
//! listens only on loopback; put authentication in front of it before you expose it.

mod api;
mod host;
mod links;
mod listing;
mod local_store;
mod media_types;
mod names;
mod page;
mod problem;
mod store;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    http::{HeaderValue, header::X_CONTENT_TYPE_OPTIONS},
    middleware,
};
use presigner::{Credentials, Endpoint, ExpiryPolicy, Presigner};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle, time::timeout};
use tower_http::{set_header::SetResponseHeaderLayer, trace::TraceLayer};

use crate::{
    links::{Limits, Links},
    local_store::LocalStore,
    store::Store,
};

/// The settings of a service.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "callers construct it field by field")]
pub struct Settings {
    /// The port on loopback; 0 chooses a free port.
    pub port: u16,
    /// The bucket; `None` starts an S3 server on loopback with a temporary bucket.
    pub remote: Option<Remote>,
    /// The maximum validity of a link.
    pub longest_link: Duration,
    /// The maximum size of a file, in bytes.
    pub max_bytes: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { port: 8787, remote: None, longest_link: SEVEN_DAYS, max_bytes: 1 << 30 }
    }
}

/// An existing bucket.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "callers construct it field by field")]
pub struct Remote {
    /// The credentials that sign.
    pub credentials: Credentials,
    /// The region of the bucket.
    pub region: String,
    /// AWS, or an S3-compatible store.
    pub endpoint: Endpoint,
    /// The name of the bucket.
    pub bucket: String,
}

/// A running service, on loopback.
#[derive(Debug)]
pub struct Share {
    address: SocketAddr,
    /// Dropping it tells the server, which holds the receiver, to stop.
    stop: watch::Sender<()>,
    server: JoinHandle<io::Result<()>>,
    local_store: Option<LocalStore>,
}

impl Share {
    /// Starts a service.
    ///
    /// # Errors
    ///
    /// If the port is in use, or the temporary bucket cannot be created.
    pub async fn start(settings: Settings) -> io::Result<Self> {
        // First, so that nothing has to be cleaned up if the port is in use.
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
        let max_bytes = settings.max_bytes.min(links::S3_PARTS_BYTES);
        let limits = Limits {
            longest_link_seconds: settings.longest_link.as_secs(),
            max_bytes,
            max_form_bytes: max_bytes.min(links::S3_FORM_BYTES),
            max_name_bytes: if local_store.is_some() { local_store::MAX_NAME_BYTES } else { 200 },
        };
        let links = Arc::new(Links::new(presigner, remote.bucket, limits));
        let store_origin = links.store_origin().map_err(io::Error::other)?;
        let store = Store::new(Arc::clone(&links)).map_err(io::Error::other)?;
        let router = Router::new()
            .nest("/api", api::routes(links, store))
            .merge(page::routes(&store_origin))
            .layer(middleware::from_fn(host::refuse_others))
            .layer(SetResponseHeaderLayer::overriding(
                X_CONTENT_TYPE_OPTIONS,
                HeaderValue::from_static("nosniff"),
            ))
            .layer(TraceLayer::new_for_http());

        let (stop, mut stopped) = watch::channel(());
        let server = axum::serve(listener, router).with_graceful_shutdown(async move {
            let _ = stopped.changed().await;
        });
        let server = tokio::spawn(server.into_future());
        Ok(Self { address, stop, server, local_store })
    }

    /// The URL of the page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits up to five seconds for pending requests, and removes the temporary bucket.
    ///
    /// # Errors
    ///
    /// If the server has failed, or the temporary bucket cannot be removed.
    pub async fn stop(self) -> io::Result<()> {
        drop(self.stop);
        let mut server = self.server;
        match timeout(SHUTDOWN_TIMEOUT, &mut server).await {
            Ok(outcome) => outcome??,
            // A client has not finished its request.
            Err(_) => server.abort(),
        }
        self.local_store.map_or(Ok(()), LocalStore::stop)
    }
}

/// Shorter than the time after which service managers kill a process.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// The maximum of Signature Version 4.
const SEVEN_DAYS: Duration = Duration::from_hours(7 * 24);
