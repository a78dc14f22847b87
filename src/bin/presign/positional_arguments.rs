//! The words of the command line before its options: method, object and file.

use std::path::PathBuf;

use presigner::Method;

use crate::{
    location::{Location, is_location},
    printable::printable,
};

/// What to sign, and for an upload the file.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct PositionalArguments {
    pub(crate) method: Method,
    /// `None` lists the buckets.
    pub(crate) location: Option<Location>,
    pub(crate) last_argument: LastArgument,
}

/// The word after the object.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum LastArgument {
    Nothing,
    /// A local file to upload.
    File(PathBuf),
    /// `-`: the keys come from standard input.
    StandardInput,
}

impl PositionalArguments {
    /// Parses `[METHOD] [LOCATION | BUCKET [KEY]] [FILE | -]`. `endpoint` is the base URL of the
    /// store, if it is not Amazon S3.
    pub(crate) fn parse(words: &[String], endpoint: Option<&str>) -> Result<Self, String> {
        let (method, words) = split_method(words)?;
        if let Some(first) = words.first() {
            check_first(first)?;
        }
        let Some((first, words)) = words.split_first() else {
            if method == Method::Get {
                return Ok(Self { method, location: None, last_argument: LastArgument::Nothing });
            }
            return Err(format!(
                "{method} requires a bucket; only GET without a bucket lists the buckets"
            ));
        };
        let mut location = if is_location(first) {
            Location::parse(first, endpoint)?
        } else if is_path(first) {
            Location::parse(&["s3://", first].concat(), endpoint)?
        } else {
            Location { bucket: first.clone(), ..Location::default() }
        };
        location.key = location.key.filter(|key| !key.is_empty());
        let is_bucket = !is_path(first) && location.key.is_none();
        let words = match words.split_first() {
            Some((key, _)) if is_bucket && key.starts_with("s3://") => {
                return Err(must_be_first(key));
            }
            Some((key, words)) if is_bucket && key != "-" => {
                location.key = Some(key.clone());
                words
            }
            _ => words,
        };
        let last_argument = last_argument(method, words)?;
        Ok(Self { method, location: Some(location), last_argument })
    }
}

/// The method, and the words after it. Without a method it is GET, if the words can be nothing else
/// than an object.
fn split_method(words: &[String]) -> Result<(Method, &[String]), String> {
    let Some((first, rest)) = words.split_first() else {
        return Err(
            "nothing to sign; name an object, such as `presign s3://my-bucket/photos/cat.jpg`"
                .into(),
        );
    };
    if is_location(first) || is_path(first) {
        return Ok((Method::Get, words));
    }
    check_first(first)?;
    if let Ok(method) = first.parse() {
        return Ok((method, rest));
    }
    let shown = printable(first);
    if first.eq_ignore_ascii_case("help") {
        return Err("`help` is neither a method nor a command; run `presign --help`".into());
    }
    if COMMANDS.contains(&&**first) {
        return Err(format!(
            "command `{shown}` must be the first argument; put its options after it"
        ));
    }
    if let Some(nearest) = similar_word(first) {
        return Err(format!(
            "`{shown}` is neither a method nor a command; a similar one exists: `{nearest}`"
        ));
    }
    let is_bucket = !first.bytes().any(|byte| byte.is_ascii_uppercase());
    match rest {
        [key] if is_bucket && !is_location(key) => Ok((Method::Get, words)),
        _ => Err(format!(
            "`{shown}` is neither a method nor a command; begin with GET, PUT, HEAD, DELETE or POST, or with \
             an object, such as `s3://my-bucket/photos/cat.jpg`"
        )),
    }
}

/// Refuses what is signed as a bucket only by mistake.
fn check_first(word: &str) -> Result<(), String> {
    if word == "-" {
        return Err(
            "`-` must follow the bucket or prefix, as in `presign get s3://bucket/ -`".into()
        );
    }
    // A tenant before a bucket, as in Ceph, is not empty after the colon.
    let is_scheme =
        !is_location(word) && word.split_once('/').is_some_and(|(scheme, _)| scheme.ends_with(':'));
    if is_scheme {
        let word = printable(word);
        return Err(format!("`{word}` has one `/` after `:`; write `s3://bucket/key`"));
    }
    Ok(())
}

fn last_argument(method: Method, words: &[String]) -> Result<LastArgument, String> {
    match words {
        [] => Ok(LastArgument::Nothing),
        [word] if word == "-" => Ok(LastArgument::StandardInput),
        [object] if is_location(object) => Err(must_be_first(object)),
        [file] if method == Method::Put => Ok(LastArgument::File(file.into())),
        [word, ..] if method == Method::Put => {
            let word = printable(word);
            Err(format!("unexpected argument after the file `{word}`; PUT uploads one file"))
        }
        [word, ..] => {
            let word = printable(word);
            Err(format!(
                "unexpected argument `{word}`; only PUT takes a file, and a key with spaces needs quotes"
            ))
        }
    }
}

