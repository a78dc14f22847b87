//! Temporary credentials: the session token is signed and reaches the server unchanged.

use presigner::{Credentials, Endpoint, Expiry, Presigner};
use presigner_server::{AccessKey, Server};

use crate::fixture::{BUCKET, Fixture, assert_body, assert_refused};

const ID: &str = "ASIAIOSFODNN7EXAMPLE";
const SECRET: &str = "temporary/secret+key";
const TOKEN: &str = "FwoGZXIvYXdzEBYaDK+/a b&c=%2B==";

fn fixture(credentials: Credentials) -> Fixture {
    let server = Server::in_memory([AccessKey::new(ID, SECRET).with_session_token(TOKEN)]).unwrap();
    server.create_bucket(BUCKET).unwrap();
    let endpoint = Endpoint::custom(&server.url()).unwrap();
    let presigner = Presigner::new(credentials, "us-east-1").with_endpoint(endpoint);
    Fixture { server, presigner }
}

#[test]
fn a_url_with_temporary_credentials_works() {
    let fixture = fixture(Credentials::new(ID, SECRET).with_session_token(TOKEN));
    fixture.put("cat.jpg", "meow");
    let link = fixture.presigner.get(BUCKET, "cat.jpg", Expiry::hours(1)).unwrap();
    assert_body(&fixture.follow(&link, ""), "meow");
}

#[test]
fn a_missing_or_wrong_token_is_refused() {
    let plain = Credentials::new(ID, SECRET);
    for credentials in [plain.clone(), plain.with_session_token("another")] {
        let fixture = fixture(credentials);
        let link = fixture.presigner.get(BUCKET, "cat.jpg", Expiry::hours(1)).unwrap();
        assert_refused(&fixture.follow(&link, ""), 400, "InvalidToken");
    }
}

#[test]
fn replacing_or_removing_the_token_is_refused() {
    let fixture = fixture(Credentials::new(ID, SECRET).with_session_token("stale"));
    let link = fixture.presigner.get(BUCKET, "cat.jpg", Expiry::hours(1)).unwrap();
    for edited in ["&X-Amz-Security-Token=other", ""] {
        let url = link.as_str().replace("&X-Amz-Security-Token=stale", edited);
        assert_ne!(url, link.as_str());
        assert_refused(&fixture.get(&url), 403, "SignatureDoesNotMatch");
    }
}
