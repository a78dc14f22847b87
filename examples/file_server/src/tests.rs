//! Requests to the server, with URLs and a form that botocore signed at 2024-03-15T12:34:56Z for 15 minutes.

use std::{fs, net::SocketAddr};

use presigner::{Credentials, Endpoint, Expiry, PostPolicy, Presigner, Request, Timestamp};
use reqwest::{
    Client, Method, Response, StatusCode,
    multipart::{Form, Part},
};
use tempfile::TempDir;

use super::{Settings, router};

const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const HOST: &str = "files.example.com";
const SIGNED_AT: i64 = 1_710_506_096;

struct Running {
    root: TempDir,
    address: SocketAddr,
    client: Client,
}

impl Running {
    async fn start() -> Self {
        Self::at(|| Timestamp::from_unix_seconds(SIGNED_AT + 60)).await
    }

    async fn at(now: fn() -> Timestamp) -> Self {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(root.path().join("demo/a b")).expect("a folder");
        fs::write(root.path().join("demo/notes.txt"), "0123456789").expect("a file");
        fs::write(root.path().join("demo/a b/Ü+.txt"), "umlaut").expect("a file");
        fs::write(root.path().join("secret.txt"), "secret").expect("a file");
        let settings = Settings {
            root: root.path().into(),
            region: "us-east-1".into(),
            access_key_id: ACCESS_KEY_ID.into(),
            secret_access_key: SECRET.into(),
            listen: ([127, 0, 0, 1], 0).into(),
        };
        let listener = tokio::net::TcpListener::bind(settings.listen).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router(settings, now)).await });
        Self { root, address, client: Client::new() }
    }

    /// Sends a request to the server under the name that was signed.
    fn request(&self, method: &str, path_and_query: &str) -> reqwest::RequestBuilder {
        let url = format!("http://{}{path_and_query}", self.address);
        let method = method.parse::<Method>().expect("a method");
        self.client.request(method, url).header("host", HOST)
    }

    fn file(&self, path: &str) -> String {
        fs::read_to_string(self.root.path().join(path)).expect("a file")
    }
}

/// Path and query of a URL of botocore.
fn signed(path: &str, parameters: &str, signed_headers: &str, signature: &str) -> String {
    format!(
        "/files/demo/{path}?{parameters}X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential={ACCESS_KEY_ID}%2F20240315%2Fus-east-1%2Fs3%2Faws4_request\
         &X-Amz-Date=20240315T123456Z&X-Amz-Expires=900&X-Amz-SignedHeaders={signed_headers}\
         &X-Amz-Signature={signature}"
    )
}

fn notes() -> String {
    let signature = "1d9ea425390843fca64bdaf7978b69e6d3e7756cad44bd06eb80c487e61ad668";
    signed("notes.txt", "", "host", signature)
}

async fn text(response: Response) -> (u16, String) {
    (response.status().as_u16(), response.text().await.expect("a text"))
}

#[tokio::test]
async fn downloads() {
    let server = Running::start().await;
    // The second time with the cached key.
    for _ in 0..2 {
        let response = server.request("GET", &notes()).send().await.expect("a response");
        assert_eq!(response.headers()["content-type"], "text/plain");
        assert_eq!(text(response).await, (200, "0123456789".into()));
    }
    let range = server.request("GET", &notes()).header("range", "bytes=2-4");
    assert_eq!(text(range.send().await.expect("a response")).await, (206, "234".into()));
    for (condition, expected) in [("if-range", (200, "0123456789")), ("if-match", (412, ""))] {
        let range = server.request("GET", &notes()).header("range", "bytes=2-4");
        let response = range.header(condition, "\"another file\"").send().await;
        let (status, body) = text(response.expect("a response")).await;
        assert_eq!((status, &body[..expected.1.len()]), expected, "{condition}");
    }

    let signature = "cd4f94c57f441f34cb8bc9379fede76855440f88b77ba763868ab079c6e7464e";
    let other = signed("a%20b/%C3%9C%2B.txt", "", "host", signature);
    let response = server.request("GET", &other).send().await.expect("a response");
    assert_eq!(text(response).await, (200, "umlaut".into()));

    let signature = "84288b1834b1c560a356d16d8e212cf898df9bf5a20c86cee6c9ad7d3be1f6ea";
    let head = signed("notes.txt", "", "host", signature);
    let response = server.request("HEAD", &head).send().await.expect("a response");
    assert_eq!(response.headers()["content-length"], "10");
    assert_eq!(text(response).await, (200, String::new()));
}

