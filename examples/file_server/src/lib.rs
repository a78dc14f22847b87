//! A private file server: whoever has a presigned URL can download or upload one local file, for a limited time.
//!
//! Any S3 presigner makes the URLs, with an endpoint such as `http://127.0.0.1:8080/files`. The object `key` of
//! the bucket `bucket` is the file `<root>/bucket/key`.

mod answer;
mod storage;
mod upload;

use std::{
    fmt,
    num::NonZeroUsize,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, OriginalUri, Request, State},
    http::{HeaderName, HeaderValue, StatusCode},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use lru::LruCache;
use presigner::{
    Timestamp,
    sigv4::SigningKey,
    verify::{Claim, Rejection, Rules, Verified},
};
use tower::ServiceExt;
use tower_http::services::ServeFile;

use self::{answer::Refusal, storage::SignedObject};

/// The path of the endpoint that URLs are signed for, before the bucket.
pub const PREFIX: &str = "/files";

/// The settings of the server.
pub struct Settings {
    /// The folder that contains a folder for each bucket.
    pub root: PathBuf,
    /// The region that URLs are signed for.
    pub region: String,
    /// The access key whose URLs are accepted.
    pub access_key_id: String,
    /// The secret of the access key.
    pub secret_access_key: String,
    /// The clock.
    pub now: fn() -> Timestamp,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("root", &self.root).finish_non_exhaustive()
    }
}

struct Server {
    settings: Settings,
    /// By access key id and scope: a key for each day that URLs were signed on.
    keys: Mutex<LruCache<String, SigningKey>>,
}

/// Returns the routes of the server.
pub fn router(settings: Settings) -> Router {
    let keys = Mutex::new(LruCache::new(CACHED_KEYS));
    let server = Arc::new(Server { settings, keys });
    let files = get(download)
        .put(upload::object)
        .route_layer(middleware::from_fn_with_state(Arc::clone(&server), verify))
        // The signature of a form is among its fields.
        .post(upload::form)
        .layer(DefaultBodyLimit::disable());
    Router::new().nest(PREFIX, Router::new().fallback(files).with_state(server))
}

/// Verifies a request by its URL and passes the object on to the handlers.
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
    let object = SignedObject::try_from(server.verify(&claim)?)?;
    parts.uri = nested_uri;
    parts.extensions.insert(object);
    Ok(next.run(Request::from_parts(parts, body)).await)
}

impl Server {
    fn rules(&self) -> Rules<'_> {
        let now = (self.settings.now)();
        Rules::s3(now).region(&self.settings.region).path_prefix(PREFIX)
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
        keys().put(cache_key, key);
        Ok(verified)
    }
}

async fn download(
    State(server): State<Arc<Server>>,
    Extension(object): Extension<SignedObject>,
    request: Request,
) -> Result<Response, Refusal> {
    let path = object.path(&server.settings.root)?;
    if !path.is_file() {
        return Err(Refusal::NoSuchKey);
    }
    let overrides = response_headers(&object.parameters)?;
    // Range requests, conditional requests and the content type.
    let mut response = match ServeFile::new(path).oneshot(request).await {
        Ok(response) => response.into_response(),
        Err(never) => match never {},
    };
    if matches!(response.status(), StatusCode::OK | StatusCode::PARTIAL_CONTENT) {
        response.headers_mut().extend(overrides);
    }
    Ok(response)
}

/// The headers that signed `response-…` parameters set. Other parameters select operations that this server does
/// not have.
fn response_headers(
    parameters: &[(String, String)],
) -> Result<Vec<(HeaderName, HeaderValue)>, Refusal> {
    let header = |(name, value): &(String, String)| {
        let header = name.strip_prefix("response-").filter(|name| OVERRIDES.contains(name));
        let name = header.and_then(|name| name.parse().ok()).ok_or(Refusal::NotImplemented)?;
        let value = HeaderValue::from_str(value).map_err(|_| Refusal::InvalidArgument)?;
        Ok((name, value))
    };
    parameters.iter().map(header).collect()
}

const OVERRIDES: [&str; 6] = [
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-type",
    "expires",
];

const CACHED_KEYS: NonZeroUsize = NonZeroUsize::new(1_000).expect("more than 0");
