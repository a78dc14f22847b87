//! How a URL is made, step by step.
//!
//! This page follows the example of the AWS page [Authenticating requests: using query parameters][page]: a URL
//! for `test.txt` in the bucket `examplebucket`, signed at midnight UTC on 24 May 2013 and valid for one day. All
//! values below are those of the AWS page.
//!
//! ```
//! use presigner::{Credentials, Endpoint, Expiry, Presigner, Request, Timestamp};
//!
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let presigner = Presigner::new(credentials, "us-east-1")
//!     .with_endpoint(Endpoint::aws().legacy_global());
//! let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
//!
//! let request = Request::get("examplebucket", "test.txt");
//! let explanation = signer.explain(&request, Expiry::days(1))?;
//! let url = signer.presign(&request, Expiry::days(1))?;
//! # assert!(explanation.canonical_request().starts_with("GET\n"));
//! # assert!(url.as_str().starts_with("https://examplebucket.s3.amazonaws.com/test.txt?"));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! # 1. The host
//!
//! [`Endpoint`](crate::Endpoint) derives the host from region and bucket, normally
//! `bucket.s3.region.amazonaws.com`. The example of AWS has the older global host, which requires `legacy_global`.
//! A bucket whose name is not a valid host label is in the path instead. For an [access point ARN][access points],
//! the host begins with the name of the access point and the 12-digit account id. The endpoint also determines the
//! region and the service of the credential scope.
//!
//! # 2. The path
//!
//! The key is raw text. Each byte of its UTF-8 encoding except `A-Z a-z 0-9 - . _ ~ /` is percent-encoded as `%XX`,
//! once; nothing is decoded or normalized. A space becomes `%20`, a plus sign becomes `%2B`, and `a//b` stays as it is.
//!
//! # 3. The query
//!
//! Signature Version 4 requires five parameters before the signature; temporary credentials add a sixth. They are
//! sorted by encoded name, together with the parameters of the operation and your own.
//!
//! | parameter | value |
//! |---|---|
//! | `X-Amz-Algorithm` | `AWS4-HMAC-SHA256` |
//! | `X-Amz-Credential` | access key id, date, region, service and `aws4_request`, separated by `/` |
//! | `X-Amz-Date` | the signing time, from which the URL is valid |
//! | `X-Amz-Expires` | the validity in seconds, 1 to 604 800 |
//! | `X-Amz-Security-Token` | the session token of temporary credentials; a session token of `CreateSession`, for a directory bucket, is in `X-Amz-S3session-Token` instead |
//! | `X-Amz-SignedHeaders` | the names of the headers that the client must send as signed |
//!
//! # 4. The canonical request
//!
//! The canonical request consists of the method, the path, the query, the signed headers, their names, and
//! `UNSIGNED-PAYLOAD` in place of the hash of the body. Path and query are slices of the URL itself, so what is
//! signed is what is sent.
//!
//! ```
//! # use presigner::{Credentials, Endpoint, Expiry, Presigner, Request, Timestamp};
//! # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! # let presigner = Presigner::new(credentials, "us-east-1").with_endpoint(Endpoint::aws().legacy_global());
//! # let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
//! # let request = Request::get("examplebucket", "test.txt");
//! # let explanation = signer.explain(&request, Expiry::days(1))?;
//! assert_eq!(
//!     explanation.canonical_request(),
//!     "GET\n\
//!      /test.txt\n\
//!      X-Amz-Algorithm=AWS4-HMAC-SHA256\
//!      &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
//!      &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\n\
//!      host:examplebucket.s3.amazonaws.com\n\
//!      \n\
//!      host\n\
//!      UNSIGNED-PAYLOAD"
//! );
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! # 5. The string to sign
//!
//! The string to sign consists of the algorithm, the signing time, the credential scope, and the SHA-256 of the
//! canonical request in hex.
//!
//! ```
//! # use presigner::{Credentials, Endpoint, Expiry, Presigner, Request, Timestamp};
//! # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! # let presigner = Presigner::new(credentials, "us-east-1").with_endpoint(Endpoint::aws().legacy_global());
//! # let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
//! # let request = Request::get("examplebucket", "test.txt");
//! # let explanation = signer.explain(&request, Expiry::days(1))?;
//! assert_eq!(
//!     explanation.string_to_sign(),
//!     "AWS4-HMAC-SHA256\n\
//!      20130524T000000Z\n\
//!      20130524/us-east-1/s3/aws4_request\n\
//!      3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04"
//! );
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! # 6. The signing key
//!
//! The signing key is derived from the secret access key, the date, the region and the service with [four
//! HMACs][derive]. It is valid only for that date, region and service. A [`Presigner`](crate::Presigner) caches the
//! key of the current day, so it is not derived for each URL.
//!
//! # 7. The signature
//!
//! The signature is the HMAC-SHA-256 of the string to sign, with the signing key, in lower-case hex. It is appended
//! to the URL.
//!
//! ```
//! # use presigner::{Credentials, Endpoint, Expiry, Presigner, Request, Timestamp};
//! # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! # let presigner = Presigner::new(credentials, "us-east-1").with_endpoint(Endpoint::aws().legacy_global());
//! # let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
//! # let url = signer.get("examplebucket", "test.txt", Expiry::days(1))?;
//! assert!(url.as_str().ends_with(
//!     "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
//! ));
//! # Ok::<(), presigner::Error>(())
//! ```
//!
//! # Consequences
//!
//! - The body is not signed, unless you set [`payload_sha256`](crate::Request::payload_sha256). To restrict an
//!   upload, sign a header: `content-type`, `content-length` or a checksum.
//! - Method and host are signed. A URL for GET does not work for HEAD, and a URL for an internal host name of the
//!   server does not work for its public host name.
//! - S3 keeps no record of presigned URLs, so a single URL cannot be revoked. It stops working when it expires or
//!   when the credentials that signed it become invalid.
//! - S3 compares `X-Amz-Date` with its own clock and refuses a URL whose signing time is more than 15 minutes in the
//!   future.
//!
//! The types for the individual steps are in [`sigv4`](crate::sigv4). The signature of an [upload form][post] is
//! simpler: the string to sign is the base64-encoded policy.
//!
//! [page]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
//! [access points]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-access-points.html
//! [derive]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
//! [post]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html
