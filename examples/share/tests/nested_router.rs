//! A server that verifies requests below a nested router of axum.

use axum::{
    Router,
    extract::{OriginalUri, Request},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use presigner::{
    Credentials, Endpoint, Expiry, Presigner, Timestamp,
    verify::{Claim, Rejection, Rules},
};
use tokio::net::TcpListener;

#[tokio::test]
async fn the_original_uri_is_verified_and_that_of_the_router_is_not() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let router = Router::new()
        .nest("/original", Router::new().fallback(original))
        .nest("/stripped", Router::new().fallback(stripped));
    let server = tokio::spawn(async move { axum::serve(listener, router).await });

    for (prefix, status, body) in [
        ("original", StatusCode::OK, "docs a b/ü.txt"),
        ("stripped", StatusCode::FORBIDDEN, "SignatureDoesNotMatch"),
    ] {
        let endpoint = Endpoint::custom(&format!("http://{address}/{prefix}")).expect("a good URL");
        let presigner =
            Presigner::new(Credentials::new("id", SECRET), "us-east-1").with_endpoint(endpoint);
        let url = presigner.get("docs", "a b/ü.txt", Expiry::minutes(5)).expect("a URL");
        let response = reqwest::get(url.as_str()).await.expect("a response");
        assert_eq!(response.status().as_u16(), status.as_u16(), "{prefix}");
        let text = response.text().await.expect("text");
        assert!(text.contains(body), "{prefix}: {text}");
    }
    server.abort();
}

/// The responses are well-formed, and a parser of XML returns the texts that were escaped.
#[test]
fn answers_are_well_formed_xml() {
    #[derive(Debug, serde::Deserialize, PartialEq)]
    #[serde(rename_all = "PascalCase")]
    struct Error {
        code: String,
        message: String,
        headers_not_signed: Option<String>,
        request_id: String,
    }
    let evil = "</RequestId>&amp;<a b='c\">]]>";
    let rejection = Rejection::HeaderNotSigned { name: evil.into() };
    let error: Error = quick_xml::de::from_str(&rejection.to_xml(evil)).expect("XML");
    let expected = Error {
        code: "AccessDenied".into(),
        message: "There were headers present in the request which were not signed".into(),
        headers_not_signed: Some(evil.into()),
        request_id: evil.into(),
    };
    assert_eq!(error, expected);
}

/// Right: the URI as it was received.
async fn original(OriginalUri(uri): OriginalUri, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    parts.uri = uri;
    respond(Claim::from_parts(&parts), "/original")
}

/// Wrong: the router has removed its prefix.
async fn stripped(request: Request) -> Response {
    let (parts, _) = request.into_parts();
    respond(Claim::from_parts(&parts), "")
}

fn respond(claim: Result<Claim<'_>, Rejection>, prefix: &str) -> Response {
    let rules = Rules::s3(Timestamp::from(std::time::SystemTime::now())).path_prefix(prefix);
    match claim.and_then(|claim| claim.verify(SECRET, &rules)) {
        Ok(verified) => {
            let (bucket, key) = (verified.bucket(), verified.key());
            format!("{} {}", bucket.unwrap_or_default(), key.unwrap_or_default()).into_response()
        }
        Err(rejection) => (StatusCode::from(&rejection), rejection.to_xml("1")).into_response(),
    }
}

const SECRET: &str = "secret";
