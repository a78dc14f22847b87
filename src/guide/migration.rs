//! Coming from another library: each call with ours beside it, and what changes.
//!
//! Everywhere, `presigner` is made once, as in the [cookbook](super::cookbook), and `expiry` is a
//! [`Duration`](core::time::Duration) or an [`Expiry`](crate::Expiry). A URL that was made there is as good as
//! one that is made here: both can be in use at the same time.
//!
//! Whatever you come from:
//!
//! - Keys are raw text. Do not percent-encode them, and do not put a `/` before them: it would be part of the key.
//! - A key with a segment `.` or `..` is an error, because browsers and URL libraries rewrite it.
//!   [`Request::allow_dot_segments`](crate::Request::allow_dot_segments) signs it all the same.
//! - Every header that was given to the request has to be sent; [`PresignedUrl::headers`](crate::PresignedUrl::headers)
//!   lists them.
//! - An expiry is always given. More than seven days becomes seven days, and
//!   [`Validity::limited_by`](crate::Validity::limited_by) says so; with
//!   [`ExpiryPolicy::Strict`](crate::ExpiryPolicy::Strict) it is an error. Less than a second is always one.
//! - Signing needs no `await` and no network, and fails only on what cannot be signed.
//!
//! # aws-sdk-s3
//!
//! | there | here |
//! |---|---|
//! | `Client::new(&aws_config::load_defaults(…).await)` | `Presigner::new(Credentials::from(sdk_credentials), region)`, feature `aws-credential-types` |
//! | `PresigningConfig::expires_in(d)?` | `d` |
//! | `PresigningConfig::builder().start_time(t)` | `presigner.at(t)` |
//! | `client.get_object().bucket(b).key(k).presigned(config).await?` | `presigner.get(b, k, d)?` |
//! | `put_object()…`, `head_object()…`, `delete_object()…` | `presigner.put(b, k, d)?`, `head`, `delete` |
//! | `.response_content_disposition(…)`, `.content_type(…)`, … | the same names on [`Request`](crate::Request), then `presigner.presign(&request, d)?` |
//! | `.upload_part().upload_id(u).part_number(n)` | `Request::upload_part(b, k, u, n)` |
//! | `request.uri()`, `.method()`, `.headers()` | `url.as_str()`, `.method()`, `.headers()` |
//! | `Config::builder().endpoint_url(u).force_path_style(true)` | `.with_endpoint(Endpoint::custom(u)?)` |
//! | `.use_dual_stack(true)`, `.use_fips(true)`, `.accelerate(true)` | `Endpoint::aws().dual_stack()`, `.fips()`, `.accelerate()` |
//! | none | beginning and ending a multipart upload, `list_objects_v2`, copies, forms |
//!
//! - The URL has no `x-id`, and an upload no checksum that you did not give.
//! - The SDK fetches credentials anew before they expire. Here that is up to you: take those of its provider
//!   whenever they are renewed, and put them into `RotatingPresigner`. They bring along their expiration, so
//!   no URL outlives them.
//! - Multi-Region Access Points, which want `SigV4A`, are an error.
//!
//! # rusty-s3
//!
//! | there | here |
//! |---|---|
//! | `Bucket::new(endpoint, UrlStyle::VirtualHost, name, region)?` | `Presigner::new(credentials, region)`; the bucket's name goes to each request |
//! | `Bucket::new(url, UrlStyle::Path, …)` | `.with_endpoint(Endpoint::custom(url)?)` |
//! | `Credentials::new(k, s)`, `new_with_token(k, s, t)` | `Credentials::new(k, s)`, `.with_session_token(t)` |
//! | `bucket.get_object(Some(&credentials), k).sign(d)` | `presigner.get(b, k, d)?` |
//! | `.sign_with_time(d, &time)` | `presigner.at(time).get(b, k, d)?`, `time` from Unix seconds |
//! | `action.query_mut().insert(n, v)`, `headers_mut()` | `Request::get(b, k).query(n, v)`, `.header(n, v)` |
//! | `bucket.create_multipart_upload(…)`, `upload_part`, … | `Request::create_multipart_upload(b, k)`, `upload_part`, … |
//! | `bucket.list_objects_v2(…)` | `Request::list_objects_v2(b)` |
//! | `RotatingCredentials` | `RotatingPresigner`, feature `rotation` |
//!
//! - The URL is text, not an `url::Url`: do not parse it in order to print it again.
//! - AWS is the default, so the host is not given; buckets that cannot be host labels go into the path by
//!   themselves.
//! - Unsigned URLs and the parsing of S3's answers have no counterpart.
//!
//! # rust-s3
//!
//! | there | here |
//! |---|---|
//! | `Bucket::new(name, region, credentials)?` | `Presigner::new(credentials, region)`; the bucket's name goes to each request |
//! | `Region::Custom { region, endpoint }`, `.with_path_style()` | `.with_endpoint(Endpoint::custom(endpoint)?)` |
//! | `bucket.presign_get("/k", 900, None).await?` | `presigner.get(b, "k", Expiry::seconds(900))?` |
//! | `bucket.presign_get(k, 900, Some(queries))` | `Request::get(b, k).query(n, v)` |
//! | `bucket.presign_put(k, 900, Some(headers), queries)` | `Request::put(b, k).header(n, v).query(n, v)` |
//! | `bucket.presign_delete(k, 900)` | `presigner.delete(b, k, Expiry::seconds(900))?` |
//! | `PostPolicy::new(expiration).condition(field, value)?` | [`PostPolicy::new(b, k)`](crate::PostPolicy) and a method for each field |
//! | `bucket.presign_post(policy).await?` | `presigner.post(&policy, expiry)?` |
//! | `Credentials::from_env()`, `from_profile(…)` | `Credentials::from_env()`, `Profile::load_named(…)` with the feature `profile` |
//!
//! - A `/` before the key is taken off there, and kept here.
//! - The parameters come in one order, so equal requests make equal URLs.
//! - A form's field and its condition are one call, so that S3 does not meet one without the other. A range of
//!   lengths is 64 bits wide.
//!
//! # boto3
//!
//! | there | here |
//! |---|---|
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
//! - Always Signature Version 4; boto3 signs with Version 2 in `us-east-1` and the other old regions unless it is
//!   told `signature_version="s3v4"`, and with Version 2 puts types, metadata and encryption into the URL
//!   instead of the headers.
//! - The host names the region; `bucket.s3.amazonaws.com`, boto3's default, is
//!   [`Endpoint::legacy_global`](crate::Endpoint::legacy_global), in `us-east-1` alone.
//! - boto3 takes an hour if nothing is said, and signs what S3 will refuse: zero seconds, or ten days.
//! - A form's `Fields` need `Conditions` to match; here one call makes both.
