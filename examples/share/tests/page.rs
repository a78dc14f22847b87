//! Tests of the page in a browser.
//!
//! ```sh
//! sudo apt-get install chromium chromium-driver
//! cargo test -p share --test page -- --ignored
//! ```
//!
//! With axe-core, which is not part of this repository:
//!
//! ```sh
//! npm pack axe-core@4 && tar -xzf axe-core-4.*.tgz package/axe.min.js
//! AXE_CORE=$PWD/package/axe.min.js cargo test -p share --test page -- --ignored
//! ```
//!
//! `SCREENSHOTS=directory` saves pictures of the states of the page.

mod browser;
mod mishaps;

use std::{panic, sync::Arc, time::Duration};

use fantoccini::key::Key;
use presigner::{Credentials, Endpoint, inspect::InspectedUrl};
use serde_json::json;
use share::{Remote, Settings};

use self::browser::Browser;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and its driver"]
async fn the_page_works_in_a_browser() {
    // One browser for these tests, because starting one takes longer than any of them.
    let settings = Settings { max_bytes: 32 << 20, ..Settings::default() };
    with_browser(settings, use_the_page).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and its driver"]
async fn links_of_a_remote_store_have_a_qr_code_within_the_limits_of_the_service() {
    let remote = Remote {
        credentials: Credentials::new("AKIDEXAMPLE", "secret"),
        region: String::from("us-east-1"),
        // No such host, so no request leaves this machine.
        endpoint: Endpoint::custom("https://files.invalid").expect("a URL"),
        bucket: String::from("bucket"),
    };
    let longest_link = Duration::from_hours(6);
    // Less than the unit in which the size is chosen.
    let max_bytes = 500_000;
    let settings =
        Settings { remote: Some(remote), longest_link, max_bytes, ..Settings::default() };
    with_browser(settings, share_from_a_remote_store).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and its driver"]
async fn mishaps_are_handled() {
    with_browser(Settings::default(), mishaps::happen).await;
}

async fn with_browser<F: Future<Output = ()> + Send + 'static>(
    settings: Settings,
    test: fn(Arc<Browser>) -> F,
) {
    let browser = Arc::new(Browser::start(settings).await);
    let outcome = tokio::spawn(test(Arc::clone(&browser))).await;
    // Also after a failure, or the browser would keep running.
    Arc::into_inner(browser).expect("the only reference").stop().await;
    if let Err(failure) = outcome {
        panic::resume_unwind(failure.into_panic());
    }
}

async fn share_from_a_remote_store(browser: Arc<Browser>) {
    browser.open("/").await;
    browser.wait_for_text("#files-problem", "is not responding").await;
    browser.run("return import('/share.js').then(({ openShare }) => openShare('cat.txt'));").await;
    browser.wait_for_text("#life-hint", "At most 6 hours.").await;
    assert_eq!(browser.value("#amount").await, "6");
    let days = browser.run("return document.querySelector('#unit [value=days]').disabled;").await;
    assert_eq!(days, true);
    browser.click("#copy-link").await;
    browser.wait_for_text("#lives", "Expires in 6 hours, on ").await;
    assert!(!browser.is_shown("#local").await);
    // The code is legible, and the buttons do not cover it.
    let script = "
        const qr = document.getElementById('qr');
        qr.scrollIntoView({ block: 'end' });
        const box = qr.getBoundingClientRect();
        const bar = document.querySelector('#share-form > .actions').getBoundingClientRect();
        return [box.width >= 240, box.bottom <= bar.top, qr.complete && qr.naturalWidth > 0];
    ";
    browser.wait_for(script, &json!([true, true, true])).await;
    browser.screenshot("qr").await;
    browser.is_accessible().await;
    browser.click("#close-share").await;

    browser.click("#open-drop-box").await;
    browser.click("#copy-link").await;
    browser.wait_for_text("#lives", "Expires in 6 hours, on ").await;
}

async fn use_the_page(browser: Arc<Browser>) {
    uploads_lists_and_shares(&browser).await;
    begins_each_dialog_afresh(&browser).await;
    remembers_when_links_expire_but_not_the_links(&browser).await;
    shows_that_a_link_has_expired(&browser).await;
    rounds_to_the_units_shown(&browser).await;
    explains_refused_uploads(&browser).await;
    asks_before_it_replaces_files(&browser).await;
    uploads_a_large_file_in_parts(&browser).await;
    retries_a_failed_part(&browser).await;
    cancels_and_retries(&browser).await;
    uploads_dropped_files(&browser).await;
    uploads_a_dropped_folder(&browser).await;
    uploads_several_files_with_one_progress(&browser).await;
    searches_and_sorts(&browser).await;
    shows_a_long_list_in_steps(&browser).await;
    opens_folders(&browser).await;
    deletes_with_undo(&browser).await;
    limits_the_validity_of_a_link(&browser).await;
    uploads_through_an_upload_link(&browser).await;
    works_by_keyboard(&browser).await;
    fits_a_phone_screen(&browser).await;
}

/// The text for screen readers about the uploads.
const UPLOAD_STATUS: &str = "return document.querySelector('#upload [role=status]').textContent;";

/// The names in the list, as shown.
const NAMES: &str =
    "return [...document.querySelectorAll('#files .file-name')].map((name) => name.textContent);";

async fn uploads_lists_and_shares(browser: &Browser) {
    browser.open("/").await;
    browser.wait_for_text("#no-files", "No files yet.").await;
    browser.screenshot("empty").await;
    browser.is_accessible().await;
    browser.pick("cat & <dog>.txt", b"meow").await;
    browser.wait_for(UPLOAD_STATUS, &json!("1 file uploaded.")).await;
    browser.wait_for_text("#files li", "cat & <dog>.txt").await;
    // The list shows the file, so the queue does not.
    let queue = "return document.getElementById('uploads').children.length;";
    browser.wait_for(queue, &json!(0)).await;

    browser.click("[aria-label='Share cat & <dog>.txt']").await;
    browser.wait_for_text("#share-title", "Share cat & <dog>.txt").await;
    browser.click("#copy-link").await;
    browser.wait_for_text("#lives", "Expires in 12 hours, on ").await;
    let announced =
        "return document.getElementById('share-status').textContent.split(', until ')[0];";
    browser.wait_for(announced, &json!("Link copied. It works for 12 hours")).await;
    browser.screenshot("link").await;
    browser.is_accessible().await;
    let url = browser.value("#url").await;
    assert!(browser.value("#curl").await.contains(&url));
    // A phone cannot open an address of this computer.
    assert!(!browser.is_shown("#qr").await);
    browser.wait_for_text("#local", "only on this computer").await;
    let response = reqwest::get(&url).await.expect("a response");
    assert_eq!(response.headers()["content-disposition"].as_bytes()[..10], *b"attachment");
    assert_eq!(response.bytes().await.expect("a body"), "meow");
    let tampered = reqwest::get(url.replace("dog", "cow")).await.expect("a response");
    assert_eq!(tampered.status(), 403);

    let record = "window.copied = [];
        navigator.clipboard.writeText = async (text) => copied.push(text);";
    browser.run(record).await;
    browser.click("#copy-link").await;
    browser.click("#copy-command").await;
    browser.wait_for_text("#share-status", "Command copied.").await;
    let copied = browser.run("return copied;").await;
    assert_eq!(copied, json!([url, browser.value("#curl").await]), "it copies the same link");
    browser.click("#close-share").await;
}

async fn begins_each_dialog_afresh(browser: &Browser) {
    browser.click("[aria-label='Share cat & <dog>.txt']").await;
    browser.select("#unit", "days").await;
    browser.fill("#amount", "3").await;
    browser.fill("#save-as", "other.txt").await;
    browser.click("[value='show']").await;
    browser.click("#copy-link").await;
    browser.wait_for_text("#lives", "Expires in 3 days").await;
    browser.click("#close-share").await;
    browser.click("[aria-label='Share cat & <dog>.txt']").await;
    assert!(!browser.is_shown("#link").await);
    let settings = "return ['amount', 'unit', 'save-as']
        .map((id) => document.getElementById(id).value)
        .concat(document.querySelector('[name=disposition]:checked').value);";
    let expected = json!(["12", "hours", "cat & <dog>.txt", "download"]);
    assert_eq!(browser.run(settings).await, expected);
    browser.click("#close-share").await;
}

async fn remembers_when_links_expire_but_not_the_links(browser: &Browser) {
    browser.open("/").await;
    browser.wait_for_text("#links-summary", "2 active links created in this browser").await;
    browser.click("#links-summary").await;
    browser.wait_for_text("#links-list", "Expires in 12 hours, on ").await;
    browser.is_accessible().await;
    let stored = browser.run("return JSON.stringify(localStorage);").await;
    let stored = stored.as_str().expect("text");
    assert!(stored.contains("cat & <dog>.txt") && !stored.contains("X-Amz"), "{stored}");
    browser.click("#links-actions button").await;
    assert!(!browser.is_shown("#links").await);
}

/// Sets the browser's clock relative to the expiration, so that the test does not depend on timing.
async fn shows_that_a_link_has_expired(browser: &Browser) {
    browser.open("/").await;
    browser.click("[aria-label='Share cat & <dog>.txt']").await;
    browser.fill("#amount", "1").await;
    browser.select("#unit", "minutes").await;
    browser.click("#copy-link").await;
    browser.wait_for_text("#lives", "Expires in").await;
    let url = browser.value("#url").await;
    let inspected = InspectedUrl::parse(&url).expect("a presigned URL");
    assert_eq!(inspected.expires_seconds(), Some(60));
    for (seconds, text) in [(59, "Expires in 59 seconds"), (1, "Expires in 1 second,")] {
        let now = inspected.expires_at().unix_seconds() - seconds;
        browser.run(&format!("Date.now = () => {now} * 1000;")).await;
        browser.wait_for_text("#lives", text).await;
    }
    browser.run("const at = Date.now() + 2000; Date.now = () => at;").await;
    browser.wait_for_text("#share-problem", "The link has expired.").await;
    assert!(!browser.is_shown("#link").await, "the expired link is still shown");
    browser.click("#copy-link").await;
    let is_new = format!("return document.getElementById('url').value !== '{url}';");
    browser.wait_for(&is_new, &json!(true)).await;
    browser.click("#close-share").await;
}

async fn rounds_to_the_units_shown(browser: &Browser) {
    const MINUTE: u32 = 60;
    const HOUR: u32 = 60 * MINUTE;
    const DAY: u32 = 24 * HOUR;
    browser.open("/").await;
    for (seconds, text) in [
        (0, None),
        (1, Some("1 second")),
        (MINUTE - 1, Some("59 seconds")),
        (MINUTE, Some("1 minute")),
        (HOUR - 1, Some("59 minutes 59 seconds")),
        (HOUR, Some("1 hour")),
        (HOUR + 30, Some("1 hour 1 minute")),
        (12 * HOUR - 31, Some("11 hours 59 minutes")),
        (12 * HOUR - 30, Some("12 hours")),
        (12 * HOUR, Some("12 hours")),
        (DAY - 31, Some("23 hours 59 minutes")),
        (DAY - 30, Some("1 day")),
        (DAY + 30 * MINUTE - 1, Some("1 day")),
        (DAY + 30 * MINUTE, Some("1 day 1 hour")),
        (7 * DAY, Some("7 days")),
    ] {
        let script = format!(
            "Date.now = () => 0; return import('/text.js').then(({{ timeLeft }}) => timeLeft({seconds} * 1000));"
        );
        assert_eq!(browser.run(&script).await, json!(text), "{seconds} s");
    }
}

async fn explains_refused_uploads(browser: &Browser) {
    browser.open("/").await;
    browser.pick("large.bin", &vec![0; (32 << 20) + 1]).await;
    browser.wait_for_text("#uploads .failed", "larger than 32 MiB").await;
    browser.screenshot("refused").await;
    browser.is_accessible().await;
    browser.click("[aria-label='Dismiss large.bin']").await;
    browser.wait_for_focus("picker").await;

    // The store itself refuses a file that is larger than stated.
    browser.run("Object.defineProperty(File.prototype, 'size', { get: () => 4 });").await;
    browser.pick("lie.bin", &vec![0; (16 << 20) + 1]).await;
    browser.wait_for_text("#uploads .failed", "The file has become larger.").await;
}

async fn asks_before_it_replaces_files(browser: &Browser) {
    browser.open("/").await;
    browser.pick("twice.txt", b"first").await;
    browser.wait_for_text("#files", "twice.txt").await;
    let uploaded: [(&str, &[u8]); 2] = [("once.txt", b"new"), ("twice.txt", b"second")];
    let sizes = "return fetch('/api/files').then((response) => response.json()).then(({ files }) => (
        ['once.txt', 'twice.txt'].map((name) => files.find((file) => file.name === name)?.bytes ?? 0)));";
    for (answer, expected) in [("keep", json!([3, 5])), ("replace", json!([3, 6]))] {
        browser.pick_all(&uploaded).await;
        browser.wait_for_text("#replace-names", "twice.txt").await;
        browser.screenshot("replace").await;
        browser.is_accessible().await;
        assert_eq!(browser.run(sizes).await[1], 5, "nothing is uploaded before the answer");
        browser.click(&format!("#replace-dialog [value={answer}]")).await;
        browser.wait_for(sizes, &expected).await;
    }
    // The key Escape keeps the files.
    browser.pick("twice.txt", b"third, and longer").await;
    browser.wait_for_text("#replace-names", "twice.txt").await;
    browser.keys(&[Key::Escape]).await;
    assert!(!browser.is_shown("#replace-dialog").await);
    assert_eq!(browser.run(sizes).await[1], 6);
    browser.wait_for_focus("picker").await;
    for name in ["once.txt", "twice.txt"] {
        browser.click(&format!("[aria-label='Delete {name}']")).await;
    }
}

