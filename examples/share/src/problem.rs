//! Errors of the API.

use axum::{
    Json,
    extract::rejection::JsonRejection,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use presigner::{Error, ErrorKind};
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
        Self { status: StatusCode::BAD_REQUEST, sentence: sentence.into() }
    }

    /// The request would change what already exists; `sentence` says what.
    pub(crate) fn conflict(sentence: impl Into<String>) -> Self {
        Self { status: StatusCode::CONFLICT, sentence: sentence.into() }
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

/// The errors of presigner never contain a secret, so they can be logged. They are meant for developers, so the user
/// sees another sentence.
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        tracing::warn!("{error}");
        let sentence = match (&error, error.kind()) {
            (Error::ExpiryTooShort | Error::ExpiryInPast { .. }, _) => {
                "The link would already have expired. Choose a later time."
            }
            (Error::DotSegment { .. }, _) => "The file name is invalid.",
            (_, ErrorKind::Request) => "The request is invalid.",
            (_, ErrorKind::Response) => "The store did not accept the upload. Try again.",
            _ => "This service cannot create links at the moment. Try again later.",
        };
        Self { status: error.kind().into(), sentence: sentence.into() }
    }
}

/// The body is not JSON, not the expected JSON, or too long. The page never sends such a body.
impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        tracing::warn!("{}", rejection.body_text());
        Self { status: rejection.status(), sentence: "The request is invalid.".into() }
    }
}

/// The URL of the request is presigned, so it must not appear in a message or a log.
impl From<reqwest::Error> for Problem {
    fn from(error: reqwest::Error) -> Self {
        tracing::error!("the store cannot be reached: {}", error.without_url());
        Self::store("The store is not responding. Try again later.")
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

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use presigner::Error;

    use super::Problem;

    #[test]
    fn the_status_says_who_has_to_act_and_the_user_sees_only_what_concerns_the_user() {
        for (error, status, part) in [
            (Error::ExpiryTooShort, StatusCode::BAD_REQUEST, "later time"),
            (Error::EmptyKey, StatusCode::BAD_REQUEST, "The request is invalid."),
            (Error::EmptyService, StatusCode::INTERNAL_SERVER_ERROR, "cannot create links"),
            (Error::EmptyAccessKeyId, StatusCode::SERVICE_UNAVAILABLE, "cannot create links"),
            (
                Error::ServerError { code: "InternalError".into() },
                StatusCode::BAD_GATEWAY,
                "did not accept the upload",
            ),
        ] {
            let problem = Problem::from(error);
            assert_eq!(problem.status, status);
            assert!(problem.sentence.contains(part), "{problem:?}");
        }
    }
}
