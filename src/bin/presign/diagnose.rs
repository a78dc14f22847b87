//! `presign diagnose URL < error.xml`: why a server refused a presigned URL.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use clap::Args;
use presigner::{
    Method, Timestamp,
    diagnose::{Certainty, Diagnosis, Finding},
};
use serde_json::{Value, json};

use crate::{
    Output,
    printable::printable,
    request::parse_header,
    settings::{parse_pair, parse_time},
};

#[derive(Args, Debug)]
#[command(after_help = NAMES)]
pub(crate) struct DiagnoseArguments {
    /// The presigned URL that was refused, or the URL that a form was sent to, in quotes
    url: String,
    /// The method that it was sent with: GET, HEAD, PUT, POST or DELETE
    #[arg(long)]
    method: Option<Method>,
    /// A header that it was sent with; may be repeated
    #[arg(long, value_name = "NAME: VALUE", value_parser = parse_header)]
    header: Vec<(String, String)>,
    /// A header that was signed, with its value; may be repeated
    #[arg(long, value_name = "NAME: VALUE", value_parser = parse_header)]
    signed_header: Vec<(String, String)>,
    /// The saved output of `presign explain --json` for the request: what was signed
    #[arg(long, value_name = "FILE")]
    explanation: Option<PathBuf>,
    /// A field of the form that was sent, other than the file; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_pair)]
    form_field: Vec<(String, String)>,
    /// When the server responded, by the header `Date` of its response
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Timestamp>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &DiagnoseArguments, body: impl Read) -> Result<Output, String> {
    let url = arguments.url.trim();
    let mut diagnosis = Diagnosis::new(url).map_err(|error| error.to_string())?;
    if let Some(method) = arguments.method {
        diagnosis = diagnosis.method(method);
    }
    if let Some(at) = arguments.at {
        diagnosis = diagnosis.at(at);
    }
    for (name, value) in &arguments.header {
        diagnosis = diagnosis.header(name, value);
    }
    for (name, value) in &arguments.signed_header {
        diagnosis = diagnosis.signed_header(name, value);
    }
    for (name, value) in &arguments.form_field {
        diagnosis = diagnosis.form_field(name, value);
    }
    let explanation = arguments.explanation.as_deref().map(read_explanation).transpose()?;
    if let Some([canonical_request, string_to_sign]) = &explanation {
        diagnosis = diagnosis.explanation_texts(canonical_request, string_to_sign);
    }
    let body =
        read(body).map_err(|error| format!("error response on stdin cannot be read ({error})"))?;
    let findings = diagnosis.error_xml(&body);
    let stdout = if arguments.json { json(&findings) } else { lines(&findings) };
    let is_suspected = |finding: &Finding| finding.certainty() == Certainty::Suspected;
    Ok(match &*findings {
        [] => Output { stdout, stderr: format!("{NO_CAUSE}\n"), status: 1 },
        all if all.iter().all(is_suspected) => {
            Output { stdout, stderr: format!("{ONLY_SUSPECTS}\n"), status: 1 }
        }
        _ => Output { stdout, ..Output::default() },
    })
}

/// The canonical request and the string to sign of an explanation.
fn read_explanation(path: &Path) -> Result<[String; 2], String> {
    let shown = printable(&path.to_string_lossy());
    let text = fs::read_to_string(path).map_err(|error| {
        format!("file `{shown}` cannot be read ({error}); check its path and permissions")
    })?;
    let json: Value = serde_json::from_str(&text).unwrap_or_default();
    let texts = [&json["canonical_request"], &json["string_to_sign"]].map(Value::as_str);
    match texts {
        [Some(canonical_request), Some(string_to_sign)] => {
            Ok([canonical_request.to_owned(), string_to_sign.to_owned()])
        }
        _ => {
            Err(format!("file `{shown}` is not the output of `presign explain --json`; save that"))
        }
    }
}

