//! `presign explain METHOD OBJECT`: shows what is signed for a presigned URL.

use clap::Args;
use presigner::Explanation;
use serde_json::{Map, Value, json};

use crate::{
    Output, message::Message, positional_arguments::LastArgument, request::RequestArguments,
};

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
    let (described, settings) = (arguments.request.describe()?, &arguments.request.settings);
    if described.words.last_argument == LastArgument::StandardInput {
        return Err("`explain` takes one key, not `-`; name it".into());
    }
    let request = arguments.request.request(&described, described.key());
    let signer = described.presigner.at(settings.signing_time());
    let explanation =
        signer.explain(&request, settings.expiry()).map_err(|error| error.message())?;
    let stdout = if arguments.json { json(&explanation) } else { lines(&explanation) };
    let stderr = described.notes.into_iter().map(|note| note + "\n").collect();
    Ok(Output { stdout, stderr, status: 0 })
}

fn texts(explanation: &Explanation) -> [(&'static str, &str); 4] {
    [
        ("canonical_request", explanation.canonical_request()),
        ("canonical_request_sha256", explanation.canonical_request_sha256()),
        ("scope", explanation.scope()),
        ("string_to_sign", explanation.string_to_sign()),
    ]
}

fn json(explanation: &Explanation) -> String {
    let texts = texts(explanation).into_iter();
    let texts: Map<_, _> = texts.map(|(name, text)| (name.to_owned(), json!(text))).collect();
    format!("{:#}\n", Value::Object(texts))
}

/// A line for each text.
pub(crate) fn lines(explanation: &Explanation) -> String {
    let line = |(name, text)| format!("{name}: {}\n", one_line(text));
    texts(explanation).into_iter().map(line).collect()
}

/// Escapes like JSON, so that the original can be restored.
fn one_line(text: &str) -> String {
    let quoted = json!(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

const NAMES: &str = "\
Takes the same arguments as signing and prints what is signed, without the secret and the signature; a
session token and a customer-provided encryption key are shown as REDACTED. Prints `name: value` lines,
with `\\n` and other JSON escapes in the values, or a JSON object with --json.
  canonical_request         the request in canonical form
  canonical_request_sha256  its SHA-256, 64 hex digits
  scope                     the credential scope, day/region/service/aws4_request
  string_to_sign            the string to sign
The exit status is 0, or 2 if the request cannot be signed.

Examples:
  presign explain put s3://my-bucket/photos/cat.jpg --header 'content-type: image/jpeg'
  presign explain get s3://my-bucket/photos/cat.jpg --json > explanation.json";

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
    fn each_text_is_one_line_that_can_be_unescaped() {
        let (explanation, lines) = (explanation(), lines(&explanation()));
        assert_eq!(lines.lines().count(), 4);
        let line = lines.lines().next().expect("a line");
        let escaped = line.strip_prefix("canonical_request: ").expect("the request comes first");
        let unescaped: String = serde_json::from_str(&format!("\"{escaped}\"")).expect("JSON");
        assert_eq!(unescaped, explanation.canonical_request());
        assert!(lines.contains("\nscope: 20130524/us-east-1/s3/aws4_request\n"), "{lines}");
    }

    #[test]
    fn json_has_the_documented_names() {
        let explanation = explanation();
        let json: Map<String, Value> = serde_json::from_str(&json(&explanation)).expect("JSON");
        for name in json.keys() {
            assert!(NAMES.contains(&format!("\n  {name} ")), "{name} is not in the help");
        }
        assert_eq!(json["string_to_sign"], explanation.string_to_sign());
    }
}
