//! The service of the cookbook.

use std::{net::SocketAddr, sync::Arc};

use axum::{Router, routing::post};
use presigner::{Credentials, Endpoint, Expiry, Presigner, RotatingPresigner};
use presigner_clients::service_recipe::service;
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

/// The service with a store that begins any multipart upload, both at loopback addresses.
async fn start() -> (SocketAddr, Client) {
    let created = "<InitiateMultipartUploadResult><Bucket>my-bucket</Bucket><Key>k</Key>\
                   <UploadId>an id</UploadId></InitiateMultipartUploadResult>";
    let store = serve(Router::new().fallback(post(move || async move { created }))).await;
    let credentials =
        Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let endpoint = Endpoint::custom(&format!("http://{store}")).expect("an endpoint");
    let presigner = Presigner::new(credentials, "eu-central-1").with_endpoint(endpoint);
    let address = serve(service(Arc::new(RotatingPresigner::new(presigner)))).await;
    let client = Client::builder().redirect(Policy::none()).build().expect("a client");
    (address, client)
}

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
async fn verifies_urls_for_its_own_files() {
    let (address, client) = start().await;
    let credentials =
        Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
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
