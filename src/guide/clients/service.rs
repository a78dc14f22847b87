use std::{
    error::Error,
    sync::{Arc, LazyLock},
    time::SystemTime,
};

use axum::{
    Extension, Json, Router,
    extract::{OriginalUri, Path, Request, State},
    http::{
        self, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
        request::Parts,
    },
    middleware::{self, Next},
    response::{ErrorResponse, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use presigner::{
    Expiry, MultipartUpload, PostPolicy, PresignedPost, PresignedUrl, Request as S3Request,
    RotatingPresigner,
    verify::{Claim, Rejection, Rules, Verified},
};

type Presigner = State<Arc<RotatingPresigner>>;
type Result<T = Response, E = ErrorResponse> = std::result::Result<T, E>;
static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(reqwest::Client::new);

/// The routes. Whoever calls them can download and upload any object: check the user here.
pub fn service(presigner: Arc<RotatingPresigner>) -> Router {
    Router::new()
        .route("/download/{*key}", get(download))
        .route("/form", post(form))
        .route("/multipart/{*key}", post(parts))
        .nest("/own", Router::new().fallback(get(own_file)).layer(middleware::from_fn(verify)))
        .with_state(presigner)
}

/// A presigner with the credentials of `aws-config`, which a task refreshes before they expire.
pub async fn presigner() -> Result<Arc<RotatingPresigner>, Box<dyn Error>> {
    let provider = aws_config::default_provider::credentials::default_provider().await;
    let presigner = Arc::new(RotatingPresigner::fetch(&provider, "eu-central-1").await?);
    let refreshed = Arc::clone(&presigner);
    tokio::spawn(async move {
        loop {
            // With `Debug`, which shows the cause.
            let wait = refreshed.refresh(&provider).await.inspect_err(|err| eprintln!("{err:?}"));
            tokio::time::sleep(wait.unwrap_or_else(|error| error.retry_in())).await;
        }
    });
    Ok(presigner)
}

/// Redirects to the object, which a browser saves under the last part of the key. Each request has a
/// new URL, so no cache may keep the response.
async fn download(State(s3): Presigner, Path(key): Path<String>) -> Result<impl IntoResponse> {
    let object = S3Request::get("my-bucket", &key).attachment(key.rsplit('/').next().unwrap_or(""));
    let url = s3.load().presign(&object, Expiry::minutes(15)).map_err(failed)?;
    Ok(([(CACHE_CONTROL, "no-store")], Redirect::temporary(url.as_str())))
}

/// Returns a form for uploads of up to 1 MiB.
async fn form(State(s3): Presigner) -> Result<Json<PresignedPost>> {
    let policy = PostPolicy::with_key_prefix("my-bucket", "in/").content_length_range(1..=1 << 20);
    Ok(Json(s3.load().post(&policy, Expiry::minutes(15)).map_err(failed)?))
}

/// Begins an upload in ten parts. Returns a request for each part, and one to complete the upload.
/// The body of the last one is the XML of `CompletedParts`, for which the client needs another route;
/// see the recipe for multipart uploads.
async fn parts(State(s3): Presigner, Path(key): Path<String>) -> Result<Json<Vec<PresignedUrl>>> {
    let sign = |req: S3Request<'_>| s3.load().presign(&req, Expiry::hours(6)).map_err(failed);
    let create = S3Request::create_multipart_upload("my-bucket", &key).content_type("video/mp4");
    // With the headers of the URL, because the content type is signed.
    let create = http::Request::try_from(&sign(create)?).map_err(failed)?.map(|()| "");
    let response = async { CLIENT.execute(create.try_into()?).await?.text().await };
    // To log the error, remove the URL, which contains the signature: `error.without_url()`.
    let response = response.await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    let upload = MultipartUpload::from_xml(&response).map_err(failed)?;
    let part = |number| sign(S3Request::upload_part("my-bucket", &key, upload.id(), number));
    let complete = sign(S3Request::complete_multipart_upload("my-bucket", &key, upload.id()));
    Ok(Json((1..=10).map(part).chain([complete]).collect::<Result<_, _>>()?))
}

/// Verifies a URL for a file of this server. The router removes `/own` from the URI, but not from the
/// original one.
async fn verify(uri: OriginalUri, mut parts: Parts, mut req: Request, next: Next) -> Result {
    parts.uri = uri.0;
    let rules = Rules::s3(SystemTime::now()).region("eu-central-1").path_prefix("/own");
    let claim = Claim::from_parts(&parts).map_err(refused)?;
    let secret = secret_of(&claim).ok_or_else(|| claim.reject_unknown_key(&rules));
    let verified = secret.and_then(|secret| claim.verify(secret, &rules)).map_err(refused)?;
    req.extensions_mut().insert(verified.into_owned());
    Ok(next.run(req).await)
}

/// The message of the error is for the log: it can name settings of the service.
fn failed(error: presigner::Error) -> StatusCode {
    eprintln!("{error}");
    error.kind().into()
}

fn refused(rejection: Rejection) -> impl IntoResponse {
    eprintln!("{rejection}");
    // If your responses have a request id, pass it to `to_xml`.
    (StatusCode::from(&rejection), [(CONTENT_TYPE, "application/xml")], rejection.to_xml(""))
}

// The files of the service, and the access keys that sign URLs for them.

async fn own_file(Extension(verified): Extension<Verified<'static>>) -> String {
    let [bucket, key] = [verified.bucket(), verified.key()].map(Option::unwrap_or_default);
    format!("the file {bucket}/{key}")
}

/// These access keys have no session tokens.
fn secret_of(claim: &Claim<'_>) -> Option<&'static str> {
    let is_known =
        claim.access_key_id() == "AKIAIOSFODNN7EXAMPLE" && claim.session_token().is_none();
    is_known.then_some("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
}
