//! Presigned requests for other services than S3, with the default settings of `QuerySigner`.

use std::time::Duration;

use presigner::{Credentials, Timestamp, sigv4::QuerySigner};

use crate::table::{self, Row, signer::check_steps};

#[test]
fn the_default_settings_fit_other_services() {
    let rows = table::read("other_services.txt");
    assert_eq!(rows.len(), 15);
    table::check(&rows, check);
}

/// Takes a second; inserting each parameter into the sorted list would take minutes.
#[test]
fn sorting_very_many_parameters_is_not_quadratic() {
    let credentials = Credentials::new("id", "secret");
    let query: Vec<_> = (0..200_000).map(|number| format!("b{number:06}=")).collect();
    let reversed: Vec<_> = query.iter().rev().map(String::as_str).collect();
    let url = format!("https://example.com/?{}", reversed.join("&"));
    let signed = QuerySigner::new(&credentials, "us-east-1", "execute-api")
        .presign("GET", &url, &[], Duration::from_secs(60), Timestamp::from_unix_seconds(0))
        .expect("a valid request");
    assert!(signed.canonical_request().contains(&query.join("&")));
}

fn check(row: &Row) -> Result<(), String> {
    let credentials = row.credentials();
    let (region, service) = (row.text("region"), row.text("service"));
    check_steps(row, &QuerySigner::new(&credentials, &region, &service))
}
