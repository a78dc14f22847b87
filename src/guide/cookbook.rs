//! Recipes for common tasks. Each is complete: paste it into a function that returns a `Result`. Those with other
//! crates are modules.
//!
//! `Credentials::new("id", "secret")` stands for your own credentials, and `"eu-central-1"` for the region of the
//! bucket. `Presigner::from_env()?` takes both from environment variables, and `Presigner::load()?` (feature
//! `profile`) also from `~/.aws`; see [temporary credentials](#temporary-credentials).
//!
//! # Download
//!
//! ```
//! use presigner::{Credentials, Expiry, Presigner};
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let link = presigner.get("my-bucket", "reports/2024 Q1.pdf", Expiry::minutes(15))?;
//! assert!(link.opens_in_browser());
//! println!("{link}");
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! To download a specific version of the object, and under another file name and content type:
//!
//! ```
//! use presigner::{Credentials, Expiry, Presigner, Request};
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let request = Request::get("my-bucket", "reports/2024 Q1.pdf")
//!     .attachment("Bericht für März.pdf")
//!     .response_content_type("application/pdf")
//!     .version_id("3sL4kqtJlcpXroDTDmJ");
//! let link = presigner.presign(&request, Expiry::minutes(15))?;
//! assert!(link.opens_in_browser());
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! `attachment` makes a browser save the object, and [`inline`](crate::Request::inline) makes it show the object. These
//! are query parameters of [GetObject][get]. They are part of the URL, so it still works as a link. A
//! [`range`](crate::Request::range), however, is a header that the client must send. For a link that is not valid
//! longer than the session of its user, pass `Expiry::minutes(15).no_later_than(session_end)`.
//!
//! # Upload
//!
//! This URL accepts only the given content type and length, and only if the object does not exist yet:
//!
//! ```
//! use presigner::{Credentials, Expiry, Method, Presigner, Request};
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let request = Request::put("my-bucket", "uploads/cat.jpg")
//!     .content_type("image/jpeg")
//!     .content_length(48_213)
//!     .create_only();
//! let upload = presigner.presign(&request, Expiry::minutes(5))?;
//!
//! // Pass URL, method and headers to the client, which must send the headers exactly as they are. Most clients set
//! // `content-length` themselves, from the body.
//! assert_eq!(upload.method(), Method::Put);
//! let headers: Vec<_> =
//!     upload.headers().iter().map(|(name, value)| format!("{name}: {value}")).collect();
//! assert_eq!(headers, ["content-length: 48213", "content-type: image/jpeg", "if-none-match: *"]);
//! println!("{upload}");
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! In JavaScript, where the browser sets `content-length` itself:
//!
//! ```js
//! await fetch(url, { method: "PUT", headers: { "content-type": "image/jpeg", "if-none-match": "*" }, body: file });
//! ```
//!
//! Only what you set is enforced: a URL of `presigner.put(…)` accepts content of any type and up to 5 GB, any number
//! of times until it expires. Two settings limit the URL to one content, whose digest the client sends to your service
//! before the upload:
//!
//! | setting | signed header | on the server |
//! |---|---|---|
//! | [`checksum`](crate::Request::checksum) with `Checksum::Sha256` | `x-amz-checksum-sha256` | compared with the content, and stored with the object |
//! | [`payload_sha256`](crate::Request::payload_sha256) | `x-amz-content-sha256` | compared with the content; not supported by every compatible store |
//!
//! For uploads from a web page, the bucket needs [CORS] rules that allow the origin of the page, and the methods and
//! headers of the requests. `ETag` is for multipart uploads:
//!
//! ```json
//! [
//!   {
//!     "AllowedOrigins": ["https://www.example.com"],
//!     "AllowedMethods": ["GET", "PUT", "POST"],
//!     "AllowedHeaders": ["*"],
//!     "ExposeHeaders": ["ETag"],
//!     "MaxAgeSeconds": 3600
//!   }
//! ]
//! ```
//!
//! # Capped upload
//!
//! A presigned PUT cannot set a maximum size, but an [upload form][post] can:
//!
//! ```
//! use presigner::{Credentials, Expiry, PostPolicy, Presigner};
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let policy = PostPolicy::with_key_prefix("my-bucket", "uploads/jane/")
//!     .content_type_prefix("image/")
//!     .content_length_range(1..=10_000_000);
//! let form = presigner.post(&policy, Expiry::minutes(10))?;
//!
//! // As an HTML form …
//! assert!(form.to_html_form().contains("<input type=\"file\" name=\"file\" required>"));
//! // … or for a script: the URL, and the form fields, which must precede the file.
//! assert_eq!(form.url(), "https://my-bucket.s3.eu-central-1.amazonaws.com/");
//! assert!(form.fields().iter().any(|(name, _)| name == "policy"));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! With this policy the client chooses the name of the object, below the prefix, and can replace objects there. With
//! `PostPolicy::new("my-bucket", "uploads/jane/7f3a.jpg")` your server chooses the whole key. The prefix `image/` also
//! permits `image/svg+xml`, and an SVG image can contain scripts, which run in the origin of the host that serves it.
//! If browsers show the objects there, permit one type with `content_type("image/jpeg")`, or serve them with
//! [`attachment`](crate::Request::attachment). S3 does not check that the content is of this type.
//!
//! The documentation of [`PresignedPost`](crate::PresignedPost) shows such a script. With the feature `serde` it
//! serializes to `{"url": …, "fields": {…}, "open_fields": {…}, "expires_at": …}`. Cloudflare R2 and Backblaze B2 do
//! not support upload forms; signing one for them is an error.
//!
//! # Multipart upload
//!
//! Your server creates and completes [the upload][multipart]. The client uploads the parts, in any order and in
//! parallel. All these URLs must be valid until the upload is complete. Temporary credentials may shorten six hours:
//! [`limited_by`](crate::Validity::limited_by) of `validity()` then returns `Limit::Credentials`. In that case, sign
//! the URL of each part when the client needs it.
//!
//! ```
//! use presigner::{
//!     CompletedParts, CompletedUpload, Credentials, Expiry, Method, MultipartUpload, PresignedUrl, Presigner, Request,
//! };
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! // Replace these two. Your HTTP client sends method, URL, headers and body; it returns status and body of the
//! // response.
//! let send = |url: &PresignedUrl, _body: &str| match url.method() {
//!     Method::Delete => (204, String::new()),
//!     _ => (200, "<R><UploadId>VXBsb2FkIElE</UploadId><ETag>\"a-3\"</ETag></R>".to_owned()),
//! };
//! // The client that uploads a part: it returns the header `ETag` of the response.
//! let upload = |_url: &PresignedUrl| "\"a54357aff0632cce46d942af68356b38\"".to_owned();
//!
//! let (bucket, key, expiry) = ("my-bucket", "videos/cat.mp4", Expiry::hours(6));
//!
//! // POST without a body. Set content type and metadata of the object here. Send the `headers()` of the URL too: the
//! // content type is signed.
//! let create = Request::create_multipart_upload(bucket, key).content_type("video/mp4");
//! let (_, response) = send(&presigner.presign(&create, expiry)?, "");
//! let created = MultipartUpload::from_xml(&response)?;
//!
//! // PUT each part. All parts except the last must have at least 5 MiB.
//! let mut parts = CompletedParts::new();
//! for number in 1..=3 {
//!     let part = Request::upload_part(bucket, key, created.id(), number);
//!     let etag = upload(&presigner.presign(&part, expiry)?);
//!     parts = parts.part(number, etag);
//! }
//!
//! // POST the list of parts. The status is 200 even if S3 then fails to assemble the object.
//! let complete = Request::complete_multipart_upload(bucket, key, created.id());
//! let (_, response) = send(&presigner.presign(&complete, expiry)?, &parts.to_xml()?);
//! let object = CompletedUpload::from_xml(&response)?;
//! assert_eq!(object.etag(), "\"a-3\"");
//!
//! // Or DELETE the upload with its parts. There is no body, unless it fails.
//! let abort = Request::abort_multipart_upload(bucket, key, created.id());
//! let (status, _) = send(&presigner.presign(&abort, expiry)?, "");
//! assert_eq!(status, 204);
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! With `reqwest` 0.12, `http` 1 and the feature `http`, `send` is this function:
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("clients/send.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! If the response is an error, `from_xml` returns an [`Error::ServerError`](crate::Error::ServerError). The status of
//! its [`kind`](crate::Error::kind) is 400 with [the codes](crate::CompletedUpload::from_xml) for a wrong list of parts
//! or upload id, which your client supplied, and otherwise 502:
//!
//! ```
//! use presigner::{CompletedUpload, ErrorKind};
//!
//! let response = "<Error><Code>NoSuchUpload</Code><Message>…</Message></Error>";
//! let error = CompletedUpload::from_xml(response).unwrap_err();
//! assert_eq!(error.kind(), ErrorKind::Request);
//! ```
//!
//! If the status of an abort is not 204, the response is such an error too, and `CompletedUpload::from_xml(&body)`
//! returns it as `Error::ServerError`. The code `NoSuchUpload` means that the upload was already completed or
//! aborted. A part whose upload was in progress may still be stored, so [abort again][abort] once it has ended.
//!
//! If the client also completes the upload, it needs one more response of your server, because the list contains the
//! `ETag` of each part, which is known only after its upload. The client sends these to your server, which returns the
//! URL for the POST and its body:
//!
//! ```
//! use presigner::{CompletedParts, Credentials, Error, Expiry, Presigner, Request};
//!
//! fn complete(presigner: &Presigner, key: &str, id: &str, etags: &[&str]) -> Result<(String, String), Error> {
//!     let parts: CompletedParts<'_> = (1..).zip(etags.iter().copied()).collect();
//!     let request = Request::complete_multipart_upload("my-bucket", key, id);
//!     Ok((presigner.presign(&request, Expiry::minutes(15))?.into_string(), parts.to_xml()?))
//! }
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let etags = ["\"a54357aff0632cce46d942af68356b38\"", "\"0c78aef83f66abc1fa1e8477f296d394\""];
//! let (url, body) = complete(&presigner, "videos/cat.mp4", "VXBsb2FkIElE", &etags)?;
//! assert!(url.contains("uploadId=VXBsb2FkIElE"));
//! assert!(body.contains("<PartNumber>2</PartNumber>"));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! To let S3 [verify the content][integrity], choose a checksum algorithm when creating the upload, and sign the
//! checksum of each part. With SHA-256, the URL of a part accepts only that content. With the type `COMPOSITE`, the
//! checksums of the parts are required again to complete the upload, and the part numbers must be consecutive:
//!
//! ```
//! use presigner::{Checksum, ChecksumAlgorithm, ChecksumType, CompletedParts, Credentials, Expiry, Presigner, Request};
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let (bucket, key, expiry) = ("my-bucket", "videos/cat.mp4", Expiry::hours(6));
//! // The client, which has the file, sends these to your server before the upload.
//! let sha256_of_parts = [[0x1f; 32], [0x2e; 32]];
//!
//! let create = Request::create_multipart_upload(bucket, key)
//!     .checksum_algorithm(ChecksumAlgorithm::Sha256)
//!     .checksum_type(ChecksumType::Composite);
//! // Send these two headers, as above: they are signed.
//! let create = presigner.presign(&create, expiry)?;
//! let names: Vec<_> = create.headers().iter().map(|(name, _)| name).collect();
//! assert_eq!(names, ["x-amz-checksum-algorithm", "x-amz-checksum-type"]);
//! // From the response to it, and from the response to each part.
//! let (upload_id, etag) = ("VXBsb2FkIElE", "\"a54357aff0632cce46d942af68356b38\"");
//!
//! let mut parts = CompletedParts::new();
//! for (number, digest) in (1..).zip(sha256_of_parts) {
//!     let checksum = Checksum::Sha256(digest);
//!     let part = Request::upload_part(bucket, key, upload_id, number).checksum(checksum);
//!     // The client must send the header `x-amz-checksum-sha256`.
//!     let url = presigner.presign(&part, expiry)?;
//!     assert_eq!(url.headers().len(), 1);
//!     parts = parts.part_with_checksum(number, etag, checksum);
//! }
//! assert!(parts.to_xml()?.contains("<ChecksumSHA256>Hx8f"));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! With `CRC64NVME`, or with `CRC32` or `CRC32C` and the type `FULL_OBJECT`, S3 stores the checksum of the whole
//! object instead. To let S3 verify it, sign it on the request that completes the upload:
//! `complete_multipart_upload(…).checksum(checksum).checksum_type(ChecksumType::FullObject)`.
//!
//! Scripts in a browser can read `ETag` only if the CORS rules of the bucket list it in `ExposeHeaders`. Add a
//! [lifecycle rule][lifecycle] that aborts incomplete multipart uploads, because their parts are billed.
//!
//! # List and delete
//!
//! ```
//! use presigner::{Credentials, Expiry, Method, Presigner, Request};
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! // The objects and "folders" of `photos/`, as XML. Without `prefix`, all objects of the bucket.
//! let request = Request::list_objects_v2("my-bucket").query("prefix", "photos/").query("delimiter", "/");
//! let list = presigner.presign(&request, Expiry::minutes(15))?;
//! assert!(list.opens_in_browser());
//!
//! // Send it with the method DELETE.
//! let delete = presigner.delete("my-bucket", "photos/cat.jpg", Expiry::minutes(5))?;
//! assert_eq!(delete.method(), Method::Delete);
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! A [response][list] lists up to 1000 objects. If there are more, it contains a `NextContinuationToken`: sign the next
//! request with `.query("continuation-token", token)`. [`delete_objects`](crate::Request::delete_objects) deletes up to
//! 1000 objects with one request.
//!
//! # Object lock
//!
//! This upload to a bucket with [Object Lock][object lock] protects the new object version from deletion until the
//! end of 2034. S3 requires a checksum (or `content_md5`) of such an upload:
//!
//! ```
//! use presigner::{Checksum, Credentials, Expiry, ObjectLockMode, Presigner, Request, Timestamp};
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let crc32 = 0xcbf4_3926; // of the content
//! let request = Request::put("my-bucket", "invoices/2024-001.pdf")
//!     .object_lock(ObjectLockMode::Compliance, Timestamp::from_unix_seconds(2_051_136_000))
//!     .checksum(Checksum::Crc32(crc32));
//! let upload = presigner.presign(&request, Expiry::minutes(5))?;
//! // The client must send all three headers.
//! assert_eq!(upload.headers().len(), 3);
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! # Behind a reverse proxy
//!
//! The signature covers host and path as the store receives them. If the proxy forwards both unchanged, sign for
//! the host that clients use, with `Endpoint::custom("https://files.example.com")?`:
//!
//! ```nginx
//! # nginx. With a path after the port, even `/`, it would decode the path of the request and encode it again.
//! location / {
//!     proxy_pass http://127.0.0.1:9000;
//!     proxy_set_header Host $http_host;
//!     client_max_body_size 0;
//! }
//! ```
//!
//! ```text
//! # Caddy
//! files.example.com {
//!     reverse_proxy 127.0.0.1:9000
//! }
//! ```
//!
//! If the store is below a path of the public host, let the proxy remove this prefix and send the `Host` header of
//! the store. Sign for the store, and replace host and prefix in the URL:
//!
//! ```
//! use presigner::{Credentials, Endpoint, Expiry, Presigner};
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "us-east-1");
//! let store = Endpoint::custom("http://127.0.0.1:9000")?
//!     .display_url("https://files.example.com/upload");
//! let presigner = presigner.with_endpoint(store);
//! let link = presigner.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
//! assert!(link.as_str().starts_with("https://files.example.com/upload/my-bucket/photos/cat.jpg?"));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! ```nginx
//! # nginx. `$request_uri` is the path as sent, not decoded.
//! map $request_uri $below_upload {
//!     ~^/upload(?<below>/.*)$ $below;
//! }
//! server {
//!     location /upload/ {
//!         proxy_pass http://127.0.0.1:9000$below_upload;
//!         proxy_set_header Host 127.0.0.1:9000;
//!         client_max_body_size 0;
//!     }
//! }
//! ```
//!
//! ```text
//! # Caddy
//! files.example.com {
//!     handle_path /upload/* {
//!         reverse_proxy 127.0.0.1:9000 {
//!             header_up Host {upstream_hostport}
//!         }
//!     }
//! }
//! ```
//!
//! When Caddy removes the prefix, it also replaces `//` in the path by `/`, so the store refuses the URL of a key that
//! contains `//`. nginx does not.
//!
//! The `Host` header in these examples is the host of the endpoint, with its port. With `Endpoint::aws()` or
//! `virtual_hosted()` it must be the host of the bucket, and the path does not contain the bucket. If the public URL
//! differs only in its host, [`Endpoint::display_host`](crate::Endpoint::display_host) is enough, and the `map` is not
//! needed.
//!
//! # Temporary credentials
//!
//! A URL stops working when the credentials that signed it expire, even if its `X-Amz-Expires` is longer. Set the
//! expiration of the credentials, so that the validity of each URL is limited to it:
//!
//! ```
//! use presigner::{Credentials, Expiry, Limit, Presigner, Timestamp};
//!
//! let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
//!     .with_session_token("FwoGZXIvYXdzEXAMPLE")
//!     .with_expiration(Timestamp::from_unix_seconds(1_700_003_600));
//! let presigner = Presigner::new(credentials, "eu-central-1");
//!
//! let signer = presigner.at(Timestamp::from_unix_seconds(1_700_000_000));
//! let link = signer.get("my-bucket", "photos/cat.jpg", Expiry::days(1))?;
//! assert_eq!(link.validity().limited_by(), Some(Limit::Credentials));
//! assert_eq!(link.validity().expires_at(), Timestamp::from_unix_seconds(1_700_003_600));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! With [`ExpiryPolicy::Strict`](crate::ExpiryPolicy::Strict) this is an error instead. The sources of credentials
//! are:
//!
//! | source | how | feature |
//! |---|---|---|
//! | the environment | `Presigner::from_env()`, `Credentials::from_env()` | `std` |
//! | the environment, otherwise `~/.aws/credentials` and `~/.aws/config` | `Presigner::load()` | `profile` |
//! | a profile of these files | `Profile::load_named(name)?.presigner()` | `profile` |
//! | the response of IMDS, ECS, EKS, STS or a `credential_process` | `Credentials::from_json(text)` | `json` |
//! | `aws-config` and the AWS SDK | `Credentials::from(sdk_credentials)` | `aws-credential-types` |
//!
//! A service that runs longer than its credentials are valid shares a `RotatingPresigner` (feature `rotation`). All
//! threads call `load`, and one task refreshes the credentials: with `aws-config` and the feature
//! `aws-credential-types` as in the function `presigner` of [a service](#a-service) below. They are refreshed when the
//! longest URL that the expiry policy permits would be valid for longer than they are, but not before half their
//! lifetime has passed. If that fails, the old credentials stay, and the error says when to try again. Without the SDK,
//! `try_rotate` replaces the credentials and returns when to fetch the next ones. With tokio (features `rt` and
//! `time`):
//!
#![cfg_attr(feature = "rotation", doc = "```")]
#![cfg_attr(not(feature = "rotation"), doc = "```ignore")]
//! use std::{error::Error, sync::Arc, time::Duration};
//! use presigner::{Credentials, RotatingPresigner};
//!
//! /// Runs as long as the service: pass it to `tokio::spawn`. `fetch` returns new credentials with their expiration,
//! /// such as those of `Credentials::from_json` with the response of a metadata service.
//! async fn refresh<F>(presigner: Arc<RotatingPresigner>, fetch: impl Fn() -> F)
//! where
//!     F: Future<Output = Result<Credentials, Box<dyn Error + Send + Sync>>>,
//! {
//!     loop {
//!         let fetched = tokio::time::timeout(Duration::from_secs(10), fetch()).await;
//!         let rotated = fetched
//!             .unwrap_or_else(|timeout| Err(timeout.into()))
//!             .and_then(|credentials| Ok(presigner.try_rotate(credentials)?));
//!         let wait = rotated.unwrap_or_else(|error| {
//!             eprintln!("{error}"); // the current credentials are kept
//!             Duration::from_secs(10)
//!         });
//!         tokio::time::sleep(wait).await;
//!     }
//! }
#![doc = "```"]
//!
//! In the repository, `examples/refresh.rs` uses a provider of the SDK, and `examples/rotation.rs` a thread without a
//! runtime.
//!
//! # Longer-lived links
//!
//! No URL is valid for more than seven days, nor for longer than the credentials that signed it. For up to seven days,
//! sign with the access key of an IAM user, which does not expire. For longer, share a link to your own service, such
//! as `https://files.example.com/share/7f3a`, and redirect each request for it to a new URL:
//!
//! ```
//! use presigner::{Credentials, Error, Expiry, Presigner};
//!
//! /// The `Location` of the response, whose status is 307 and which has `Cache-Control: no-store`. Look up the key of
//! /// the object by the id in the link, and check first that your own deadline has not passed.
//! fn location(presigner: &Presigner, key: &str) -> Result<String, Error> {
//!     Ok(presigner.get("my-bucket", key, Expiry::minutes(1))?.into_string())
//! }
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let location = location(&presigner, "reports/2024 Q1.pdf")?;
//! assert!(location.contains("&X-Amz-Expires=60&"));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! Unlike a presigned URL, such a link can be revoked. The function `download` of [a service](#a-service) sends such a
//! response.
//!
//! # Cacheable links
//!
//! The signing time is part of a URL, so URLs that are signed at different times differ, and caches treat them as
//! different objects. With a stable window, all URLs for the same request that are signed within the window are
//! identical, and each is valid for at least the requested time:
//!
//! ```
//! use std::time::Duration;
//! use presigner::{Credentials, Expiry, Presigner, Timestamp};
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let presigner = presigner.with_stable_window(Duration::from_secs(3600));
//! let at = |seconds| presigner.at(Timestamp::from_unix_seconds(seconds));
//! let early = at(1_700_000_000).get("my-bucket", "logo.svg", Expiry::hours(1))?;
//! let later = at(1_700_000_900).get("my-bucket", "logo.svg", Expiry::hours(1))?;
//! assert_eq!(early, later);
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! The URLs change when the credentials change. `response_cache_control("private, max-age=3600")` on the request
//! tells browsers to cache the object.
//!
//! # Compatible stores
//!
//! ```
//! use presigner::{Credentials, Endpoint, Expiry, Presigner};
//!
//! let minio = Presigner::new(Credentials::new("minioadmin", "minioadmin"), "us-east-1")
//!     .with_endpoint(Endpoint::custom("http://127.0.0.1:9000")?);
//! let link = minio.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
//! assert!(link.as_str().starts_with("http://127.0.0.1:9000/my-bucket/photos/cat.jpg?"));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! | store | region | endpoint |
//! |---|---|---|
//! | Backblaze B2 | `us-west-004`, as in the host | `Endpoint::custom("https://s3.us-west-004.backblazeb2.com")?` |
//! | Ceph, Garage, `MinIO`, `SeaweedFS` | as configured on the server; often `us-east-1` | `Endpoint::custom("http://host:port")?` |
//! | Cloudflare R2 | any; R2's own is `auto` | `Endpoint::r2(account_id)`, with a jurisdiction `"<id>.eu"` |
//! | `DigitalOcean` Spaces | `nyc3`, as in the host | `Endpoint::custom("https://nyc3.digitaloceanspaces.com")?.virtual_hosted()` |
//! | Google Cloud Storage, with HMAC keys | `auto` | `Endpoint::custom("https://storage.googleapis.com")?` |
//! | Wasabi | `eu-central-1`, as in the host | `Endpoint::custom("https://s3.eu-central-1.wasabisys.com")?.virtual_hosted()` |
//!
//! The host is signed. If your service and its clients reach the store under different host names, sign for the
//! one that the clients use, with a second presigner: `presigner.clone().with_endpoint(…)`. For a CDN that forwards
//! requests with the `Host` header of the store, see [behind a reverse proxy](#behind-a-reverse-proxy).
//!
//! # Debugging a refusal
//!
//! Send the request with `curl`. If it succeeds, the client or a proxy before the store changes the request. If it
//! fails, diagnose the response:
//!
//! ```
//! use presigner::{Credentials, Expiry, Presigner};
//! use presigner::diagnose::{Cause, Diagnosis};
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let link = presigner.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
//! println!("{}", link.to_curl());
//!
//! let response = "<Error><Code>AuthorizationQueryParametersError</Code>\
//!                 <Message>the region is wrong</Message><Region>eu-west-1</Region></Error>";
//! for finding in Diagnosis::new(link.as_str())?.error_xml(response) {
//!     println!("{finding}");
//!     assert_eq!(finding.cause(), Cause::WrongRegion);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A `SignatureDoesNotMatch` error of S3 contains the canonical request that S3 computed.
//! [`diagnose`](crate::diagnose) compares it with what was signed, and reports the differences. Without a response,
//! [`inspect`](crate::inspect) reports the problems of a URL, and [`Signer::explain`](crate::Signer::explain) returns
//! what is signed. From a shell, with the program of the feature `cli`:
//!
//! ```sh
//! presign inspect "$URL"
//! ```
//!
//! # Testing code that uses presigner
//!
//! Pass a [`Signer`](crate::Signer) to the code under test: its signing time is an argument, so a test need not mock
//! the clock, and equal input gives an equal URL. Check the URL with [`inspect`](crate::inspect) instead of comparing
//! text, and with [`verify`](crate::verify) as a server does:
//!
//! ```
//! use presigner::{Credentials, Error, Expiry, Presigner, Signer, Timestamp};
//! use presigner::inspect::InspectedUrl;
//! use presigner::verify::{Claim, Rules};
//!
//! // The code under test. In production, `signer` is `presigner.at(SystemTime::now())`.
//! fn avatar(signer: &Signer<'_>, user: u32) -> Result<String, Error> {
//!     let link = signer.get("avatars", &format!("{user}.png"), Expiry::hours(1))?;
//!     Ok(link.into_string())
//! }
//!
//! // The access key of the AWS documentation, which no store accepts.
//! let (id, secret) = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let presigner = Presigner::new(Credentials::new(id, secret), "eu-central-1");
//! let now = Timestamp::from_unix_seconds(1_700_000_000);
//! let link = avatar(&presigner.at(now), 7)?;
//! assert_eq!(link, avatar(&presigner.at(now), 7)?);
//!
//! let url = InspectedUrl::parse(&link)?;
//! assert_eq!((url.host(), url.path()), ("avatars.s3.eu-central-1.amazonaws.com", "/7.png"));
//! assert_eq!((url.signed_at(), url.expires_seconds()), (Some(now), Some(3600)));
//!
//! // What a server reads from the URL: it is valid, and for this object only.
//! let path_and_query = link.strip_prefix("https://avatars.s3.eu-central-1.amazonaws.com").ok_or("another host")?;
//! let headers = [("host", url.host())];
//! let rules = Rules::s3(now).base_domain("s3.eu-central-1.amazonaws.com");
//! let verified = Claim::parse("GET", path_and_query, &headers)?.verify(secret, &rules)?;
//! assert_eq!((verified.bucket(), verified.key()), (Some("avatars"), Some("7.png")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! For code that calls `presigner.get(…)`, compare [`Validity::signed_at`](crate::Validity::signed_at) with the time
//! before and after the call.
//!
//! To test a server that verifies such URLs, convert one with the feature `http`: `http::Request::try_from(&url)?` is
//! the request that a client sends, which `oneshot` of tower passes to a router. Add its body, and the header
//! `content-length` if it is signed: the conversion leaves it to the HTTP client.
//!
//! ## With rotation
//!
//! A service that refreshes its credentials is tested with a provider of your own and a fixed clock, for both the
//! signing time and the refresh. To let the time pass, pause the clock of Tokio (feature `test-util`), and derive the
//! signing time from its `Instant`: twelve hours then take less than a second. In the repository,
//! `examples/refresh.rs` does so.
//!
//! ```toml
//! [dependencies]
//! aws-credential-types = "1"
//! presigner = { version = "0.1", features = ["aws-credential-types", "rotation"] }
//! tokio = { version = "1", features = ["macros", "rt"] }
//! ```
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("clients/testing.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! ## With a server
//!
//! To send URLs to a server, start one within the test, on loopback. [`s3s`][s3s] verifies signatures independently of
//! this crate. It reads the system clock, so sign with that too.
//!
//! ```toml
//! [dev-dependencies]
//! hyper = { version = "1", features = ["http1", "server"] }
//! hyper-util = { version = "0.1", features = ["tokio"] }
//! s3s = "0.14"
//! s3s-fs = "0.14"
//! tokio = { version = "1", features = ["macros", "net", "rt"] }
//! ```
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("clients/s3_server.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! s3s 0.14 differs from S3:
//!
//! | request | S3 | s3s 0.14 |
//! |---|---|---|
//! | a form whose key contains `${filename}` | stores the object under the name of the file | replaces nothing: the key contains `${filename}` |
//! | a form with a field that does not meet its condition | `AccessDenied`, 403 | `InvalidPolicyDocument`, 400 |
//! | a URL with [`payload_sha256`](crate::Request::payload_sha256) | accepts the body with this hash | `SignatureDoesNotMatch`, 403 |
//! | a multipart upload that was completed or aborted | `NoSuchUpload`, 404 | `AccessDenied`, 403 |
//! | a wrong upload id | `NoSuchUpload`, 404 | `InvalidRequest`, 400 |
//! | completion with a part that was not uploaded | `InvalidPart`, 400 | `InternalError`, 500 |
//!
//! To test how your service responds to such an error, return the document of
//! [`error_xml`](crate::verify::error_xml) from a handler of your own.
//!
//! # Verifying in your own server
//!
//! Parse the request, look up the secret access key for its access key id, and verify the signature. Then use only
//! the values of the returned [`Verified`](crate::verify::Verified), because the rest of the request is not
//! authenticated.
//!
//! ```
//! use presigner::{Credentials, Endpoint, Expiry, Presigner, Timestamp};
//! use presigner::verify::{Claim, Rejection, Rules, Verified, error_xml};
//!
//! /// An access key that the server knows. That of temporary credentials has a session token, and expires.
//! struct AccessKey {
//!     secret: &'static str,
//!     session_token: Option<&'static str>,
//!     expires_at: Option<Timestamp>,
//! }
//!
//! fn access_key(id: &str) -> Option<AccessKey> {
//!     let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
//!     (id == "AKIAIOSFODNN7EXAMPLE").then_some(AccessKey { secret, session_token: None, expires_at: None })
//! }
//!
//! /// The status and the body of a response.
//! type Refusal = (u16, String);
//!
//! fn authenticate<'r>(
//!     method: &'r str,
//!     path_and_query: &'r str,
//!     headers: &'r [(String, String)],
//!     now: Timestamp,
//! ) -> Result<Verified<'r>, Refusal> {
//!     // If your responses have a request id, pass it to `to_xml` and `error_xml`.
//!     let refused = |rejection: Rejection| (rejection.http_status(), rejection.to_xml(""));
//!     let claim = Claim::parse(method, path_and_query, headers).map_err(refused)?;
//!     let rules = Rules::s3(now).region("eu-central-1");
//!     let key = access_key(claim.access_key_id())
//!         .filter(|key| key.session_token == claim.session_token().as_deref())
//!         .ok_or_else(|| refused(claim.reject_unknown_key(&rules)))?;
//!     let verified = claim.verify(key.secret, &rules).map_err(refused)?;
//!     // After the signature, so that only the holder of the secret learns it.
//!     if key.expires_at.is_some_and(|expires_at| expires_at <= now) {
//!         return Err((400, error_xml("ExpiredToken", "The provided token has expired.", "")));
//!     }
//!     Ok(verified)
//! }
//!
//! let now = Timestamp::from_unix_seconds(1_700_000_000); // in production, `SystemTime::now().into()`
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let presigner = Presigner::new(credentials, "eu-central-1")
//!     .with_endpoint(Endpoint::custom("https://files.example.com")?);
//! let url = presigner.at(now).get("my-bucket", "photos/cat 1.jpg", Expiry::hours(1))?;
//!
//! // Path, query and headers as the server received them. In HTTP/2 the host is `:authority`, which hyper and axum
//! // put into the `Uri`.
//! let path_and_query = url.as_str().strip_prefix("https://files.example.com").ok_or("another host")?;
//! let headers = [(String::from("host"), String::from("files.example.com"))];
//! let request = authenticate("GET", path_and_query, &headers, now).map_err(|(_, xml)| xml)?;
//! assert_eq!((request.bucket(), request.key()), (Some("my-bucket"), Some("photos/cat 1.jpg")));
//!
//! let changed = path_and_query.replace("cat", "dog");
//! let (status, xml) = authenticate("GET", &changed, &headers, now).unwrap_err();
//! assert_eq!(status, 403);
//! assert!(xml.contains("<Code>SignatureDoesNotMatch</Code>"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! An unknown access key id, and one with another session token, have the same response as a wrong signature, so that
//! the client does not learn which ids exist. The content type of the response is `application/xml`; the response to
//! HEAD has no body. With the feature `http`, `Claim::from_parts` parses the requests of hyper and axum. To keep a
//! `Verified` in the extensions of such a request, call [`into_owned`](crate::verify::Verified::into_owned). A server
//! that is reached below a path, such as `https://files.example.com/files`, passes it to
//! [`Rules::path_prefix`](crate::verify::Rules::path_prefix); otherwise `files` would be taken for the bucket. To
//! derive the key only once a day, keep the [`SigningKey`](crate::sigv4::SigningKey) and call
//! [`verify_with_key`](crate::verify::Claim::verify_with_key).
//!
//! Verification does not check whether the access key is authorized for the request, nor the body, nor headers that
//! are not signed: [`Verified::header`](crate::verify::Verified::header) returns only those that are. See
//! [`verify`](crate::verify), and in the repository `examples/file_server`, a server of local files.
//!
//! ## Logging
//!
//! The query of a presigned URL contains its signature and session token. Until the URL expires, whoever reads a log
//! with the query can use the URL. Log the path, or the URL without its secrets, and the rejection, which says more
//! than the response:
//!
//! ```
//! use presigner::inspect;
//! use presigner::verify::Rejection;
//!
//! fn log(method: &str, path_and_query: &str, rejection: &Rejection) -> String {
//!     format!("{method} {}: {rejection}", inspect::redacted(path_and_query))
//! }
//!
//! let path_and_query = "/my-bucket/cat.jpg?X-Amz-Expires=900&X-Amz-Signature=d7b3d50b";
//! assert_eq!(
//!     log("GET", path_and_query, &Rejection::BadSignature),
//!     "GET /my-bucket/cat.jpg?X-Amz-Expires=900&X-Amz-Signature=REDACTED: \
//!      signature does not match; the request was changed, for example its path by a router or a proxy, \
//!      or signed with another secret"
//! );
//! ```
//!
//! `TraceLayer` of `tower-http` logs the whole URI unless its `make_span_with` is set, and nginx logs the query unless
//! its `log_format` has `$request_method $uri` in place of `$request`. A service that signs URLs logs
//! [`PresignedUrl::redacted`](crate::PresignedUrl::redacted). HTTP clients put the URL into the messages of their
//! errors.
//!
//! ## Receiving a form
//!
//! `verify::Form` verifies upload forms, whose signature is among the fields. The server must limit the size of the
//! fields while it receives them, and that of the file to both its own maximum and the range of the policy. As for S3,
//! the file must come after the fields.
//!
//! ```toml
//! [dependencies]
//! axum = { version = "0.8", features = ["multipart"] }
//! presigner = { version = "0.1", features = ["http", "json"] }
//! ```
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("clients/receive_form.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! For uploads by PUT, which are verified with `Claim`, add `.route("/{bucket}/{*key}", put(…))`. Below `Router::nest`,
//! put the URI of the extractor `OriginalUri` into `parts.uri` first. S3 also redirects to the field
//! `success_action_redirect`, and stores the content type and the metadata that are among the fields of the
//! `VerifiedForm`. In the repository, `examples/file_server` redirects, and writes the file to disk as it arrives.
//!
//! # A service
//!
//! With axum: downloads by redirect, forms for uploads, multipart uploads, credentials that are refreshed, and URLs
//! for files of the service itself. With an `SdkConfig`, the provider is its `credentials_provider()`.
//!
//! ```toml
//! [dependencies]
//! aws-config = "1"
//! axum = { version = "0.8", features = ["original-uri"] }
//! presigner = { version = "0.1", features = ["aws-credential-types", "http", "rotation", "serde"] }
//! reqwest = "0.12"
//! tokio = { version = "1", features = ["macros", "net", "rt-multi-thread", "time"] }
//! ```
//!
//! URLs for files of the service are signed with the endpoint `Endpoint::custom("https://files.example.com/own")`, any
//! name of a bucket, and an access key that you choose. The host must be the one that the service receives, or one of
//! [`Rules::host_candidates`](crate::verify::Rules::host_candidates). To test such a service at a fixed time, let it
//! sign with [`at`](crate::Presigner::at), as in [the test with rotation](#with-rotation), and pass the same time to
//! `Rules::s3`.
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("clients/service.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! # Many threads
//!
//! Create one presigner and share it: in an `Arc`, in the state of your web framework, or in a `static`.
//!
//! ```
//! use std::{sync::LazyLock, thread};
//! use presigner::{Credentials, Expiry, Presigner};
//!
//! static PRESIGNER: LazyLock<Presigner> =
//!     LazyLock::new(|| Presigner::new(Credentials::new("id", "secret"), "eu-central-1"));
//!
//! thread::scope(|threads| {
//!     for number in 0..4 {
//!         threads.spawn(move || PRESIGNER.get("my-bucket", &format!("{number}.jpg"), Expiry::hours(1)));
//!     }
//! });
//! ```
//!
//! Signing takes no lock and does not block, so it can be called directly from async code. Threads share the cached
//! signing key, and do not wait for each other.
//!
//! # A page of a thousand links
//!
//! To sign many links at once, append them to one buffer, with one signing time and one signing key. Only the buffer
//! is allocated:
//!
//! ```
//! use presigner::{Credentials, Expiry, Presigner, Request};
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let keys: Vec<String> = (0..1000).map(|number| format!("photos/{number}.jpg")).collect();
//! let signer = presigner.at(std::time::SystemTime::now());
//! let mut page = String::new();
//! for key in &keys {
//!     signer.presign_into(&Request::get("my-bucket", key), Expiry::hours(1), &mut page)?;
//!     page.push('\n');
//! }
//! assert_eq!(page.lines().count(), 1000);
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! # Without `std`, and in a browser
//!
//! With `default-features = false` the crate requires only `alloc` and has no clock: pass the time, in seconds
//! since 1970-01-01T00:00:00Z. The same applies to `wasm32-unknown-unknown` with any features. The presigner then
//! caches no signing key. Each signer derives its own, which takes about 1 µs on an AMD EPYC with SHA extensions.
//!
//! ```
//! use presigner::{Credentials, Expiry, Presigner, Timestamp};
//!
//! let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! // From JavaScript: `Date.now()`, through `js_sys` or as an argument.
//! let unix_milliseconds = 1.7e12;
//! let now = Timestamp::from_unix_seconds((unix_milliseconds / 1000.0) as i64);
//! let link = presigner.at(now).get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
//! assert_eq!(link.validity().signed_at(), now);
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! Never include secrets in a page that others load. In a browser, sign only with credentials of its own user.
//!
//! # Other AWS services
//!
//! [`tokens`](crate::tokens) creates the login tokens of RDS, Aurora DSQL, `ElastiCache`, `MemoryDB`, EKS, MSK and
//! Bedrock; [login tokens](crate::guide::tokens) shows them in database pools and other clients.
//! [`sigv4::QuerySigner`](crate::sigv4::QuerySigner) signs any other URL: `IoT` connections over `WebSockets`, API
//! Gateway requests, or, as here, `GetCallerIdentity`. Whoever sends this request learns which user or role signed
//! it, so the URL proves the identity of the signer without revealing a secret:
//!
//! ```
//! use std::time::{Duration, SystemTime};
//! use presigner::{Credentials, sigv4::QuerySigner};
//!
//! let credentials = Credentials::new("id", "secret");
//! let request = QuerySigner::new(&credentials, "eu-central-1", "sts").presign(
//!     "GET",
//!     "https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
//!     &[],
//!     Duration::from_secs(60),
//!     SystemTime::now(),
//! )?;
//! assert!(request.as_str().contains("Action=GetCallerIdentity&"));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! [get]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
//! [CORS]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
//! [post]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html
//! [integrity]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
//! [object lock]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
//! [lifecycle]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html
//! [multipart]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
//! [abort]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
//! [list]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
//! [s3s]: https://docs.rs/s3s