/// Whether a word is `bucket/key`, which the AWS CLI accepts too. No bucket name contains `/`.
fn is_path(word: &str) -> bool {
    !word.starts_with("arn:") && word.contains('/')
}

fn must_be_first(object: &str) -> String {
    let object = printable(object);
    format!(
        "`{object}` must be the first word after the method, as in `presign put s3://bucket/key FILE`"
    )
}

/// The method or command that a word is probably meant to be.
fn similar_word(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let distance = |known: &&str| strsim::osa_distance(&word, known);
    let nearest = METHODS.into_iter().chain(COMMANDS).min_by_key(distance)?;
    let allowed = if nearest.len() < 5 { 1 } else { 2 };
    (distance(&nearest) <= allowed).then_some(nearest)
}

const METHODS: [&str; 5] = ["get", "put", "head", "delete", "post"];

/// The subcommands.
pub(crate) const COMMANDS: [&str; 8] =
    ["form", "inspect", "explain", "verify", "diagnose", "token", "completions", "man"];

#[cfg(test)]
mod tests {
    use super::*;

    /// Method, bucket, key and rest.
    fn parse(line: &str) -> Result<(Method, String, Option<String>, LastArgument), String> {
        let words: Vec<_> = line.split(' ').map(String::from).collect();
        let words = PositionalArguments::parse(&words, None)?;
        let location = words.location.unwrap_or_default();
        Ok((words.method, location.bucket, location.key, words.last_argument))
    }

    #[test]
    fn a_method_is_optional_and_of_any_case() {
        for (line, method) in [
            ("GET b k", Method::Get),
            ("pUt b k", Method::Put),
            ("head s3://b/k", Method::Head),
            ("s3://b/k", Method::Get),
            ("b k", Method::Get),
            ("b/k", Method::Get),
            ("put b/k", Method::Put),
            ("arn:aws:s3:::b/k", Method::Get),
            ("https://b.s3.amazonaws.com/k", Method::Get),
        ] {
            let expected = (method, "b".into(), Some("k".into()), LastArgument::Nothing);
            assert_eq!(parse(line), Ok(expected), "{line}");
        }
        assert_eq!(
            parse("delete b"),
            Ok((Method::Delete, "b".into(), None, LastArgument::Nothing))
        );
        assert_eq!(parse("GET"), Ok((Method::Get, String::new(), None, LastArgument::Nothing)));
    }

    #[test]
    fn the_last_word_is_a_file_or_standard_input() {
        let put =
            |key: Option<&str>, rest| Ok((Method::Put, "b".into(), key.map(String::from), rest));
        assert_eq!(parse("put s3://b/k f"), put(Some("k"), LastArgument::File("f".into())));
        assert_eq!(parse("put s3://b f"), put(None, LastArgument::File("f".into())));
        assert_eq!(parse("put b k f"), put(Some("k"), LastArgument::File("f".into())));
        assert_eq!(parse("put b k"), put(Some("k"), LastArgument::Nothing));
        assert_eq!(parse("put b -"), put(None, LastArgument::StandardInput));
        assert_eq!(parse("put b p/ -"), put(Some("p/"), LastArgument::StandardInput));
        assert_eq!(parse("put s3://b/p/ -"), put(Some("p/"), LastArgument::StandardInput));
        assert_eq!(parse("put s3://b/-"), put(Some("-"), LastArgument::Nothing));
    }

    #[test]
    fn what_is_not_an_object_is_refused() {
        for (line, expected) in [
            ("inspct https://b.s3.amazonaws.com/k", "a similar one exists: `inspect`"),
            ("GTE b k", "a similar one exists: `get`"),
            ("gett b", "a similar one exists: `get`"),
            ("inspect b", "must be the first argument"),
            ("photos", "neither a method nor a command"),
            ("PATCH b", "neither a method nor a command"),
            ("photos b k", "neither a method nor a command"),
            ("photos s3://b/k", "neither a method nor a command"),
            ("put ./f s3://b/k", "`s3://b/k` must be the first word"),
            ("put f s3://b/k", "`s3://b/k` must be the first word"),
            ("get b k f", "unexpected argument `f`"),
            ("get s3://b/a b", "unexpected argument `b`"),
            ("put b k f g", "unexpected argument after the file `f`"),
            ("PUT", "PUT requires a bucket"),
            ("-", "`-` must follow the bucket"),
            ("get -", "`-` must follow the bucket"),
            ("s3:/b/k", "write `s3://bucket/key`"),
            ("put s3:/b/k f", "write `s3://bucket/key`"),
            ("help", "run `presign --help`"),
        ] {
            let error = parse(line).expect_err(line);
            assert!(error.contains(expected), "{line}: {error}");
        }
    }
}
