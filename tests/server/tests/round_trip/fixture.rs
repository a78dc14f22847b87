//! A server with one bucket and one access key, and a presigner for it.

use presigner::{Credentials, Endpoint, Expiry, PresignedUrl, Presigner, Request};
use presigner_server::{AccessKey, Response, Server};

pub(crate) const BUCKET: &str = "photos";
pub(crate) const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
pub(crate) const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
pub(crate) const REGION: &str = "us-east-1";

pub(crate) struct Fixture {
    pub(crate) server: Server,
    pub(crate) presigner: Presigner,
}

impl Fixture {
    pub(crate) fn in_memory() -> Self {
        Self::over(Server::in_memory([access_key()]).expect("loopback has a free port"))
    }

    pub(crate) fn on_disk() -> Self {
        Self::over(Server::on_disk([access_key()]).expect("the temporary directory is writable"))
    }

    /// Replaces the endpoint of the presigner.
    pub(crate) fn with_endpoint(mut self, endpoint: Endpoint) -> Self {
        self.presigner = self.presigner.with_endpoint(endpoint);
        self
    }

    pub(crate) fn presign(&self, request: &Request) -> PresignedUrl {
        self.presigner.presign(request, Expiry::hours(1)).expect("the request can be signed")
    }

    /// Presigns `request` and sends it.
    pub(crate) fn send(&self, request: &Request, body: &'static str) -> Response {
        self.follow(&self.presign(request), body)
    }

    pub(crate) fn follow(&self, url: &PresignedUrl, body: &'static str) -> Response {
        self.server.client().follow(url, body).expect("the server responds")
    }

    /// Presigns `request` and sends it with a body that is made at run time.
    pub(crate) fn send_bytes(&self, request: &Request, body: Vec<u8>) -> Response {
        let url = self.presign(request);
        self.server.client().follow(&url, body).expect("the server responds")
    }

    /// Sends a `GET` request for a URL that may be modified.
    pub(crate) fn get(&self, url: &str) -> Response {
        self.server.client().send("GET", url, &[], "").expect("the server responds")
    }

    /// Uploads an object with a presigned URL.
    #[track_caller]
    pub(crate) fn put(&self, key: &str, body: &'static str) {
        let response = self.send(&Request::put(BUCKET, key).allow_dot_segments(), body);
        assert_eq!(response.status(), 200, "{}", response.text());
    }

    fn over(server: Server) -> Self {
        server.create_bucket(BUCKET).expect("the bucket is the first");
        let endpoint = Endpoint::custom(&server.url()).expect("the address is an endpoint");
        let presigner = Presigner::new(credentials(), REGION).with_endpoint(endpoint);
        Self { server, presigner }
    }
}

pub(crate) fn access_key() -> AccessKey {
    AccessKey::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY)
}

pub(crate) fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY)
}

#[track_caller]
pub(crate) fn assert_body(response: &Response, body: &str) {
    assert_eq!((response.status(), response.text()), (200, body));
}

#[track_caller]
pub(crate) fn assert_refused(response: &Response, status: u16, code: &str) {
    let got = (response.status(), response.error_code());
    assert_eq!(got, (status, Some(code)), "{}", response.text());
}
