//! Whether a URL is valid for the requested object.

use std::{fmt, time::SystemTime};

use percent_encoding::percent_decode_str;
use presigner::verify::{Claim, Rules};
use presigner_peers::{
    EXPIRY,
    peers::{ACCESS_KEY_ID, BUCKET, HOST, Peer, SECRET_ACCESS_KEY},
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
    pub fn of(peer: &Peer, key: &str) -> Self {
        let Ok(url) = (peer.url)(BUCKET, key, EXPIRY) else { return Self::Refuses };
        let Some((host, path_and_query)) = parts(&url) else { return Self::DoesNotVerify };
        if !verifies(host, path_and_query) {
            return Self::DoesNotVerify;
        }
        let path = path_and_query.split('?').next().expect("a first part");
        // Decoded independently of the verifier.
        let path: Vec<u8> = percent_decode_str(path).collect();
        let requested = match host.strip_suffix(HOST) {
            Some("") => format!("/{BUCKET}/{key}"),
            Some(bucket) if bucket.strip_suffix('.') == Some(BUCKET) => format!("/{key}"),
            _ => return Self::AnotherObject,
        };
        if path == requested.as_bytes() { Self::Verifies } else { Self::AnotherObject }
    }
}

fn parts(url: &str) -> Option<(&str, &str)> {
    let rest = url.strip_prefix("https://")?;
    Some(rest.split_at(rest.find('/')?))
}

fn verifies(host: &str, path_and_query: &str) -> bool {
    let headers = [("host", host)];
    Claim::parse("GET", path_and_query, &headers).is_ok_and(|claim| {
        claim.access_key_id() == ACCESS_KEY_ID
            && claim
                .verify(SECRET_ACCESS_KEY, &Rules::s3(SystemTime::now()).base_domain(HOST))
                .is_ok()
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
