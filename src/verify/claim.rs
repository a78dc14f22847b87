//! A request that claims to be presigned.

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::fmt;

use super::{
    query::{Parameter, Part, Query, decode},
    rejection::Rejection,
    rules::Rules,
    verified::{Object, Verified},
};
use crate::{
    error::excerpt,
    sigv4::{
        CanonicalRequest, DIGEST_BYTES, HexDigest, PathNormalization, PayloadHash, Scope,
        SigningKey, TokenPlacement, constant_time_eq,
        headers::{canonical_header, canonical_name},
        pair::{Pair, add_header},
        path::{canonical_path, normalize_path},
        scope_key::ScopeKey,
    },
    wire::{
        credential::RawCredential,
        names::{
            AWS4_HMAC_SHA256, AWS4_REQUEST, HOST, UNSIGNED_PAYLOAD, X_AMZ_ALGORITHM,
            X_AMZ_CONTENT_SHA256, X_AMZ_CREDENTIAL, X_AMZ_DATE, X_AMZ_EXPIRES,
            X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN, X_AMZ_SIGNATURE, X_AMZ_SIGNED_HEADERS,
            is_amz_header,
        },
        timestamp::{AmzDate, Timestamp},
    },
};

/// A request that claims to be presigned, taken apart but not believed.
///
/// Whatever it says is said by the sender until [`verify`](Self::verify) agrees.
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
    signature: [u8; DIGEST_BYTES],
}

/// `access key id/day/region/service/aws4_request`; the id may hold slashes of its own.
#[derive(Clone)]
struct Credential<'a> {
    access_key_id: Cow<'a, str>,
    day: Cow<'a, str>,
    region: Cow<'a, str>,
    service: Cow<'a, str>,
}

impl<'a> Claim<'a> {
    /// Takes an incoming request apart: the method, the request line's path and query, and the headers, all
    /// byte for byte as they were received. The names of headers may be in any case. Over HTTP/2 most
    /// clients send `:authority` instead of `Host`: pass it as `host`. The `http` crate has it in the `Uri`.
    ///
    /// # Errors
    ///
    /// A [`Rejection`] if there is no signature of version 4 in the query, a parameter occurs twice, or a
    /// part of the signature is not in its form.
    pub fn parse<N: AsRef<str>, V: AsRef<str>>(
        method: &'a str,
        path_and_query: &'a str,
        headers: &'a [(N, V)],
    ) -> Result<Self, Rejection> {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        let query = Query::parse(query)?;
        let find = |part| query.get(part).ok_or(Rejection::NotPresigned { name: Part::name(part) });
        if find(Part::Algorithm)? != AWS4_HMAC_SHA256 {
            return malformed(X_AMZ_ALGORITHM, "is another than AWS4-HMAC-SHA256");
        }
        let credential = Credential::parse(find(Part::Credential)?)?;
        let (amz_date, signed_at) = AmzDate::parse(find(Part::Date)?).ok_or(MALFORMED_DATE)?;
        if credential.day != amz_date.day() {
            return malformed(X_AMZ_CREDENTIAL, "is for another day than X-Amz-Date");
        }
        Ok(Self {
            method,
            path,
            headers: headers.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect(),
            credential,
            amz_date,
            signed_at,
            expires_seconds: parse_expires(find(Part::Expires)?)?,
            signed_headers: parse_signed_headers(find(Part::SignedHeaders)?)?,
            session_token: parse_session_token(&query)?,
            signature: parse_signature(find(Part::Signature)?)?,
            query,
        })
    }

