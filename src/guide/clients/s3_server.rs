use std::{error::Error, path::Path};

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use presigner::{Credentials, Endpoint, Presigner};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use s3s_fs::FileSystem;
use tokio::net::TcpListener;

/// Starts an S3 server on a free port of loopback, and returns a presigner for it. The server stops
/// with the Tokio runtime. Its buckets are the folders in `directory`, so create one for each.
pub async fn presigner(directory: &Path) -> Result<Presigner, Box<dyn Error>> {
    let (id, secret) = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let files = FileSystem::new(directory).map_err(|error| format!("{error:?}"))?;
    let mut builder = S3ServiceBuilder::new(files);
    builder.set_auth(SimpleAuth::from_single(id, secret));
    let service = builder.build();

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let endpoint = Endpoint::custom(&format!("http://{}", listener.local_addr()?))?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let connection = http1::Builder::new();
            tokio::spawn(connection.serve_connection(TokioIo::new(stream), service.clone()));
        }
    });
    Ok(Presigner::new(Credentials::new(id, secret), "us-east-1").with_endpoint(endpoint))
}
