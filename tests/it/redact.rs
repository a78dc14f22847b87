//! `Debug` output and error messages contain no secret.

use std::{fmt::Debug, time::Duration};

use presigner::{
    Credentials, Endpoint, Error, ExpiryPolicy, PostPolicy, Presigner, Request, Timestamp,
    sigv4::{CanonicalRequest, QuerySigner, Scope, SigningKey, TokenPlacement},
    verify::Claim,
};

const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const SESSION_TOKEN: &str = "FwoGZXIvYXdz/EXAMPLE+TOKEN==";
const ENCODED_SESSION_TOKEN: &str = "FwoGZXIvYXdz%2FEXAMPLE%2BTOKEN%3D%3D";
const CUSTOMER_KEY: &str = "bm90IGEga2V5LCBidXQgMzIgYnl0ZXMgbG9uZyAuLi4=";

const EXPIRY: Duration = Duration::from_secs(900);

const CUSTOMER_KEY_HEADERS: [&str; 3] = [
    "x-amz-server-side-encryption-customer-key",
    "X-Amz-Server-Side-Encryption-Customer-Key",
    "x-amz-copy-source-server-side-encryption-customer-key",
];

#[test]
fn credentials_do_not_show_their_secrets() {
    for credentials in all_credentials() {
        assert_shows_no_secret(&credentials);
        assert!(format!("{credentials:?}").contains("AKIAIOSFODNN7EXAMPLE"));
    }
}

#[test]
fn presigners_and_signers_do_not_show_secrets() {
    for credentials in all_credentials() {
        let presigner = Presigner::new(credentials, "us-east-1");
        assert_shows_no_secret(&presigner);
        let _ = presigner.get("films--use1-az4--x-s3", "key", EXPIRY);
        assert_shows_no_secret(&presigner);
        assert_shows_no_secret(&presigner.at(now()));
        assert_shows_no_secret(&presigner.at(Timestamp::from_unix_seconds(i64::MAX)));
    }
}

#[test]
fn requests_do_not_show_customer_provided_keys() {
    for name in CUSTOMER_KEY_HEADERS {
        for name in [name, &format!(" {name}\t"), &name.replace('-', "%2D")] {
            assert_shows_no_secret(&Request::put("bucket", "key").header(name, CUSTOMER_KEY));
            assert_shows_no_secret(&Request::put("bucket", "key").query(name, CUSTOMER_KEY));
        }
    }
}

/// Signing rejects it, but the caller may log the request to find out why.
#[test]
fn requests_do_not_show_a_session_token_that_was_added_by_mistake() {
    for name in ["X-Amz-Security-Token", "x-amz-security-token", "X-Amz-S3session-Token"] {
        assert_shows_no_secret(&Request::get("bucket", "key").query(name, SESSION_TOKEN));
        assert_shows_no_secret(&Request::get("bucket", "key").header(name, SESSION_TOKEN));
    }
}

#[test]
fn presigned_urls_do_not_show_secrets() {
    for credentials in all_credentials() {
        let presigner = Presigner::new(credentials, "us-east-1");
        for name in CUSTOMER_KEY_HEADERS {
            let request = Request::put("films--use1-az4--x-s3", "key").header(name, CUSTOMER_KEY);
            let url = presigner.at(now()).presign(&request, EXPIRY).expect("a valid request");
            assert_shows_no_secret(&url);
            assert_shows_no_secret(&url.redacted().to_string());
            let (_, signature) = url.as_str().split_once("X-Amz-Signature=").expect("signed");
            assert_does_not_show(&url, signature);
            assert_does_not_show(&url.redacted().to_string(), signature);
        }
    }
}

