//! The commands that `to_curl` prints.

use presigner::{
    Credentials, Endpoint, Expiry, Method, PresignedUrl, Presigner, Request, Timestamp,
};

#[test]
fn a_command_has_method_body_and_headers() {
    let uploads = || Request::create_multipart_upload("bucket", "key");
    for (request, expected) in [
        (Request::get("bucket", "key"), "curl 'URL'"),
        (Request::head("bucket", "key"), "curl --head 'URL'"),
        (Request::delete("bucket", "key"), "curl -X DELETE 'URL'"),
        (uploads(), "curl -X POST 'URL'"),
        // `curl` sets the length only of a file.
        (uploads().content_length(0), "curl -X POST -H 'content-length: 0' 'URL'"),
        (Request::put("bucket", "key"), "curl -T file 'URL'"),
        // `curl -T` appends the file name to a path with a trailing slash.
        (Request::put("bucket", "photos/"), "curl -T file --request-target 'TARGET' 'URL'"),
        (
            Request::put("bucket", "key").content_type("text/plain").content_length(5),
            "curl -T file -H 'content-type: text/plain' 'URL'",
        ),
        (
            Request::put("bucket", "key").metadata("note", "it's  $HOME"),
            r"curl -T file -H 'x-amz-meta-note: it'\''s $HOME' 'URL'",
        ),
        (
            Request::put("bucket", "key").metadata("empty", ""),
            "curl -T file -H 'x-amz-meta-empty;' 'URL'",
        ),
        (
            Request::copy_object("bucket", "key", ("other", "key")),
            "curl -X PUT -H 'content-length: 0' -H 'x-amz-copy-source: other/key' 'URL'",
        ),
        (Request::get("bucket", "a/../b").allow_dot_segments(), "curl --path-as-is 'URL'"),
    ] {
        let url = presign(&request);
        let (_, target) = url.as_str().split_once(".com").expect("the host");
        let expected = expected.replace("TARGET", target).replace("URL", url.as_str());
        assert_eq!(url.to_curl(), expected);
    }
}

#[test]
fn the_path_begins_after_a_host_of_one_letter() {
    let store = Endpoint::custom("http://h").expect("a valid URL");
    let url = presign_at(store, &Request::put("bucket", "photos/"));
    let (_, target) = url.as_str().split_once("//h").expect("the host");
    assert_eq!(url.to_curl(), format!("curl -T file --request-target '{target}' '{url}'"));
}

#[test]
fn a_url_opens_in_a_browser_if_it_is_a_get_without_headers_or_dot_segments() {
    for (request, opens) in [
        (Request::get("bucket", "key"), true),
        (Request::get("bucket", "key").attachment("cat.jpg").version_id("v"), true),
        (Request::list_objects_v2("bucket"), true),
        (Request::get("bucket", "..a/b.."), true),
        (Request::get("bucket", "key").range("bytes=0-9"), false),
        (Request::get("bucket", "a/./b").allow_dot_segments(), false),
        (Request::head("bucket", "key"), false),
        (Request::new(Method::Put, "bucket", "key"), false),
    ] {
        assert_eq!(presign(&request).opens_in_browser(), opens, "{request:?}");
    }
}

#[track_caller]
fn presign(request: &Request<'_>) -> PresignedUrl {
    presign_at(Endpoint::aws(), request)
}

#[track_caller]
fn presign_at(endpoint: Endpoint, request: &Request<'_>) -> PresignedUrl {
    Presigner::new(Credentials::new("id", "secret"), "us-east-1")
        .with_endpoint(endpoint)
        .at(Timestamp::from_unix_seconds(1_710_506_096))
        .presign(request, Expiry::minutes(15))
        .expect("a valid request")
}
