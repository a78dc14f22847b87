use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use axum::{
    Router,
    extract::{
        DefaultBodyLimit, Multipart, State,
        multipart::{MultipartError, MultipartRejection},
    },
    http::{StatusCode, header::CONTENT_TYPE, request::Parts},
    response::{IntoResponse, Response},
    routing::post,
};
use presigner::verify::{Form, Rejection, Rules, error_xml};

/// The received files by bucket and key, in memory: replace this by your own storage.
pub type Files = Arc<Mutex<HashMap<(String, String), Vec<u8>>>>;

/// Receives the forms for an endpoint such as `Endpoint::custom("https://files.example.com")`.
pub fn forms(files: Files) -> Router {
    // The limit of axum is 2 MB, and counts the fields and all else in the body.
    let limit = DefaultBodyLimit::max(MAX_FILE_BYTES + MAX_FIELD_BYTES + MAX_OTHER_BYTES);
    Router::new().route("/{bucket}", post(receive)).layer(limit).with_state(files)
}

async fn receive(
    State(files): State<Files>,
    parts: Parts,
    body: Result<Multipart, MultipartRejection>,
) -> Result<StatusCode, Refusal> {
    let mut body = body.map_err(|_| MALFORMED)?;
    let (mut fields, mut field_bytes) = (Vec::new(), 0);
    let mut file = loop {
        let mut part = body.next_field().await?.ok_or(NO_FILE)?;
        let name = part.name().ok_or(MALFORMED)?.to_owned();
        if name.eq_ignore_ascii_case("file") {
            break part;
        }
        let mut value = Vec::new();
        while let Some(chunk) = part.chunk().await? {
            // `Form` checks this too, but only after all fields are in memory.
            field_bytes += chunk.len();
            if field_bytes > MAX_FIELD_BYTES {
                return Err(Rejection::FormTooLarge { max_bytes: MAX_FIELD_BYTES }.into());
            }
            value.extend_from_slice(&chunk);
        }
        fields.push((name, String::from_utf8(value).map_err(|_| MALFORMED)?));
    };

    let file_name = file.file_name().unwrap_or_default().to_owned();
    let form = Form::from_parts(&parts, &fields)?.file_name(&file_name);
    let rules = Rules::s3(SystemTime::now()).region("eu-central-1");
    let form = match secret_of(&form) {
        Some(secret) => form.verify(secret, &rules)?,
        None => return Err(form.reject_unknown_key(&rules).into()),
    };

    let range = form.content_length_range().unwrap_or(0..=u64::MAX);
    let mut content = Vec::new();
    while let Some(chunk) = file.chunk().await? {
        content.extend_from_slice(&chunk);
        if content.len() as u64 > *range.end() {
            return Err(TOO_LARGE.into());
        }
    }
    if (content.len() as u64) < *range.start() {
        return Err(TOO_SMALL.into());
    }
    let object = (form.bucket().to_owned(), form.key().to_owned());
    files.lock().unwrap_or_else(PoisonError::into_inner).insert(object, content);
    Ok(match form.field("success_action_status") {
        Some("200") => StatusCode::OK,
        Some("201") => StatusCode::CREATED,
        _ => StatusCode::NO_CONTENT,
    })
}

/// The access keys that may sign forms. They have no session tokens.
fn secret_of(form: &Form<'_>) -> Option<&'static str> {
    let is_known = form.access_key_id() == "AKIAIOSFODNN7EXAMPLE" && form.session_token().is_none();
    is_known.then_some("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
}

/// Status and XML. If your responses have a request id, it belongs in the XML.
struct Refusal(StatusCode, String);

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        Self((&rejection).into(), rejection.to_xml(""))
    }
}

/// What is not in `Rejection`, as code and message of S3, whose status is 400.
type Error = (&'static str, &'static str);

impl From<Error> for Refusal {
    fn from((code, message): Error) -> Self {
        Self(StatusCode::BAD_REQUEST, error_xml(code, message, ""))
    }
}

impl From<MultipartError> for Refusal {
    fn from(error: MultipartError) -> Self {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => TOO_LARGE.into(),
            _ => MALFORMED.into(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self(status, xml) = self;
        (status, [(CONTENT_TYPE, "application/xml")], xml).into_response()
    }
}

const MALFORMED: Error = (
    "MalformedPOSTRequest",
    "The body of your POST request is not well-formed multipart/form-data.",
);
const NO_FILE: Error = ("InvalidArgument", "POST requires exactly one file upload per request.");
const TOO_LARGE: Error =
    ("EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size.");
const TOO_SMALL: Error =
    ("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed object size.");

/// What this server accepts.
const MAX_FILE_BYTES: usize = 10 << 20;
/// The maximum of S3 for all fields.
const MAX_FIELD_BYTES: usize = 20 * 1024;
/// The boundaries and headers of the parts.
const MAX_OTHER_BYTES: usize = 20 * 1024;
