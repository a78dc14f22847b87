//! What went wrong, as the page is told.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// An answer other than success: a status, and a sentence for the person at the page.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    sentence: String,
}

impl Problem {
    /// The request asks for something that is not to be had; `sentence` says what to ask for instead.
    pub(crate) fn refused(sentence: impl Into<String>) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, sentence: sentence.into() }
    }

    /// The request was meant for another server.
    pub(crate) fn misdirected(sentence: impl Into<String>) -> Self {
        Self { status: StatusCode::MISDIRECTED_REQUEST, sentence: sentence.into() }
    }

    /// The store does not do what it was asked.
    pub(crate) fn store(sentence: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_GATEWAY, sentence: sentence.into() }
    }
}

/// Whatever cannot be signed is told with presigner's own sentence, which names the place and the remedy and
/// never holds a secret.
impl From<presigner::Error> for Problem {
    fn from(error: presigner::Error) -> Self {
        Self::refused(error.to_string())
    }
}

/// A URL that the service was to follow is presigned: it must not get into a message or a log.
impl From<reqwest::Error> for Problem {
    fn from(error: reqwest::Error) -> Self {
        tracing::error!("the store cannot be reached: {}", error.without_url());
        Self::store("the store does not answer; try again later")
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
