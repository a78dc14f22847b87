//! Recipes. In all of them `presigner` stands for
//!
//! ```
//! use presigner::{Credentials, Presigner};
//!
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let presigner = Presigner::new(credentials, "eu-central-1");
//! # let _ = presigner;
//! ```
//!
//! # Download
//!
//! ```
//! # use presigner::{Credentials, Presigner};
//! use presigner::Expiry;
//!
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let link = presigner.get("my-bucket", "reports/2024 Q1.pdf", Expiry::minutes(15))?;
//! assert!(link.opens_in_browser());
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! Under another name, as another type, one version of it:
//!
//! ```
//! # use presigner::{Credentials, Presigner};
//! use presigner::{Expiry, Request};
//!
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let request = Request::get("my-bucket", "reports/2024 Q1.pdf")
//!     .attachment("Bericht für März.pdf")
//!     .response_content_type("application/pdf")
//!     .version_id("3sL4kqtJlcpXroDTDmJ");
//! let link = presigner.presign(&request, Expiry::minutes(15))?;
//! # assert!(link.opens_in_browser());
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! These are parameters of [GetObject][get], part of the URL and signed, so a link remains a link. A
//! [`range`](crate::Request::range) is a header: the client must send it.
//!
//! # Upload
//!
//! Of one type and length, and only if nothing is there yet:
//!
//! ```
//! # use presigner::{Credentials, Presigner};
//! use presigner::{Expiry, Method, Request};
//!
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let request = Request::put("my-bucket", "uploads/cat.jpg")
//!     .content_type("image/jpeg")
//!     .content_length(48_213)
//!     .create_only();
//! let upload = presigner.presign(&request, Expiry::minutes(5))?;
//!
//! // Give the client all three. It must send these headers, exactly.
//! assert_eq!(upload.method(), Method::Put);
//! let headers: Vec<_> =
//!     upload.headers().iter().map(|(name, value)| format!("{name}: {value}")).collect();
//! assert_eq!(headers, ["content-length: 48213", "content-type: image/jpeg", "if-none-match: *"]);
//! # let _ = upload.as_str();
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! In JavaScript, where the browser sets the length itself:
//!
//! ```js
//! await fetch(url, { method: "PUT", headers: { "content-type": "image/jpeg", "if-none-match": "*" }, body: file });
//! ```
//!
//! What is not asked for is not signed: a plain `presigner.put(…)` takes any type and up to 5 GB. A
//! [`checksum`](crate::Request::checksum) binds the link to one content. A page on another origin needs
//! [CORS] set up for the bucket.
//!
//! # Capped upload
//!
//! A presigned PUT cannot say "at most"; a [form][post] can.
//!
//! ```
//! # use presigner::{Credentials, Presigner};
//! use presigner::{Expiry, PostPolicy};
//!
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let policy = PostPolicy::with_key_prefix("my-bucket", "uploads/jane/")
//!     .content_type_prefix("image/")
//!     .content_length_range(1..=10_000_000);
//! let form = presigner.post(&policy, Expiry::minutes(10))?;
//!
//! // As a page …
//! assert!(form.to_html_form().contains("<input type=\"file\" name=\"file\" required>"));
//! // … or for a script: the URL and the fields, to be sent before the file.
//! assert_eq!(form.url(), "https://my-bucket.s3.eu-central-1.amazonaws.com/");
//! assert!(form.fields().iter().any(|(name, _)| name == "policy"));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! [`PresignedPost`](crate::PresignedPost) shows the script. With the feature `serde` it serialises to
//! `{"url": …, "fields": {…}}`. Cloudflare R2 has no such forms, and says so when signing.
//!
//! # Multipart upload
//!
//! A server begins and ends [the upload][multipart]; a client sends the parts, in any order, several at a time.
//!
//! ```
//! # use presigner::{Credentials, Presigner};
//! use presigner::{Expiry, Method, Request};
//!
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let (bucket, key, expiry) = ("my-bucket", "videos/cat.mp4", Expiry::hours(6));
//!
//! // POST it; the answer holds the upload id. Type and metadata of the object go here.
//! let begin = Request::create_multipart_upload(bucket, key).content_type("video/mp4");
//! let begin = presigner.presign(&begin, expiry)?;
//! assert_eq!(begin.method(), Method::Post);
//! let upload_id = "VXBsb2FkIElE";
//!
//! // One PUT a part, of 5 MiB at least but for the last. Keep the `ETag` of each answer.
//! for number in 1..=3 {
//!     let part = Request::upload_part(bucket, key, upload_id, number);
//!     let part = presigner.presign(&part, expiry)?;
//!     assert_eq!(part.method(), Method::Put);
//! }
//!
//! // POST it with the list of part numbers and `ETag`s as XML, or DELETE the parts again.
//! let end = Request::complete_multipart_upload(bucket, key, upload_id);
//! let end = presigner.presign(&end, expiry)?;
//! let give_up = Request::abort_multipart_upload(bucket, key, upload_id);
//! let give_up = presigner.presign(&give_up, expiry)?;
//! # assert_eq!((end.method(), give_up.method()), (Method::Post, Method::Delete));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! Browsers read `ETag` only if the bucket's CORS rules list it under `ExposeHeaders`. A lifecycle rule that
//! aborts incomplete uploads frees what clients leave behind.
//!
//! # Temporary credentials
//!
//! A URL dies with the credentials that signed it, whatever it says. Say when they expire, and it tells the
//! truth:
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
//! To have an error instead, [`ExpiryPolicy::Strict`](crate::ExpiryPolicy::Strict). Where credentials come
//! from:
//!
//! | source | how | feature |
//! |---|---|---|
//! | the environment | `Credentials::from_env()` | `std` |
//! | `~/.aws/credentials`, `~/.aws/config` | `Profile::load()` | `profile` |
//! | what IMDS, ECS, EKS, STS or a `credential_process` answered | `Credentials::from_json(text)` | `json` |
//! | `aws-config` and the AWS SDK | `Credentials::from(sdk_credentials)` | `aws-credential-types` |
//!
//! A service that runs longer than they live takes `RotatingPresigner` (feature `rotation`): one thread calls
//! `rotate` with the new ones, all others `load`. `examples/rotation.rs` is such a service.
//!
//! # Cacheable links
//!
//! Each call makes another URL, so no cache ever hits. With a window, all links that are made within it are
//! the same, and still live at least as long as asked:
//!
//! ```
//! # use presigner::{Credentials, Presigner};
//! use std::time::Duration;
//! use presigner::{Expiry, Timestamp};
//!
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let presigner = presigner.with_stable_window(Duration::from_secs(3600));
//! let at = |seconds| presigner.at(Timestamp::from_unix_seconds(seconds));
//! let early = at(1_700_000_000).get("my-bucket", "logo.svg", Expiry::hours(1))?;
//! let later = at(1_700_000_900).get("my-bucket", "logo.svg", Expiry::hours(1))?;
//! assert_eq!(early, later);
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! New credentials make new links. `response_cache_control("private, max-age=3600")` on the request tells
//! browsers to keep the object.
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
//! | Ceph, Garage, `MinIO`, `SeaweedFS` | what the server is set to; often `us-east-1` | `Endpoint::custom("http://host:port")?` |
//! | Cloudflare R2 | any; R2's own is `auto` | `Endpoint::r2(account_id)` |
//! | `DigitalOcean` Spaces | `nyc3`, as in the host | `Endpoint::custom("https://nyc3.digitaloceanspaces.com")?.virtual_hosted()` |
//! | Google Cloud Storage, with HMAC keys | `auto` | `Endpoint::custom("https://storage.googleapis.com")?` |
//! | Wasabi | `eu-central-1`, as in the host | `Endpoint::custom("https://s3.eu-central-1.wasabisys.com")?.virtual_hosted()` |
//!
//! The host is signed. If your service reaches the store by another name than its clients do, sign for the
//! clients' name: `presigner.clone().with_endpoint(…)` is cheap. Behind a CDN that passes requests on with the
//! store's own host, see [`Endpoint::display_host`](crate::Endpoint::display_host).
//!
//! # Debugging a refusal
//!
//! Send it from a shell, as the client should have done. If that works, the client changes it; if not, the
//! server's answer says why:
//!
//! ```
//! # use presigner::{Credentials, Presigner};
//! use presigner::Expiry;
//! use presigner::diagnose::{Cause, Diagnosis};
//!
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! let link = presigner.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
//! println!("{}", link.to_curl());
//!
//! let answer = "<Error><Code>AuthorizationQueryParametersError</Code>\
//!               <Message>the region is wrong</Message><Region>eu-west-1</Region></Error>";
//! for finding in Diagnosis::new(link.as_str())?.error_xml(answer) {
//!     println!("{finding}");
//!     assert_eq!(finding.cause(), Cause::WrongRegion);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `SignatureDoesNotMatch` from S3 brings along what S3 hashed; [`diagnose`](crate::diagnose) compares it with
//! what was signed and names the difference. Without an answer, [`inspect`](crate::inspect) says what is
//! questionable about a URL by itself, and [`Signer::explain`](crate::Signer::explain) what was signed. From a
//! shell, in this repository:
//!
//! ```sh
//! cargo run -q --example presign -- inspect "$URL"
//! ```
//!
//! # Tests with a fixed clock
//!
//! The clock is an argument, so nothing has to be mocked: what takes a [`Signer`](crate::Signer) instead of a
//! presigner can be tested by its whole output.
//!
//! ```
//! # use presigner::{Credentials, Presigner};
//! use presigner::{Error, Expiry, Signer, Timestamp};
//!
//! fn avatar(signer: &Signer<'_>, user: u32) -> Result<String, Error> {
//!     let link = signer.get("avatars", &format!("{user}.png"), Expiry::hours(1))?;
//!     Ok(link.into_string())
//! }
//!
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! // In the service: `presigner.at(SystemTime::now())`, once for many links.
//! let signer = presigner.at(Timestamp::from_unix_seconds(1_700_000_000));
//! let link = avatar(&signer, 7)?;
//! assert!(link.contains("/7.png?"));
//! assert!(link.contains("&X-Amz-Date=20231114T221320Z&X-Amz-Expires=3600&"));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! # Verifying in your own server
//!
//! In two steps: read who claims to have signed, look up that key's secret as you like, then believe.
//!
//! ```
//! # use presigner::{Credentials, Endpoint, Expiry, Presigner};
//! use presigner::Timestamp;
//! use presigner::verify::{Claim, Rejection, Rules, Verified};
//!
//! fn authenticate<'r>(
//!     method: &'r str,
//!     path_and_query: &'r str,
//!     headers: &'r [(String, String)],
//!     now: Timestamp,
//! ) -> Result<Verified<'r>, Rejection> {
//!     let claim = Claim::parse(method, path_and_query, headers)?;
//!     let secret = match claim.access_key_id() {
//!         "AKIAIOSFODNN7EXAMPLE" => "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
//!         _ => return Err(Rejection::BadSignature),
//!     };
//!     claim.verify(secret, &Rules::s3(now).region("eu-central-1"))
//! }
//!
//! // As the server received it. Over HTTP/2 the host is `:authority`, in hyper and axum that of the `Uri`.
//! # let now = Timestamp::from_unix_seconds(1_700_000_000);
//! # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! # let presigner = Presigner::new(credentials, "eu-central-1")
//! #     .with_endpoint(Endpoint::custom("https://files.example.com")?);
//! # let url = presigner.at(now).get("my-bucket", "photos/cat 1.jpg", Expiry::hours(1))?.into_string();
//! # let path_and_query = url.strip_prefix("https://files.example.com").unwrap_or_default();
//! let headers = [(String::from("host"), String::from("files.example.com"))];
//! let request = authenticate("GET", path_and_query, &headers, now)?;
//! assert_eq!((request.bucket(), request.key()), (Some("my-bucket"), Some("photos/cat 1.jpg")));
//!
//! # let changed = path_and_query.replace("cat", "dog");
//! let refused = authenticate("GET", &changed, &headers, now);
//! assert_eq!(refused, Err(Rejection::BadSignature));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Act on what [`Verified`](crate::verify::Verified) says, not on the request. What it does not vouch for: that
//! the access key may do this, the body, and headers that are not signed. [`verify`](crate::verify) has the rest.
//!
//! # Many threads
//!
//! Make one presigner and share it: in an `Arc`, in the state of your web framework, or in a static.
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
//! Nobody waits for anybody, and nothing is asynchronous: call it from async code as it is.
//!
//! Throughput grows with the cores, because what the threads share they only read. A warm URL touches the
//! thread's own stack and allocation, and the presigner: its settings, and a sequence lock with the signing
//! key of the day and the hash so far of what all strings to sign of this second begin with, some 120 bytes
//! in two or three cache lines. Readers of a sequence lock write nothing, so each core keeps its copy of
//! these lines (the state *shared* of the MESI protocol) and reads them as fast as memory of its own, however
//! many cores do. A lock that counts its readers, or an `Arc` that is cloned, is written twice for each URL:
//! the line has to be *exclusive* to one core at a time, each hand-over takes about 100 ns, and so no number
//! of cores makes more than some five million URLs a second with it.
//!
//! Once a second the first thread to sign writes the lock anew. The other cores then fetch the lines once more:
//! with 64 cores that is 64 times some 0.3 µs, each on another core, in a second. At midnight (UTC) each thread
//! that comes before the first has finished derives the new key for itself, about a microsecond.
//!
//! # A page of a thousand links
//!
//! Into one buffer, at one signing time, with one signing key; nothing is allocated but the buffer:
//!
//! ```
//! # use presigner::{Credentials, Presigner};
//! use presigner::{Expiry, Request};
//!
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! # let keys: Vec<String> = (0..1000).map(|number| format!("photos/{number}.jpg")).collect();
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
//! With `default-features = false` the crate needs `alloc` alone, and there is no clock: pass the time, in
//! seconds since 1970. On `wasm32-unknown-unknown` that is so with every feature. The presigner keeps no signing
//! key then: each signer derives its own, in about a microsecond.
//!
//! ```
//! # use presigner::{Credentials, Presigner};
//! use presigner::{Expiry, Timestamp};
//!
//! # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
//! # let unix_milliseconds = 1.7e12;
//! // From JavaScript: `Date.now()`, by `js_sys` or as an argument.
//! let now = Timestamp::from_unix_seconds((unix_milliseconds / 1000.0) as i64);
//! let link = presigner.at(now).get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
//! # assert_eq!(link.validity().signed_at(), now);
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! Secrets have no place in a page that others load; sign in a browser only with keys of its own user.
//!
//! # Other AWS services
//!
//! [`sigv4::QuerySigner`](crate::sigv4::QuerySigner) signs any URL: a login for RDS, an invitation to `IoT` over
//! `WebSockets`, a call of API Gateway, `GetCallerIdentity` as a proof of identity.
//!
//! [get]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
//! [CORS]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
//! [post]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html
//! [multipart]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