async fn uploads_a_large_file_in_parts(browser: &Browser) {
    browser.open("/").await;
    let content: Vec<u8> = (0..=250).cycle().take(20 << 20).collect();
    browser.pick("film.mp4", &content).await;
    browser.wait_for_text("#files", "film.mp4").await;
    browser.click("[aria-label='Share film.mp4']").await;
    browser.click("#copy-link").await;
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
    let incomplete = "{
        const { fetch } = window;
        window.fetch = async (url, options) => {
            if (url !== '/api/uploads/complete') return fetch(url, options);
            window.fetch = fetch;
            throw new TypeError('offline');
        };
    }";
    browser.run(incomplete).await;
    browser.pick("torn.mp4", &vec![0; 20 << 20]).await;
    browser.wait_for_text("#files", "torn.mp4").await;
    assert_eq!(browser.run("return window.failed;").await, 8 << 20);
}

/// A connection so slow that there is time to look.
const SLOW_CONNECTION: &str = "
    window.send = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function () { this.upload.onprogress({ loaded: 5 << 20 }); };
    XMLHttpRequest.prototype.abort = function () { this.onabort(); };
";

async fn cancels_and_retries(browser: &Browser) {
    browser.open("/").await;
    browser.run(SLOW_CONNECTION).await;
    browser.pick("slow.mp4", &vec![0; 20 << 20]).await;
    browser.wait_for_text("#uploads li", "15 MiB of 20 MiB").await;
    browser.click("[aria-label='Cancel the upload of slow.mp4']").await;
    browser.wait_for_text("#uploads .cancelled", "Cancelled.").await;
    browser.run("XMLHttpRequest.prototype.send = window.send;").await;
    browser.click("[aria-label='Try again to upload slow.mp4']").await;
    browser.wait_for_text("#files", "slow.mp4").await;
}

