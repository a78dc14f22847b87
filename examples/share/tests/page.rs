//! Tests of the page in a browser.
//!
//! ```sh
//! sudo apt-get install chromium chromium-driver
//! cargo test -p share --test page -- --ignored
//! ```

mod browser;

use std::{panic, sync::Arc};

use fantoccini::key::Key;
use presigner::inspect::InspectedUrl;
use serde_json::json;
use share::Settings;

use self::browser::Browser;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and its driver"]
async fn the_page_works_in_a_browser() {
    // One browser for all tests, because starting one takes longer than any of them.
    let settings = Settings { max_bytes: 32 << 20, ..Settings::default() };
    let browser = Arc::new(Browser::start(settings).await);
    let outcome = tokio::spawn(use_the_page(Arc::clone(&browser))).await;
    // Also after a failure, or the browser would keep running.
    Arc::into_inner(browser).expect("the only reference").stop().await;
    if let Err(failure) = outcome {
        panic::resume_unwind(failure.into_panic());
    }
}

async fn use_the_page(browser: Arc<Browser>) {
    uploads_lists_and_shares(&browser).await;
    shows_that_a_link_has_expired(&browser).await;
    rounds_to_the_units_shown(&browser).await;
    explains_refused_uploads(&browser).await;
    uploads_a_large_file_in_parts(&browser).await;
    retries_a_failed_part(&browser).await;
    cancels_and_retries(&browser).await;
    uploads_dropped_files(&browser).await;
    limits_the_validity_of_a_link(&browser).await;
    uploads_through_an_upload_link(&browser).await;
    works_by_keyboard(&browser).await;
    fits_a_phone_screen(&browser).await;
}

async fn uploads_lists_and_shares(browser: &Browser) {
    browser.open("/").await;
    browser.wait_for_text("#no-files", "No files yet.").await;
    browser.pick("cat & <dog>.txt", b"meow").await;
    browser.wait_for_text("#uploads li", "Uploaded, 4 bytes").await;
    browser.wait_for_text("#files li", "cat & <dog>.txt").await;
    browser.screenshot("list").await;

    browser.click("#files li button").await;
    browser.wait_for_text("#share-title", "Share cat & <dog>.txt").await;
    browser.click("#make-link").await;
    browser.wait_for_text("#lives", "Expires in 12 h").await;
    browser.screenshot("link").await;
    let url = browser.value("#url").await;
    assert!(browser.value("#curl").await.contains(&url));
    assert!(browser.find("#qr").await.is_displayed().await.expect("a response"));
    let response = reqwest::get(&url).await.expect("a response");
    assert_eq!(response.headers()["content-disposition"].as_bytes()[..10], *b"attachment");
    assert_eq!(response.bytes().await.expect("a body"), "meow");
    let tampered = reqwest::get(url.replace("dog", "cow")).await.expect("a response");
    assert_eq!(tampered.status(), 403);
    browser.click("[data-copy='url']").await;
    browser.wait_for_text("[data-copy='url']", "Copied").await;
    browser.click("#close-share").await;
}

/// Sets the browser's clock relative to the expiration, so that the test does not depend on timing.
async fn shows_that_a_link_has_expired(browser: &Browser) {
    browser.open("/").await;
    browser.click("[aria-label='Share cat & <dog>.txt']").await;
    browser.fill("#amount", "1").await;
    browser.select("#unit", "minutes").await;
    browser.click("#make-link").await;
    browser.wait_for_text("#lives", "Expires in").await;
    let url = browser.value("#url").await;
    let url = InspectedUrl::parse(&url).expect("a presigned URL");
    assert_eq!(url.expires_seconds(), Some(60));
    for (seconds, text) in [(59, "Expires in 59 s"), (1, "Expires in 1 s"), (0, "Expired")] {
        let now = url.expires_at().unix_seconds() - seconds;
        browser.run(&format!("Date.now = () => {now} * 1000;")).await;
        browser.wait_for_text("#lives", text).await;
    }
    browser.click("#close-share").await;
}

