//! URLs signed with the settings of S3, without the rules for buckets and keys.

use presigner::sigv4::{PathEncoding, PathNormalization, PayloadHash, QuerySigner};

use crate::table::{self, Row, signer::check_steps};

#[test]
fn paths_are_signed_as_they_are() {
    let rows = table::read("raw_requests.txt");
    assert_eq!(rows.len(), 44);
    table::check(&rows, check);
}

fn check(row: &Row) -> Result<(), String> {
    let credentials = row.credentials();
    let (region, service) = (row.text("region"), row.text("service"));
    let signer = QuerySigner::new(&credentials, &region, &service)
        .path_encoding(PathEncoding::Single)
        .path_normalization(PathNormalization::Keep)
        .payload_hash(PayloadHash::Unsigned);
    check_steps(row, &signer)
}
