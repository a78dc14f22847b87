//! An in-process S3 server, to try the service without an account.

use std::{
    fs, io,
    net::{Ipv4Addr, SocketAddr},
};

use axum::{
    Router,
    body::Body,
    extract::{Query, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use presigner::{Credentials, Endpoint};
use s3s::{
    S3Request, S3Result,
    access::S3Access,
    auth::SimpleAuth,
    dto::PutObjectInput,
    s3_error,
    service::{S3Service, S3ServiceBuilder},
};
use s3s_fs::FileSystem;
use serde::Deserialize;
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};
use tower_http::cors::{Any, CorsLayer};

use crate::{Remote, host};

/// A server on its own port, and the directory of its bucket.
#[derive(Debug)]
pub(crate) struct LocalStore {
    address: SocketAddr,
    directory: TempDir,
    server: JoinHandle<()>,
}

impl LocalStore {
    /// Starts a server whose CORS rules allow only the page on that port of loopback.
    pub(crate) async fn start(page_port: u16) -> io::Result<Self> {
        let directory = tempfile::tempdir()?;
        fs::create_dir(directory.path().join(BUCKET))?;
        let files = FileSystem::new(directory.path())
            .map_err(|error| io::Error::other(format!("{error:?}")))?;
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY_ID, SECRET_ACCESS_KEY));
        builder.set_access(NoDotSegments);

        let page_origins = host::NAMES.map(|name| {
            HeaderValue::try_from(format!("http://{name}:{page_port}")).expect("ASCII throughout")
        });
        let cors = CorsLayer::new()
            .allow_origin(page_origins)
            .allow_methods([Method::GET, Method::PUT, Method::POST])
            .allow_headers(Any)
            // The page reads the `ETag` of each part.
            .expose_headers([header::ETAG]);
        let router = Router::new().fallback(respond).layer(cors).with_state(builder.build());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, directory, server })
    }

    pub(crate) fn as_remote(&self) -> io::Result<Remote> {
        Ok(Remote {
            credentials: Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY),
            region: String::from("us-east-1"),
            endpoint: Endpoint::custom(&format!("http://{}", self.address))
                .map_err(io::Error::other)?,
            bucket: String::from(BUCKET),
        })
    }

    /// Stops the server and removes the bucket with its contents.
    pub(crate) fn stop(self) -> io::Result<()> {
        self.server.abort();
        self.directory.close()
    }
}

/// Refuses to store an object whose key has a segment `.` or `..`. S3 accepts such a key, but `s3s_fs` takes it for a
/// path, with which the holder of an upload link could replace any file. The service signs no URL with such a key.
struct NoDotSegments;

#[async_trait::async_trait]
impl S3Access for NoDotSegments {
    // Of a form too.
    async fn put_object(&self, request: &mut S3Request<PutObjectInput>) -> S3Result<()> {
        if request.input.key.split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err(s3_error!(InvalidArgument, "Segments `.` and `..` are not supported"));
        }
        Ok(())
    }
}

/// The response parameters that the page uses, which `s3s_fs` does not support.
#[derive(Deserialize)]
struct ResponseParameters {
    #[serde(rename = "response-content-disposition")]
    content_disposition: Option<String>,
    #[serde(rename = "response-content-type")]
    content_type: Option<String>,
}

async fn respond(
    State(store): State<S3Service>,
    Query(parameters): Query<ResponseParameters>,
    request: Request,
) -> Response {
    let Ok(response) = store.call(request.map(s3s::Body::http_body_unsync)).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = response.map(Body::new);
    if response.status().is_success() {
        for (name, value) in [
            (header::CONTENT_DISPOSITION, parameters.content_disposition),
            (header::CONTENT_TYPE, parameters.content_type),
        ] {
            if let Some(value) = value.and_then(|value| value.try_into().ok()) {
                response.headers_mut().insert(name, value);
            }
        }
    }
    response
}

/// `s3s_fs` stores the attributes of an object in a file whose name contains the key in Base64, and file systems allow
/// 255 bytes for a name. This leaves room for the folders of an upload link.
pub(crate) const MAX_NAME_BYTES: usize = 115;

const BUCKET: &str = "shared";

/// Valid only for this server, which listens on loopback.
const ACCESS_KEY_ID: &str = "AKIALOCALSTORE";
const SECRET_ACCESS_KEY: &str = "good-for-nothing-but-this-bucket";
