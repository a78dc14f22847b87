//! The page in a real browser.
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
async fn the_page_does_what_it_is_for() {
    // One browser for all, for starting one takes longer than any of them.
    let settings = Settings { max_bytes: 32 << 20, ..Settings::default() };
    let browser = Arc::new(Browser::start(settings).await);
    let outcome = tokio::spawn(use_the_page(Arc::clone(&browser))).await;
    // Whatever came of it, or the browser would live on.
    Arc::into_inner(browser).expect("nobody else").stop().await;
    if let Err(failure) = outcome {
        panic::resume_unwind(failure.into_panic());
    }
}

async fn use_the_page(browser: Arc<Browser>) {
    uploads_lists_and_shares(&browser).await;
    tells_that_a_link_has_expired(&browser).await;
    rounds_to_the_units_shown(&browser).await;
    explains_what_is_refused(&browser).await;
    uploads_a_large_file_in_parts(&browser).await;
    goes_on_when_a_part_fails(&browser).await;
    cancels_and_tries_again(&browser).await;
    takes_what_is_dropped(&browser).await;
    limits_how_long_a_link_works(&browser).await;
    lets_somebody_else_upload(&browser).await;
    works_by_keyboard(&browser).await;
    fits_a_phone(&browser).await;
}

async fn uploads_lists_and_shares(browser: &Browser) {
    browser.open("/").await;
    browser.wait_for_text("#no-files", "There are none yet.").await;
    browser.pick("cat & <dog>.txt", b"meow").await;
    browser.wait_for_text("#uploads li", "Uploaded, 4 bytes").await;
    browser.wait_for_text("#files li", "cat & <dog>.txt").await;
    browser.screenshot("list").await;

    browser.click("#files li button").await;
    browser.wait_for_text("#share-title", "Share cat & <dog>.txt").await;
    browser.click("#make-link").await;
    browser.wait_for_text("#lives", "Works for 12 h").await;
    browser.screenshot("link").await;
    let url = browser.value("#url").await;
    assert!(browser.value("#curl").await.contains(&url));
    assert!(browser.find("#qr").await.is_displayed().await.expect("an answer"));
    let response = reqwest::get(&url).await.expect("an answer");
    assert_eq!(response.headers()["content-disposition"].as_bytes()[..10], *b"attachment");
    assert_eq!(response.bytes().await.expect("a body"), "meow");
    let tampered = reqwest::get(url.replace("dog", "cow")).await.expect("an answer");
    assert_eq!(tampered.status(), 403);
    browser.click("[data-copy='url']").await;
    browser.wait_for_text("[data-copy='url']", "Copied").await;
    browser.click("#close-share").await;
}

/// The clock of the browser is set by the link's, so that nothing depends on when the page is looked at.
async fn tells_that_a_link_has_expired(browser: &Browser) {
    browser.open("/").await;
    browser.click("[aria-label='Share cat & <dog>.txt']").await;
    browser.fill("#amount", "1").await;
    browser.select("#unit", "minutes").await;
    browser.click("#make-link").await;
    browser.wait_for_text("#lives", "Works for").await;
    let url = browser.value("#url").await;
    let url = InspectedUrl::parse(&url).expect("a presigned URL");
    assert_eq!(url.expires_seconds(), Some(60));
    for (seconds, text) in [(59, "Works for 59 s"), (1, "Works for 1 s"), (0, "It has expired.")] {
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
            "Date.now = () => 0; return import('/service.js').then(({{ left }}) => left({seconds}));"
        );
        assert_eq!(browser.run(&script).await, json!(text), "{seconds} s");
    }
}

async fn explains_what_is_refused(browser: &Browser) {
    browser.open("/").await;
    browser.pick("large.bin", &vec![0; (32 << 20) + 1]).await;
    browser.wait_for_text("#uploads .failed", "files have at most 32 MiB here").await;
    browser.pick("page.html", b"<script>alert(1)</script>").await;
    browser.wait_for_text("#uploads .failed", "browsers run what is in them").await;
    browser.screenshot("refused").await;

    // The store itself refuses what is larger than the page had said.
    browser.run("Object.defineProperty(File.prototype, 'size', { get: () => 4 });").await;
    browser.pick("lie.bin", &vec![0; (16 << 20) + 1]).await;
    browser.wait_for_text("#uploads .failed", "larger than the store was told to take").await;
}

