use std::{error::Error, sync::Arc, time::SystemTime};

use axum::{
    Extension, Json, Router,
    extract::{OriginalUri, Path, Request, State},
    http::{
        self, HeaderName, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
        request::Parts,
    },
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use presigner::{
    Expiry, MultipartUpload, PostPolicy, PresignedPost, PresignedUrl, Request as S3Request,
    RotatingPresigner,
    verify::{Claim, Rejection, Rules, Verified},
};

type Presigner = State<Arc<RotatingPresigner>>;
type Answer<T = Response> = Result<T, Refusal>;
type Refusal = (StatusCode, [(HeaderName, &'static str); 1], String);

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
            let wait = refreshed.refresh(&provider).await.inspect_err(|it| eprintln!("{it:?}"));
            tokio::time::sleep(wait.unwrap_or_else(|error| error.retry_in())).await;
        }
    });
    Ok(presigner)
}

/// Redirects to the object, which a browser saves under the last part of the key. Each request has a
/// new URL, so no cache may keep the response.
async fn download(State(s3): Presigner, Path(key): Path<String>) -> Answer<impl IntoResponse> {
    let object = S3Request::get("my-bucket", &key).attachment(key.rsplit('/').next().unwrap_or(""));
    let url = s3.load().presign(&object, Expiry::minutes(15)).map_err(failed)?;
    Ok(([(CACHE_CONTROL, "no-store")], Redirect::temporary(url.as_str())))
}

/// Returns a form for uploads of up to 1 MiB.
async fn form(State(s3): Presigner) -> Answer<Json<PresignedPost>> {
    let policy = PostPolicy::with_key_prefix("my-bucket", "in/").content_length_range(1..=1 << 20);
    s3.load().post(&policy, Expiry::minutes(15)).map(Json).map_err(failed)
}

/// Begins an upload in ten parts. Returns a request for each part, and one to complete the upload.
/// The body of the last one is the XML of `CompletedParts`, for which the client needs another route;
/// see the recipe for multipart uploads.
async fn parts(State(s3): Presigner, Path(key): Path<String>) -> Answer<Json<Vec<PresignedUrl>>> {
    let sign = |it: S3Request<'_>| s3.load().presign(&it, Expiry::hours(6)).map_err(failed);
    let create = S3Request::create_multipart_upload("my-bucket", &key).content_type("video/mp4");
    // With the headers of the URL, because the content type is signed.
    let create = http::Request::try_from(&sign(create)?).map_err(failed)?.map(|()| "");
    let response = async { reqwest::Client::new().execute(create.try_into()?).await?.text().await };
    // To log the error, remove the URL, which contains the signature: `error.without_url()`.
    let response = response.await.map_err(|_| answer(502, "text/plain", "S3 did not respond"))?;
    let upload = MultipartUpload::from_xml(&response).map_err(failed)?;
    let part = |number| sign(S3Request::upload_part("my-bucket", &key, upload.id(), number));
    let complete = sign(S3Request::complete_multipart_upload("my-bucket", &key, upload.id()));
    (1..=10).map(part).chain([complete]).collect::<Result<_, _>>().map(Json)
}

/// Verifies a URL for a file of this server. The router removes `/own` from the URI, but not from the
/// original one.
async fn verify(uri: OriginalUri, mut parts: Parts, mut request: Request, next: Next) -> Answer {
    parts.uri = uri.0;
    let rules = Rules::s3(SystemTime::now()).region("eu-central-1").path_prefix("/own");
    // If your responses have a request id, pass it to `to_xml`.
    let refused = |it: Rejection| answer(it.http_status(), "application/xml", it.to_xml(""));
    let claim = Claim::from_parts(&parts).map_err(refused)?;
    let secret = secret_of(&claim).ok_or_else(|| claim.reject_unknown_key(&rules));
    let verified = secret.and_then(|secret| claim.verify(secret, &rules)).map_err(refused)?;
    request.extensions_mut().insert(verified.into_owned());
    Ok(next.run(request).await)
}

// In production, log the error, and return its message only for `ErrorKind::Request`.
fn failed(error: presigner::Error) -> Refusal {
    answer(error.kind().http_status(), "text/plain; charset=utf-8", error)
}

fn answer(status: u16, media_type: &'static str, body: impl ToString) -> Refusal {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(CONTENT_TYPE, media_type)], body.to_string())
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
