//! The names that the service answers to.

use axum::{
    extract::Request,
    http::header::HOST,
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::problem::Problem;

/// Those of loopback.
pub(crate) const NAMES: [&str; 2] = ["127.0.0.1", "localhost"];

/// Refuses a request to any other name, which may be another site's that was made to point here: its page
/// would be of the same origin as the service, and could send and read what it likes.
pub(crate) async fn refuse_others(request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _port)| name);
    if NAMES.contains(&name) {
        return next.run(request).await;
    }
    Problem::misdirected("this service answers to 127.0.0.1 and localhost alone").into_response()
}