#[test]
fn forms_do_not_show_secrets() {
    for credentials in all_credentials() {
        let presigner = Presigner::new(credentials, "us-east-1");
        let mut form = PostPolicy::with_key_prefix("bucket", "uploads/");
        for name in CUSTOMER_KEY_HEADERS {
            assert_shows_no_secret(&form.clone().field_prefix(name, CUSTOMER_KEY));
        }
        form = form.field(CUSTOMER_KEY_HEADERS[0], CUSTOMER_KEY);
        assert_shows_no_secret(&form);
        let Ok(post) = presigner.at(now()).post(&form, EXPIRY) else { continue };
        assert_shows_no_secret(&post);
        for (name, value) in post.fields() {
            if matches!(name.as_str(), "policy" | "x-amz-signature") {
                assert_does_not_show(&post, value);
            }
        }
    }
}

#[test]
fn query_signers_and_their_results_do_not_show_secrets() {
    for credentials in all_credentials() {
        for placement in [TokenPlacement::Signed, TokenPlacement::Appended] {
            let signer =
                QuerySigner::new(&credentials, "us-east-1", "execute-api").session_token(placement);
            assert_shows_no_secret(&signer);
            let request = signer
                .presign("GET", "https://example.com/?a=b", &[], EXPIRY, now())
                .expect("a valid request");
            assert_shows_no_secret(&request);
            assert_does_not_show(&request, request.signature());
            assert!(format!("{request:?}").contains("example.com"));
        }
    }
}

#[test]
fn received_requests_do_not_show_signature_and_token() {
    for credentials in all_credentials() {
        let presigner = Presigner::new(credentials, "us-east-1");
        let host = "films--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com";
        let url = presigner.at(now()).get("films--use1-az4--x-s3", "key", EXPIRY);
        let url = url.expect("a valid request").into_string();
        let (_, signature) = url.split_once("X-Amz-Signature=").expect("signed");
        let headers = [("host", host)];
        let path_and_query = url.split_once(host).expect("the host").1;
        let claim = Claim::parse("GET", path_and_query, &headers).expect("a presigned request");
        assert_shows_no_secret(&claim);
        assert_does_not_show(&claim, signature);
        assert!(format!("{claim:?}").contains("AKIAIOSFODNN7EXAMPLE"));
    }
}

#[test]
fn intermediate_values_of_a_signature_do_not_show_secrets() {
    let query = format!("X-Amz-Security-Token={ENCODED_SESSION_TOKEN}");
    let mut request = CanonicalRequest::new("PUT", "example.com", "/key", &query);
    for name in CUSTOMER_KEY_HEADERS {
        request = request.header(name, CUSTOMER_KEY);
    }
    request = request.header("x-amz-security-token", SESSION_TOKEN);
    assert_shows_no_secret(&request);

    let scope = Scope::new(now(), "us-east-1", "s3").expect("a year from 0 to 9999");
    assert_shows_no_secret(&scope);
    let key = SigningKey::derive(SECRET_ACCESS_KEY, &scope);
    assert_eq!(format!("{key:?}"), "SigningKey(redacted)");
    assert_eq!(format!("{key:#?}"), "SigningKey(redacted)");
}

#[test]
fn errors_about_a_url_do_not_show_its_password() {
    let credentials = Credentials::new("id", SECRET_ACCESS_KEY);
    let signer = QuerySigner::new(&credentials, "us-east-1", "sts");
    for url in [
        "https://user:hunter2@example.com",
        "https://hunter2@example.com/path",
        "https://example.com:hunter2/",
        "https://example.com/#hunter2",
        "https://example.com/?X-Amz-Signature=hunter2",
        "ftp://user:hunter2@example.com",
    ] {
        let display = Endpoint::aws().display_host(url.trim_start_matches("https://"));
        for (what, shown) in [
            ("custom", format!("{:?}", Endpoint::custom(url))),
            ("bucket_domain", format!("{:?}", Endpoint::bucket_domain(url))),
            ("display_host", format!("{:?}", presign(Presigner::with_endpoint, display))),
            ("QuerySigner", format!("{:?}", signer.presign("GET", url, &[], EXPIRY, now()))),
        ] {
            assert!(!shown.contains("hunter2"), "{what} shows the password of {url}: {shown}");
        }
    }
}

