//! Errors of the API.

use axum::{
    Json,
    extract::rejection::JsonRejection,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use presigner::ErrorKind;
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

    /// The request was meant for another server.
    pub(crate) fn misdirected(sentence: impl Into<String>) -> Self {
        Self { status: StatusCode::MISDIRECTED_REQUEST, sentence: sentence.into() }
    }

    /// The store rejected a request, or cannot be reached.
    pub(crate) fn store(sentence: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_GATEWAY, sentence: sentence.into() }
    }
}

/// The errors of presigner never contain a secret, so they can be shown and logged. Only the operator can act on
/// the configuration and the credentials.
impl From<presigner::Error> for Problem {
    fn from(error: presigner::Error) -> Self {
        let status = StatusCode::from_u16(error.kind().http_status());
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let sentence = match error.kind() {
            ErrorKind::Request => error.to_string(),
            ErrorKind::Response => format!("the store did not accept the upload: {error}"),
            _ => {
                tracing::error!("cannot sign: {error}");
                String::from("this service cannot create links at the moment; try again later")
            }
        };
        Self { status, sentence }
    }
}

/// The body is not JSON, or not the expected JSON.
impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        Self { status: rejection.status(), sentence: rejection.body_text() }
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

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use presigner::Error;

    use super::Problem;

    #[test]
    fn the_status_says_who_has_to_act_and_the_user_sees_only_what_concerns_the_user() {
        for (error, status, part) in [
            (Error::EmptyKey, StatusCode::BAD_REQUEST, "key"),
            (Error::EmptyService, StatusCode::INTERNAL_SERVER_ERROR, "cannot create links"),
            (Error::EmptyAccessKeyId, StatusCode::SERVICE_UNAVAILABLE, "cannot create links"),
            (
                Error::ServerError { code: "NoSuchUpload".into() },
                StatusCode::BAD_GATEWAY,
                "NoSuchUpload",
            ),
        ] {
            let problem = Problem::from(error);
            assert_eq!(problem.status, status);
            assert!(problem.sentence.contains(part), "{problem:?}");
        }
    }
}
