//! What the page calls: JSON in, JSON out.
//!
//! Every request with a body has to be `application/json`, which no other site's page can send here without
//! a permission that this service never gives.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{FromRef, State, rejection::JsonRejection},
    http::{HeaderValue, header::CACHE_CONTROL},
    routing::{get, post},
};
use presigner::{Expiry, Limit, PresignedPost, Timestamp, Validity};
use qrcode::{QrCode, render::svg};
use serde::{Deserialize, Serialize};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::{
    links::{self, Disposition, Links, Upload},
    listing::File,
    problem::Problem,
    store::Store,
};

pub(crate) fn routes(links: Arc<Links>, store: Store) -> Router {
    Router::new()
        .route("/files", get(files))
        .route("/uploads", post(begin_upload))
        .route("/uploads/complete", post(complete_upload))
        .route("/uploads/abort", post(abort_upload))
        .route("/links", post(make_link))
        .route("/drop-boxes", post(make_drop_box))
        // An answer may hold a link that opens a file: it is nothing for a cache.
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

/// A body, or why it is none.
type Body<T> = Result<Json<T>, JsonRejection>;

type Answer<T> = Result<Json<T>, Problem>;

fn read<T>(body: Body<T>) -> Result<T, Problem> {
    body.map(|Json(read)| read).map_err(|rejection| Problem::refused(rejection.body_text()))
}

async fn files(State(store): State<Store>) -> Answer<Vec<File>> {
    Ok(Json(store.files().await?))
}

#[derive(Deserialize)]
struct NewFile {
    name: String,
    #[serde(rename = "type")]
    media_type: String,
    bytes: u64,
}

/// What the browser does next.
#[derive(Serialize)]
#[serde(tag = "how", rename_all = "lowercase")]
enum Begun {
    Form { form: PresignedPost },
    Parts { upload_id: String, part_bytes: u64, urls: Vec<String> },
}

async fn begin_upload(
    State(links): State<Arc<Links>>,
    State(store): State<Store>,
    body: Body<NewFile>,
) -> Answer<Begun> {
    let NewFile { name, media_type, bytes } = read(body)?;
    Ok(Json(match links.upload(&name, &media_type, bytes)? {
        Upload::Form(form) => Begun::Form { form },
        Upload::Parts { part_bytes } => {
            let upload_id = store.begin(&name, &media_type).await?;
            let urls = links.parts(&name, &upload_id, bytes, part_bytes)?;
            Begun::Parts { upload_id, part_bytes, urls }
        }
    }))
}

#[derive(Deserialize)]
struct BegunUpload {
    name: String,
    upload_id: String,
    /// Those that the store answered to each part, in the order of the parts.
    #[serde(default)]
    etags: Vec<String>,
}

async fn complete_upload(State(store): State<Store>, body: Body<BegunUpload>) -> Answer<()> {
    let BegunUpload { name, upload_id, etags } = read(body)?;
    Ok(Json(store.complete(&name, &upload_id, &etags).await?))
}

async fn abort_upload(State(store): State<Store>, body: Body<BegunUpload>) -> Answer<()> {
    let BegunUpload { name, upload_id, .. } = read(body)?;
    Ok(Json(store.abort(&name, &upload_id).await?))
}

/// For how long, or until when: `{"seconds": 900}` or `{"until": 1767225600}`.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Life {
    Seconds(u64),
    Until(i64),
}

impl From<Life> for Expiry {
    fn from(life: Life) -> Self {
        match life {
            Life::Seconds(seconds) => Duration::from_secs(seconds).into(),
            Life::Until(unix_seconds) => Self::until(Timestamp::from_unix_seconds(unix_seconds)),
        }
    }
}

#[derive(Deserialize)]
struct NewLink {
    name: String,
    /// What a browser calls the file when it saves it.
    save_as: Option<String>,
    disposition: Disposition,
    life: Life,
}

/// A link, and all that is to be said about it.
#[derive(Serialize)]
struct Link {
    url: String,
    curl: String,
    /// An image of the link, if it is short enough for one.
    qr_svg: Option<String>,
    #[serde(flatten)]
    life: Lives,
}

/// How long a link lives.
#[derive(Serialize)]
struct Lives {
    /// Unix seconds.
    expires_at: i64,
    /// What made that less than was asked for.
    limited_by: Option<String>,
}

impl From<Validity> for Lives {
    fn from(validity: Validity) -> Self {
        Self {
            expires_at: validity.expires_at().unix_seconds(),
            limited_by: validity.limited_by().map(|limit| match limit {
                // Whoever is at the page knows of no policy.
                Limit::Policy => String::from("what this service allows"),
                other => other.to_string(),
            }),
        }
    }
}

async fn make_link(State(links): State<Arc<Links>>, body: Body<NewLink>) -> Answer<Link> {
    let NewLink { name, save_as, disposition, life } = read(body)?;
    let save_as = save_as.as_deref().filter(|name| !name.is_empty()).unwrap_or(&name);
    let url = links.download(&name, save_as, disposition, life.into())?;
    Ok(Json(Link {
        curl: url.to_curl(),
        qr_svg: qr_svg(url.as_str()),
        life: url.validity().into(),
        url: url.into_string(),
    }))
}

#[derive(Deserialize)]
struct NewDropBox {
    life: Life,
}

/// A form for somebody else, which the page puts into a link to itself.
#[derive(Serialize)]
struct DropBox {
    curl: String,
    #[serde(flatten)]
    life: Lives,
    /// The most bytes that a file may have.
    max_bytes: u64,
    form: PresignedPost,
}

async fn make_drop_box(State(links): State<Arc<Links>>, body: Body<NewDropBox>) -> Answer<DropBox> {
    let links::DropBox { form, max_bytes } = links.drop_box(read(body)?.life.into())?;
    Ok(Json(DropBox {
        curl: form.to_curl("your-file"),
        life: form.validity().into(),
        max_bytes,
        form,
    }))
}

fn qr_svg(url: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(url, qrcode::EcLevel::L).ok()?;
    Some(code.render::<svg::Color<'_>>().min_dimensions(240, 240).build())
}