#[test]
fn errors_about_settings_do_not_show_credentials() {
    assert_error_shows_no_secret(presign(
        Presigner::with_expiry_policy,
        ExpiryPolicy::StrictTo(Duration::from_secs(1)),
    ));
    assert_error_shows_no_secret(presign(Presigner::with_stable_window, Duration::ZERO));
    for credentials in all_credentials() {
        let expired = credentials.clone().with_expiration(Timestamp::from_unix_seconds(0));
        assert_error_shows_no_secret(presign(Presigner::with_credentials, expired));
        let express = credentials.with_s3_express_session_token(SESSION_TOKEN);
        assert_error_shows_no_secret(presign(Presigner::with_credentials, express));
    }
}

#[test]
fn errors_about_a_header_parameter_or_field_do_not_show_its_value() {
    let presigner = presigner();
    let broken_key = format!("{CUSTOMER_KEY}\n");
    let put = || Request::put("bucket", "key");
    for request in [
        put().header(CUSTOMER_KEY_HEADERS[0], &broken_key),
        put().header(CUSTOMER_KEY_HEADERS[0], CUSTOMER_KEY).header(CUSTOMER_KEY_HEADERS[1], ""),
        put().header("X Y", CUSTOMER_KEY),
        put().header("Authorization", SECRET_ACCESS_KEY),
        put().header("X-Amz-Security-Token", SESSION_TOKEN),
        put().query("X-Amz-Security-Token", SESSION_TOKEN),
        put().query("X-Amz-S3session-Token", SESSION_TOKEN),
        put().query("", SESSION_TOKEN),
        put().query("a", SESSION_TOKEN).query("a", SECRET_ACCESS_KEY),
    ] {
        assert_error_shows_no_secret(presigner.at(now()).presign(&request, EXPIRY));
    }
    let form = || PostPolicy::new("bucket", "key");
    for form in [
        form().field(CUSTOMER_KEY_HEADERS[0], &broken_key),
        form().field(CUSTOMER_KEY_HEADERS[0], CUSTOMER_KEY).field(CUSTOMER_KEY_HEADERS[1], ""),
        form().field("x-amz-security-token", SESSION_TOKEN),
        form().field_prefix("x-amz-storage-class", SESSION_TOKEN),
    ] {
        assert_error_shows_no_secret(presigner.at(now()).post(&form, EXPIRY));
    }
}

/// The result of a presigner with one invalid setting.
fn presign<S>(set: fn(Presigner, S) -> Presigner, setting: S) -> Result<impl Debug, Error> {
    set(presigner(), setting).at(now()).get("bucket", "key", EXPIRY)
}

fn presigner() -> Presigner {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET_ACCESS_KEY);
    Presigner::new(credentials.with_session_token(SESSION_TOKEN), "us-east-1")
}

fn all_credentials() -> [Credentials; 3] {
    let long_term = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET_ACCESS_KEY);
    [
        long_term.clone(),
        long_term.clone().with_session_token(SESSION_TOKEN),
        long_term.with_s3_express_session_token(SESSION_TOKEN),
    ]
}

fn now() -> Timestamp {
    Timestamp::from_unix_seconds(1_710_504_000)
}

#[track_caller]
fn assert_error_shows_no_secret(result: Result<impl Debug, Error>) {
    let error = result.expect_err("an invalid request is an error");
    assert_shows_no_secret(&error);
    assert_shows_no_secret(&error.to_string());
}

#[track_caller]
fn assert_shows_no_secret(value: &impl Debug) {
    for secret in [SECRET_ACCESS_KEY, SESSION_TOKEN, ENCODED_SESSION_TOKEN, CUSTOMER_KEY] {
        assert_does_not_show(value, secret);
    }
}

#[track_caller]
fn assert_does_not_show(value: &impl Debug, secret: &str) {
    for shown in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!shown.is_empty(), "the output is empty");
        assert!(!shown.contains(secret), "{secret} is shown in {shown}");
    }
}
