//! Uploads by PUT and by form.

use std::{
    future, io,
    ops::RangeInclusive,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use axum::{
    Extension,
    body::Body,
    extract::{FromRequest, Multipart, OriginalUri, Request, State, multipart::Field},
    http::{HeaderMap, StatusCode, header::IF_NONE_MATCH},
    response::{IntoResponse, Redirect, Response},
};
use futures_util::TryStreamExt;
use presigner::{
    sigv4::PayloadHash,
    verify::{Form, Verified, VerifiedForm},
};
use sha2::{Digest, Sha256};
use tempfile::{NamedTempFile, TempPath};
use tokio::{fs::File, io::AsyncWriteExt};
use url::Url;

use crate::{
    Server, object,
    refusal::{
        ENTITY_TOO_LARGE, ENTITY_TOO_SMALL, INVALID_KEY, MALFORMED_FORM, NOT_IMPLEMENTED,
        PRECONDITION_FAILED, Refusal, WRONG_HASH,
    },
};

/// Receives the file of a verified `PUT` request.
pub(crate) async fn put(
    State(server): State<Arc<Server>>,
    Extension(verified): Extension<Verified<'static>>,
    headers: HeaderMap,
    body: Body,
) -> Result<(), Refusal> {
    // `x-amz-copy-source` and `?uploadId` are other operations, whatever the body is; and who signs a condition or
    // a checksum relies on it.
    let is_implemented = |name: &str| match name {
        "content-md5" | "if-match" => false,
        "x-amz-content-sha256" => true,
        _ => !name.starts_with("x-amz-"),
    };
    let mut etags = headers.get_all(IF_NONE_MATCH).iter();
    if !verified.parameters().is_empty()
        || !headers.keys().all(|name| is_implemented(name.as_str()))
        || !etags.all(|etag| etag == "*")
    {
        return Err(NOT_IMPLEMENTED.into());
    }
    let (bucket, key) = object(&verified)?;
    let mut file = NewFile::create(&server, bucket, key)?;
    let mut body = body.into_data_stream();
    while let Some(chunk) = body.try_next().await? {
        file.write(&chunk, MAX_FILE_BYTES).await?;
    }
    if matches!(verified.payload_hash(), PayloadHash::Sha256(signed) if signed != file.sha256()) {
        return Err(WRONG_HASH.into());
    }
    file.finish(headers.contains_key(IF_NONE_MATCH)).await
}

/// Verifies an upload form, and receives its file.
pub(crate) async fn form(
    State(server): State<Arc<Server>>,
    OriginalUri(uri): OriginalUri,
    request: Request,
) -> Result<Response, Refusal> {
    let (mut head, body) = request.into_parts();
    let left_before_file = Arc::new(AtomicU64::new(MAX_BYTES_BEFORE_FILE));
    let body = limited(body, Arc::clone(&left_before_file));
    let request = Request::from_parts(head.clone(), body);
    head.uri = uri;
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| MALFORMED_FORM)?;
    let (mut fields, mut left_bytes) = (Vec::new(), MAX_FIELD_BYTES);
    let mut file = loop {
        let part = parts.next_field().await?.ok_or(MALFORMED_FORM)?;
        let name = part.name().unwrap_or_default().to_owned();
        if name.eq_ignore_ascii_case("file") {
            left_before_file.store(u64::MAX, Relaxed);
            break part;
        }
        fields.push((name, text(part, &mut left_bytes).await?));
    };
    let file_name = file.file_name().unwrap_or_default().to_owned();

    let form = Form::from_parts(&head, &fields)?.file_name(&file_name);
    let rules = server.rules();
    let form = match server.secret(form.access_key_id()) {
        Some(secret) => form.verify(secret, &rules)?,
        None => return Err(form.reject_unknown_key(&rules).into()),
    };
    // As for `PUT`: a checksum, for example.
    if form.fields().iter().any(|(name, _)| name.to_ascii_lowercase().starts_with("x-amz-")) {
        return Err(NOT_IMPLEMENTED.into());
    }

    let range = form.content_length_range().map(RangeInclusive::into_inner);
    let (min_bytes, max_bytes) = range.unwrap_or((0, MAX_FILE_BYTES));
    let mut new = NewFile::create(&server, form.bucket(), form.key())?;
    while let Some(chunk) = file.chunk().await? {
        new.write(&chunk, max_bytes.min(MAX_FILE_BYTES)).await?;
    }
    if new.bytes < min_bytes {
        return Err(ENTITY_TOO_SMALL.into());
    }
    let redirect = redirect(&form, new.sha256());
    new.finish(false).await?;
    Ok(match (redirect, form.field("success_action_status")) {
        (Some(url), _) => Redirect::to(url.as_str()).into_response(),
        (None, Some("200")) => StatusCode::OK.into_response(),
        (None, Some("201")) => StatusCode::CREATED.into_response(),
        (None, _) => StatusCode::NO_CONTENT.into_response(),
    })
}

