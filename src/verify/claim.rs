//! A parsed presigned request whose signature is not yet checked.

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::fmt;

use super::{
    query::{Query, RawParameter, SignatureParameter, decode},
    rejection::Rejection,
    rules::Rules,
    verified::{Object, Verified},
};
use crate::{
    error::excerpt,
    sigv4::{
        CanonicalRequest, HexDigest, PathNormalization, PayloadHash, Scope, SigningKey,
        TokenPlacement,
        headers::{canonical_header, canonical_name},
        name_value::{NameValue, add_header},
        path::{canonical_path, normalize_path},
        scope_key::ScopeKey,
    },
    wire::{
        credential::RawCredential,
        names::{
            AUTHORIZATION, AWS4_HMAC_SHA256, AWS4_REQUEST, HOST, UNSIGNED_PAYLOAD, X_AMZ_ALGORITHM,
            X_AMZ_CONTENT_SHA256, X_AMZ_CREDENTIAL, X_AMZ_DATE, X_AMZ_EXPIRES,
            X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN, X_AMZ_SIGNATURE, X_AMZ_SIGNED_HEADERS,
            is_amz_header, is_one_of,
        },
        timestamp::{AmzDate, Timestamp},
    },
};

/// A parsed presigned request whose signature is not yet checked.
///
/// Everything in it comes from the sender and is unauthenticated until [`verify`](Self::verify) succeeds.
#[derive(Clone)]
pub struct Claim<'a> {
    method: &'a str,
    path: &'a str,
    query: Query<'a>,
    headers: Vec<(&'a str, &'a str)>,
    credential: Credential<'a>,
    amz_date: AmzDate,
    signed_at: Timestamp,
    expires_seconds: u64,
    signed_headers: Cow<'a, str>,
    session_token: Option<Cow<'a, str>>,
    signature: HexDigest,
}

/// `id/day/region/service/aws4_request`, percent-decoded; the id may contain slashes.
#[derive(Clone)]
struct Credential<'a> {
    access_key_id: Cow<'a, str>,
    day: Cow<'a, str>,
    region: Cow<'a, str>,
    service: Cow<'a, str>,
}

