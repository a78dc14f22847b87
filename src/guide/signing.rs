//! How a URL is made, step by step.
//!
//! Below is the one example that AWS works out in full, on the page
//! [Authenticating requests: using query parameters][page]: a link to `test.txt` in the bucket
//! `examplebucket`, signed at midnight on 24 May 2013, good for a day. Keep that page beside this one.
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
//! [`Endpoint`](crate::Endpoint) makes a host of region and bucket: today `bucket.s3.region.amazonaws.com`;
//! `legacy_global` is for the example, which is older than regional hosts. A bucket that cannot be a host
//! label goes into the path, and an [access point's ARN][access points] becomes a host of its own, made of
//! its name and its account, twelve digits. With the host come the region and the service that the
//! signature is for.
//!
//! # 2. The path
//!
//! The key is raw text. Every byte of its UTF-8 but `A-Z a-z 0-9 - . _ ~ /` becomes `%XX`, once; nothing is
//! decoded, normalised or resolved. So a space is `%20` and a plus sign `%2B`, and `a//b` stays what it is.
//!
//! # 3. The query
//!
//! Five parameters say what the signature needs; temporary credentials add a sixth. They are sorted by their
//! encoded names, together with those of the operation and your own.
//!
//! | parameter | holds |
//! |---|---|
//! | `X-Amz-Algorithm` | `AWS4-HMAC-SHA256` |
//! | `X-Amz-Credential` | access key id, day, region, service and `aws4_request` |
//! | `X-Amz-Date` | the signing time, from which the URL is valid |
//! | `X-Amz-Expires` | for how many seconds |
//! | `X-Amz-Security-Token` | the session token of temporary credentials; that of `CreateSession`, for a directory bucket, goes by `X-Amz-S3session-Token` |
//! | `X-Amz-SignedHeaders` | the names of the headers that the sender must send |
//!
//! # 4. The canonical request
//!
//! Method, path, query, headers, the headers' names, and a word for the body, which is not known yet. The
//! path and the query are slices of the URL itself, so what is signed is what is sent.
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
//! The algorithm, the time, the scope, and the SHA-256 of the canonical request.
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
//! [Four HMACs][derive] lead from the secret access key over day, region and service to a key that signs for
//! that day, region and service alone. A [`Presigner`](crate::Presigner) keeps today's, so most URLs do
//! without this step.
//!
//! # 7. The signature
//!
//! A fifth HMAC, of the string to sign, in lower-case hex, at the end of the URL.
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
//! # What follows from this
//!
//! - The body is not signed. What must hold for an upload is signed as a header:
//!   `content-type`, `content-length`, a checksum.
//! - Method and host are signed. A link for GET does not do for HEAD, and one for an internal name of the
//!   server does not do for its public one.
//! - Nothing is registered anywhere, so nothing can be called back. A URL ends with its time, or with the
//!   credentials that signed it.
//! - S3 compares `X-Amz-Date` with its own clock: a URL from a clock that is more than 15 minutes ahead is
//!   not valid yet.
//!
//! The types of the single steps are in [`sigv4`](crate::sigv4). An [upload form][post] is signed more
//! simply: the string to sign is the policy itself.
//!
//! [page]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
//! [access points]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-access-points.html
//! [derive]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
//! [post]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html
