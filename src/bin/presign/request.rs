//! The arguments that describe a request, of the commands that sign or explain it.

use clap::Args;
use presigner::{Presigner, Request};

use crate::{
    positional_arguments::{LastArgument, PositionalArguments},
    settings::{ConfiguredPresigner, Settings, parse_pair},
    upload_file::UploadFile,
};

#[derive(Args, Debug)]
pub(crate) struct RequestArguments {
    /// Method (default: GET), then what to sign, then for PUT the file to upload
    ///
    ///   METHOD  GET, PUT, HEAD, DELETE or POST, in either case.
    ///   OBJECT  What to sign: `s3://bucket/key`; `BUCKET KEY`, two arguments; an ARN; or the URL of
    ///           an object, or of its page in the S3 console. Without a key the request is for the
    ///           bucket, and GET alone lists the buckets. The key is not percent-encoded, except in
    ///           an https URL. A bucket with the name of a method or command is written as
    ///           `s3://bucket`.
    ///   FILE    Only for PUT: a local file, which gives the upload its type, by the extension, and
    ///           its length, both signed; and its name, if the key ends with `/` or is missing.
    ///   -       Read keys from standard input.
    ///
    /// An argument after a bucket without `s3://` and `/` is the key: `presign put my-bucket q3.pdf`
    /// signs the key `q3.pdf` and reads no file. For the file: `presign put s3://my-bucket q3.pdf`.
    #[arg(value_name = "METHOD|OBJECT", num_args = 0..=4, value_hint = clap::ValueHint::AnyPath)]
    #[arg(verbatim_doc_comment)]
    words: Vec<String>,

    /// Add a query parameter, not percent-encoded; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_pair)]
    query: Vec<(String, String)>,
    /// Sign a header, which the client must then send; may be repeated
    #[arg(long, value_name = "NAME: VALUE", value_parser = parse_header)]
    header: Vec<(String, String)>,

    #[command(flatten)]
    pub(crate) settings: Settings,
}

/// The request that arguments describe, and the presigner for it.
pub(crate) struct DescribedRequest {
    pub(crate) words: PositionalArguments,
    /// The file to upload, and its path.
    pub(crate) file: Option<(String, UploadFile)>,
    pub(crate) presigner: Presigner,
    /// What to tell the user.
    pub(crate) notes: Vec<String>,
}

impl RequestArguments {
    pub(crate) fn describe(&self) -> Result<DescribedRequest, String> {
        let resolved = self.settings.resolve()?;
        let mut words =
            PositionalArguments::parse(&self.words, resolved.endpoint_url().as_deref())?;
        let mut file = None;
        if let LastArgument::File(path) = &words.last_argument {
            let opened = UploadFile::open(path)?;
            let location = words.location.get_or_insert_default();
            let key = location.key.get_or_insert_default();
            if key.is_empty() || key.ends_with('/') {
                key.push_str(&opened.name);
            }
            file = Some((path.to_string_lossy().into_owned(), opened));
        }
        let location = words.location.as_ref();
        let region = location.and_then(|location| location.region.as_deref());
        let bucket = location.map_or("", |location| &location.bucket);
        let ConfiguredPresigner { presigner, note } =
            self.settings.presigner(resolved, region, bucket)?;
        let too_large = file.as_ref().and_then(|(_, file)| file.note());
        Ok(DescribedRequest {
            words,
            file,
            presigner,
            notes: note.into_iter().chain(too_large).collect(),
        })
    }

    /// The request for a key; without one, for the bucket.
    pub(crate) fn request<'a>(
        &'a self,
        described: &'a DescribedRequest,
        key: Option<&'a str>,
    ) -> Request<'a> {
        let method = described.words.method;
        let mut request = match (&described.words.location, key) {
            (Some(location), Some(key)) => Request::new(method, &location.bucket, key),
            (Some(location), None) => Request::on_bucket(method, &location.bucket),
            (None, _) => Request::list_buckets(),
        };
        if self.settings.allow_dot_segments {
            request = request.allow_dot_segments();
        }
        let version = described.words.location.as_ref().and_then(|it| it.version_id.as_deref());
        if let Some(version) = version {
            request = request.version_id(version);
        }
        for (name, value) in &self.query {
            request = request.query(name, value);
        }
        for (name, value) in &self.header {
            request = request.header(name, value);
        }
        let has =
            |name: &str| self.header.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
        if let Some((_, file)) = &described.file {
            if let Some(content_type) = &file.content_type
                && !has("content-type")
            {
                request = request.content_type(content_type);
            }
            if !has("content-length") {
                request = request.content_length(file.bytes);
            }
        }
        request
    }
}

impl DescribedRequest {
    /// The key of a request for one object.
    pub(crate) fn key(&self) -> Option<&str> {
        self.words.location.as_ref()?.key.as_deref()
    }
}

pub(crate) fn parse_header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("expected `name: value`")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
