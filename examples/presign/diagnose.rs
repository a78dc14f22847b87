//! `presign diagnose URL < error.xml`: why a server refused a presigned URL.

use std::io::{self, Read};

use clap::Args;
use presigner::{
    Method, Timestamp,
    diagnose::{Diagnosis, Finding},
};
use serde_json::{Value, json};

use crate::{Output, request::parse_header, settings::parse_time};

#[derive(Args, Debug)]
#[command(after_help = NAMES)]
pub(crate) struct DiagnoseArguments {
    /// The presigned URL that was refused, in quotes
    url: String,
    /// The method that it was sent with: GET, HEAD, PUT, POST or DELETE
    #[arg(long)]
    method: Option<Method>,
    /// A header that it was sent with; may be repeated
    #[arg(long, value_name = "NAME: VALUE", value_parser = parse_header)]
    header: Vec<(String, String)>,
    /// When the server answered, by the header `Date` of its response
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
    let body = read(body).map_err(|error| format!("cannot read the error: {error}"))?;
    let findings = diagnosis.error_xml(&body);
    let stdout = if arguments.json { json(&findings) } else { lines(&findings) };
    Ok(match &*findings {
        [] => Output { stdout, stderr: format!("{NO_CAUSE}\n"), status: 1 },
        _ => Output { stdout, ..Output::default() },
    })
}

/// Reads all bytes; invalid UTF-8 is replaced.
fn read(body: impl Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    body.take(MAX_BODY_BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn json(findings: &[Finding]) -> String {
    let findings: Value = findings
        .iter()
        .map(|finding| {
            json!({
                "cause": finding.cause().name(),
                "ours": finding.ours(),
                "theirs": finding.theirs(),
                "seconds": finding.seconds(),
                "remedy": finding.cause().remedy(),
            })
        })
        .collect();
    format!("{findings:#}\n")
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
        ("ours", finding.ours()),
        ("theirs", finding.theirs()),
        ("seconds", seconds.as_deref()),
        ("remedy", Some(finding.cause().remedy())),
    ];
    let known = lines.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let lines = known.map(|(name, value)| format!("{name}: {value}\n"));
    lines.collect()
}

const NO_CAUSE: &str = "no cause found: the error is about something else than the signature, or says \
                        too little; tell more with --method and --header";

/// More than any error response has.
const MAX_BODY_BYTES: u64 = 1 << 24;

const NAMES: &str = "\
Reads the body of the error from stdin. Prints `name: value` lines for each cause that is found, the
most specific first, with an empty line between them (in JSON, an array of objects); what is not
known is left out (in JSON, null).
  cause    a name that stays as it is, such as method_mismatch
  ours     what was signed, or what the URL says
  theirs   what was sent, or what the server says
  seconds  our time minus theirs, where it is a matter of time
  remedy   what to do
The exit status is 0, 1 if no cause is found, or 2 if the arguments are wrong.";

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
        let start =
            "cause: parameter_changed\nours: X-Amz-Expires=60\ntheirs: X-Amz-Expires=90\nremedy: ";
        assert!(changed.starts_with(start), "{changed}");
        let start = "cause: expired\nours: 2024-03-15T12:35:56Z\ntheirs: 2024-03-15T12:36:06Z\n\
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

    fn diagnose(words: &[&str], body: &str) -> Result<Output, String> {
        run(&arguments(words), body.as_bytes())
    }

    fn arguments(words: &[&str]) -> DiagnoseArguments {
        DiagnoseArguments {
            url: format!(" {}\n", words[0]),
            method: None,
            header: Vec::new(),
            at: None,
            json: words.contains(&"--json"),
        }
    }
}
