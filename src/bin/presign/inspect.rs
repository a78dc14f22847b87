//! `presign inspect URL`: the parts of a presigned URL, and its problems.

use std::time::SystemTime;

use clap::Args;
use presigner::{
    Timestamp,
    inspect::{InspectedUrl, Lint, Status},
};
use serde_json::{Map, Value, json};

use crate::{Output, printable::printable, settings::parse_time};

#[derive(Args, Debug)]
#[command(after_help = NAMES)]
pub(crate) struct InspectArguments {
    /// A presigned URL by any SDK, quoted
    url: String,
    /// Time of the status, such as 2013-05-24T00:00:00Z, instead of now
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Timestamp>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &InspectArguments) -> Result<Output, String> {
    let url = InspectedUrl::parse(arguments.url.trim()).map_err(|error| error.to_string())?;
    let at = arguments.at.unwrap_or_else(|| Timestamp::from(SystemTime::now()));
    let (parts, lints) = (parts(&url, at), url.lints());
    let stdout = if arguments.json { json(parts, &lints) } else { lines(&parts, &lints) };
    Ok(Output { stdout, ..Output::default() })
}

/// Everything except the lints, by the names of both output formats.
fn parts(url: &InspectedUrl<'_>, at: Timestamp) -> Map<String, Value> {
    let (status, status_seconds) = status(url.status(at));
    let parts = [
        ("signature_version", json!(url.signature_version().to_string())),
        ("scheme", json!(url.scheme())),
        ("host", json!(url.host())),
        ("path", json!(url.path())),
        ("access_key_id", json!(url.access_key_id())),
        ("day", json!(url.day())),
        ("region", json!(url.region())),
        ("service", json!(url.service())),
        ("signed_at", json!(url.signed_at().map(|time| time.to_string()))),
        ("expires_at", json!(url.expires_at().to_string())),
        ("expires_seconds", json!(url.expires_seconds())),
        ("signed_headers", json!(url.signed_headers().collect::<Vec<_>>())),
        ("session_token", json!(url.has_session_token())),
        ("status", json!(status)),
        ("status_seconds", json!(status_seconds)),
    ];
    parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn status(status: Status) -> (&'static str, u64) {
    match status {
        Status::NotYetValid { seconds } => ("not_yet_valid", seconds),
        Status::Valid { remaining_seconds } => ("valid", remaining_seconds),
        Status::Expired { since_seconds } => ("expired", since_seconds),
        _ => ("unknown", 0),
    }
}

fn json(mut parts: Map<String, Value>, lints: &[Lint]) -> String {
    let lint = |lint: &Lint| json!({ "name": lint.name(), "sentence": sentence(lint) });
    parts.insert("lints".to_owned(), lints.iter().map(lint).collect());
    format!("{:#}\n", Value::Object(parts))
}

/// A line for each part that is present, then one for each lint.
fn lines(parts: &Map<String, Value>, lints: &[Lint]) -> String {
    let parts = parts.iter().filter(|(_, value)| !value.is_null());
    let parts = parts.map(|(name, value)| format!("{name}: {}\n", line(value)));
    let lints = lints.iter().map(|lint| format!("lint: {}\n", sentence(lint)));
    parts.chain(lints).collect()
}

/// The sentence of a lint, without the function of the library that one of them names.
fn sentence(lint: &Lint) -> String {
    let text = lint.to_string();
    text.strip_suffix(" as `Request::attachment` does").map_or(text.clone(), String::from)
}

fn line(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(values) => values.iter().map(line).collect::<Vec<_>>().join(";"),
        Value::String(text) => printable(text),
        other => other.to_string(),
    }
}

const NAMES: &str = "\
Prints `name: value` lines; a part that the URL does not have is omitted (in JSON, null).
  signature_version  SigV2, SigV4 or SigV4A
  scheme             https or http
  host               with its port, as in the URL
  path               as in the URL, percent-encoded
  access_key_id      of the signer
  day                YYYYMMDD of the credential scope
  region             or the set of regions of SigV4A
  service            such as s3
  signed_at          in UTC
  expires_at         in UTC
  expires_seconds    X-Amz-Expires
  signed_headers     names joined by `;` (in JSON, an array); the request must send them
  session_token      whether it is present: yes or no (in JSON, true or false)
  status             not_yet_valid, valid or expired, at the time of --at
  status_seconds     seconds until it is valid, until it expires, or since it expired
  lint               a problem, as a sentence; a line for each (in JSON, `lints`, an array of
                     objects with `name` and `sentence`)
