//! Errors in the words of the program: its options, not the functions of the library.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use presigner::{Error, inspect, verify::Rejection};

use crate::printable::printable;

/// An error as one sentence with a remedy.
pub(crate) trait Message {
    fn message(&self) -> String;
}

impl Message for Error {
    fn message(&self) -> String {
        let text = self.to_string();
        match self {
            Self::MissingEnvironmentVariable { variable: "AWS_SECRET_ACCESS_KEY" } => {
                "environment variable `AWS_SECRET_ACCESS_KEY` is unset or empty; set it, or unset \
                 `AWS_ACCESS_KEY_ID` to use a profile"
                    .into()
            }
            Self::MissingEnvironmentVariable { variable } => {
                format!("environment variable `{variable}` is unset or empty; set it")
            }
            Self::MissingCredentials { .. } => format!("{text}, or name a profile with `--profile`"),
            Self::UnsupportedProfile { profile, key, origin, .. } => {
                let quoted = shlex::try_quote(profile).unwrap_or_default();
                format!(
                    "profile `{profile}` gets its credentials from {origin} (`{key}`); run \
                     `eval \"$(aws configure export-credentials --profile {quoted} --format env)\"`"
                )
            }
            Self::UnsupportedCredentialsDocument { kind, .. } => format!(
                "document is {kind}; the process must print what `aws configure export-credentials` prints"
            ),
            Self::EmptyKey => {
                "object key is empty; name the object, or leave the key out for a request about the bucket"
                    .into()
            }
            Self::OverrideWithoutDownload { name, .. } => format!(
                "query parameter `{name}` applies only to GET and HEAD of an object; for an upload, sign \
                 `--header '{}: …'`",
                name.trim_start_matches("response-")
            ),
            Self::InvalidResponseHeader { name: "response-content-disposition", .. } => format!(
                "{}; encode the file name as `filename*=UTF-8''…`",
                text.split(';').next().unwrap_or(&text)
            ),
            _ => WORDS.iter().fold(text, |text, (of_library, of_program)| {
                // Only at the end, where the remedy is: the names of buckets and keys come before.
                match text.strip_suffix(of_library) {
                    Some(before) => [before, of_program].concat(),
                    None => text,
                }
            }),
        }
    }
}

/// The ends of sentences of the library, and what they are in the program.
const WORDS: &[(&str, &str)] = &[
    ("allow it with `allow_dot_segments`", "allow it with `--allow-dot-segments`"),
    ("remove `dual_stack`", "remove `--dual-stack`"),
    ("remove `fips`", "remove `--fips`"),
    ("remove `fips` or `accelerate`", "remove `--fips` or `--accelerate`"),
    ("remove `fips` and `dual_stack`", "remove `--fips` and `--dual-stack`"),
    ("remove `accelerate`", "remove `--accelerate`"),
    ("remove `path_style`", "remove `--path-style`"),
    ("pass its URL to `Endpoint::custom`", "pass its URL with `--endpoint`"),
    ("from the endpoint, or use `Endpoint::bucket_domain`", "from the endpoint"),
    (
        "pass the host of the CDN to `display_host`",
        "pass the host of the CDN with `--display-host`",
    ),
    (
        "remove it, and pass credentials as `Credentials`",
        "remove it, and set credentials in the environment",
    ),
    (
        "pass the one that `create_multipart_upload` returned",
        "pass the one that CreateMultipartUpload returned",
    ),
    (
        "pass the SHA-256 of the body to `payload_sha256`, or leave it out to accept any body",
        "pass the SHA-256 of the body, or leave it out to accept any body",
    ),
    ("to `PostPolicy::with_key_prefix`", "with `--key-prefix`"),
    (
        "is set by `PostPolicy::new` or `with_key_prefix`; leave it out",
        "is set by `--key` or `--key-prefix`; leave it out",
    ),
    ("pass 1 to 604800 seconds", "pass 1 to 604800 seconds with `--expires`"),
    ("pass seconds, not milliseconds", "pass another `--at`"),
    ("pass a name such as `eu-central-1`", "pass a name such as `eu-central-1` with `--region`"),
    ("; fetch new ones", "; fetch new ones, or pass `--profile`"),
    ("presign a PUT", "use `presign put`"),
    ("; swap its bounds", "; swap the bounds of `--content-length-range`"),
];

impl Message for Rejection {
    fn message(&self) -> String {
        match self {
            Self::WrongPath { path } => {
                format!("path `{path}` is not below that of `--path-prefix`")
            }
            Self::WrongRegion { region, .. } => {
                format!("signature is for region `{region}`, not for that of `--region`")
            }
            Self::WrongService { service } => {
                format!("signature is for service `{service}`, not for S3")
            }
            Self::HeaderMissing { name } => {
                format!("header `{name}` is signed but was not sent; pass it with `--header`")
            }
            _ => self.to_string(),
        }
    }
}

/// An argument, which may be a presigned URL.
fn shown(argument: &str) -> String {
    printable(&inspect::redacted(argument).to_string())
}

const SERVICES: &str = "run `presign token --help` for the list";

