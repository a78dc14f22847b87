//! A parsed presigned request whose signature is not yet checked.

use alloc::{borrow::Cow, vec::Vec};
use core::fmt;

use super::{
    ordered_query::OrderedQuery,
    query::{Query, SignatureParameter, decode, parse_others},
    received_headers::ReceivedHeaders,
    rejection::Rejection,
};
#[cfg(feature = "sigv4a")]
use crate::{
    sigv4::EcdsaSignature,
    wire::names::{AWS4_ECDSA_P256_SHA256, X_AMZ_REGION_SET},
};
use crate::{
    sigv4::{HexDigest, Scope, sha256::DIGEST_BYTES},
    wire::{
        credential::RawCredential,
        names::{
            AWS4_HMAC_SHA256, AWS4_REQUEST, HOST, X_AMZ_ALGORITHM, X_AMZ_CREDENTIAL, X_AMZ_DATE,
            X_AMZ_EXPIRES, X_AMZ_SIGNATURE, X_AMZ_SIGNED_HEADERS,
        },
        query::split_once,
        timestamp::{AmzDate, Timestamp},
    },
};

/// A parsed presigned request whose signature is not yet checked.
///
/// Everything in it comes from the sender and is unauthenticated until [`verify`](Self::verify) succeeds.
#[derive(Clone)]
pub struct Claim<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: Query<'a>,
    pub(super) headers: ReceivedHeaders<'a>,
    credential: Credential<'a>,
    amz_date: AmzDate,
    pub(super) signed_at: Timestamp,
    pub(super) expires_seconds: u64,
    pub(super) signed_headers: Cow<'a, str>,
    session_token: Option<Cow<'a, str>>,
    pub(super) signature: Signature,
}

#[derive(Clone)]
pub(super) enum Signature {
    Hmac([u8; DIGEST_BYTES]),
    /// Of Signature Version 4A.
    #[cfg(feature = "sigv4a")]
    Ecdsa(EcdsaSignature),
}

/// `id/day/region/service/aws4_request`, percent-decoded; the id may contain slashes.
#[derive(Clone)]
struct Credential<'a> {
    access_key_id: Cow<'a, str>,
    region: Cow<'a, str>,
    service: Cow<'a, str>,
}

impl<'a> Claim<'a> {
    /// Parses an incoming request: the method, the path and query of the request line, and the headers, all
    /// byte for byte as they were received. Header names may be in any case. Over HTTP/2 most clients send
    /// `:authority` instead of `Host`: pass it as `host`. The `http` crate has it in the `Uri`, which `from_parts`
    /// reads (feature `http`).
    ///
    /// # Errors
    ///
    /// A [`Rejection`] if there is no Signature Version 4 in the query, an `Authorization` header is sent beside
    /// it, a parameter occurs more than once, or a part of the signature is malformed.
    pub fn parse<N: AsRef<str>, V: AsRef<str>>(
        method: &'a str,
        path_and_query: &'a str,
        headers: &'a [(N, V)],
    ) -> Result<Self, Rejection> {
        let mut headers = headers.iter().map(|(name, value)| (name.as_ref(), value.as_ref()));
        let (path, query) = split_once::<b'?'>(path_and_query);
        Self::from_raw(method, path, query.unwrap_or_default(), &mut headers)
    }

