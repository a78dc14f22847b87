//! `Signer`: the recipe of one URL.

use alloc::{
    string::{String, ToString},
    sync::Arc,
};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use crate::{
    credentials::{Credentials, TokenKind},
    endpoint::{Address, Endpoint, Site},
    error::Error,
    expiry::{Expiry, ExpiryPolicy, ExpiryRules, StableWindow, Validity},
    explanation::Explanation,
    method::Method,
    post::{PolicyDocument, PostPolicy, PresignedPost},
    presigned_url::PresignedUrl,
    request::Request,
    sigv4::{
        CanonicalRequest, HexDigest, PayloadHash, Scope, SigningKey, Timestamp,
        key_cache::KeyCache, percent, query::Authentication, scope_key::ScopeKey,
    },
    url_draft::{FIXED_BYTES, UrlDraft, base_url},
};

/// A [`Presigner`](crate::Presigner) at one signing time. It has a signing key of its own, so making one for
/// another day does not replace the key that the presigner keeps for today.
///
/// ```
/// use presigner::{Credentials, Endpoint, Expiry, Presigner, Timestamp};
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let presigner =
///     Presigner::new(credentials, "us-east-1").with_endpoint(Endpoint::aws().legacy_global());
///
/// // The example of the AWS documentation.
/// let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
/// let url = signer.get("examplebucket", "test.txt", Expiry::days(1))?;
/// assert!(url.as_str().ends_with(
///     "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
/// ));
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Debug)]
pub struct Signer<'p> {
    settings: &'p Settings,
    now: Timestamp,
    home: Result<ScopeKey<'p>, Error>,
    origin: Origin,
}

/// Where the key and scope that most requests want come from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Origin {
    Cache,
    Made,
}

/// What a presigner was told.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) credentials: Arc<Credentials>,
    pub(crate) endpoint: Endpoint,
    pub(crate) site: Site,
    pub(crate) expiry_policy: ExpiryPolicy,
    pub(crate) stable_window: Option<StableWindow>,
}

impl Settings {
    /// The region that most requests are signed for.
    pub(crate) fn home_region(&self) -> &str {
        self.endpoint.home_region(&self.site)
    }

    /// Once a second.
    #[cold]
    fn make_scope_key<'k>(
        &self,
        key_cache: &'k KeyCache,
        signed_at: Timestamp,
    ) -> Result<ScopeKey<'k>, Error> {
        key_cache.scope(signed_at).map(|scope| {
            let key = key_cache.key(&scope).unwrap_or_else(|| self.derive_key(&scope));
            key_cache.begin(scope, key)
        })
    }

    fn derive_key(&self, scope: &Scope<'_>) -> SigningKey {
        SigningKey::derive(self.credentials.secret_access_key(), scope)
    }

    fn expiry_rules(&self) -> ExpiryRules {
        ExpiryRules {
            policy: self.expiry_policy,
            stable_window: self.stable_window,
            credentials_expiration: self.credentials.expiration(),
        }
    }
}

impl<'p> Signer<'p> {
    #[inline]
    pub(crate) fn new(settings: &'p Settings, now: Timestamp, key_cache: &'p KeyCache) -> Self {
        let signed_at = settings.expiry_rules().signing_time(now);
        let (home, origin) = match key_cache.scope_key(signed_at) {
            Some(home) => (Ok(home), Origin::Cache),
            None => (settings.make_scope_key(key_cache, signed_at), Origin::Made),
        };
        Self { settings, now, home, origin }
    }

    /// A URL that downloads an object.
    ///
    /// # Errors
    ///
    /// An [`Error`] that names what cannot be signed: credentials, region, endpoint, bucket, key, expiry or
    /// signing time.
    pub fn get(
        &self,
        bucket: &str,
        key: &str,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        self.presign(&Request::get(bucket, key), expiry)
    }

