//! The requests that the service sends itself. They are presigned too, so that signing has one way only.

use std::{sync::Arc, time::Duration};

use presigner::{PresignedUrl, diagnose::Diagnosis};
use reqwest::Client;

use crate::{
    links::Links,
    listing::{self, File},
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
        // No limit for an answer as a whole: S3 may take minutes to put parts together, and sends white
        // space meanwhile.
        let client = Client::builder().connect_timeout(TIMEOUT).read_timeout(TIMEOUT).build()?;
        Ok(Self { links, client })
    }

    /// The files of the bucket, the newest first; of very many, those whose names come first.
    pub(crate) async fn files(&self) -> Result<Vec<File>, Problem> {
        let mut files = Vec::new();
        let mut continuation = None;
        for _ in 0..MAX_PAGES {
            let xml = self.follow(&self.links.list(continuation.as_deref())?, "").await?;
            let page = listing::page(&xml).map_err(|_| unreadable())?;
            files.extend(page.files);
            continuation = page.continuation;
            if continuation.is_none() {
                break;
            }
        }
        listing::sort_newest_first(&mut files);
        Ok(files)
    }

    /// Begins an upload in parts, whose id is returned.
    pub(crate) async fn begin(&self, name: &str, media_type: &str) -> Result<String, Problem> {
        let xml = self.follow(&self.links.begin(name, media_type)?, "").await?;
        listing::upload_id(&xml).map_err(|_| unreadable())
    }

    /// Puts the parts together.
    pub(crate) async fn complete(
        &self,
        name: &str,
        upload_id: &str,
        etags: &[String],
    ) -> Result<(), Problem> {
        let body = listing::completion(etags).map_err(|_| unreadable())?;
        self.follow(&self.links.complete(name, upload_id)?, &body).await.map(drop)
    }

    /// Gives the parts up.
    pub(crate) async fn abort(&self, name: &str, upload_id: &str) -> Result<(), Problem> {
        self.follow(&self.links.abort(name, upload_id)?, "").await.map(drop)
    }

    /// Sends what was signed, with the headers that were signed.
    async fn follow(&self, url: &PresignedUrl, body: &str) -> Result<String, Problem> {
        let method = url.method().as_str().parse().map_err(|_| unreadable())?;
        let mut request = self.client.request(method, url.as_str()).body(body.to_owned());
        for (name, value) in url.headers() {
            request = request.header(name, value);
        }
        let response = request.send().await?;
        let status = response.status();
        let answer = response.text().await?;
        match listing::error_code(&answer) {
            None if status.is_success() => Ok(answer),
            code => Err(refused(url, code.as_deref().unwrap_or(status.as_str()), &answer)),
        }
    }
}

/// Logs why the store refused, for whoever runs the service; the page is told the bare code.
fn refused(url: &PresignedUrl, code: &str, answer: &str) -> Problem {
    tracing::warn!("the store refused {} {}: {code}", url.method(), url.redacted());
    if let Ok(diagnosis) = Diagnosis::new(url.as_str()) {
        for finding in diagnosis.method(url.method()).error_xml(answer) {
            tracing::warn!("{finding}");
        }
    }
    Problem::store(format!("the store refused ({code})"))
}

fn unreadable() -> Problem {
    Problem::store("the store answered something that is not S3's")
}

/// Of a thousand files each.
const MAX_PAGES: usize = 10;

const TIMEOUT: Duration = Duration::from_secs(30);