async fn uploads_dropped_files(browser: &Browser) {
    browser.open("/").await;
    let drop = "
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['purr'], 'let go.txt', { type: 'text/plain' }));
        const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
        document.getElementById('drop-zone').dispatchEvent(event);
    ";
    browser.wait_for_text("#files", "film.mp4").await;
    let focus = "document.querySelector(\"[aria-label='Share film.mp4']\").focus();";
    browser.run(&[focus, drop].concat()).await;
    browser.wait_for_text("#files", "let go.txt").await;
    let focused = browser.run("return document.activeElement.ariaLabel;").await;
    assert_eq!(focused, "Share film.mp4", "the focus is lost when the list is shown anew");
}

/// With a stand-in for a dropped folder, which only a person can drop.
async fn uploads_a_dropped_folder(browser: &Browser) {
    browser.open("/").await;
    let drop = "
        const file = (name) => (
            { isFile: true, name, file: (done) => done(new File(['moo'], name, { type: 'text/plain' })) });
        const folder = (name, ...batches) => (
            { name, createReader: () => ({ readEntries: (done) => done(batches.shift() ?? []) }) });
        const entry = folder('farm', [file('cow.txt')], [folder('coop', [file('hen.txt')])]);
        const event = new Event('drop', { bubbles: true, cancelable: true });
        event.dataTransfer = { items: [{ webkitGetAsEntry: () => entry }] };
        document.getElementById('drop-zone').dispatchEvent(event);
    ";
    browser.run(drop).await;
    browser.wait_for_text("#files li", "2 files, 6 bytes").await;
    browser.is_accessible().await;
    browser.fill("#search", "farm").await;
    browser.wait_for_text("#files", "farm/coop/hen.txt").await;
    browser.wait_for_text("#files", "farm/cow.txt").await;
    for name in ["farm/cow.txt", "farm/coop/hen.txt"] {
        browser.click(&format!("[aria-label='Delete {name}']")).await;
    }
    browser.open("/").await;
    let number = "return fetch('/api/files').then((response) => response.json())
        .then(({ files }) => files.length);";
    browser.wait_for(number, &json!(5)).await;
}

