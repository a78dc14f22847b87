//! An HTTP/1.1 client that sends URLs unmodified.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper::header::HOST;
use hyper::http::uri::PathAndQuery;
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use presigner::PresignedUrl;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::{Form, Response};

/// A client that connects to one address, regardless of the host in the URL, and sends path and query
/// byte for byte.
///
/// URL libraries resolve dot segments and re-encode characters, which breaks signatures.
#[derive(Clone, Copy, Debug)]
pub struct Client {
    address: SocketAddr,
}

impl Client {
    /// Creates a client for the server at `address`.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Sends the request of a presigned URL, with its method, its headers and `body`.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn follow(&self, url: &PresignedUrl, body: impl Into<Bytes>) -> io::Result<Response> {
        let headers = url.headers().iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.send(url.method().as_str(), url.as_str(), &headers.collect::<Vec<_>>(), body)
    }

    /// Submits an upload form, as a browser does.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn submit(&self, url: &str, form: Form) -> io::Result<Response> {
        let headers = [("content-type".to_owned(), Form::content_type())];
        self.send("POST", url, &headers, form.into_body())
    }

    /// Sends one request on its own connection, and reads the whole response.
    ///
    /// # Errors
    ///
    /// Those of the connection; `InvalidInput` if `url` or a header is invalid; `TimedOut` after
    /// 10 seconds.
    pub fn send(
        &self,
        method: &str,
        url: &str,
        headers: &[(String, String)],
        body: impl Into<Bytes>,
    ) -> io::Result<Response> {
        let request = request(method, url, headers, body.into())?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async { timeout(TIMEOUT, self.exchange(request)).await? })
    }

    pub(crate) async fn exchange(&self, request: Request<Full<Bytes>>) -> io::Result<Response> {
        let stream = TcpStream::connect(self.address).await?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
        tokio::spawn(connection);
        let response = sender.send_request(request).await.map_err(io::Error::other)?;
        let (head, body) = response.into_parts();
        let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
        Ok(Response::new(head, body))
    }
}

fn request(
    method: &str,
    url: &str,
    headers: &[(String, String)],
    body: Bytes,
) -> io::Result<Request<Full<Bytes>>> {
    let (authority, target) = split(url).ok_or(io::ErrorKind::InvalidInput)?;
    let mut request =
        Request::builder().method(method).uri(origin_form(target)?).header(HOST, authority);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request.body(Full::new(body)).map_err(invalid)
}

/// Splits `scheme://authority/path?query` before the path.
fn split(url: &str) -> Option<(&str, &str)> {
    let (_, rest) = url.split_once("://")?;
    Some(rest.split_at(rest.find('/')?))
}

/// Makes a request target from path and query. Parsing them as a whole [`Uri`] could take `//lead`
/// of a key for an authority; this keeps every byte.
pub(crate) fn origin_form(target: &str) -> io::Result<Uri> {
    PathAndQuery::try_from(target).map(Uri::from).map_err(invalid)
}

fn invalid<E: Into<Box<dyn std::error::Error + Send + Sync>>>(error: E) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, error)
}

/// Over loopback, only a defect takes this long.
const TIMEOUT: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    #[track_caller]
    fn assert_sent(url: &str, request_line: &str, host: &str) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = Client::new(listener.local_addr().unwrap());
        let head = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let head: Vec<_> =
                lines.map(Result::unwrap).take_while(|line| !line.is_empty()).collect();
            stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
            head
        });
        assert_eq!(client.send("GET", url, &[], "").unwrap().status(), 204);
        let head = head.join().unwrap();
        assert_eq!(head[0], request_line);
        assert!(head.contains(&format!("host: {host}")), "{head:?}");
    }

    #[test]
    fn the_path_and_query_are_sent_byte_for_byte() {
        assert_sent(
            "http://bucket.example:81//a/./../%2e%2E/b%20+~'(!)*/?x=%7e&&y&z=a%2Fb/c",
            "GET //a/./../%2e%2E/b%20+~'(!)*/?x=%7e&&y&z=a%2Fb/c HTTP/1.1",
            "bucket.example:81",
        );
    }

    #[test]
    fn the_connection_address_does_not_depend_on_the_host_of_the_url() {
        assert_sent("https://example.com/", "GET / HTTP/1.1", "example.com");
    }

    #[test]
    fn a_url_without_a_path_is_refused() {
        let client = Client::new(([127, 0, 0, 1], 1).into());
        let error = client.send("GET", "http://example.com", &[], "").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
    }
}
