//! `presign explain METHOD BUCKET KEY`: what is signed for a presigned URL.

use clap::Args;
use presigner::Explanation;
use serde_json::{Map, Value, json};

use crate::{Output, request::RequestArguments};

#[derive(Args, Debug)]
#[command(after_help = NAMES)]
pub(crate) struct ExplainArguments {
    #[command(flatten)]
    request: RequestArguments,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &ExplainArguments) -> Result<Output, String> {
    let (request, settings) = (arguments.request.request()?, &arguments.request.settings);
    let presigner = settings.presigner()?;
    let signer = presigner.at(settings.signing_time());
    let explanation =
        signer.explain(&request, settings.expiry()).map_err(|error| error.to_string())?;
    let texts = texts(&explanation);
    let stdout = if arguments.json { json(texts) } else { lines(texts) };
    Ok(Output { stdout, ..Output::default() })
}

fn texts(explanation: &Explanation) -> [(&'static str, &str); 4] {
    [
        ("canonical_request", explanation.canonical_request()),
        ("canonical_request_sha256", explanation.canonical_request_sha256()),
        ("scope", explanation.scope()),
        ("string_to_sign", explanation.string_to_sign()),
    ]
}

fn json(texts: [(&str, &str); 4]) -> String {
    let texts: Map<_, _> =
        texts.into_iter().map(|(name, text)| (name.to_owned(), json!(text))).collect();
    format!("{:#}\n", Value::Object(texts))
}

fn lines(texts: [(&str, &str); 4]) -> String {
    let lines = texts.into_iter().map(|(name, text)| format!("{name}: {}\n", one_line(text)));
    lines.collect()
}

/// With the escapes of JSON, so that it can be undone.
fn one_line(text: &str) -> String {
    let quoted = json!(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

const NAMES: &str = "\
Takes the arguments of signing, and prints what is signed, without secret and signature; a session
token and a customer-provided encryption key stand there as REDACTED. Prints `name: value` lines, with
`\\n` and the other escapes of JSON in the values (in JSON, an object).
  canonical_request         the request in canonical form
  canonical_request_sha256  its hash as it is signed, 64 hex digits
  scope                     the credential scope, day/region/service/aws4_request
  string_to_sign            the string to sign
The exit status is 0, or 2 if the request cannot be signed.";

#[cfg(test)]
mod tests {
    use presigner::{Credentials, Expiry, Presigner, Request, Timestamp};

    use super::*;

    fn explanation() -> Explanation {
        let presigner = Presigner::new(Credentials::new("AKID", "secret"), "us-east-1");
        let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
        let request = Request::put("b", "k").header("x-a", r#"a\"b"#);
        signer.explain(&request, Expiry::days(1)).expect("what can be signed")
    }

    #[test]
    fn each_text_has_a_line_that_can_be_undone() {
        let (explanation, lines) = (explanation(), lines(texts(&explanation())));
        assert_eq!(lines.lines().count(), 4);
        let line = lines.lines().next().expect("a line");
        let escaped = line.strip_prefix("canonical_request: ").expect("the request comes first");
        let undone: String = serde_json::from_str(&format!("\"{escaped}\"")).expect("JSON");
        assert_eq!(undone, explanation.canonical_request());
        assert!(lines.contains("\nscope: 20130524/us-east-1/s3/aws4_request\n"), "{lines}");
    }

    #[test]
    fn json_has_the_documented_names() {
        let explanation = explanation();
        let json: Map<String, Value> =
            serde_json::from_str(&json(texts(&explanation))).expect("JSON");
        for name in json.keys() {
            assert!(NAMES.contains(&format!("\n  {name} ")), "{name} is not in the help");
        }
        assert_eq!(json["string_to_sign"], explanation.string_to_sign());
    }
}