async fn uploads_several_files_with_one_progress(browser: &Browser) {
    browser.open("/").await;
    browser.run(SLOW_CONNECTION).await;
    let video = vec![0; 10 << 20];
    let mut files: Vec<(&str, &[u8])> = vec![("first.mov", &video), ("second.mov", &video)];
    files.extend([("third.mov", video.as_slice()), ("fourth.mov", b"")]);
    browser.pick_all(&files).await;
    browser.wait_for_text("#upload .total", "0 of 4 files uploaded, 15 MiB of 30 MiB").await;
    browser.wait_for_text("#uploads li", "Waiting").await;
    let value =
        "const { value, max } = document.querySelector('.total progress'); return value / max;";
    assert_eq!(browser.run(value).await, 0.5);
    browser.screenshot("progress").await;
    browser.is_accessible().await;
    browser.click("#upload .total button").await;
    let states =
        "return [...document.querySelectorAll('#uploads li')].map(({ className }) => className);";
    browser.wait_for(states, &json!(["cancelled", "cancelled", "cancelled", "cancelled"])).await;
    assert!(!browser.is_shown("#upload .total").await);
    browser.wait_for_focus("picker").await;
    browser.wait_for(UPLOAD_STATUS, &json!("4 files cancelled.")).await;
    browser.run("[...document.querySelectorAll('#upload button')].at(-1).click();").await;
    browser.wait_for(states, &json!([])).await;

    browser.open("/").await;
    browser
        .pick_all(&[("page 10.pdf", b"10"), ("page 9.pdf", b"9"), ("song.mp3", b"la la la")])
        .await;
    browser.wait_for(UPLOAD_STATUS, &json!("3 files uploaded.")).await;
    let icon = "return [...document.querySelectorAll('#files li')]
        .find((row) => row.textContent.includes('song.mp3')).querySelector('use').getAttribute('href');";
    browser.wait_for(icon, &json!("#icon-audio")).await;
}

