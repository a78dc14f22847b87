//! The service of the cookbook.

use std::{net::SocketAddr, sync::Arc, time::SystemTime};

use axum::{
    Router,
    http::{StatusCode, request::Parts},
    routing::post,
};
use presigner::{
    Credentials, Endpoint, Expiry, Presigner, Request, RotatingPresigner,
    verify::{Claim, Rules},
};
use presigner_clients::{send_recipe::send, service_recipe::service};
use reqwest::{Client, redirect::Policy};

const SERVICE: &str = include_str!("../../../src/guide/clients/service.rs");

#[test]
fn the_glue_is_at_most_60_lines() {
    let code = SERVICE.split("\n// The files of the service").next().expect("a first part");
    // Without imports, comments and empty lines.
    let (_, code) = code.split_once("\ntype ").expect("the first line after the imports");
    let lines =
        code.lines().filter(|line| !line.is_empty() && !line.trim_start().starts_with("//"));
    assert!(lines.count() <= 60);
}

/// The service and its store, both at loopback addresses.
async fn start() -> (SocketAddr, Client) {
    let address = serve(service(Arc::new(RotatingPresigner::new(store().await)))).await;
    let client = Client::builder().redirect(Policy::none()).build().expect("a client");
    (address, client)
}

/// The presigner for a store that begins any multipart upload, if the request has the headers that were signed.
async fn store() -> Presigner {
    let store = serve(Router::new().fallback(post(begin_upload))).await;
    let endpoint = Endpoint::custom(&format!("http://{store}")).expect("an endpoint");
    Presigner::new(credentials(), "eu-central-1").with_endpoint(endpoint)
}

async fn begin_upload(parts: Parts) -> Result<&'static str, StatusCode> {
    let rules = Rules::s3(SystemTime::now());
    let claim = Claim::from_parts(&parts).expect("a presigned request");
    let verified = claim.verify(SECRET, &rules).map_err(|_| StatusCode::FORBIDDEN)?;
    assert_eq!(verified.header("content-type"), Some("video/mp4"));
    Ok("<InitiateMultipartUploadResult><Bucket>my-bucket</Bucket><Key>k</Key>\
        <UploadId>an id</UploadId></InitiateMultipartUploadResult>")
}

fn credentials() -> Credentials {
    Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET)
}

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

async fn serve(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[tokio::test]
async fn redirects_to_downloads() {
    let (address, client) = start().await;
    let response = client.get(format!("http://{address}/download/photos/cat.jpg")).send().await;
    let response = response.expect("a response");
    assert_eq!(response.status(), 307);
    assert_eq!(response.headers()["cache-control"], "no-store");
    let location = response.headers()["location"].to_str().expect("a URL");
    assert!(location.contains("/my-bucket/photos/cat.jpg?"), "{location}");
    assert!(location.contains("filename%3D%22cat.jpg%22"), "{location}");

    let key = "a".repeat(2000);
    let response = client.get(format!("http://{address}/download/{key}")).send().await;
    assert_eq!(response.expect("a response").status(), 400);
}

#[tokio::test]
async fn returns_forms_and_parts() {
    let (address, client) = start().await;
    let form = client.post(format!("http://{address}/form")).send().await.expect("a response");
    let form = form.text().await.expect("JSON");
    assert!(form.contains(r#""fields":{"key":"in/${filename}""#), "{form}");

    let response = client.post(format!("http://{address}/multipart/videos/cat.mp4")).send().await;
    let requests = response.expect("a response").text().await.expect("JSON");
    assert_eq!(requests.matches(r#""method":"PUT""#).count(), 10, "{requests}");
    assert_eq!(requests.matches(r#""method":"POST""#).count(), 1, "{requests}");
    assert_eq!(requests.matches("uploadId=an%20id").count(), 11, "{requests}");
}

#[tokio::test]
async fn sends_the_headers_that_are_signed() {
    let presigner = store().await;
    let create = Request::create_multipart_upload("my-bucket", "cat.mp4").content_type("video/mp4");
    let url = presigner.presign(&create, Expiry::minutes(1)).expect("a URL");
    let response = send(&Client::new(), &url, String::new()).await;
    let (status, response) = response.expect("a response");
    assert_eq!(status, 200);
    assert!(response.contains("<UploadId>an id</UploadId>"), "{response}");
}

/// A client that sent only as many bytes as were signed would store a part of the file.
#[tokio::test]
async fn a_body_of_another_length_than_the_signed_one_is_refused() {
    async fn receive(parts: Parts, body: String) -> (StatusCode, String) {
        let claim = Claim::from_parts(&parts).expect("a presigned request");
        match claim.verify(SECRET, &Rules::s3(SystemTime::now())) {
            Ok(_) => (StatusCode::OK, body),
            Err(rejection) => (StatusCode::FORBIDDEN, rejection.to_string()),
        }
    }
    let store = serve(Router::new().fallback(receive)).await;
    let endpoint = Endpoint::custom(&format!("http://{store}")).expect("an endpoint");
    let presigner = Presigner::new(credentials(), "eu-central-1").with_endpoint(endpoint);
    let upload = Request::put("my-bucket", "cat.txt").content_length(5);
    let url = presigner.presign(&upload, Expiry::minutes(1)).expect("a URL");
    for (body, expected) in [("12345", 200), ("123456", 403), ("1234", 403), ("", 403)] {
        let response = send(&Client::new(), &url, body.into()).await;
        let (status, response) = response.expect("a response");
        assert_eq!(status, expected, "{body:?}: {response}");
    }
}

#[tokio::test]
async fn an_error_of_the_client_does_not_contain_the_url() {
    // An address at which nothing listens any more.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let endpoint = Endpoint::custom(&format!("http://{address}")).expect("an endpoint");
    let presigner = Presigner::new(credentials(), "eu-central-1").with_endpoint(endpoint);
    let url = presigner.put("my-bucket", "cat.mp4", Expiry::minutes(1)).expect("a URL");
    let error = send(&Client::new(), &url, String::new()).await.expect_err("no connection");
    assert!(!format!("{error} {error:?}").contains("X-Amz-Signature"), "{error:?}");
}

#[tokio::test]
async fn verifies_urls_for_its_own_files() {
    let (address, client) = start().await;
    let credentials = credentials();
    let endpoint = Endpoint::custom(&format!("http://{address}/own")).expect("an endpoint");
    let presigner = Presigner::new(credentials.clone(), "eu-central-1").with_endpoint(endpoint);
    let url = presigner.get("bucket", "a file.txt", Expiry::minutes(1)).expect("a URL");
    let get = |url: String| {
        let request = client.get(url);
        async move {
            let response = request.send().await.expect("a response");
            let is_xml = response.headers()["content-type"] == "application/xml";
            (response.status().as_u16(), is_xml, response.text().await.expect("a text"))
        }
    };
    let served = (200, false, "the file bucket/a file.txt".into());
    assert_eq!(get(url.as_str().to_owned()).await, served);
    let with_token = presigner.with_credentials(credentials.with_session_token("token"));
    let with_token = with_token.get("bucket", "a file.txt", Expiry::minutes(1)).expect("a URL");
    for url in [
        url.as_str().replace("a%20file", "another"),
        url.as_str().replace("AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"),
        with_token.into_string(),
    ] {
        let (status, is_xml, body) = get(url).await;
        assert!(status == 403 && is_xml && body.contains("SignatureDoesNotMatch"), "{body}");
    }
}