    /// A URL that uploads an object.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub fn put(
        &self,
        bucket: &str,
        key: &str,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        self.presign(&Request::put(bucket, key), expiry)
    }

    /// A URL that asks for an object's headers. One made by [`get`](Self::get) does not.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub fn head(
        &self,
        bucket: &str,
        key: &str,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        self.presign(&Request::head(bucket, key), expiry)
    }

    /// A URL that deletes an object.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub fn delete(
        &self,
        bucket: &str,
        key: &str,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        self.presign(&Request::delete(bucket, key), expiry)
    }

    /// A URL for any request.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get), and for a parameter or header of the request that cannot be signed.
    pub fn presign(
        &self,
        request: &Request<'_>,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedUrl, Error> {
        let longest = self.longest_url(request).saturating_add(request.line_bytes());
        // Allocated before anything else, it is there when it is needed: 12 ns in a URL. What is refused for its
        // length must not take as much memory first.
        let mut url = String::with_capacity(longest.min(MOST_EARLY_BYTES));
        let validity = self.with_recipe(request, expiry.into(), |recipe| {
            url.reserve(longest);
            self.sign(recipe, &mut url);
            recipe.validity
        })?;
        Ok(PresignedUrl::new(url, request, validity))
    }

    /// Appends the URL to `url`, which is left as it was if there is an error. The headers to send are those
    /// of `request`. Nothing is allocated once `url` is large enough, unless the endpoint has a
    /// [`display_host`](crate::Endpoint::display_host): then another host is signed than is shown, in a text
    /// of its own.
    ///
    /// # Errors
    ///
    /// As for [`presign`](Self::presign).
    pub fn presign_into(
        &self,
        request: &Request<'_>,
        expiry: impl Into<Expiry>,
        url: &mut String,
    ) -> Result<Validity, Error> {
        self.with_recipe(request, expiry.into(), |recipe| {
            url.reserve(self.longest_url(request));
            self.sign(recipe, url);
            recipe.validity
        })
    }

    /// What is hashed and signed for a request, text by text: to compare with what a server says.
    ///
    /// # Errors
    ///
    /// As for [`presign`](Self::presign).
    pub fn explain(
        &self,
        request: &Request<'_>,
        expiry: impl Into<Expiry>,
    ) -> Result<Explanation, Error> {
        self.with_recipe(request, expiry.into(), |recipe| {
            let mut url = String::with_capacity(self.longest_url(request));
            let draft = recipe.draft(&mut url);
            Explanation::new(&recipe.canonical(&draft), &recipe.scope)
        })
    }

    /// A form that uploads from a browser.
    ///
    /// # Errors
    ///
    /// As for [`presign`](Self::presign), and for a policy that S3 would refuse, or a store that has no
    /// such forms.
    pub fn post(
        &self,
        policy: &PostPolicy<'_>,
        expiry: impl Into<Expiry>,
    ) -> Result<PresignedPost, Error> {
        let Settings { credentials, endpoint, site, .. } = self.settings;
        credentials.check()?;
        policy.check()?;
        let validity = self.settings.expiry_rules().validity(expiry.into(), self.now)?;
        let request = Request::on_bucket(Method::Post, policy.bucket());
        let address = endpoint.post_address(site, &request)?;
        check_token(credentials, &address)?;
        let home = self.home.as_ref().map_err(Error::clone)?;
        let scope = home.scope.of(address.region(), address.service());

        let mut fields = credentials.form_fields(&scope);
        let expires_at = validity.expires_at();
        let document = PolicyDocument { policy, expires_at, authentication: &fields };
        let encoded_policy = BASE64.encode(document.to_json());
        let signature =
            self.with_key(home, &scope, |home| home.key.sign(encoded_policy.as_bytes()));
        let signature = HexDigest::of(&signature).to_string();
        fields.push((String::from("policy"), encoded_policy));
        fields.push((String::from("x-amz-signature"), signature));
        Ok(PresignedPost::new(
            base_url(&address, endpoint.display_authority()?),
            policy,
            fields,
            validity,
        ))
    }

    /// Checks all that can be wrong with a request, and goes on if nothing is. A recipe that is returned is
    /// moved, with all that it is made of: 10 ns in a URL.
    fn with_recipe<'a, T>(
        &'a self,
        request: &'a Request<'a>,
        expiry: Expiry,
        go_on: impl FnOnce(&Recipe<'a>) -> T,
    ) -> Result<T, Error> {
        let Settings { credentials, endpoint, site, .. } = self.settings;
        credentials.check()?;
        request.check()?;
        let validity = self.settings.expiry_rules().validity(expiry, self.now)?;
        let address = endpoint.address(site, request)?;
        let display_authority = endpoint.display_authority()?;
        check_token(credentials, &address)?;
        let home = self.home.as_ref().map_err(Error::clone)?;
        let scope = home.scope.of(address.region(), address.service());
        Ok(go_on(&Recipe {
            request,
            credentials,
            validity,
            address,
            display_authority,
            home,
            scope,
        }))
    }

    /// Appends the URL.
    #[inline]
    fn sign(&self, recipe: &Recipe<'_>, url: &mut String) {
        let draft = recipe.draft(url);
        let canonical = recipe.canonical(&draft);
        let signature = self.with_key(recipe.home, &recipe.scope, |key| key.sign(&canonical));
        draft.push_signature(&HexDigest::of(&signature));
    }

    /// An upper bound of a URL's length, in bytes.
    fn longest_url(&self, request: &Request<'_>) -> usize {
        let Settings { credentials, site, .. } = self.settings;
        let others = FIXED_BYTES + site.longest_address + credentials.url_bytes();
        percent::longest(request.url_bytes()).saturating_add(others)
    }

    /// What the cache did not have, and the second it is for.
    #[cfg_attr(
        not(all(feature = "std", not(all(target_arch = "wasm32", target_os = "unknown")))),
        expect(dead_code, reason = "only the clock's keys are kept, and there is no clock")
    )]
    pub(crate) fn news(&self) -> Option<(Timestamp, &ScopeKey<'p>)> {
        match &self.home {
            Ok(home) if self.origin == Origin::Made => {
                Some((self.settings.expiry_rules().signing_time(self.now), home))
            }
            _ => None,
        }
    }

    /// Uses the key at hand, or for another scope one that is derived for the purpose.
    fn with_key<T>(
        &self,
        home: &ScopeKey<'_>,
        scope: &Scope<'_>,
        sign: impl FnOnce(&ScopeKey<'_>) -> T,
    ) -> T {
        if home.scope == *scope {
            sign(home)
        } else {
            sign(&ScopeKey::new(*scope, self.settings.derive_key(scope), None))
        }
    }
}