    /// The access key id of whoever claims to have signed.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.credential.access_key_id
    }

    /// The region that the signature is said to be for.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.credential.region
    }

    /// The service that the signature is said to be for.
    #[must_use]
    pub fn service(&self) -> &str {
        &self.credential.service
    }

    /// When the request is said to have been signed.
    #[must_use]
    pub const fn signed_at(&self) -> Timestamp {
        self.signed_at
    }

    /// The session token, if there is one: a server that issues them checks that it belongs to the access
    /// key.
    #[must_use]
    pub fn session_token(&self) -> Option<Cow<'a, str>> {
        self.session_token.clone()
    }

    /// Checks the claim against the secret access key, and says what it authenticates. Signatures are compared
    /// in constant time.
    ///
    /// # Errors
    ///
    /// A [`Rejection`]. Whatever can be told without the secret is checked first. By S3's rules a path that
    /// does not begin with `/`, or has a key and no bucket (`//key`), is [`Rejection::Malformed`], for others
    /// could read it in another way. An empty secret is
    /// [`Rejection::EmptySecretAccessKey`]: a lookup that finds nothing must not let in whoever signs with
    /// nothing.
    pub fn verify(
        &self,
        secret_access_key: &str,
        rules: &Rules<'_>,
    ) -> Result<Verified<'a>, Rejection> {
        self.check_scope(rules)?;
        self.check_time(rules)?;
        let headers = self.signed_headers()?;
        let host = self.host()?;
        let payload_hash = self.payload_hash(rules)?;

        let path = self.signed_path(rules.path_normalization);
        let object = Object::of(&host, &path, rules)?;
        if secret_access_key.is_empty() {
            return Err(Rejection::EmptySecretAccessKey);
        }
        let canonical_path = canonical_path(&path, PathNormalization::Keep, rules.path_encoding);
        let query = self.query.canonical(match rules.session_token {
            TokenPlacement::Signed => &[],
            TokenPlacement::Appended => &[X_AMZ_SECURITY_TOKEN, X_AMZ_S3SESSION_TOKEN],
        });
        let canonical = CanonicalRequest::new(self.method, &host, &canonical_path, &query)
            .sorted_headers(&headers)
            .payload_hash(payload_hash);
        let scope = Scope::on(self.amz_date, self.region(), self.service());
        let key = SigningKey::derive(secret_access_key, &scope);
        let expected = ScopeKey::new(scope, key, None).sign(&canonical);
        if !constant_time_eq(expected, self.signature) {
            return Err(Rejection::BadSignature);
        }
        self.authenticated(host, path, object, payload_hash)
    }

    /// What the signature has been found to vouch for.
    fn authenticated(
        &self,
        host: Cow<'a, str>,
        path: Cow<'a, str>,
        object: Object<'a>,
        payload_hash: PayloadHash,
    ) -> Result<Verified<'a>, Rejection> {
        let decoded = |parameter: &Parameter<'a>| {
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

    fn check_scope(&self, rules: &Rules<'_>) -> Result<(), Rejection> {
        if !rules.services.include(self.service()) {
            return Err(Rejection::WrongService { service: excerpt(self.service()) });
        }
        if rules.region.is_some_and(|region| region != self.region()) {
            return Err(Rejection::WrongRegion { region: excerpt(self.region()) });
        }
        Ok(())
    }

    fn check_time(&self, rules: &Rules<'_>) -> Result<(), Rejection> {
        let (now, signed_at) = (rules.now, self.signed_at);
        let (seconds, max_seconds) = (self.expires_seconds, rules.max_expiry_seconds);
        if seconds > max_seconds {
            return Err(Rejection::ExpiryTooLong { seconds, max_seconds });
        }
        if signed_at > now.saturating_add(rules.skew_seconds) {
            return Err(Rejection::NotYetValid { signed_at, now });
        }
        let expires_at = signed_at.saturating_add(seconds);
        if expires_at <= now {
            return Err(Rejection::Expired { expires_at, now });
        }
        let seconds = u64::try_from(now.saturating_since(signed_at)).unwrap_or(0);
        let max_seconds = rules.max_age_seconds;
        if seconds > max_seconds {
            return Err(Rejection::SignatureTooOld { seconds, max_seconds });
        }
        Ok(())
    }

    /// The signed headers beside `host`, sorted by name.
    fn signed_headers(&self) -> Result<Vec<Pair<'_>>, Rejection> {
        let names = || self.signed_headers.split(';');
        if !names().any(|name| name == HOST) {
            return Err(Rejection::HostNotSigned);
        }
        self.check_amz_headers()?;
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

    /// Refuses a header that S3 would act on though nobody signed it.
    fn check_amz_headers(&self) -> Result<(), Rejection> {
        let mut amz_headers =
            self.headers.iter().filter(|(name, _)| is_amz_header(name)).peekable();
        if amz_headers.peek().is_none() {
            return Ok(());
        }
        // Taken apart once, for whoever is not known may send many of both.
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

    /// The path that the signature is for: where the signer normalised it, many others lead to it, and
    /// none of these was signed.
    fn signed_path(&self, normalization: PathNormalization) -> Cow<'a, str> {
        let path = if self.path.is_empty() { "/" } else { self.path };
        match normalization {
            PathNormalization::Keep => Cow::Borrowed(path),
            PathNormalization::Normalize => Cow::Owned(normalize_path(path)),
        }
    }

    /// What the request says its host is, as it is signed.
    fn host(&self) -> Result<Cow<'a, str>, Rejection> {
        let mut hosts = self.values(HOST);
        match (hosts.next(), hosts.next()) {
            (Some((_, host)), None) => Ok(canonical_name(Cow::Borrowed(host.trim()))),
            (None, _) => Err(Rejection::HeaderMissing { name: String::from("host") }),
            (Some(_), Some(_)) => malformed("header `host`", "occurs more than once"),
        }
    }

    fn values(&self, name: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.headers.iter().copied().filter(move |(other, _)| other.eq_ignore_ascii_case(name))
    }

    /// What the request says was signed for its payload: S3 takes a parameter or a header for it.
    fn payload_hash(&self, rules: &Rules<'_>) -> Result<PayloadHash, Rejection> {
        let in_header = || self.values(X_AMZ_CONTENT_SHA256).next().map(|(_, value)| value.trim());
        let said = self.query.get(Part::ContentSha256).or_else(in_header);
        match said {
            None => Ok(rules.payload_hash),
            Some(UNSIGNED_PAYLOAD) => Ok(PayloadHash::Unsigned),
            Some(digest) => HexDigest::parse(digest)
                .map(|digest| PayloadHash::Sha256(digest.to_bytes()))
                .ok_or(Rejection::Malformed {
                    part: X_AMZ_CONTENT_SHA256,
                    problem: "is neither UNSIGNED-PAYLOAD nor 64 lower-case hex digits",
                }),
        }
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

fn parse_expires(text: &str) -> Result<u64, Rejection> {
    match text.parse() {
        Ok(0) => malformed(X_AMZ_EXPIRES, "is 0, so that the request is never valid"),
        // It takes a `+` too.
        Ok(seconds) if text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(seconds),
        _ => malformed(X_AMZ_EXPIRES, "is not a number of seconds"),
    }
}

fn parse_session_token<'a>(query: &Query<'a>) -> Result<Option<Cow<'a, str>>, Rejection> {
    let token = [Part::SecurityToken, Part::S3sessionToken]
        .into_iter()
        .find_map(|part| Some(decode(part.name(), query.get(part)?)));
    token.transpose()
}

