//! The server: a listener on loopback and its S3 service.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use bytes::Bytes;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use s3s::S3;
use s3s::host::MultiDomain;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use crate::access_key::{SessionTokens, secrets};
use crate::{AccessKey, Client, MemoryStore};

/// A running S3 server. Dropping it stops the server.
///
/// It supports path style at [`url`](Self::url), virtual-hosted style below
/// [`host_url`](Self::host_url), and both styles for some hosts of AWS: a [`Client`] of this server
/// sends `https://bucket.s3.us-east-1.amazonaws.com/key` to it.
///
/// It is more lenient than S3: it accepts any region, an `X-Amz-Expires` of more than seven days, and
/// unsigned `x-amz-*` headers; and it decodes the query before it verifies the signature, so that
/// order and percent-encoding do not matter.
pub struct Server {
    address: SocketAddr,
    buckets: Buckets,
    runtime: Option<Runtime>,
}

impl Server {
    /// Starts a server that stores objects in memory, under any key.
    ///
    /// # Errors
    ///
    /// If no port is free, or no thread can be started.
    pub fn in_memory(keys: impl IntoIterator<Item = AccessKey>) -> io::Result<Self> {
        let store = MemoryStore::default();
        Self::start(store.clone(), Buckets::InMemory(store), keys)
    }

    /// Starts a server that stores objects as files in a temporary directory, which is removed with
    /// the server.
    ///
    /// Keys must be valid relative paths.
    ///
    /// # Errors
    ///
    /// If no port is free, or no thread or directory can be created.
    pub fn on_disk(keys: impl IntoIterator<Item = AccessKey>) -> io::Result<Self> {
        let directory = tempfile::tempdir()?;
        let store = FileSystem::new(directory.path())
            .map_err(|error| io::Error::other(format!("{error:?}")))?;
        Self::start(store, Buckets::OnDisk(directory), keys)
    }

    /// Creates an empty bucket, without a request.
    ///
    /// # Errors
    ///
    /// On disk: if the directory cannot be created.
    pub fn create_bucket(&self, name: &str) -> io::Result<()> {
        match &self.buckets {
            Buckets::InMemory(store) => store.create_bucket(name),
            Buckets::OnDisk(directory) => std::fs::create_dir(directory.path().join(name))?,
        }
        Ok(())
    }

    /// Returns the stored body of an object, without a request.
    #[must_use]
    pub fn stored(&self, bucket: &str, key: &str) -> Option<Bytes> {
        match &self.buckets {
            Buckets::InMemory(store) => store.body(bucket, key),
            Buckets::OnDisk(directory) => {
                let file = directory.path().join(bucket).join(key);
                std::fs::read(file).ok().map(Bytes::from)
            }
        }
    }

    /// Returns the path-style endpoint: `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the virtual-hosted-style endpoint, whose subdomains are buckets: `http://localhost:<port>`.
    #[must_use]
    pub fn host_url(&self) -> String {
        format!("http://{}", base_domain(self.address))
    }

    /// Returns a client that connects to this server.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    fn start(
        store: impl S3,
        buckets: Buckets,
        keys: impl IntoIterator<Item = AccessKey>,
    ) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
        let address = listener.local_addr()?;
        let keys: Vec<_> = keys.into_iter().collect();
        runtime.spawn(serve(listener, service(store, address, &keys)?));
        Ok(Self { address, buckets, runtime: Some(runtime) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(SHUTDOWN_LIMIT);
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

enum Buckets {
    InMemory(MemoryStore),
    OnDisk(TempDir),
}

fn service(store: impl S3, address: SocketAddr, keys: &[AccessKey]) -> io::Result<S3Service> {
    let base_domain = base_domain(address);
    let hosts = AWS_HOSTS.into_iter().chain([base_domain.as_str()]);
    let mut builder = S3ServiceBuilder::new(store);
    builder.set_auth(secrets(keys));
    builder.set_access(SessionTokens::of(keys));
    builder.set_host(MultiDomain::new(hosts).map_err(io::Error::other)?);
    Ok(builder.build())
}

async fn serve(listener: TcpListener, service: S3Service) {
    while let Ok((stream, _)) = listener.accept().await {
        let connection = http1::Builder::new();
        tokio::spawn(connection.serve_connection(TokioIo::new(stream), service.clone()));
    }
}

fn base_domain(address: SocketAddr) -> String {
    format!("localhost:{}", address.port())
}

const AWS_HOSTS: [&str; 5] = [
    "s3.amazonaws.com",
    "s3.us-east-1.amazonaws.com",
    "s3.eu-central-1.amazonaws.com",
    "s3.dualstack.eu-central-1.amazonaws.com",
    "s3-accelerate.amazonaws.com",
];

/// How long to wait for pending requests.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_server_refuses_connections() {
        let server = Server::in_memory([]).unwrap();
        let (client, url) = (server.client(), server.url() + "/");
        assert_eq!(client.send("GET", &url, &[], "").unwrap().status(), 403);
        drop(server);
        let error = client.send("GET", &url, &[], "").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    }

    #[test]
    fn two_servers_share_neither_port_nor_buckets() {
        let (one, other) = (Server::in_memory([]).unwrap(), Server::in_memory([]).unwrap());
        assert_ne!(one.url(), other.url());
        one.create_bucket("photos").unwrap();
        other.create_bucket("photos").unwrap();
    }
}
