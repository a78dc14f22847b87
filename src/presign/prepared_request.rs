//! A request that has been checked and can be signed.

use alloc::string::String;
#[cfg(feature = "sigv4a")]
use alloc::string::ToString;

use super::{
    expiry::{Expiry, Validity},
    settings::Settings,
    url_writer::{FIXED_LEN, UrlWriter},
};
#[cfg(feature = "sigv4a")]
use crate::sigv4::EcdsaSigningKey;
use crate::{
    credentials::{Credentials, TokenKind},
    endpoint::Address,
    error::Error,
    redact::Explanation,
    request::Request,
    sigv4::{
        CanonicalRequest, HexDigest, Scope, SigningKey, query::AuthenticationParameters,
        scope_key::ScopeKey,
    },
    wire::{encode::max_encoded_len, timestamp::Timestamp},
};

/// A checked request with its address, validity and scope.
pub(crate) struct PreparedRequest<'a> {
    request: &'a Request<'a>,
    credentials: &'a Credentials,
    address: Address<'a>,
    validity: Validity,
    scope: Scope<'a>,
    /// The scope and signing key of general purpose buckets. The request may have another scope.
    scope_key: &'a ScopeKey<'a>,
}

impl<'a> PreparedRequest<'a> {
    /// Checks the credentials, the request, its expiry and its address, in this order.
    #[inline]
    pub(super) fn new(
        settings: &'a Settings,
        request: &'a Request<'a>,
        expiry: Expiry,
        now: Timestamp,
        scope_key: &'a Result<ScopeKey<'a>, Error>,
    ) -> Result<Self, Error> {
        settings.credentials.check()?;
        request.check()?;
        let validity = settings.expiry_rules().validity(expiry, now)?;
        let address = settings.endpoint.address(request)?;
        check_token(&settings.credentials, request, &address)?;
        let scope_key = scope_key.as_ref().map_err(Error::clone)?;
        Ok(Self {
            request,
            credentials: &settings.credentials,
            address,
            validity,
            scope: scope_key.scope.with_region_and_service(address.region(), address.service()),
            scope_key,
        })
    }

    pub(crate) const fn validity(&self) -> Validity {
        self.validity
    }

    pub(crate) const fn scope(&self) -> &Scope<'a> {
        &self.scope
    }

    pub(crate) const fn credentials(&self) -> &'a Credentials {
        self.credentials
    }

    pub(crate) const fn address(&self) -> &Address<'a> {
        &self.address
    }

    /// Appends the presigned URL.
    #[inline]
    pub(super) fn push_url(&self, url: &mut String) {
        #[cfg(feature = "sigv4a")]
        if self.scope.region().is_none() {
            return self.push_ecdsa_url(url);
        }
        let writer = self.write_url(url, None);
        let canonical = self.canonical(&writer);
        let signature = self.with_key(|key| key.sign(&canonical));
        writer.push_signature(&HexDigest::encode(&signature));
    }

    /// Appends the presigned URL of a Multi-Region Access Point. Deriving the key takes less than 1 % of
    /// the time, so it is not cached.
    #[cfg(feature = "sigv4a")]
    #[cold]
    fn push_ecdsa_url(&self, url: &mut String) {
        let writer = self.write_url(url, self.address.region_set());
        let request_hash = HexDigest::encode(&self.canonical(&writer).hash());
        let string_to_sign = self.scope.string_to_sign(&request_hash);
        let signature = EcdsaSigningKey::of(self.credentials).sign(string_to_sign.as_bytes());
        writer.push_signature(&signature.to_string());
    }

    /// Returns the canonical request and the string to sign.
    pub(super) fn explain(&self, url: &mut String) -> Explanation {
        let writer = self.write_url(url, self.address.region_set());
        Explanation::new(&self.canonical(&writer), &self.scope)
    }

    /// Signs with the key of the signer, or derives one if the request has another scope.
    #[inline]
    pub(crate) fn with_key<T>(&self, sign: impl FnOnce(&ScopeKey<'_>) -> T) -> T {
        if self.scope_key.scope == self.scope {
            sign(self.scope_key)
        } else {
            let key = SigningKey::derive(self.credentials.secret_access_key(), &self.scope);
            sign(&ScopeKey::new(self.scope, key, None))
        }
    }

    /// Writes the URL without its signature.
    #[inline]
    fn write_url<'u>(&self, url: &'u mut String, region_set: Option<&str>) -> UrlWriter<'u> {
        let authentication = AuthenticationParameters {
            access_key_id: self.credentials.encoded_access_key_id(),
            // Region and service are host labels, which need no encoding.
            scope: self.scope,
            region_set,
            expires_seconds: self.validity.expires_seconds(),
            token: self.credentials.token_parameter(),
            headers: self.request.headers(),
        };
        UrlWriter::write(url, &self.address, self.request, &authentication)
    }

    /// The canonical request, which consists of slices of the URL.
    #[inline]
    fn canonical<'w>(&'w self, url: &'w UrlWriter<'_>) -> CanonicalRequest<'w> {
        CanonicalRequest {
            method: self.request.method().as_str(),
            host: url.host(),
            path: url.path(),
            query: url.query(),
            headers: self.request.headers().into(),
            payload_hash: self.request.payload_hash(),
        }
    }
}

/// An upper bound of the length in bytes of a request's URL. For a Multi-Region Access Point, whose signature is
/// longer, it is an estimate.
#[inline]
pub(super) fn max_url_len(settings: &Settings, request: &Request<'_>) -> usize {
    let Settings { credentials, endpoint, .. } = settings;
    let others = FIXED_LEN + endpoint.max_address_len() + credentials.encoded_len();
    max_encoded_len(request.url_len()).saturating_add(others)
}

#[inline]
fn check_token(
    credentials: &Credentials,
    request: &Request<'_>,
    address: &Address<'_>,
) -> Result<(), Error> {
    match credentials.token_kind() {
        Some(TokenKind::S3Express) => check_express_session(request, address),
        _ => Ok(()),
    }
}

fn check_express_session(request: &Request<'_>, address: &Address<'_>) -> Result<(), Error> {
    if !address.accepts_express_session() {
        return Err(Error::ExpressSessionNotAllowed);
    }
    match request.iam_only_operation() {
        Some(operation) => Err(Error::IamCredentialsRequired { operation }),
        None => Ok(()),
    }
}
