//! The requests that the service sends itself. They are presigned as well, so that all signing is in one place.

use std::{sync::Arc, time::Duration};

use presigner::{
    CompletedParts, CompletedUpload, MultipartUpload, PresignedUrl, diagnose::Diagnosis,
};
use reqwest::{Client, Response, StatusCode};

use crate::{
    links::Links,
    listing::{self, Files},
    problem::Problem,
};

/// The store, as the service sees it.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    links: Arc<Links>,
    client: Client,
}

impl Store {
    pub(crate) fn new(links: Arc<Links>) -> Result<Self, reqwest::Error> {
        // No limit for a whole response: `CompleteMultipartUpload` may take minutes, during which S3 sends
        // white space.
        let client = Client::builder().connect_timeout(TIMEOUT).read_timeout(TIMEOUT).build()?;
        Ok(Self { links, client })
    }

    /// The files of the bucket; at most the first ten thousand by name.
    pub(crate) async fn files(&self) -> Result<Files, Problem> {
        let mut files = Vec::new();
        let mut continuation = None;
        for _ in 0..MAX_PAGES {
            let xml = self.follow(&self.links.list(continuation.as_deref())?, "").await?;
            let page = listing::page(&xml).map_err(|_| invalid_response())?;
            files.extend(page.files);
            continuation = page.continuation;
            if continuation.is_none() {
                break;
            }
        }
        Ok(Files { files, truncated: continuation.is_some() })
    }

    /// Whether the file exists.
    pub(crate) async fn exists(&self, name: &str) -> Result<bool, Problem> {
        let url = self.links.head(name)?;
        match self.send(&url, "").await?.status() {
            StatusCode::NOT_FOUND => Ok(false),
            status if status.is_success() => Ok(true),
            status => Err(rejected(&url, status.as_str(), "")),
        }
    }

    /// Creates a multipart upload and returns its id.
    pub(crate) async fn begin(&self, name: &str) -> Result<String, Problem> {
        let xml = self.follow(&self.links.begin(name)?, "").await?;
        Ok(MultipartUpload::from_xml(&xml)?.id().to_owned())
    }

    /// Completes a multipart upload.
    pub(crate) async fn complete(
        &self,
        name: &str,
        upload_id: &str,
        etags: &[String],
    ) -> Result<(), Problem> {
        let url = self.links.complete(name, upload_id)?;
        let parts: CompletedParts<'_> = (1..).zip(etags).collect();
        let xml = self.follow(&url, &parts.to_xml()?).await?;
        CompletedUpload::from_xml(&xml)?;
        Ok(())
    }

    /// Aborts a multipart upload.
    pub(crate) async fn abort(&self, name: &str, upload_id: &str) -> Result<(), Problem> {
        self.follow(&self.links.abort(name, upload_id)?, "").await.map(drop)
    }

    /// Deletes a file. Links to it stop working, because the object no longer exists.
    pub(crate) async fn delete(&self, name: &str) -> Result<(), Problem> {
        self.follow(&self.links.delete(name)?, "").await.map(drop)
    }

    /// Returns the response to a presigned request that the store accepts.
    async fn follow(&self, url: &PresignedUrl, body: &str) -> Result<String, Problem> {
        let response = self.send(url, body).await?;
        let status = response.status();
        let text = response.text().await?;
        match listing::error_code(&text) {
            None if status.is_success() => Ok(text),
            code => Err(rejected(url, code.as_deref().unwrap_or(status.as_str()), &text)),
        }
    }

    /// Sends a presigned request with its signed headers.
    async fn send(&self, url: &PresignedUrl, body: &str) -> Result<Response, Problem> {
        let method = url.method().as_str().parse().map_err(|_| invalid_response())?;
        let mut request = self.client.request(method, url.as_str()).body(body.to_owned());
        for (name, value) in url.headers() {
            request = request.header(name, value);
        }
        Ok(request.send().await?)
    }
}

/// Logs why the store rejected a request.
fn rejected(url: &PresignedUrl, code: &str, error: &str) -> Problem {
    tracing::warn!("the store rejected {} {}: {code}", url.method(), url.redacted());
    if let Ok(diagnosis) = Diagnosis::new(url.as_str()) {
        for finding in diagnosis.method(url.method()).error_xml(error) {
            tracing::warn!("{finding}");
        }
    }
    Problem::store("The store refused the request. Try again later.")
}

fn invalid_response() -> Problem {
    Problem::store("The store returned an unexpected response. Try again later.")
}

/// Each page has up to a thousand files.
const MAX_PAGES: usize = 10;

const TIMEOUT: Duration = Duration::from_secs(30);