/// Reads all bytes; invalid UTF-8 is replaced.
fn read(body: impl Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    body.take(MAX_BODY_BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn json(findings: &[Finding]) -> String {
    format!("{:#}\n", json!(findings))
}

/// A paragraph for each finding. Their texts are one line each.
fn lines(findings: &[Finding]) -> String {
    let paragraphs: Vec<_> = findings.iter().map(paragraph).collect();
    paragraphs.join("\n")
}

fn paragraph(finding: &Finding) -> String {
    let seconds = finding.seconds().map(|seconds| seconds.to_string());
    let lines = [
        ("cause", Some(finding.cause().name())),
        ("certainty", Some(finding.certainty().name())),
        ("ours", finding.ours()),
        ("theirs", finding.theirs()),
        ("seconds", seconds.as_deref()),
        ("remedy", Some(finding.cause().remedy())),
    ];
    let known = lines.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let lines = known.map(|(name, value)| format!("{name}: {value}\n"));
    lines.collect()
}

const NO_CAUSE: &str = "no cause found: the error is not about the signature, or says too little; \
                        try --method, --header and --at";

const ONLY_SUSPECTS: &str = "no cause is certain, because what was signed or what was received is not known; \
                             try --method, --header, and --explanation or --signed-header";

/// More than any error response has.
const MAX_BODY_BYTES: u64 = 1 << 24;

const NAMES: &str = "\
Reads the error response from stdin: XML or JSON, or what an SDK or `curl -v` printed. Prints
`name: value` lines for each cause, the most specific first, with an empty line between causes (in
JSON, an array of objects); what is unknown is left out (in JSON, null).
  cause      a name that never changes, such as method_mismatch
  certainty  stated by the server, concluded from both sides, or only suspected
  ours       what was signed, or what the URL says
  theirs     what was sent, or what the server says
  seconds    our time minus theirs, if the cause is about time
  remedy     what to do
The exit status is 0 if at least one cause is stated or concluded, 1 if there are only suspected
causes or none, or 2 if the arguments are wrong.

Examples:
  curl -s \"$URL\" | presign diagnose \"$URL\"
  presign diagnose \"$URL\" --method PUT --header 'content-type: image/png' < error.xml";

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://b.s3.eu-west-1.amazonaws.com/a%20b?X-Amz-Algorithm=AWS4-HMAC-SHA256\
        &X-Amz-Credential=AKID%2F20240315%2Feu-west-1%2Fs3%2Faws4_request\
        &X-Amz-Date=20240315T123456Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host\
        &X-Amz-Signature=d7b3d50bd2f2b7e587ef8b12fcb6a48880c4b772f0c1c7eee12e7a6f2d147bb2";

    const EXPIRED: &str = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message>\
        <X-Amz-Expires>90</X-Amz-Expires><ServerTime>2024-03-15T12:36:06Z</ServerTime></Error>";

    #[test]
    fn prints_a_paragraph_for_each_finding() {
        let output = diagnose(&[URL], EXPIRED).expect("a URL");
        assert_eq!((output.status, &*output.stderr), (0, ""));
        let [changed, expired] = &output.stdout.split("\n\n").collect::<Vec<_>>()[..] else {
            panic!("{}", output.stdout)
        };
        let start = "cause: parameter_changed\ncertainty: concluded\nours: X-Amz-Expires=60\n\
             theirs: X-Amz-Expires=90\nremedy: ";
        assert!(changed.starts_with(start), "{changed}");
        let start = "cause: expired\ncertainty: stated\nours: 2024-03-15T12:35:56Z\ntheirs: 2024-03-15T12:36:06Z\n\
                     seconds: -10\nremedy: ";
        assert!(expired.starts_with(start) && expired.ends_with('\n'), "{expired}");
    }

    #[test]
    fn documents_the_names_in_json() {
        let output = diagnose(&[URL, "--json"], EXPIRED).expect("a URL");
        let json: Value = serde_json::from_str(&output.stdout).expect("JSON");
        let finding = json[1].as_object().expect("an object");
        for name in finding.keys() {
            assert!(NAMES.contains(&format!("\n  {name} ")), "{name} is not in the help");
        }
        assert_eq!((&finding["cause"], &finding["seconds"]), (&json!("expired"), &json!(-10)));
        assert_eq!(json[0]["seconds"], Value::Null);
    }

    #[test]
    fn prints_a_message_and_exits_with_1_without_a_cause() {
        for (arguments, stdout) in [(&[URL][..], ""), (&[URL, "--json"], "[]\n")] {
            let missing = "<Error><Code>NoSuchKey</Code></Error>";
            let output = diagnose(arguments, missing).expect("a URL");
            assert_eq!((&*output.stdout, output.status), (stdout, 1));
            assert_eq!(output.stderr.lines().count(), 1);
        }
    }

    #[test]
    fn accepts_invalid_utf_8() {
        let arguments = arguments(&[URL]);
        let output = run(&arguments, &b"\xff<Code>ExpiredRequest</Code>\xff"[..]).expect("a URL");
        assert!(output.stdout.starts_with("cause: expired\n"), "{}", output.stdout);
    }

    #[test]
    fn rejects_what_is_not_a_url() {
        let error = diagnose(&["cat.jpg"], EXPIRED).expect_err("no URL");
        assert_eq!(error, "URL has no scheme; begin it with `https://` or `http://`");
    }

    #[test]
    fn exits_with_1_if_all_causes_are_suspected() {
        let mismatch = "<Error><Code>SignatureDoesNotMatch</Code></Error>";
        let output = diagnose(&[URL], mismatch).expect("a URL");
        assert_eq!((output.status, output.stderr.lines().count()), (1, 1));
        assert!(output.stdout.contains("certainty: suspected\n"), "{}", output.stdout);
        assert!(!output.stdout.contains("stated") && !output.stdout.contains("concluded"));
    }

    #[test]
    fn compares_what_was_signed() {
        let mismatch = "<Error><Code>SignatureDoesNotMatch</Code></Error>";
        let mut arguments = arguments(&[&URL.replace("=host", "=content-type%3Bhost")]);
        arguments.header = vec![("Content-Type".into(), "text/html".into())];
        arguments.signed_header = vec![("content-type".into(), "image/png".into())];
        let output = run(&arguments, mismatch.as_bytes()).expect("a URL");
        let start = "cause: header_changed\ncertainty: concluded\nours: content-type: image/png\n";
        assert!(output.stdout.starts_with(start), "{}", output.stdout);
        assert_eq!((output.status, output.stdout.matches("cause: ").count()), (0, 1));
    }

    #[test]
    fn compares_a_saved_explanation() {
        let path =
            std::env::temp_dir().join(format!("presign-explanation-{}.json", std::process::id()));
        let mut arguments = arguments(&[URL]);
        arguments.explanation = Some(path.clone());
        let mismatch = "<Error><Code>SignatureDoesNotMatch</Code></Error>";
        fs::write(&path, "{}").expect("a file");
        let error = run(&arguments, mismatch.as_bytes()).expect_err("no explanation");
        assert!(
            error.ends_with("is not the output of `presign explain --json`; save that"),
            "{error}"
        );
        let canonical = "GET\n/a%20c\nX-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\
            AKID%2F20240315%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20240315T123456Z&X-Amz-Expires=60\
            &X-Amz-SignedHeaders=host\nhost:b.s3.eu-west-1.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD";
        let explanation =
            json!({"canonical_request": canonical, "string_to_sign": "AWS4-HMAC-SHA256"});
        fs::write(&path, explanation.to_string()).expect("a file");
        let output = run(&arguments, mismatch.as_bytes()).expect("a URL");
        fs::remove_file(&path).expect("the file");
        let start = "cause: path_changed\ncertainty: concluded\nours: /a%20c\ntheirs: /a%20b\n";
        assert!(output.stdout.starts_with(start), "{}", output.stdout);
    }

    #[test]
    fn explains_the_refusal_of_a_form() {
        let mut arguments = arguments(&["https://b.s3.us-east-1.amazonaws.com/"]);
        arguments.method = Some(Method::Post);
        arguments.form_field = vec![("key".into(), "b".into())];
        let failed = r#"<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy
            Condition failed: ["eq", "$key", "a"]</Message></Error>"#;
        let output =
            run(&arguments, failed.replace("\n            ", " ").as_bytes()).expect("a URL");
        let start = "cause: policy_condition_failed\ncertainty: stated\nours: [\"eq\", \"$key\", \"a\"]\n\
                     theirs: key=b\n";
        assert!(output.stdout.starts_with(start), "{}", output.stdout);
    }

    fn diagnose(words: &[&str], body: &str) -> Result<Output, String> {
        run(&arguments(words), body.as_bytes())
    }

    fn arguments(words: &[&str]) -> DiagnoseArguments {
        DiagnoseArguments {
            url: format!(" {}\n", words[0]),
            method: None,
            header: Vec::new(),
            signed_header: Vec::new(),
            explanation: None,
            form_field: Vec::new(),
            at: None,
            json: words.contains(&"--json"),
        }
    }
}