async fn searches_and_sorts(browser: &Browser) {
    browser.open("/").await;
    browser.wait_for_text("#found", "8 files").await;
    browser.screenshot("list").await;
    browser.is_accessible().await;
    browser.fill("#search", "PAGE").await;
    browser.wait_for_text("#found", "2 of 8 files").await;
    browser.select("#order", "name").await;
    browser.wait_for(NAMES, &json!(["page 9.pdf", "page 10.pdf"])).await;
    browser.fill("#search", "<b>").await;
    browser.wait_for_text("#no-files", "No file name contains “<b>”.").await;
    browser.fill("#search", ".mp").await;
    browser.select("#order", "largest").await;
    browser.wait_for(NAMES, &json!(["film.mp4", "slow.mp4", "torn.mp4", "song.mp3"])).await;
}

async fn shows_a_long_list_in_steps(browser: &Browser) {
    browser.open("/").await;
    let many = "
        const all = Array.from({ length: 250 }, (_, i) => (
            { name: `file ${i}.txt`, bytes: i, modified: '2026-01-01T00:00:00Z' }));
        window.fetch = async () => Response.json({ files: all, truncated: true });
        return import('/files.js').then(({ refresh }) => refresh());
    ";
    browser.run(many).await;
    let rows = "return document.querySelectorAll('#files li').length;";
    assert_eq!(browser.run(rows).await, 100);
    browser.wait_for_text("#truncated", "Only the first 250 files").await;
    browser.click("#more").await;
    assert_eq!(browser.run(rows).await, 200);
    let focused = browser.run("return document.activeElement.ariaLabel;").await;
    assert_eq!(focused, "Share file 100.txt");
    browser.click("#more").await;
    assert_eq!(browser.run(rows).await, 250);
    assert!(!browser.is_shown("#more").await);
}

