//! A parsed presigned URL.

use alloc::borrow::Cow;
use core::fmt;

use super::{
    NotPresigned,
    authentication::{Authentication, SignatureVersion},
    parameters::{Parameters, decode},
};
use crate::{
    redact::Redacted,
    wire::{
        names::{MAX_SKEW_SECONDS, X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN},
        timestamp::Timestamp,
        url::Url,
    },
};

/// A parsed presigned URL. It borrows from the text, except for values that have to be
/// percent-decoded.
///
/// `Debug` shows the [redacted](Self::redacted) URL.
#[derive(Clone)]
pub struct InspectedUrl<'u> {
    /// Without the fragment, which is never sent.
    pub(super) url: &'u str,
    pub(super) scheme: &'static str,
    pub(super) host: &'u str,
    pub(super) path: &'u str,
    pub(super) parameters: Parameters<'u>,
    pub(super) authentication: Authentication<'u>,
}

impl<'u> InspectedUrl<'u> {
    /// Parses a presigned URL of any implementation. The parameters of the signature may be in any
    /// order, with other parameters between them, and with names in any case. A fragment is
    /// ignored.
    ///
    /// # Errors
    ///
    /// A [`NotPresigned`] if the text is not an absolute `http` or `https` URL, has no AWS
    /// signature in its query, or if a parameter of the signature is missing or malformed.
    pub fn parse(text: &'u str) -> Result<Self, NotPresigned> {
        let url = text.split('#').next().unwrap_or(text);
        let parsed = Url::parse(url).map_err(|problem| NotPresigned::invalid_url(url, problem))?;
        let query = parsed.query.unwrap_or_default();
        let parameters = Parameters::new(query);
        let authentication = Authentication::from_parameters(parameters);
        Ok(Self {
            url,
            scheme: parsed.scheme.trim_end_matches("://"),
            host: parsed.raw_authority,
            path: parsed.path,
            parameters,
            // An escape of HTML contains a `#`.
            authentication: authentication.map_err(|it| it.or_escaped(parsed.path, text))?,
        })
    }

    /// Returns the version of the signature.
    #[must_use]
    pub const fn signature_version(&self) -> SignatureVersion {
        self.authentication.version
    }

