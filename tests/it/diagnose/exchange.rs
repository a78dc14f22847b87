//! The request, what was sent and the error response of a row.

use presigner::{Explanation, Method, Timestamp, diagnose::Diagnosis, inspect::NotPresigned};
use sha2::{Digest, Sha256};

use super::received::{Received, escape, parameter};
use crate::table::Row;

pub(crate) struct Exchange {
    /// The URL as it was signed.
    pub(crate) signed_url: String,
    pub(crate) body: String,
    explanation: Option<Explanation>,
    sent_url: String,
    sent_method: Method,
    sent_headers: Vec<(String, String)>,
    signed_headers: Vec<(String, String)>,
    form_fields: Vec<(String, String)>,
    at: Option<Timestamp>,
    knows: String,
}

impl Exchange {
    #[track_caller]
    pub(crate) fn of(row: &Row) -> Self {
        let sign = || row.presign_and_explain().unwrap_or_else(|error| panic!("{row}: {error}"));
        let signed = row.find("url").is_none().then(sign);
        let (signed_url, headers, explanation) = match signed {
            Some((url, explanation)) => {
                let headers = url.headers().iter().map(|(name, value)| (name.into(), value.into()));
                (url.as_str().to_owned(), headers.collect(), Some(explanation))
            }
            None => (row.text("url"), row.pairs("header"), None),
        };
        let sent_headers = match &*row.pairs("sent_header") {
            [] => headers,
            [(none, _)] if none == "none" => Vec::new(),
            sent => sent.to_vec(),
        };
        let method = row.find("sent_method").unwrap_or_else(|| row.text("method"));
        let sent_url = edited(row, "sent", &signed_url);
        let received_url = edited(row, "received", &sent_url);
        let received = Received { method: &method, url: &received_url, headers: &sent_headers };
        let body = row.find("body").unwrap_or_else(|| row.text(&row.text("body_of")));
        Self {
            body: fill(&body, &received, &signed_url),
            signed_url,
            explanation,
            sent_url,
            sent_method: method.parse().expect("a method"),
            sent_headers,
            signed_headers: row.pairs("signed_header"),
            form_fields: row.pairs("form_field"),
            at: row
                .find("answered_at")
                .map(|_| Timestamp::from_unix_seconds(row.number("answered_at"))),
            knows: row.text("knows"),
        }
    }

    /// With the facts that the row lists as known.
    pub(crate) fn diagnosis(&self) -> Result<Diagnosis<'_>, String> {
        let mut diagnosis =
            Diagnosis::new(&self.sent_url).map_err(|error: NotPresigned| error.to_string())?;
        if let (true, Some(explanation)) = (self.knows("explanation"), &self.explanation) {
            diagnosis = diagnosis.explanation(explanation);
        }
        if self.knows("method") {
            diagnosis = diagnosis.method(self.sent_method);
        }
        if self.knows("headers") {
            for (name, value) in &self.sent_headers {
                diagnosis = diagnosis.header(name, value);
            }
        }
        for (name, value) in &self.signed_headers {
            diagnosis = diagnosis.signed_header(name, value);
        }
        for (name, value) in &self.form_fields {
            diagnosis = diagnosis.form_field(name, value);
        }
        Ok(match self.at {
            Some(at) => diagnosis.at(at),
            None => diagnosis,
        })
    }

    fn knows(&self, what: &str) -> bool {
        self.knows.split(' ').any(|known| known == what)
    }
}

/// The URL after the replacements `field from to`.
#[track_caller]
fn edited(row: &Row, field: &str, url: &str) -> String {
    row.pairs(field).iter().fold(url.to_owned(), |url, (from, to)| {
        assert!(url.contains(from.as_str()), "{row}: no {from} in {url}");
        url.replacen(from.as_str(), to, 1)
    })
}

fn fill(body: &str, received: &Received<'_>, signed_url: &str) -> String {
    let canonical = received.canonical_request();
    let bytes: Vec<_> = canonical.bytes().map(|byte| format!("{byte:02x}")).collect();
    let date = parameter(received.url, "X-Amz-Date").unwrap_or_default();
    body.replace("{canonical_request}", &escape(&canonical))
        .replace("{canonical_request_in_one_line}", &escape(&canonical.replace('\n', " ")))
        .replace("{canonical_request_in_a_string}", &canonical.replace('\n', "\\n"))
        .replace("{canonical_request_by_node}", &canonical.replace('\n', "\\n' +\n    '"))
        .replace(
            "{canonical_request_in_a_string_of_json}",
            &escape(&canonical).replace('\n', "\\n"),
        )
        .replace("{canonical_request_bytes}", &bytes.join(" "))
        .replace("{canonical_request_sha256}", &hex::encode(Sha256::digest(&canonical)))
        .replace("{date}", date)
        .replace("{url}", signed_url)
        .replace("{signature}", parameter(signed_url, "X-Amz-Signature").unwrap_or_default())
}