impl<'a> Claim<'a> {
    /// Parses an incoming request: the method, the path and query of the request line, and the headers, all
    /// byte for byte as they were received. Header names may be in any case. Over HTTP/2 most clients send
    /// `:authority` instead of `Host`: pass it as `host`. The `http` crate has it in the `Uri`.
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
        let headers = headers.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        Self::from_raw(method, path, Query::parse(query)?, headers)
    }

    fn from_raw(
        method: &'a str,
        path: &'a str,
        query: Query<'a>,
        headers: Vec<(&'a str, &'a str)>,
    ) -> Result<Self, Rejection> {
        if query.required(SignatureParameter::Algorithm)? != AWS4_HMAC_SHA256 {
            return malformed(X_AMZ_ALGORITHM, "is not AWS4-HMAC-SHA256");
        }
        if headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(AUTHORIZATION)) {
            return Err(Rejection::AuthorizationHeader);
        }
        let credential = Credential::parse(query.raw(SignatureParameter::Credential)?)?;
        let date = query.required(SignatureParameter::Date)?;
        let (amz_date, signed_at) = AmzDate::parse(&date).ok_or(MALFORMED_DATE)?;
        if credential.day != amz_date.day() {
            return malformed(X_AMZ_CREDENTIAL, "has another day than X-Amz-Date");
        }
        Ok(Self {
            method,
            path,
            headers,
            credential,
            amz_date,
            signed_at,
            expires_seconds: parse_expires(&query.required(SignatureParameter::Expires)?)?,
            signed_headers: parse_signed_headers(
                query.required(SignatureParameter::SignedHeaders)?,
            )?,
            session_token: parse_session_token(&query)?,
            signature: parse_signature(&query.required(SignatureParameter::Signature)?)?,
            query,
        })
    }

    /// The access key id, unauthenticated: look up its secret.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.credential.access_key_id
    }

    /// The region of the credential scope, unauthenticated.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.credential.region
    }

    /// The service of the credential scope, unauthenticated.
    #[must_use]
    pub fn service(&self) -> &str {
        &self.credential.service
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

    /// Checks the signature with the secret access key, and returns what it authenticates.
    ///
    /// **An unsigned `x-amz-*` header is refused**, because it would take effect without being authenticated: an
    /// unsigned `x-amz-copy-source` turns an upload into a copy of any object that the signer can read
    /// ([GHSA-g8w9-qw9q-fghr](https://github.com/rustfs/rustfs/security/advisories/GHSA-g8w9-qw9q-fghr)), and
    /// `x-amz-acl` makes it public. There are two exceptions: `x-amz-content-sha256`, whose value is the last line
    /// of the canonical request, and the headers of [`Rules::infrastructure_headers`].
    ///
    /// The canonical request is made as S3 makes it. Its query is decoded and encoded again, so `/` or `%2f` for
    /// `%2F` does not matter; a `+` is a plus sign, and an empty parameter (`&&`) is ignored. Its path is byte for
    /// byte that of the request line: behind a router that strips a prefix (`nest` in axum) the path lacks the
    /// prefix and every request is refused, so pass the original URI (`OriginalUri`). The signed headers are
    /// sorted. Signatures are compared in constant time.
    ///
    /// # Errors
    ///
    /// A [`Rejection`]. Everything that does not need the secret is checked first. By S3's rules a path that
    /// does not begin with `/`, or has a key but no bucket (`//key`), is [`Rejection::Malformed`], because
    /// other servers may parse it differently. An empty secret is [`Rejection::EmptySecretAccessKey`]: a
    /// look-up that finds nothing must not accept requests that anyone can sign.
    pub fn verify(
        &self,
        secret_access_key: &str,
        rules: &Rules<'_>,
    ) -> Result<Verified<'a>, Rejection> {
        rules.check_scope(self.service(), self.region())?;
        let expires_at = self.signed_at.saturating_add(self.expires_seconds);
        rules.check_time(self.signed_at, self.expires_seconds, expires_at)?;
        let headers = self.signed_headers(rules)?;
        let host = self.host()?;
        let payload_hash = self.payload_hash(rules)?;

        let path = self.signed_path(rules.path_normalization);
        let object = match Object::locate(&host, &path, rules) {
            Err(rejection) if rules.host_candidates.is_empty() => return Err(rejection),
            // A candidate may be the host that was signed.
            object => object,
        };
        if secret_access_key.is_empty() {
            return Err(Rejection::EmptySecretAccessKey);
        }
        let canonical_path = canonical_path(&path, PathNormalization::Keep, rules.path_encoding);
        let query = self.query.canonical(match rules.session_token {
            TokenPlacement::Signed => &[],
            TokenPlacement::Appended => &[X_AMZ_SECURITY_TOKEN, X_AMZ_S3SESSION_TOKEN],
        })?;
        let scope = Scope::from_amz_date(self.amz_date, self.region(), self.service());
        let key = SigningKey::derive(secret_access_key, &scope);
        let key = ScopeKey::new(scope, key, None);
        let is_signed_for = |host: &str| {
            let canonical = CanonicalRequest::new(self.method, host, &canonical_path, &query)
                .sorted_headers(&headers)
                .payload_hash(payload_hash);
            HexDigest::encode(&key.sign(&canonical)).constant_time_eq(&self.signature)
        };
        let rejection = match object {
            Ok(object) if is_signed_for(&host) => {
                return self.authenticated(host, path, object, payload_hash);
            }
            Ok(_) => Rejection::BadSignature,
            Err(rejection) => rejection,
        };
        let (host, object) = signed_candidate(&path, rules, is_signed_for).ok_or(rejection)?;
        self.authenticated(host, path, object, payload_hash)
    }

    /// What the signature authenticates, once it is found to match.
    fn authenticated(
        &self,
        host: Cow<'a, str>,
        path: Cow<'a, str>,
        object: Object<'a>,
        payload_hash: PayloadHash,
    ) -> Result<Verified<'a>, Rejection> {
        let decoded = |parameter: &RawParameter<'a>| {
            Ok((decode("query", parameter.name)?, decode("query", parameter.value)?))
        };
        let parameters = self.query.others().map(decoded).collect::<Result<_, Rejection>>()?;
        Ok(Verified {
            method: self.method,
            host,
            path,
            object,
            parameters,
            payload_hash,
            signed_at: self.signed_at,
            expires_at: self.signed_at.saturating_add(self.expires_seconds),
        })
    }

    /// The signed headers other than `host`, sorted by name.
    fn signed_headers(&self, rules: &Rules<'_>) -> Result<Vec<NameValue<'_>>, Rejection> {
        let names = || self.signed_headers.split(';');
        if !names().any(|name| name == HOST) {
            return Err(Rejection::HostNotSigned);
        }
        self.check_amz_headers(rules)?;
        let mut headers = Vec::new();
        for name in names().filter(|name| *name != HOST) {
            let before = headers.len();
            for (_, value) in self.values(name) {
                add_header(&mut headers, canonical_header(name, value));
            }
            if headers.len() == before {
                return Err(Rejection::HeaderMissing { name: excerpt(name) });
            }
        }
        Ok(headers)
    }

    /// Refuses an unsigned `x-amz-*` header: it would take effect without being authenticated.
    fn check_amz_headers(&self, rules: &Rules<'_>) -> Result<(), Rejection> {
        let must_be_signed = |name: &str| {
            is_amz_header(name)
                // Authenticated as the payload hash, see there.
                && !name.eq_ignore_ascii_case(X_AMZ_CONTENT_SHA256)
                && !is_one_of(name, rules.infrastructure_headers)
        };
        let mut amz_headers =
            self.headers.iter().filter(|(name, _)| must_be_signed(name)).peekable();
        if amz_headers.peek().is_none() {
            return Ok(());
        }
        // Split once: an unauthenticated sender may send many of both.
        let names: Vec<_> = self.signed_headers.split(';').collect();
        let is_signed = |name: &str| {
            let lower = || name.bytes().map(|byte| byte.to_ascii_lowercase());
            names.binary_search_by(|signed| signed.bytes().cmp(lower())).is_ok()
        };
        match amz_headers.find(|(name, _)| !is_signed(name)) {
            Some((name, _)) => Err(Rejection::HeaderNotSigned { name: excerpt(name) }),
            None => Ok(()),
        }
    }

    /// The path that was signed. Where signers normalize it, the received path may be one of many others, which
    /// were not signed.
    fn signed_path(&self, normalization: PathNormalization) -> Cow<'a, str> {
        let path = if self.path.is_empty() { "/" } else { self.path };
        match normalization {
            PathNormalization::Keep => Cow::Borrowed(path),
            PathNormalization::Normalize => Cow::Owned(normalize_path(path)),
        }
    }

    /// The host of the request in canonical form.
    fn host(&self) -> Result<Cow<'a, str>, Rejection> {
        let mut hosts = self.values(HOST);
        match (hosts.next(), hosts.next()) {
            (Some((_, host)), None) => Ok(canonical_name(Cow::Borrowed(host.trim_ascii()))),
            (None, _) => Err(Rejection::HeaderMissing { name: String::from("host") }),
            (Some(_), Some(_)) => malformed("header `host`", "occurs more than once"),
        }
    }

    fn values(&self, name: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.headers.iter().copied().filter(move |(other, _)| other.eq_ignore_ascii_case(name))
    }

    /// The payload hash, the last line of the canonical request: S3 accepts it as a parameter or as a header.
    /// The header need not be signed, because another value makes another canonical request.
    fn payload_hash(&self, rules: &Rules<'_>) -> Result<PayloadHash, Rejection> {
        let parameter = self.query.find(SignatureParameter::ContentSha256)?;
        let mut headers = self.values(X_AMZ_CONTENT_SHA256).map(|(_, value)| value.trim_ascii());
        let header = headers.next();
        if headers.next().is_some() {
            return malformed("header `x-amz-content-sha256`", "occurs more than once");
        }
        let hash = match (&parameter, header) {
            (Some(parameter), Some(header)) if parameter != header => {
                return malformed("header `x-amz-content-sha256`", "differs from the parameter");
            }
            (Some(parameter), _) => parameter,
            (None, Some(header)) => header,
            (None, None) => return Ok(rules.payload_hash),
        };
        if hash == UNSIGNED_PAYLOAD {
            return Ok(PayloadHash::Unsigned);
        }
        let digest = HexDigest::parse(hash).ok_or(Rejection::Malformed {
            part: X_AMZ_CONTENT_SHA256,
            problem: if hash.starts_with(STREAMING) {
                "is for a body signed in chunks, which a presigned request cannot have; \
                 send UNSIGNED-PAYLOAD"
            } else {
                "is neither UNSIGNED-PAYLOAD nor 64 lower-case hex digits"
            },
        })?;
        Ok(PayloadHash::Sha256(digest.to_bytes()))
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
    fn parse(encoded: &'a str) -> Result<Self, Rejection> {
        let decoded = |part| decode(X_AMZ_CREDENTIAL, part);
        let RawCredential { access_key_id, scope } =
            RawCredential::parse(encoded).ok_or(MALFORMED_CREDENTIAL)?;
        if access_key_id.is_empty() || decoded(scope.terminator)? != AWS4_REQUEST {
            return Err(MALFORMED_CREDENTIAL);
        }
        Ok(Self {
            access_key_id: decoded(access_key_id)?,
            day: decoded(scope.day)?,
            region: decoded(scope.region.unwrap_or_default())?,
            service: decoded(scope.service)?,
        })
    }
}

