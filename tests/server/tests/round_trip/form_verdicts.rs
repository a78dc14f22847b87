//! Upload forms, good and bad: `verify::Form` and this server agree on which to accept.
//!
//! Where they do not, the row says what S3 does and where that is documented.

use std::time::SystemTime;

use presigner::Timestamp;
use presigner::verify::Rules;
use presigner_server::{Form, Server};

use crate::fixture::{BUCKET, access_key};
use crate::sent_form::{self, SentForm};
use crate::table::{self, Row};

#[test]
fn the_verdicts_on_each_form_are_the_same() {
    let rows = sent_form::rows();
    assert!(rows.len() >= 60, "{}", rows.len());
    let differing = rows.iter().filter(|row| row.find("s3s").is_some()).count();
    assert!(4 * differing < rows.len(), "{differing} of {}", rows.len());
    table::check(&rows, |row| {
        let form = SentForm::of(row, Timestamp::from(SystemTime::now()));
        let ours = verdict(&form).map_or("refuses", |_| "accepts");
        let theirs = verdict_of_server(&form);
        let theirs_of_row = row.pairs("s3s").pop().map(|(verdict, _)| verdict);
        let expected = theirs_of_row.clone().unwrap_or_else(|| ours.into());
        if theirs != expected {
            return Err(format!("the server {theirs} it, which is not the verdict {expected}"));
        }
        if theirs_of_row.is_some_and(|theirs| theirs == ours) {
            return Err(String::from("the verdicts are the same, and `s3s` is superfluous"));
        }
        is_of_row(row, ours)
    });
}

/// The key of the object, if `verify::Form` accepts the form.
fn verdict(form: &SentForm) -> Option<String> {
    let rules = Rules::s3(SystemTime::now());
    let parsed = form.parse().ok()?;
    let verified = parsed.verify(crate::fixture::SECRET_ACCESS_KEY, &rules).ok()?;
    form.has_size_of(&verified).then(|| verified.key().to_owned())
}

fn verdict_of_server(form: &SentForm) -> &'static str {
    let server = Server::in_memory([access_key()]).expect("loopback has a free port");
    for bucket in [BUCKET, "videos"] {
        server.create_bucket(bucket).expect("the bucket is new");
    }
    let url = server.url() + &form.path;
    let sent = Form::new(form.fields.clone()).with_file(&form.file_name, form.file.as_bytes());
    let response = server.client().submit(&url, sent).expect("the server responds");
    if response.error_code().is_some() {
        return "refuses";
    }
    assert!(matches!(response.status(), 200 | 201 | 204 | 303), "{form:?} {response:?}");
    if let Some(key) = verdict(form) {
        assert_eq!(server.stored(BUCKET, &key).as_deref(), Some(form.file.as_bytes()), "{key}");
    }
    "accepts"
}

fn is_of_row(row: &Row, ours: &str) -> Result<(), String> {
    match (row.find("key").is_some(), ours) {
        (true, "accepts") | (false, "refuses") => Ok(()),
        _ => Err(format!("`verify::Form` {ours} it")),
    }
}