async fn opens_folders(browser: &Browser) {
    browser.open("/").await;
    browser.click("#new-folder").await;
    browser.is_accessible().await;
    browser.fill("#folder-name", "a/b").await;
    browser.click("#folder-dialog [type=submit]").await;
    assert!(browser.is_shown("#folder-dialog").await, "a slash is accepted");
    for name in [" .. ", "   ", &"猫".repeat(60)] {
        browser.fill("#folder-name", name).await;
        browser.click("#folder-dialog [type=submit]").await;
        assert!(browser.is_shown("#folder-dialog").await, "{name:?} is accepted");
    }
    browser.fill("#folder-name", "50% <off> #1").await;
    browser.click("#folder-dialog [type=submit]").await;
    browser.wait_for_text("#no-files", "This folder is empty.").await;
    browser.wait_for_text("#target", "50% <off> #1").await;
    browser.pick("deal.txt", b"none").await;
    browser.wait_for(NAMES, &json!(["deal.txt"])).await;
    let title = browser.run("return document.title;").await;
    assert_eq!(title, "50% <off> #1 – Share files");
    browser.is_accessible().await;
    browser.screenshot("folder").await;

    browser.click("#path a").await;
    browser.wait_for_text("#files li", "50% <off> #1").await;
    browser.wait_for_text("#files li", "1 file, 4 bytes").await;
    let focused = browser.run("return document.activeElement.id;").await;
    assert_eq!(focused, "files-title");
    browser.fill("#search", "deal").await;
    browser.wait_for(NAMES, &json!(["50% <off> #1/deal.txt"])).await;
    browser.fill("#search", "50").await;
    browser.run("document.getElementById('search').value = ''; history.back();").await;
    browser.wait_for(NAMES, &json!(["deal.txt"])).await;
    browser.click("[aria-label='Share 50% <off> #1/deal.txt']").await;
    assert_eq!(browser.value("#save-as").await, "deal.txt");
    browser.click("#close-share").await;
}

async fn deletes_with_undo(browser: &Browser) {
    let service = "return fetch('/api/files').then((response) => response.json())
        .then(({ files }) => files.some(({ name }) => name === 'song.mp3'));";
    browser.open("/").await;
    browser.click("[aria-label='Delete song.mp3']").await;
    browser
        .wait_for_text("#deleted", "Deleted song.mp3. Links to it will not work any more.")
        .await;
    browser.wait_for_focus("undo").await;
    browser.screenshot("undo").await;
    browser.is_accessible().await;
    browser.click("#undo").await;
    browser.wait_for_text("#files", "song.mp3").await;
    let focused = browser.run("return document.activeElement.ariaLabel;").await;
    assert_eq!(focused, "Share song.mp3");
    assert_eq!(browser.run(service).await, true);

    // The next deletion, closing the page, and 10 seconds end the time for undo.
    browser.click("[aria-label='Delete song.mp3']").await;
    browser.click("[aria-label='Delete page 9.pdf']").await;
    browser.wait_for(service, &json!(false)).await;
    browser.open("/").await;
    let page_9 = service.replace("song.mp3", "page 9.pdf");
    browser.wait_for(&page_9, &json!(false)).await;
    let fast = "const { setTimeout } = window;
        window.setTimeout = (call, milliseconds) => setTimeout(call, milliseconds / 100);";
    browser.run(fast).await;
    // Not with the mouse, which would rest on the bar and thereby extend the time.
    browser.click("#files-title").await;
    browser.run("document.querySelector(\"[aria-label='Delete page 10.pdf']\").click();").await;
    let page_10 = service.replace("song.mp3", "page 10.pdf");
    browser.wait_for(&page_10, &json!(false)).await;
    browser.wait_for("return document.getElementById('undo-bar').hidden;", &json!(true)).await;
}

