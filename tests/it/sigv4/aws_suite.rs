//! AWS's Signature Version 4 test suite, its query signing cases.

use presigner::sigv4::{PathNormalization, PayloadHash, QuerySigner, TokenPlacement};
use sha2::{Digest, Sha256};

use crate::table::{self, Row, signer::check_steps};

#[test]
fn the_aws_test_suite_matches_at_every_step() {
    let rows = table::read("aws_suite.txt");
    assert_eq!(rows.len(), 38);
    table::check(&rows, check);
}

fn check(row: &Row) -> Result<(), String> {
    let credentials = row.credentials();
    let (region, service) = (row.text("region"), row.text("service"));
    check_steps(row, &with_settings(row, QuerySigner::new(&credentials, &region, &service)))
}

/// The signer with the settings of a row of the suite.
pub(super) fn with_settings<'a>(row: &Row, mut signer: QuerySigner<'a>) -> QuerySigner<'a> {
    if row.find("path_as_is").is_some() {
        signer = signer.path_normalization(PathNormalization::Keep);
    }
    if let Some(body) = row.find("body") {
        signer = signer.payload_hash(PayloadHash::Sha256(Sha256::digest(body).into()));
    }
    if row.find("token_appended").is_some() {
        signer = signer.session_token(TokenPlacement::Appended);
    }
    signer
}
