//! Whoever reads a file of `src` has to know only files below it.

mod modules;
mod source;

use std::collections::BTreeSet;

use self::modules::Modules;

/// The files of `src`, floor by floor; each imports only from files that stand further down here.
const FLOORS: [(&str, &[&str]); 10] = [
    (
        "the crate",
        &["lib.rs", "guide/mod.rs", "guide/signing.rs", "guide/cookbook.rs", "guide/migration.rs"],
    ),
    (
        "diagnosing",
        &[
            "diagnose/mod.rs",
            "diagnose/refused.rs",
            "diagnose/mismatch.rs",
            "diagnose/signed.rs",
            "diagnose/lints.rs",
            "diagnose/diagnosis.rs",
            "diagnose/refusal.rs",
            "diagnose/answer.rs",
            "diagnose/elements.rs",
            "diagnose/entities.rs",
            "diagnose/times.rs",
            "diagnose/difference.rs",
            "diagnose/finding.rs",
            "diagnose/secrets.rs",
            "diagnose/cause.rs",
            "diagnose/encoding.rs",
            "diagnose/sent.rs",
            "diagnose/canonical.rs",
        ],
    ),
    (
        "presigning",
        &[
            "rotating.rs",
            "clock.rs",
            "presigner.rs",
            "signer.rs",
            "url_draft.rs",
            "presigned_url.rs",
            "headers.rs",
            "explanation.rs",
            "post/mod.rs",
            "post/presigned_post.rs",
            "post/document.rs",
            "post/policy.rs",
            "post/markup.rs",
            "curl.rs",
            "expiry.rs",
        ],
    ),
    (
        "inspecting",
        &[
            "inspect/mod.rs",
            "inspect/lints.rs",
            "inspect/s3_host.rs",
            "inspect/host.rs",
            "inspect/lint.rs",
            "inspect/inspected_url.rs",
            "inspect/authentication.rs",
            "inspect/parameters.rs",
            "inspect/not_presigned.rs",
            "inspect/signature_version.rs",
            "inspect/status.rs",
        ],
    ),
    (
        "verifying",
        &[
            "verify/mod.rs",
            "verify/claim.rs",
            "verify/verified.rs",
            "verify/rules.rs",
            "verify/query.rs",
            "verify/rejection.rs",
        ],
    ),
    (
        "endpoints",
        &[
            "endpoint/mod.rs",
            "endpoint/address.rs",
            "endpoint/aws.rs",
            "endpoint/custom.rs",
            "endpoint/bucket.rs",
            "endpoint/arn.rs",
            "endpoint/resource.rs",
            "endpoint/site.rs",
            "endpoint/switches.rs",
        ],
    ),
    (
        "requests",
        &[
            "request/operations.rs",
            "request/headers.rs",
            "request/parameters.rs",
            "request/mod.rs",
            "request/encryption.rs",
            "request/checksum.rs",
            "request/copy_source.rs",
            "request/disposition.rs",
            "object_key.rs",
            "method.rs",
        ],
    ),
    (
        "sources of credentials",
        &[
            "profile/mod.rs",
            "profile/shared_file.rs",
            "profile/sections.rs",
            "region.rs",
            "endpoint/partition.rs",
            "credentials_json.rs",
            "credentials_sdk.rs",
        ],
    ),
    (
        "the algorithm",
        &[
            "sigv4/mod.rs",
            "sigv4/query_signer.rs",
            "credentials.rs",
            "sigv4/key_cache.rs",
            "sigv4/scope_key.rs",
            "sigv4/signing_key.rs",
            "sigv4/canonical.rs",
            "sigv4/redact.rs",
            "sigv4/query.rs",
            "sigv4/scope.rs",
            "sigv4/headers.rs",
            "sigv4/pair.rs",
        ],
    ),
    (
        "the ground",
        &[
            "url.rs",
            "error.rs",
            "limit.rs",
            "sigv4/normalize.rs",
            "sigv4/percent.rs",
            "sigv4/timestamp.rs",
            "sigv4/hex_digest.rs",
            "sigv4/sha256.rs",
            "sigv4/seqlock.rs",
            "sigv4/byte_set.rs",
            "sigv4/find_byte.rs",
        ],
    ),
];

#[test]
fn every_file_of_src_has_its_place() {
    let files: BTreeSet<_> = modules().files().map(String::from).collect();
    let places: BTreeSet<_> = order().map(String::from).collect();
    let missing: Vec<_> = files.difference(&places).collect();
    assert!(missing.is_empty(), "files of src without a place in `FLOORS`: {missing:?}");
    let gone: Vec<_> = places.difference(&files).collect();
    assert!(gone.is_empty(), "places in `FLOORS` without a file in src: {gone:?}");
}

#[test]
fn a_file_imports_only_from_files_below_it() {
    let place = |file: &str| order().position(|other| other == file);
    let upward: Vec<_> = modules()
        .imports()
        .filter(|import| place(&import.by) >= place(&import.from))
        .map(|import| import.to_string())
        .collect();
    assert!(upward.is_empty(), "{} imports go up:\n{}", upward.len(), upward.join("\n"));
}

fn order() -> impl Iterator<Item = &'static str> {
    FLOORS.into_iter().flat_map(|(_, files)| files.iter().copied())
}

fn modules() -> Modules {
    Modules::read(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
}
