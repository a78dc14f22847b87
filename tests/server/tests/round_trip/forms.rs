//! Browser upload forms.

use presigner_server::Form;

use crate::fixture::{BUCKET, Fixture, assert_refused};

#[test]
fn a_form_without_a_signed_policy_is_nobodys() {
    let fixture = Fixture::in_memory();
    let url = format!("{}/{BUCKET}", fixture.server.url());
    let form = Form::new([("key", "cat.jpg")]).with_file("cat.jpg", b"meow");
    let response = fixture.server.client().submit(&url, form).unwrap();
    assert_refused(&response, 403, "AccessDenied");
    assert!(fixture.server.stored(BUCKET, "cat.jpg").is_none());
}
