//! End-to-end tests of the service, with an HTTP client in place of the page.

mod service;

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Router, extract::RawQuery};
use presigner::{Credentials, Endpoint};
use serde_json::{Value, json};
use share::{Remote, Settings, Share};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};

use self::service::{Service, json_of};

const MIB: usize = 1 << 20;

#[tokio::test]
async fn a_file_is_uploaded_listed_and_shared() {
    let service = Service::start().await;
    assert!(service.file_names().await.is_empty());
    service.upload("cat & dog.txt", b"meow").await;
    assert_eq!(service.file_names().await, ["cat & dog.txt"]);

    let link = json!({
        "name": "cat & dog.txt",
        "save_as": "Übersicht.txt",
        "disposition": "download",
        "life": {"seconds": 60},
    });
    let link = service.granted("/api/links", link).await;
    let response = service.follow(text(&link["url"])).await;
    assert_eq!(response.status(), 200);
    let disposition = response.headers()["content-disposition"].to_str().expect("ASCII");
    assert_eq!(
        disposition,
        "attachment; filename=\"_bersicht.txt\"; filename*=UTF-8''%C3%9Cbersicht.txt"
    );
    assert_eq!(response.text().await.expect("a body"), "meow");
    let curl = format!("curl '{}' --fail --output 'Übersicht.txt'", text(&link["url"]));
    assert_eq!(text(&link["curl"]), curl);
    assert!(text(&link["qr"]["svg"]).contains("<svg"));
    assert_eq!(link["method"], "GET");
    assert_eq!(link["limited_by"], Value::Null);
}

#[tokio::test]
async fn file_names_are_preserved() {
    let service = Service::start().await;
    let mut names = [" spaced ", "%2e%2e%2f", "a?b#c&d=e", "a+b", "$&", "<b>&amp;", "Ü ‰ 猫.txt"];
    for name in names {
        service.upload(name, name.as_bytes()).await;
        let link = service.link(name, 60).await;
        let response = service.follow(text(&link["url"])).await;
        assert_eq!(response.text().await.expect("a body"), name);
    }
    let mut listed = service.file_names().await;
    listed.sort();
    names.sort_unstable();
    assert_eq!(listed, names);
}

#[tokio::test]
async fn all_pages_of_a_listing_are_read() {
    let page = |rest: &str, key: &str| {
        format!(
            "<ListBucketResult>{rest}<Contents><Key>files/{key}</Key><Size>4</Size>\
             <LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents></ListBucketResult>"
        )
    };
    let first =
        "<IsTruncated>true</IsTruncated><NextContinuationToken>1/+=</NextContinuationToken>";
    let (first, last) = (page(first, "a"), page("<IsTruncated>false</IsTruncated>", "b"));
    let store = Router::new().fallback(async move |RawQuery(query): RawQuery| {
        let query = query.expect("a signed query");
        if query.contains("continuation-token=1%2F%2B%3D&") { last } else { first }
    });
    assert_eq!(with_store(store).await.file_names().await, ["a", "b"]);
}

#[tokio::test]
async fn an_invalid_response_of_the_store_is_reported() {
    for (store, reason) in [
        (Router::new().fallback(async || "<html>Welcome</html>"), "unexpected response"),
        (Router::new(), "The store refused the request."),
    ] {
        let response = with_store(store).await.get("/api/files").await;
        assert_eq!(response.status(), 502);
        let body = json_of(response).await;
        assert!(text(&body["problem"]).contains(reason), "{body}");
    }
}

#[tokio::test]
async fn a_modified_or_expired_link_is_refused() {
    let service = Service::start().await;
    service.upload("cat.txt", b"meow").await;
    service.upload("dog.txt", b"woof").await;
    let link = service.link("cat.txt", 60).await;
    let changed = text(&link["url"]).replace("cat.txt", "dog.txt");
    assert_eq!(service.follow(&changed).await.status(), 403);

    let link = service.link("cat.txt", 1).await;
    sleep(Duration::from_secs(2)).await;
    assert_eq!(service.follow(text(&link["url"])).await.status(), 403);
}