async fn rounds_to_the_units_shown(browser: &Browser) {
    const MINUTE: u32 = 60;
    const HOUR: u32 = 60 * MINUTE;
    const DAY: u32 = 24 * HOUR;
    browser.open("/").await;
    for (seconds, text) in [
        (0, None),
        (1, Some("1 s")),
        (MINUTE - 1, Some("59 s")),
        (MINUTE, Some("1 min")),
        (HOUR - 1, Some("59 min 59 s")),
        (HOUR, Some("1 h")),
        (HOUR + 30, Some("1 h 1 min")),
        (12 * HOUR - 31, Some("11 h 59 min")),
        (12 * HOUR - 30, Some("12 h")),
        (12 * HOUR, Some("12 h")),
        (DAY - 31, Some("23 h 59 min")),
        (DAY - 30, Some("1 d")),
        (DAY + 30 * MINUTE - 1, Some("1 d")),
        (DAY + 30 * MINUTE, Some("1 d 1 h")),
        (7 * DAY, Some("7 d")),
    ] {
        let script = format!(
            "Date.now = () => 0; return import('/service.js').then(({{ timeLeft }}) => timeLeft({seconds}));"
        );
        assert_eq!(browser.run(&script).await, json!(text), "{seconds} s");
    }
}

async fn explains_refused_uploads(browser: &Browser) {
    browser.open("/").await;
    browser.pick("large.bin", &vec![0; (32 << 20) + 1]).await;
    browser.wait_for_text("#uploads .failed", "at most 32 MiB are allowed").await;
    browser.pick("page.html", b"<script>alert(1)</script>").await;
    browser.wait_for_text("#uploads .failed", "browsers may execute them").await;
    browser.screenshot("refused").await;

    // The store itself refuses a file that is larger than stated.
    browser.run("Object.defineProperty(File.prototype, 'size', { get: () => 4 });").await;
    browser.pick("lie.bin", &vec![0; (16 << 20) + 1]).await;
    browser.wait_for_text("#uploads .failed", "larger than this upload allows").await;
}

async fn uploads_a_large_file_in_parts(browser: &Browser) {
    browser.open("/").await;
    let content: Vec<u8> = (0..=250).cycle().take(20 << 20).collect();
    browser.pick("film.mp4", &content).await;
    browser.wait_for_text("#uploads .done", "Uploaded, 20 MiB").await;
    browser.click("[aria-label='Share film.mp4']").await;
    browser.click("#make-link").await;
    browser.wait_for_text("#lives", "Expires in").await;
    let response = reqwest::get(browser.value("#url").await).await.expect("a response");
    assert!(
        response.bytes().await.expect("a body") == content,
        "the parts are joined in the wrong order"
    );
    browser.click("#close-share").await;
}

async fn retries_a_failed_part(browser: &Browser) {
    browser.open("/").await;
    let one_failure = "
        const { send } = XMLHttpRequest.prototype;
        XMLHttpRequest.prototype.send = function (body) {
            XMLHttpRequest.prototype.send = send;
            window.failed = body.size;
            this.onerror();
        };
    ";
    browser.run(one_failure).await;
    browser.pick("torn.mp4", &vec![0; 20 << 20]).await;
    browser.wait_for_text("#uploads .done", "Uploaded, 20 MiB").await;
    assert_eq!(browser.run("return window.failed;").await, 8 << 20);
}

async fn cancels_and_retries(browser: &Browser) {
    browser.open("/").await;
    // A connection so slow that there is time to cancel.
    let slow_connection = "
        window.send = XMLHttpRequest.prototype.send;
        XMLHttpRequest.prototype.send = function () { this.upload.onprogress({ loaded: 5 << 20 }); };
        XMLHttpRequest.prototype.abort = function () { this.onabort(); };
    ";
    browser.run(slow_connection).await;
    browser.pick("slow.mp4", &vec![0; 20 << 20]).await;
    browser.wait_for_text("#uploads li", "15 MiB of 20 MiB").await;
    browser.screenshot("progress").await;
    browser.click("#uploads li button").await;
    browser.wait_for_text("#uploads .failed", "Cancelled.").await;
    browser.wait_for_text("#uploads .failed button", "Try again").await;
    browser.run("XMLHttpRequest.prototype.send = window.send;").await;
    browser.click("#uploads .failed button").await;
    browser.wait_for_text("#uploads .done", "Uploaded, 20 MiB").await;
}