/// Where a browser is sent after the upload. As to S3, a URL that cannot be parsed counts as none. The `etag` of S3 is
/// an MD5.
fn redirect(form: &VerifiedForm<'_>, sha256: [u8; 32]) -> Option<Url> {
    let url = form.field("success_action_redirect").or_else(|| form.field("redirect"))?;
    let mut url = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let etag = format!("\"{}\"", hex::encode(sha256));
    let parameters = [("bucket", form.bucket()), ("key", form.key()), ("etag", &etag)];
    url.query_pairs_mut().extend_pairs(parameters);
    Some(url)
}

/// Fails a body of which more than the bytes that are left are received. The parser of forms keeps in memory what it
/// searches for the end of a part's head, however long that is.
fn limited(body: Body, left_bytes: Arc<AtomicU64>) -> Body {
    Body::from_stream(body.into_data_stream().and_then(move |chunk| {
        let left = left_bytes.load(Relaxed).checked_sub(chunk.len() as u64);
        left_bytes.store(left.unwrap_or(0), Relaxed);
        let too_large = || axum::Error::new(io::Error::from(io::ErrorKind::FileTooLarge));
        future::ready(left.map(|_| chunk).ok_or_else(too_large))
    }))
}

/// The value of a field, which counts toward the length of all fields.
async fn text(mut part: Field<'_>, left_bytes: &mut usize) -> Result<String, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await? {
        *left_bytes = left_bytes.checked_sub(chunk.len()).ok_or(MALFORMED_FORM)?;
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| MALFORMED_FORM.into())
}

/// A file that is being received. It is invisible until it is complete, and removed if it never is.
struct NewFile {
    file: File,
    temporary: TempPath,
    path: PathBuf,
    hash: Sha256,
    bytes: u64,
}

impl NewFile {
    fn create(server: &Server, bucket: &str, key: &str) -> Result<Self, Refusal> {
        let path = server.path(bucket, key)?;
        let (file, temporary) = NamedTempFile::new_in(&server.settings.root)?.into_parts();
        Ok(Self { file: file.into(), temporary, path, hash: Sha256::new(), bytes: 0 })
    }

    /// Appends a part of the body, unless the body becomes longer than `max_bytes`.
    async fn write(&mut self, chunk: &[u8], max_bytes: u64) -> Result<(), Refusal> {
        self.bytes += chunk.len() as u64;
        if self.bytes > max_bytes {
            return Err(ENTITY_TOO_LARGE.into());
        }
        self.hash.update(chunk);
        Ok(self.file.write_all(chunk).await?)
    }

    fn sha256(&self) -> [u8; 32] {
        self.hash.clone().finalize().into()
    }

    /// Makes the file visible. With `create_only`, another file at its path is not replaced.
    async fn finish(mut self, create_only: bool) -> Result<(), Refusal> {
        self.file.flush().await?;
        if let Some(folder) = self.path.parent() {
            tokio::fs::create_dir_all(folder).await.map_err(refusal)?;
        }
        let finished = if create_only {
            self.temporary.persist_noclobber(self.path)
        } else {
            self.temporary.persist(self.path)
        };
        finished.map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists if create_only => PRECONDITION_FAILED.into(),
            _ => refusal(error.error),
        })
    }
}

/// To S3, any key can be the name of an object; not to a file system, where `a` and `a/b` cannot both be files.
fn refusal(error: io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::AlreadyExists
        | io::ErrorKind::InvalidFilename
        | io::ErrorKind::IsADirectory
        | io::ErrorKind::NotADirectory => INVALID_KEY.into(),
        _ => error.into(),
    }
}

/// What S3 accepts in one upload.
const MAX_FILE_BYTES: u64 = 5 << 30;

/// What S3 accepts in all fields of a form together.
const MAX_FIELD_BYTES: usize = 20 * 1024;

/// The fields of a form, and what is received of its file before they are parsed.
const MAX_BYTES_BEFORE_FILE: u64 = 1 << 20;
