//! The recipe that receives forms, with forms that the crate signs.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use presigner::{Credentials, Endpoint, Expiry, PostPolicy, Presigner};
use presigner_clients::receive_form_recipe::{Files, forms};
use reqwest::Client;

struct Server {
    address: SocketAddr,
    files: Files,
}

impl Server {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let files = Files::new(Mutex::default());
        let router = forms(Arc::clone(&files));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, files }
    }

    /// URL and fields of a form for files of up to `max_bytes`.
    fn form(&self, access_key_id: &str, max_bytes: u64) -> (String, Vec<(String, String)>) {
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let endpoint = Endpoint::custom(&format!("http://{}", self.address)).expect("an endpoint");
        let presigner = Presigner::new(Credentials::new(access_key_id, secret), "eu-central-1");
        let policy = PostPolicy::with_key_prefix("my-bucket", "in/")
            .field("success_action_status", "201")
            .content_length_range(1..=max_bytes);
        let presigner = presigner.with_endpoint(endpoint);
        let form = presigner.post(&policy, Expiry::minutes(1)).expect("a form");
        (form.url().into(), form.fields().into())
    }

    /// Sends a body, and returns status and text of the response.
    async fn send(&self, url: &str, body: Vec<u8>) -> (u16, String) {
        let content_type = "multipart/form-data; boundary=b";
        let request = Client::new().post(url).header("content-type", content_type).body(body);
        let response = request.send().await.expect("a response");
        (response.status().into(), response.text().await.expect("a text"))
    }

    fn file(&self, key: &str) -> Option<Vec<u8>> {
        let files = self.files.lock().expect("no panic");
        files.get(&("my-bucket".to_owned(), key.to_owned())).cloned()
    }
}

/// The body that a browser sends (RFC 7578).
fn body(fields: &[(String, String)], file: Option<&[u8]>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
    }
    if let Some(content) = file {
        let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cat.jpg\"\r\n\
                    Content-Type: image/jpeg\r\n\r\n";
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(b"--b--\r\n");
    body
}

const KNOWN: &str = "AKIAIOSFODNN7EXAMPLE";

#[tokio::test]
async fn stores_the_file_of_a_signed_form() {
    let server = Server::start().await;
    let (url, fields) = server.form(KNOWN, 4 << 20);
    let response = server.send(&url, body(&fields, Some(b"meow"))).await;
    assert_eq!(response, (201, String::new()));
    assert_eq!(server.file("in/cat.jpg"), Some(b"meow".to_vec()));

    // More than axum accepts unless told otherwise.
    let large = vec![b'x'; 4 << 20];
    assert_eq!(server.send(&url, body(&fields, Some(&large))).await.0, 201);
    assert_eq!(server.file("in/cat.jpg"), Some(large));
}

#[tokio::test]
async fn refuses_what_was_not_signed() {
    let server = Server::start().await;
    let (url, signed) = server.form(KNOWN, 4);
    let changed = |name: &str, value: &str| {
        let mut fields = signed.clone();
        let field = fields.iter_mut().find(|(other, _)| other == name).expect("the field");
        value.clone_into(&mut field.1);
        body(&fields, Some(b"meow"))
    };
    let added = |name: &str, value: &str| {
        let mut fields = signed.clone();
        fields.push((name.into(), value.into()));
        body(&fields, Some(b"meow"))
    };
    let unknown = body(&server.form("AKIAI44QH8DHBEXAMPLE", 4).1, Some(b"meow"));
    let mut cut = body(&signed, Some(b"meow"));
    cut.truncate(cut.len() - 9);
    // Refused before all of it is received.
    let mut long = added("x-ignore-a", &"x".repeat(40 * 1024));
    long.truncate(long.len() - 1024);
    for (sent, status, code) in [
        (changed("key", "other/cat.jpg"), 403, "AccessDenied"),
        (changed("x-amz-signature", &"0".repeat(64)), 403, "SignatureDoesNotMatch"),
        (unknown, 403, "SignatureDoesNotMatch"),
        (added("x-amz-meta-a", "b"), 403, "AccessDenied"),
        (long, 400, "MaxPostPreDataLengthExceededError"),
        (body(&signed, Some(b"meow!")), 400, "EntityTooLarge"),
        (body(&signed, Some(b"")), 400, "EntityTooSmall"),
        (body(&signed, None), 400, "InvalidArgument"),
        (cut, 400, "MalformedPOSTRequest"),
    ] {
        let (received_status, xml) = server.send(&url, sent).await;
        assert_eq!(received_status, status, "{code}: {xml}");
        assert!(xml.contains(&format!("<Error><Code>{code}</Code>")), "{code}: {xml}");
    }
    assert_eq!(server.file("in/cat.jpg"), None);
}

#[tokio::test]
async fn refuses_a_file_that_is_larger_than_the_server_accepts() {
    let server = Server::start().await;
    let (url, fields) = server.form(KNOWN, 1 << 30);
    // Only a little more, so that all of it is sent before the connection is closed.
    let content = vec![b'x'; (10 << 20) + (50 << 10)];
    let (status, xml) = server.send(&url, body(&fields, Some(&content))).await;
    assert!(status == 400 && xml.contains("<Code>EntityTooLarge</Code>"), "{xml}");
}

#[tokio::test]
async fn refuses_a_body_that_is_not_a_form() {
    let server = Server::start().await;
    let (url, _) = server.form(KNOWN, 4);
    let response = Client::new().post(url).body("meow").send().await.expect("a response");
    assert_eq!(response.status(), 400);
    assert_eq!(response.headers()["content-type"], "application/xml");
    let xml = response.text().await.expect("a text");
    assert!(xml.contains("<Code>MalformedPOSTRequest</Code>"), "{xml}");
}