/// Lower-case names in sorted order, each once.
fn parse_signed_headers(encoded: &str) -> Result<Cow<'_, str>, Rejection> {
    let invalid = "is not a sorted list of lower-case header names";
    // As most requests have it.
    if encoded == HOST {
        return Ok(Cow::Borrowed(encoded));
    }
    let names = decode(X_AMZ_SIGNED_HEADERS, encoded)?;
    let is_in_form =
        |name: &str| !name.bytes().any(|byte| byte.is_ascii_uppercase() || byte <= b' ');
    // Nothing sorts before an empty name, so none passes.
    let mut previous = "";
    if names.split(';').count() > MAX_SIGNED_HEADERS {
        return malformed(X_AMZ_SIGNED_HEADERS, "names more than 100 headers");
    }
    for name in names.split(';') {
        if name <= previous || !is_in_form(name) {
            return malformed(X_AMZ_SIGNED_HEADERS, invalid);
        }
        previous = name;
    }
    Ok(names)
}

fn parse_signature(text: &str) -> Result<[u8; DIGEST_BYTES], Rejection> {
    HexDigest::parse(text).map(HexDigest::to_bytes).ok_or(Rejection::Malformed {
        part: X_AMZ_SIGNATURE,
        problem: "is not 64 lower-case hex digits",
    })
}

fn malformed<T>(part: &'static str, problem: &'static str) -> Result<T, Rejection> {
    Err(Rejection::Malformed { part, problem })
}

/// What a request costs before it is known to be signed must not depend on the sender.
const MAX_SIGNED_HEADERS: usize = 100;

const MALFORMED_DATE: Rejection =
    Rejection::Malformed { part: X_AMZ_DATE, problem: "is not a time like 20130524T000000Z" };

const MALFORMED_CREDENTIAL: Rejection = Rejection::Malformed {
    part: X_AMZ_CREDENTIAL,
    problem: "is not `id/day/region/service/aws4_request`",
};