    pub(super) fn from_raw(
        method: &'a str,
        path: &'a str,
        query: &'a str,
        headers: &mut dyn Iterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Rejection> {
        let Some(ordered) = OrderedQuery::parse(query) else {
            return Self::from_unordered(method, path, query, headers);
        };
        let query = Query {
            text: query,
            canonical_text: Some(ordered.canonical_text),
            content_sha256: ordered.content_sha256,
            others: parse_others(ordered.others)?,
        };
        let signed_headers = parse_signed_headers(ordered.signed_headers);
        let mut selected = ReceivedHeaders::default();
        selected.select(headers, signed_headers.as_deref().unwrap_or_default())?;
        let RawCredential { access_key_id, scope } = ordered.credential;
        Ok(Self {
            method,
            path,
            credential: Credential {
                access_key_id: Cow::Borrowed(access_key_id),
                region: Cow::Borrowed(scope.region.unwrap_or_default()),
                service: Cow::Borrowed(scope.service),
            },
            amz_date: ordered.amz_date,
            signed_at: ordered.signed_at,
            expires_seconds: parse_expires(ordered.expires)?,
            signed_headers: signed_headers?,
            session_token: decode_session_token(ordered.session_token)?,
            signature: Signature::Hmac(ordered.signature),
            query,
            headers: selected,
        })
    }

    /// Parses a request with any other query.
    fn from_unordered(
        method: &'a str,
        path: &'a str,
        query: &'a str,
        headers: &mut dyn Iterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Rejection> {
        let (query, values) = Query::parse(query)?;
        let parse_signature = values.parsed(SignatureParameter::Algorithm, parse_algorithm)?;
        let signed_headers =
            values.required(SignatureParameter::SignedHeaders).and_then(parse_signed_headers);
        let mut selected = ReceivedHeaders::default();
        selected.select(headers, signed_headers.as_deref().unwrap_or_default())?;
        let signature = values.parsed(SignatureParameter::Signature, parse_signature)?;
        let (amz_date, signed_at) = values
            .parsed(SignatureParameter::Date, |date| AmzDate::parse(date).ok_or(MALFORMED_DATE))?;
        let credential = values.required(SignatureParameter::Credential)?;
        let credential = match &signature {
            Signature::Hmac(_) => Credential::parse(credential, amz_date)?,
            #[cfg(feature = "sigv4a")]
            Signature::Ecdsa(_) => Credential::parse_v4a(credential, &query, amz_date)?,
        };
        let session_token = [SignatureParameter::SecurityToken, SignatureParameter::S3sessionToken]
            .into_iter()
            .find_map(|parameter| Some((parameter.name(), values.find(parameter)?)));
        Ok(Self {
            method,
            path,
            headers: selected,
            credential,
            amz_date,
            signed_at,
            expires_seconds: values.parsed(SignatureParameter::Expires, parse_expires)?,
            signed_headers: signed_headers?,
            session_token: decode_session_token(session_token)?,
            signature,
            query,
        })
    }

    /// The access key id, unauthenticated: look up its secret.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.credential.access_key_id
    }

    /// The region of the credential scope, or the region set of Signature Version 4A, such as `*`;
    /// unauthenticated.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.credential.region
    }

    /// The service of the credential scope, unauthenticated.
    #[must_use]
    pub fn service(&self) -> &str {
        &self.credential.service
    }

    /// The credential scope, unauthenticated: what [`SigningKey::derive`](crate::sigv4::SigningKey::derive) needs
    /// besides the secret.
    ///
    /// `{access key id}/{scope}` identifies the signing key, because day, region and service contain no slash.
    #[must_use]
    pub fn scope(&self) -> Scope<'_> {
        let scope = Scope::from_amz_date(self.amz_date, self.region(), self.service());
        match self.signature {
            Signature::Hmac(_) => scope,
            #[cfg(feature = "sigv4a")]
            Signature::Ecdsa(_) => scope.with_region_and_service(None, self.service()),
        }
    }

    /// The signing time, `X-Amz-Date`, unauthenticated.
    #[must_use]
    pub const fn signed_at(&self) -> Timestamp {
        self.signed_at
    }

    /// The session token, if there is one. A server that issues tokens must check that it belongs to the
    /// access key.
    #[must_use]
    pub fn session_token(&self) -> Option<Cow<'a, str>> {
        self.session_token.clone()
    }
}

impl fmt::Debug for Claim<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("access_key_id", &self.access_key_id())
            .field("region", &self.region())
            .field("service", &self.service())
            .field("signed_at", &self.signed_at)
            .field("expires_seconds", &self.expires_seconds)
            .field("signed_headers", &self.signed_headers)
            .finish_non_exhaustive()
    }
}

impl<'a> Credential<'a> {
    fn parse(encoded: &'a str, amz_date: AmzDate) -> Result<Self, Rejection> {
        let credential = RawCredential::parse(encoded).ok_or(MALFORMED_CREDENTIAL)?;
        Self::from_raw(&credential, amz_date, MALFORMED_CREDENTIAL)
    }

    fn from_raw(
        RawCredential { access_key_id, scope }: &RawCredential<'a>,
        amz_date: AmzDate,
        malformed_credential: Rejection,
    ) -> Result<Self, Rejection> {
        let decoded = |part| decode(X_AMZ_CREDENTIAL, part);
        let is = |part, expected| Ok(part == expected || decoded(part)? == expected);
        if access_key_id.is_empty() || !is(scope.terminator, AWS4_REQUEST)? {
            return Err(malformed_credential);
        }
        if !is(scope.day, amz_date.day())? {
            return malformed(X_AMZ_CREDENTIAL, "has a different date than X-Amz-Date");
        }
        Ok(Self {
            access_key_id: decoded(access_key_id)?,
            region: decoded(scope.region.unwrap_or_default())?,
            service: decoded(scope.service)?,
        })
    }
}

#[cfg(feature = "sigv4a")]
impl<'a> Credential<'a> {
    /// Parses a credential without a region; the regions are in a parameter of their own.
    fn parse_v4a(
        encoded: &'a str,
        query: &Query<'a>,
        amz_date: AmzDate,
    ) -> Result<Self, Rejection> {
        let credential = RawCredential::parse_v4a(encoded).ok_or(MALFORMED_V4A_CREDENTIAL)?;
        let credential = Self::from_raw(&credential, amz_date, MALFORMED_V4A_CREDENTIAL)?;
        let region_set = query.others.iter().find(|(name, _)| name == X_AMZ_REGION_SET);
        let region_set = region_set.ok_or(Rejection::NotPresigned { name: X_AMZ_REGION_SET })?;
        Ok(Self { region: decode(X_AMZ_REGION_SET, region_set.1)?, ..credential })
    }
}

