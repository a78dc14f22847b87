//! `presign form BUCKET`: makes a browser upload form.

use std::ops::RangeInclusive;

use clap::{ArgGroup, Args};
use presigner::{PostPolicy, PresignedPost};
use serde_json::json;

use crate::{
    Output,
    message::Message,
    settings::{ConfiguredPresigner, Settings, limit_note, parse_pair},
};

#[derive(Args, Debug)]
#[command(after_help = OUTPUT)]
#[command(group = ArgGroup::new("named").required(true))]
pub(crate) struct FormArguments {
    /// Bucket name, alias or access point ARN, also as `s3://bucket`
    bucket: String,
    /// Object key, not percent-encoded
    #[arg(long, group = "named")]
    key: Option<String>,
    /// Prefix of the key, not percent-encoded; the file name is appended
    #[arg(long, group = "named", value_name = "PREFIX")]
    key_prefix: Option<String>,

    /// Add a form field with this exact value; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_pair)]
    field: Vec<(String, String)>,
    /// Let the client add a form field whose value starts with PREFIX; may be repeated
    #[arg(long, value_name = "NAME=PREFIX", value_parser = parse_pair)]
    field_prefix: Vec<(String, String)>,
    /// Size limits of the file in bytes, both inclusive
    #[arg(long, value_name = "MIN..MAX", value_parser = parse_range)]
    content_length_range: Option<RangeInclusive<u64>>,

    /// Print a curl command that uploads FILE
    #[arg(long, value_name = "FILE", conflicts_with = "html")]
    curl: Option<String>,
    /// Print an HTML page with the form
    #[arg(long)]
    html: bool,

    #[command(flatten)]
    settings: Settings,
}

pub(crate) fn run(arguments: &FormArguments) -> Result<Output, String> {
    let settings = &arguments.settings;
    if arguments.key.as_ref().is_some_and(String::is_empty) {
        return Err(
            "`--key` is empty; name the object, or allow any key with `--key-prefix ''`".into()
        );
    }
    let resolved = settings.resolve()?;
    let ConfiguredPresigner { presigner, note } =
        settings.presigner(resolved, None, arguments.bucket())?;
    let signer = presigner.at(settings.signing_time());
    let post =
        signer.post(&arguments.policy(), settings.expiry()).map_err(|error| error.message())?;
    let text = match &arguments.curl {
        Some(file) => post.to_curl(file),
        None if arguments.html => page(&post),
        None => json!(post).to_string(),
    };
    let notes = note.into_iter().chain(limit_note(post.validity()));
    let stderr = notes.map(|note| note + "\n").collect();
    Ok(Output { stdout: text + "\n", stderr, status: 0 })
}

impl FormArguments {
    fn bucket(&self) -> &str {
        self.bucket.strip_prefix("s3://").map_or(&*self.bucket, |name| name.trim_end_matches('/'))
    }

    fn policy(&self) -> PostPolicy<'_> {
        let bucket = self.bucket();
        let mut policy = match (&self.key, &self.key_prefix) {
            (Some(key), _) => PostPolicy::new(bucket, key),
            (None, prefix) => {
                PostPolicy::with_key_prefix(bucket, prefix.as_deref().unwrap_or_default())
            }
        };
        if self.settings.allow_dot_segments {
            policy = policy.allow_dot_segments();
        }
        for (name, value) in &self.field {
            policy = policy.field(name, value);
        }
        for (name, prefix) in &self.field_prefix {
            policy = policy.field_prefix(name, prefix);
        }
        match &self.content_length_range {
            Some(range) => policy.content_length_range(range.clone()),
            None => policy,
        }
    }
}

fn page(post: &PresignedPost) -> String {
    let form = post.to_html_form();
    format!("<!doctype html>\n<meta charset=\"utf-8\">\n<title>Upload</title>\n{form}")
}

/// `min..max`, both inclusive.
fn parse_range(text: &str) -> Result<RangeInclusive<u64>, String> {
    let parse = |bytes: &str| bytes.trim().parse().ok();
    text.split_once("..")
        .and_then(|(min, max)| Some(parse(min)?..=parse(max)?))
        .ok_or_else(|| String::from("expected MIN..MAX in bytes, such as 1..1000000"))
}

const OUTPUT: &str = "\
Prints JSON, `{\"url\": …, \"fields\": {…}, \"open_fields\": {…}, \"expires_at\": …}`. `url` and `fields` are as
boto3's `generate_presigned_post` returns them. `open_fields` has the prefix of each field that the client adds.
The exit status is 0, or 2 if the form cannot be signed.

Examples:
  presign form my-bucket --key-prefix uploads/ --content-length-range 1..1000000
  presign form my-bucket --key avatar.png --field content-type=image/png --html > form.html";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_requires_both_ends() {
        assert_eq!(parse_range("1..10"), Ok(1..=10));
        assert_eq!(parse_range("0..0"), Ok(0..=0));
        for text in ["", "1", "1..", "..1", "1..=2", "a..b", "-1..2"] {
            assert!(parse_range(text).is_err(), "{text:?}");
        }
    }
}
