//! Presigned requests for services other than S3, with the signer's default settings.

#[path = "table/inputs.rs"]
mod inputs;
#[path = "table/number.rs"]
mod number;
#[path = "table/signer.rs"]
mod signer;
mod table;

use presigner::sigv4::QuerySigner;

use self::{signer::check_steps, table::Row};

#[test]
fn other_services_need_no_settings() {
    let rows = table::read("other_services.txt");
    assert_eq!(rows.len(), 15);
    table::check(&rows, check);
}

fn check(row: &Row) -> Result<(), String> {
    let credentials = row.credentials();
    let (region, service) = (row.text("region"), row.text("service"));
    check_steps(row, &QuerySigner::new(&credentials, &region, &service))
}
