//! The checks of a claim: its signature, and the rules.

use alloc::string::String;
#[cfg(feature = "sigv4a")]
use alloc::string::ToString;

use super::{
    claim::{Claim, SECRET_BYTES, Signature},
    rejection::Rejection,
    rules::Rules,
    signed_request::{Key, SignedRequest},
    verified::Verified,
};
#[cfg(feature = "sigv4a")]
use crate::sigv4::{EcdsaSigningKey, VerifyingKey};
use crate::{
    redact::Explanation,
    sigv4::{HexDigest, SigningKey},
};

impl<'a> Claim<'a> {
    /// Checks the signature with the secret access key, and returns what it authenticates.
    ///
    /// An [unsigned `x-amz-*` header](super) is refused, because it would take effect without being authenticated.
    /// There are two exceptions: `x-amz-content-sha256`, whose value is the last line of the canonical request, and
    /// the headers of [`Rules::infrastructure_headers`].
    ///
    /// The canonical request is made as S3 makes it. Its query is decoded and encoded again, so `/` or `%2f` for
    /// `%2F` does not matter; a `+` is a plus sign, and an empty parameter (`&&`) is ignored. Its path is byte for
    /// byte that of the request line, see [routers and proxies](super#routers-and-proxies). The signed headers are
    /// sorted. A host with the port 443 or 80 may have been signed without it, because these are default ports.
    /// Signatures are compared in constant time.
    ///
    /// # Errors
    ///
    /// A [`Rejection`]. Everything that does not need the secret is checked first. A path with a malformed escape,
    /// such as `%zz`, or whose escapes are not UTF-8, is [`Rejection::Malformed`]; if signers normalize the path, this
    /// applies to the normalized one. By S3's rules a path that does not begin with `/`, or has a key but no bucket
    /// (`//key`), is malformed too, because other servers may parse it differently, and parameters of Signature
    /// Version 2 are [`Rejection::SignatureVersion2`]. An empty secret is [`Rejection::EmptySecretAccessKey`]: a
    /// look-up that finds nothing must not accept requests that anyone can sign. For an access key id that is not
    /// known there is [`reject_unknown_key`](Self::reject_unknown_key).
    pub fn verify(
        &self,
        secret_access_key: &str,
        rules: &Rules<'_>,
    ) -> Result<Verified<'a>, Rejection> {
        if secret_access_key.is_empty() {
            return Err(self.reject(rules, Rejection::EmptySecretAccessKey));
        }
        let request = SignedRequest::new(self, rules)?;
        match self.signature {
            Signature::Hmac(_) => {
                request.verify(Key::Hmac(&SigningKey::derive(secret_access_key, &self.scope())))
            }
            #[cfg(feature = "sigv4a")]
            Signature::Ecdsa(_) => {
                let key = EcdsaSigningKey::derive(self.access_key_id(), secret_access_key);
                request.verify(Key::Ecdsa(&key))
            }
        }
    }

    /// Checks the signature like [`verify`](Self::verify), with the signing key of this claim's
    /// [`scope`](Self::scope) instead of the secret. A key lasts for a day, and deriving it takes about as long as
    /// the rest, so a server can keep the keys that it uses.
    ///
    /// Keep a key only after it has verified a request: day, region and service are chosen by the sender, and
    /// would fill the cache. Remove the keys of a secret that is replaced or deleted. Keys must be kept secret like
    /// the secret itself. The key must not be derived from an empty secret, with which anyone can sign.
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Expiry, Presigner, Timestamp};
    /// use std::collections::HashMap;
    ///
    /// use presigner::{sigv4::SigningKey, verify::{Claim, Rejection, Rules, Verified}};
    ///
    /// fn verify<'a>(
    ///     keys: &mut HashMap<String, SigningKey>,
    ///     secret: impl Fn(&str) -> Option<String>,
    ///     claim: &Claim<'a>,
    ///     rules: &Rules<'_>,
    /// ) -> Result<Verified<'a>, Rejection> {
    ///     let scope = claim.scope();
    ///     let cache_key = format!("{}/{scope}", claim.access_key_id());
    ///     if let Some(key) = keys.get(&cache_key) {
    ///         return claim.verify_with_key(key, rules);
    ///     }
    ///     let Some(secret) = secret(claim.access_key_id()).filter(|secret| !secret.is_empty()) else {
    ///         return Err(claim.reject_unknown_key(rules));
    ///     };
    ///     let key = SigningKey::derive(&secret, &scope);
    ///     let verified = claim.verify_with_key(&key, rules)?;
    ///     if keys.len() >= 1_000 {
    ///         keys.clear();
    ///     }
    ///     keys.insert(cache_key, key);
    ///     Ok(verified)
    /// }
    /// #
    /// # let now = Timestamp::from_unix_seconds(1_700_000_000);
    /// # let presigner = Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"), "us-east-1")
    /// #     .with_endpoint(Endpoint::custom("https://s3.example.com")?);
    /// # let url = presigner.at(now).get("my-bucket", "cat.jpg", Expiry::hours(1))?;
    /// # let path_and_query = url.as_str().strip_prefix("https://s3.example.com").unwrap();
    /// # let claim = Claim::parse("GET", path_and_query, &[("host", "s3.example.com")])?;
    /// # let mut keys = HashMap::new();
    /// # for _ in 0..2 {
    /// #     assert!(verify(&mut keys, |_| Some("secret".into()), &claim, &Rules::s3(now)).is_ok());
    /// #     assert!(keys.contains_key("AKIAIOSFODNN7EXAMPLE/20231114/us-east-1/s3/aws4_request"));
    /// # }
    /// # keys.clear();
    /// # assert_eq!(verify(&mut keys, |_| None, &claim, &Rules::s3(now)), Err(Rejection::UnknownAccessKey));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`verify`](Self::verify); a key of another scope or secret is [`Rejection::BadSignature`].
    pub fn verify_with_key(
        &self,
        key: &SigningKey,
        rules: &Rules<'_>,
    ) -> Result<Verified<'a>, Rejection> {
        SignedRequest::new(self, rules).and_then(|request| request.verify(Key::Hmac(key)))
    }

    /// Checks the signature of Signature Version 4A like [`verify`](Self::verify), with the public key of the
    /// access key instead of the secret, so that the server holds no secrets (feature `sigv4a`). It takes about three
    /// times as long.
    ///
    /// The rules must [accept](Rules::accept_sigv4a) Signature Version 4A.
    ///
    /// # Errors
    ///
    /// As for [`verify`](Self::verify); a signature of Signature Version 4 is [`Rejection::BadSignature`].
    #[cfg(feature = "sigv4a")]
    pub fn verify_with_verifying_key(
        &self,
        key: &VerifyingKey,
        rules: &Rules<'_>,
    ) -> Result<Verified<'a>, Rejection> {
        SignedRequest::new(self, rules)?.verify(Key::Public(key))
    }

    /// Rejects a claim whose access key id is not known, so that the sender learns nothing from the response or from
    /// its time: it does the work of [`verify`](Self::verify) with a wrong secret and returns the same rejection,
    /// except that [`Rejection::BadSignature`] is [`Rejection::UnknownAccessKey`]. Both have the same response
    /// ([`s3_code`](Rejection::s3_code), [`http_status`](Rejection::http_status), [`to_xml`](Rejection::to_xml));
    /// only the variant and the message for the log differ. S3 itself tells which access key ids exist.
    ///
    /// The time to look up the secret is the caller's. With cached keys a known id can take less time than an
    /// unknown one; where that matters, pass one fixed key to [`verify_with_key`](Self::verify_with_key) for
    /// unknown ids.
    ///
    /// ```
    /// # use presigner::{Credentials, Endpoint, Expiry, Presigner, Timestamp};
    /// use presigner::verify::{Claim, Rejection, Rules};
    ///
    /// # let now = Timestamp::from_unix_seconds(1_700_000_000);
    /// # let presigner = Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"), "us-east-1")
    /// #     .with_endpoint(Endpoint::custom("https://s3.example.com")?);
    /// # let url = presigner.at(now).get("my-bucket", "cat.jpg", Expiry::hours(1))?;
    /// # let path_and_query = url.as_str().strip_prefix("https://s3.example.com").unwrap();
    /// # let lookup = |_: &str| None::<&str>;
    /// let claim = Claim::parse("GET", path_and_query, &[("Host", "s3.example.com")])?;
    /// let rules = Rules::s3(now);
    /// let outcome = match lookup(claim.access_key_id()) {
    ///     Some(secret) => claim.verify(secret, &rules),
    ///     None => Err(claim.reject_unknown_key(&rules)),
    /// };
    /// let rejection = outcome.unwrap_err();
    /// assert_eq!(rejection, Rejection::UnknownAccessKey);
    /// assert_eq!(rejection.s3_code(), "SignatureDoesNotMatch");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn reject_unknown_key(&self, rules: &Rules<'_>) -> Rejection {
        self.reject(rules, Rejection::UnknownAccessKey)
    }

    /// Returns the canonical request and the string to sign that [`verify`](Self::verify) hashes, to compare with
    /// [`Signer::explain`](crate::Signer::explain) or to log. It needs no secret. The host is the received one, or
    /// the first [candidate](Rules::host_candidates) if the rules refuse the received one.
    ///
    /// # Errors
    ///
    /// As for [`verify`](Self::verify), except for a signature that does not match.
    pub fn explain(&self, rules: &Rules<'_>) -> Result<Explanation, Rejection> {
        SignedRequest::new(self, rules)?.explain()
    }

    /// A secret that does not match. No fixed one: a response to a sender who signs with it would take less work.
    /// A signature that is made with itself as the secret cannot be found.
    fn wrong_secret(&self) -> String {
        match &self.signature {
            Signature::Hmac(digest) => HexDigest::encode(digest)[..SECRET_BYTES].into(),
            #[cfg(feature = "sigv4a")]
            Signature::Ecdsa(signature) => signature.to_string(),
        }
    }

    /// Does the work of [`verify`](Self::verify) before the rejection, so that its time tells nothing.
    fn reject(&self, rules: &Rules<'_>, reason: Rejection) -> Rejection {
        reason.unless_rejected_before(self.verify(&self.wrong_secret(), rules))
    }
}
