//! The server: a listener on loopback, the S3 service behind it, and the end of both.

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

/// A running S3 server, which dropping stops.
///
/// It answers in path style at [`url`](Self::url), in host style below
/// [`host_url`](Self::host_url), and for some hosts of AWS, in both styles: a [`Client`] of this
/// server takes `https://bucket.s3.us-east-1.amazonaws.com/key` to it.
///
/// It is more lenient than S3: it takes any region, an `X-Amz-Expires` beyond seven days, and
/// `x-amz-*` headers that are not signed; and it verifies the query as decoded, whatever the order
/// and the escapes it came in.
pub struct Server {
    address: SocketAddr,
    buckets: Buckets,
    runtime: Option<Runtime>,
}

impl Server {
    /// Starts a server that keeps its objects in memory, under any key.
    ///
    /// # Errors
    ///
    /// When no port, or no thread, can be had.
    pub fn in_memory(keys: impl IntoIterator<Item = AccessKey>) -> io::Result<Self> {
        let store = MemoryStore::default();
        Self::start(store.clone(), Buckets::InMemory(store), keys)
    }

    /// Starts a server that keeps its objects as files in a temporary directory, removed with it.
    ///
    /// A key must do as a relative file name there.
    ///
    /// # Errors
    ///
    /// When no port, thread or directory can be had.
    pub fn on_disk(keys: impl IntoIterator<Item = AccessKey>) -> io::Result<Self> {
        let directory = tempfile::tempdir()?;
        let store = FileSystem::new(directory.path())
            .map_err(|error| io::Error::other(format!("{error:?}")))?;
        Self::start(store, Buckets::OnDisk(directory), keys)
    }

    /// Creates an empty bucket, by no request.
    ///
    /// # Errors
    ///
    /// On disk: when the directory cannot be made.
    pub fn create_bucket(&self, name: &str) -> io::Result<()> {
        match &self.buckets {
            Buckets::InMemory(store) => store.create_bucket(name),
            Buckets::OnDisk(directory) => std::fs::create_dir(directory.path().join(name))?,
        }
        Ok(())
    }

    /// Returns the body of an object as it lies in the store, by no request.
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

    /// Returns the endpoint for path style: `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the endpoint whose subdomains are buckets: `http://localhost:<port>`.
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

/// Bounds the wait for a request that is still being served.
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