The exit status is 0, or 2 if it is not a presigned URL.

Examples:
  presign inspect 'https://my-bucket.s3.eu-central-1.amazonaws.com/cat.jpg?X-Amz-Algorithm=…'
  presign inspect \"$URL\" --json | jq .status";

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://b.s3.eu-west-1.amazonaws.com/a%20b?X-Amz-Algorithm=AWS4-HMAC-SHA256\
        &X-Amz-Credential=AKID%0A%E2%80%AE%2F20240315%2Feu-west-1%2Fs3%2Faws4_request\
        &X-Amz-Date=20240315T123456Z&X-Amz-Expires=0&X-Amz-SignedHeaders=content-type%3Bhost\
        &X-Amz-Signature=d7b3d50bd2f2b7e587ef8b12fcb6a48880c4b772f0c1c7eee12e7a6f2d147bb2";

    const VERSION_2: &str = "https://b.s3.amazonaws.com/k?AWSAccessKeyId=AKID&Expires=1175139620\
        &Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D";

    #[test]
    fn prints_a_line_for_every_part() {
        let expected = "\
            signature_version: SigV4\nscheme: https\nhost: b.s3.eu-west-1.amazonaws.com\n\
            path: /a%20b\naccess_key_id: AKID\\n\\u{202e}\nday: 20240315\nregion: eu-west-1\nservice: s3\n\
            signed_at: 2024-03-15T12:34:56Z\nexpires_at: 2024-03-15T12:34:56Z\nexpires_seconds: 0\n\
            signed_headers: content-type;host\nsession_token: no\nstatus: expired\n\
            status_seconds: 60\nlint: access key id contains `\\n` at byte 4, so no server knows it; sign with the id \
            alone, without white space and line breaks\nlint: expiry is 0 seconds, so the URL is never valid; sign with \
            1 to 604800\n";
        assert_eq!(inspect(&[URL]).as_deref(), Ok(expected));
    }

    #[test]
    fn an_absent_part_has_no_line_and_is_null() {
        let lines = inspect(&[VERSION_2]).expect("a presigned URL");
        for name in ["day: ", "region: ", "signed_at: ", "expires_seconds: "] {
            assert!(!lines.contains(name), "{lines}");
        }
        let json = inspect(&[VERSION_2, "--json"]).expect("a presigned URL");
        let json: Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["region"], Value::Null);
        assert_eq!(json["signed_headers"], json!([]));
    }

    #[test]
    fn json_has_the_documented_names_and_types() {
        let json = inspect(&[URL, "--json"]).expect("a presigned URL");
        let json: Map<String, Value> = serde_json::from_str(&json).expect("JSON");
        for name in json.keys().filter(|name| *name != "lints") {
            assert!(NAMES.contains(&format!("\n  {name} ")), "{name} is not in the help");
        }
        assert_eq!(json["access_key_id"], "AKID\n\u{202e}");
        assert_eq!(json["signed_headers"], json!(["content-type", "host"]));
        assert_eq!(json["session_token"], false);
        assert_eq!(json["status_seconds"], 60);
        assert_eq!(json["lints"][0]["name"], "whitespace_in_access_key_id");
        assert_eq!(json["lints"][1]["name"], "zero_expiry");
    }

    #[test]
    fn an_error_is_one_sentence() {
        let error = inspect(&["https://example.com/"]).expect_err("it is not presigned");
        assert!(error.starts_with("URL has neither `X-Amz-Signature` nor `AWSAccessKeyId`"));
        assert_eq!(error.lines().count(), 1);
    }

    /// The output for a minute after `URL` was signed.
    fn inspect(arguments: &[&str]) -> Result<String, String> {
        Ok(run(&InspectArguments {
            url: format!(" {}\n", arguments[0]),
            at: Some(Timestamp::from_unix_seconds(1_710_506_156)),
            json: arguments.contains(&"--json"),
        })?
        .stdout)
    }
}
