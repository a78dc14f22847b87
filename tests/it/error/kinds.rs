//! The kind of every error.

use std::{collections::BTreeSet, time::Duration};

use presigner::{
    CompletedUpload, Error,
    ErrorKind::{self, Configuration, Credentials, Request, Response},
    Expiry, ExpiryPolicy, Limit, Presigner,
};

use super::{
    TESTED_ELSEWHERE, all,
    refusal::{NOON, Refusal, credentials},
    variants,
};

#[test]
fn every_error_that_signing_returns_is_of_the_listed_kind() {
    for refusal in all() {
        let Some(error) = refusal.error() else { continue };
        // Those whose kind depends on a field have tests of their own below.
        let is_listed = match error {
            Error::ExpiryLimited { limited_by, .. }
            | Error::StableWindowTooLong { limited_by, .. } => *limited_by != Limit::Credentials,
            Error::ServerError { .. } => false,
            _ => true,
        };
        if is_listed {
            assert_eq!(error.kind(), listed_kind(&refusal.variant()), "{error:?}");
        }
    }
}

#[test]
fn every_error_of_sources_and_conversions_is_of_the_listed_kind() {
    let errors = errors_elsewhere();
    let names: BTreeSet<_> = errors.iter().map(name).collect();
    assert_eq!(names, TESTED_ELSEWHERE.iter().map(|name| (*name).into()).collect());
    for error in errors {
        assert_eq!(error.kind(), listed_kind(&name(&error)), "{error:?}");
    }
}

/// The codes of the page of `CompleteMultipartUpload`, and others.
#[test]
fn wrong_parts_are_the_error_of_the_request() {
    for (code, kind) in [
        ("EntityTooSmall", Request),
        ("InvalidPart", Request),
        ("InvalidPartOrder", Request),
        ("NoSuchUpload", Request),
        ("InternalError", Response),
        ("SlowDown", Response),
        ("AccessDenied", Response),
    ] {
        let body = format!("<Error><Code>{code}</Code></Error>");
        let error = CompletedUpload::from_xml(&body).expect_err("an error response");
        assert_eq!(error.kind(), kind, "{code}");
    }
}

#[test]
fn a_limit_of_the_credentials_is_of_their_kind() {
    let expiring = credentials().with_expiration(NOON + Duration::from_secs(600));
    let strict = Presigner::new(expiring, "us-east-1").with_expiry_policy(ExpiryPolicy::Strict);
    let with_window = strict.clone().with_stable_window(Duration::from_secs(86_400));
    for (presigner, variant) in [(strict, "ExpiryLimited"), (with_window, "StableWindowTooLong")] {
        let Err(error) = presigner.at(NOON).get("bucket", "key", Expiry::hours(1)) else {
            panic!("{variant}: not refused")
        };
        assert_eq!((&*name(&error), error.kind()), (variant, Credentials));
    }
}

#[test]
fn every_variant_is_listed_once() {
    let listed: Vec<_> = KINDS.iter().flat_map(|(_, variants)| *variants).copied().collect();
    let unique: BTreeSet<_> = listed.iter().copied().collect();
    assert_eq!(unique.len(), listed.len());
    assert_eq!(unique, variants().iter().map(String::as_str).collect());
}

#[track_caller]
fn listed_kind(variant: &str) -> ErrorKind {
    let listed = KINDS.iter().find(|(_, variants)| variants.contains(&variant));
    listed.unwrap_or_else(|| panic!("`{variant}` is not listed")).0
}

fn name(error: &Error) -> String {
    Refusal::new("", Err::<String, _>(error.clone()), "").variant()
}

/// The errors of sources of credentials and settings, and of conversions.
fn errors_elsewhere() -> Vec<Error> {
    let text = || String::from("text");
    vec![
        Error::UnsupportedHttpRequest { problem: "" },
        Error::MissingEnvironmentVariable { variable: "AWS_ACCESS_KEY_ID" },
        Error::InvalidEnvironmentVariable { variable: "AWS_ENDPOINT_URL", problem: "" },
        Error::MissingCredentials {
            profile: text(),
            credentials_file: text(),
            config_file: text(),
        },
        Error::MissingRegion { sources: text() },
        Error::UnreadableProfileFile { file: text(), problem: text() },
        Error::InvalidProfileFile { file: text(), line: 1, problem: "" },
        Error::MissingProfile { profile: text(), credentials_file: text(), config_file: text() },
        Error::InvalidProfile { profile: text(), file: text(), problem: text() },
        Error::UnsupportedProfile { profile: text(), key: "", origin: "", remedy: "" },
        Error::MalformedCredentialsDocument { line: 1, column: 1 },
        Error::CredentialsNotGranted { code: text() },
        Error::InvalidCredentialsDocument { field: "", problem: "" },
        Error::UnsupportedCredentialsDocument { kind: "", remedy: "" },
    ]
}

#[cfg(feature = "http")]
#[test]
fn the_status_code_of_a_kind_is_its_http_status() {
    for (kind, _) in KINDS {
        assert_eq!(http::StatusCode::from(kind), kind.http_status(), "{kind:?}");
    }
}

/// The kind of each variant; for `ExpiryLimited` and `StableWindowTooLong`, unless the limit is that of
/// the credentials.
const KINDS: [(ErrorKind, &[&str]); 4] = [
    (
        Request,
        &[
            "InvalidUrl",
            "InvalidBucket",
            "InvalidArn",
            "ArnRegionMismatch",
            "EmptyKey",
            "KeyTooLong",
            "DotSegment",
            "InvalidMethod",
            "EmptyParameterName",
            "ReservedParameter",
            "DuplicateParameter",
            "InvalidPartNumber",
            "EmptyUploadId",
            "EmptyVersionId",
            "IncompletePart",
            "InvalidResponseHeader",
            "OverrideWithoutDownload",
            "InvalidHeaderName",
            "InvalidHeaderValue",
            "ReservedHeader",
            "EncryptionWithoutObject",
            "DuplicateHeader",
            "InvalidPayloadHash",
            "InvalidDigest",
            "UnsupportedHttpRequest",
            "NoParts",
            "DuplicatePart",
            "InvalidEtag",
            "InvalidFormField",
            "FilenameVariableInKey",
            "EmptyContentLengthRange",
            "FormTooLarge",
            "ExpiryTooShort",
            "ExpiryInPast",
            "ExpiryLimited",
            "TimeOutOfRange",
        ],
    ),
    (
        Configuration,
        &[
            "InvalidEnvironmentVariable",
            "MissingRegion",
            "UnreadableProfileFile",
            "InvalidProfileFile",
            "MissingProfile",
            "InvalidProfile",
            "UnsupportedProfile",
            "InvalidRegion",
            "EmptyService",
            "InvalidEndpoint",
            "BucketInEndpoint",
            "BucketInEndpointPath",
            "EndpointRegionMismatch",
            "UnsupportedEndpoint",
            "InvalidTokenInput",
            "PolicyCapTooShort",
            "PolicyCapShorterThanWindow",
            "InvalidStableWindow",
            "StableWindowTooLong",
        ],
    ),
    (
        Credentials,
        &[
            "EmptyAccessKeyId",
            "EmptySecretAccessKey",
            "InvalidCredentials",
            "CredentialsExpired",
            "ExpressSessionNotAllowed",
            "IamCredentialsRequired",
            "MalformedCredentialsDocument",
            "InvalidCredentialsDocument",
            "UnsupportedCredentialsDocument",
            "CredentialsNotGranted",
            "MissingEnvironmentVariable",
            "MissingCredentials",
        ],
    ),
    (Response, &["ServerError", "UnexpectedResponse"]),
];
