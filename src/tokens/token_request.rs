//! Signs the request of a login token.

use core::time::Duration;

use zeroize::Zeroizing;

use super::{input::check_region, login::Login, token::Token};
use crate::{
    credentials::{Credentials, TokenKind},
    error::{Error, Limit},
    presign::{Expiry, ExpiryPolicy, ExpiryRules},
    sigv4::QuerySigner,
    wire::timestamp::Timestamp,
};

/// A login token to be signed, with the lifetime that the service gives it.
///
/// An invalid region, host or name is an [`Error`] when signing.
#[derive(Clone, Debug)]
#[must_use = "call `at` or `now` to sign the token"]
pub struct TokenRequest<'a> {
    credentials: &'a Credentials,
    region: &'a str,
    lifetime: Lifetime,
    login: Result<Login<'a>, Error>,
}

/// How long a token is valid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lifetime {
    /// `X-Amz-Expires`.
    pub(super) expires_seconds: u32,
    /// How long the service accepts the token from its signing time.
    pub(super) accepted_seconds: u32,
}

impl Lifetime {
    pub(super) const FIFTEEN_MINUTES: Self = Self::seconds(15 * 60);

    /// The service accepts the token as long as `X-Amz-Expires` says.
    pub(super) const fn seconds(seconds: u32) -> Self {
        Self { expires_seconds: seconds, accepted_seconds: seconds }
    }
}

impl<'a> TokenRequest<'a> {
    /// Creates a request. `login` is called only if the region is valid, so it can be part of a
    /// host.
    pub(super) fn new(
        credentials: &'a Credentials,
        region: &'a str,
        lifetime: Lifetime,
        login: impl FnOnce() -> Result<Login<'a>, Error>,
    ) -> Self {
        let login = check_region(region).and_then(|()| login());
        Self { credentials, region, lifetime, login }
    }

    /// Signs the token at `signing_time`, from which its lifetime counts.
    ///
    /// # Errors
    ///
    /// An [`Error`] if the region, host, port or a name is not valid, if the credentials are empty,
    /// have expired or are those of `CreateSession`, and if the signing time is outside the years 0
    /// to 9999.
    pub fn at(&self, signing_time: impl Into<Timestamp>) -> Result<Token, Error> {
        self.sign(self.lifetime, signing_time.into())
    }

    /// Signs the token at the current time.
    ///
    /// # Errors
    ///
    /// As for [`at`](Self::at).
    #[cfg(all(feature = "std", not(all(target_arch = "wasm32", target_os = "unknown"))))]
    pub fn now(&self) -> Result<Token, Error> {
        self.at(std::time::SystemTime::now())
    }

    fn sign(&self, lifetime: Lifetime, now: Timestamp) -> Result<Token, Error> {
        let login = self.login.as_ref().map_err(Clone::clone)?;
        if self.credentials.token_kind() == Some(TokenKind::S3Express) {
            return Err(Error::ExpressSessionNotAllowed);
        }
        // `X-Amz-Expires` is not shortened with the credentials: the tools of AWS do not do it
        // either, and the service rejects expired credentials itself.
        let expires = Duration::from_secs(lifetime.expires_seconds.into());
        let header = login.header.as_slice();
        let signed = QuerySigner::new(self.credentials, self.region, login.service).presign(
            login.method,
            &login.url,
            header,
            expires,
            now,
        )?;
        let validity = expiry_rules(ExpiryPolicy::Clamp, self.credentials.expiration())
            .validity(Expiry::seconds(lifetime.accepted_seconds), now)?;
        let signed_url = Zeroizing::new(signed.into_string());
        Ok(Token::new((login.format)(&login.url, &signed_url), validity.expires_at()))
    }
}

/// A login token to be signed, whose lifetime can be set.
#[derive(Clone, Debug)]
#[must_use = "call `at` or `now` to sign the token"]
pub struct TokenRequestWithExpiry<'a> {
    request: TokenRequest<'a>,
    expiry: Expiry,
    max_seconds: u32,
}

impl<'a> TokenRequestWithExpiry<'a> {
    /// Creates a request for the lifetime of `request`, which can be set up to `max_seconds`.
    pub(super) const fn new(request: TokenRequest<'a>, max_seconds: u32) -> Self {
        let expiry = Expiry::seconds(request.lifetime.accepted_seconds);
        Self { request, expiry, max_seconds }
    }

    /// Sets when the token expires. The credentials may expire earlier, which
    /// [`Token::expires_at`] reports.
    pub fn expiry(mut self, expiry: impl Into<Expiry>) -> Self {
        self.expiry = expiry.into();
        self
    }

    /// Signs the token at `signing_time`, from which its lifetime counts.
    ///
    /// # Errors
    ///
    /// As for [`TokenRequest::at`], and [`Error::ExpiryLimited`] if the expiry exceeds the maximum
    /// of the service.
    pub fn at(&self, signing_time: impl Into<Timestamp>) -> Result<Token, Error> {
        let now = signing_time.into();
        let seconds =
            expiry_rules(ExpiryPolicy::Strict, None).validity(self.expiry, now)?.expires_seconds();
        if seconds > self.max_seconds {
            return Err(Error::ExpiryLimited {
                requested_seconds: seconds.into(),
                allowed_seconds: self.max_seconds.into(),
                limited_by: Limit::Service,
            });
        }
        self.request.sign(Lifetime::seconds(seconds), now)
    }

    /// Signs the token at the current time.
    ///
    /// # Errors
    ///
    /// As for [`at`](Self::at).
    #[cfg(all(feature = "std", not(all(target_arch = "wasm32", target_os = "unknown"))))]
    pub fn now(&self) -> Result<Token, Error> {
        self.at(std::time::SystemTime::now())
    }
}

const fn expiry_rules(
    policy: ExpiryPolicy,
    credentials_expiration: Option<Timestamp>,
) -> ExpiryRules {
    ExpiryRules { policy, stable_window: None, credentials_expiration }
}
