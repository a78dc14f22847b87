//! The canonical form of a claim: what its signature covers.

use alloc::{borrow::Cow, string::String, vec::Vec};

#[cfg(feature = "sigv4a")]
use super::claim::UNKNOWN_ALGORITHM;
use super::{
    claim::{Claim, Signature, malformed},
    query::decode,
    received_headers::contains_name,
    rejection::Rejection,
    rules::{Rules, Services},
    verified::{Object, Verified},
};
use crate::{
    error::excerpt,
    redact::Explanation,
    sigv4::{
        CanonicalRequest, HexDigest, PathEncoding, PathNormalization, PayloadHash, SigningKey,
        TokenPlacement,
        headers::{canonical_header, canonical_name},
        name_value::{NameValue, add_header},
        path::{canonical_path, normalize_path},
        sha256::constant_time_eq,
    },
    wire::{
        host::HostPort,
        names::{
            HOST, UNSIGNED_PAYLOAD, V2_ACCESS_KEY_ID, V2_SIGNATURE, X_AMZ_CONTENT_SHA256,
            X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN, is_one_of,
        },
        timestamp::Timestamp,
    },
};
#[cfg(feature = "sigv4a")]
use crate::{
    sigv4::{EcdsaSigningKey, VerifyingKey},
    wire::region_set::has_region,
};

/// A claim that follows the rules, in canonical form. Only its signature is not yet checked.
pub(super) struct SignedRequest<'c, 'a> {
    claim: &'c Claim<'a>,
    rules: &'c Rules<'c>,
    host: Cow<'a, str>,
    path: Cow<'a, str>,
    /// The path of the canonical request, if it is not [`path`](Self::path).
    encoded_path: Option<String>,
    query: Cow<'a, str>,
    /// The headers other than `host`.
    headers: Vec<NameValue<'a>>,
    payload_hash: PayloadHash,
    /// An error only if there are host candidates, one of which may have been signed.
    object: Result<Object<'a>, Rejection>,
}

impl<'c, 'a> SignedRequest<'c, 'a> {
    /// Checks everything that does not need the secret.
    pub(super) fn new(claim: &'c Claim<'a>, rules: &'c Rules<'c>) -> Result<Self, Rejection> {
        #[cfg(feature = "sigv4a")]
        claim.check_algorithm(rules)?;
        rules.check_scope(claim.service(), claim.region_for(rules))?;
        let (seconds, expires_at) = (claim.expires_seconds, claim.expires_at());
        rules.check_time(claim.signed_at, seconds, expires_at)?;
        claim.check_version_2(rules)?;
        let mut headers = Vec::new();
        claim.push_canonical_headers(rules, &mut headers)?;
        let host = claim.host()?;
        let payload_hash = claim.payload_hash(rules)?;
        let path = claim.signed_path(rules.path_normalization);
        let object = Object::locate(&host, &path, rules);
        if let Err(rejection) = &object
            && rules.host_candidates.is_empty()
        {
            return Err(rejection.clone());
        }
        let encoded_path = match rules.path_encoding {
            PathEncoding::Single => None,
            encoding @ PathEncoding::Double => {
                Some(canonical_path(&path, PathNormalization::Keep, encoding).into_owned())
            }
        };
        let query = claim.query.canonical(match rules.session_token {
            TokenPlacement::Signed => &[],
            TokenPlacement::Appended => &[X_AMZ_SECURITY_TOKEN, X_AMZ_S3SESSION_TOKEN],
        })?;
        Ok(Self { claim, rules, host, path, encoded_path, query, headers, payload_hash, object })
    }

