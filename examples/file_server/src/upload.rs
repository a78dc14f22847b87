//! Uploads by PUT and by form.

use std::sync::Arc;

use axum::{
    Extension,
    body::Body,
    extract::{
        Multipart, OriginalUri, State,
        multipart::Field,
    },
    http::{
        HeaderMap, StatusCode,
        header::{HOST, IF_NONE_MATCH},
    },
    response::{IntoResponse, Redirect, Response},
};
use futures_util::TryStreamExt;
use presigner::{
    sigv4::PayloadHash,
    verify::{Form, Rejection},
};

use crate::{
    Server,
    answer::Refusal,
    storage::{NewFile, SignedObject, path_of},
};

/// Receives the file of a verified `PUT` request.
pub(crate) async fn object(
    State(server): State<Arc<Server>>,
    Extension(object): Extension<SignedObject>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Refusal> {
    // `x-amz-copy-source` and `?uploadId` are other operations, whatever the body is.
    let is_implemented = |name: &str| !name.starts_with("x-amz-") || name == "x-amz-content-sha256";
    if !object.parameters.is_empty() || !headers.keys().all(|name| is_implemented(name.as_str())) {
        return Err(Refusal::NotImplemented);
    }
    let create_only = headers.get(IF_NONE_MATCH).is_some_and(|value| value == "*");
    let root = &server.settings.root;
    let mut file = NewFile::create(root, object.path(root)?)?;
    let mut body = body.into_data_stream();
    while let Some(chunk) = body.try_next().await.map_err(Refusal::IncompleteBody)? {
        file.write(&chunk, MAX_FILE_BYTES).await?;
    }
    file.finish(object.payload_hash, create_only).await?;
    Ok(StatusCode::OK)
}

/// Verifies an upload form, and receives its file.
pub(crate) async fn form(
    State(server): State<Arc<Server>>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    mut parts: Multipart,
) -> Result<Response, Refusal> {
    let (mut fields, mut left_bytes) = (Vec::new(), MAX_FIELD_BYTES);
    let mut file = loop {
        let no_file = || Refusal::MalformedForm("no file".into());
        let part = parts.next_field().await?.ok_or_else(no_file)?;
        let name = part.name().unwrap_or_default().to_owned();
        if name.eq_ignore_ascii_case("file") {
            break part;
        }
        let value = text(part, &mut left_bytes).await?;
        fields.push((name, value));
    };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let url = [host, uri.path()].concat();
    let file_name = file.file_name().unwrap_or_default().to_owned();

    let form = Form::parse(&url, &fields)?.file_name(&file_name);
    let secret = server.secret(form.access_key_id()).ok_or(Rejection::UnknownAccessKey)?;
    let form = form.verify(secret, &server.rules())?;

    let root = &server.settings.root;
    let (min_bytes, max_bytes) =
        form.content_length_range().map_or((0, MAX_FILE_BYTES), |range| range.into_inner());
    let mut new = NewFile::create(root, path_of(root, form.bucket(), form.key())?)?;
    while let Some(chunk) = file.chunk().await? {
        new.write(&chunk, max_bytes.min(MAX_FILE_BYTES)).await?;
    }
    if new.bytes() < min_bytes {
        return Err(Refusal::EntityTooSmall);
    }
    new.finish(PayloadHash::Unsigned, false).await?;
    Ok(match (form.field("success_action_redirect"), form.field("success_action_status")) {
        (Some(url), _) => Redirect::to(url).into_response(),
        (None, Some("200")) => StatusCode::OK.into_response(),
        (None, Some("201")) => StatusCode::CREATED.into_response(),
        _ => StatusCode::NO_CONTENT.into_response(),
    })
}

/// The value of a field, which counts toward the length of all fields.
async fn text(mut part: Field<'_>, left_bytes: &mut usize) -> Result<String, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await? {
        let too_long = || Refusal::MalformedForm("fields are too long".into());
        *left_bytes = left_bytes.checked_sub(chunk.len()).ok_or_else(too_long)?;
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| Refusal::MalformedForm("field is not UTF-8".into()))
}

/// What S3 accepts in one upload.
const MAX_FILE_BYTES: u64 = 5 << 30;

/// What S3 accepts in all fields of a form together.
const MAX_FIELD_BYTES: usize = 20_000;