/// The first host candidate that the request is signed for.
fn signed_candidate<'a>(
    path: &Cow<'a, str>,
    rules: &Rules<'_>,
    is_signed_for: impl Fn(&str) -> bool,
) -> Option<(Cow<'a, str>, Object<'a>)> {
    let candidates = rules.host_candidates.iter().take(MAX_HOST_CANDIDATES);
    candidates
        .filter_map(|candidate| {
            let host = Cow::Owned(candidate.trim_ascii().to_ascii_lowercase());
            let object = Object::locate(&host, path, rules).ok()?;
            Some((host, object))
        })
        .find(|(host, _)| is_signed_for(host))
}

fn parse_expires(text: &str) -> Result<u64, Rejection> {
    match text.parse() {
        Ok(0) => malformed(X_AMZ_EXPIRES, "is 0, so the request is never valid"),
        // `parse` accepts a `+` too.
        Ok(seconds) if text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(seconds),
        _ => malformed(X_AMZ_EXPIRES, "is not a number of seconds"),
    }
}

fn parse_session_token<'a>(query: &Query<'a>) -> Result<Option<Cow<'a, str>>, Rejection> {
    let token = [SignatureParameter::SecurityToken, SignatureParameter::S3sessionToken]
        .into_iter()
        .find_map(|parameter| query.find(parameter).transpose());
    token.transpose()
}

