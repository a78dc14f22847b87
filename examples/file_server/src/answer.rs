//! Answers to refused requests, as S3 gives them.

use std::{
    io,
    sync::atomic::{AtomicU64, Ordering},
};

use axum::{
    extract::multipart::MultipartError,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use presigner::verify::Rejection;

/// Why a request is refused. The message is for the log; the sender receives code and message of S3.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error(transparent)]
    Rejected(#[from] Rejection),
    #[error("file exists")]
    Exists,
    #[error("body is larger than the policy allows")]
    EntityTooLarge,
    #[error("body is smaller than the policy allows")]
    EntityTooSmall,
    #[error("body does not have the signed hash")]
    OtherBody,
    #[error("value of a `response-` parameter is not a header value")]
    InvalidArgument,
    #[error("key is not the name of a file")]
    InvalidKey,
    #[error("bucket does not exist")]
    NoSuchBucket,
    #[error("file does not exist")]
    NoSuchKey,
    #[error("operation is not implemented")]
    NotImplemented,
    #[error("form is malformed: {0}")]
    MalformedForm(String),
    #[error("body was not received: {0}")]
    IncompleteBody(axum::Error),
    #[error("file cannot be read or written: {0}")]
    Storage(#[from] io::Error),
}

impl Refusal {
    /// Status, code and message of S3.
    fn answer(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Rejected(_) | Self::Storage(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "InternalError", "We encountered an internal error.")
            }
            Self::Exists => (
                StatusCode::PRECONDITION_FAILED,
                "PreconditionFailed",
                "At least one of the preconditions you specified did not hold.",
            ),
            Self::EntityTooLarge => (
                StatusCode::BAD_REQUEST,
                "EntityTooLarge",
                "Your proposed upload exceeds the maximum allowed object size.",
            ),
            Self::EntityTooSmall => (
                StatusCode::BAD_REQUEST,
                "EntityTooSmall",
                "Your proposed upload is smaller than the minimum allowed object size.",
            ),
            Self::OtherBody => (
                StatusCode::BAD_REQUEST,
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.",
            ),
            Self::InvalidArgument => (StatusCode::BAD_REQUEST, "InvalidArgument", "Invalid argument."),
            Self::InvalidKey => {
                (StatusCode::BAD_REQUEST, "InvalidRequest", "The key is not the name of a file.")
            }
            Self::NoSuchBucket => (
                StatusCode::NOT_FOUND,
                "NoSuchBucket",
                "The specified bucket does not exist.",
            ),
            Self::NoSuchKey => {
                (StatusCode::NOT_FOUND, "NoSuchKey", "The specified key does not exist.")
            }
            Self::NotImplemented => (
                StatusCode::NOT_IMPLEMENTED,
                "NotImplemented",
                "A header or query you provided requested a function that is not implemented.",
            ),
            Self::MalformedForm(_) => (
                StatusCode::BAD_REQUEST,
                "MalformedPOSTRequest",
                "The body of your POST request is not well-formed multipart/form-data.",
            ),
            Self::IncompleteBody(_) => (
                StatusCode::BAD_REQUEST,
                "IncompleteBody",
                "You did not provide the number of bytes specified by the Content-Length HTTP header.",
            ),
        }
    }
}

impl From<MultipartError> for Refusal {
    fn from(error: MultipartError) -> Self {
        Self::MalformedForm(error.body_text())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let request_id = format!("{:016X}", REQUESTS.fetch_add(1, Ordering::Relaxed));
        tracing::info!(request_id, reason = %self, "refused");
        let (status, xml) = match &self {
            Self::Rejected(rejection) => {
                let status = StatusCode::from_u16(rejection.http_status());
                (status.unwrap_or(StatusCode::FORBIDDEN), rejection.to_xml(&request_id))
            }
            other => {
                let (status, code, message) = other.answer();
                let xml = format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code>\
                     <Message>{message}</Message><RequestId>{request_id}</RequestId></Error>"
                );
                (status, xml)
            }
        };
        (status, [(CONTENT_TYPE, "application/xml")], xml).into_response()
    }
}

static REQUESTS: AtomicU64 = AtomicU64::new(1);