async fn uploads_dropped_files(browser: &Browser) {
    browser.open("/").await;
    let drop = "
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['purr'], 'let go.txt', { type: 'text/plain' }));
        const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
        document.getElementById('drop-zone').dispatchEvent(event);
    ";
    browser.run(drop).await;
    browser.wait_for_text("#uploads .done", "Uploaded, 4 bytes").await;
    browser.wait_for_text("#files", "let go.txt").await;
}

async fn limits_the_validity_of_a_link(browser: &Browser) {
    browser.open("/").await;
    browser.click("[aria-label='Share let go.txt']").await;
    browser.select("#unit", "until").await;
    browser.run("document.getElementById('until').value = '9999-01-01T00:00';").await;
    browser.click("#make-link").await;
    browser.wait_for_text("#lives", "Expires in 7 d, limited by").await;
    // Changing a setting removes the link.
    browser.fill("#save-as", "other.txt").await;
    let is_shown = browser.find("#link").await.is_displayed().await.expect("a response");
    assert!(!is_shown, "the link is still shown");
    browser.click("#close-share").await;
}

async fn uploads_through_an_upload_link(browser: &Browser) {
    browser.open("/").await;
    browser.click("#open-drop-box").await;
    browser.click("#make-link").await;
    browser.wait_for_text("#lives", "Expires in 12 h").await;
    browser.screenshot("drop-box").await;
    let url = browser.value("#url").await;
    browser.goto(&url).await;
    browser.wait_for_text("#lives", "This link expires in 12 h.").await;
    browser.wait_for_text("#most", "Up to 16 MiB per file.").await;
    browser.screenshot("drop").await;
    browser.pick("from $& afar.txt", b"woof").await;
    browser.wait_for_text("#uploads .done", "Uploaded, 4 bytes").await;
    browser.open("/").await;
    browser.wait_for_text("#files", "-from $& afar.txt").await;

    browser.goto(&url[..url.len() - 20]).await;
    browser.wait_for_text("#problem", "This link is incomplete.").await;
}

/// Creates a link with the keyboard only.
async fn works_by_keyboard(browser: &Browser) {
    browser.open("/").await;
    browser.wait_for_text("#files", "film.mp4").await;
    // The file picker, the button for upload links, the first file.
    browser.keys(&[Key::Tab, Key::Tab, Key::Tab, Key::Enter]).await;
    browser.wait_for_text("#share-title", "Share ").await;
    browser.keys(&[Key::Enter]).await;
    browser.wait_for_text("#lives", "Expires in").await;
    browser.keys(&[Key::Escape]).await;
    let is_open = browser.find("#share-dialog").await.is_displayed().await.expect("a response");
    assert!(!is_open, "Escape does not close the dialog");
}

async fn fits_a_phone_screen(browser: &Browser) {
    browser.resize(390, 844).await;
    for (name, is_dark) in [("phone", false), ("phone-dark", true)] {
        browser.prefer_dark(is_dark).await;
        browser.open("/").await;
        browser.wait_for_text("#files", "film.mp4").await;
        browser.screenshot(&format!("{name}-list")).await;
        browser.click("#files li button").await;
        browser.click("#make-link").await;
        browser.wait_for_text("#lives", "Expires in").await;
        browser.screenshot(&format!("{name}-link")).await;
        let overflow = browser
            .run("return document.documentElement.scrollWidth > document.documentElement.clientWidth;")
            .await;
        assert_eq!(overflow, false, "the page scrolls horizontally");
        browser.click("#close-share").await;
    }
    browser.resize(1280, 800).await;
    browser.open("/").await;
    browser.wait_for_text("#files", "film.mp4").await;
    browser.screenshot("dark").await;
}
