//! `presign METHOD BUCKET KEY`: makes a presigned URL.

use std::fmt::Write;

use clap::Args;
use presigner::{Method, Request};

use crate::{
    Output,
    sentence::Sentence,
    settings::{Configuration, Settings, limit_note, parse_pair},
};

#[derive(Args, Debug)]
pub(crate) struct RequestArguments {
    /// GET, HEAD, PUT, POST or DELETE, case-insensitive
    method: Option<Method>,
    /// Bucket name, alias or ARN; if omitted, the request lists the buckets
    bucket: Option<String>,
    /// Object key, not percent-encoded; if omitted, the request is for the bucket
    key: Option<String>,

    /// Add a query parameter, not percent-encoded; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_pair)]
    query: Vec<(String, String)>,
    /// Sign a header, which the client must then send; may be repeated
    #[arg(long, value_name = "NAME: VALUE", value_parser = parse_header)]
    header: Vec<(String, String)>,

    #[command(flatten)]
    pub(crate) settings: Settings,
}

pub(crate) fn run(arguments: &RequestArguments) -> Result<Output, String> {
    let (request, settings) = (arguments.request()?, &arguments.settings);
    let Configuration { presigner, note } = arguments.configuration()?;
    let signer = presigner.at(settings.signing_time());
    let url = signer.presign(&request, settings.expiry()).map_err(|error| error.sentence())?;
    let mut output = Output { stdout: format!("{url}\n"), ..Output::default() };
    for (name, value) in url.headers() {
        writeln!(output.stderr, "{name}: {value}").expect("writing to a String cannot fail");
    }
    for note in note.into_iter().chain(limit_note(url.validity())) {
        writeln!(output.stderr, "{note}").expect("writing to a String cannot fail");
    }
    Ok(output)
}

impl RequestArguments {
    pub(crate) fn configuration(&self) -> Result<Configuration, String> {
        let bucket = self.bucket.as_deref().unwrap_or_default();
        self.settings.presigner(self.settings.configured()?, None, bucket)
    }

    pub(crate) fn request(&self) -> Result<Request<'_>, String> {
        let method = self.method.ok_or("method is missing; see `--help`")?;
        let mut request = match (&self.bucket, &self.key) {
            (Some(bucket), Some(key)) => Request::new(method, bucket, key),
            (Some(bucket), None) => Request::on_bucket(method, bucket),
            (None, _) if method == Method::Get => Request::list_buckets(),
            (None, _) => {
                return Err(format!(
                    "{method} requires a bucket; only GET without a bucket lists the buckets"
                ));
            }
        };
        if self.settings.allow_dot_segments {
            request = request.allow_dot_segments();
        }
        for (name, value) in &self.query {
            request = request.query(name, value);
        }
        for (name, value) in &self.header {
            request = request.header(name, value);
        }
        Ok(request)
    }
}

pub(crate) fn parse_header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("expected `name: value`")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