#[tokio::test]
async fn the_service_limits_the_validity_of_links() {
    let longest_link = Duration::from_hours(12);
    let service = Service::with(Settings { longest_link, ..Settings::default() }).await;
    service.upload("cat.txt", b"meow").await;
    let until =
        |time: i64| json!({"name": "cat.txt", "disposition": "show", "life": {"until": time}});
    let before = now();
    let link = service.granted("/api/links", until(before + 3_600)).await;
    assert_eq!(link["limited_by"], Value::Null);
    assert_eq!(link["expires_at"], rfc3339(before + 3_600));

    let link = service.granted("/api/links", until(before + 86_400)).await;
    assert_eq!(link["limited_by"], "the maximum of this service");
    let is_possible = |signed_at| link["expires_at"] == rfc3339(signed_at + 43_200);
    assert!((before..=now()).any(is_possible), "{link}");

    for life in [json!({"seconds": 0}), json!({"until": now() - 1})] {
        let link = json!({"name": "cat.txt", "disposition": "show", "life": life});
        assert!(service.refused("/api/links", link).await.contains("Choose a later time."));
    }
}

#[tokio::test]
async fn a_form_refuses_other_sizes_keys_and_types() {
    let service = Service::start().await;
    let file = json!({"name": "cat.txt", "bytes": 4});
    let form = service.granted("/api/uploads", file).await["form"].clone();

    for (content, code) in [
        (vec![b'x'; 16 * MIB + 1], "EntityTooLarge"),
        (b"meow!".to_vec(), "EntityTooLarge"),
        (b"meo".to_vec(), "EntityTooSmall"),
    ] {
        let response = service.submit(&form, &content, |_, value| value).await;
        assert_eq!(response.status(), 400);
        assert!(response.text().await.expect("a body").contains(code), "{} bytes", content.len());
    }

    for (changed, other) in
        [("key", "files/dog.txt"), ("key", "dog.txt"), ("Content-Type", "text/html")]
    {
        let change = |name: &str, value| if name == changed { other.to_owned() } else { value };
        let response = service.submit(&form, b"meow", change).await;
        assert!(response.status().is_client_error(), "{changed} = {other}: {}", response.status());
    }
    assert!(service.file_names().await.is_empty());
}

#[tokio::test]
async fn the_maximum_size_applies_to_all_uploads() {
    let service = Service::with(Settings { max_bytes: 4, ..Settings::default() }).await;
    service.upload("cat.txt", b"meow").await;
    let file = json!({"name": "cat.txt", "bytes": 5});
    assert!(service.refused("/api/uploads", file).await.contains("larger than 4 bytes"));
    let limits = json_of(service.get("/api/limits").await).await;
    assert_eq!(limits["max_bytes"], 4);
    assert_eq!(limits["max_form_bytes"], 4);
    assert_eq!(limits["longest_link_seconds"], 7 * 86_400);

    let drop_box = service.granted("/api/drop-boxes", json!({"life": {"seconds": 60}})).await;
    assert_eq!(drop_box["max_bytes"], 4);
    let response = service.submit(&drop_box["form"], b"meow!", |_, value| value).await;
    assert!(response.text().await.expect("a body").contains("EntityTooLarge"));

    let drop_box = json!({"life": {"seconds": 60}, "max_bytes": 3});
    let drop_box = service.granted("/api/drop-boxes", drop_box).await;
    assert_eq!(drop_box["max_bytes"], 3);
    let response = service.submit(&drop_box["form"], b"meow", |_, value| value).await;
    assert!(response.text().await.expect("a body").contains("EntityTooLarge"));
    let drop_box = json!({"life": {"seconds": 60}, "max_bytes": 5});
    assert!(service.refused("/api/drop-boxes", drop_box).await.contains("larger than 4 bytes"));
}