#[tokio::test]
async fn response_parameters_set_headers() {
    let server = Running::start().await;
    let parameters = "response-content-disposition=attachment%3B%20filename%3D%22n.txt%22\
                      &response-content-type=text%2Fcsv&";
    let signature = "53f1fe45259dda009e18a153e4a0dae9dc482e79434a8ce121b7248867ece89f";
    let url = signed("notes.txt", parameters, "host", signature);
    let response = server.request("GET", &url).send().await.expect("a response");
    assert_eq!(response.headers()["content-disposition"], "attachment; filename=\"n.txt\"");
    assert_eq!(response.headers()["content-type"], "text/csv");
    assert_eq!(text(response).await, (200, "0123456789".into()));
}

#[tokio::test]
async fn uploads() {
    let server = Running::start().await;
    let signature = "356678b385728691115f4694ab3714a26c3997908ca88da54b7d2b6ee386b0a5";
    let url = signed("new/file.txt", "", "host", signature);
    for body in ["first", "second"] {
        let response = server.request("PUT", &url).body(body).send().await.expect("a response");
        assert_eq!(text(response).await, (200, String::new()));
        assert_eq!(server.file("demo/new/file.txt"), body);
    }
    let again = server.request("PUT", &url).header("if-none-match", "*").body("third");
    let (status, body) = text(again.send().await.expect("a response")).await;
    assert!(status == 412 && body.contains("<Code>PreconditionFailed</Code>"), "{body}");
    assert_eq!(server.file("demo/new/file.txt"), "second");

    let signature = "b0379cd9ce930ba7ade4004ddfae8013803acbcb028d8b0437495fe9f0adcb22";
    let typed = signed("typed.txt", "", "content-type%3Bhost", signature);
    let as_type = |value| server.request("PUT", &typed).header("content-type", value).body("typed");
    let response = as_type("text/html").send().await.expect("a response");
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    let response = as_type("text/plain").send().await.expect("a response");
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(server.file("demo/typed.txt"), "typed");
}

#[tokio::test]
async fn refusals_are_those_of_s3() {
    let server = Running::start().await;
    let unknown_id = notes().replace(ACCESS_KEY_ID, "AKIAI44QH8DHBEXAMPLE");
    let missing = "e17ae74aa376d03f8adddf47af031d62c9f2f9f384ac08a62b9e1b0edd4b1272";
    let mut mismatches = Vec::new();
    for (method, url, status, code) in [
        ("GET", notes().replace("notes", "other"), 403, "SignatureDoesNotMatch"),
        ("PUT", notes(), 403, "SignatureDoesNotMatch"),
        ("GET", unknown_id, 403, "SignatureDoesNotMatch"),
        ("GET", "/files/demo/notes.txt".into(), 403, "AccessDenied"),
        (
            "GET",
            notes().replace("us-east-1", "us-east-2"),
            400,
            "AuthorizationQueryParametersError",
        ),
        ("GET", signed("missing.txt", "", "host", missing), 404, "NoSuchKey"),
    ] {
        let response = server.request(method, &url).send().await.expect("a response");
        assert_eq!(response.headers()["content-type"], "application/xml");
        let (found, body) = text(response).await;
        assert!(
            found == status && body.contains(&format!("<Code>{code}</Code>")),
            "{url} {found} {body}"
        );
        if code == "SignatureDoesNotMatch" {
            mismatches.push(body.split("<RequestId>").next().map(String::from));
        }
    }
    // Whether the id is unknown, the path changed or the secret another.
    assert!(mismatches.windows(2).all(|two| two[0] == two[1]), "{mismatches:?}");

    let delete = server.request("DELETE", &notes()).send().await.expect("a response");
    assert_eq!(delete.status(), StatusCode::METHOD_NOT_ALLOWED);
    let unsigned = server.request("GET", &notes()).header("x-amz-copy-source", "/demo/notes.txt");
    let (status, body) = text(unsigned.send().await.expect("a response")).await;
    assert!(status == 403 && body.contains("x-amz-copy-source"), "{body}");
}