async fn uploads_a_large_file_in_parts(browser: &Browser) {
    browser.open("/").await;
    let content: Vec<u8> = (0..=250).cycle().take(20 << 20).collect();
    browser.pick("film.mp4", &content).await;
    browser.wait_for_text("#uploads .done", "Uploaded, 20 MiB").await;
    browser.click("[aria-label='Share film.mp4']").await;
    browser.click("#make-link").await;
    browser.wait_for_text("#lives", "Works for").await;
    let response = reqwest::get(browser.value("#url").await).await.expect("an answer");
    assert!(response.bytes().await.expect("a body") == content, "the parts are put together");
    browser.click("#close-share").await;
}

async fn goes_on_when_a_part_fails(browser: &Browser) {
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

async fn cancels_and_tries_again(browser: &Browser) {
    browser.open("/").await;
    // A line so slow that there is time to cancel.
    let slow_line = "
        window.send = XMLHttpRequest.prototype.send;
        XMLHttpRequest.prototype.send = function () { this.upload.onprogress({ loaded: 5 << 20 }); };
        XMLHttpRequest.prototype.abort = function () { this.onabort(); };
    ";
    browser.run(slow_line).await;
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

async fn takes_what_is_dropped(browser: &Browser) {
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

async fn limits_how_long_a_link_works(browser: &Browser) {
    browser.open("/").await;
    browser.click("[aria-label='Share let go.txt']").await;
    browser.select("#unit", "until").await;
    browser.run("document.getElementById('until').value = '9999-01-01T00:00';").await;
    browser.click("#make-link").await;
    browser.wait_for_text("#lives", "Works for 7 d, limited by").await;
    // Other settings are another link's.
    browser.fill("#save-as", "other.txt").await;
    let is_shown = browser.find("#link").await.is_displayed().await.expect("an answer");
    assert!(!is_shown, "the link is gone");
    browser.click("#close-share").await;
}

async fn lets_somebody_else_upload(browser: &Browser) {
    browser.open("/").await;
    browser.click("#open-drop-box").await;
    browser.click("#make-link").await;
    browser.wait_for_text("#lives", "Works for 12 h").await;
    browser.screenshot("drop-box").await;
    let url = browser.value("#url").await;
    browser.goto(&url).await;
    browser.wait_for_text("#lives", "You can upload for 12 h.").await;
    browser.wait_for_text("#most", "16 MiB each at most.").await;
    browser.screenshot("drop").await;
    browser.pick("from $& afar.txt", b"woof").await;
    browser.wait_for_text("#uploads .done", "Uploaded, 4 bytes").await;
    browser.open("/").await;
    browser.wait_for_text("#files", "-from $& afar.txt").await;

    browser.goto(&url[..url.len() - 20]).await;
    browser.wait_for_text("#problem", "This link is not complete.").await;
}

/// From the top of the page to a link, with nothing but keys.
async fn works_by_keyboard(browser: &Browser) {
    browser.open("/").await;
    browser.wait_for_text("#files", "film.mp4").await;
    // The picker, the drop box, the first file.
    browser.keys(&[Key::Tab, Key::Tab, Key::Tab, Key::Enter]).await;
    browser.wait_for_text("#share-title", "Share ").await;
    browser.keys(&[Key::Enter]).await;
    browser.wait_for_text("#lives", "Works for").await;
    browser.keys(&[Key::Escape]).await;
    let is_open = browser.find("#share-dialog").await.is_displayed().await.expect("an answer");
    assert!(!is_open, "Escape closes the dialog");
}

async fn fits_a_phone(browser: &Browser) {
    browser.resize(390, 844).await;
    for (name, is_dark) in [("phone", false), ("phone-dark", true)] {
        browser.prefer_dark(is_dark).await;
        browser.open("/").await;
        browser.wait_for_text("#files", "film.mp4").await;
        browser.screenshot(&format!("{name}-list")).await;
        browser.click("#files li button").await;
        browser.click("#make-link").await;
        browser.wait_for_text("#lives", "Works for").await;
        browser.screenshot(&format!("{name}-link")).await;
        let overflow = browser
            .run("return document.documentElement.scrollWidth > document.documentElement.clientWidth;")
            .await;
        assert_eq!(overflow, false, "nothing sticks out");
        browser.click("#close-share").await;
    }
    browser.resize(1280, 800).await;
    browser.open("/").await;
    browser.wait_for_text("#files", "film.mp4").await;
    browser.screenshot("dark").await;
}
