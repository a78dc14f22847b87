//! Presigns requests for any AWS service.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::{fmt, time::Duration};

use percent_encoding::percent_decode_str;

#[cfg(feature = "sigv4a")]
use super::EcdsaSigningKey;
use super::{
    CanonicalRequest, HexDigest, PathEncoding, PathNormalization, PayloadHash, Scope, SigningKey,
    headers::{canonical_header, check_header_name, is_token},
    name_value::{NameValue, add_header, sort_parameters},
    path::canonical_path,
    query::AuthenticationParameters,
};
use crate::{
    credentials::{Credentials, TokenParameter},
    error::{Error, Limit, excerpt},
    wire::{
        encode,
        names::{
            MAX_EXPIRES_SECONDS, RESERVED_HEADERS, RESERVED_PARAMETERS, X_AMZ_REGION_SET,
            delimited, is_one_of,
        },
        query,
        timestamp::Timestamp,
        url::Url,
    },
};

/// Presigns requests for any AWS service: `execute-api`, `sts`, `rds-db`, `iot` …
///
/// For S3 use [`Presigner`](crate::Presigner), which knows S3's endpoints and encodes object keys.
/// This type takes the URL of the request, and has a setting for each rule of Signature Version 4
/// that differs between services. The defaults are what most services expect.
///
/// | setting | default | S3 expects |
/// |---|---|---|
/// | [`path_encoding`](Self::path_encoding) | [`PathEncoding::Double`] | [`PathEncoding::Single`] |
/// | [`path_normalization`](Self::path_normalization) | [`PathNormalization::Normalize`] | [`PathNormalization::Keep`] |
/// | [`payload_hash`](Self::payload_hash) | [`PayloadHash::Empty`] | [`PayloadHash::Unsigned`] |
/// | [`session_token`](Self::session_token) | [`TokenPlacement::Signed`] | [`TokenPlacement::Signed`] |
///
/// An authentication token for an RDS database is a presigned URL without its scheme:
///
/// ```
/// use std::time::Duration;
/// use presigner::{Credentials, Timestamp, sigv4::QuerySigner};
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let request = QuerySigner::new(&credentials, "us-west-2", "rds-db").presign(
///     "GET",
///     "https://db.123456789012.us-west-2.rds.amazonaws.com:3306/?Action=connect&DBUser=jane_doe",
///     &[],
///     Duration::from_secs(900),
///     Timestamp::from_unix_seconds(1_710_506_096),
/// )?;
/// let token = request.as_str().trim_start_matches("https://");
/// assert!(token.starts_with("db.123456789012.us-west-2.rds.amazonaws.com:3306/?Action=connect"));
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct QuerySigner<'a> {
    credentials: &'a Credentials,
    region: &'a str,
    /// Set for Signature Version 4A.
    region_set: Option<&'a str>,
    service: &'a str,
    path_encoding: PathEncoding,
    path_normalization: PathNormalization,
    payload_hash: PayloadHash,
    session_token: TokenPlacement,
}

/// The position of the session token in the URL, and so whether it is signed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TokenPlacement {
    /// In the canonical query, signed.
    Signed,
    /// After the signature, unsigned.
    Appended,
}

impl<'a> QuerySigner<'a> {
    /// Creates a signer for one service in one region, such as `"execute-api"` in `"us-east-1"`.
    #[must_use]
    pub const fn new(credentials: &'a Credentials, region: &'a str, service: &'a str) -> Self {
        Self {
            credentials,
            region,
            region_set: None,
            service,
            path_encoding: PathEncoding::Double,
            path_normalization: PathNormalization::Normalize,
            payload_hash: PayloadHash::Empty,
            session_token: TokenPlacement::Signed,
        }
    }