#[tokio::test]
async fn an_expired_url_is_refused() {
    let server = Running::at(|| Timestamp::from_unix_seconds(SIGNED_AT + 900)).await;
    let (status, body) =
        text(server.request("GET", &notes()).send().await.expect("a response")).await;
    assert!(status == 403 && body.contains("<Message>Request has expired</Message>"), "{body}");
}

fn presigner() -> Presigner {
    let endpoint = Endpoint::custom(&format!("http://{HOST}/files")).expect("an endpoint");
    Presigner::new(Credentials::new(ACCESS_KEY_ID, SECRET), "us-east-1").with_endpoint(endpoint)
}

/// A form for one key, without its file.
fn form_for(policy: &PostPolicy<'_>) -> Form {
    let presigner = presigner();
    let signer = presigner.at(Timestamp::from_unix_seconds(SIGNED_AT));
    let post = signer.post(policy, Expiry::minutes(5)).expect("a form");
    let fields = post.fields().iter().map(|(name, value)| (name.clone(), value.clone()));
    fields.fold(Form::new(), |form, (name, value)| form.text(name, value))
}

#[tokio::test]
async fn keys_lead_nowhere_else() {
    let server = Running::start().await;
    let presigner = presigner();
    let signer = presigner.at(Timestamp::from_unix_seconds(SIGNED_AT));
    let long = "a".repeat(300);
    for key in [
        "../secret.txt",
        "a/../../secret.txt",
        "/etc/passwd",
        "a//b",
        "a\\..\\b",
        "a/",
        "a b",
        "notes.txt/a",
        "notes.txt/a/b",
        &long,
    ] {
        for request in [Request::get("demo", key), Request::put("demo", key)] {
            let url = signer.presign(&request.allow_dot_segments(), Expiry::minutes(5));
            let url = url.expect("a URL");
            let path = url.as_str().strip_prefix("http://files.example.com").expect("the endpoint");
            let path = path.replace("../", "%2E%2E/");
            let method = url.method().as_str();
            let (status, body) = raw(server.address, method, &path).await;
            assert_ne!(status, 200, "{path}");
            assert!(!body.contains("<Code>InternalError</Code>"), "{path}: {body}");
        }
    }
    assert_eq!(server.file("secret.txt"), "secret");
}

/// S3 would compare them with the file, and another file must not be accepted.
#[tokio::test]
async fn conditions_on_the_file_are_not_ignored() {
    let server = Running::start().await;
    let presigner = presigner();
    let signer = presigner.at(Timestamp::from_unix_seconds(SIGNED_AT));
    let put = || Request::put("demo", "notes.txt");
    for request in [
        put().content_md5([0; 16]),
        put().if_match("\"d41d8cd98f00b204e9800998ecf8427e\""),
        put().header("if-none-match", "\"d41d8cd98f00b204e9800998ecf8427e\""),
    ] {
        let url = signer.presign(&request, Expiry::minutes(5)).expect("a URL");
        let path = url.as_str().strip_prefix("http://files.example.com").expect("the endpoint");
        let mut sent = server.request("PUT", path).body("another file");
        for (name, value) in url.headers() {
            sent = sent.header(name, value);
        }
        let (status, body) = text(sent.send().await.expect("a response")).await;
        assert!(status == 501 && body.contains("<Code>NotImplemented</Code>"), "{status} {body}");
        assert_eq!(server.file("demo/notes.txt"), "0123456789");
    }
}

