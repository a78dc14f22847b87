//! What may go wrong while someone uses the page: a slow network, a failing service, simultaneous actions, odd names.

use std::sync::Arc;

use fantoccini::key::Key;
use serde_json::json;

use crate::{UPLOAD_STATUS, browser::Browser};

pub(crate) async fn happen(browser: Arc<Browser>) {
    let browser = &*browser;
    upload(browser, &["film.mp4", "slow.mp4"]).await;
    long_list_hides_the_undo_bar(browser).await;
    deletion_fails(browser).await;
    folder_is_deleted(browser).await;
    large_folder_is_deleted(browser).await;
    folders_have_equal_names(browser).await;
    list_is_shown_anew_behind_the_dialog(browser).await;
    link_takes_long(browser).await;
    file_of_a_link_is_gone(browser).await;
    files_come_from_elsewhere(browser).await;
    many_files_are_uploaded(browser).await;
    some_uploads_fail(browser).await;
    files_are_dropped_twice(browser).await;
    folder_is_left_after_a_drop(browser).await;
    file_appears_before_its_upload(browser).await;
    nothing_is_dropped(browser).await;
    storage_contains_something_else(browser).await;
    name_reverses_its_characters(browser).await;
    back_is_pressed_in_a_dialog(browser).await;
}

/// Defines `drop`, which drops files with these names outside the drop zone.
const DROP: &str = "
    window.drop = (...names) => {
        const dataTransfer = new DataTransfer();
        for (const name of names) dataTransfer.items.add(new File(['purr'], name));
        const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
        document.querySelector('h1').dispatchEvent(event);
    };
";

/// A list of three hundred files, and a service that cannot delete them.
const MANY: &str = "
    const all = Array.from({ length: 300 }, (_, i) => (
        { name: `folder/file ${i}.txt`, bytes: i, modified: '2026-01-01T00:00:00Z' }));
    window.fetch = async (url) => (url === '/api/files' ? Response.json({ files: all, truncated: false })
        : Response.json({ problem: 'The store refused the request.' }, { status: 502 }));
";

async fn open_many(browser: &Browser) {
    browser.goto_after(MANY, &browser.url("/#/folder")).await;
    browser.wait_for_text("#found", "300 files").await;
}

async fn long_list_hides_the_undo_bar(browser: &Browser) {
    open_many(browser).await;
    browser.click("[aria-label='Delete folder/file 3.txt']").await;
    let visible = "const box = document.getElementById('undo').getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight && scrollY < 1000;";
    browser.wait_for(visible, &json!(true)).await;
    browser.wait_for_focus("undo").await;
    browser.screenshot("undo-long").await;
    browser.is_accessible().await;
    // The bar does not cover what has the focus.
    let covered = "const bar = document.querySelector('.undo-bar').getBoundingClientRect();
        return [...document.querySelectorAll('#files button')].slice(0, 40).filter((button) => {
            button.focus();
            return button.getBoundingClientRect().bottom > bar.top;
        }).length;";
    browser.run("scrollTo(0, 0);").await;
    assert_eq!(browser.run(covered).await, 0);
    browser.run("document.getElementById('undo').focus();").await;
    browser.keys(&[Key::Enter]).await;
    browser.wait_for_focus("Share folder/file 3.txt").await;
}

async fn deletion_fails(browser: &Browser) {
    open_many(browser).await;
    browser.click("[aria-label='Delete folder/file 3.txt']").await;
    browser.wait_for_text("#found", "299 files").await;
    browser.run("return import('/deletion.js').then(({ finishDelete }) => finishDelete());").await;
    let problem = "Could not delete folder/file 3.txt. The store refused the request.";
    browser.wait_for_text("#delete-problem", problem).await;
    browser.run("scrollTo(0, 3000);").await;
    let visible = "const box = document.getElementById('delete-problem').getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight;";
    browser.wait_for(visible, &json!(true)).await;
    browser.is_accessible().await;
    browser.wait_for_text("#found", "300 files").await;
    browser.wait_for_focus("Share folder/file 4.txt").await;
    browser.click("#dismiss-problem").await;
    assert!(!browser.is_shown("#delete-problem").await);
}

async fn folder_is_deleted(browser: &Browser) {
    upload(browser, &["old/a.txt", "old/b.txt", "old one.txt"]).await;
    browser.click("[aria-label='Delete folder old']").await;
    browser.wait_for_text("#deleted", "Deleted folder old with 2 files.").await;
    browser.click("#undo").await;
    browser.wait_for_focus("Open folder old").await;
    browser.click("[aria-label='Delete folder old']").await;
    browser.click("[aria-label='Delete old one.txt']").await;
    let left = "return fetch('/api/files').then((response) => response.json())
        .then(({ files }) => files.filter(({ name }) => name.startsWith('old')).map(({ name }) => name));";
    browser.wait_for(left, &json!(["old one.txt"])).await;
}

