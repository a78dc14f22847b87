//! Headless Chromium, controlled through `WebDriver`.

use std::{
    env, fs,
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::Duration,
};

use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, KeyAction, KeyActions},
    elements::Element,
    key::Key,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use share::{Settings, Share};
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

/// A browser with the page, the service behind it, and files to upload.
pub(crate) struct Browser {
    share: Share,
    driver: Driver,
    client: Client,
    files: TempDir,
}

impl Browser {
    /// Starts a browser and a service.
    pub(crate) async fn start(settings: Settings) -> Self {
        let share = Share::start(Settings { port: 0, ..settings }).await.expect("a free port");
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(Driver)
            .expect("chromedriver, of Debian's package chromium-driver");
        let client = connect(port).await;
        let files = tempfile::tempdir().expect("a directory");
        let browser = Self { share, driver, client, files };
        browser.resize(1280, 800).await;
        browser
    }

    pub(crate) async fn stop(self) {
        self.client.close().await.expect("the session closes");
        drop(self.driver);
        self.share.stop().await.expect("a clean stop");
    }

    /// The URL of a page of the service.
    pub(crate) fn url(&self, path: &str) -> String {
        self.share.url() + path
    }

    /// Opens a page of the service.
    pub(crate) async fn open(&self, path: &str) {
        self.goto(&self.url(path)).await;
    }

    pub(crate) async fn goto(&self, url: &str) {
        // Changing only the fragment does not reload the page.
        self.client.goto("about:blank").await.expect("a blank page");
        self.client.goto(url).await.expect("the page");
    }

    /// Chooses a file for upload.
    pub(crate) async fn pick(&self, name: &str, content: &[u8]) {
        self.pick_all(&[(name, content)]).await;
    }

    /// Chooses several files at once.
    pub(crate) async fn pick_all(&self, files: &[(&str, &[u8])]) {
        let paths = files.iter().map(|(name, content)| {
            let path = self.files.path().join(name);
            fs::write(&path, content).expect("a file");
            path.into_os_string().into_string().expect("UTF-8")
        });
        let paths = paths.collect::<Vec<_>>().join("\n");
        self.find("#picker").await.send_keys(&paths).await.expect("the picker");
    }

    pub(crate) async fn find(&self, selector: &str) -> Element {
        let found = self.client.wait().for_element(Locator::Css(selector)).await;
        found.unwrap_or_else(|error| panic!("{selector}: {error}"))
    }

    pub(crate) async fn click(&self, selector: &str) {
        let clicked = self.find(selector).await.click().await;
        clicked.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    pub(crate) async fn is_shown(&self, selector: &str) -> bool {
        self.find(selector).await.is_displayed().await.expect("a response")
    }

    pub(crate) async fn value(&self, selector: &str) -> String {
        let value = self.find(selector).await.prop("value").await.expect("a response");
        value.expect("a value")
    }

    pub(crate) async fn fill(&self, selector: &str, text: &str) {
        let element = self.find(selector).await;
        element.clear().await.expect("an empty field");
        element.send_keys(text).await.expect("a field");
    }

    pub(crate) async fn select(&self, selector: &str, value: &str) {
        self.find(selector).await.select_by_value(value).await.expect("a choice");
    }

    /// Presses keys in the focused element.
    pub(crate) async fn keys(&self, keys: &[Key]) {
        let actions = keys.iter().fold(KeyActions::new("keyboard".into()), |actions, key| {
            let value = char::from(*key);
            actions.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        self.client.perform_actions(actions).await.expect("the keys");
    }

    /// Waits until the element with this id, or else this name, has the focus: events such as the end of a dialog are
    /// delivered after the click that causes them.
    pub(crate) async fn wait_for_focus(&self, name: &str) {
        let focused =
            "const { activeElement: at } = document; return at.id || at.ariaLabel || at.localName;";
        self.wait_for(focused, &json!(name)).await;
    }

    /// Runs a script on the page and returns its result.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect("the script runs")
    }

    /// Waits until the script returns the value. Until then it may fail, for example because it searches for an element
    /// that the page has not shown yet.
    pub(crate) async fn wait_for(&self, script: &str, expected: &Value) {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let result = self.client.execute(script, Vec::new()).await;
            if result.as_ref().is_ok_and(|value| value == expected) {
                return;
            }
            assert!(Instant::now() < deadline, "{script} returns {result:?}, not {expected}");
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until one of the elements shows the text.
    pub(crate) async fn wait_for_text(&self, selector: &str, text: &str) {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let mut shown = Vec::new();
            for element in self.client.find_all(Locator::Css(selector)).await.expect("a list") {
                // The page may have replaced the element in the meantime.
                shown.push(element.text().await.unwrap_or_default());
            }
            if shown.iter().any(|shown| shown.contains(text)) {
                return;
            }
            assert!(Instant::now() < deadline, "{selector} shows {shown:?}, not {text:?}");
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Checks the accessibility of what is shown, with axe-core as well if `AXE_CORE` names its file `axe.min.js`.
    pub(crate) async fn is_accessible(&self) {
        let defects = self.run(include_str!("accessibility.js")).await;
        assert_eq!(defects, json!([]));
        if let Some(path) = env::var_os("AXE_CORE") {
            let axe = fs::read_to_string(path).expect("axe-core");
            self.run(&axe).await;
            let violations = self.run(
                "return axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => (
                    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))));",
            );
            assert_eq!(violations.await, json!([]));
        }
    }

    pub(crate) async fn resize(&self, width: u32, height: u32) {
        // Chromium does not make its window as narrow as a phone screen, even without a frame.
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    pub(crate) async fn prefer_dark(&self, is_dark: bool) {
        let value = if is_dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": value}]});
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Saves a screenshot for review, if `SCREENSHOTS` names a directory.
    pub(crate) async fn screenshot(&self, name: &str) {
        if let Some(directory) = env::var_os("SCREENSHOTS") {
            let picture = self.client.screenshot().await.expect("a screenshot");
            let path = std::path::Path::new(&directory).join(format!("{name}.png"));
            fs::write(path, picture).expect("a file");
        }
    }

    /// Opens a page in which a script runs before its own.
    pub(crate) async fn goto_after(&self, script: &str, url: &str) {
        let add = json!({"source": script});
        let added = self.devtools("Page.addScriptToEvaluateOnNewDocument", add).await;
        self.goto(url).await;
        self.devtools("Page.removeScriptToEvaluateOnNewDocument", added).await;
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({"cmd": command, "params": parameters});
        self.client.issue_cmd(Devtools(body)).await.expect("the command")
    }
}

/// The process of the driver. Dropping it ends the driver and the browser, also after a failure.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[derive(Debug)]
struct Devtools(Value);

impl fantoccini::wd::WebDriverCompatibleCommand for Devtools {
    fn endpoint(
        &self,
        base_url: &url::Url,
        session_id: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base_url.join(&format!("session/{}/goog/cdp/execute", session_id.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.0.to_string()))
    }
}

async fn connect(port: u16) -> Client {
    let arguments =
        ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"];
    let mut capabilities = serde_json::Map::new();
    capabilities.insert("goog:chromeOptions".into(), json!({"args": arguments}));
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    let deadline = Instant::now() + TIMEOUT;
    loop {
        match builder.connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(client) => return client,
            Err(error) => assert!(Instant::now() < deadline, "no browser: {error}"),
        }
        sleep(Duration::from_millis(100)).await;
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

const TIMEOUT: Duration = Duration::from_secs(30);
