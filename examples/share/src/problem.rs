//! Errors of the API.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// An error response: a status, and a message for the user.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    sentence: String,
}

impl Problem {
    /// The request is invalid; `sentence` says why.
    pub(crate) fn refused(sentence: impl Into<String>) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, sentence: sentence.into() }
    }

    /// The request was meant for another server.
    pub(crate) fn misdirected(sentence: impl Into<String>) -> Self {
        Self { status: StatusCode::MISDIRECTED_REQUEST, sentence: sentence.into() }
    }

    /// The store rejected a request, or cannot be reached.
    pub(crate) fn store(sentence: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_GATEWAY, sentence: sentence.into() }
    }
}

/// The errors of presigner never contain a secret, so they can be shown to the user.
impl From<presigner::Error> for Problem {
    fn from(error: presigner::Error) -> Self {
        Self::refused(error.to_string())
    }
}

/// The URL of the request is presigned, so it must not appear in a message or a log.
impl From<reqwest::Error> for Problem {
    fn from(error: reqwest::Error) -> Self {
        tracing::error!("the store cannot be reached: {}", error.without_url());
        Self::store("the store is not responding; try again later")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        #[derive(Serialize)]
        struct Body {
            problem: String,
        }
        (self.status, Json(Body { problem: self.sentence })).into_response()
    }
}
