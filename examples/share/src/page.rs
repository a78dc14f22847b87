//! The static files of the page: no build step, no external resources.

use axum::{
    Router,
    http::{
        HeaderName, HeaderValue,
        header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY},
    },
    routing::get,
};
use tower_http::set_header::SetResponseHeaderLayer;

/// Serves the files of the page, whose content security policy allows requests only to this service and the store.
pub(crate) fn routes(store_origin: &str) -> Router {
    let mut router = Router::new();
    for (path, media_type, text) in FILES {
        router =
            router.route(path, get(move || async move { ([(CONTENT_TYPE, media_type)], text) }));
    }
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; \
         connect-src 'self' {store_origin}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let policy = HeaderValue::try_from(policy).expect("the host of a URL is ASCII");
    let header = |name: HeaderName, value| SetResponseHeaderLayer::overriding(name, value);
    router
        .layer(header(CONTENT_SECURITY_POLICY, policy))
        // The form of an upload link is in the fragment, which browsers never send; this keeps the rest of the
        // URL from the store as well.
        .layer(header(REFERRER_POLICY, HeaderValue::from_static("no-referrer")))
}

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

const FILES: [(&str, &str, &str); 19] = [
    ("/", HTML, include_str!("../page/index.html")),
    ("/drop", HTML, include_str!("../page/drop.html")),
    ("/style.css", "text/css; charset=utf-8", include_str!("../page/style.css")),
    ("/main.js", SCRIPT, include_str!("../page/main.js")),
    ("/share.js", SCRIPT, include_str!("../page/share.js")),
    ("/life.js", SCRIPT, include_str!("../page/life.js")),
    ("/upload.js", SCRIPT, include_str!("../page/upload.js")),
    ("/service.js", SCRIPT, include_str!("../page/service.js")),
    ("/limits.js", SCRIPT, include_str!("../page/limits.js")),
    ("/clock.js", SCRIPT, include_str!("../page/clock.js")),
    ("/elements.js", SCRIPT, include_str!("../page/elements.js")),
    ("/files.js", SCRIPT, include_str!("../page/files.js")),
    ("/deletion.js", SCRIPT, include_str!("../page/deletion.js")),
    ("/history.js", SCRIPT, include_str!("../page/history.js")),
    ("/names.js", SCRIPT, include_str!("../page/names.js")),
    ("/queue.js", SCRIPT, include_str!("../page/queue.js")),
    ("/drop-zone.js", SCRIPT, include_str!("../page/drop-zone.js")),
    ("/text.js", SCRIPT, include_str!("../page/text.js")),
    ("/drop.js", SCRIPT, include_str!("../page/drop.js")),
];