/// What comes before the file of a form is not authenticated, and is kept in memory.
#[tokio::test]
async fn a_form_without_a_file_is_not_received_to_its_end() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let server = Running::start().await;
    for (start, repeated) in [
        ("", "no boundary "),
        ("--b\r\nContent-Disposition: form-data; name=\"", "an endless name "),
        ("", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n"),
    ] {
        let stream = tokio::net::TcpStream::connect(server.address).await.expect("a connection");
        let (mut response, mut request) = stream.into_split();
        let head = format!(
            "POST /files/demo HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1000000000\r\n\
             Content-Type: multipart/form-data; boundary=b\r\n\r\n{start}"
        );
        request.write_all(head.as_bytes()).await.expect("a connection");
        let chunk = repeated.repeat(10_000);
        let answered = tokio::spawn(async move { response.read(&mut [0; 64]).await });
        let mut sent_bytes = 0;
        while !answered.is_finished() && request.write_all(chunk.as_bytes()).await.is_ok() {
            sent_bytes += chunk.len();
            assert!(sent_bytes < 50_000_000, "{repeated:?}");
        }
    }
}

/// The response to a request whose path is sent as it is.
async fn raw(address: SocketAddr, method: &str, path: &str) -> (u16, String) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let mut stream = tokio::net::TcpStream::connect(address).await.expect("a connection");
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("a connection");
    let mut response = String::new();
    stream.read_to_string(&mut response).await.expect("a response in UTF-8");
    let status = response.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.expect("a status"), response)
}

/// The form of botocore for keys that begin with `up/`, and 1 to 20 bytes.
fn form() -> Form {
    let policy = "eyJleHBpcmF0aW9uIjogIjIwMjQtMDMtMTVUMTI6NDk6NTZaIiwgImNvbmRpdGlvbnMiOiBbWyJzdGFydHMtd2l0aCIsICIka2V5IiwgInVwLyJdLCB7InN1Y2Nlc3NfYWN0aW9uX3N0YXR1cyI6ICIyMDEifSwgWyJjb250ZW50LWxlbmd0aC1yYW5nZSIsIDEsIDIwXSwgeyJidWNrZXQiOiAiZGVtbyJ9LCBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXAvIl0sIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwgeyJ4LWFtei1jcmVkZW50aWFsIjogIkFLSUFJT1NGT0ROTjdFWEFNUExFLzIwMjQwMzE1L3VzLWVhc3QtMS9zMy9hd3M0X3JlcXVlc3QifSwgeyJ4LWFtei1kYXRlIjogIjIwMjQwMzE1VDEyMzQ1NloifV19";
    Form::new()
        .text("success_action_status", "201")
        .text("key", "up/${filename}")
        .text("x-amz-algorithm", "AWS4-HMAC-SHA256")
        .text("x-amz-credential", format!("{ACCESS_KEY_ID}/20240315/us-east-1/s3/aws4_request"))
        .text("x-amz-date", "20240315T123456Z")
        .text("policy", policy)
        .text("x-amz-signature", "2290021c7f78227ee3ec914fc58e3127d61c5d1d8079685c3c3594094fb528a6")
}

