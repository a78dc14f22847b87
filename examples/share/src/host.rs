//! The host names of the service.

use axum::{
    extract::Request,
    http::header::HOST,
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::problem::Problem;

/// The names of loopback.
pub(crate) const NAMES: [&str; 2] = ["127.0.0.1", "localhost"];

/// Refuses requests for other host names, which protects against DNS rebinding: a page of another site whose name
/// resolves to this machine would have the same origin as the service.
pub(crate) async fn refuse_others(request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _port)| name);
    if NAMES.contains(&name) {
        return next.run(request).await;
    }
    Problem::misdirected("This service is available only as 127.0.0.1 and localhost.")
        .into_response()
}