/// A function that parses the signature.
type ParseSignature = fn(&str) -> Result<Signature, Rejection>;

fn parse_algorithm(text: &str) -> Result<ParseSignature, Rejection> {
    match text {
        AWS4_HMAC_SHA256 => Ok(|text| parse_signature(text).map(Signature::Hmac)),
        #[cfg(feature = "sigv4a")]
        AWS4_ECDSA_P256_SHA256 => Ok(parse_ecdsa),
        _ => Err(UNKNOWN_ALGORITHM),
    }
}

fn parse_expires(text: &str) -> Result<u64, Rejection> {
    let add_digit = |seconds: u64, byte| match byte {
        b'0'..=b'9' => seconds.checked_mul(10)?.checked_add(u64::from(byte - b'0')),
        _ => None,
    };
    match text.bytes().try_fold(0, add_digit) {
        Some(0) if !text.is_empty() => {
            malformed(X_AMZ_EXPIRES, "is 0, so the request is never valid")
        }
        Some(seconds @ 1..) => Ok(seconds),
        _ => malformed(X_AMZ_EXPIRES, "is not a number of seconds"),
    }
}

/// Decodes a session token with the name of its parameter.
fn decode_session_token<'a>(
    token: Option<(&'static str, &'a str)>,
) -> Result<Option<Cow<'a, str>>, Rejection> {
    token.map(|(name, token)| decode(name, token)).transpose()
}

/// The names, sorted: some signers list them in the order in which they were added, and sort them only in the
/// canonical request.
fn parse_signed_headers(list: &str) -> Result<Cow<'_, str>, Rejection> {
    // The most common list.
    if list == HOST {
        return Ok(Cow::Borrowed(list));
    }
    let list = decode(X_AMZ_SIGNED_HEADERS, list)?;
    if list.split(';').count() > MAX_SIGNED_HEADERS {
        return malformed(X_AMZ_SIGNED_HEADERS, "names more than 100 headers");
    }
    let is_well_formed = |name: &&str| {
        !name.is_empty() && !name.bytes().any(|byte| byte.is_ascii_uppercase() || byte <= b' ')
    };
    let mut names: Vec<_> = list.split(';').collect();
    let is_sorted = names.is_sorted();
    names.sort_unstable();
    if !names.iter().all(is_well_formed) || names.windows(2).any(|pair| pair[0] == pair[1]) {
        let problem = "is not a list of distinct lower-case header names";
        return malformed(X_AMZ_SIGNED_HEADERS, problem);
    }
    if is_sorted { Ok(list) } else { Ok(Cow::Owned(names.join(";"))) }
}

pub(super) fn parse_signature(text: &str) -> Result<[u8; DIGEST_BYTES], Rejection> {
    HexDigest::parse(text).map(HexDigest::to_bytes).ok_or(Rejection::Malformed {
        part: X_AMZ_SIGNATURE,
        problem: "is not 64 lower-case hex digits",
    })
}

#[cfg(feature = "sigv4a")]
fn parse_ecdsa(text: &str) -> Result<Signature, Rejection> {
    EcdsaSignature::from_hex(text).map(Signature::Ecdsa).ok_or(Rejection::Malformed {
        part: X_AMZ_SIGNATURE,
        problem: "is not an ECDSA signature in DER, in lower-case hex digits",
    })
}

pub(super) fn malformed<T>(part: &'static str, problem: &'static str) -> Result<T, Rejection> {
    Err(Rejection::Malformed { part, problem })
}

/// Bounds the work on an unauthenticated request.
const MAX_SIGNED_HEADERS: usize = 100;

/// The length in bytes of most secret access keys.
pub(super) const SECRET_BYTES: usize = 40;

pub(super) const UNKNOWN_ALGORITHM: Rejection =
    Rejection::Malformed { part: X_AMZ_ALGORITHM, problem: "is not AWS4-HMAC-SHA256" };

#[cfg(feature = "sigv4a")]
const MALFORMED_V4A_CREDENTIAL: Rejection = Rejection::Malformed {
    part: X_AMZ_CREDENTIAL,
    problem: "is not `id/day/service/aws4_request`",
};

pub(super) const MALFORMED_DATE: Rejection =
    Rejection::Malformed { part: X_AMZ_DATE, problem: "is not a time like 20130524T000000Z" };

pub(super) const MALFORMED_CREDENTIAL: Rejection = Rejection::Malformed {
    part: X_AMZ_CREDENTIAL,
    problem: "is not `id/day/region/service/aws4_request`",
};