    /// Signs with Signature Version 4A (feature `sigv4a`), for the regions in `region_set` instead of one region: `*`
    /// for all, or a list such as `us-east-1,eu-west-1`. The session token of temporary credentials must come from a
    /// regional endpoint of STS.
    ///
    /// The signature is 70 to 72 bytes long, and takes about a hundred microseconds.
    ///
    /// ```
    /// use std::time::Duration;
    /// use presigner::{Credentials, Timestamp, sigv4::QuerySigner};
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let request = QuerySigner::new(&credentials, "us-east-1", "execute-api").region_set("*").presign(
    ///     "GET",
    ///     "https://api.example.com/films",
    ///     &[],
    ///     Duration::from_secs(60),
    ///     Timestamp::from_unix_seconds(1_710_506_096),
    /// )?;
    /// assert!(request.string_to_sign().starts_with(
    ///     "AWS4-ECDSA-P256-SHA256\n20240315T123456Z\n20240315/execute-api/aws4_request\n"
    /// ));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[cfg(feature = "sigv4a")]
    #[must_use]
    pub const fn region_set(mut self, region_set: &'a str) -> Self {
        self.region_set = Some(region_set);
        self
    }

    /// Sets how the path is encoded in the canonical request.
    #[must_use]
    pub const fn path_encoding(mut self, path_encoding: PathEncoding) -> Self {
        self.path_encoding = path_encoding;
        self
    }

    /// Sets whether the path is normalized in the canonical request.
    #[must_use]
    pub const fn path_normalization(mut self, path_normalization: PathNormalization) -> Self {
        self.path_normalization = path_normalization;
        self
    }

    /// Sets the payload hash of the canonical request.
    #[must_use]
    pub const fn payload_hash(mut self, payload_hash: PayloadHash) -> Self {
        self.payload_hash = payload_hash;
        self
    }

    /// Sets whether the session token is signed.
    #[must_use]
    pub const fn session_token(mut self, placement: TokenPlacement) -> Self {
        self.session_token = placement;
        self
    }

    /// Presigns `method` on `url` with `headers` at `signed_at`, valid for `expires`.
    ///
    /// The path of `url` must be percent-encoded: it is not changed, and clients would encode a raw
    /// space or a non-ASCII character after it was signed. The query may be percent-encoded or raw,
    /// and is encoded and sorted; `+` in it is a plus sign. `headers` (names and raw values,
    /// without `host`) are signed, so the client must send them. `expires` is rounded down to whole
    /// seconds and must be 1 to 604 800 seconds. It is not limited by the expiration of the
    /// credentials, after which the request is refused.
    ///
    /// # Errors
    ///
    /// An [`Error`] for credentials that are empty or malformed (control characters, white space at
    /// either end) or have expired, an empty region or service, an invalid method or header name, a URL that is not
    /// absolute or whose query is not UTF-8, a query parameter or header that signing sets (a session
    /// token, `X-Amz-Security-Token` or `X-Amz-S3session-Token`, belongs in the credentials), an
    /// expiry out of range, and a signing time outside the years 0 to 9999.
    pub fn presign(
        &self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        expires: Duration,
        signed_at: impl Into<Timestamp>,
    ) -> Result<PresignedQuery, Error> {
        let signed_at = signed_at.into();
        self.credentials.check()?;
        self.credentials.check_expiration(signed_at)?;
        self.check_scope()?;
        check_method(method)?;
        let expires_seconds = check_expiry(expires)?;
        let url = Url::parse(url).map_err(|problem| Error::InvalidUrl { problem })?;
        let parameters = parse_query(url.query.unwrap_or_default())?;
        let headers = collect_headers(headers)?;
        self.check_region_set_names(&parameters, &headers)?;
        let region = self.region_set.is_none().then_some(self.region);
        let scope = Scope::new(signed_at, self.region, self.service)?
            .with_region_and_service(region, self.service);
        let (region, region_set) = (region.map(encode::query), self.region_set.map(encode::query));
        let (signed_token, appended_token) = self.split_token();

        let path = if url.path.is_empty() { "/" } else { url.path };
        let mut signed_url = [url.scheme, &url.authority, path, "?"].concat();
        let query_index = signed_url.len();
        AuthenticationParameters {
            access_key_id: self.credentials.encoded_access_key_id(),
            scope: scope.with_region_and_service(region.as_deref(), &encode::query(self.service)),
            region_set: region_set.as_deref(),
            expires_seconds,
            token: signed_token,
            headers: &headers,
        }
        .push_query(&mut signed_url, &parameters);

        let canonical_path = canonical_path(path, self.path_normalization, self.path_encoding);
        let query = &signed_url[query_index..];
        let canonical = CanonicalRequest::new(method, &url.authority, &canonical_path, query)
            .sorted_headers(&headers)
            .payload_hash(self.payload_hash);
        let (canonical_request, string_to_sign) =
            (canonical.to_string(), scope.string_to_sign(&HexDigest::encode(&canonical.hash())));
        let signature = self.sign(&scope, string_to_sign.as_bytes());

        signed_url.extend([delimited::SIGNATURE, &signature]);
        if let Some(TokenParameter { kind, value }) = appended_token {
            signed_url.extend([kind.prefix(), value]);
        }
        Ok(PresignedQuery { url: signed_url, canonical_request, string_to_sign, signature })
    }

    fn check_scope(&self) -> Result<(), Error> {
        if self.region_set.unwrap_or(self.region).is_empty() {
            let problem = String::from("is empty");
            return Err(Error::InvalidRegion { region: String::new(), problem });
        }
        if self.service.is_empty() {
            return Err(Error::EmptyService);
        }
        Ok(())
    }

    /// Signature Version 4A has one more parameter that signing sets.
    fn check_region_set_names(
        &self,
        parameters: &[NameValue<'_>],
        headers: &[NameValue<'_>],
    ) -> Result<(), Error> {
        if self.region_set.is_none() {
            return Ok(());
        }
        let find = |pairs: &[NameValue<'_>]| {
            let is_set = |pair: &&NameValue<'_>| is_one_of(&pair.name, &[X_AMZ_REGION_SET]);
            pairs.iter().find(is_set).map(|pair| excerpt(&pair.name))
        };
        match (find(parameters), find(headers)) {
            (Some(name), _) => Err(Error::ReservedParameter { name }),
            (None, Some(name)) => Err(Error::ReservedHeader { name }),
            (None, None) => Ok(()),
        }
    }

    /// The value of `X-Amz-Signature`.
    fn sign(&self, scope: &Scope<'_>, string_to_sign: &[u8]) -> String {
        #[cfg(feature = "sigv4a")]
        if self.region_set.is_some() {
            return EcdsaSigningKey::of(self.credentials).sign(string_to_sign).to_string();
        }
        let key = SigningKey::derive(self.credentials.secret_access_key(), scope);
        HexDigest::encode(&key.sign(string_to_sign)).to_string()
    }

    /// The session token as the one that is signed and the one that is appended.
    fn split_token(&self) -> (Option<TokenParameter<'_>>, Option<TokenParameter<'_>>) {
        let token = self.credentials.token_parameter();
        match self.session_token {
            TokenPlacement::Signed => (token, None),
            TokenPlacement::Appended => (None, token),
        }
    }
}

/// A presigned request, with the intermediate texts of its signature.
///
/// Anyone who has the URL can send the request until it expires, so `Debug` omits the query.
#[derive(Clone, Eq, PartialEq)]
pub struct PresignedQuery {
    url: String,
    canonical_request: String,
    string_to_sign: String,
    signature: String,
}

impl PresignedQuery {
    /// The presigned URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// Converts into the presigned URL.
    #[must_use]
    pub fn into_string(self) -> String {
        self.url
    }

    /// The canonical request. It contains the session token if that is signed.
    #[must_use]
    pub fn canonical_request(&self) -> &str {
        &self.canonical_request
    }

    /// The string to sign.
    #[must_use]
    pub fn string_to_sign(&self) -> &str {
        &self.string_to_sign
    }

    /// The signature: 64 lower-case hex digits, or up to 144 for Signature Version 4A.
    #[must_use]
    pub fn signature(&self) -> &str {
        &self.signature
    }
}

impl fmt::Debug for PresignedQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("PresignedQuery").field("url", &shown).finish_non_exhaustive()
    }
}

fn check_method(method: &str) -> Result<(), Error> {
    if !is_token(method) {
        let problem = "is not an HTTP method; pass a token such as `GET`";
        return Err(Error::InvalidMethod { method: excerpt(method), problem });
    }
    Ok(())
}

fn check_expiry(expires: Duration) -> Result<u32, Error> {
    match u32::try_from(expires.as_secs()) {
        Ok(0) => Err(Error::ExpiryTooShort),
        Ok(seconds @ 1..=MAX_EXPIRES_SECONDS) => Ok(seconds),
        _ => Err(Error::ExpiryLimited {
            requested_seconds: expires.as_secs(),
            allowed_seconds: MAX_EXPIRES_SECONDS.into(),
            limited_by: Limit::SevenDays,
        }),
    }
}

/// Decodes the parameters of a query and sorts them into canonical order.
fn parse_query(query: &str) -> Result<Vec<NameValue<'_>>, Error> {
    let mut parameters = Vec::new();
    for (name, value) in query::pairs(query) {
        let decode = |text| {
            percent_decode_str(text).decode_utf8().map_err(|_| Error::InvalidUrl {
                problem: "has a query that is not UTF-8; percent-encode the UTF-8 bytes",
            })
        };
        let parameter = NameValue::new(decode(name)?, decode(value)?);
        if is_one_of(&parameter.name, &RESERVED_PARAMETERS) {
            return Err(Error::ReservedParameter { name: excerpt(&parameter.name) });
        }
        parameters.push(parameter);
    }
    sort_parameters(&mut parameters);
    Ok(parameters)
}

fn collect_headers<'h>(headers: &[(&'h str, &'h str)]) -> Result<Vec<NameValue<'h>>, Error> {
    let mut sorted = Vec::with_capacity(headers.len());
    for &(name, value) in headers {
        check_header_name(name)?;
        if is_one_of(name, &RESERVED_HEADERS) || is_one_of(name, &RESERVED_PARAMETERS) {
            return Err(Error::ReservedHeader { name: excerpt(name) });
        }
        add_header(&mut sorted, canonical_header(name, value));
    }
    Ok(sorted)
}