/// A request that can be signed, with all that its URL is made of.
struct Recipe<'a> {
    request: &'a Request<'a>,
    credentials: &'a Credentials,
    validity: Validity,
    address: Address<'a>,
    display_authority: Option<&'a str>,
    /// The scope and key at hand, which need not be the request's.
    home: &'a ScopeKey<'a>,
    scope: Scope<'a>,
}

impl Recipe<'_> {
    /// Writes the URL up to its signature.
    #[inline]
    fn draft<'u>(&self, url: &'u mut String) -> UrlDraft<'u> {
        let authentication = Authentication {
            access_key_id: self.credentials.encoded_access_key_id(),
            // Labels of hosts: there is nothing to encode.
            scope: self.scope,
            expires_seconds: self.validity.expires_seconds(),
            token: self.credentials.token_parameter(),
            headers: self.request.headers(),
        };
        UrlDraft::write(url, &self.address, self.display_authority, self.request, &authentication)
    }

    /// The canonical request, made of slices of the URL.
    #[inline]
    fn canonical<'d>(&'d self, draft: &'d UrlDraft<'_>) -> CanonicalRequest<'d> {
        CanonicalRequest {
            method: self.request.method().as_str(),
            host: draft.host(),
            path: draft.path(),
            query: draft.query(),
            headers: self.request.headers().into(),
            payload_hash: PayloadHash::Unsigned,
        }
    }
}

fn check_token(credentials: &Credentials, address: &Address<'_>) -> Result<(), Error> {
    match credentials.token_kind() {
        Some(TokenKind::S3Express) if !address.takes_express_session() => {
            Err(Error::ExpressSessionElsewhere)
        }
        _ => Ok(()),
    }
}

/// Room for any URL but those that are too long for S3.
const MOST_EARLY_BYTES: usize = 16 * 1024;

/// The service of ordinary buckets.
pub(crate) const HOME_SERVICE: &str = "s3";