#[tokio::test]
async fn a_file_in_a_folder_is_shared_under_its_own_name_and_deleted() {
    let service = Service::start().await;
    service.upload("photos/2026/cat.txt", b"meow").await;
    service.upload("cat.txt", b"purr").await;
    let link = service.link("photos/2026/cat.txt", 60).await;
    let response = service.follow(text(&link["url"])).await;
    assert_eq!(response.headers()["content-disposition"], "attachment; filename=\"cat.txt\"");
    assert_eq!(response.text().await.expect("a body"), "meow");

    service.granted("/api/files/delete", json!({"names": ["photos/2026/cat.txt"]})).await;
    assert_eq!(service.file_names().await, ["cat.txt"]);
    assert_eq!(service.follow(text(&link["url"])).await.status(), 404);
}

#[tokio::test]
async fn a_file_is_replaced_only_on_request() {
    let service = Service::start().await;
    service.upload("cat.txt", b"meow").await;
    for bytes in [4, 20 * MIB] {
        let file = json!({"name": "cat.txt", "bytes": bytes, "replace": false});
        let response = service.post("/api/uploads", file).await;
        assert_eq!(response.status(), 409);
        let body = json_of(response).await;
        assert_eq!(body["problem"], "A file with this name exists.");
        let file = json!({"name": "cat.txt", "bytes": bytes, "replace": true});
        service.granted("/api/uploads", file).await;
    }
}

#[tokio::test]
async fn a_listing_says_that_there_are_more_files() {
    let store = Router::new().fallback(async || {
        "<ListBucketResult><IsTruncated>true</IsTruncated>\
         <NextContinuationToken>1</NextContinuationToken></ListBucketResult>"
    });
    let listed = json_of(with_store(store).await.get("/api/files").await).await;
    assert_eq!(listed, json!({"files": [], "truncated": true}));
}