    /// Returns the scheme, `https` or `http`.
    #[must_use]
    pub const fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// Returns the host and port, as in the URL.
    #[must_use]
    pub const fn host(&self) -> &'u str {
        self.host
    }

    /// Returns the path, percent-encoded as in the URL; empty if there is none.
    #[must_use]
    pub const fn path(&self) -> &'u str {
        self.path
    }

    /// Returns the access key id of the signer, percent-decoded.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.authentication.access_key_id
    }

    /// Returns the day of the credential scope, `YYYYMMDD`; `None` for `SigV2`, which has none.
    #[must_use]
    pub fn day(&self) -> Option<&str> {
        self.authentication.day.as_deref()
    }

    /// Returns the region of the credential scope; for `SigV4A` the set of regions, such as `*` or
    /// `us-east-1,eu-west-*`; `None` for `SigV2`, which has none.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.authentication.region.as_deref()
    }

    /// Returns the service of the credential scope; for `SigV2`, `s3`.
    #[must_use]
    pub fn service(&self) -> &str {
        &self.authentication.service
    }

    /// Returns the signing time, `X-Amz-Date`; `None` for `SigV2`, which has none.
    #[must_use]
    pub const fn signed_at(&self) -> Option<Timestamp> {
        self.authentication.signed_at
    }

    /// Returns the time when the URL expires by its own parameters. If the credentials that signed
    /// it expire earlier, so does the URL.
    #[must_use]
    pub const fn expires_at(&self) -> Timestamp {
        self.authentication.expires_at
    }

    /// Returns the validity in seconds, `X-Amz-Expires`; `None` for `SigV2`, which has an expiry
    /// time instead.
    #[must_use]
    pub const fn expires_seconds(&self) -> Option<u64> {
        self.authentication.expires_seconds
    }

    /// Returns the names of the signed headers, including `host`, in the order of the URL. A client
    /// must send all of them. Empty for `SigV2`, which does not list them.
    ///
    /// ```
    /// # use presigner::{Credentials, Expiry, Presigner, Request, inspect::InspectedUrl};
    /// # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
    /// # let upload = Request::put("b", "k").content_type("image/png");
    /// # let upload = presigner.presign(&upload, Expiry::hours(1))?;
    /// # let upload = upload.as_str();
    /// let url = InspectedUrl::parse(upload)?;
    /// let has_type = url.signed_headers().any(|name| name == "content-type");
    /// assert!(has_type, "the browser must send the content type that was signed");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn signed_headers(&self) -> impl Iterator<Item = Cow<'u, str>> + use<'u> {
        let names = self.authentication.signed_headers;
        let names = names.split(';').flat_map(|names| names.split("%3B"));
        let names = names.flat_map(|names| names.split("%3b")).filter(|name| !name.is_empty());
        names.map(decode)
    }

    /// Returns whether there is a session token, that is, whether the credentials are temporary.
    #[must_use]
    pub fn has_session_token(&self) -> bool {
        let token = |name| self.parameters.find(name).is_some_and(|token| !token.is_empty());
        token(X_AMZ_SECURITY_TOKEN) || token(X_AMZ_S3SESSION_TOKEN)
    }

    /// Returns whether the URL is valid at a given time, by its own parameters.
    ///
    /// ```
    /// # use presigner::{Credentials, Expiry, Presigner, Timestamp};
    /// use presigner::inspect::{InspectedUrl, Status};
    ///
    /// # let at = Timestamp::from_unix_seconds;
    /// # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
    /// # let link = presigner.at(at(1_700_000_000)).get("b", "k", Expiry::minutes(15))?;
    /// # let (link, now) = (link.as_str(), at(1_700_000_000));
    /// let link = InspectedUrl::parse(link)?;
    /// assert_eq!(link.status(now), Status::Valid { remaining_seconds: 900 });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn status(&self, at: impl Into<Timestamp>) -> Status {
        let (at, expires_at) = (at.into(), self.expires_at());
        let accepted_ahead = at.saturating_add(MAX_SKEW_SECONDS);
        match self.signed_at() {
            Some(signed_at) if signed_at > accepted_ahead => {
                Status::NotYetValid { seconds: seconds_between(accepted_ahead, signed_at) }
            }
            _ if expires_at > at => {
                Status::Valid { remaining_seconds: seconds_between(at, expires_at) }
            }
            _ => Status::Expired { since_seconds: seconds_between(expires_at, at) },
        }
    }

    /// Returns the URL for logs, without its fragment, and with `REDACTED` in place of signature,
    /// session token and customer-provided encryption keys.
    #[must_use]
    pub fn redacted(&self) -> impl fmt::Display + '_ {
        Redacted(self.url)
    }
}

impl fmt::Debug for InspectedUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InspectedUrl")
            .field("signature_version", &self.signature_version())
            .field("url", &format_args!("{}", self.redacted()))
            .finish_non_exhaustive()
    }
}

/// Whether a URL is valid at a given time, by its own parameters.
///
/// If the credentials that signed it expire earlier, so does the URL.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Status {
    /// The signing time is more than 15 minutes, the clock skew that S3 accepts, after the given
    /// time. `SigV2` has no signing time, so its URLs are never in this state.
    NotYetValid {
        /// The number of seconds until S3 accepts the URL.
        seconds: u64,
    },
    /// The URL is valid.
    Valid {
        /// The number of seconds until it expires, at least one.
        remaining_seconds: u64,
    },
    /// The URL has expired.
    Expired {
        /// The number of seconds since it expired; zero in the second in which it expires.
        since_seconds: u64,
    },
}

fn seconds_between(earlier: Timestamp, later: Timestamp) -> u64 {
    later.saturating_duration_since(earlier).as_secs()
}
