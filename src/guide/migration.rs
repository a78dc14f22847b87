//! Migrating from another library: the equivalent of each call, and what changes.
//!
//! In all tables, `presigner` is created once, as in the [cookbook](super::cookbook), and `expiry` is a
//! [`Duration`](core::time::Duration) or an [`Expiry`](crate::Expiry). URLs that the other library signed stay valid,
//! so you can migrate step by step.
//!
//! In the examples, `before` is code of the other library, and `after` is its replacement. The tests in
//! `benches/peers` compile both, and check that they sign the same request.
//!
//! For all libraries:
//!
//! - Keys are raw text. Do not percent-encode them, and do not prefix them with `/`, which would be part of the key.
//! - A key with a segment `.` or `..` is an error, because browsers and URL libraries rewrite it.
//!   [`Request::allow_dot_segments`](crate::Request::allow_dot_segments) allows it.
//! - The client must send every header that was set on the request;
//!   [`PresignedUrl::headers`](crate::PresignedUrl::headers) lists them.
//! - The expiry is mandatory. More than seven days is reduced to seven days, which
//!   [`Validity::limited_by`](crate::Validity::limited_by) reports; with
//!   [`ExpiryPolicy::Strict`](crate::ExpiryPolicy::Strict) it is an error. Less than a second is always an error.
//! - Signing is not `async`, and uses no network. It fails only if the request or the settings are
//!   invalid, or if the credentials have expired.
//!
//! # aws-sdk-s3
//!
//! | aws-sdk-s3 | presigner |
//! |---|---|
//! | `Client::new(&aws_config::load_defaults(…).await)` | `Presigner::new(Credentials::from(sdk_credentials), region)`, feature `aws-credential-types` |
//! | `PresigningConfig::expires_in(d)?` | `d` |
//! | `PresigningConfig::builder().start_time(t)` | `presigner.at(t)` |
//! | `client.get_object().bucket(b).key(k).presigned(config).await?` | `presigner.get(b, k, d)?` |
//! | `put_object()…`, `head_object()…`, `delete_object()…` | `presigner.put(b, k, d)?`, `head`, `delete` |
//! | `.response_content_disposition(…)`, `.content_type(…)`, … | the same names on [`Request`](crate::Request), then `presigner.presign(&request, d)?` |
//! | `.upload_part().upload_id(u).part_number(n)` | `Request::upload_part(b, k, u, n)` |
//! | `request.uri()`, `.method()`, `.headers()` | `url.as_str()`, `.method()`, `.headers()` |
//! | `request.make_http_1x_request(())` | `http::Request::try_from(&url)?`, feature `http` |
//! | `AuthTokenGenerator` of `aws-sdk-rds` | [`tokens::rds`](crate::tokens::rds) |
//! | `Config::builder().endpoint_url(u).force_path_style(true)` | `.with_endpoint(Endpoint::custom(u)?)` |
//! | `.use_dual_stack(true)`, `.use_fips(true)`, `.accelerate(true)` | `Endpoint::aws().dual_stack()`, `.fips()`, `.accelerate()` |
//! | not supported | creating and completing a multipart upload, `list_objects_v2`, copies, forms |
//!
//! - The URL has no `x-id` parameter, and an upload has no checksum unless you set one.
//! - The SDK refreshes credentials before they expire. So does a `RotatingPresigner`, from the same providers, in
//!   [a task of the service](super::cookbook#temporary-credentials). The validity of URLs is limited to the expiration
//!   of the credentials.
//! - Multi-Region Access Points require the feature `sigv4a`. Without it they are an error.
//!
//! The same requests with `aws-sdk-s3` 1.157:
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("migration/aws_sdk_s3.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! # rusty-s3
//!
//! | rusty-s3 | presigner |
//! |---|---|
//! | `Bucket::new(endpoint, UrlStyle::VirtualHost, name, region)?` | `Presigner::new(credentials, region)`; pass the bucket name with each request |
//! | `Bucket::new(url, UrlStyle::Path, …)` | `.with_endpoint(Endpoint::custom(url)?)` |
//! | `Credentials::new(k, s)`, `new_with_token(k, s, t)` | `Credentials::new(k, s)`, `.with_session_token(t)` |
//! | `bucket.get_object(Some(&credentials), k).sign(d)` | `presigner.get(b, k, d)?` |
//! | `.sign_with_time(d, &time)` | `presigner.at(time).get(b, k, d)?`, `time` from Unix seconds |
//! | `action.query_mut().insert(n, v)`, `headers_mut()` | `Request::get(b, k).query(n, v)`, `.header(n, v)` |
//! | `bucket.create_multipart_upload(…)`, `upload_part`, … | `Request::create_multipart_upload(b, k)`, `upload_part`, … |
//! | `bucket.list_objects_v2(…)` | `Request::list_objects_v2(b)` |
//! | `RotatingCredentials` | `RotatingPresigner`, feature `rotation` |
//!
//! - The URL is a string, not a `url::Url`. Do not parse it and serialize it again, because this may change the path.
//! - AWS is the default endpoint, so no host is passed. Buckets whose names are not valid host labels are addressed
//!   path style automatically.
//! - There is no equivalent for unsigned URLs, and only the responses of multipart uploads are parsed.
//!
//! The same requests with `rusty-s3` 0.11:
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("migration/rusty_s3.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! # rust-s3
//!
//! | rust-s3 | presigner |
//! |---|---|
//! | `Bucket::new(name, region, credentials)?` | `Presigner::new(credentials, region)`; pass the bucket name with each request |
//! | `Region::Custom { region, endpoint }`, `.with_path_style()` | `.with_endpoint(Endpoint::custom(endpoint)?)` |
//! | `bucket.presign_get("/k", 900, None).await?` | `presigner.get(b, "k", Expiry::seconds(900))?` |
//! | `bucket.presign_get(k, 900, Some(queries))` | `Request::get(b, k).query(n, v)` |
//! | `bucket.presign_put(k, 900, Some(headers), queries)` | `Request::put(b, k).header(n, v).query(n, v)` |
//! | `bucket.presign_delete(k, 900)` | `presigner.delete(b, k, Expiry::seconds(900))?` |
//! | `PostPolicy::new(expiration).condition(field, value)?` | [`PostPolicy::new(b, k)`](crate::PostPolicy) and a method for each field |
//! | `bucket.presign_post(policy).await?` | `presigner.post(&policy, expiry)?` |
//! | `Credentials::from_env()`, `from_profile(…)` | `Credentials::from_env()`, `Profile::load_named(…)` with the feature `profile` |
//!
//! - `rust-s3` strips a leading `/` from the key; this crate keeps it.
//! - Parameters are sorted, so equal requests that are signed at the same time have equal URLs.
//! - One call adds a form field and its policy condition, because S3 refuses one without the other. Content lengths
//!   are 64-bit.
//! - The fields of a form with a key prefix include `key`, such as `uploads/${filename}`; in `rust-s3` it is one of the
//!   `dynamic_fields`. A field `bucket` is not needed.
//!
//! The same requests with `rust-s3` 0.38:
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("migration/rust_s3.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! # `object_store`
//!
//! | `object_store` | presigner |
//! |---|---|
//! | `AmazonS3Builder::from_env().with_bucket_name(b).build()?` | `Presigner::from_env()?`; pass the bucket name with each request |
//! | `.with_endpoint(u)` | `.with_endpoint(Endpoint::custom(u)?)` |
//! | `store.signed_url(Method::GET, &path, d).await?` | `presigner.get(b, k, d)?` |
//! | `store.signed_urls(method, &paths, d).await?` | one signer of `presigner.at(SystemTime::now())`, then `signer.get(b, k, d)?` for each key |
//!
//! - A `Path` removes empty segments; a key is used as it is.
//! - URLs can have signed headers and parameters; see [`Request`](crate::Request).
//!
//! The same requests with `object_store` 0.14:
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("migration/object_store.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! # `opendal`
//!
//! | `opendal` | presigner |
//! |---|---|
//! | `Operator::new(S3::default().bucket(b).region(r))?` | `Presigner::new(credentials, r)`; pass the bucket name with each request |
//! | `op.presign_read(path, d).await?`, `presign_write`, `presign_stat` | `presigner.get(b, k, d)?`, `put`, `head` |
//! | `op.presign_read_with(path, d).override_content_disposition(v)` | `Request::get(b, k).response_content_disposition(v)`, then `presigner.presign(&request, d)?` |
//! | `request.method()`, `.uri()`, `.header()` | `url.method()`, `.as_str()`, `.headers()`, or `http::Request::try_from(&url)?` |
//!
//! - The root of the operator is not added: pass the whole key.
//!
//! The same requests with `opendal` 0.59:
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("migration/opendal.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! # boto3
//!
//! | boto3 | presigner |
//! |---|---|
//! | `boto3.client("s3")` | `Presigner::load()` with the feature `profile`, or `Presigner::from_env()` |
//! | `boto3.client("s3", region_name=r)` | `Presigner::new(Credentials::from_env()?, r)` |
//! | `boto3.Session(profile_name=p)` | `Profile::load_named(p)?`, feature `profile` |
//! | `generate_presigned_url("get_object", Params={"Bucket": b, "Key": k})` | `presigner.get(b, k, Expiry::hours(1))?` |
//! | `"put_object"`, `"head_object"`, `"delete_object"` | `presigner.put(b, k, expiry)?`, `head`, `delete` |
//! | `"upload_part"`, `"list_objects_v2"`, … | `Request::upload_part(…)`, `Request::list_objects_v2(b)`, … |
//! | `Params={…, "ContentType": t, "ResponseContentDisposition": d}` | `.content_type(t)`, `.response_content_disposition(d)` |
//! | `ExpiresIn=3600` | `Expiry::seconds(3600)` |
//! | `generate_presigned_post(b, k, Fields, Conditions, ExpiresIn)` | [`PostPolicy`](crate::PostPolicy), then `presigner.post(&policy, expiry)?` |
//! | `["content-length-range", 1, n]`, `["starts-with", "$Content-Type", "image/"]` | `.content_length_range(1..=n)`, `.content_type_prefix("image/")` |
//! | `endpoint_url=u`, `s3={"addressing_style": "path"}` | `Endpoint::custom(u)?`, `.path_style()` |
//! | `use_dualstack_endpoint`, `use_fips_endpoint`, `use_accelerate_endpoint` | `Endpoint::aws().dual_stack()`, `.fips()`, `.accelerate()` |
//!
//! - This crate always uses Signature Version 4. boto3 uses Version 2 in `us-east-1` and the other regions that
//!   support it, unless configured with `signature_version="s3v4"`, and with Version 2 it puts content type, metadata
//!   and encryption into the URL instead of headers.
//! - The host includes the region. `bucket.s3.amazonaws.com`, the default of boto3, is
//!   [`Endpoint::legacy_global`](crate::Endpoint::legacy_global), in `us-east-1` only.
//! - boto3 defaults to one hour, and signs expiries that S3 refuses, such as zero seconds or ten days.
//! - In boto3, `Fields` of a form need matching `Conditions`. In this crate, one call adds both.
