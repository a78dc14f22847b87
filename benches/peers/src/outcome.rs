//! Whether a URL is valid for the requested object.

use std::{fmt, time::SystemTime};

use percent_encoding::percent_decode_str;
use presigner::verify::{Claim, Rules};

use crate::{
    EXPIRY,
    peers::{ACCESS_KEY_ID, Bucket, Peer, SECRET_ACCESS_KEY},
};

/// The result of signing a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The signature is valid, and the path is that of the key.
    Verifies,
    /// The signature is valid, but the path is that of another key.
    AnotherObject,
    /// A server would refuse it.
    DoesNotVerify,
    /// Signing returned an error.
    Refuses,
}

impl Outcome {
    /// The outcome for an object of a bucket.
    #[must_use]
    pub fn of(peer: &Peer, bucket: Bucket, key: &str) -> Self {
        let Ok(url) = (peer.url)(bucket.name, key, EXPIRY) else { return Self::Refuses };
        let Some((host, path_and_query)) = parts(&url) else { return Self::DoesNotVerify };
        if !verifies(host, path_and_query, bucket.domain) {
            return Self::DoesNotVerify;
        }
        let path = path_and_query.split_once('?').map_or(path_and_query, |(path, _)| path);
        // Decoded independently of the verifier.
        let path: Vec<u8> = percent_decode_str(path).collect();
        let requested = match host.strip_suffix(bucket.domain) {
            Some("") => format!("/{}/{key}", bucket.label),
            Some(label) if label.strip_suffix('.') == Some(bucket.label) => format!("/{key}"),
            _ => return Self::AnotherObject,
        };
        if path == requested.as_bytes() { Self::Verifies } else { Self::AnotherObject }
    }
}

fn parts(url: &str) -> Option<(&str, &str)> {
    let rest = url.strip_prefix("https://")?;
    Some(rest.split_at(rest.find('/')?))
}

fn verifies(host: &str, path_and_query: &str, domain: &str) -> bool {
    let headers = [("host", host)];
    let rules = Rules::s3(SystemTime::now()).base_domain(domain).accept_sigv4a();
    Claim::parse("GET", path_and_query, &headers).is_ok_and(|claim| {
        claim.access_key_id() == ACCESS_KEY_ID && claim.verify(SECRET_ACCESS_KEY, &rules).is_ok()
    })
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Verifies => "verifies",
            Self::AnotherObject => "signs another object",
            Self::DoesNotVerify => "does not verify",
            Self::Refuses => "refuses",
        })
    }
}
