//! The JSON API that the page calls.
//!
//! A request with a body must be `application/json`. A page of another origin can send that only after a CORS
//! preflight, which this service never allows.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{FromRef, State, rejection::JsonRejection},
    http::{HeaderValue, header::CACHE_CONTROL},
    routing::{get, post},
};
use presigner::{Expiry, Limit, PresignedPost, PresignedUrl, Timestamp, Validity};
use qrcode::{QrCode, render::svg};
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::{
    links::{self, Disposition, Limits, Links, Upload},
    listing::Files,
    media_types,
    problem::Problem,
    store::Store,
};

pub(crate) fn routes(links: Arc<Links>, store: Store) -> Router {
    Router::new()
        .route("/limits", get(limits))
        .route("/files", get(files))
        .route("/files/delete", post(delete_files))
        .route("/uploads", post(begin_upload))
        .route("/uploads/complete", post(complete_upload))
        .route("/uploads/abort", post(abort_upload))
        .route("/links", post(make_link))
        .route("/drop-boxes", post(make_drop_box))
        // Responses contain presigned URLs, which caches must not store.
        .layer(SetResponseHeaderLayer::overriding(
            CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .with_state(Shared { links, store })
}

#[derive(Clone, FromRef)]
struct Shared {
    links: Arc<Links>,
    store: Store,
}

/// A parsed body, or why it is invalid.
type Body<T> = Result<Json<T>, JsonRejection>;

type ApiResult<T> = Result<Json<T>, Problem>;

fn parsed<T>(body: Body<T>) -> Result<T, Problem> {
    let Json(body) = body?;
    Ok(body)
}

#[derive(Serialize)]
struct Allowed {
    #[serde(flatten)]
    limits: Limits,
    /// The extensions of the files that browsers show.
    shown: [&'static str; media_types::SHOWN.len()],
}

async fn limits(State(links): State<Arc<Links>>) -> Json<Allowed> {
    Json(Allowed { limits: links.limits(), shown: media_types::shown() })
}

async fn files(State(store): State<Store>) -> ApiResult<Files> {
    Ok(Json(store.files().await?))
}

#[derive(Deserialize)]
struct UnwantedFiles {
    names: Vec<String>,
}

async fn delete_files(State(store): State<Store>, body: Body<UnwantedFiles>) -> ApiResult<()> {
    let UnwantedFiles { names } = parsed(body)?;
    // A task of its own goes on if the page is closed in the meantime, which drops this one.
    let deletion = tokio::spawn(async move {
        for names in names.chunks(PARALLEL_DELETIONS) {
            let delete = |name: &String| {
                let (store, name) = (store.clone(), name.clone());
                async move { store.delete(&name).await }
            };
            let deletions: JoinSet<_> = names.iter().map(delete).collect();
            deletions.join_all().await.into_iter().collect::<Result<(), _>>()?;
        }
        Ok(Json(()))
    });
    deletion.await.expect("the task neither panics nor is aborted")
}

const PARALLEL_DELETIONS: usize = 8;

#[derive(Deserialize)]
struct NewFile {
    name: String,
    bytes: u64,
    /// Whether to replace a file of this name.
    #[serde(default)]
    replace: bool,
}

/// How the browser uploads the file.
#[derive(Serialize)]
#[serde(tag = "how", rename_all = "lowercase")]
enum Begun {
    Form { form: PresignedPost },
    Parts { upload_id: String, part_bytes: u64, parts: Vec<PresignedUrl> },
}

async fn begin_upload(
    State(links): State<Arc<Links>>,
    State(store): State<Store>,
    body: Body<NewFile>,
) -> ApiResult<Begun> {
    let NewFile { name, bytes, replace } = parsed(body)?;
    let upload = links.upload(&name, bytes)?;
    // A store replaces an object of the same key without asking.
    if !replace && store.exists(&name).await? {
        return Err(Problem::conflict("A file with this name exists."));
    }
    Ok(Json(match upload {
        Upload::Form(form) => Begun::Form { form },
        Upload::Parts { part_bytes } => {
            let upload_id = store.begin(&name).await?;
            let parts = links.parts(&name, &upload_id, bytes, part_bytes)?;
            Begun::Parts { upload_id, part_bytes, parts }
        }
    }))
}

#[derive(Deserialize)]
struct BegunUpload {
    name: String,
    upload_id: String,
    /// The `ETag` of each part, in the order of the parts.
    #[serde(default)]
    etags: Vec<String>,
}

async fn complete_upload(State(store): State<Store>, body: Body<BegunUpload>) -> ApiResult<()> {
    let BegunUpload { name, upload_id, etags } = parsed(body)?;
    Ok(Json(store.complete(&name, &upload_id, &etags).await?))
}

async fn abort_upload(State(store): State<Store>, body: Body<BegunUpload>) -> ApiResult<()> {
    let BegunUpload { name, upload_id, .. } = parsed(body)?;
    Ok(Json(store.abort(&name, &upload_id).await?))
}

/// A duration or an expiration time: `{"seconds": 900}` or `{"until": 1767225600}`, in Unix seconds.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RequestedExpiry {
    Seconds(u64),
    Until(i64),
}

impl From<RequestedExpiry> for Expiry {
    fn from(requested: RequestedExpiry) -> Self {
        match requested {
            RequestedExpiry::Seconds(seconds) => Duration::from_secs(seconds).into(),
            RequestedExpiry::Until(unix_seconds) => {
                Self::until(Timestamp::from_unix_seconds(unix_seconds))
            }
        }
    }
}

#[derive(Deserialize)]
struct NewLink {
    name: String,
    /// The file name that browsers use for the download.
    save_as: Option<String>,
    disposition: Disposition,
    life: RequestedExpiry,
}

/// A download link.
#[derive(Serialize)]
struct Link {
    #[serde(flatten)]
    url: PresignedUrl,
    curl: String,
    qr: Option<QrImage>,
    /// What reduced the requested validity.
    limited_by: Option<String>,
}

/// What reduced the requested validity.
fn limited_by(validity: Validity) -> Option<String> {
    validity.limited_by().map(|limit| match limit {
        // Users of the page do not know what an expiry policy or a signature is.
        Limit::Policy => String::from("the maximum of this service"),
        Limit::SevenDays => String::from("the maximum of seven days"),
        Limit::Credentials => String::from("the credentials of this service"),
        other => other.to_string(),
    })
}

async fn make_link(
    State(links): State<Arc<Links>>,
    State(store): State<Store>,
    body: Body<NewLink>,
) -> ApiResult<Link> {
    let NewLink { name, save_as, disposition, life } = parsed(body)?;
    let save_as = save_as.as_deref().filter(|name| !name.is_empty());
    let save_as = save_as.or_else(|| name.rsplit('/').next()).unwrap_or_default();
    let url = links.download(&name, save_as, disposition, life.into())?;
    if store.exists(&name).await.is_ok_and(|exists| !exists) {
        return Err(Problem::refused("This file no longer exists."));
    }
    Ok(Json(Link {
        // If the link has expired, the response is not saved as the file.
        curl: format!("{} --fail --output {}", url.to_curl(), shell_quoted(save_as)),
        qr: QrImage::of(url.as_str()),
        limited_by: limited_by(url.validity()),
        url,
    }))
}

/// A word of a command for a POSIX shell.
fn shell_quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[derive(Deserialize)]
struct NewDropBox {
    life: RequestedExpiry,
    /// The maximum size of a file; that of the service by default.
    max_bytes: Option<u64>,
}

/// A form for other people, which the page puts into the fragment of an upload link.
#[derive(Serialize)]
struct DropBox {
    /// RFC 3339.
    expires_at: String,
    limited_by: Option<String>,
    /// The new folder of the files.
    folder: String,
    /// The maximum size of a file.
    max_bytes: u64,
    max_name_bytes: usize,
    form: PresignedPost,
}

async fn make_drop_box(
    State(links): State<Arc<Links>>,
    body: Body<NewDropBox>,
) -> ApiResult<DropBox> {
    let NewDropBox { life, max_bytes } = parsed(body)?;
    let links::DropBox { form, folder, max_bytes } = links.drop_box(max_bytes, life.into())?;
    Ok(Json(DropBox {
        expires_at: form.validity().expires_at().to_string(),
        limited_by: limited_by(form.validity()),
        folder,
        max_bytes,
        max_name_bytes: links.limits().max_name_bytes,
        form,
    }))
}

/// A QR code of a link.
#[derive(Serialize)]
struct QrImage {
    svg: String,
    /// The width and height at which a phone can read it from a screen, in CSS pixels.
    pixels: usize,
}

impl QrImage {
    /// `None` if the link is too long for a legible code, as it is with a session token.
    fn of(url: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(url, qrcode::EcLevel::L).ok()?;
        let modules = code.width() + 2 * QUIET_ZONE;
        let pixels = modules * MIN_PIXELS.div_ceil(modules).max(MODULE_PIXELS);
        let svg = code.render::<svg::Color<'_>>().build();
        (modules <= MAX_MODULES).then_some(Self { svg, pixels })
    }
}

const QUIET_ZONE: usize = 4;
const MODULE_PIXELS: usize = 3;
const MIN_PIXELS: usize = 240;
/// Version 25, for links of about 1200 characters.
const MAX_MODULES: usize = 117 + 2 * QUIET_ZONE;