async fn limits_the_validity_of_a_link(browser: &Browser) {
    browser.open("/").await;
    browser.click("[aria-label='Share let go.txt']").await;
    browser.wait_for_text("#life-hint", "At most 7 days.").await;
    browser.select("#unit", "days").await;
    assert_eq!(browser.value("#amount").await, "7", "12 days are not allowed");
    browser.fill("#amount", "30").await;
    browser.click("#copy-link").await;
    let message = "return document.getElementById('amount').validationMessage;";
    assert_eq!(browser.run(message).await, "Links work for at most 7 days.");
    assert!(!browser.is_shown("#link").await);
    browser.select("#unit", "until").await;
    let soonest = "return new Date(document.getElementById('until').min) - Date.now() > 60e3;";
    assert_eq!(browser.run(soonest).await, true);
    let until = "const until = document.getElementById('until');
        until.value = '9999-01-01T00:00';
        until.dispatchEvent(new Event('input', { bubbles: true }));
        return until.validationMessage;";
    assert_eq!(browser.run(until).await, "Links work for at most 7 days.");
    browser
        .run(
            "const until = document.getElementById('until'); until.max = '';
        until.dispatchEvent(new Event('input', { bubbles: true }));",
        )
        .await;
    // The service has the last word.
    browser.click("#copy-link").await;
    browser.wait_for_text("#lives", "limited by the maximum of seven days").await;
    // Changing a setting removes the link.
    browser.fill("#save-as", "other.txt").await;
    assert!(!browser.is_shown("#link").await, "the link is still shown");
    browser.click("#close-share").await;
}

async fn uploads_through_an_upload_link(browser: &Browser) {
    browser.open("/").await;
    browser.click("#open-drop-box").await;
    assert_eq!(browser.value("#cap").await, "32");
    browser.fill("#cap", "33").await;
    browser.click("#copy-link").await;
    let message = "return document.getElementById('cap').validationMessage;";
    assert_eq!(browser.run(message).await, "An upload link accepts files of at most 32 MiB.");
    assert!(!browser.is_shown("#link").await, "the maximum of the service is 32 MiB");
    browser.fill("#cap", "3").await;
    browser.click("#copy-link").await;
    browser.wait_for_text("#lives", "Expires in 12 hours, on ").await;
    browser.wait_for_text("#destination", "The files are put in the folder received-").await;
    assert!(!browser.is_shown("#command").await, "a command would replace files of equal names");
    let names =
        "return document.getElementById('links-list').textContent.includes('Upload to received-');";
    browser.wait_for(names, &json!(true)).await;
    browser.screenshot("drop-box").await;
    browser.is_accessible().await;
    let url = browser.value("#url").await;
    browser.goto(&url).await;
    browser.wait_for_text("#lives", "This link expires in 12 hours.").await;
    browser.wait_for_text("#most", "At most 3 MiB for each file.").await;
    browser.pick("from $& afar.txt", b"woof").await;
    browser.wait_for_text("#uploads .done", "Uploaded, 4 bytes.").await;
    browser.wait_for(UPLOAD_STATUS, &json!("1 file uploaded. You can close this page.")).await;
    browser.pick("from $& afar.txt", b"other").await;
    browser.wait_for_text("#uploads .done", "from $& afar (2).txt").await;
    browser.pick("back\\slash.txt", b"woof").await;
    browser.wait_for_text("#uploads .failed", "characters that are not allowed").await;
    browser.pick(&"x".repeat(120), b"woof").await;
    browser.wait_for_text("#uploads .failed", "too long").await;
    browser.pick("large.bin", &vec![0; (3 << 20) + 1]).await;
    browser.wait_for_text("#uploads .failed", "larger than 3 MiB").await;
    browser.screenshot("drop").await;
    browser.is_accessible().await;
    browser.open("/").await;
    browser.wait_for_text("#files", "received-").await;
    browser.fill("#search", "afar").await;
    browser.wait_for_text("#files", "/from $& afar.txt").await;
    browser.wait_for_text("#files", "/from $& afar (2).txt").await;

    let malformed = ["#5", "#{}", "#null", UNTYPED].map(|fragment| format!("/drop{fragment}"));
    for path in malformed {
        browser.open(&path).await;
        browser.wait_for_text("#problem", "This link is incomplete.").await;
    }
    browser.goto(&url[..url.len() - 20]).await;
    browser.wait_for_text("#problem", "This link is incomplete.").await;
    browser.goto(&url).await;
    browser.wait_for_text("#lives", "This link expires in 12 hours.").await;
    browser.run("const at = Date.now() + 86400e3; Date.now = () => at;").await;
    browser.pick("late.txt", b"woof").await;
    browser.wait_for_text("#uploads .failed", "This link has expired.").await;
    let buttons = "return document.querySelector('#uploads .actions').textContent;";
    assert_eq!(browser.run(buttons).await, "Dismiss");

    // The clock of the browser does not matter.
    let two_days_ahead = "const now = Date.now; Date.now = () => now() + 2 * 86400e3;";
    browser.goto_after(two_days_ahead, &url).await;
    browser.wait_for_text("#lives", "This link expires in 12 hours.").await;
}

