//! A private file server: whoever has a presigned URL can download or upload one local file, for a limited time.
//!
//! Any S3 presigner makes the URLs, with an endpoint such as `http://127.0.0.1:8080/files`. The object `key` of
//! the bucket `bucket` is the file `<root>/bucket/key`. Symbolic links are followed.
//!
//! There is no TLS, and slow clients are not disconnected. A reverse proxy in front of the server can do both; it must
//! pass `Host` and the path unchanged.

mod refusal;
#[cfg(test)]
mod tests;
mod upload;

use std::{
    net::SocketAddr,
    num::NonZeroUsize,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, OriginalUri, Request, State},
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{IF_MATCH, IF_RANGE, RANGE},
    },
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use clap::Parser;
use lru::LruCache;
use presigner::{
    Timestamp,
    sigv4::SigningKey,
    verify::{Claim, Rejection, Rules, Verified},
};
use tower::ServiceExt;
use tower_http::services::ServeFile;

use self::refusal::{
    INVALID_ARGUMENT, INVALID_KEY, NO_SUCH_BUCKET, NO_SUCH_KEY, NOT_IMPLEMENTED,
    PRECONDITION_FAILED, Refusal,
};

/// Serves the files of a folder to whoever has a presigned URL.
#[derive(Parser)]
struct Settings {
    /// The folder that contains a folder for each bucket.
    root: PathBuf,
    /// The address to listen at.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The region that URLs are signed for.
    #[arg(long, env = "AWS_REGION", default_value = "us-east-1")]
    region: String,
    /// The access key whose URLs are accepted.
    #[arg(long, env = "AWS_ACCESS_KEY_ID")]
    access_key_id: String,
    /// The secret of the access key.
    #[arg(long, env = "AWS_SECRET_ACCESS_KEY", hide_env_values = true)]
    secret_access_key: String,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let settings = Settings::parse();
    let listener = tokio::net::TcpListener::bind(settings.listen).await?;
    tracing::info!("URLs are signed for the endpoint http://{}{PREFIX}", listener.local_addr()?);
    axum::serve(listener, router(settings, || SystemTime::now().into())).await
}

/// The path of the endpoint, before the bucket.
const PREFIX: &str = "/files";

struct Server {
    settings: Settings,
    now: fn() -> Timestamp,
    /// By access key id and scope: one for each day that URLs were signed on.
    keys: Mutex<LruCache<String, Arc<SigningKey>>>,
}

fn router(settings: Settings, now: fn() -> Timestamp) -> Router {
    let keys = Mutex::new(LruCache::new(const { NonZeroUsize::new(1_000).unwrap() }));
    let server = Arc::new(Server { settings, now, keys });
    let files = get(download)
        .put(upload::put)
        .route_layer(middleware::from_fn_with_state(Arc::clone(&server), verify))
        // The signature of a form is among its fields.
        .post(upload::form)
        .layer(DefaultBodyLimit::disable());
    Router::new().nest(PREFIX, Router::new().fallback(files).with_state(server))
}

/// Verifies a request by its URL, and passes what is verified on to the handlers.
async fn verify(
    State(server): State<Arc<Server>>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let (mut parts, body) = request.into_parts();
    // The path that was signed has the prefix, which the router removes.
    let nested_uri = std::mem::replace(&mut parts.uri, uri);
    let claim = Claim::from_parts(&parts)?;
    let verified = server.verify(&claim)?.into_owned();
    parts.uri = nested_uri;
    parts.extensions.insert(verified);
    Ok(next.run(Request::from_parts(parts, body)).await)
}

impl Server {
    fn rules(&self) -> Rules<'_> {
        Rules::s3((self.now)()).region(&self.settings.region).path_prefix(PREFIX)
    }

    fn secret(&self, access_key_id: &str) -> Option<&str> {
        let is_known = access_key_id == self.settings.access_key_id;
        is_known.then_some(&self.settings.secret_access_key)
    }

    /// Verifies with the key of the day, which is derived once.
    fn verify<'a>(&self, claim: &Claim<'a>) -> Result<Verified<'a>, Rejection> {
        let (rules, scope) = (self.rules(), claim.scope());
        let cache_key = format!("{}/{scope}", claim.access_key_id());
        let keys = || self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let cached = keys().get(&cache_key).cloned();
        if let Some(key) = cached {
            return claim.verify_with_key(&key, &rules);
        }
        let Some(secret) = self.secret(claim.access_key_id()) else {
            return Err(claim.reject_unknown_key(&rules));
        };
        let key = SigningKey::derive(secret, &scope);
        let verified = claim.verify_with_key(&key, &rules)?;
        // After the check, so that a sender cannot fill the cache.
        keys().put(cache_key, Arc::new(key));
        Ok(verified)
    }

    /// The file of an object. A key is a name, not a path: one that would lead out of its bucket has no file.
    fn path(&self, bucket: &str, key: &str) -> Result<PathBuf, Refusal> {
        let is_file_name =
            |name: &str| !matches!(name, "" | "." | "..") && !name.contains(['\\', ':', '\0']);
        if !is_file_name(bucket) || !key.split('/').all(is_file_name) {
            return Err(INVALID_KEY.into());
        }
        let bucket = self.settings.root.join(bucket);
        if bucket.is_dir() { Ok(bucket.join(key)) } else { Err(NO_SUCH_BUCKET.into()) }
    }
}

/// The bucket and key of a request for an object.
fn object<'v>(verified: &'v Verified<'_>) -> Result<(&'v str, &'v str), Refusal> {
    Ok(verified.bucket().zip(verified.key()).ok_or(NOT_IMPLEMENTED)?)
}

async fn download(
    State(server): State<Arc<Server>>,
    Extension(verified): Extension<Verified<'static>>,
    mut request: Request,
) -> Result<Response, Refusal> {
    let (bucket, key) = object(&verified)?;
    let path = server.path(bucket, key)?;
    if !path.is_file() {
        return Err(NO_SUCH_KEY.into());
    }
    // Files have no ETag, so none matches. `ServeFile` ignores these conditions.
    let headers = request.headers_mut();
    if headers.get_all(IF_MATCH).iter().any(|etag| etag != "*") {
        return Err(PRECONDITION_FAILED.into());
    }
    if headers.contains_key(IF_RANGE) {
        headers.remove(RANGE);
    }
    // Responds to range requests, and those that are conditional on the time of the last modification.
    let mut response = match ServeFile::new(path).oneshot(request).await {
        Ok(response) => response.into_response(),
        Err(never) => match never {},
    };
    for (parameter, value) in verified.parameters() {
        let (name, value) = response_header(parameter, value)?;
        if matches!(response.status(), StatusCode::OK | StatusCode::PARTIAL_CONTENT) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

/// The header that a signed `response-…` parameter sets. Any other parameter selects an operation that this server
/// does not have.
fn response_header(parameter: &str, value: &str) -> Result<(HeaderName, HeaderValue), Refusal> {
    let name = match parameter.strip_prefix("response-").ok_or(NOT_IMPLEMENTED)? {
        name @ ("cache-control"
        | "content-disposition"
        | "content-encoding"
        | "content-language"
        | "content-type"
        | "expires") => HeaderName::from_bytes(name.as_bytes()),
        _ => return Err(NOT_IMPLEMENTED.into()),
    };
    name.ok().zip(HeaderValue::from_str(value).ok()).ok_or(INVALID_ARGUMENT.into())
}