/// Browsers do not send more than 64 KiB while a page is being closed.
async fn large_folder_is_deleted(browser: &Browser) {
    let large = "
        const files = Array.from({ length: 1000 }, (_, i) => (
            { name: `large/${'ü'.repeat(50)} ${i}`, bytes: i, modified: '2026-01-01T00:00:00Z' }));
        window.bodies = [];
        window.fetch = async (url, { body } = {}) => {
            if (body) window.bodies.push(body);
            return Response.json({ files, truncated: false });
        };
    ";
    browser.goto_after(large, &browser.url("/")).await;
    browser.click("[aria-label='Delete folder large']").await;
    browser.run("dispatchEvent(new Event('pagehide'));").await;
    let deleted = "return bodies.map((body) => new Blob([body]).size < 65536 ? JSON.parse(body).names.length : body)
        .reduce((sum, number) => sum + number);";
    browser.wait_for(deleted, &json!(1000)).await;
}

async fn folders_have_equal_names(browser: &Browser) {
    upload(browser, &["a/a/a/same.txt"]).await;
    browser.open("/#/a/a").await;
    browser.wait_for_text("#files", "a").await;
    browser.is_accessible().await;
    browser.click("[aria-label='Open folder a/a/a']").await;
    browser.wait_for_text("#files", "same.txt").await;
}

async fn list_is_shown_anew_behind_the_dialog(browser: &Browser) {
    browser.open("/").await;
    browser.click("[aria-label='Share film.mp4']").await;
    upload_unnoticed(browser, &["new.txt"]).await;
    browser.run("return import('/files.js').then(({ refresh }) => refresh());").await;
    browser.click("#close-share").await;
    browser.wait_for_focus("Share film.mp4").await;
}

async fn link_takes_long(browser: &Browser) {
    // In a block, because a constant of the whole page would take precedence over the property of the window.
    let slow = "{
        const { fetch } = window;
        const isSlow = (url) => url === '/api/links' && !window.isFast;
        window.fetch = (url, options) => (isSlow(url) ? new Promise(() => {}) : fetch(url, options));
    }";
    browser.goto_after(slow, &browser.url("/")).await;
    browser.click("[aria-label='Share film.mp4']").await;
    browser.click("#copy-link").await;
    browser.wait_for_text("#share-status", "Creating the link…").await;
    browser.is_accessible().await;
    browser.click("#close-share").await;
    browser.run("window.isFast = true;").await;
    browser.click("[aria-label='Share slow.mp4']").await;
    browser.click("#copy-link").await;
    browser.wait_for_text("#lives", "Expires in").await;
    assert!(browser.value("#url").await.contains("slow.mp4"));
    browser.click("#close-share").await;
}

async fn file_of_a_link_is_gone(browser: &Browser) {
    upload(browser, &["gone.txt"]).await;
    browser.click("[aria-label='Share gone.txt']").await;
    let delete = "return import('/service.js')
        .then(({ post }) => post('files/delete', { names: ['gone.txt'] }));";
    browser.run(delete).await;
    browser.click("#copy-link").await;
    browser.wait_for_text("#share-problem", "This file no longer exists.").await;
}

async fn files_come_from_elsewhere(browser: &Browser) {
    browser.open("/").await;
    browser.wait_for_text("#files", "film.mp4").await;
    upload_unnoticed(browser, &["elsewhere.txt"]).await;
    let focus = "dispatchEvent(new Event('focus'));";
    browser.run(focus).await;
    browser.wait_for_text("#files", "elsewhere.txt").await;
    // An unchanged list is not shown anew: a button may be pressed at that moment.
    browser.run("window.row = document.querySelector('#files li');").await;
    browser
        .run(&[focus, "return import('/files.js').then(({ refresh }) => refresh());"].concat())
        .await;
    assert_eq!(browser.run("return window.row.isConnected;").await, true);
}

async fn many_files_are_uploaded(browser: &Browser) {
    let count = "{
        const { fetch } = window;
        window.lists = 0;
        window.fetch = (url, options) => {
            if (url === '/api/files') window.lists += 1;
            return fetch(url, options);
        };
    }";
    browser.goto_after(count, &browser.url("/#/many")).await;
    browser.run(DROP).await;
    browser.run("drop(...Array.from({ length: 40 }, (_, i) => `${i}.txt`));").await;
    browser.wait_for(UPLOAD_STATUS, &json!("40 files uploaded.")).await;
    browser.wait_for_text("#found", "40 files").await;
    let lists = browser.run("return lists;").await.as_u64();
    assert!(lists.is_some_and(|lists| (2..12).contains(&lists)), "{lists:?} requests for the list");
    browser.open("/").await;
    browser.click("[aria-label='Delete folder many']").await;
}

