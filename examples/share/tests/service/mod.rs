//! A service on its own port, and a client.

use std::time::Duration;

use reqwest::{
    Client, Response,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use share::{Settings, Share};

pub(crate) struct Service {
    pub(crate) share: Share,
    pub(crate) client: Client,
}

impl Service {
    pub(crate) async fn start() -> Self {
        Self::with(Settings::default()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        let share = Share::start(Settings { port: 0, ..settings }).await.expect("a free port");
        let client = Client::builder().timeout(Duration::from_secs(30)).build().expect("a client");
        Self { share, client }
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.client.get(self.share.url() + path).send().await.expect("a response")
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Response {
        let request = self.client.post(self.share.url() + path).json(&body);
        request.send().await.expect("a response")
    }

    /// The response to a request that the service accepts.
    pub(crate) async fn granted(&self, path: &str, body: Value) -> Value {
        let response = self.post(path, body).await;
        let (status, body) = (response.status(), json_of(response).await);
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// The message with which the service refuses a request.
    pub(crate) async fn refused(&self, path: &str, body: Value) -> String {
        let response = self.post(path, body).await;
        let (status, body) = (response.status(), json_of(response).await);
        assert_eq!(status, 400, "{path}: {body}");
        body["problem"].as_str().expect("a message").to_owned()
    }

    pub(crate) async fn file_names(&self) -> Vec<String> {
        let files = json_of(self.get("/api/files").await).await;
        let files = files["files"].as_array().expect("a list").iter();
        files.map(|file| file["name"].as_str().expect("a name").to_owned()).collect()
    }

    /// Uploads a small file as the page does.
    pub(crate) async fn upload(&self, name: &str, content: &[u8]) {
        let file = json!({"name": name, "bytes": content.len()});
        let begun = self.granted("/api/uploads", file).await;
        let response = self.submit(&begun["form"], content, |_, value| value).await;
        assert_eq!(response.status(), 201);
    }

    /// Submits a form whose fields are modified by `change`.
    pub(crate) async fn submit(
        &self,
        form: &Value,
        content: &[u8],
        change: impl Fn(&str, String) -> String,
    ) -> Response {
        let fields = form["fields"].as_object().expect("fields");
        let body = fields.iter().fold(Form::new(), |body, (name, value)| {
            body.text(name.clone(), change(name, value.as_str().expect("text").to_owned()))
        });
        let file = Part::bytes(content.to_vec()).file_name("file");
        let url = form["url"].as_str().expect("a URL");
        self.client.post(url).multipart(body.part("file", file)).send().await.expect("a response")
    }

    pub(crate) async fn follow(&self, url: &str) -> Response {
        self.client.get(url).send().await.expect("a response")
    }

    pub(crate) async fn link(&self, name: &str, seconds: u64) -> Value {
        let link = json!({"name": name, "disposition": "download", "life": {"seconds": seconds}});
        self.granted("/api/links", link).await
    }
}

pub(crate) async fn json_of(response: Response) -> Value {
    let text = response.text().await.expect("a body");
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}
