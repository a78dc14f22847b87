//! Responses to refused requests, as S3 sends them.

use std::{
    io,
    sync::atomic::{AtomicU64, Ordering},
};

use axum::{
    extract::multipart::MultipartError,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use presigner::verify::{Rejection, error_xml};

/// Why a request is refused. The message is for the log; the client receives code and message of S3.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error(transparent)]
    Rejected(#[from] Rejection),
    #[error(transparent)]
    S3(#[from] S3Error),
    #[error("form is malformed: {0}")]
    Form(#[from] MultipartError),
    #[error("body was not received: {0}")]
    Body(#[from] axum::Error),
    #[error("file cannot be read or written: {0}")]
    Storage(#[from] io::Error),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let request_id = format!("{:016X}", REQUESTS.fetch_add(1, Ordering::Relaxed));
        tracing::info!(request_id, reason = %self, "refused");
        let response = match self {
            Self::Rejected(rejection) => ((&rejection).into(), rejection.to_xml(&request_id)),
            Self::Form(_) => MALFORMED_FORM.response(&request_id),
            Self::Body(_) => INCOMPLETE_BODY.response(&request_id),
            Self::Storage(_) => INTERNAL_ERROR.response(&request_id),
            Self::S3(refusal) => refusal.response(&request_id),
        };
        ([(CONTENT_TYPE, "application/xml")], response).into_response()
    }
}

/// Status, code and message of S3.
#[derive(Debug, thiserror::Error)]
#[error("{1}: {2}")]
pub(crate) struct S3Error(StatusCode, &'static str, &'static str);

impl S3Error {
    fn response(self, request_id: &str) -> (StatusCode, String) {
        let Self(status, code, message) = self;
        (status, error_xml(code, message, request_id))
    }
}

static REQUESTS: AtomicU64 = AtomicU64::new(1);

// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>
pub(crate) const ENTITY_TOO_LARGE: S3Error =
    bad_request("EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size.");
pub(crate) const ENTITY_TOO_SMALL: S3Error = bad_request(
    "EntityTooSmall",
    "Your proposed upload is smaller than the minimum allowed object size.",
);
const INCOMPLETE_BODY: S3Error = bad_request(
    "IncompleteBody",
    "You did not provide the number of bytes specified by Content-Length.",
);
const INTERNAL_ERROR: S3Error = S3Error(
    StatusCode::INTERNAL_SERVER_ERROR,
    "InternalError",
    "An internal error occurred. Try again.",
);
pub(crate) const INVALID_ARGUMENT: S3Error = bad_request("InvalidArgument", "Invalid Argument");
pub(crate) const INVALID_KEY: S3Error =
    bad_request("InvalidArgument", "The key is not the name of a file.");
pub(crate) const MALFORMED_FORM: S3Error = bad_request(
    "MalformedPOSTRequest",
    "The body of your POST request is not well-formed multipart/form-data.",
);
pub(crate) const NO_SUCH_BUCKET: S3Error =
    S3Error(StatusCode::NOT_FOUND, "NoSuchBucket", "The specified bucket does not exist");
pub(crate) const NO_SUCH_KEY: S3Error =
    S3Error(StatusCode::NOT_FOUND, "NoSuchKey", "The specified key does not exist.");
pub(crate) const NOT_IMPLEMENTED: S3Error = S3Error(
    StatusCode::NOT_IMPLEMENTED,
    "NotImplemented",
    "A header you provided implies functionality that is not implemented.",
);
pub(crate) const PRECONDITION_FAILED: S3Error = S3Error(
    StatusCode::PRECONDITION_FAILED,
    "PreconditionFailed",
    "At least one of the preconditions you specified did not hold.",
);
pub(crate) const WRONG_HASH: S3Error = bad_request(
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
);

const fn bad_request(code: &'static str, message: &'static str) -> S3Error {
    S3Error(StatusCode::BAD_REQUEST, code, message)
}