#[tokio::test]
async fn uploads_by_form() {
    let server = Running::start().await;
    let send = |path: &'static str, form: Form| {
        let request = server.request("POST", path).multipart(form);
        async move { text(request.send().await.expect("a response")).await }
    };
    let file = |body: &'static str| Part::text(body).file_name("Ü 1.txt");
    let (status, body) = send("/files/demo", form().part("file", file("a file"))).await;
    assert_eq!((status, &*body), (201, ""));
    assert_eq!(server.file("demo/up/Ü 1.txt"), "a file");

    let key_of_another = form().text("x-ignore-note", "a note").text("acl", "public-read");
    for (path, form, code) in [
        ("/files/demo", form().part("file", file("")), "EntityTooSmall"),
        ("/files/demo", form().part("file", file("more than twenty bytes")), "EntityTooLarge"),
        ("/files/demo", form(), "MalformedPOSTRequest"),
        ("/files/other", form().part("file", file("a file")), "AccessDenied"),
        ("/files/demo?delete", form().part("file", file("a file")), "InvalidURI"),
        ("/files/demo", key_of_another.part("file", file("a file")), "AccessDenied"),
        ("/files/demo", Form::new().text("key", "up/a").part("file", file("a")), "InvalidArgument"),
    ] {
        let (status, body) = send(path, form).await;
        assert!((400..=403).contains(&status), "{status} {body}");
        assert!(body.contains(&format!("<Code>{code}</Code>")), "{code}: {body}");
    }
    assert_eq!(fs::read_dir(server.root.path().join("demo/up")).expect("a folder").count(), 1);
    let left = fs::read_dir(server.root.path()).expect("a folder").count();
    assert_eq!(left, 2, "temporary files are removed");
}

/// The browser is redirected with bucket, key and `ETag` as parameters:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html>
#[tokio::test]
async fn a_form_redirects_after_the_upload() {
    let server = Running::start().await;
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build();
    let client = client.expect("a client");
    // The SHA-256 of `a`.
    let etag = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
    let location =
        |base: &str| format!("{base}bucket=demo&key=a+b%2F%C3%9C%26.txt&etag=%22{etag}%22");
    for (field, url, expected) in [
        ("success_action_redirect", "https://example.com/done", Some("https://example.com/done?")),
        ("redirect", "https://example.com/?a=b", Some("https://example.com/?a=b&")),
        // What S3 cannot parse, it ignores.
        ("success_action_redirect", "done", None),
        ("success_action_redirect", "javascript:alert(1)", None),
    ] {
        let policy = PostPolicy::new("demo", "a b/Ü&.txt").field(field, url).success_status(201);
        let form = form_for(&policy).part("file", Part::text("a").file_name("a.txt"));
        let address = format!("http://{}/files/demo", server.address);
        let request = client.post(address).header("host", HOST).multipart(form);
        let response = request.send().await.expect("a response");
        let found = response.headers().get("location").and_then(|it| it.to_str().ok());
        assert_eq!(found.map(String::from), expected.map(location), "{url}");
        let status = if expected.is_some() { 303 } else { 201 };
        assert_eq!(response.status().as_u16(), status, "{url}");
        assert_eq!(server.file("demo/a b/Ü&.txt"), "a");
    }
}

#[tokio::test]
async fn a_form_is_limited_only_before_its_file() {
    let server = Running::start().await;
    let (policy, large) = (PostPolicy::new("demo", "large.txt"), "0123456789".repeat(2_000_000));
    let form = form_for(&policy).part("file", Part::text(large.clone()).file_name("a.txt"));
    let response = server.request("POST", "/files/demo").multipart(form).send().await;
    assert_eq!(text(response.expect("a response")).await, (204, String::new()));
    assert!(server.file("demo/large.txt") == large);
}

#[tokio::test]
async fn a_checksum_of_a_form_is_not_ignored() {
    let server = Running::start().await;
    let checksum = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let policy = PostPolicy::new("demo", "pinned.txt").field("x-amz-checksum-sha256", checksum);
    let form = form_for(&policy).part("file", Part::text("another file").file_name("a.txt"));
    let response = server.request("POST", "/files/demo").multipart(form).send().await;
    let (status, body) = text(response.expect("a response")).await;
    assert!(status == 501 && body.contains("<Code>NotImplemented</Code>"), "{status} {body}");
}
