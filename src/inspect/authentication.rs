//! What the parameters of a signature say.

use alloc::borrow::Cow;

use super::{
    NotPresigned, SignatureVersion,
    parameters::{Parameters, decode},
};
use crate::sigv4::{
    Timestamp,
    query::SIGNATURE,
    scope::{ALGORITHM, TERMINATOR},
};

/// Who signed, when, and for what; a part that a version does not have is `None`.
#[derive(Clone)]
pub(super) struct Authentication<'u> {
    pub(super) version: SignatureVersion,
    pub(super) access_key_id: Cow<'u, str>,
    pub(super) day: Option<Cow<'u, str>>,
    /// The region, or the region set of `SigV4A`.
    pub(super) region: Option<Cow<'u, str>>,
    pub(super) service: Cow<'u, str>,
    pub(super) signed_at: Option<Timestamp>,
    pub(super) expires_seconds: Option<u64>,
    pub(super) expires_at: Timestamp,
    /// As they stand in the query.
    pub(super) signed_headers: &'u str,
    pub(super) signature: Cow<'u, str>,
}

impl<'u> Authentication<'u> {
    pub(super) fn of(parameters: Parameters<'u>) -> Result<Self, NotPresigned> {
        let is_there = |name| parameters.find(name).is_some();
        if ["X-Amz-Algorithm", CREDENTIAL, SIGNATURE].into_iter().any(is_there) {
            return Self::of_version_4(parameters);
        }
        if is_there("AWSAccessKeyId") {
            return Self::of_version_2(parameters);
        }
        Err(NotPresigned::Unsigned)
    }

    fn of_version_4(parameters: Parameters<'u>) -> Result<Self, NotPresigned> {
        let version = parse_algorithm(parameters.require("X-Amz-Algorithm")?)?;
        let mut credential = Credential(parameters.require(CREDENTIAL)?);
        credential.pop_terminator()?;
        let service = credential.pop()?;
        let region = match version {
            SignatureVersion::V4a => decode(parameters.require("X-Amz-Region-Set")?),
            _ => credential.pop()?,
        };
        let day = credential.pop()?;
        let signed_at = parse_date(parameters.require("X-Amz-Date")?)?;
        let expires_seconds = parse_expires(parameters.require("X-Amz-Expires")?)?;
        Ok(Self {
            version,
            access_key_id: credential.into_access_key_id()?,
            day: Some(day),
            region: Some(region),
            service,
            signed_at: Some(signed_at),
            expires_seconds: Some(expires_seconds),
            expires_at: signed_at.saturating_add(expires_seconds),
            signed_headers: parameters.require("X-Amz-SignedHeaders")?,
            signature: decode(parameters.require(SIGNATURE)?),
        })
    }

    fn of_version_2(parameters: Parameters<'u>) -> Result<Self, NotPresigned> {
        let expires = parse_seconds(parameters.require("Expires")?).ok_or(MALFORMED_DEADLINE)?;
        let expires_at = i64::try_from(expires).unwrap_or(i64::MAX);
        Ok(Self {
            version: SignatureVersion::V2,
            access_key_id: decode(parameters.require("AWSAccessKeyId")?),
            day: None,
            region: None,
            service: Cow::Borrowed("s3"),
            signed_at: None,
            expires_seconds: None,
            expires_at: Timestamp::from_unix_seconds(expires_at),
            signed_headers: "",
            signature: decode(parameters.require("Signature")?),
        })
    }
}

/// What is left of `id/day/region/service/aws4_request`, whose slashes may be percent-encoded. It
/// is read from its end, for the id may hold slashes of its own.
struct Credential<'u>(&'u str);

impl<'u> Credential<'u> {
    fn pop_terminator(&mut self) -> Result<(), NotPresigned> {
        if self.pop()? == TERMINATOR { Ok(()) } else { Err(MALFORMED_CREDENTIAL) }
    }

    /// Takes the last part, and the slash before it.
    fn pop(&mut self) -> Result<Cow<'u, str>, NotPresigned> {
        let last = |slash: &str| Some((self.0.rfind(slash)?, slash.len()));
        let (at, bytes) =
            ["/", "%2F", "%2f"].into_iter().filter_map(last).max().ok_or(MALFORMED_CREDENTIAL)?;
        let part = decode(&self.0[at + bytes..]);
        self.0 = &self.0[..at];
        Ok(part)
    }

    fn into_access_key_id(self) -> Result<Cow<'u, str>, NotPresigned> {
        if self.0.is_empty() { Err(MALFORMED_CREDENTIAL) } else { Ok(decode(self.0)) }
    }
}

fn parse_algorithm(text: &str) -> Result<SignatureVersion, NotPresigned> {
    match &*decode(text) {
        ALGORITHM => Ok(SignatureVersion::V4),
        "AWS4-ECDSA-P256-SHA256" => Ok(SignatureVersion::V4a),
        _ => Err(NotPresigned::MalformedParameter {
            name: "X-Amz-Algorithm",
            problem: "is neither `AWS4-HMAC-SHA256` nor `AWS4-ECDSA-P256-SHA256`; \
                      sign with one of these",
        }),
    }
}

fn parse_date(text: &str) -> Result<Timestamp, NotPresigned> {
    Timestamp::parse_amz_date(&decode(text)).ok_or(NotPresigned::MalformedParameter {
        name: "X-Amz-Date",
        problem: "is not like `20130524T000000Z`; sign with the time in UTC, in this form",
    })
}

fn parse_expires(text: &str) -> Result<u64, NotPresigned> {
    parse_seconds(text).ok_or(NotPresigned::MalformedParameter {
        name: "X-Amz-Expires",
        problem: "is no whole number of seconds; sign with 1 to 604800",
    })
}

/// Digits and nothing else. What is too large for a number is as good as the largest.
fn parse_seconds(text: &str) -> Option<u64> {
    let text = decode(text);
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

const CREDENTIAL: &str = "X-Amz-Credential";

const MALFORMED_CREDENTIAL: NotPresigned = NotPresigned::MalformedParameter {
    name: CREDENTIAL,
    problem: "is not like `id/20130524/region/service/aws4_request`; \
              if it holds `%252F`, undo the second percent-encoding of the URL",
};

const MALFORMED_DEADLINE: NotPresigned = NotPresigned::MalformedParameter {
    name: "Expires",
    problem: "is no whole number of seconds since 1970; sign with one",
};