/// The fields of a form with values of other types.
const UNTYPED: &str = r#"#{"url":"http://127.0.0.1:1/","fields":{"key":5},"expires_at":"2999-01-01T00:00:00Z","max_bytes":1,"max_name_bytes":9}"#;

/// Creates a link with the keyboard only.
async fn works_by_keyboard(browser: &Browser) {
    browser.open("/").await;
    browser.wait_for_text("#files", "film.mp4").await;
    browser.fill("#search", "film").await;
    browser.wait_for(NAMES, &json!(["film.mp4"])).await;
    // The order, and the button for sharing the only file.
    browser.keys(&[Key::Tab, Key::Tab, Key::Enter]).await;
    browser.wait_for_text("#share-title", "Share film.mp4").await;
    browser.keys(&[Key::Enter]).await;
    browser.wait_for_text("#lives", "Expires in").await;
    // The dialog keeps the focus: the buttons come after the settings and the link.
    let mut order = Vec::new();
    for _ in 0..9 {
        order.push(
            browser.run("return document.activeElement.id || document.activeElement.value;").await,
        );
        browser.keys(&[Key::Tab]).await;
    }
    let expected = ["amount", "unit", "save-as", "download", "url", "curl", "copy-command"];
    assert_eq!(order[..7], expected.map(|id| json!(id)));
    assert_eq!(order[7..], ["copy-link", "close-share"].map(|id| json!(id)));
    browser.keys(&[Key::Escape]).await;
    assert!(!browser.is_shown("#share-dialog").await, "Escape does not close the dialog");
    let focused = browser.run("return document.activeElement.ariaLabel;").await;
    assert_eq!(focused, "Share film.mp4", "the focus does not return");
}

async fn fits_a_phone_screen(browser: &Browser) {
    browser.resize(375, 812).await;
    for (name, is_dark) in [("phone", false), ("phone-dark", true)] {
        browser.prefer_dark(is_dark).await;
        browser.open("/").await;
        browser.wait_for_text("#files", "film.mp4").await;
        browser.screenshot(&format!("{name}-list")).await;
        browser.is_accessible().await;
        browser.click("[aria-label='Share film.mp4']").await;
        browser.click("#copy-link").await;
        browser.wait_for_text("#lives", "Expires in").await;
        browser.screenshot(&format!("{name}-link")).await;
        browser.is_accessible().await;
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