#[tokio::test]
async fn a_deletion_goes_on_after_the_page_is_closed() {
    let deleted = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&deleted);
    let store = Router::new().fallback(async move || {
        sleep(Duration::from_millis(50)).await;
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let service = with_store(store).await;
    let names: Vec<_> = (0..40).map(|number| number.to_string()).collect();
    let request = service.client.post(service.share.url() + "/api/files/delete");
    let request = request.json(&json!({"names": names})).timeout(Duration::from_millis(100));
    assert!(request.send().await.is_err_and(|error| error.is_timeout()));
    let all = async {
        while deleted.load(Ordering::Relaxed) < 40 {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(30), all).await.expect("all files are deleted");
}

#[tokio::test]
async fn any_file_is_accepted_and_none_is_stored_as_a_type_that_browsers_execute() {
    let service = Service::start().await;
    for (name, media_type) in [
        ("letter.docx", "application/octet-stream"),
        ("sums.xlsx", "application/octet-stream"),
        ("talk.pptx", "application/octet-stream"),
        ("logo.svg", "application/octet-stream"),
        ("page.html", "application/octet-stream"),
        ("code.js", "application/octet-stream"),
        ("feed.xml", "application/octet-stream"),
        ("paper.ps", "application/octet-stream"),
        ("README", "application/octet-stream"),
        ("a.txt/b", "application/octet-stream"),
        ("photo.JPG", "image/jpeg"),
        ("notes.txt", "text/plain; charset=utf-8"),
    ] {
        service.upload(name, b"meow").await;
        let link = service.link(name, 60).await;
        let response = service.follow(text(&link["url"])).await;
        assert_eq!(response.headers()["content-type"], media_type, "{name}");
    }
    let film = json!({"name": "film.svg", "bytes": 20 * MIB});
    let begun = service.granted("/api/uploads", film).await;
    assert_eq!(begun["how"], "parts");
}

#[tokio::test]
async fn a_link_to_a_file_that_no_longer_exists_is_refused() {
    let service = Service::start().await;
    let link = json!({"name": "gone.txt", "disposition": "show", "life": {"seconds": 60}});
    assert_eq!(service.refused("/api/links", link).await, "This file no longer exists.");
}

#[tokio::test]
async fn a_link_that_is_too_long_for_a_legible_qr_code_has_none() {
    let service = Service::start().await;
    let name = "ü".repeat(57);
    service.upload(&name, b"meow").await;
    let link = service.link(&name, 60).await;
    assert!(text(&link["url"]).len() > 1_300, "{link}");
    assert_eq!(link["qr"], Value::Null);
}

#[tokio::test]
async fn a_large_file_is_uploaded_in_parts() {
    let service = Service::start().await;
    let content: Vec<u8> = (0..=250).cycle().take(20 * MIB).collect();
    let file = json!({"name": "film.mp4", "bytes": content.len()});
    let begun = service.granted("/api/uploads", file).await;
    assert_eq!(begun["how"], "parts");
    let part_bytes = usize::try_from(number(&begun["part_bytes"])).expect("a size");
    let parts = begun["parts"].as_array().expect("requests").iter();
    let urls: Vec<_> = parts.map(|part| text(&part["url"])).collect();
    assert_eq!(urls.len(), content.len().div_ceil(part_bytes));
    // A large file takes hours on a slow connection.
    assert!(urls.iter().all(|url| url.contains("X-Amz-Expires=86400&")), "{urls:?}");

    let too_much = service.client.put(urls[2]).body(vec![b'x'; part_bytes + 1]);
    assert_eq!(too_much.send().await.expect("a response").status(), 403);

    let mut etags = Vec::new();
    for (url, part) in urls.into_iter().zip(content.chunks(part_bytes)) {
        let response =
            service.client.put(url).body(part.to_vec()).send().await.expect("a response");
        assert_eq!(response.status(), 200);
        etags.push(response.headers()["etag"].to_str().expect("ASCII").to_owned());
    }
    let upload = json!({"name": "film.mp4", "upload_id": begun["upload_id"], "etags": etags});
    service.granted("/api/uploads/complete", upload).await;
    let link = service.link("film.mp4", 60).await;
    let response = service.follow(text(&link["url"])).await;
    assert!(response.bytes().await.expect("a body") == content);
}

#[tokio::test]
async fn an_aborted_upload_leaves_nothing() {
    let service = Service::start().await;
    let file = json!({"name": "film.mp4", "bytes": 20 * MIB});
    let begun = service.granted("/api/uploads", file).await;
    let url = text(&begun["parts"][0]["url"]);
    let upload = json!({"name": "film.mp4", "upload_id": begun["upload_id"], "etags": ["1"]});
    service.granted("/api/uploads/abort", upload.clone()).await;
    let part = service.client.put(url).body(vec![b'x'; 8 * MIB]).send().await.expect("a response");
    assert!(part.status().is_client_error(), "{}", part.status());
    assert_eq!(service.post("/api/uploads/complete", upload).await.status(), 502);
    assert!(service.file_names().await.is_empty());
}

#[tokio::test]
async fn a_drop_box_accepts_uploads_only_under_its_prefix() {
    let service = Service::start().await;
    service.upload("cat.txt", b"meow").await;
    let drop_box = service.granted("/api/drop-boxes", json!({"life": {"seconds": 60}})).await;
    let with_key = |name: &str, value: String| {
        if name == "key" { value.replace("${filename}", "dog.txt") } else { value }
    };
    let response = service.submit(&drop_box["form"], b"woof", with_key).await;
    assert_eq!(response.status(), 201);
    let names = service.file_names().await;
    assert_eq!(names.len(), 2);
    assert!(names.iter().any(|name| name.starts_with("received-") && name.ends_with("/dog.txt")));

    // The built-in store takes a key for a path.
    let above = |name: &str, value: String| {
        if name == "key" { value.replace("${filename}", "../cat.txt") } else { value }
    };
    let response = service.submit(&drop_box["form"], b"woof", above).await;
    assert_eq!(response.status(), 400);
    let elsewhere = |name: &str, value| if name == "key" { "files/cat.txt".into() } else { value };
    let response = service.submit(&drop_box["form"], b"woof", elsewhere).await;
    assert!(response.status().is_client_error(), "{}", response.status());
    let link = service.link("cat.txt", 60).await;
    let response = service.follow(text(&link["url"])).await;
    assert_eq!(response.text().await.expect("a body"), "meow");
}

#[tokio::test]
async fn received_files_are_listed_whatever_their_name_and_can_be_shown() {
    let service = Service::start().await;
    let drop_box = service.granted("/api/drop-boxes", json!({"life": {"seconds": 60}})).await;
    let folder = text(&drop_box["folder"]);
    let max_bytes = usize::try_from(number(&drop_box["max_name_bytes"])).expect("a length");
    let longest = format!("{}.jpg", "x".repeat(max_bytes - 4));
    let mut names = ["back\\slash.jpg", &longest].map(|name| format!("visit/{name}"));
    for name in &names {
        let with_key = |field: &str, value: String| {
            if field == "key" { value.replace("${filename}", name) } else { value }
        };
        let response = service.submit(&drop_box["form"], b"smile", with_key).await;
        assert_eq!(response.status(), 201, "{name}");
    }
    names = names.map(|name| format!("{folder}/{name}"));
    assert_eq!(service.file_names().await, names);
    for name in names {
        let link = json!({
            "name": name,
            "save_as": "photo.jpg",
            "disposition": "show",
            "life": {"seconds": 60},
        });
        let link = service.granted("/api/links", link).await;
        let response = service.follow(text(&link["url"])).await;
        assert_eq!(response.headers()["content-type"], "image/jpeg");
        service.granted("/api/files/delete", json!({"names": [name]})).await;
    }
    assert!(service.file_names().await.is_empty());
}

#[tokio::test]
async fn the_longest_name_is_accepted_for_small_and_large_files() {
    let service = Service::start().await;
    let limits = json_of(service.get("/api/limits").await).await;
    let name = "x".repeat(usize::try_from(number(&limits["max_name_bytes"])).expect("a length"));
    service.upload(&name, b"meow").await;
    let file = json!({"name": name, "bytes": 20 * MIB, "replace": true});
    assert_eq!(service.granted("/api/uploads", file).await["how"], "parts");
}

#[tokio::test]
async fn an_upload_link_has_the_limit_of_a_form() {
    let service = Service::with(Settings { max_bytes: 10 << 30, ..Settings::default() }).await;
    let drop_box = service.granted("/api/drop-boxes", json!({"life": {"seconds": 60}})).await;
    assert_eq!(drop_box["max_bytes"], 5_u64 << 30);
    let drop_box = json!({"life": {"seconds": 60}, "max_bytes": (5_u64 << 30) + 1});
    assert!(service.refused("/api/drop-boxes", drop_box).await.contains("larger than 5 GiB"));
}

#[tokio::test]
async fn no_file_is_larger_than_its_parts_can_be() {
    let service = Service::with(Settings { max_bytes: u64::MAX, ..Settings::default() }).await;
    let limits = json_of(service.get("/api/limits").await).await;
    assert_eq!(limits["max_bytes"], 5_000_u64 << 30);
}

#[tokio::test]
async fn invalid_requests_are_refused_with_a_reason() {
    let service = Service::start().await;
    let long = "x".repeat(116);
    for (name, reason) in [
        ("", "is empty"),
        ("..", "not allowed"),
        ("../secret.txt", "not allowed"),
        ("a/../b", "not allowed"),
        ("./a", "not allowed"),
        ("a//b", "is empty"),
        ("/a", "is empty"),
        ("a/", "is empty"),
        ("a/  ", "is empty"),
        ("a\\b", "not allowed"),
        ("a\nb", "not allowed"),
        ("${filename}.txt", "not allowed"),
        (&long, "too long"),
    ] {
        let sentence = service.refused("/api/uploads", json!({"name": name, "bytes": 1})).await;
        assert!(sentence.contains(reason), "{name:?}: {sentence}");
    }
    for name in ["..", "../secret.txt", "a/../b", "./a"] {
        for (path, body) in [
            (
                "/api/links",
                json!({"name": name, "save_as": "a", "disposition": "show", "life": {"seconds": 60}}),
            ),
            ("/api/uploads/complete", json!({"name": name, "upload_id": "1", "etags": []})),
            ("/api/uploads/abort", json!({"name": name, "upload_id": "1"})),
            ("/api/files/delete", json!({"names": [name]})),
        ] {
            let sentence = service.refused(path, body).await;
            assert_eq!(sentence, "The file name is invalid.", "{path} {name:?}");
        }
    }
    let link = json!({
        "name": "cat.txt",
        "save_as": "../.profile",
        "disposition": "show",
        "life": {"seconds": 60},
    });
    assert!(service.refused("/api/links", link).await.contains("not allowed"));
    let etags = json!({"name": "film.mp4", "upload_id": "1", "etags": []});
    service.refused("/api/uploads/complete", etags).await;
    let file = json!({"name": "film.mp4", "bytes": (1_u64 << 30) + 1});
    assert!(service.refused("/api/uploads", file).await.contains("larger than 1 GiB"));
}

#[tokio::test]
async fn a_page_of_another_site_can_neither_send_nor_read() {
    let service = Service::start().await;
    // What a page can send without a CORS preflight: a form, or text.
    let url = service.share.url() + "/api/drop-boxes";
    let request = service.client.post(url).header("content-type", "text/plain");
    let response = request.body(r#"{"life": {"seconds": 60}}"#).send().await.expect("a response");
    assert_eq!(response.status(), 415);
    let response = service.get("/api/files").await;
    assert!(!response.headers().contains_key("access-control-allow-origin"));
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    // DNS rebinding: a name of another site that resolves to this machine.
    for (host, status) in
        [("evil.example", 421), ("evil.example:80", 421), ("localhost:80", 200), ("[::1]", 421)]
    {
        let request = service.client.get(service.share.url() + "/api/files").header("host", host);
        assert_eq!(request.send().await.expect("a response").status(), status, "{host}");
    }

    let response = service.get("/").await;
    let policy = response.headers()["content-security-policy"].to_str().expect("ASCII");
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
}

#[tokio::test]
async fn no_response_contains_the_secret() {
    let service = Service::start().await;
    service.upload("cat.txt", b"meow").await;
    let file = json!({"name": "film.mp4", "bytes": 20 * MIB});
    for body in [
        json_of(service.get("/api/files").await).await,
        service.link("cat.txt", 60).await,
        service.granted("/api/uploads", file).await,
        service.granted("/api/drop-boxes", json!({"life": {"seconds": 60}})).await,
    ] {
        assert!(!body.to_string().contains("good-for-nothing"), "{body}");
    }
}

#[tokio::test]
async fn a_port_in_use_is_reported() {
    let service = Service::start().await;
    let port = service.share.url().rsplit(':').next().and_then(|port| port.parse().ok());
    let settings = Settings { port: port.expect("a port"), ..Settings::default() };
    let error = Share::start(settings).await.expect_err("the port is in use");
    assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
}

#[tokio::test]
async fn a_stopped_service_refuses_connections() {
    let service = Service::start().await;
    let url = service.share.url();
    service.share.stop().await.expect("a clean stop");
    assert!(service.client.get(url).send().await.is_err());
}

#[tokio::test]
async fn an_unfinished_request_does_not_prevent_stopping() {
    let service = Service::start().await;
    let address = service.share.url().replace("http://", "");
    let mut connection = TcpStream::connect(&address).await.expect("a connection");
    let begin = format!(
        "POST /api/links HTTP/1.1\r\nhost: {address}\r\n\
         content-type: application/json\r\ncontent-length: 9\r\n\r\n{{"
    );
    connection.write_all(begin.as_bytes()).await.expect("an open connection");
    // Connections are accepted in order, so the earlier one is accepted when this responds.
    service.get("/").await;
    let stop = timeout(Duration::from_secs(30), service.share.stop());
    stop.await.expect("no timeout").expect("a clean stop");
}

/// A service with the router as its store.
async fn with_store(router: Router) -> Service {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(axum::serve(listener, router).into_future());
    let remote = Remote {
        credentials: Credentials::new("AKIDEXAMPLE", "secret"),
        region: String::from("us-east-1"),
        endpoint: Endpoint::custom(&url).expect("a URL"),
        bucket: String::from("bucket"),
    };
    Service::with(Settings { remote: Some(remote), ..Settings::default() }).await
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("no number: {value}"))
}

fn rfc3339(unix_seconds: i64) -> String {
    presigner::Timestamp::from_unix_seconds(unix_seconds).to_string()
}

fn now() -> i64 {
    presigner::Timestamp::from(std::time::SystemTime::now()).unix_seconds()
}