async fn some_uploads_fail(browser: &Browser) {
    browser.open("/").await;
    browser.run(DROP).await;
    let shown = "return document.querySelector('#upload [role=status]').firstChild.data;";
    browser.run("drop('fine.txt', 'a\\\\b', 'c\\\\d');").await;
    browser.wait_for(shown, &json!("1 file uploaded, 2 files not uploaded.")).await;
    // The same names again.
    browser.run("drop('a\\\\b', 'c\\\\d');").await;
    browser.wait_for(shown, &json!("2 files not uploaded.")).await;
    let failed = "return document.querySelectorAll('#uploads .failed').length;";
    assert_eq!(browser.run(failed).await, 2);
    browser.is_accessible().await;
}

async fn files_are_dropped_twice(browser: &Browser) {
    browser.open("/").await;
    browser.run(DROP).await;
    browser.run("drop('pair.txt', 'pair.txt'); drop('pair.txt');").await;
    browser.wait_for_text("#replace-names", "pair.txt").await;
    browser.click("#replace-dialog [value=keep]").await;
    browser.wait_for_text("#files", "pair (2).txt").await;
    browser.click("[aria-label='Delete pair.txt']").await;
    browser.click("[aria-label='Delete pair (2).txt']").await;
}

async fn folder_is_left_after_a_drop(browser: &Browser) {
    browser.open("/#/here").await;
    browser.run(DROP).await;
    browser.run("drop('placed.txt'); location.hash = '/there';").await;
    browser.wait_for(UPLOAD_STATUS, &json!("1 file uploaded.")).await;
    browser.open("/#/here").await;
    browser.wait_for_text("#files", "placed.txt").await;
    browser.click("[aria-label='Delete here/placed.txt']").await;
}

/// Also if the list is too long to show all files.
async fn file_appears_before_its_upload(browser: &Browser) {
    let stale = "{
        const { fetch } = window;
        window.fetch = (url, options) => (url === '/api/files'
            ? Promise.resolve(Response.json({ files: [], truncated: true })) : fetch(url, options));
    }";
    upload(browser, &["stale.txt"]).await;
    browser.goto_after(stale, &browser.url("/")).await;
    browser.run(DROP).await;
    browser.run("drop('stale.txt');").await;
    browser.wait_for_text("#uploads .failed", "A file with this name exists.").await;
    browser.is_accessible().await;
    browser.click("[aria-label='Replace stale.txt']").await;
    browser.wait_for(UPLOAD_STATUS, &json!("1 file uploaded.")).await;
    browser.open("/").await;
    browser.click("[aria-label='Delete stale.txt']").await;
}

async fn storage_contains_something_else(browser: &Browser) {
    for links in [
        r#"[{"expires_at":"2999-01-01T00:00:00Z"}]"#,
        r#"[{"name":5,"expires_at":"2999-01-01T00:00:00Z"}]"#,
        "[null]",
        "{}",
        "5",
    ] {
        browser.run(&format!("localStorage['share.links'] = '{links}';")).await;
        browser.open("/").await;
        browser.wait_for_text("#files", "film.mp4").await;
        assert!(!browser.is_shown("#links").await);
    }
    browser.run("localStorage.clear();").await;
}

async fn nothing_is_dropped(browser: &Browser) {
    browser.open("/").await;
    browser.run(&[DROP, "drop();"].concat()).await;
    browser.wait_for_text("#drop-problem", "What you dropped contains no files").await;
}

async fn name_reverses_its_characters(browser: &Browser) {
    upload(browser, &["xn\u{202e}gpj.exe"]).await;
    browser.click("[aria-label='Share xn\u{fffd}gpj.exe']").await;
    browser.wait_for_text("#share-title", "xn\u{fffd}gpj.exe").await;
    assert_eq!(browser.value("#save-as").await, "xn\u{fffd}gpj.exe");
    browser.wait_for_text("#show-hint", "This type of file can only be downloaded.").await;
    let disabled = "return document.querySelector('[value=show]').disabled;";
    assert_eq!(browser.run(disabled).await, true);
    browser.is_accessible().await;
    browser.click("#close-share").await;
    browser.click("[aria-label='Delete xn\u{fffd}gpj.exe']").await;
}

async fn back_is_pressed_in_a_dialog(browser: &Browser) {
    browser.open("/").await;
    browser.wait_for_text("#files", "film.mp4").await;
    browser.run("location.hash = '/elsewhere';").await;
    browser.click("#open-drop-box").await;
    browser.run("history.back();").await;
    browser.wait_for_text("#files", "film.mp4").await;
    assert!(!browser.is_shown("#share-dialog").await);
}

/// Uploads small files and opens the page.
async fn upload(browser: &Browser, names: &[&str]) {
    browser.open("/").await;
    upload_unnoticed(browser, names).await;
    browser.open("/").await;
}

/// Uploads small files, which the list does not show.
async fn upload_unnoticed(browser: &Browser, names: &[&str]) {
    let script = format!(
        "const names = {};
        return import('/upload.js').then(({{ upload }}) => (
            Promise.all(names.map((name) => upload(new File(['purr'], name), name)))));",
        json!(names)
    );
    browser.run(&script).await;
}
