//! Presigned S3 URLs of botocore, reproduced.
//!
//! Two cases are among the raw requests instead: `region-usw2-auto`, because botocore signs for the
//! global host in every region by default, and `resp-cd-utf8`, whose response header S3 does not
//! return.

use presigner::{Error, PresignedUrl, Request};
use sha2::{Digest, Sha256};

use crate::table::{self, Row, same};

#[test]
fn every_case_has_the_same_url_canonical_request_and_signature() {
    let rows = table::read("s3_corpus.txt");
    assert_eq!(rows.len(), 288);
    table::check(&rows, check);
}

#[test]
fn dot_segments_are_refused_unless_allowed() {
    let mut rows = table::read("s3_corpus.txt");
    rows.retain(|row| row.find("dot_segments").is_some());
    assert_eq!(rows.len(), 10);
    table::check(&rows, |row| {
        let (bucket, key) = (row.text("bucket"), row.text("key"));
        match row.presign(&request(row, Some(&bucket), Some(&key))) {
            Err(Error::DotSegment { .. }) => Ok(()),
            other => Err(format!("not refused: {other:?}")),
        }
    });
}

fn check(row: &Row) -> Result<(), String> {
    let (bucket, key) = (row.find("bucket"), row.find("key"));
    let mut request = request(row, bucket.as_deref(), key.as_deref());
    if row.find("dot_segments").is_some() {
        request = request.allow_dot_segments();
    }
    let signed = row.presign(&request);
    if let Some(variant) = row.find("refused") {
        return same("error", &variant_of(&signed), &variant);
    }
    let url = signed.map_err(|error| format!("signing fails: {error}"))?;
    let (unsigned, signature) =
        url.as_str().split_once("&X-Amz-Signature=").ok_or("the URL has no signature")?;
    same("URL", unsigned, &row.text("url"))?;
    let canonical_request = canonical_request(&url, unsigned)?;
    let hash = hex::encode(Sha256::digest(&canonical_request));
    same("hash of the canonical request", &hash, &row.text("canonical_request_sha256"))
        .map_err(|difference| format!("{difference}\n{canonical_request}"))?;
    same("signature", signature, &row.text("signature"))
}

fn variant_of(signed: &Result<PresignedUrl, Error>) -> String {
    let debug = signed.as_ref().map_or_else(|error| format!("{error:?}"), |_| String::new());
    debug.split(' ').next().unwrap_or_default().into()
}

fn request<'r>(row: &Row, bucket: Option<&'r str>, key: Option<&'r str>) -> Request<'r> {
    let method = row.text("method").parse().expect("a method of S3");
    let mut request = match (bucket, key) {
        (Some(bucket), Some(key)) => Request::new(method, bucket, key),
        (Some(bucket), None) => Request::on_bucket(method, bucket),
        (None, _) => Request::list_buckets(),
    };
    for (name, value) in row.pairs("query") {
        request = request.query(name, value);
    }
    for (name, value) in row.pairs("header") {
        request = request.header(name, value);
    }
    request
}

/// The canonical request, built only from the URL and the headers to send.
fn canonical_request(url: &PresignedUrl, unsigned: &str) -> Result<String, String> {
    let (_, rest) = unsigned.split_once("://").ok_or("the URL has no scheme")?;
    let (target, query) = rest.split_once('?').ok_or("the URL has no query")?;
    let (host, path) = target.split_once('/').ok_or("the URL has no path")?;
    let mut headers: Vec<_> = url.headers().iter().collect();
    headers.push(("host", host));
    headers.sort_unstable();
    let lines: Vec<_> = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let names: Vec<_> = headers.iter().map(|(name, _)| *name).collect();
    let (method, lines, names) = (url.method(), lines.concat(), names.join(";"));
    Ok(format!("{method}\n/{path}\n{query}\n{lines}\n{names}\nUNSIGNED-PAYLOAD"))
}