/// The names, sorted: some signers list them in the order in which they were added, and sort them only in the
/// canonical request.
fn parse_signed_headers(list: Cow<'_, str>) -> Result<Cow<'_, str>, Rejection> {
    // The most common list.
    if list == HOST {
        return Ok(list);
    }
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

pub(super) fn parse_signature(text: &str) -> Result<HexDigest, Rejection> {
    HexDigest::parse(text).ok_or(Rejection::Malformed {
        part: X_AMZ_SIGNATURE,
        problem: "is not 64 lower-case hex digits",
    })
}

pub(super) fn malformed<T>(part: &'static str, problem: &'static str) -> Result<T, Rejection> {
    Err(Rejection::Malformed { part, problem })
}

/// Bounds the work on an unauthenticated request.
const MAX_SIGNED_HEADERS: usize = 100;

/// Each costs a hash of the canonical request.
const MAX_HOST_CANDIDATES: usize = 16;

/// What the payload hashes of bodies in signed chunks begin with.
const STREAMING: &str = "STREAMING-";

pub(super) const MALFORMED_DATE: Rejection =
    Rejection::Malformed { part: X_AMZ_DATE, problem: "is not a time like 20130524T000000Z" };

pub(super) const MALFORMED_CREDENTIAL: Rejection = Rejection::Malformed {
    part: X_AMZ_CREDENTIAL,
    problem: "is not `id/day/region/service/aws4_request`",
};
