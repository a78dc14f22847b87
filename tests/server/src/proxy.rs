//! A reverse proxy on loopback in front of a server.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{CONNECTION, HOST, HeaderValue, TRANSFER_ENCODING};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response as HttpResponse, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use crate::client::origin_form;
use crate::{Client, Server};

/// A running reverse proxy, which forwards path and query byte for byte. Dropping it stops the proxy.
///
/// ```
/// use presigner::{Credentials, Endpoint, Expiry, Presigner};
/// use presigner_server::{AccessKey, Proxy, Server};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = Server::in_memory([AccessKey::new("AKIAIOSFODNN7EXAMPLE", "secret")])?;
/// server.create_bucket("photos")?;
/// let store = server.url().replace("http://", "");
/// let proxy = Proxy::below(&server, "/upload", &store)?;
///
/// let endpoint = Endpoint::custom(&server.url())?.display_url("https://files.example.com/upload");
/// let presigner = Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"), "us-east-1")
///     .with_endpoint(endpoint);
/// let upload = presigner.put("photos", "cat.jpg", Expiry::minutes(1))?;
/// assert_eq!(proxy.client().follow(&upload, "meow")?.status(), 200);
/// # Ok(())
/// # }
/// ```
pub struct Proxy {
    address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Proxy {
    /// Starts a proxy that removes `prefix` from the path, and sends `host` as the `Host` header. Other
    /// paths are not found.
    ///
    /// # Errors
    ///
    /// `InvalidInput` if `host` is not a header value; or if no port is free, or no thread can be
    /// started.
    pub fn below(server: &Server, prefix: &str, host: &str) -> io::Result<Self> {
        let host = HeaderValue::from_str(host)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        Self::start(Route { server: server.client(), prefix: prefix.to_owned(), host: Some(host) })
    }

    /// Starts a proxy that forwards every request with the path and the `Host` header of the client.
    ///
    /// # Errors
    ///
    /// If no port is free, or no thread can be started.
    pub fn transparent(server: &Server) -> io::Result<Self> {
        Self::start(Route { server: server.client(), prefix: String::new(), host: None })
    }

    /// Returns the address of the proxy as a URL: `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns a client that connects to this proxy.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    fn start(route: Route) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
        let address = listener.local_addr()?;
        runtime.spawn(serve(listener, Arc::new(route)));
        Ok(Self { address, runtime: Some(runtime) })
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(SHUTDOWN_LIMIT);
        }
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy").field("address", &self.address).finish_non_exhaustive()
    }
}

/// How requests are changed before they are forwarded.
struct Route {
    server: Client,
    prefix: String,
    host: Option<HeaderValue>,
}

impl Route {
    async fn forward(&self, request: Request<Incoming>) -> io::Result<HttpResponse<Full<Bytes>>> {
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        let below = target.strip_prefix(&*self.prefix).filter(|below| below.starts_with('/'));
        let Some(below) = below else {
            let mut response = HttpResponse::new(Full::default());
            *response.status_mut() = StatusCode::NOT_FOUND;
            return Ok(response);
        };
        let uri = origin_form(below)?;
        let (mut head, body) = request.into_parts();
        head.uri = uri;
        if let Some(host) = &self.host {
            head.headers.insert(HOST, host.clone());
        }
        let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
        let response = self.server.exchange(Request::from_parts(head, Full::new(body))).await?;
        let (mut head, body) = response.into_parts();
        for name in [CONNECTION, TRANSFER_ENCODING] {
            head.headers.remove(name);
        }
        Ok(HttpResponse::from_parts(head, Full::new(body)))
    }
}

async fn serve(listener: TcpListener, route: Arc<Route>) {
    while let Ok((stream, _)) = listener.accept().await {
        let route = Arc::clone(&route);
        let service = service_fn(move |request| {
            let route = Arc::clone(&route);
            async move { route.forward(request).await }
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

/// How long to wait for pending requests.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_outside_the_prefix_is_not_found() {
        let server = Server::in_memory([]).unwrap();
        let proxy = Proxy::below(&server, "/upload", "store.example").unwrap();
        for (path, status) in
            [("/upload/a", 403), ("/uploads/a", 404), ("/upload", 404), ("/", 404)]
        {
            let url = format!("http://files.example{path}");
            assert_eq!(
                proxy.client().send("GET", &url, &[], "").unwrap().status(),
                status,
                "{path}"
            );
        }
    }

    #[test]
    fn a_dropped_proxy_refuses_connections() {
        let server = Server::in_memory([]).unwrap();
        let proxy = Proxy::transparent(&server).unwrap();
        let (client, url) = (proxy.client(), proxy.url() + "/");
        assert_eq!(client.send("GET", &url, &[], "").unwrap().status(), 403);
        drop(proxy);
        let error = client.send("GET", &url, &[], "").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    }
}