    /// What the signature authenticates, if it was made with this key.
    pub(super) fn verify(self, key: Key<'_>) -> Result<Verified<'a>, Rejection> {
        let is_signed = self.object.is_ok() && self.is_signed_for(&self.host, key);
        let candidate = if is_signed { None } else { self.signed_candidate(key) };
        let (host, object) = match candidate {
            Some(candidate) => candidate,
            None if is_signed => (self.host, self.object?),
            None => return Err(self.object.err().unwrap_or(Rejection::BadSignature)),
        };
        let claim = self.claim;
        let others = &claim.query.others;
        let mut parameters = Vec::with_capacity(others.len());
        for (name, value) in others {
            parameters.push((name.clone(), decode("query", value)?));
        }
        Ok(Verified {
            method: Cow::Borrowed(claim.method),
            host,
            path: self.path,
            object,
            parameters,
            other_headers: self.headers,
            payload_hash: self.payload_hash,
            signed_at: claim.signed_at,
            expires_at: claim.expires_at(),
        })
    }

    /// The texts that are hashed and signed if the received host was signed, or the first candidate if the
    /// received host is refused.
    pub(super) fn explain(&self) -> Result<Explanation, Rejection> {
        let candidate = || self.candidates().next().map(|(host, _)| host);
        let host = match &self.object {
            Ok(_) => Cow::Borrowed(&*self.host),
            Err(rejection) => candidate().ok_or_else(|| rejection.clone())?,
        };
        Ok(Explanation::new(&self.canonical(&host), &self.claim.scope()))
    }

    fn is_signed_for(&self, host: &str, key: Key<'_>) -> bool {
        match (key, &self.claim.signature) {
            (Key::Hmac(key), Signature::Hmac(received)) => {
                let signature = key.sign_request(&self.claim.scope(), &self.canonical(host));
                constant_time_eq(&signature, received)
            }
            #[cfg(feature = "sigv4a")]
            (Key::Ecdsa(key), Signature::Ecdsa(received)) => {
                key.verify(self.string_to_sign(host).as_bytes(), received.as_der())
            }
            #[cfg(feature = "sigv4a")]
            (Key::Public(key), Signature::Ecdsa(received)) => {
                key.verify(self.string_to_sign(host).as_bytes(), received.as_der())
            }
            #[cfg(feature = "sigv4a")]
            _ => false,
        }
    }

    #[cfg(feature = "sigv4a")]
    fn string_to_sign(&self, host: &str) -> String {
        self.claim.scope().string_to_sign(&HexDigest::encode(&self.canonical(host).hash()))
    }

    fn canonical<'s>(&'s self, host: &'s str) -> CanonicalRequest<'s> {
        let path = self.encoded_path.as_deref().unwrap_or(&self.path);
        CanonicalRequest::new(self.claim.method, host, path, &self.query)
            .sorted_headers(&self.headers)
            .payload_hash(self.payload_hash)
    }

    /// The first host candidate that the request is signed for.
    fn signed_candidate(&self, key: Key<'_>) -> Option<(Cow<'a, str>, Object<'a>)> {
        self.candidates().find(|(host, _)| self.is_signed_for(host, key))
    }

    /// The hosts other than the received one that may have been signed, and that the rules accept.
    ///
    /// Signers leave out a default port. Some clients send it, and [S3 accepts it].
    ///
    /// [S3 accepts it]: https://github.com/aws/aws-sdk-java/issues/445
    fn candidates(&self) -> impl Iterator<Item = (Cow<'a, str>, Object<'a>)> {
        let HostPort { name, port } = HostPort::split(&self.host);
        let has_default_port =
            matches!(port, "443" | "80") && HostPort::split(name).port.is_empty();
        let without_port = has_default_port.then_some(name).into_iter();
        let of_rules = self.rules.host_candidates.iter().take(MAX_HOST_CANDIDATES).copied();
        without_port.chain(of_rules).filter_map(|candidate| {
            let host = Cow::Owned(candidate.trim_ascii().to_ascii_lowercase());
            let object = Object::locate(&host, &self.path, self.rules).ok()?;
            Some((host, object))
        })
    }
}

/// What a signature is checked with.
#[derive(Clone, Copy)]
pub(super) enum Key<'k> {
    Hmac(&'k SigningKey),
    #[cfg(feature = "sigv4a")]
    Ecdsa(&'k EcdsaSigningKey),
    #[cfg(feature = "sigv4a")]
    Public(&'k VerifyingKey),
}

/// The checks that need no secret.
impl<'a> Claim<'a> {
    /// The region that the rules are compared with: for a region set the one that they require, if it is in the
    /// set.
    fn region_for<'r>(&'r self, rules: &Rules<'r>) -> &'r str {
        match (&self.signature, rules.region) {
            #[cfg(feature = "sigv4a")]
            (Signature::Ecdsa(_), Some(region)) if has_region(self.region(), region) => region,
            _ => self.region(),
        }
    }

    #[cfg(feature = "sigv4a")]
    fn check_algorithm(&self, rules: &Rules<'_>) -> Result<(), Rejection> {
        match &self.signature {
            Signature::Ecdsa(_) if !rules.sigv4a => Err(UNKNOWN_ALGORITHM),
            _ => Ok(()),
        }
    }

    const fn expires_at(&self) -> Timestamp {
        self.signed_at.saturating_add(self.expires_seconds)
    }

    /// Refuses the parameters of Signature Version 2, signed or not.
    fn check_version_2(&self, rules: &Rules<'_>) -> Result<(), Rejection> {
        let parameters = [V2_ACCESS_KEY_ID, V2_SIGNATURE];
        let is_present = |name: &&str| self.query.others.iter().any(|(other, _)| other == name);
        match parameters.into_iter().find(is_present) {
            Some(name) if rules.services == Services::S3 => {
                Err(Rejection::SignatureVersion2 { name })
            }
            _ => Ok(()),
        }
    }

    /// Pushes the signed headers other than `host`, sorted by name. They are not returned, because moving a list
    /// right after it is made takes 5 ns.
    fn push_canonical_headers(
        &self,
        rules: &Rules<'_>,
        headers: &mut Vec<NameValue<'a>>,
    ) -> Result<(), Rejection> {
        let names = || self.signed_headers.split(';');
        let is_host_alone = self.signed_headers == HOST;
        if !is_host_alone && !names().any(|name| name == HOST) {
            return Err(Rejection::HostNotSigned);
        }
        self.check_amz_headers(rules)?;
        if is_host_alone {
            return Ok(());
        }
        for name in names().filter(|name| *name != HOST) {
            let before = headers.len();
            for (name, value) in self.headers.named(name) {
                add_header(headers, canonical_header(name, value));
            }
            if headers.len() == before {
                return Err(Rejection::HeaderMissing { name: excerpt(name) });
            }
        }
        Ok(())
    }

    /// Refuses an unsigned `x-amz-*` header: it would take effect without being authenticated.
    fn check_amz_headers(&self, rules: &Rules<'_>) -> Result<(), Rejection> {
        let must_be_signed = |name: &str| {
            // Authenticated as the payload hash, see there.
            !name.eq_ignore_ascii_case(X_AMZ_CONTENT_SHA256)
                && !is_one_of(name, rules.infrastructure_headers)
        };
        let mut amz_headers =
            self.headers.amz_names().filter(|name| must_be_signed(name)).peekable();
        if amz_headers.peek().is_none() {
            return Ok(());
        }
        let names: Vec<_> = self.signed_headers.split(';').collect();
        match amz_headers.find(|name| !contains_name(&names, name)) {
            Some(name) => Err(Rejection::HeaderNotSigned { name: excerpt(name) }),
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
        let mut hosts = self.headers.hosts();
        match (hosts.next(), hosts.next()) {
            (Some(host), None) => Ok(canonical_name(Cow::Borrowed(host.trim_ascii()))),
            (None, _) => Err(Rejection::HeaderMissing { name: String::from("host") }),
            (Some(_), Some(_)) => malformed("header `host`", "occurs more than once"),
        }
    }

    /// The payload hash, the last line of the canonical request: S3 accepts it as a parameter or as a header.
    /// The header need not be signed, because another value makes another canonical request.
    fn payload_hash(&self, rules: &Rules<'_>) -> Result<PayloadHash, Rejection> {
        let parameter = self.query.content_sha256;
        let parameter = parameter.map(|hash| decode(X_AMZ_CONTENT_SHA256, hash)).transpose()?;
        let mut headers = self.headers.values(X_AMZ_CONTENT_SHA256).map(str::trim_ascii);
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

/// Each costs a hash of the canonical request.
const MAX_HOST_CANDIDATES: usize = 16;

/// What the payload hashes of bodies in signed chunks begin with.
const STREAMING: &str = "STREAMING-";