impl Message for clap::Error {
    /// The message of the argument parser and its tips without its usage, on one line.
    fn message(&self) -> String {
        if self.kind() == ErrorKind::InvalidUtf8 {
            return "an argument is not UTF-8; check the encoding of the terminal, or rename the file"
                .into();
        }
        // Only `presign token` has subcommands that the parser checks.
        if self.kind() == ErrorKind::MissingSubcommand {
            return format!("service is missing; {SERVICES}");
        }
        if let Some(ContextValue::String(service)) = self.get(ContextKind::InvalidSubcommand) {
            let service = shown(service);
            return match self.get(ContextKind::SuggestedSubcommand) {
                Some(ContextValue::Strings(nearest)) if !nearest.is_empty() => format!(
                    "service `{service}` is not known; a similar one exists: `{}`",
                    nearest[nearest.len() - 1]
                ),
                _ => format!("service `{service}` is not known; {SERVICES}"),
            };
        }
        let mut text = self.to_string();
        // Quoted arguments may contain line breaks and empty lines.
        for (_, value) in self.context() {
            if let ContextValue::String(value) = value {
                text = text.replace(value.as_str(), &shown(value));
            }
        }
        let message = text.lines().map(str::trim).take_while(|line| !line.is_empty());
        let message = message.collect::<Vec<_>>().join(" ");
        let message = message.strip_prefix("error: ").unwrap_or(&message);
        let has_similar = self.get(ContextKind::SuggestedArg).is_some()
            || self.get(ContextKind::SuggestedValue).is_some();
        let tips = text.lines().filter_map(|line| line.trim().strip_prefix("tip: "));
        // The parser also explains `--`, which is no remedy for a misspelled option.
        let tip = tips.into_iter().next().filter(|_| has_similar);
        match tip {
            Some(tip) => format!("{message}; {tip}"),
            None => message.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{ffi::OsStr, fs, path::PathBuf};

    use presigner::{Credentials, Endpoint, Expiry, Presigner, Request};

    use super::*;

    #[track_caller]
    fn check(endpoint: Endpoint, request: &Request<'_>, end: &str) {
        let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-west-1");
        let signer = presigner.with_endpoint(endpoint);
        let signer = signer.at(presigner::Timestamp::from_unix_seconds(0));
        let error = signer.presign(request, Expiry::hours(1)).expect_err("a refusal");
        let sentence = error.message();
        assert!(sentence.ends_with(end), "{sentence}");
        assert!(!sentence.contains("::") && sentence.lines().count() == 1, "{sentence}");
    }

    #[test]
    fn a_remedy_is_an_option() {
        let get = Request::get("bucket", "k");
        let custom = || Endpoint::custom("http://127.0.0.1:9000").expect("a URL");
        let domain = Endpoint::custom("https://bucket.s3.eu-west-1.amazonaws.com").expect("a URL");
        check(custom().fips(), &get, "remove `--fips`");
        check(custom().dual_stack(), &get, "remove `--dual-stack`");
        check(custom().accelerate(), &get, "remove `--accelerate`");
        check(Endpoint::aws().fips().accelerate(), &get, "remove `--fips` or `--accelerate`");
        check(domain, &get, "remove `bucket.` from the endpoint");
        let cdn = Endpoint::custom("https://nyc3.cdn.digitaloceanspaces.com").expect("a URL");
        check(cdn, &get, "pass the host of the CDN with `--display-host`");
        check(Endpoint::aws(), &Request::get("bucket", "../k"), "with `--allow-dot-segments`");
        check(Endpoint::aws(), &Request::get("bucket", ""), "for a request about the bucket");
        let twice = get.clone().query("a", "1").query("a", "2");
        check(Endpoint::aws(), &twice, "give it once");
        let twice = get.clone().header("a", "1").header("a", "2");
        check(Endpoint::aws(), &twice, "join the values into one");
        let hash = get.clone().header("x-amz-content-sha256", "0");
        check(Endpoint::aws(), &hash, "or leave it out to accept any body");
        let disposition = Request::put("bucket", "k").query("response-content-disposition", "a");
        check(Endpoint::aws(), &disposition, "sign `--header 'content-disposition: …'`");
        let content_type = Request::delete("bucket", "k").response_content_type("a/b");
        check(Endpoint::aws(), &content_type, "sign `--header 'content-type: …'`");
        let disposition = get.query("response-content-disposition", "\u{20ac}");
        check(Endpoint::aws(), &disposition, "encode the file name as `filename*=UTF-8''…`");
    }

    /// Otherwise the remedy of a sentence that was changed would name a function of the library.
    #[test]
    fn the_words_of_the_library_end_a_sentence_of_it() {
        let mut sentences = String::new();
        let mut folders = vec![concat!(env!("CARGO_MANIFEST_DIR"), "/src").into()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir::<PathBuf>(folder).expect("a folder of src") {
                let path = entry.expect("an entry of a folder of src").path();
                match path.file_name().and_then(OsStr::to_str) {
                    Some("bin" | "guide") => {}
                    _ if path.is_dir() => folders.push(path),
                    _ => {
                        let source = fs::read_to_string(path).expect("a readable file");
                        let mut lines = source.split("\\\n");
                        sentences.push_str(lines.next().unwrap_or_default());
                        lines.for_each(|line| sentences.push_str(line.trim_start()));
                    }
                }
            }
        }
        for (of_library, _) in WORDS {
            let end = format!("{of_library}\"");
            assert!(sentences.contains(&end), "no sentence ends with {of_library:?}");
        }
    }

    #[test]
    fn names_of_the_caller_stay() {
        let error = Error::InvalidBucket {
            bucket: "remove `fips`".into(),
            problem: "has `/` at byte 1; take it out".into(),
        };
        assert_eq!(error.message(), error.to_string());
    }

    #[test]
    fn a_profile_is_quoted_for_the_shell() {
        let error = Error::UnsupportedProfile {
            profile: "dev team".into(),
            key: "sso_session",
            origin: "single sign-on",
            remedy: "",
        };
        let end = "export-credentials --profile 'dev team' --format env)\"`";
        assert!(error.message().ends_with(end), "{}", error.message());
    }
}
